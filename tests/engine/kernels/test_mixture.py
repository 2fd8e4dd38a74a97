"""Mixtures of experts, operation by operation against their definition, and whole models in every split."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
import torch
import torch.nn.functional as F

from engine.kernels.cpu.features import usable
from engine.kernels.cpu.ops import CpuOps
from engine.kernels.ops import Norm, Ops, Router
from engine.kernels.reference import ReferenceOps
from engine.plan.types import Range
from engine.quants.stored import Stored
from tests.engine.kernels.triton.stored import stored
from tests.oracle.cases import THREE, Split
from tests.oracle.mistakes import scaled
from tests.oracle.ranks import KEPT, Ranks
from tests.random_model import random_model

Meeting = Callable[[torch.Tensor], torch.Tensor]

CPU = torch.device("cpu")
HIDDEN, EXPERTS, USED = 256, 7, 3
SMALL = Range(0, 56)
FULL: dict[str, Callable[[], Ops]] = {"reference": lambda: ReferenceOps(CPU), "CPU": lambda: CpuOps(2, KEPT)}


class Parts:
    """A layer's mixture, of which this rank holds `channels`."""

    def __init__(
        self, gate: str = "F32", down: str = "F32", channels: Range = SMALL, hidden: int = HIDDEN
    ) -> None:
        self.router = stored("F32", 1, EXPERTS, Range(0, hidden))
        self.gate, self.up = (
            [stored(gate, 10 * which + expert, len(channels), Range(0, hidden)) for expert in range(EXPERTS)]
            for which in (1, 2)
        )
        self.down = [stored(down, 30 + expert, hidden, channels) for expert in range(EXPERTS)]

    def on(self, ops: Ops, renormalised: bool) -> Callable[[torch.Tensor], torch.Tensor]:
        router = ops.weight(self.router, silent)
        gate, up, down = (ops.experts(each, silent) for each in (self.gate, self.up, self.down))
        ops.all_read()
        assert (gate.count, tuple(down.shape)) == (EXPERTS, self.down[0].shape)
        chooses = Router(router, Norm(torch.ones(self.router.shape[1]), 0.0), USED, renormalised)
        return lambda act: ops.mixture(act, act, chooses, gate, up, down, "silu")

    def choice(self, row: torch.Tensor) -> list[int]:
        return torch.topk(values(self.router) @ row.double(), USED).indices.tolist()

    def defined(self, act: torch.Tensor, renormalised: bool, met: Meeting = lambda act: act) -> torch.Tensor:
        """`met` is what quantised weights meet in an activation's place."""
        rows = []
        for row in act.double():
            chances = torch.softmax(values(self.router) @ row, 0)
            chosen = self.choice(row)
            counts = chances[chosen] / (chances[chosen].sum() if renormalised else 1)
            inward = met(row)
            each = [
                values(self.down[e]) @ met(F.silu(values(self.gate[e]) @ inward) * (values(self.up[e]) @ inward))
                for e in chosen
            ]
            rows.append(sum(count * part for count, part in zip(counts, each, strict=True)))
        return torch.stack(rows)


def in_bytes(act: torch.Tensor) -> torch.Tensor:
    """One row as int8 holds it, with a scale for each 32 values."""
    groups = act.view(-1, 32)
    scales = groups.abs().amax(1, keepdim=True) / 127
    return ((groups / scales).round() * scales).view(-1)


def silent(count: int) -> None:
    pass


def values(matrix: Stored) -> torch.Tensor:
    return torch.from_numpy(matrix.values(Range(0, len(matrix.blocks)))).double()


def rows_of(count: int, hidden: int = HIDDEN) -> torch.Tensor:
    """Small enough that the router is in doubt: no expert counts for nearly everything."""
    return torch.randn(count, hidden, generator=torch.Generator().manual_seed(5)) / 16


def error(found: torch.Tensor, expected: torch.Tensor) -> float:
    """The largest of any row, of the row's spread."""
    return float(((found - expected).square().mean(1).sqrt() / expected.std(1)).max())


@pytest.mark.parametrize("renormalised", [True, False])
@pytest.mark.parametrize("kind", FULL)
def test_a_mixture_is_what_its_definition_says(kind: str, renormalised: bool) -> None:
    parts = Parts()
    mixture = parts.on(FULL[kind](), renormalised)
    for rows in (1, 2, 9, 40):
        act = rows_of(rows)
        assert error(mixture(act), parts.defined(act, renormalised)) < 1e-5
        # What the two kinds of weighing give is far apart here, so neither passes for the other.
        assert error(parts.defined(act, not renormalised), parts.defined(act, renormalised)) > 0.1


@pytest.mark.parametrize(("gate", "down"), [("Q8_0", "Q8_0"), ("Q4_K", "Q6_K")])
def test_quantised_experts_cut_inside_their_rows(gate: str, down: str) -> None:
    """The router's product is exact, so all choose the same experts, and only activations are rounded: as int8, or some
    experts' as bf16 where there is AMX and these get many rows."""
    parts = Parts(gate, down, Range(96, 320))
    mixture = parts.on(CpuOps(2, KEPT), renormalised=True)
    for rows in (1, 3, 90):
        act = rows_of(rows)
        if rows > 3 and usable()[0].tiles:
            assert error(mixture(act), parts.defined(act, True)) < 0.03
        else:
            assert error(mixture(act), parts.defined(act, True, in_bytes)) < 1e-3


@pytest.mark.parametrize("at_once", [1, 16, 1024])
@pytest.mark.parametrize(("gate", "down", "width", "hidden"), [("Q8_0", "F16", 56, 256), ("F16", "Q8_0", 64, 200)])
def test_experts_of_odd_shapes_some_at_a_time(
    gate: str, down: str, width: int, hidden: int, at_once: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where there is AMX, what a quantised matrix gives is written to rows longer than they need be."""
    monkeypatch.setattr("engine.kernels.cpu.mixture.EXPERT_ROWS", at_once)
    parts = Parts(gate, down, Range(0, width), hidden)
    act = rows_of(90, hidden)
    found = parts.on(CpuOps(2, KEPT), renormalised=True)(act)
    assert error(found, parts.defined(act, True)) < 0.03


def test_a_recorded_step_chooses_anew_for_every_row() -> None:
    parts = Parts()
    ops = CpuOps(2, KEPT)
    mixture = parts.on(ops, renormalised=True)
    step = ops.step(lambda row, positions: mixture(row))
    rows = rows_of(12)
    assert len({tuple(parts.choice(row)) for row in rows}) > 6
    for position, row in enumerate(rows.split(1)):
        assert error(step(row, position), parts.defined(row, True)) < 1e-5


PROMPT = [(17 + 97 * place) % 701 for place in range(40)]
WAYS = ([PROMPT], [PROMPT[:25], PROMPT[25:27], PROMPT[27:]], [[token] for token in PROMPT])  # to cut it
# Routers so steep that a rounded activation rarely moves much from one expert to another.
STEEP = scaled("ffn_gate_inp", 4.0)
UNEVEN: Split = ("tensor", 4, (5, 3, 1, 4))
TWO: tuple[Split, ...] = (("layer", 2, ()), ("tensor", 2, ()))
# Types by part of a tensor's name, shape, splits, and how far from exact logits ours may be, of their spread.
MODELS = {
    "floats": ({"exps": "F16"}, {"ffn": 96}, (THREE, UNEVEN), 2e-3),
    "blocks": ({"attn": "Q8_0", "exps": "Q8_0", "output": "Q8_0"}, {"ffn": 160}, (*TWO, THREE, UNEVEN), 0.06),
    "super-blocks": (
        {"attn": "Q8_0", "down_exps": "Q6_K", "exps": "Q4_K", "output": "Q6_K"}, {"hidden": 256, "ffn": 256},
        (THREE,), 0.1,
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", MODELS)
def test_every_split_and_every_way_to_cut_a_prompt_says_the_same(name: str, tmp_path: Path) -> None:
    types, shape, splits, most = MODELS[name]
    path = random_model(tmp_path / "model.gguf", "qwen3moe", types=types, edit=STEEP, layers=2, **shape)
    with Ranks(path) as exact, Ranks(path, exact=False) as alone:
        expected = exact.logits(WAYS[0])
        for way in WAYS[1:]:
            assert error(exact.logits(way), expected) < 3e-5  # each row's sums in f32, in whatever order PyTorch adds
        undivided = [alone.logits(way) for way in WAYS]
    for found in undivided:
        assert float((found - expected).square().mean().sqrt() / expected.std()) < most
    for split in splits:
        with Ranks(path, *split, exact=False) as ours:
            for way, found in zip(WAYS, undivided, strict=True):
                assert error(ours.logits(way), found) < most / 2, f"{split}, {len(way)} pieces"
