"""What one rank of a plan holds: name, memory bar, ranges, and its share."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from app.widgets import metrics, paint
from app.widgets.label import ElidedLabel, Label
from app.widgets.memory_bar import MemoryBar, Piece
from app.widgets.number_field import WholeField
from app.widgets.numbers import memory, memory_of
from app.widgets.theme import Theme
from engine.plan.types import Device, RankBytes

if TYPE_CHECKING:
    from engine.plan.table import PlanRow

KINDS = (("weights", "weights"), ("KV cache", "kv"), ("workspace", "workspace"))


def pieces(held: RankBytes) -> list[Piece]:
    return [
        Piece("weights", held.weights, "weights"), Piece("KV cache", held.kv, "kv"),
        Piece("workspace", held.workspace, "workspace"),
    ]  # fmt: skip


def of_memory(held: RankBytes, device: Device) -> str:
    """ "18.2 of 24 GB"."""
    return memory_of(held.total, device.memory_total)


class Legend(QWidget):
    """The three colours of a memory bar, by name."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self.setFixedHeight(metrics.CAPTION.line)
        theme.changed.connect(self.update)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter, left = QPainter(self), 0
        for name, role in (*KINDS, ("free", "track")):
            swatch = self.rect().adjusted(left, 2, 0, -2)
            swatch.setWidth(metrics.M)
            paint.rounded(painter, swatch, metrics.RADIUS_BAR, self._theme.color(role))
            left += metrics.M + metrics.XS + 2
            room = self.rect().adjusted(left, 0, 0, 0)
            paint.text(painter, room, metrics.CAPTION, self._theme.color("muted"), name)
            left += metrics.text_width(metrics.CAPTION, name) + metrics.L


class RankRow(QWidget):
    """`share_changed(percent)`: the user set another share."""

    share_changed = Signal(int)

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._name = ElidedLabel(theme, "", metrics.CONTROL_STRONG)
        self._memory = Label(theme, "", metrics.CONTROL_STRONG)
        self._bar = MemoryBar(theme, metrics.FIT_BAR_HEIGHT)
        self._ranges = Label(theme, "", metrics.CAPTION, "muted", wrap=True)
        self.share = WholeField(theme, "Share", 0, 100)
        self.share.setSuffix("% share")
        self.share.setFixedSize(metrics.FIELD_WIDTH, metrics.CONTROL_HEIGHT_TABLE)
        self.share.valueChanged.connect(self.share_changed)
        head = QHBoxLayout()
        head.setSpacing(metrics.S)
        head.addWidget(self._name, 1)
        head.addWidget(self.share)
        head.addWidget(self._memory)
        rows = QVBoxLayout(self)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.setSpacing(metrics.XS)
        rows.addLayout(head)
        rows.addWidget(self._bar)
        rows.addWidget(self._ranges)

    def show_rank(self, name: str, row: PlanRow, share: int | None) -> None:
        """`share` in percent; None where it cannot be chosen."""
        words = of_memory(row.bytes, row.device)
        self._name.setText(name)
        self._memory.setText(words)
        total = row.device.memory_total or row.bytes.total
        held = ", ".join(f"{piece.name} {memory(round(piece.amount))}" for piece in pieces(row.bytes))
        self._bar.show_pieces(pieces(row.bytes), total, f"{name}: {words}; {held}")
        layers, heads, kv_heads, channels, rows = row.texts
        self._ranges.setText(
            f"{layers} · {heads} · {kv_heads}\n{channels} · {rows}".replace(" ", "\u00a0").replace(
                "\u00a0·\u00a0", " · "
            )
        )
        self.share.setVisible(share is not None)
        self.share.setAccessibleName(f"Share of {name}")
        if share is not None and not self.share.hasFocus():
            self.share.blockSignals(True)
            self.share.setValue(share)
            self.share.blockSignals(False)
