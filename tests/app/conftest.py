"""Widgets are tested without a screen; the engine behind them is a script of protocol events."""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")  # before Qt is asked for anything

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from app.settings.paths import find_paths
from app.shell.engine_client import EngineClient
from app.shell.models import Models
from app.shell.window import Window
from app.widgets import metrics
from app.widgets.theme import Theme
from tests.app.fake_engine import FakeEngine
from tests.collecting import collector  # noqa: F401
from tests.engine.gguf.files import write_llama
from tests.qt_rules import no_window_left, pytest_runtest_teardown  # noqa: F401
from tests.random_model import random_model

MODEL_NAME = "Tiny-F32.gguf"


@dataclass
class Desk:
    """A window, its models, and the engine that the test plays."""

    window: Window
    models: Models
    engine: FakeEngine
    theme: Theme


@pytest.fixture(autouse=True)
def no_caches(monkeypatch: pytest.MonkeyPatch) -> None:
    """What other programs on this computer keep is no part of a test."""
    monkeypatch.setattr("app.library.catalog.found_caches", dict)


@pytest.fixture(scope="session")
def theme(qapp: QApplication) -> Theme:
    metrics.load_fonts()
    return Theme(qapp, "light")


@pytest.fixture
def client(qtbot: QtBot) -> Iterator[EngineClient]:
    made = EngineClient(FakeEngine)
    made.start()
    with qtbot.waitSignal(made.arrived):
        FakeEngine.last().say_ready()
    yield made
    made.close()


@pytest.fixture
def engine(client: EngineClient) -> FakeEngine:
    return FakeEngine.last()


@pytest.fixture
def desk(
    qtbot: QtBot, qapp: QApplication, theme: Theme, client: EngineClient, tmp_path: Path
) -> Iterator[Desk]:
    models = Models(client, find_paths(str(tmp_path / "profile")))
    window = Window(models, theme, qapp)
    qtbot.addWidget(window)
    window.show()
    FakeEngine.last().say_devices()
    qtbot.waitUntil(lambda: bool(models.hardware.ranks))
    yield Desk(window, models, FakeEngine.last(), theme)
    window.close()


@pytest.fixture(scope="session")
def tiny_model(tmp_path_factory: pytest.TempPathFactory) -> str:
    """A real GGUF file of a few layers."""
    folder = tmp_path_factory.mktemp("models")
    return str(random_model(folder / MODEL_NAME, "llama", heads=6, kv_heads=3, context=4096))


@pytest.fixture
def loaded(desk: Desk, tiny_model: str, qtbot: QtBot) -> Desk:
    """The tiny model, loaded in tensor mode over three CPU ranks."""
    desk.models.hardware.add_cpu()
    desk.models.hardware.add_cpu()
    desk.models.choice.set_mode("tensor")
    desk.window.run.open_and_load(tiny_model)
    qtbot.waitUntil(lambda: desk.models.loading.state == "loading")
    desk.engine.finish_load(desk.models)
    qtbot.waitUntil(lambda: desk.models.loading.state == "loaded")
    return desk


@pytest.fixture
def folder(tmp_path: Path, tiny_model: str) -> Path:
    """Three models, one of them damaged."""
    made = tmp_path / "models"
    (made / "deep").mkdir(parents=True)
    os.link(tiny_model, made / "Apple-F32.gguf")
    write_llama(made / "deep" / "Pear-F32.gguf")
    (made / "Broken-F32.gguf").write_bytes(b"GGUF")
    return made


@pytest.fixture
def library(desk: Desk, folder: Path, qtbot: QtBot) -> Desk:
    """The library page with that folder."""
    desk.window.show_page("library")
    desk.models.catalog.watch(str(folder))
    qtbot.waitUntil(lambda: desk.models.catalog.progress is None)
    qtbot.waitUntil(lambda: all(desk.models.fits.of(entry).words for entry in desk.models.catalog.entries))
    return desk
