"""A row per split mode: a bar from zero, generation and prompt speed, and whether they were measured or predicted."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QRect, QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from app.language import translate
from app.split.worth import Worth
from app.widgets import metrics, paint
from app.widgets.mode_paint import mode_bar
from app.widgets.plan_glyph import Cell, paint_glyph
from app.widgets.theme import Theme


@dataclass(frozen=True)
class ModeRow:
    """`look` is a mode or "mixed"; `lack` is said in place of a speed, of a plan that does not fit."""

    name: str
    look: str
    cells: Sequence[Cell]
    worth: Worth
    chosen: bool = False
    lack: str = ""

    @property
    def words(self) -> str:
        worth = self.worth
        if self.lack:
            return f"{self.name}: {self.lack}"
        parts = (
            worth.full,
            translate("split", "{prompt} tok/s").format(prompt=worth.prompt_words)
            if worth.prompt_words
            else "",
            worth.source,
        )
        return f"{self.name}: {', '.join(filter(None, parts))}"


class ModeRows(QWidget):
    """Painted; what it shows is its accessible name, one mode after another."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self.rows: Sequence[ModeRow] = ()
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        theme.changed.connect(self.update)

    def show_rows(self, rows: Sequence[ModeRow]) -> None:
        if len(rows) != len(self.rows):
            self.updateGeometry()
        self.rows = rows
        self.setAccessibleName(
            " ".join([translate("split", "Speed by split mode."), ". ".join(row.words for row in rows)])
        )
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(metrics.POPOVER_WIDTH // 2, len(self.rows) * metrics.MODE_ROW_HEIGHT)

    minimumSizeHint = sizeHint

    def bar_rect(self, index: int) -> QRectF:
        """Its width is in proportion to the speed, from zero."""
        most = max((row.worth.generation or 0.0 for row in self.rows if not row.lack), default=0.0)
        row, box = self.rows[index], self._columns(index)[1]
        part = (row.worth.generation or 0.0) / most if most and not row.lack else 0.0
        top = box.center().y() - metrics.MODE_BAR_HEIGHT / 2 + 0.5
        return QRectF(box.left(), top, box.width() * part, metrics.MODE_BAR_HEIGHT)

    def _columns(self, index: int) -> tuple[QRect, QRect, QRect, QRect, QRect]:
        """Name, bar, generation, prompt, source; the bar takes what the words leave."""
        top, height = index * metrics.MODE_ROW_HEIGHT, metrics.MODE_ROW_HEIGHT
        first = metrics.GLYPH_LIST[0] + metrics.S
        name, speed, prompt = metrics.CELL_WIDTH, metrics.MODE_SPEED_WIDTH, metrics.CELL_WIDTH + metrics.L
        words = name + speed + prompt + metrics.MODE_SOURCE_WIDTH
        bar = max(self.width() - first - words - metrics.L, metrics.XXXL)
        lefts = [first, first + name, first + name + bar + metrics.M]
        lefts += [lefts[2] + speed, lefts[2] + speed + prompt]
        each = (name, bar, speed, prompt, self.width() - lefts[4])
        boxes = [QRect(left, top, wide, height) for left, wide in zip(lefts, each, strict=True)]
        return boxes[0], boxes[1], boxes[2], boxes[3], boxes[4]

    def paintEvent(self, event: QPaintEvent) -> None:
        painter, color = QPainter(self), self._theme.color
        for index, row in enumerate(self.rows):
            name, bar, speed, prompt, source = self._columns(index)
            width, height = metrics.GLYPH_LIST
            glyph = QRectF(0, name.center().y() - height / 2 + 1, width, height)
            paint_glyph(painter, glyph, row.cells, self._theme)
            style = metrics.CONTROL_STRONG if row.chosen else metrics.CONTROL
            paint.text(painter, name, style, color("text"), row.name)
            if row.lack:
                paint.text(painter, bar.united(source), metrics.CONTROL, color("error"), row.lack)
                continue
            drawn = self.bar_rect(index)
            if drawn.width() >= 1:
                mode_bar(painter, drawn, self._theme, row.look)
            paint.text(painter, speed, style, color("text"), row.worth.full)
            paint.text(painter, prompt, metrics.CAPTION, color("muted"), row.worth.prompt_words)
            right = Qt.AlignmentFlag.AlignRight
            paint.text(painter, source, metrics.CAPTION, color("muted"), row.worth.source, right)
