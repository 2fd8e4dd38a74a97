"""Keeps the hardware page true, and does what its controls ask for."""

from __future__ import annotations

from PySide6.QtCore import QObject
from PySide6.QtGui import QGuiApplication

from app.hardware.findings import Finding, findings
from app.hardware.lately import Lately
from app.hardware.links import chosen_words, link_rows
from app.hardware.model import DeviceList
from app.hardware.view import HardwarePage
from app.language import translate
from app.library.model import Library
from app.shell.engine_client import EngineClient
from app.split.loading import Loading
from app.split.model import SplitChoice
from app.telemetry.reader import Telemetry
from app.telemetry.reading import Reading
from app.widgets.announce import announce
from app.widgets.throttle import Throttle
from engine.protocol import Devices, Event, Failed, ListDevices

REFRESH_MS = 100


class HardwareController(QObject):
    def __init__(
        self, page: HardwarePage, hardware: DeviceList, library: Library, choice: SplitChoice, loading: Loading,
        telemetry: Telemetry, lately: Lately, client: EngineClient,
    ) -> None:  # fmt: skip
        super().__init__()
        self.page, self._hardware, self._library, self._choice = page, hardware, library, choice
        self._loading, self._telemetry, self._client = loading, telemetry, client
        self._lately, self._measuring = lately, False
        self._refresh = Throttle(self._show, REFRESH_MS, self)
        page.switched.connect(self._switch)
        page.moved.connect(hardware.move)
        page.shared.connect(choice.share_rank)
        page.removed.connect(hardware.remove)
        page.forget.connect(choice.forget_gone)
        page.add_cpu.clicked.connect(hardware.add_cpu)
        page.links.measure_asked.connect(self._measure)
        page.links.report_asked.connect(self.copy_report)
        for signal in (hardware.changed, choice.changed, loading.changed, library.picked):
            signal.connect(self._refresh)
        telemetry.arrived.connect(self._on_reading)
        client.arrived.connect(self._on_event)
        client.ended.connect(self._on_engine_end)
        self._show()

    def copy_report(self) -> None:
        from app.hardware.report import report

        words = report(self._hardware, self._telemetry.latest, self._lately, self.page.summary.text())
        QGuiApplication.clipboard().setText(words)
        announce(self.page, translate("hardware", "The report is on the clipboard"))

    def _switch(self, device: str, on: bool) -> None:
        if on:
            self._hardware.add(device)
        elif device in self._hardware.ranks:
            self._hardware.remove(self._hardware.ranks.index(device))

    def _measure(self) -> None:
        self._measuring = True
        self._client.send(ListDevices(measure=True))
        self._show_links()

    def _on_event(self, event: Event) -> None:
        if isinstance(event, Devices) or (isinstance(event, Failed) and event.what == "devices"):
            self._end_measuring()

    def _on_engine_end(self, sentence: str) -> None:
        self._end_measuring()

    def _end_measuring(self) -> None:
        self._measuring = False
        self._show_links()
        self._refresh()

    def _on_reading(self, reading: Reading) -> None:
        if self.page.isVisible():
            self._show_reading()

    def _show(self) -> None:
        self.page.show_devices(self._choice.percents(), self._kept_words())
        self._show_reading()

    def _show_reading(self) -> None:
        self.page.show_reading(self._telemetry.latest, self._lately, self._loading.held())
        gone = [Finding(f"gone {place}", sentence) for place, sentence in enumerate(self._choice.gone)]
        found = findings(self._hardware.devices(), self._telemetry.latest, self._lately)
        self.page.show_findings([*gone, *found])
        self._show_links()

    def _show_links(self) -> None:
        cards, links = self._hardware.cards(), self._hardware.links
        several = len(cards) > 1
        rows = link_rows(cards, self._telemetry.latest, links) if several else []
        self.page.links.show_links(rows, chosen_words(cards, links) if several else "")
        self.page.links.show_measuring(bool(cards), self._measuring, self._in_the_way())

    def _in_the_way(self) -> str:
        if self._loading.state != "none":
            return translate("hardware", "Unload the model first: it takes the memory that is measured")
        return "" if self._client.ready else translate("hardware", "The engine is not running")

    def _kept_words(self) -> str:
        model = self._library.name or translate("hardware", "new models")
        return translate("hardware", "Use, order and shares are kept for {model}.").format(model=model)
