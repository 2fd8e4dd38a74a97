"""The live panel: a row per device, and plots of what cards did on the time axis of the speeds."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from time import monotonic

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QHelpEvent
from PySide6.QtWidgets import QApplication, QToolTip
from pytestqt.qtbot import QtBot

from app.live.tracks import GAP, LINES, _runs, line_pen, many, outside
from app.widgets.theme import Theme
from engine.protocol import Devices, Finished, Generate, LoadProgress, LoadStarted, RankTimes
from tests.app import machines
from tests.app.conftest import Desk
from tests.app.fake_engine import STATISTICS
from tests.app.machines import FIRST, changed, reading
from tests.random_model import random_model


def show(desk: Desk, qtbot: QtBot, cards: int) -> None:
    listed = machines.devices(cards)
    desk.engine.say(Devices(listed))
    qtbot.waitUntil(lambda: len(desk.models.hardware.known) == len(listed))


def tell(desk: Desk, cards: int, ago: float = 0.0, **facts: object) -> None:
    told = changed(reading(cards, monotonic() - ago), FIRST[0], **facts) if facts else reading(cards, monotonic() - ago)
    desk.models.telemetry.latest = told
    desk.models.telemetry.arrived.emit(told)


def load(desk: Desk, qtbot: QtBot, model: str) -> None:
    desk.models.choice.set_mode("tensor")
    desk.window.run.open_and_load(model)
    qtbot.waitUntil(lambda: desk.models.loading.state == "loading")


def texts(desk: Desk, place: int) -> list[str]:
    line = desk.window.live_panel.cards.lines[place]
    found = (line._name, line._busy, line._slot, line._power, line._held, line._share)
    return [each.text().replace("\u00a0", " ") for each in found]


@pytest.mark.parametrize("cards", [0, 1, 2, 3, 8])
def test_a_row_per_card_before_anything_is_loaded(desk: Desk, qtbot: QtBot, cards: int) -> None:
    show(desk, qtbot, cards)
    tell(desk, cards)
    panel = desk.window.live_panel
    qtbot.waitUntil(lambda: len(panel.cards.lines) == cards)
    assert panel.cards.tracks.isVisible() == (cards > 0)
    if cards:
        assert texts(desk, 0)[1:] == ["91% busy", texts(desk, 0)[2], "312 W · 64 °C", "17.3 of 24 GB", ""]


def test_a_row_of_a_loaded_model(desk: Desk, qtbot: QtBot, tiny_model: str) -> None:
    show(desk, qtbot, 2)
    load(desk, qtbot, tiny_model)
    desk.engine.finish_load(desk.models)
    qtbot.waitUntil(lambda: desk.models.loading.state == "loaded")
    tell(desk, 2)
    words = ["RTX 4090", "91% busy", "01:00 · PCIe 4 x16", "312 W · 64 °C", "17.3 of 24 GB", "share 52%"]
    assert texts(desk, 0) == words
    second = desk.window.live_panel.cards.lines[1]
    assert (second._slot.text(), second._slot._role) == ("05:00 · PCIe 3 x4", "warn")
    assert second.accessibleName().startswith("RTX 3090 Ti, 05:00 · PCIe 3 x4, 90% busy, 303\u00a0W")


def test_what_costs_speed_leads_to_the_hardware_page(desk: Desk, qtbot: QtBot) -> None:
    show(desk, qtbot, 2)
    tell(desk, 2)
    caution = desk.window.live_panel.cards.caution
    qtbot.waitUntil(caution.isVisible)
    assert caution.words.text() == "RTX 3090 Ti, slot 05:00 runs at PCIe 3 x4: 13% of its data rate."
    rows = desk.window.live_panel.cards.lines  # below it: of eight cards only some are in view
    qtbot.waitUntil(lambda: caution.geometry().bottom() < min(row.y() for row in rows))
    qtbot.mouseClick(caution.button, Qt.MouseButton.LeftButton)
    assert desk.window.hardware_page.isVisible()
    desk.window.show_page("chat")
    desk.models.hardware.remove(1)
    tell(desk, 2)
    assert not caution.isVisible(), "one card alone does not mind"


def test_what_is_not_reported_leaves_its_place_empty(desk: Desk, qtbot: QtBot) -> None:
    show(desk, qtbot, 1)
    tell(desk, 1, busy=None, watts=None, celsius=None, memory_used=None, link_now=None, link_slot=None, link_card=None)
    assert texts(desk, 0)[1:5] == ["", "01:00", "", "24 GB"]


def test_while_loading_the_rows_fill(desk: Desk, qtbot: QtBot, tiny_model: str) -> None:
    show(desk, qtbot, 2)
    load(desk, qtbot, tiny_model)
    wanted, plan = desk.models.loading.wanted, desk.models.choice.plan
    assert wanted is not None
    assert plan is not None
    desk.engine.say(LoadStarted(wanted.request, plan))
    desk.engine.say(LoadProgress(wanted.request, 1, 25_000_000, 100_000_000))
    qtbot.waitUntil(lambda: texts(desk, 1)[4] == "25 MB of 100 MB read")
    assert (texts(desk, 0)[4], texts(desk, 1)[1]) == ("starting", "loading")


def test_ranks_of_the_processor_show_the_processor(loaded: Desk, qtbot: QtBot) -> None:
    tell(loaded, 0)
    panel = loaded.window.live_panel
    assert [line._name.text() for line in panel.cards.lines] == ["CPU rank 0", "CPU rank 1", "CPU rank 2"]
    assert panel.cards.processor.text().replace("\u00a0", " ") == "Processor 12% busy · 23 of 64 GB in use"
    assert not panel.cards.tracks.isVisible()


def test_times_of_the_last_reply_stand_in_the_rows(loaded: Desk, qtbot: QtBot) -> None:
    loaded.window.chat_page.composer.field.setPlainText("Hello")
    loaded.window.chat_page.composer.button.click()
    times = RankTimes(2.384e-3, 0.281e-3, 0.052e-3)
    loaded.engine.say(Finished(loaded.engine.newest(Generate).request, "end", STATISTICS, ranks=(times,) * 3))
    qtbot.waitUntil(lambda: "2.38" in loaded.window.live_panel.cards.lines[2]._times.text())


def test_percent_of_what_the_cards_could_do(desk: Desk, qtbot: QtBot, tiny_model: str) -> None:
    from engine.plan.speed import most_tokens_per_second

    show(desk, qtbot, 2)
    load(desk, qtbot, tiny_model)
    desk.engine.finish_load(desk.models)
    qtbot.waitUntil(lambda: desk.models.loading.state == "loaded")
    facts, plan = desk.models.library.facts, desk.models.loading.plan
    assert facts is not None
    assert plan is not None
    most = most_tokens_per_second(facts, plan)
    assert most is not None
    panel = desk.window.live_panel
    desk.models.live.generation = most / 4
    panel.refresh()
    assert panel.ceiling.text() == "25% of what these cards could do"
    unmeasured = tuple(replace(device, bandwidth=None) for device in machines.devices(2))
    desk.models.loading.unload()
    desk.engine.say(Devices(unmeasured))
    qtbot.waitUntil(lambda: desk.models.hardware.devices()[0].bandwidth is None)
    panel.refresh()
    assert panel.ceiling.text() == ""


def test_another_model_says_nothing_of_the_loaded_one(
    desk: Desk, qtbot: QtBot, tiny_model: str, tmp_path: Path
) -> None:
    show(desk, qtbot, 2)
    load(desk, qtbot, tiny_model)
    other = str(random_model(tmp_path / "Other-F32.gguf", "llama", heads=6, kv_heads=3, context=4096))
    desk.window.run.pick(other)
    qtbot.waitUntil(lambda: desk.models.library.path == other and desk.models.choice.plan is not None)
    desk.engine.finish_load(desk.models)
    qtbot.waitUntil(lambda: desk.models.loading.state == "loaded")
    desk.models.live.generation = 10.0
    desk.window.live_panel.refresh()
    assert desk.window.live_panel.ceiling.text() == ""


def test_plots_are_spoken_and_answer_the_mouse(desk: Desk, qtbot: QtBot) -> None:
    show(desk, qtbot, 2)
    for ago in range(50, -1, -1):
        tell(desk, 2, ago, busy=float(ago), throttle=())
    tracks = desk.window.live_panel.cards.tracks
    assert tracks.accessibleName().replace("\u00a0", " ") == (
        "Busy: RTX 4090 0%, RTX 3090 Ti 90%. Memory: RTX 4090 17.3 GB, RTX 3090 Ti 17.3 GB. "
        "Power: RTX 4090 312 W, RTX 3090 Ti 303 W."
    )
    plot = tracks._plot(0)
    middle = QPoint(round(plot.center().x()), round(plot.center().y()))
    QApplication.sendEvent(tracks, QHelpEvent(QHelpEvent.Type.ToolTip, middle, tracks.mapToGlobal(middle)))
    assert QToolTip.text().replace("\u00a0", " ").splitlines() == ["Busy 30 s ago", "RTX 4090: 30%", "RTX 3090 Ti: 90%"]


def test_the_plot_of_speed_says_its_figures(loaded: Desk, qtbot: QtBot) -> None:
    panel, live = loaded.window.live_panel, loaded.models.live
    panel.plot.fill()
    live.ring.extend([12.0, 36.21, 24.5])
    panel.refresh()
    assert panel.plot.accessibleDescription() == "24.5 tokens per second now, 36.2 at most"


def test_a_line_is_drawn_where_it_belongs(desk: Desk, qtbot: QtBot) -> None:
    """Full load at the top, none at the bottom, and the newest at the right end."""
    show(desk, qtbot, 1)
    for ago in range(60, -1, -1):
        tell(desk, 1, ago, busy=100.0 if ago < 30 else 0.0)
    tracks = desk.window.live_panel.cards.tracks
    qtbot.waitUntil(lambda: tracks.height() == tracks.sizeHint().height() > 100)
    picture, plot = tracks.grab().toImage(), tracks._plot(0)

    def dark(x: float, y: float) -> bool:
        near = (picture.pixelColor(round(x) + dx, round(y) + dy) for dx in (-1, 0, 1) for dy in (-2, -1, 0, 1, 2))
        return any(color.lightness() < 128 for color in near)

    left, right = plot.left() + plot.width() / 4, plot.right() - plot.width() / 4
    assert dark(right, plot.top())
    assert dark(left, plot.bottom())
    assert not dark(right, plot.center().y())
    assert not dark(left, plot.top() + 4)
    ratio = desk.window.live_panel.plot
    assert ratio.width() == tracks.width(), "one time axis"


def test_lines_of_up_to_four_cards_differ(theme: Theme) -> None:
    assert len({tuple(line_pen(theme, place).dashPattern()) for place in range(len(LINES))}) == 4
    assert [many(cards) for cards in (4, 5)] == [False, True]


def test_of_many_cards_the_one_outside_is_named(desk: Desk, qtbot: QtBot) -> None:
    """What they span is drawn, and beside its end the number that the card has in its row."""
    show(desk, qtbot, 8)
    for ago in range(50, -1, -1):
        tell(desk, 8, ago, busy=20.0)
    view = desk.window.live_panel.cards
    assert [line._key.isVisible() for line in view.lines] == [True] * 8
    spoken = view.tracks.accessibleName()
    assert spoken.startswith("Busy: 1: RTX 3090 01:00 20%, 2: RTX 3090 05:00 90%, ")
    qtbot.waitUntil(lambda: view.tracks.height() == view.tracks.sizeHint().height() > 100)
    picture, plot = view.tracks.grab().toImage(), view.tracks._plot(0)
    right = range(round(plot.right()) + 2, picture.width())

    def marked(value: float) -> bool:
        y = round(plot.bottom() - value / 100 * plot.height())
        return any(picture.pixelColor(x, y + dy).lightness() < 128 for x in right for dy in range(-5, 6))

    assert marked(20.0)
    assert not marked(90.0), "all the others are near the middle"


def test_the_least_and_the_most_are_outside_if_far_from_the_middle() -> None:
    assert outside({0: 90.0, 1: 20.0, 2: 92.0, 3: 91.0, 4: 99.0}, 10.0) == [(1, 20.0)]
    assert outside({0: 50.0, 1: 20.0, 2: 80.0}, 10.0) == [(1, 20.0), (2, 80.0)]
    assert outside({0: 50.0, 1: 51.0}, 10.0) == outside({}, 10.0) == []


def test_a_pause_is_a_gap() -> None:
    assert _runs([(0.0, 1.0), (1.0, 2.0), (1.0 + GAP, 3.0)]) == [[(0.0, 1.0), (1.0, 2.0)], [(1.0 + GAP, 3.0)]]


def test_the_strip_says_how_busy_cards_are(desk: Desk, qtbot: QtBot) -> None:
    desk.window.resize(1000, 700)
    show(desk, qtbot, 2)
    qtbot.waitUntil(desk.window.live_strip.isVisible)
    tell(desk, 2)
    words = desk.window.live_strip._words.text()
    assert "RTX 4090 91% busy" in words
    assert "RTX 3090 Ti 90% busy" in words


def test_cards_of_one_name_are_told_apart_by_their_slots(desk: Desk, qtbot: QtBot) -> None:
    """In the strip, and by a screen reader."""
    show(desk, qtbot, 8)
    tell(desk, 8)
    spoken = [line.accessibleName() for line in desk.window.live_panel.cards.lines]
    assert len(set(spoken)) == 8
    assert all(f"{slot}:00" in words for slot, words in zip(("01", "05", "09"), spoken, strict=False))
    desk.window.resize(1000, 700)
    qtbot.waitUntil(desk.window.live_strip.isVisible)
    assert "RTX 3090 01:00 91% busy" in desk.window.live_strip._words.text()
