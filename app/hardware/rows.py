"""A card of the page per device: those that do the work, those that could, those that do not count, the processor."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QHBoxLayout, QVBoxLayout, QWidget

from app.hardware.figure_row import FigureRow
from app.hardware.figures import Figure, Filling
from app.hardware.handle import Handle
from app.language import translate
from app.widgets import metrics
from app.widgets.button import Button
from app.widgets.card import Card
from app.widgets.label import ElidedLabel, Label
from app.widgets.memory_bar import MemoryBar
from app.widgets.number_field import WholeField
from app.widgets.numbers import unknown
from app.widgets.switch import Switch
from app.widgets.theme import Theme

FIGURES = 7  # of a card


class Names(QWidget):
    """The name over a line that says which one it is."""

    def __init__(self, theme: Theme, name: str, second: str) -> None:
        super().__init__()
        self._name = ElidedLabel(theme, name, metrics.SECTION)
        self._second = ElidedLabel(theme, second, metrics.CAPTION, "muted")
        rows = QVBoxLayout(self)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.setSpacing(0)
        rows.addWidget(self._name)
        rows.addWidget(self._second)

    def show_names(self, name: str, second: str) -> None:
        self._name.setText(name)
        self._second.setText(second)


class MeasuredRow(Card):
    """Names, figures and a memory bar; figures go beneath the names where there is no room beside them."""

    def __init__(self, theme: Theme, name: str, second: str, long_name: bool = False) -> None:
        """`long_name`: it has few figures, whose room the name takes."""
        super().__init__(theme)
        self._long_name = long_name
        self.names = Names(theme, name, second)
        self.figures = FigureRow(theme)
        self.bar = MemoryBar(theme, metrics.FIT_BAR_HEIGHT)
        self.held = ElidedLabel(theme, "", metrics.CAPTION, "muted")
        self._head = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._head.setSpacing(metrics.S)
        self._head.addWidget(self.names)
        self._head.addWidget(self.figures, 1)
        self.foot = QHBoxLayout()
        self.foot.setSpacing(metrics.L)
        self.foot.addWidget(self.bar, 1)
        self.middle = QVBoxLayout()
        self.middle.setSpacing(metrics.XS)
        self.middle.addLayout(self._head)
        self.middle.addSpacing(metrics.XS)
        self.middle.addLayout(self.foot)
        self.middle.addWidget(self.held)
        self.whole = QHBoxLayout()
        self.whole.setSpacing(metrics.S)
        self.whole.addLayout(self.middle, 1)
        self.body.addLayout(self.whole)
        self.setMinimumHeight(metrics.DEVICE_HEIGHT)

    def show_measured(self, name: str, figures: Sequence[Figure], filling: Filling | None) -> None:
        self.figures.show_figures(figures)
        self.bar.setVisible(filling is not None)
        words = (
            filling.words
            if filling is not None
            else translate("hardware", "Memory {unknown}").format(unknown=unknown())
        )
        self.held.setText(words)
        if filling is not None:
            self.bar.show_pieces(
                filling.pieces,
                filling.total,
                translate("hardware", "Memory of {name}: {words}").format(name=name, words=words),
            )

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        controls = metrics.CONTROL_HEIGHT_TABLE + metrics.SWITCH[0] + 2 * metrics.S
        inside = self.width() - 2 * metrics.L - controls
        beside = inside - metrics.DEVICE_NAME_WIDTH >= metrics.FIGURE_WIDTH_LEAST * FIGURES
        self._head.setDirection(
            QBoxLayout.Direction.LeftToRight if beside else QBoxLayout.Direction.TopToBottom
        )
        width = min(metrics.HOST_NAME_WIDTH if self._long_name else metrics.DEVICE_NAME_WIDTH, inside)
        self.names.setMinimumWidth(width if beside else 0)  # on its own it may shrink with the page
        self.names.setMaximumWidth(width if beside else metrics.UNBOUNDED)


class DeviceRow(MeasuredRow):
    """A card that the engine can use. `switched(on)`, `moved(step)` and `shared(percent)` are the user's wishes."""

    switched = Signal(bool)
    moved = Signal(int)
    shared = Signal(int)

    def __init__(self, theme: Theme, name: str, second: str) -> None:
        super().__init__(theme, name, second)
        self.handle = Handle(theme, self)
        self.handle.moved.connect(self.moved)
        self.switch = Switch(theme, translate("hardware", "Use {name}").format(name=name))
        self.switch.clicked.connect(self.switched)
        self.share = _share_field(theme)
        self.share.valueChanged.connect(self.shared)
        self.why = Label(theme, "", metrics.CONTROL, "muted", wrap=True)
        self.foot.addWidget(self.share)
        self.middle.addWidget(self.why)
        for place, control in enumerate((self.handle, self.switch)):
            self.whole.insertWidget(place, control, 0, Qt.AlignmentFlag.AlignTop)

    def show_use(self, name: str, rank: int | None, ranks: int, share: int | None, why: str) -> None:
        """`rank` None: not in use. `why` says what is to be said about using it."""
        last = rank is not None and ranks == 1
        self.switch.setAccessibleName(translate("hardware", "Use {name}").format(name=name))
        self.switch.setChecked(rank is not None)
        self.switch.setEnabled(not last)
        self.switch.setToolTip(translate("hardware", "A model needs at least one device") if last else "")
        _show_order(self.handle, name, rank, ranks)
        _show_share(self.share, name, share)
        self.why.setText(why)
        self.why.setVisible(bool(why))


class TrialRow(Card):
    """A rank of the processor."""

    moved = Signal(int)
    removed = Signal()
    shared = Signal(int)

    def __init__(self, theme: Theme, name: str, second: str) -> None:
        super().__init__(theme)
        self.names = Names(theme, name, second)
        self.handle = Handle(theme, self)
        self.handle.moved.connect(self.moved)
        self.share = _share_field(theme)
        self.share.valueChanged.connect(self.shared)
        self.remove = Button(theme, translate("hardware", "Remove"))
        self.remove.clicked.connect(self.removed)
        row = QHBoxLayout()
        row.setSpacing(metrics.S)
        row.addWidget(self.handle)
        row.addWidget(self.names, 1)
        row.addWidget(self.share)
        row.addWidget(self.remove)
        self.body.addLayout(row)
        self.setMinimumHeight(metrics.DEVICE_HEIGHT_SHORT)

    def show_use(self, name: str, second: str, rank: int, ranks: int, share: int | None) -> None:
        self.names.show_names(name, second)
        self.remove.setAccessibleName(translate("hardware", "Remove {name}").format(name=name))
        self.remove.setVisible(ranks > 1)
        _show_order(self.handle, name, rank, ranks)
        _show_share(self.share, name, share)


class UnusedRow(Card):
    """A card that the system has and the engine does not."""

    def __init__(self, theme: Theme, name: str, second: str, why: str) -> None:
        super().__init__(theme)
        row = QHBoxLayout()
        row.setSpacing(metrics.L)
        names = Names(theme, name, second)
        names.setFixedWidth(metrics.DEVICE_NAME_WIDTH)
        row.addWidget(names)
        row.addWidget(Label(theme, why, metrics.CONTROL, wrap=True), 1)
        self.body.addLayout(row)
        self.setMinimumHeight(metrics.DEVICE_HEIGHT_SHORT)


def _share_field(theme: Theme) -> WholeField:
    field = WholeField(theme, translate("hardware", "Share"), 0, 100)
    field.setSuffix(translate("hardware", "% share"))
    field.setFixedSize(metrics.FIELD_WIDTH, metrics.CONTROL_HEIGHT_TABLE)
    return field


def _show_share(field: WholeField, name: str, share: int | None) -> None:
    field.setVisible(share is not None)
    field.setAccessibleName(translate("hardware", "Share of {name}, percent").format(name=name))
    if share is not None and not field.hasFocus():
        field.blockSignals(True)
        field.setValue(share)
        field.blockSignals(False)


def _show_order(handle: Handle, name: str, rank: int | None, ranks: int) -> None:
    movable = rank is not None and ranks > 1
    handle.setEnabled(movable)
    told = (
        translate("hardware", "Order of {name}, not in use")
        if rank is None
        else translate("hardware", "Order of {name}, {place} of {all}")
    )
    handle.setAccessibleName(told.format(name=name, place=(rank or 0) + 1, all=ranks))
