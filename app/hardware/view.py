"""The hardware page: one sentence, what costs speed, a card per device, and how they talk."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from app.hardware.figures import figures, filling, host_figures
from app.hardware.findings import INTEGRATED, Finding, why_not
from app.hardware.lately import Lately
from app.hardware.links_card import LinksCard
from app.hardware.model import DeviceList, rank_names, short_slot
from app.hardware.rows import DeviceRow, MeasuredRow, TrialRow, UnusedRow
from app.hardware.summary import second_line, summary
from app.language import QT_TRANSLATE_NOOP, said, translate
from app.telemetry.reading import CardReading, HostReading, Reading
from app.widgets import metrics
from app.widgets.banner import Banners, Notice
from app.widgets.button import Button
from app.widgets.label import Label
from app.widgets.page import Page
from app.widgets.scroll_column import ScrollColumn
from app.widgets.tab_order import order_tabs
from app.widgets.theme import Theme
from engine.plan.types import Device, RankBytes

TRIAL = QT_TRANSLATE_NOOP(
    "hardware",
    "CPU ranks are for trial: they show how a split works, share one memory, and do not make a model faster.",
)
MOST_BANNERS = 2


class HardwarePage(Page):
    """Draws what it is told. `switched(device id, on)`, `moved(rank, step)`, `shared(rank, percent)`, `removed(rank)`
    and `forget` are what the user asks for."""

    switched = Signal(str, bool)
    moved = Signal(int, int)
    shared = Signal(int, int)
    removed = Signal(int)
    forget = Signal()

    def __init__(self, theme: Theme, hardware: DeviceList) -> None:
        super().__init__(theme, "window")
        self._hardware = hardware
        self.summary = Label(theme, "", metrics.READING, wrap=True)
        self.kept = Label(theme, "", metrics.CAPTION, "muted", wrap=True)
        self.banners = Banners(theme)
        self._closed: set[str] = set()  # kinds of findings that the user does not want to see again
        self._shown: dict[str, str] = {}  # kind -> sentence
        self._rows: dict[str, DeviceRow | TrialRow] = {}  # by device, with a number for ranks of the processor
        self._unused: list[tuple[str, str, str]] = []
        self._list, self._others = _column(), _column()
        self.host = MeasuredRow(theme, "", "", long_name=True)
        self.trial = Label(theme, translate("hardware", TRIAL), metrics.CONTROL, "muted", wrap=True)
        self.add_cpu = Button(theme, translate("hardware", "Add a CPU rank"))
        self.notes = Label(theme, "", metrics.CONTROL, "muted", wrap=True)
        self._links_title = Label(theme, translate("hardware", "Links between cards"), metrics.SECTION)
        self.links = LinksCard(theme)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        self._scroll = ScrollColumn(theme, translate("hardware", "Devices"), self._put_together(theme))
        outer.addWidget(self._scroll)

    def _put_together(self, theme: Theme) -> QWidget:
        column = QWidget()
        column.setMaximumWidth(metrics.PAGE_WIDTH)
        rows = QVBoxLayout(column)
        rows.setContentsMargins(metrics.XL, metrics.XL, metrics.XL, metrics.XL)
        rows.setSpacing(metrics.M)
        rows.addWidget(Label(theme, translate("hardware", "Hardware"), metrics.TITLE))
        rows.addWidget(self.summary)
        rows.addWidget(self.banners)
        rows.addLayout(self._list)
        rows.addWidget(self.kept)
        rows.addLayout(self._others)
        rows.addWidget(self.host)
        rows.addWidget(self.trial)
        rows.addWidget(self.add_cpu, 0, Qt.AlignmentFlag.AlignLeft)
        rows.addWidget(self.notes)
        rows.addSpacing(metrics.S)
        rows.addWidget(self._links_title)
        rows.addWidget(self.links)
        rows.addStretch(1)
        middle = QWidget()
        row = QHBoxLayout(middle)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(column)
        return middle

    # What there is

    def show_devices(self, shares: Sequence[int] | None, kept: str) -> None:
        """A row per rank, then the cards that are off. Rows stay, so that the focus does too."""
        hardware, devices = self._hardware, self._hardware.devices()
        wanted: dict[str, tuple[Device, str, int | None]] = {}
        seen: Counter[str] = Counter()
        for place, (device, name) in enumerate(zip(devices, rank_names(devices), strict=True)):
            wanted[f"{device.id} {seen[device.id]}"] = (device, name, place)
            seen[device.id] += 1
        wanted |= {f"{device.id} 0": (device, rank_names([device])[0], None) for device in hardware.idle()}
        for key in [key for key in self._rows if key not in wanted]:
            _drop(self._rows.pop(key))
        for place, (key, (device, name, rank)) in enumerate(wanted.items()):
            row = self._rows.get(key) or self._make_row(key, device)
            if self._list.indexOf(row) != place:
                self._list.insertWidget(place, row)
            share = shares[rank] if shares is not None and rank is not None else None
            self._show_row(row, device, name, rank, share)
        self.kept.setText(kept)
        self.kept.setVisible(bool(kept) and len(hardware.cards()) > 1)
        self.trial.setVisible(any(device.trial_only for device in devices))
        self.add_cpu.setVisible(hardware.may_add_cpu)
        self.notes.setText("\n".join(map(said, hardware.notes)))
        self.notes.setVisible(bool(hardware.notes))
        for each in (self._links_title, self.links):
            each.setVisible(bool(hardware.known))
        self._links_title.setText(
            translate("hardware", "Links between cards")
            if len(hardware.cards()) > 1
            else translate("hardware", "This computer")
        )
        order_tabs([self._scroll, *(self._rows[key] for key in wanted), self.add_cpu, self.links])

    def _make_row(self, key: str, device: Device) -> DeviceRow | TrialRow:
        row: DeviceRow | TrialRow
        if device.trial_only:
            row = TrialRow(self._theme, "", "")
            row.removed.connect(lambda: self.removed.emit(self._rank_of(key)))
        else:
            row = DeviceRow(self._theme, device.name, second_line(device, None))
            row.switched.connect(lambda on: self.switched.emit(device.id, on))
        row.moved.connect(lambda step: self.moved.emit(self._rank_of(key), step))
        row.shared.connect(lambda percent: self.shared.emit(self._rank_of(key), percent))
        self._rows[key] = row
        return row

    def _rank_of(self, key: str) -> int:
        device, _, nth = key.rpartition(" ")
        return [rank for rank, name in enumerate(self._hardware.ranks) if name == device][int(nth)]

    def _show_row(
        self, row: DeviceRow | TrialRow, device: Device, name: str, rank: int | None, share: int | None
    ) -> None:
        ranks = len(self._hardware.ranks)
        if isinstance(row, DeviceRow):
            beside = len(self._hardware.cards()) > 1
            why = said(device.why_plain) or (translate("hardware", INTEGRATED) if device.integrated and beside else "")
            row.show_use(name, rank, ranks, share, why)
        elif rank is not None:
            row.show_use(name, translate("hardware", "{name} · for trial").format(name=device.name), rank, ranks, share)

    # What it does

    def show_reading(self, reading: Reading | None, lately: Lately, planned: dict[str, RankBytes]) -> None:
        """`planned`: by device id, what the loaded model keeps there."""
        hardware = self._hardware
        unused = unlisted(hardware, reading)
        self.summary.setText(summary(hardware, unused))
        for key, row in self._rows.items():
            device = hardware.known.get(key.rpartition(" ")[0])
            if isinstance(row, DeviceRow) and device is not None:
                card = reading.of(device) if reading is not None else None
                row.names.show_names(device.name, second_line(device, card))
                held = filling(device, card, planned.get(device.id))
                row.show_measured(device.name, figures(device, card, lately), held)
        self._show_unused(unused)
        self._show_host(reading.host if reading is not None else HostReading())

    def _show_unused(self, cards: Sequence[CardReading]) -> None:
        beside = bool(self._hardware.cards())
        kinds = [
            translate("hardware", "integrated") if card.integrated else translate("hardware", "graphics card")
            for card in cards
        ]
        rows = [
            (
                card.name,
                translate("hardware", "{kind} · slot {slot}").format(kind=kind, slot=short_slot(card.slot)),
                why_not(card, beside),
            )
            for card, kind in zip(cards, kinds, strict=True)
        ]
        if rows != self._unused:
            self._unused = rows
            while (item := self._others.takeAt(0)) is not None:
                if (old := item.widget()) is not None:
                    _drop(old)
            for row in rows:
                self._others.addWidget(UnusedRow(self._theme, *row))

    def _show_host(self, host: HostReading) -> None:
        cpus = self._hardware.cpus()
        self.host.setVisible(bool(cpus))
        if not cpus:
            return
        total, free = host.memory_total or cpus[0].memory_total, host.memory_available
        processor = Device("cpu", "cpu", cpus[0].name, "ram", total, cpus[0].memory_free if free is None else free)
        self.host.names.show_names(processor.name, translate("hardware", "processor and its memory"))
        self.host.show_measured(processor.name, host_figures(host), filling(processor, None, None))

    def show_findings(self, findings: Sequence[Finding]) -> None:
        """At most two banners; one that was closed stays away as long as it is about the same."""
        self._closed |= self._shown.keys() - {notice.kind for notice in self.banners.notices()}
        self._closed &= {finding.kind for finding in findings}
        shown = [finding for finding in findings if finding.kind not in self._closed][:MOST_BANNERS]
        self.banners.clear(*(kind for kind in self._shown if kind not in {finding.kind for finding in shown}))
        for finding in reversed(shown):
            if self._shown.get(finding.kind) != finding.sentence:
                gone = finding.kind.startswith("gone")
                action, do = (translate("hardware", "Forget it"), self.forget.emit) if gone else ("", None)
                self.banners.show_notice(Notice(finding.kind, finding.sentence, finding.level, action=action, do=do))
        self._shown = {finding.kind: finding.sentence for finding in shown}


def unlisted(hardware: DeviceList, reading: Reading | None) -> list[CardReading]:
    """Cards that the system has and the engine does not list; none before the engine has said what it has."""
    if reading is None or not hardware.known:
        return []
    listed = {card.slot for device in hardware.cards() if (card := reading.of(device)) is not None}
    return [card for card in reading.cards if card.slot not in listed]


def _column() -> QVBoxLayout:
    column = QVBoxLayout()
    column.setSpacing(metrics.M)
    return column


def _drop(row: QWidget) -> None:
    row.hide()
    row.deleteLater()
