"""What a plan says in the window: ranges by rank, and the planner's sentences with the cards' names and in German."""

from __future__ import annotations

import pickle
from dataclasses import replace

import pytest
from PySide6.QtWidgets import QApplication

from app.hardware.model import card_name
from app.language import said
from app.split import ranges
from app.split.words import with_card_names
from engine.plan.build import plan
from engine.plan.table import plan_rows
from engine.plan.types import Range
from engine.sentence import QT_TRANSLATE_NOOP, Sentence, Size
from tests.app import machines
from tests.app.screens.tongues import set_tongue
from tests.engine.plan.models import cpus, qwen3_14b, smollm2


def test_ranges_of_smollm2_over_four_ranks() -> None:
    facts = smollm2()
    rows = plan_rows(facts, plan(facts, cpus(4), "tensor"))
    assert [ranges.held(row) for row in rows[1:3]] == [
        ["layers 0 to 29", "query heads 3 to 4", "KV head 1", "MLP channels 384 to 767",
         "vocabulary rows 12,288 to 24,575"],
        ["layers 0 to 29", "query heads 5 to 6", "KV heads 1 to 2", "MLP channels 768 to 1,151",
         "vocabulary rows 24,576 to 36,863"],
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("layers", "text"),
    [
        ((Range(0, 4), Range(8, 10)), "layers 0 to 3 and 8 to 9"),
        ((Range(7, 8),), "layer 7"),
        ((), "no layers"),
    ],
)
def test_ranges_read_well(layers: tuple[Range, ...], text: str) -> None:
    row = plan_rows(smollm2(), plan(smollm2(), cpus(2), "tensor"))[0]
    assert ranges.held(replace(row, layers=layers))[0] == text


def test_a_sentence_crosses_a_pipe_with_what_it_is_made_of() -> None:
    lack = QT_TRANSLATE_NOOP("engine", "{device} lacks {size}").format(device="RTX 4090", size=Size("18.7 GB"))
    told = QT_TRANSLATE_NOOP("engine", "{who} of memory for this model at {tokens} tokens. {advice}").format(
        who=lack, tokens=32768, advice="Go."
    )
    assert told == "RTX 4090 lacks 18.7 GB of memory for this model at 32,768 tokens. Go."
    arrived = pickle.loads(pickle.dumps(told))
    assert isinstance(arrived, Sentence)
    assert arrived == told
    assert (arrived.context, arrived.template, arrived.values) == (told.context, told.template, told.values)
    assert isinstance(arrived.values["who"], Sentence)


def test_the_planner_speaks_german(qapp: QApplication) -> None:
    devices = machines.devices(2)
    cards = [device for device in devices if not device.trial_only]
    made = plan(qwen3_14b(), cards, "auto")
    english = with_card_names(made, cards)
    assert said(made.reason) == made.reason
    set_tongue(qapp, "de")
    try:
        german = with_card_names(made, cards)
        small = with_card_names(plan(qwen3_14b(), cards, "none", context=400_000), cards)
    finally:
        set_tongue(qapp, "en")
    assert "faster for this model" in english.reason
    assert "für dieses Modell schneller" in german.reason
    for word in (" the ", " model", "tokens", " of "):
        assert word not in german.reason + small.misfit
    assert "400.000 Token" in small.misfit
    assert card_name(cards[0]) in small.misfit
    assert "," in small.misfit.split(" Speicher")[0]  # the decimal comma of what it lacks
