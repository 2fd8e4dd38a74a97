"""What memory allows: reading what a token needs, and no more."""

from __future__ import annotations

import pytest

from engine.plan.build import plan
from engine.plan.speed import most_tokens_per_second
from engine.plan.tensors import EMBEDDING
from tests.engine.plan.models import cards, gemma3_270m, qwen3_30b_a3b

ROOM = 80 << 30


def test_a_dense_model_is_read_whole_for_every_token() -> None:
    facts = gemma3_270m()
    whole = sum(tensor.nbytes for tensor in facts.tensors.values())  # its head is its embedding table
    made = plan(facts, cards(ROOM, bandwidths=[1e12]), "none")
    assert most_tokens_per_second(facts, made) == pytest.approx(1e12 / whole)


def test_a_mixture_is_read_as_far_as_it_is_used() -> None:
    facts = qwen3_30b_a3b()
    made = plan(facts, cards(ROOM, bandwidths=[1e12]), "none")
    experts = sum(tensor.nbytes for name, tensor in facts.tensors.items() if "_exps" in name)
    others = sum(tensor.nbytes for name, tensor in facts.tensors.items() if name != EMBEDDING) - experts
    assert most_tokens_per_second(facts, made) == pytest.approx(1e12 / (others + experts * 8 / 128))


def test_ranks_read_at_once_stages_in_turn_and_one_memory_for_all_its_ranks() -> None:
    facts = gemma3_270m(tied=False)
    one = most_tokens_per_second(facts, plan(facts, cards(ROOM, bandwidths=[1e12]), "none"))
    two = cards(ROOM, ROOM, bandwidths=[1e12, 1e12])
    assert one is not None
    apart, row, together = (
        plan(facts, two, "tensor"), plan(facts, two, "layer"), plan(facts, [two[0]] * 2, "tensor")
    )  # fmt: skip
    assert most_tokens_per_second(facts, apart) == pytest.approx(2 * one, rel=0.05)  # a KV head is held twice
    assert most_tokens_per_second(facts, row) == pytest.approx(one, rel=0.01)
    assert most_tokens_per_second(facts, together) == pytest.approx(one, rel=0.05)


def test_nothing_is_said_of_devices_that_were_not_measured() -> None:
    facts = gemma3_270m()
    assert most_tokens_per_second(facts, plan(facts, cards(ROOM, ROOM, bandwidths=[1e12, None]), "tensor")) is None
