"""One block of a message on screen: a document in its box, with what can be hit in it."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRect, QRectF, Qt
from PySide6.QtGui import QAbstractTextDocumentLayout, QPainter, QPalette, QTextCursor, QTextDocument

from app.chat.documents import BREAK, append_code, build
from app.chat.markdown import BlockSource
from app.widgets import metrics, paint
from app.widgets.theme import Theme


@dataclass(frozen=True)
class Box:
    """How a kind of block sits: padding (left, top, right, bottom), its ground, whether lines wrap."""

    padding: tuple[int, int, int, int]
    ground: str = ""
    wraps: bool = True
    lift: int = 0  # px: a line's extra height comes above its letters, and would hang them low in their box


BOXES = {
    "prose": Box((0, 0, 0, 0), lift=metrics.READING_LIFT),
    "plain": Box((metrics.L, metrics.M, metrics.L, metrics.M), "sunken", lift=metrics.READING_LIFT),
    "code": Box(
        (metrics.L, metrics.CONTROL_HEIGHT + metrics.XS, metrics.L, metrics.M), "sunken", wraps=False
    ),
}


class Block:
    """`rect` is where it stands inside its message; set by `place`."""

    def __init__(self, source: BlockSource, theme: Theme, ink: str = "text") -> None:
        """`ink` is the palette role of its letters."""
        self.source, self._ink = source, ink
        self.box = BOXES[source.kind]
        self.document: QTextDocument = build(source, theme)
        self.rect = QRect()
        self.scrolled = 0  # px, sideways, code only

    def grow(self, source: BlockSource, theme: Theme) -> None:
        """Take a newer source of the same block; an open fence is only appended to."""
        old, self.source = self.source, source
        if source == old:
            return
        if source.kind == old.kind == "code" and not source.closed and source.text.startswith(old.text):
            append_code(self.document, source.text[len(old.text) :])
        else:
            self.box, self.document = BOXES[source.kind], build(source, theme)

    def place(self, left: int, top: int, width: int, shrink: bool = False) -> QRect:
        """Lay out within `width`; `shrink` takes only what the text needs and keeps to the right edge."""
        before, above, after, below = self.box.padding
        room = width - before - after
        self.document.setTextWidth(room if self.box.wraps else -1)
        if shrink:
            used = min(room, int(self.document.idealWidth()) + 1)
            self.document.setTextWidth(used)
            left, width = left + width - (used + before + after), used + before + after
        height = int(self.document.size().height() + 0.999) + above + below
        self.rect = QRect(left, top, width, height)
        return self.rect

    @property
    def copy_rect(self) -> QRect:
        """The Copy words in a code block's head."""
        width = metrics.text_width(metrics.CAPTION_LINK, "Copy") + 2 * metrics.S
        return QRect(self.rect.right() - width - metrics.S, self.rect.top() + metrics.XS, width,
                     metrics.CONTROL_HEIGHT_TABLE)  # fmt: skip

    def inner(self) -> QRect:
        before, above, after, below = self.box.padding
        return self.rect.adjusted(before, above - self.box.lift, -after, -below - self.box.lift)

    def scroll(self, pixels: int) -> bool:
        """Move a wide code block sideways; false if there is nothing to move."""
        most = max(0, int(self.document.size().width()) - self.inner().width())
        before, self.scrolled = self.scrolled, min(max(self.scrolled + pixels, 0), most)
        return self.scrolled != before

    def _to_document(self, point: QPointF) -> QPointF:
        return point - QPointF(self.inner().topLeft()) + QPointF(self.scrolled, 0)

    def position_at(self, point: QPointF) -> int:
        """The character nearest to a point of the message."""
        place = self.document.documentLayout().hitTest(self._to_document(point), Qt.HitTestAccuracy.FuzzyHit)
        return max(place, 0)

    def link_at(self, point: QPointF) -> str:
        return self.document.documentLayout().anchorAt(self._to_document(point))

    def text(self, start: int, end: int) -> str:
        """The words between two characters, as one would paste them."""
        cursor = QTextCursor(self.document)
        cursor.setPosition(min(start, self.length))
        cursor.setPosition(min(end, self.length), QTextCursor.MoveMode.KeepAnchor)
        return cursor.selectedText().replace("\u2029", "\n").replace("\u2028", "\n").replace(BREAK, "")

    @property
    def length(self) -> int:
        return self.document.characterCount() - 1

    def paint(self, painter: QPainter, theme: Theme, selected: tuple[int, int] | None) -> None:
        if self.box.ground:
            paint.rounded(painter, self.rect, metrics.RADIUS_CARD, theme.color(self.box.ground))
        if self.source.kind == "code":
            self._paint_head(painter, theme)
        inner = self.inner()
        context = QAbstractTextDocumentLayout.PaintContext()
        context.palette.setColor(QPalette.ColorRole.Text, theme.color(self._ink))
        if selected is not None and selected[0] < selected[1]:
            mark = QAbstractTextDocumentLayout.Selection()
            mark.cursor = QTextCursor(self.document)
            mark.cursor.setPosition(min(selected[0], self.length))
            mark.cursor.setPosition(min(selected[1], self.length), QTextCursor.MoveMode.KeepAnchor)
            mark.format.setBackground(theme.color("select"))
            context.selections = [mark]
        painter.save()
        painter.setClipRect(inner.adjusted(-metrics.XS, 0, metrics.XS, 0), Qt.ClipOperation.IntersectClip)
        painter.translate(inner.left() - self.scrolled, inner.top())
        context.clip = QRectF(self.scrolled, 0, inner.width(), inner.height())
        self.document.documentLayout().draw(painter, context)
        painter.restore()

    def _paint_head(self, painter: QPainter, theme: Theme) -> None:
        head = QRect(
            self.rect.left() + metrics.L,
            self.copy_rect.top(),
            self.rect.width() // 2,
            self.copy_rect.height(),
        )
        paint.text(painter, head, metrics.CAPTION, theme.color("muted"), self.source.language or "code")
        paint.text(painter, self.copy_rect, metrics.CAPTION_LINK, theme.color("accent"), "Copy",
                   Qt.AlignmentFlag.AlignHCenter)  # fmt: skip
        if self.document.size().width() > self.inner().width():  # how far along one is
            track = self.inner()
            whole = self.document.size().width()
            width = max(metrics.L, round(track.width() * track.width() / whole))
            left = track.left() + round(self.scrolled / whole * track.width())
            thumb = QRect(left, self.rect.bottom() - metrics.S, width, metrics.XS)
            paint.rounded(painter, thumb, metrics.RADIUS_BAR - 1, theme.color("edge"))
