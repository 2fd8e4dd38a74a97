"""A real window on a profile of its own, whose engine and cards are plain data of the protocol."""

from __future__ import annotations

import math
import shutil
import tempfile
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from time import monotonic, sleep

from PySide6.QtCore import QCoreApplication, QEvent
from PySide6.QtWidgets import QApplication

from app.settings.paths import find_paths
from app.shell.engine_client import EngineClient
from app.shell.models import Models
from app.shell.window import Window
from app.widgets.theme import Theme
from engine.gguf.facts import ModelFacts
from engine.plan.types import Mode
from engine.protocol import Devices
from tests.app import machines
from tests.app.conftest import Desk
from tests.app.fake_engine import FakeEngine

LONGEST_S = 20.0
SETTLE_S, MOVING_S = 0.15, 2.0  # throttled parts show themselves by then, fades and layouts have ended
HISTORY_S = 45  # of telemetry before the picture


class Stage:
    """`waitUntil` and `wait` are what the scripts of the other tests ask of pytest-qt's bot."""

    def __init__(self, theme: Theme, size: tuple[int, int], cards: int) -> None:
        self.folder = Path(tempfile.mkdtemp(prefix="tandem-screens-"))
        self.cards = cards
        self.client = EngineClient(FakeEngine)
        self.models = Models(self.client, find_paths(str(self.folder / "profile")))
        self.window = Window(self.models, theme, QApplication.instance())  # type: ignore[arg-type]
        self.window.resize(*size)
        self.window.show()
        self.client.start()
        self.engine = FakeEngine.last()
        self.desk = Desk(self.window, self.models, self.engine, theme)
        self.engine.say_ready()
        self.tell_devices()

    def tell_devices(self) -> None:
        listed = machines.devices(self.cards)
        self.engine.say(Devices(listed, (), machines.links(self.cards)))
        self.waitUntil(lambda: len(self.models.hardware.known) == len(listed))

    def live(self, ago: float = 0.0) -> None:
        """What telemetry reads of the cards under load."""
        whole = machines.reading(self.cards, inside=self.cards == 2)
        wave = math.sin(ago / 4)
        cards = list(whole.cards)
        for place, card in enumerate(cards):
            if card.busy is not None and card.watts is not None:
                busy = card.busy - 8 * (place % 4) + 6 * wave
                cards[place] = replace(card, busy=busy, watts=card.watts + 20 * wave)
        told = replace(whole, when=monotonic() - ago, cards=tuple(cards))
        self.models.telemetry.latest = told
        self.models.telemetry.arrived.emit(told)

    def live_history(self) -> None:
        for ago in range(HISTORY_S, -1, -1):
            self.live(float(ago))

    def pick(self, facts: ModelFacts, mode: Mode = "tensor", name: str = "Qwen3-32B") -> None:
        """A model of which there is only what its header says."""
        library = self.models.library
        library.path, library.facts = f"/models/Qwen/{name}-Q4_K_M.gguf", replace(facts, name=name, quant="Q4_K_M")
        library.picked.emit()
        self.models.choice.set_mode(mode)
        self.waitUntil(lambda: self.models.choice.plan is not None)

    def load(self) -> None:
        self.window.run.load()
        self.waitUntil(lambda: self.models.loading.state == "loading")
        self.engine.finish_load(self.models)
        self.waitUntil(lambda: self.models.loading.state == "loaded")

    def wait(self, ms: int) -> None:
        until = monotonic() + ms / 1000
        while monotonic() < until:
            QApplication.processEvents()
            sleep(0.002)

    def waitUntil(self, condition: Callable[[], object]) -> None:  # pytest-qt's own name
        until = monotonic() + LONGEST_S
        while not condition():
            if monotonic() > until:
                raise TimeoutError("The window did not come into the state that the picture is of.")
            QApplication.processEvents()
            sleep(0.002)

    def settle(self) -> None:
        """Until two pictures in a row are the same, or as long as something may go on moving."""
        until, before = monotonic() + MOVING_S, None
        while monotonic() < until:
            self.wait(int(1000 * SETTLE_S))
            now = self.window.grab().toImage()
            if now == before:
                return
            before = now

    def close(self) -> None:
        self.window.close()
        self.window.deleteLater()
        QCoreApplication.sendPostedEvents(self.window, QEvent.Type.DeferredDelete.value)
        shutil.rmtree(self.folder, ignore_errors=True)
