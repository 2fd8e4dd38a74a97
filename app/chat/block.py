"""One block of a message on screen: a document in its box, with what can be hit in it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QPointF, QRect, QSize, Qt
from PySide6.QtGui import QAbstractTextDocumentLayout, QPainter, QPalette, QTextCursor, QTextDocument

from app.chat.code_lines import draw_lines
from app.chat.documents import BREAK, OBJECT, QuietDocument, append_code, build, is_coloured
from app.chat.formulas import Formulas
from app.chat.markdown import BlockSource
from app.language import translate
from app.widgets import metrics, paint
from app.widgets.theme import Theme

AVERAGE_LETTER = 7.4  # px, of reading text: only for guessing heights of what has not been laid out
STALE = (-1, -1, False)  # no room: it has been laid out, and has changed since


@dataclass(frozen=True)
class Box:
    """How a kind of block sits: padding (left, top, right, bottom), its ground, whether lines wrap."""

    padding: tuple[int, int, int, int]
    ground: str = ""
    wraps: bool = True
    lift: int = 0  # px: a line's extra height comes above its letters, and would hang them low in their box


def box_of(source: BlockSource) -> Box:
    """At the size of letters that is set now."""
    match source.kind:
        case "prose":
            return Box((0, 0, 0, 0), lift=metrics.READING_LIFT)
        case "plain":
            return Box((metrics.L, metrics.M, metrics.L, metrics.M), "sunken", lift=metrics.READING_LIFT)
    head = metrics.CONTROL_HEIGHT + metrics.XS
    return Box((metrics.L, head, metrics.L, metrics.M), "sunken", wraps=source.wraps)


@dataclass(frozen=True)
class Mark:
    """Letters on another ground: a selection, or words that were found. `ink` is their colour where that changes."""

    start: int
    end: int
    ground: str
    ink: str


@dataclass
class Sideways:
    """How far a block of code is moved to the left, all its pieces by the same. `widest`: of those laid out; px."""

    pixels: int = 0
    widest: int = 0


class Block:
    """`rect` is where it stands inside its message; set by `place`, its height a guess until the block is laid out.

    Its document is made when it is first needed.
    """

    def __init__(self, source: BlockSource, theme: Theme, formulas: Formulas, ink: str = "text") -> None:
        """`ink` is the palette role of its letters."""
        self.source, self._formulas, self._ink = source, formulas, ink
        self.box, self._theme = box_of(source), theme
        self._document: QuietDocument | None = None
        self._outdated: QuietDocument | None = None  # kept until there is another: to end thousands at once takes long
        self.rect = QRect()
        self._room: tuple[int, int, bool] = (0, 0, False)  # left, width, shrink
        self._laid: tuple[int, int, bool] | None = None  # the room that `rect` is true for
        self._follows = False
        self._height = 0  # when it was last laid out, px
        self.sideways = Sideways()
        self._links: list[tuple[QRect, str, str]] | None = None

    @property
    def document(self) -> QuietDocument:
        if self._document is None:
            self._document, self._outdated = build(self.source, self._theme, self._formulas, self._ink), None
        return self._document

    def grow(self, source: BlockSource) -> None:
        """Take a newer source of the same block; an open fence is only appended to."""
        old, self.source = self.source, source
        if source == old:
            return
        if self._laid is not None:
            self._laid = STALE
        if self._document is None:
            self.box = box_of(source)
        elif _is_appended(source, old):
            append_code(self.document, source.text[len(old.text) :])
        else:
            self.box, self._document = box_of(source), None

    def redraw(self) -> bool:
        """Show formulas that were waited for; false if none of them has come."""
        if self._document is None or all(self._formulas.awaits(each) for each in self._document.waits):
            return False
        self._document = None
        if self._laid is not None:
            self._laid = STALE
        return True

    def recolor(self) -> None:
        """Colours are others now: what is built with them is made anew when it is in view again, and as high."""
        if self._document is not None:
            self._outdated, self._document, self._laid = self._document, None, None

    def restyle(self) -> None:
        """The size of letters is another now."""
        self.box, self._document, self._laid = box_of(self.source), None, None
        self.sideways.widest = 0

    @property
    def _padding(self) -> tuple[int, int, int, int]:
        """None between two pieces of one text."""
        before, above, after, below = self.box.padding
        return before, above if self.source.joint is None else 0, after, 0 if self._follows else below

    @property
    def laid(self) -> bool:
        """Whether its height is no guess."""
        return self._laid == self._room

    def place(self, left: int, top: int, width: int, shrink: bool = False, now: bool = True,
              follows: bool = False) -> QRect:  # fmt: skip
        """Where it stands. Not `now`: one that was not on screen yet, or was in another width, is laid out later.

        `shrink` takes only what the text needs and keeps to the right edge; `follows`: another piece of the same does.
        """
        self._links = None
        if self.laid and follows != self._follows and any(self.box.padding):
            self._laid = STALE
        self._follows = follows
        alone = not follows and self.source.joint is None
        known, self._room = self._room, (left, width, shrink and alone)
        if self.laid:
            self.rect.moveTop(top)
        elif now or (known == self._room and self._laid == STALE):
            self.rect.moveTop(top)
            self.lay()
        else:
            self.rect = QRect(left, top, width, self._height or self._guess(width))
            self._laid = None  # or back in the room that it was laid out for it would keep this
        return self.rect

    def _guess(self, width: int) -> int:
        before, above, after, below = self._padding
        lines, style, letter = self.source.text.count("\n") + 1, metrics.READING, AVERAGE_LETTER
        if self.source.kind == "code":
            style, letter = metrics.CODE, metrics.text_width(metrics.CODE, "0")
        if self.box.wraps:
            lines += int(len(self.source.text) * letter / max(width - before - after, 1))
        return lines * style.line + above + below

    def lay(self) -> int:
        """Lay out where it stands. Returns by how much its height differs from what was believed."""
        left, width, shrink = self._room
        top, believed = self.rect.top(), self.rect.height()
        self._laid, self._links = self._room, None
        before, above, after, below = self._padding
        room = width - before - after
        wanted = room if self.box.wraps else -1
        if self.document.textWidth() != wanted:  # Qt would lay out all of it anew
            self.document.setTextWidth(wanted)
        if shrink:
            used = min(room, int(self.document.idealWidth()) + 1)
            self.document.setTextWidth(used)
            left, width = left + width - (used + before + after), used + before + after
        if not self.box.wraps:
            self.sideways.widest = max(self.sideways.widest, int(self.document.size().width()))
        self._height = int(self.document.size().height() + 0.999) + above + below
        self.rect = QRect(left, top, width, self._height)
        return self._height - believed

    @property
    def copy_rect(self) -> QRect:
        """The Copy words in a code block's head."""
        width = metrics.text_width(metrics.CAPTION_LINK, translate("chat", "Copy")) + 2 * metrics.S
        return QRect(self.rect.right() - width - metrics.S, self.rect.top() + metrics.XS, width,
                     metrics.CONTROL_HEIGHT_TABLE)  # fmt: skip

    def inner(self) -> QRect:
        before, above, after, below = self._padding
        return self.rect.adjusted(before, above - self.box.lift, -after, -below - self.box.lift)

    @property
    def scrolled(self) -> int:
        """px, sideways."""
        return 0 if self.box.wraps else self.sideways.pixels

    def scroll(self, pixels: int) -> bool:
        """Move wide code sideways; false if there is nothing to move."""
        most = 0 if self.box.wraps else max(0, self.sideways.widest - self.inner().width())
        before = self.sideways.pixels
        self.sideways.pixels = min(max(before + pixels, 0), max(most, before))
        return self.sideways.pixels != before

    def reveal(self, position: int) -> None:
        """Scroll a wide code block so that a character is in it."""
        box, inner = self.rect_of(position), self.inner()
        if not inner.contains(box.center()) and self.source.kind == "code":
            self.scroll(box.left() - inner.center().x())

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
        words = cursor.selectedText().replace("\u2029", "\n").replace("\u2028", "\n").replace(BREAK, "")
        if OBJECT in words:
            before = self.document.toPlainText()[:start].count(OBJECT)
            for formula in self.document.formulas[before : before + words.count(OBJECT)]:
                words = words.replace(OBJECT, formula, 1)
        return words

    def word_at(self, position: int) -> tuple[int, int]:
        """The first character of a word and the one after it."""
        cursor = QTextCursor(self.document)
        cursor.setPosition(min(position, self.length))
        cursor.select(QTextCursor.SelectionType.WordUnderCursor)
        return cursor.selectionStart(), cursor.selectionEnd()

    @property
    def length(self) -> int:
        return self.document.characterCount() - 1

    def rect_of(self, position: int) -> QRect:
        """Where a character stands in the message, its line's height high."""
        block = self.document.findBlock(min(position, self.length))
        corner = self.document.documentLayout().blockBoundingRect(block).topLeft()
        line = block.layout().lineForTextPosition(min(position, self.length) - block.position())
        found: Any = line.cursorToX(min(position, self.length) - block.position())
        left = found[0] if isinstance(found, tuple) else found  # PySide gives the place that was meant along
        where = corner + QPointF(left - self.scrolled, line.y()) + QPointF(self.inner().topLeft())
        return QRect(where.toPoint(), QSize(1, int(line.height()) or metrics.READING.line))

    def links(self) -> list[tuple[QRect, str, str]]:
        """(where it begins, address, words) of all links."""
        if self._links is None:
            found = list[tuple[QRect, str, str]]()
            maybe = self.source.kind == "prose" and ("]" in self.source.text or "<" in self.source.text)
            if maybe and not self.laid:
                self.document.setTextWidth(self._room[1])
            for start, end, address in _anchors(self.document) if maybe else ():
                box = self.rect_of(start)
                last = self.rect_of(end)
                right = last.left() if last.top() == box.top() else self.inner().right()
                box.setRight(max(right, box.left() + metrics.L))
                found.append((box, address, self.text(start, end)))
            self._links = found
        return self._links

    def paint(
        self, painter: QPainter, theme: Theme, selected: tuple[int, int] | None, marks: Sequence[Mark] = ()
    ) -> None:
        if self.box.ground:
            self._paint_ground(painter, theme)
        if self.source.kind == "code" and self.source.joint is None:
            self._paint_head(painter, theme)
        if self.source.kind == "code" and not self._follows:
            self._paint_thumb(painter, theme)
        inner = self.inner()
        context = QAbstractTextDocumentLayout.PaintContext()
        context.palette.setColor(QPalette.ColorRole.Text, theme.color(self._ink))
        ranges = [Mark(start, end, "select", "") for start, end in [selected] if start < end] if selected else []
        context.selections = [self._marked(mark, theme) for mark in (*marks, *ranges)]
        painter.save()
        painter.setClipRect(inner.adjusted(-metrics.XS, 0, metrics.XS, 0), Qt.ClipOperation.IntersectClip)
        painter.translate(inner.left() - self.scrolled, inner.top())
        context.clip = painter.clipBoundingRect()  # what is in view
        if self.source.kind == "code" and not self.box.wraps:
            draw_lines(self.document, painter, context)
        else:
            self.document.documentLayout().draw(painter, context)
        painter.restore()

    def _paint_ground(self, painter: QPainter, theme: Theme) -> None:
        """Round where the text ends, straight where another piece of it goes on."""
        more = metrics.RADIUS_CARD
        ground = self.rect.adjusted(0, 0 if self.source.joint is None else -more, 0, more if self._follows else 0)
        painter.save()
        painter.setClipRect(self.rect, Qt.ClipOperation.IntersectClip)
        paint.rounded(painter, ground, metrics.RADIUS_CARD, theme.color(self.box.ground))
        painter.restore()

    def _marked(self, mark: Mark, theme: Theme) -> QAbstractTextDocumentLayout.Selection:
        made = QAbstractTextDocumentLayout.Selection()
        made.cursor = QTextCursor(self.document)
        made.cursor.setPosition(min(mark.start, self.length))
        made.cursor.setPosition(min(mark.end, self.length), QTextCursor.MoveMode.KeepAnchor)
        made.format.setBackground(theme.color(mark.ground))
        if mark.ink:
            made.format.setForeground(theme.color(mark.ink))
        return made

    def _paint_head(self, painter: QPainter, theme: Theme) -> None:
        head = QRect(
            self.rect.left() + metrics.L,
            self.copy_rect.top(),
            self.rect.width() // 2,
            self.copy_rect.height(),
        )
        paint.text(
            painter, head, metrics.CAPTION, theme.color("muted"), self.source.language or translate("chat", "code")
        )
        paint.text(painter, self.copy_rect, metrics.CAPTION_LINK, theme.color("accent"), translate("chat", "Copy"),
                   Qt.AlignmentFlag.AlignHCenter)  # fmt: skip

    def _paint_thumb(self, painter: QPainter, theme: Theme) -> None:
        """How far along one is."""
        track, whole = self.inner(), self.sideways.widest
        if whole > track.width():
            width = max(metrics.L, round(track.width() * track.width() / whole))
            left = track.left() + round(self.sideways.pixels / whole * track.width())
            thumb = QRect(left, self.rect.bottom() - metrics.S, width, metrics.XS)
            paint.rounded(painter, thumb, metrics.RADIUS_BAR - 1, theme.color("edge"))


def _is_appended(new: BlockSource, old: BlockSource) -> bool:
    """Whether code has only got longer, and as plain as it was."""
    code = new.kind == old.kind == "code" and new.wraps == old.wraps
    return code and not is_coloured(new) and new.text.startswith(old.text)


def _anchors(document: QTextDocument) -> Iterator[tuple[int, int, str]]:
    """(first character, character after the last, address) of each link."""
    open_at, open_to, address = 0, 0, ""
    block = document.begin()
    while block.isValid():
        at = block.begin()
        while not at.atEnd():
            fragment = at.fragment()
            here = fragment.charFormat().anchorHref()
            if here == address and address and fragment.position() == open_to:
                open_to += fragment.length()
            else:
                if address:
                    yield open_at, open_to, address
                open_at, open_to, address = fragment.position(), fragment.position() + fragment.length(), here
            at += 1
        block = block.next()
    if address:
        yield open_at, open_to, address
