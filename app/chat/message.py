"""One message on screen: thinking, blocks, the line under a reply, and what can be pressed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from types import MappingProxyType

from PySide6.QtCore import QPoint, QPointF, QRect, Qt
from PySide6.QtGui import QPainter

from app.chat import spot
from app.chat.block import AVERAGE_LETTER, Block, Mark
from app.chat.flow import Flow
from app.chat.formulas import Formulas
from app.chat.spot import Kind, Spot
from app.chat.turn import Turn
from app.chat.words import progress_line, prompt_part, reading_line, statistics_line, thinking_line
from app.language import translate
from app.widgets import metrics, paint
from app.widgets.theme import Theme

AT_ONCE = 2048  # letters: a longer message is laid out where one looks
PAINTED_BY_BLOCKS = ("copy code", "thinking")
NO_MARKS: Mapping[int, Sequence[Mark]] = MappingProxyType({})

Range = tuple[tuple[int, int], tuple[int, int]]  # from (block, character) to (block, character)


class MessageLayout:
    """Made when a message comes into view, dropped when it has been out of view for long.

    `siblings`: which of how many it is, from 0. `why_no_writing`: what keeps it from being edited or written again.
    `is_last`: nothing follows it, so a reply that was cut can be continued.
    """

    def __init__(self, turn: Turn, theme: Theme, formulas: Formulas, siblings: tuple[int, int] = (0, 1)) -> None:
        self.turn, self._theme, self.siblings = turn, theme, siblings
        self.why_no_writing = ""
        self.is_last = False
        self._thinking, self._reply = Flow(theme, formulas, "muted"), Flow(theme, formulas)
        self.height = 0
        self._width = 0
        self._foot = 0
        self._thinking_box = QRect()
        if turn.role == "user":
            self._reply.take_plain(turn.text)
        else:
            self._reply.take(turn.text)

    @property
    def blocks(self) -> list[Block]:
        return [*self._thinking.blocks, *self._reply.blocks] if self.turn.unfolded else self._reply.blocks

    # Layout: a column of `_width` px, from 0 down

    def grow(self) -> int:
        """The reply has more text, or its thinking was folded or unfolded. Returns the new height."""
        above = self._thinking_box
        first = self._reply.take(self.turn.text)
        self._place_thinking()
        return self._place(first if self._thinking_box == above else 0)

    def redraw(self) -> bool:
        """Show formulas that were waited for, and lay out again; false if there is none."""
        found = [self._thinking.redraw(), self._reply.redraw()]
        if any(found):
            self._place_thinking()
            self._place(0)
        return any(found)

    def lay(self, width: int) -> int:
        """Lay out for a column of `width` px. Returns the height."""
        if width != self._width:
            again, self._width = self._width > 0, width
            self._place_thinking()
            self._place(0, now=not again)
        return self.height

    def guess(self, width: int) -> int:
        """What the height may be in a column of `width` px: lines get longer, and fewer."""
        return self.height if width == self._width else self.height * self._width // max(width, 1)

    def recolor(self) -> None:
        """Colours are others now; nothing moves."""
        for flow in (self._thinking, self._reply):
            flow.recolor()

    def restyle(self) -> int:
        """The size of letters is another now. Returns the height."""
        for flow in (self._thinking, self._reply):
            flow.restyle()
        self._place_thinking()
        return self._place(0, now=False)

    def _place_thinking(self) -> None:
        """A row that says how long, or which files; below it, where the reader wants them, the thoughts, the files."""
        height = metrics.THINKING_ROW if self.turn.thinking or self.turn.files else 0
        left = max(0, self._width - metrics.BUBBLE_WIDTH) if self.turn.role == "user" else 0
        if height and self.turn.unfolded:
            if self.turn.files:
                self._thinking.take_files(self.turn.files)
            else:
                self._thinking.take(self.turn.thinking)
            few = sum(len(block.source.text) for block in self._thinking.blocks) <= AT_ONCE
            height = self._thinking.place(0, left + metrics.L, height + metrics.XS, self._width - left - 2 * metrics.L,
                                          now=few)  # fmt: skip
        self._thinking_box = QRect(left, 0, self._width - left, height)

    def _place(self, first: int, now: bool = True) -> int:
        """`now`: what is short, whole; the rest where one looks."""
        user = self.turn.role == "user"
        width = min(self._width, metrics.BUBBLE_WIDTH) if user else self._width
        top = self._thinking_box.height()
        below = self._reply.place(first, self._width - width, top + metrics.M if top else 0, width, user,
                                  now and len(self.turn.text) <= AT_ONCE)  # fmt: skip
        if user:
            self._foot = below - metrics.M
            self.height = self._foot + metrics.XS + metrics.CONTROL_HEIGHT_TABLE + metrics.S
        else:
            self._foot = max(below - metrics.XS, top + metrics.S)
            self.height = self._foot + metrics.CAPTION.line + metrics.XS + metrics.CONTROL_HEIGHT_TABLE + metrics.M
        return self.height

    def uncover(self, top: int, bottom: int) -> int:
        """Lay out what stands between two heights. Returns by how many px what begins above them has grown."""
        thought, above = self._thinking.uncover(top, bottom) if self.turn.unfolded else (0, 0)
        if thought:
            self._thinking_box.setHeight(self._thinking_box.height() + thought)
            self._reply.move(thought)
        grown, above_too = self._reply.uncover(top + above, bottom + above)
        self._foot += thought + grown
        self.height += thought + grown
        return above + above_too

    # What can be pressed

    def spots(self, links: bool = True) -> list[Spot]:
        """From top to bottom, as the keyboard walks through them; without `links` those that the pointer can press."""
        turn = self.turn
        found = []
        if turn.thinking or turn.files:
            row = QRect(self._thinking_box.left(), 0, self._thinking_box.width(), metrics.THINKING_ROW)
            found.append(Spot("thinking", row, self._row_words()))
        for block in self.blocks:
            for box, address, words in block.links() if links else ():
                found.append(Spot("link", box, translate("chat", "Link: {words}").format(words=words), address))
            if block.source.kind == "code" and block.source.joint is None:
                found.append(Spot("copy code", block.copy_rect, translate("chat", "Copy code"), block.source.code))
        return found if turn.open else [*found, *self._actions(), *self._arrows()]

    def _row_words(self) -> str:
        files = ", ".join(each.words for each in self.turn.files)
        return files or thinking_line(self.turn)

    @property
    def _actions_top(self) -> int:
        line = 0 if self.turn.role == "user" else metrics.CAPTION.line
        return self._foot + line + metrics.XS

    def _actions(self) -> list[Spot]:
        turn, words = self.turn, list[tuple[Kind, str, str, str]]()
        if turn.text:
            words.append(("copy message", translate("chat", "Copy"), turn.text, ""))
        if turn.role == "user":
            words.append(("edit", translate("chat", "Edit"), "", self.why_no_writing))
            right = self._width
            found = spot.in_a_row(words, QPoint(0, self._actions_top))
            by = right - found[-1].rect.right() - 1 - self._arrows_width()
            return [Spot(one.kind, one.rect.translated(by, 0), one.words, one.value, one.why_not) for one in found]
        if turn.cut and self.is_last:
            words.append(("continue", translate("chat", "Continue"), "", self.why_no_writing))
        words.append(("regenerate", translate("chat", "Regenerate"), "", self.why_no_writing))
        return spot.in_a_row(words, QPoint(-metrics.S, self._actions_top))

    def _arrows(self) -> list[Spot]:
        place, family = self.siblings
        if family < 2:
            return []
        box = self._arrows_box()
        side = metrics.CONTROL_HEIGHT_TABLE
        left = QRect(box.left(), box.top(), side, side)
        right = QRect(box.right() + 1 - side, box.top(), side, side)
        return [
            Spot(
                "previous",
                left,
                translate("chat", "The one before"),
                why_not="" if place else translate("chat", "This is the first"),
            ),
            Spot(
                "next",
                right,
                translate("chat", "The next one"),
                why_not="" if place < family - 1 else translate("chat", "This is the latest"),
            ),
        ]

    def _arrows_width(self) -> int:
        if self.siblings[1] < 2:
            return 0
        return metrics.text_width(metrics.CAPTION, self._which()) + 2 * metrics.CONTROL_HEIGHT_TABLE

    def _arrows_box(self) -> QRect:
        left = self._width - self._arrows_width()
        return QRect(left, self._actions_top, self._arrows_width(), metrics.CONTROL_HEIGHT_TABLE)

    def _which(self) -> str:
        return translate("chat", "{place} of {all}").format(
            place=self.siblings[0] + 1, all=self.siblings[1]
        )

    def spot_at(self, point: QPoint) -> Spot | None:
        """Links are none here: one can select from inside them."""
        return next((found for found in self.spots(links=False) if found.rect.contains(point)), None)

    def block_at(self, point: QPoint) -> Block | None:
        return next((block for block in self.blocks if block.rect.contains(point)), None)

    def link_at(self, point: QPoint) -> str:
        block = self.block_at(point)
        return block.link_at(QPointF(point)) if block is not None else ""

    def character_at(self, point: QPoint) -> tuple[int, int]:
        """(block, character) nearest to a point: for selecting."""
        for place, block in enumerate(self.blocks):
            if point.y() <= block.rect.bottom() or place == len(self.blocks) - 1:
                return place, block.position_at(QPointF(point))
        return 0, 0

    # Drawing

    def paint(
        self, painter: QPainter, selection: Range | None, pointed: bool, ring: Spot | None, clip: QRect,
        marks: Mapping[int, Sequence[Mark]] = NO_MARKS,
    ) -> None:  # fmt: skip
        """Draw with the origin at the message's corner. `clip` in the same coordinates; `ring`: has the keyboard.

        `marks` are by block.
        """
        if not self._thinking_box.isEmpty():
            self._paint_thinking(painter)
        for place, block in enumerate(self.blocks):
            if block.rect.bottom() < clip.top() or block.rect.top() > clip.bottom():
                continue
            selected = None
            if selection is not None and selection[0][0] <= place <= selection[1][0]:
                start = selection[0][1] if place == selection[0][0] else 0
                selected = (start, selection[1][1] if place == selection[1][0] else block.length)
            block.paint(painter, self._theme, selected, marks.get(place, ()))
        if self.turn.role == "assistant":
            self._paint_line(painter)
        self._paint_spots(painter, self.spots(links=False), pointed or ring is not None)
        if ring is not None:
            paint.rounded(painter, ring.rect, metrics.RADIUS_CONTROL, None, self._theme.color("accent"),
                          metrics.FOCUS_WIDTH)  # fmt: skip

    def _paint_thinking(self, painter: QPainter) -> None:
        color, box = self._theme.color, self._thinking_box
        paint.rounded(painter, box, metrics.RADIUS_CONTROL, color("surface"), color("line"))
        mark = "chevron-down" if self.turn.unfolded else "chevron-right"
        paint.icon(painter, mark, color("muted"), box.left() + metrics.S, (metrics.THINKING_ROW - metrics.ICON) / 2)
        left = box.left() + metrics.S + metrics.ICON + metrics.S
        row = QRect(left, 0, box.width() - metrics.XXXL, metrics.THINKING_ROW)
        paint.text(painter, row, metrics.CONTROL, color("muted"), self._row_words())

    def _paint_line(self, painter: QPainter) -> None:
        color = self._theme.color
        line = QRect(0, self._foot, self._width, metrics.CAPTION.line)
        words = progress_line(self.turn) if self.turn.open else statistics_line(self.turn)
        paint.text(painter, line, metrics.CAPTION, color("muted"), words)
        part = prompt_part(self.turn)
        if part is not None:
            left = metrics.text_width(metrics.CAPTION, reading_line(1.0)) + metrics.M  # it stands still as digits come
            top = line.center().y() - metrics.THIN_BAR_HEIGHT // 2
            track = QRect(left, top, metrics.GAUGE_WIDTH, metrics.THIN_BAR_HEIGHT)
            paint.rounded(painter, track, metrics.RADIUS_BAR, color("track"))
            track.setWidth(round(metrics.GAUGE_WIDTH * part))
            paint.rounded(painter, track, metrics.RADIUS_BAR, color("accent"))

    def _paint_spots(self, painter: QPainter, spots: Sequence[Spot], pointed: bool) -> None:
        """Arrows always, for they say that there is more to read; words where the pointer or the keyboard is."""
        color, middle = self._theme.color, Qt.AlignmentFlag.AlignHCenter
        for found in spots:
            tint = color("faint" if found.why_not else "accent")
            if found.kind in ("previous", "next"):
                icon = "chevron-left" if found.kind == "previous" else "chevron-right"
                inset = (metrics.CONTROL_HEIGHT_TABLE - metrics.ICON) / 2
                paint.icon(painter, icon, tint, found.rect.left() + inset, found.rect.top() + inset)
            elif pointed and found.kind not in PAINTED_BY_BLOCKS:
                paint.text(painter, found.rect, metrics.CAPTION_LINK, tint, found.words, middle)
        if self.siblings[1] > 1 and not self.turn.open:
            paint.text(painter, self._arrows_box(), metrics.CAPTION, color("muted"), self._which(), middle)


def guess_height(turn: Turn, width: int) -> int:
    """Near enough for a scroll bar, until the message comes into view."""
    user = turn.role == "user"
    room = min(width, metrics.BUBBLE_WIDTH) - 2 * metrics.L if user else width
    lines = turn.text.count("\n") + 1 + int(len(turn.text) * AVERAGE_LETTER / max(room, 1))
    edges = 2 * metrics.M + metrics.S if user else metrics.CAPTION.line + metrics.XL
    thinking = metrics.THINKING_ROW + metrics.M if turn.thinking or turn.files else 0
    return lines * metrics.READING.line + edges + metrics.CONTROL_HEIGHT_TABLE + thinking
