"""The hardware page: one sentence, a card per rank, devices that sit idle, and what the engine said about the rest."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from app.hardware.model import DeviceList, counted, rank_names, short_slot
from app.widgets import metrics
from app.widgets.button import Button
from app.widgets.card import Card, Ground
from app.widgets.label import ElidedLabel, Label
from app.widgets.memory_bar import MemoryBar, Piece
from app.widgets.numbers import UNKNOWN, memory
from app.widgets.scroll_column import ScrollColumn
from app.widgets.theme import Theme
from engine.plan.types import Device

KINDS = {"cpu": "processor", "cuda": "graphics card", "xpu": "graphics card", "mps": "Apple GPU"}

TRIAL = (
    "CPU ranks are for trial: they show how a split works, share one memory, and do not make a model faster."
)


def summary(hardware: DeviceList) -> str:
    """The page's first line."""
    devices = hardware.devices()
    if not devices:
        return "Looking for devices"
    if len(devices) == 1:
        one = "One card" if not devices[0].trial_only else "One CPU rank"
        return f"{one}: tensor and layer mode need two. Everything else works."
    idle = len(hardware.idle())
    words = f"{counted(devices)} do the work"
    if idle:
        words += f", {idle} {'does' if idle == 1 else 'do'} not take part"
    totals = {device.pool: device.memory_total for device in devices}
    known = [total for total in totals.values() if total is not None]
    if len(known) == len(totals):
        words += f". Together {memory(sum(known))} of memory"
    return words + "."


def second_line(device: Device) -> str:
    """Kind, slot, id: "graphics card · slot 01:00 · cuda:0"."""
    parts = [KINDS[device.kind], f"slot {short_slot(device.slot)}" if device.slot else "", device.id]
    return " · ".join(part for part in parts if part)


class DeviceCard(Card):
    """One rank, or one idle device (`rank` None)."""

    def __init__(
        self, theme: Theme, hardware: DeviceList, device: Device, name: str, rank: int | None
    ) -> None:
        super().__init__(theme)
        title = QHBoxLayout()
        title.setSpacing(metrics.S)
        title.addWidget(Label(theme, name, metrics.SECTION))
        if device.trial_only:
            title.addWidget(Label(theme, "for trial", metrics.CAPTION, "warn"))
        title.addStretch(1)
        for button in self._buttons(theme, hardware, device, name, rank):
            title.addWidget(button)
        facts = QHBoxLayout()
        facts.addWidget(
            ElidedLabel(theme, f"{device.name} · {second_line(device)}", metrics.CAPTION, "muted"), 1
        )
        self.body.addLayout(title)
        self.body.addLayout(facts)
        self.body.addSpacing(metrics.XS)
        self._memory(theme, device)

    def _memory(self, theme: Theme, device: Device) -> None:
        total, free = device.memory_total, device.memory_free
        if total is None or free is None:
            self.body.addWidget(Label(theme, f"Memory {UNKNOWN}", metrics.CAPTION, "muted"))
            return
        bar = MemoryBar(theme, metrics.FIT_BAR_HEIGHT)
        words = f"{memory(total - free)} in use, {memory(free)} free of {memory(total)}"
        bar.show_pieces([Piece("in use", total - free, "workspace")], total, words)
        self.body.addWidget(bar)
        self.body.addWidget(Label(theme, words, metrics.CAPTION, "muted"))

    @staticmethod
    def _buttons(
        theme: Theme, hardware: DeviceList, device: Device, name: str, rank: int | None
    ) -> list[Button]:
        if rank is None:
            use = Button(theme, "Use it")
            use.clicked.connect(lambda: hardware.add(device.id))
            return [use]
        buttons = []
        if len(hardware.ranks) > 1:
            for icon, step, words in (("arrow-up", -1, "earlier"), ("arrow-down", 1, "later")):
                button = Button(theme, f"Move {name} one place {words}", "icon", icon)
                button.setEnabled(0 <= rank + step < len(hardware.ranks))
                button.clicked.connect(lambda checked=False, step=step: hardware.move(rank, step))
                buttons.append(button)
            remove = Button(theme, "Remove" if device.trial_only else "Leave out")
            remove.setAccessibleName(f"{remove.text()}: {name}")
            remove.clicked.connect(lambda: hardware.remove(rank))
            buttons.append(remove)
        return buttons


class HardwarePage(Ground):
    def __init__(self, theme: Theme, hardware: DeviceList) -> None:
        super().__init__(theme, "window")
        self._hardware = hardware
        self._summary = Label(theme, "", metrics.READING, wrap=True)
        self._trial = Label(theme, TRIAL, metrics.CONTROL, "muted", wrap=True)
        self._list = QVBoxLayout()
        self._list.setSpacing(metrics.M)
        self._notes = Label(theme, "", metrics.CONTROL, "muted", wrap=True)
        self.add_cpu = Button(theme, "Add a CPU rank")
        self.add_cpu.clicked.connect(hardware.add_cpu)
        column = QWidget()
        column.setMaximumWidth(metrics.PAGE_WIDTH)
        rows = QVBoxLayout(column)
        rows.setContentsMargins(metrics.XL, metrics.XL, metrics.XL, metrics.XL)
        rows.setSpacing(metrics.M)
        rows.addWidget(Label(theme, "Hardware", metrics.TITLE))
        rows.addWidget(self._summary)
        rows.addWidget(self._trial)
        rows.addLayout(self._list)
        rows.addWidget(self.add_cpu, 0, Qt.AlignmentFlag.AlignLeft)
        rows.addWidget(self._notes)
        rows.addStretch(1)
        middle = QWidget()
        row = QHBoxLayout(middle)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(column)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(ScrollColumn(theme, "Devices", middle))
        hardware.changed.connect(self.refresh)
        self.refresh()

    def refresh(self) -> None:
        hardware, theme = self._hardware, self._theme
        while (item := self._list.takeAt(0)) is not None:
            old = item.widget()
            if old is not None:
                old.hide()
                old.deleteLater()
        devices = hardware.devices()
        for rank, (device, name) in enumerate(zip(devices, rank_names(devices), strict=True)):
            self._list.addWidget(DeviceCard(theme, hardware, device, name, rank))
        for device in hardware.idle():
            self._list.addWidget(DeviceCard(theme, hardware, device, rank_names([device])[0], None))
        self._summary.setText(summary(hardware))
        self._trial.setVisible(any(device.trial_only for device in devices))
        self._notes.setText("\n".join(hardware.notes))
        self._notes.setVisible(bool(hardware.notes))
        self.add_cpu.setVisible(hardware.may_add_cpu)
