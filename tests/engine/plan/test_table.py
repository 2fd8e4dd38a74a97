"""The plan as people read it."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.gguf.facts import ModelFacts
from engine.plan.build import assemble, plan
from engine.plan.stages import shared_stage
from engine.plan.table import format_plan, plan_rows, spans
from engine.plan.types import Device, Range
from tests.engine.plan.models import cpus, smollm2
from tests.engine.plan.strategies import device_lists, models


@pytest.mark.parametrize(
    ("ranges", "text"),
    [
        ((Range(0, 15),), "0 to 14"),
        ((Range(7, 8),), "7"),
        ((Range(0, 4), Range(8, 10)), "0 to 3 and 8 to 9"),
        ((Range(0, 49152),), "0 to 49,151"),
        ((), "none"),
    ],
)
def test_ranges_are_shown_inclusive(ranges: tuple[Range, ...], text: str) -> None:
    assert spans(ranges) == text


def test_rows_of_smollm2_over_four_ranks() -> None:
    facts = smollm2()
    rows = plan_rows(facts, plan(facts, cpus(4), "tensor"))
    assert sum(row.share_percent for row in rows) == pytest.approx(100)
    assert rows[0].share_percent > rows[1].share_percent


def test_a_rank_of_two_stages_shows_both() -> None:
    facts = smollm2()
    stages = [
        shared_stage(facts, Range(0, 10), (0, 1), (1, 1)),
        shared_stage(facts, Range(10, 25), (2,), (1,)),
        shared_stage(facts, Range(25, 30), (1, 0), (2, 1)),
    ]
    first, second, third = plan_rows(facts, assemble(facts, cpus(3), "tensor", stages, 512))
    assert first.layers == (Range(0, 10), Range(25, 30))
    assert first.query_heads == (Range(0, 5), Range(6, 9))
    assert second.query_heads == (Range(5, 9), Range(0, 6))
    assert third.vocabulary_rows == ()
    assert second.vocabulary_rows == (Range(0, 32768),)


@given(models(), device_lists(), st.sampled_from(("none", "layer", "tensor", "auto")))
def test_the_table_is_aligned_and_says_everything(facts: ModelFacts, devices: list[Device], mode: str) -> None:
    planned = plan(facts, devices, mode)
    lines = format_plan(facts, planned).splitlines()
    table = lines[2 : 3 + planned.world_size]
    assert len({len(line) for line in table}) == 1  # the last column is right-aligned
    assert [line.split()[0] for line in table[1:]] == [str(rank) for rank in range(planned.world_size)]
    for sentence in (*planned.notes, planned.reason, planned.misfit):
        assert sentence in lines or not sentence
