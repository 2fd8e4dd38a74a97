"""The plan before it is loaded: what each mode is worth, lines that are moved, and what makes a model fit."""

from __future__ import annotations

import json
import time
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from app.split import boundary
from app.split.remedies import remedies
from app.split.words import with_card_names
from engine.gguf.facts import ModelFacts
from engine.plan.build import plan
from engine.plan.types import Device, Mode, SplitPlan
from engine.protocol import Cancel, Load, LoadProgress, LoadStarted
from tests.app.conftest import Desk
from tests.app.fake_engine import CPU
from tests.engine.plan.models import llama_8b, qwen3_14b, qwen3_32b

GIB = 1 << 30
KINDS = (("NVIDIA GeForce RTX 4090", 24, 22.5, 940e9), ("NVIDIA GeForce RTX 3090 Ti", 24, 23.5, 920e9))


def cards(count: int) -> list[Device]:
    """Made-up cards of two kinds in turn."""
    found = []
    for place in range(count):
        name, total, free, bandwidth = KINDS[place % 2]
        found.append(
            Device(f"cuda:{place}", "cuda", name, f"card {place}", total * GIB, int(free * GIB),
                   f"0000:{4 * place + 1:02x}:00.0", f"GPU-{place}", bandwidth, None, True, "8.9")
        )  # fmt: skip
    return found


def plan_on(desk: Desk, qtbot: QtBot, count: int, facts: ModelFacts, mode: Mode) -> None:
    """A model of these facts, picked, on made-up cards, with its plan card open."""
    desk.engine.say_devices(*cards(count), CPU)
    qtbot.waitUntil(lambda: len(desk.models.hardware.known) == count + 1)
    desk.models.hardware._set([device.id for device in cards(count)])
    desk.models.library.path, desk.models.library.facts = facts.path, facts
    desk.models.library.picked.emit()
    desk.models.choice.set_mode(mode)
    desk.window.show_plan()


@pytest.mark.parametrize(("mode", "facts"), [("tensor", llama_8b()), ("layer", qwen3_14b())])
def test_a_step_moves_a_line_by_one_legal_place_and_back(mode: Mode, facts: ModelFacts) -> None:
    devices = cards(3)

    def plan_of(shares: Sequence[int]) -> SplitPlan:
        return plan(facts, devices, mode, shares=shares)

    made = plan_of((1, 1, 1))
    before = boundary.cut(made)
    for rank in (0, 1):
        for step in (1, -1):
            given = boundary.stepped(made, rank, step, plan_of)
            assert given is not None
            after = boundary.cut(plan_of(given))
            assert after[rank] - before[rank] == step
            assert after[1 - rank] == before[1 - rank]


def test_a_line_stops_before_it_leaves_a_card_out() -> None:
    assert boundary.moved((500, 500), 0, 0.0) == (boundary.LEAST, boundary.WHOLE - boundary.LEAST)
    assert boundary.moved((1, 1, 2), 1, 0.4) == (250, 150, 600)
    made, steps, given = plan(llama_8b(), cards(2), "layer", shares=(1, 1)), 0, (1, 1)
    while (
        given := boundary.stepped(made, 0, 1, lambda shares: plan(llama_8b(), cards(2), "layer", shares=shares))
    ) is not None:
        made, steps = plan(llama_8b(), cards(2), "layer", shares=given), steps + 1
    assert steps > 10
    assert made.world_size == 2


def test_arrow_keys_drag_and_double_click_on_a_line(desk: Desk, qtbot: QtBot) -> None:
    plan_on(desk, qtbot, 2, llama_8b(), "auto")
    choice, glyph = desk.models.choice, desk.window.plan_card.glyph
    (handle,) = [handle for handle in glyph.handles if handle.isVisible()]
    assert handle.accessibleName().startswith("Line between RTX 4090, slot 01:00 and RTX 3090 Ti, slot 05:00: 50%")
    assert choice.plan is not None
    heads = boundary.cut(choice.plan)[0]
    qtbot.keyClick(handle, Qt.Key.Key_Left)
    assert boundary.cut(choice.plan)[0] == heads - 1
    assert choice.mode == "tensor"  # what Auto had chosen: its line was moved
    assert "RTX 4090 47%" in glyph.accessibleName()  # of the weights, all parts together
    middle = handle.rect().center()
    qtbot.mousePress(handle, Qt.MouseButton.LeftButton, pos=middle)
    qtbot.mouseMove(handle, middle + QPoint(glyph.width() // 4, 0))
    qtbot.mouseRelease(handle, Qt.MouseButton.LeftButton, pos=middle)
    assert boundary.cut(choice.plan)[0] > heads + 2
    assert choice.shares[0] > 650
    assert desk.window.plan_card._glyph_words.text().startswith("Asked ")
    assert "Rounds to whole heads" in desk.window.plan_card._glyph_words.text()
    at = handle.mapTo(glyph, middle).x() / glyph.width()
    assert at == pytest.approx(boundary.boundaries(choice.plan)[0].at, abs=0.02)  # it sits where the plan was cut
    qtbot.mouseDClick(handle, Qt.MouseButton.LeftButton, pos=handle.rect().center())
    assert choice.shares == ()
    assert boundary.cut(choice.plan)[0] == heads


def test_what_a_mode_is_worth_is_measured_or_predicted_and_says_which(desk: Desk, qtbot: QtBot) -> None:
    facts = qwen3_14b()
    row = {
        "model_filename": facts.path, "split_mode": "tensor", "n_prompt": 0, "n_gen": 128, "n_depth": 0, "n_ranks": 2,
        "samples_ts": [36.0, 36.4], "test_time": (datetime.now(UTC) - timedelta(days=400)).isoformat(),
    }  # fmt: skip
    read = row | {"n_prompt": 512, "n_gen": 0, "samples_ts": [1548.0]}
    desk.models.paths.bench.write_text("".join(json.dumps(line) + "\n" for line in (row, read)))
    desk.models.history.reload()
    plan_on(desk, qtbot, 2, facts, "tensor")
    rows = {entry.name: entry for entry in desk.window.plan_card.mode_rows.rows}
    day = datetime.now(UTC) - timedelta(days=400)
    assert rows["Tensor"].words.startswith("Tensor: 36.2\u00a0tok/s, prompt 1,548 tok/s, measured ")
    assert str(day.year) in rows["Tensor"].worth.source
    predicted = desk.models.choice.plans["none"].tokens_per_second
    assert predicted is not None
    assert rows["None"].words == f"None: about {predicted:.0f}\u00a0tok/s, predicted"
    segments = {segment.key: segment for segment in desk.window.run_bar.segments._segments}
    assert segments["tensor"].second == "36.2\u00a0tok/s"
    assert segments["none"].second == f"about {predicted:.0f}"
    assert segments["none"].words.endswith("predicted")
    assert segments["auto"].second.startswith("→ ")
    qtbot.waitUntil(lambda: desk.window.run_bar.source.text().startswith("measured "))
    desk.models.choice.set_mode("none")
    qtbot.waitUntil(lambda: desk.window.run_bar.source.text() == "predicted")
    desk.models.choice.set_mode("tensor")
    widths = [desk.window.plan_card.mode_rows.bar_rect(place).width() for place in range(3)]
    assert widths[0] / widths[2] == pytest.approx(predicted / 36.2, rel=0.01)  # from zero
    assert "Auto picks" in desk.window.plan_card.words.text()


def test_bars_show_other_programs_and_follow_the_context(desk: Desk, qtbot: QtBot) -> None:
    plan_on(desk, qtbot, 2, qwen3_14b(), "tensor")
    first = desk.window.plan_card.rows[0]
    assert "other programs 1.5\u00a0GB" in first.bar.accessibleName()
    short = {piece.name: piece.amount for piece in first.bar._pieces}
    desk.window.plan_card.fields.context.setValue(32768)
    long = {piece.name: piece.amount for piece in first.bar._pieces}
    assert long["KV cache"] == 4 * short["KV cache"]
    assert long["weights"] == short["weights"]
    assert first.bar._total == 24 * GIB


def test_everything_moves_within_a_tenth_of_a_second_on_eight_cards(desk: Desk, qtbot: QtBot) -> None:
    """The median, as other programs run too; the engine's kinds of layers make it no slower with more of them."""
    plan_on(desk, qtbot, 8, qwen3_32b(), "tensor")
    took = []
    for context in (9000, 12000, 15000, 18000, 21000):
        began = time.perf_counter()
        desk.models.choice.set_context(context)
        desk.window.plan_card.grab()
        took.append(time.perf_counter() - began)
    assert sorted(took)[2] < 0.1


def test_the_type_of_the_cache_is_chosen_beside_the_context(desk: Desk, qtbot: QtBot) -> None:
    """From a menu; bars, the load and what is remembered follow within a tenth of a second."""
    plan_on(desk, qtbot, 8, qwen3_14b(), "tensor")
    card, choice = desk.window.plan_card, desk.models.choice
    field = card.fields.kv_type
    assert field.isVisible()
    assert card.fields.cache.isHidden()
    assert field.accessibleName() == "What keys and values are kept in: KV f16"
    half = {piece.name: piece.amount for piece in card.rows[0].bar._pieces}

    assert field.focusPolicy() & Qt.FocusPolicy.TabFocus
    field.menu().aboutToShow.emit()
    offered = {action.text(): action for action in field.menu().actions()}
    assert list(offered) == ["KV f16", "KV q8_0"]
    offered["KV q8_0"].trigger()
    qtbot.waitUntil(lambda: choice.kv_type == "q8_0")
    less = {piece.name: piece.amount for piece in card.rows[0].bar._pieces}
    assert less["KV cache"] == half["KV cache"] * 34 // 64
    assert less["weights"] == half["weights"]
    assert desk.models.settings.of(desk.models.library.path).kv_type == "q8_0"
    took = []
    for kind in ("f16", "q8_0") * 3:
        began = time.perf_counter()
        choice.set_kv_type(kind)
        card.grab()
        took.append(time.perf_counter() - began)
    assert sorted(took)[3] < 0.1
    command = desk.window.run.command()
    assert command is not None
    assert command.kv_type == "q8_0"


def test_heads_that_no_block_divides_leave_no_choice(desk: Desk, qtbot: QtBot) -> None:
    facts = llama_8b()
    odd = replace(facts, layers=tuple(replace(layer, key_length=80, value_length=80) for layer in facts.layers))
    desk.models.settings.of("").kv_type = "q8_0"  # chosen before a model was picked
    plan_on(desk, qtbot, 2, odd, "layer")
    fields = desk.window.plan_card.fields
    assert fields.kv_type.isHidden()
    assert fields.cache.text() == "KV f16"
    assert "80 values long, and KV type q8_0 keeps 32 together" in fields.cache.toolTip()
    assert desk.models.choice.kv_type == "f16"


def test_a_smaller_cache_is_offered_where_it_makes_the_model_fit(desk: Desk, qtbot: QtBot) -> None:
    facts = replace(qwen3_14b(), context=131072)
    plan_on(desk, qtbot, 1, facts, "none")
    choice, card = desk.models.choice, desk.window.plan_card
    for context in range(8192, 131072, 4096):
        choice.set_context(context)
        if not choice.plan.fits:
            break
    qtbot.waitUntil(lambda: "KV q8_0" in [button.text() for button in card.misfit.buttons])
    [offer] = [button for button in card.misfit.buttons if button.text() == "KV q8_0"]
    assert "or with KV type q8_0" in card.misfit.sentence.text()
    qtbot.mouseClick(offer, Qt.MouseButton.LeftButton)
    assert choice.kv_type == "q8_0"
    assert choice.plan.fits
    assert choice.context == context


def test_a_refusal_names_the_card_and_each_button_makes_it_fit(desk: Desk, qtbot: QtBot) -> None:
    facts = qwen3_32b()
    plan_on(desk, qtbot, 3, facts, "none")
    choice, hardware, card = desk.models.choice, desk.models.hardware, desk.window.plan_card
    assert choice.plan is not None
    assert "RTX 3090 Ti, slot 05:00 lacks 12.1 GB" in card.misfit.sentence.text()
    assert "cuda" not in card.misfit.sentence.text()
    qtbot.waitUntil(lambda: len(card.misfit.buttons) == 2)
    offered = remedies(facts, choice, hardware)
    assert [remedy.words for remedy in offered] == [button.text() for button in card.misfit.buttons]
    for number, remedy in enumerate(offered):
        choice.set_mode("none")
        assert not choice.plan.fits
        remedies(facts, choice, hardware)[number].apply()
        assert choice.plan.fits, remedy.words
    choice.set_mode("tensor")
    choice.set_shares((8, 1, 1))
    assert not choice.plan.fits
    assert remedies(facts, choice, hardware)[0].words.startswith("Share ")


def test_sentences_of_a_plan_name_cards_and_never_numbers() -> None:
    devices = cards(2)
    said = with_card_names(plan(replace(qwen3_32b(), context=10**6), devices, "none", context=10**6), devices)
    assert "cuda:" not in said.misfit
    assert "slot 01:00" in said.misfit or "slot 05:00" in said.misfit
    shared = plan(llama_8b(), cards(3), "tensor", shares=(3, 3, 4))
    notes = " ".join(with_card_names(shared, cards(3)).notes)
    assert "held by RTX 4090 (01:00) and RTX 3090 Ti (05:00), because" in notes
    assert "rank" not in notes
    trial = plan(llama_8b(), [CPU] * 3, "tensor", shares=(3, 3, 4))
    assert with_card_names(trial, [CPU] * 3).notes == trial.notes


def test_prove_it_goes_to_the_compare_page(desk: Desk, qtbot: QtBot) -> None:
    plan_on(desk, qtbot, 2, llama_8b(), "tensor")
    qtbot.mouseClick(desk.window.plan_card.prove, Qt.MouseButton.LeftButton)
    assert desk.models.settings.page == "compare"
    assert not desk.window.plan_card.isVisible()


def test_a_narrow_window_says_whether_it_fits_with_an_icon(desk: Desk, qtbot: QtBot) -> None:
    plan_on(desk, qtbot, 2, llama_8b(), "tensor")
    desk.window.plan_card.close_card()
    desk.window.resize(1000, 700)
    mark = desk.window.run_bar.mark
    qtbot.waitUntil(mark.isVisible)
    assert mark.accessibleName() == "Fits on 2\u00a0cards. Show the split plan"
    assert not desk.window.run_bar.sentence.isVisible()
    qtbot.mouseClick(mark, Qt.MouseButton.LeftButton)
    assert desk.window.plan_card.isVisible()
    desk.window.resize(1280, 700)
    qtbot.waitUntil(desk.window.run_bar.sentence.isVisible)
    QApplication.processEvents()
    assert not mark.isVisible()


def test_tab_goes_through_the_plan_as_one_reads_it(desk: Desk, qtbot: QtBot) -> None:
    plan_on(desk, qtbot, 3, llama_8b(), "tensor")
    card = desk.window.plan_card
    desk.window.activateWindow()
    qtbot.waitUntil(card.button.isEnabled)
    reached = []
    for _ in range(7):
        focused = QApplication.focusWidget()
        assert focused is not None
        reached.append(focused)
        qtbot.keyClick(focused, Qt.Key.Key_Tab)
    wanted = [*card.glyph.handles, *(row.share for row in card.rows), card.button, card.prove]
    assert reached == wanted


def test_rows_fill_while_the_model_loads(desk: Desk, qtbot: QtBot) -> None:
    facts = llama_8b()
    plan_on(desk, qtbot, 2, facts, "tensor")
    card = desk.window.plan_card
    qtbot.waitUntil(card.button.isEnabled)
    qtbot.mouseClick(card.button, Qt.MouseButton.LeftButton)
    request = desk.engine.newest(Load).request
    assert desk.models.choice.plan is not None
    desk.engine.say(LoadStarted(request, desk.models.choice.plan))
    desk.engine.say(LoadProgress(request, 1, 2_000_000_000, 4_500_000_000))
    qtbot.waitUntil(lambda: "2\u00a0GB of 4.5\u00a0GB" in card.rows[1].ranges.text())
    assert "/s · " in card.rows[1].ranges.text()
    assert card.rows[1].bar._pieces[0].amount == 2_000_000_000
    qtbot.waitUntil(lambda: card.button.text() == "Cancel")
    qtbot.mouseClick(card.button, Qt.MouseButton.LeftButton)
    assert desk.engine.newest(Cancel).request == request


def test_a_model_that_does_not_fit_leads_to_what_makes_it_fit(desk: Desk, qtbot: QtBot) -> None:
    plan_on(desk, qtbot, 1, qwen3_32b(), "none")
    desk.window.plan_card.close_card()
    state = desk.window.welcome.state()
    assert state.button == "See what makes it fit"
    desk.window.show_page("hardware")
    assert state.press is not None
    state.press()
    assert desk.window.plan_card.isVisible()
