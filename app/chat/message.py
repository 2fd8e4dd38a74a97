"""One message on screen: its blocks under each other, the line under a reply, and what can be clicked."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from PySide6.QtCore import QPoint, QPointF, QRect, Qt
from PySide6.QtGui import QPainter

from app.chat.block import Block
from app.chat.markdown import BlockSource, BlockStream
from app.chat.model import INTERRUPTED, Turn
from app.split.model import MODE_NAMES
from app.widgets import metrics, paint
from app.widgets.numbers import count, plural, seconds, speed
from app.widgets.theme import Theme

STOPS = {
    "length": "stopped at the length limit", "stop": "stopped at a stop word",
    "context": "stopped: the context is full", "cancelled": "stopped by you", INTERRUPTED: "cut off: the model is gone",
}  # fmt: skip
ACTION_HEIGHT = metrics.CONTROL_HEIGHT_TABLE
AVERAGE_LETTER = 7.4  # px, of reading text: only for guessing heights of what has not been laid out


@dataclass(frozen=True)
class Hit:
    """What lies under the pointer."""

    kind: Literal["text", "link", "copy message", "copy code", "nothing"]
    block: int = 0
    value: str = ""


def statistics_line(turn: Turn) -> str:
    """ "36.2 tok/s · prompt 1,548 tok/s · first token 0.31 s · 412 tokens · tensor"."""
    parts: list[str] = []
    figures = turn.statistics
    if figures is not None:
        if figures.tg_ts is not None:
            parts.append(speed(figures.tg_ts))
        if figures.pp_ts is not None:
            parts.append(f"prompt {speed(figures.pp_ts)}")
        if figures.ttft_s is not None:
            parts.append(f"first token {seconds(figures.ttft_s)}")
        parts.append(plural(figures.generated_tokens, "token"))
        if figures.cached_tokens:
            parts.append(f"{count(figures.cached_tokens)} reused")
    if turn.mode:
        parts.append(MODE_NAMES[turn.mode].lower())
    if turn.stop in STOPS:
        parts.append(STOPS[turn.stop])
    return " · ".join(parts)


def waiting_line(turn: Turn) -> str:
    """What is going on before the first word."""
    if turn.prompt_total:
        return f"Reading the prompt: {count(turn.prompt_done)} of {count(turn.prompt_total)} tokens"
    return "Waiting for the engine"


class MessageLayout:
    """Made when a message comes into view, dropped when it has been out of view for long."""

    def __init__(self, turn: Turn, theme: Theme) -> None:
        self.turn, self._theme = turn, theme
        self._stream = BlockStream()
        self.blocks: list[Block] = []
        self.height = 0
        self._width = 0
        if turn.role == "user":
            self.blocks = [Block(BlockSource("plain", turn.text), theme)]
        else:
            self._take_text()

    def _take_text(self) -> int:
        first = self._stream.feed(self.turn.text)
        sources = self._stream.blocks
        for place in range(first, len(sources)):
            if place < len(self.blocks):
                self.blocks[place].grow(sources[place], self._theme)
            else:
                self.blocks.append(Block(sources[place], self._theme))
        del self.blocks[len(sources) :]
        return first

    def grow(self) -> int:
        """The reply has more text: lay out what changed. Returns the new height."""
        return self._place(self._take_text())

    def lay(self, width: int) -> int:
        """Lay out for a column of `width` px. Returns the height."""
        if width != self._width:
            self._width = width
            self._place(0)
        return self.height

    def _place(self, first: int) -> int:
        user = self.turn.role == "user"
        width = min(self._width, metrics.BUBBLE_WIDTH) if user else self._width
        top = self.blocks[first - 1].rect.bottom() + 1 + metrics.M if first else 0
        for block in self.blocks[first:]:
            top = block.place(self._width - width, top, width, shrink=user).bottom() + 1 + metrics.M
        self._foot = top - (metrics.XS if self.blocks else 0)
        if user:
            self.height = top - metrics.M + metrics.XL
        else:
            self.height = self._foot + metrics.CAPTION.line + metrics.XS + ACTION_HEIGHT + metrics.M
        return self.height

    @property
    def _copy_rect(self) -> QRect:
        width = metrics.text_width(metrics.CAPTION_LINK, "Copy") + 2 * metrics.S
        return QRect(-metrics.S, self._foot + metrics.CAPTION.line + metrics.XS, width, ACTION_HEIGHT)

    def hit(self, point: QPoint) -> Hit:
        if self.turn.role == "assistant" and self.turn.text and self._copy_rect.contains(point):
            return Hit("copy message", value=self.turn.text)
        for place, block in enumerate(self.blocks):
            if block.source.kind == "code" and block.copy_rect.contains(point):
                return Hit("copy code", place, block.source.text)
            if block.rect.contains(point):
                link = block.link_at(QPointF(point))
                return Hit("link" if link else "text", place, link)
        return Hit("nothing")

    def character_at(self, point: QPoint) -> tuple[int, int]:
        """(block, character) nearest to a point: for selecting."""
        for place, block in enumerate(self.blocks):
            if point.y() <= block.rect.bottom() or place == len(self.blocks) - 1:
                return place, block.position_at(QPointF(point))
        return 0, 0

    def paint(
        self,
        painter: QPainter,
        selection: tuple[tuple[int, int], tuple[int, int]] | None,
        pointed: bool,
        clip: QRect,
    ) -> None:
        """Draw with the origin at the message's corner. `clip` in the same coordinates."""
        for place, block in enumerate(self.blocks):
            if block.rect.bottom() < clip.top() or block.rect.top() > clip.bottom():
                continue
            selected = None
            if selection is not None and selection[0][0] <= place <= selection[1][0]:
                start = selection[0][1] if place == selection[0][0] else 0
                selected = (start, selection[1][1] if place == selection[1][0] else block.length)
            block.paint(painter, self._theme, selected)
        if self.turn.role == "assistant":
            self._paint_foot(painter, pointed)

    def _paint_foot(self, painter: QPainter, pointed: bool) -> None:
        words = statistics_line(self.turn)
        if self.turn.open:
            words = "Writing" if self.turn.text else waiting_line(self.turn)
        line = QRect(0, self._foot, self._width, metrics.CAPTION.line)
        paint.text(painter, line, metrics.CAPTION, self._theme.color("muted"), words)
        if pointed and self.turn.text:
            paint.text(painter, self._copy_rect, metrics.CAPTION_LINK, self._theme.color("accent"), "Copy",
                       Qt.AlignmentFlag.AlignHCenter)  # fmt: skip


def guess_height(turn: Turn, width: int) -> int:
    """Near enough for a scroll bar, until the message comes into view."""
    user = turn.role == "user"
    room = min(width, metrics.BUBBLE_WIDTH) - 2 * metrics.L if user else width
    lines = turn.text.count("\n") + 1 + int(len(turn.text) * AVERAGE_LETTER / max(room, 1))
    edges = 2 * metrics.M + metrics.XL if user else metrics.CAPTION.line + ACTION_HEIGHT + metrics.XL
    return lines * metrics.READING.line + edges
