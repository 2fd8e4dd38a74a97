"""What one rank of a plan holds: name, memory bar, ranges, and its share; while it loads, how far it is."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QRect, QRectF, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from app.hardware.model import card_name, short_slot
from app.language import QT_TRANSLATE_NOOP, translate
from app.split import ranges
from app.widgets import metrics, paint
from app.widgets.label import ElidedLabel, Label
from app.widgets.memory_bar import OTHERS, MemoryBar, Piece, paint_piece
from app.widgets.number_field import WholeField
from app.widgets.numbers import memory, memory_of
from app.widgets.theme import Theme
from engine.plan.types import Device, RankBytes, SplitPlan

if TYPE_CHECKING:
    from engine.plan.table import PlanRow

LEGEND = (
    Piece(QT_TRANSLATE_NOOP("split", "weights"), 1, "weights"),
    Piece(QT_TRANSLATE_NOOP("split", "KV cache"), 1, "kv"),
    Piece(QT_TRANSLATE_NOOP("split", "workspace"), 1, "workspace"),
    Piece(QT_TRANSLATE_NOOP("split", "other programs"), 1, OTHERS),
    Piece(QT_TRANSLATE_NOOP("split", "free"), 1, "track"),
)


def filling(plan: SplitPlan, rank: int) -> list[Piece]:
    """What fills the memory that a rank is in: its own bytes, those of other ranks there, and other programs."""
    held, device = plan.bytes[rank], plan.devices[rank]
    beside = [entry.total for place, entry in enumerate(plan.bytes)
              if place != rank and plan.devices[place].pool == device.pool]  # fmt: skip
    found = [*pieces(held), Piece(translate("split", "other ranks"), sum(beside), OTHERS)]
    if device.memory_total is not None and device.memory_free is not None:
        found.append(Piece(translate("split", "other programs"), device.memory_total - device.memory_free, OTHERS))
    return [piece for piece in found if piece.amount > 0]


def pieces(held: RankBytes) -> list[Piece]:
    return [
        Piece(translate("split", "weights"), held.weights, "weights"),
        Piece(translate("split", "KV cache"), held.kv, "kv"),
        Piece(translate("split", "workspace"), held.workspace, "workspace"),
    ]


def of_memory(held: RankBytes, device: Device) -> str:
    """ "18.2 of 24 GB"."""
    return memory_of(held.total, device.memory_total)


def room(device: Device, drawn: Sequence[Piece]) -> int:
    """What the whole bar stands for."""
    return device.memory_total or device.memory_free or round(sum(piece.amount for piece in drawn))


class Legend(QWidget):
    """The colours of a memory bar, by name."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self.setFixedHeight(metrics.CAPTION.line)
        self._names = [translate("split", piece.name) for piece in LEGEND]
        self.setAccessibleName(translate("split", "Bars show {kinds}").format(kinds=", ".join(self._names)))
        self.setToolTip(self.accessibleName())
        theme.changed.connect(self.update)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter, left, side = QPainter(self), 0, self.height() - 4
        around = len(LEGEND) * (side + metrics.XS + metrics.S)
        wanted = sum(metrics.text_width(metrics.CAPTION, name) for name in self._names)
        part = min(1.0, (self.width() - around) / wanted)  # all give way alike
        for piece, name in zip(LEGEND, self._names, strict=True):
            paint_piece(painter, QRectF(left, 2, side, side), piece, self._theme)
            left += side + metrics.XS
            width = int(part * metrics.text_width(metrics.CAPTION, name))
            room = QRect(left, 0, width + 1, self.height())
            paint.text(painter, room, metrics.CAPTION, self._theme.color("muted"), name)
            left += width + metrics.S


class RankRow(QWidget):
    """`share_changed(percent)`: the user set another share."""

    share_changed = Signal(int)

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._name = ElidedLabel(theme, "", metrics.CONTROL_STRONG)
        self._slot = Label(theme, "", metrics.CAPTION, "muted")
        self.memory = Label(theme, "", metrics.CONTROL_STRONG)
        self.bar = MemoryBar(theme, metrics.FIT_BAR_HEIGHT)
        self.ranges = Label(theme, "", metrics.CAPTION, "muted", wrap=True)
        self.share = WholeField(theme, translate("split", "Share"), 0, 100)
        self.share.setSuffix(translate("split", "% share"))
        self.share.setFixedSize(metrics.FIELD_WIDTH, metrics.CONTROL_HEIGHT_TABLE)
        self.share.valueChanged.connect(self.share_changed)
        head = QHBoxLayout()
        head.setSpacing(metrics.S)
        head.addWidget(self._name, 1)
        head.addWidget(self._slot)
        head.addWidget(self.share)
        head.addWidget(self.memory)
        rows = QVBoxLayout(self)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.setSpacing(metrics.XS)
        rows.addLayout(head)
        rows.addWidget(self.bar)
        rows.addWidget(self.ranges)

    def show_rank(self, name: str, plan: SplitPlan, row: PlanRow, share: int | None) -> None:
        """`share` in percent; None where it cannot be chosen."""
        words, drawn = of_memory(row.bytes, row.device), filling(plan, row.rank)
        self._name.setText(card_name(row.device) if row.device.slot and not row.device.trial_only else name)
        self._slot.setText(short_slot(row.device.slot) if row.device.slot else "")
        self._slot.setVisible(bool(row.device.slot))
        over = sum(piece.amount for piece in drawn) > room(row.device, drawn)
        self.memory.setText(words)
        self.memory.set_role("error" if over else "text")
        held = ", ".join(f"{piece.name} {memory(round(piece.amount))}" for piece in drawn)
        self.bar.show_pieces(drawn, room(row.device, drawn), f"{name}: {words}; {held}")
        layers, heads, kv_heads, channels, rows = (_unbroken(text) for text in ranges.held(row))
        self.ranges.setText(f"{layers} · {heads} · {kv_heads}\n{channels} · {rows}")
        self.share.setVisible(share is not None)
        self.share.setAccessibleName(translate("split", "Share of {name}").format(name=name))
        if share is not None and not self.share.hasFocus():
            self.share.blockSignals(True)
            self.share.setValue(share)
            self.share.blockSignals(False)

    def show_loading(self, name: str, done: int, total: int, words: str) -> None:
        """The bar fills with what this rank has read."""
        self.share.hide()
        self.bar.show_pieces([Piece(translate("split", "read"), done, "accent")], max(total, 1), f"{name}: {words}")
        self.ranges.setText(words)


def _unbroken(text: str) -> str:
    return text.replace(" ", "\u00a0")
