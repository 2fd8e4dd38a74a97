"""Small models shared by a card and a processor: the card's kernels run in Triton's interpreter, in a thread of
their own, and really wait for the other ranks."""

from __future__ import annotations

import time
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path
from typing import TypeVar

import pytest
import torch
from torch import Tensor

from engine.comm.gloo import GlooGroup, dial
from engine.comm.gpu.layout import MailLayout
from engine.comm.gpu.mail import through_host
from engine.comm.group import Group
from engine.comm.waiting import CommError
from engine.comm.words import WordGroup, WordSums
from engine.families import model_config
from engine.gguf.facts import read_facts
from engine.kernels.cpu.ops import CpuOps
from engine.kernels.ops import Ops
from engine.model import Model
from engine.plan.build import plan
from engine.plan.types import Device
from tests.engine.kernels.test_ops import CPU, logits, model
from tests.random_model import random_model

T = TypeVar("T")

VOCABULARY = 320
DEVICES = {
    "card": Device("cuda:0", "cuda", "Card", "card", quantised=True),
    "processor": Device("cpu", "cpu", "Processor", "ram", quantised=True),
}
TYPES = dict.fromkeys(("attn", "ffn", "output", "token_embd"), "Q8_0")


@pytest.fixture(autouse=True)
def _card_of_the_interpreter(monkeypatch: pytest.MonkeyPatch) -> None:
    """It has no clock, and torch no card."""
    import engine.comm.gpu.exchange

    monkeypatch.setattr(engine.comm.gpu.exchange, "globaltimer", time.perf_counter_ns)
    monkeypatch.setattr(torch.cuda, "synchronize", lambda device: None)
    monkeypatch.setattr(torch.Tensor, "pin_memory", lambda tensor: tensor)


class Ranks:
    """One model, each rank of it a thread."""

    def __init__(self, path: Path, *kinds: str) -> None:
        self._facts, self._path = read_facts(path), path
        self._plan = plan(self._facts, [DEVICES[kind] for kind in kinds], "tensor", context=64)
        layout, size, port = MailLayout(self._facts.hidden, 0), len(kinds), Future[int]()
        memory = torch.zeros(size * layout.sender_bytes, dtype=torch.uint8)
        self._threads = [ThreadPoolExecutor(1) for _ in kinds]

        def made(rank: int) -> Model:
            from engine.comm.gpu.mixed import CardGroup
            from engine.kernels.triton.ops import TritonOps

            torch.set_grad_enabled(False)
            ops: Ops = TritonOps(CPU) if kinds[rank] == "card" else CpuOps(1, None)
            gloo, _ = dial(ops, self._plan, rank, port.result(timeout=30) if rank else None, port.set_result)
            assert isinstance(gloo, GlooGroup)
            mail = through_host(layout, rank, size, memory.data_ptr(), CPU, memory)
            ranks = range(size)
            if isinstance(ops, CpuOps):
                return self._model(rank, ops, WordGroup(ops, gloo, WordSums(mail, rank, ranks, timeout=60)))
            assert isinstance(ops, TritonOps)
            return self._model(rank, ops, CardGroup(ops, gloo, mail, ranks, alone=True, limit=60))

        self.models = self.everywhere(made)

    def _model(self, rank: int, ops: Ops, group: Group) -> Model:
        config = model_config(self._facts)
        return Model(self._facts, config, self._plan, rank, ops, CPU, group, None, lambda done, total: None)

    def everywhere(self, act: Callable[[int], T]) -> list[T]:
        waiting = [thread.submit(act, rank) for rank, thread in enumerate(self._threads)]
        return [each.result(timeout=300) for each in waiting]

    def logits(self, tokens: list[int], start: int) -> Tensor:
        """Of the last token, over the whole vocabulary."""

        def taken(rank: int) -> tuple[Tensor, float]:
            which = self.models[rank]
            found = which.next_logits(tokens, start)
            assert found is not None
            candidates = which.candidates(found, 8)
            total = which.sum_over_stage(torch.full((3,), float(rank)))
            assert total.tolist() == [sum(range(len(self.models)))] * 3
            return found.clone(), float(candidates.logits[0, 0])

        parts = self.everywhere(taken)
        assert len({best for _, best in parts}) == 1
        assert parts[0][1] == torch.cat([part for part, _ in parts], 1).max()
        return torch.cat([part for part, _ in parts], 1)


# Without norms after a sub-layer, and with them.
@pytest.mark.parametrize(
    ("family", "kinds"), [("llama", ("card", "processor")), ("gemma2", ("processor", "card", "processor"))]
)
def test_they_say_what_one_rank_alone_says(family: str, kinds: tuple[str, ...], tmp_path: Path) -> None:
    """Many rows, which go through gloo, tokens one by one, few rows, a token again."""
    shapes = {"layers": 1, "ffn": 128, "vocabulary": VOCABULARY, "heads": 6, "kv_heads": 3}
    path = random_model(tmp_path / "model.gguf", family, types=TYPES, **shapes)
    ranks, alone = Ranks(path, *kinds), model(path, CpuOps(1, None))
    assert not any(each.loop for each in ranks.models)
    tokens, start = [(17 + 97 * place) % VOCABULARY for place in range(18)], 0
    for rows in (10, 1, 4, 1):
        given = tokens[start : start + rows]
        found, expected = ranks.logits(given, start), logits(alone, given, start)
        error = (found - expected[-1:]).square().mean().sqrt() / expected.std()
        assert error < 0.03, f"{rows} rows at {start}: {error:.1e}"
        start += rows


def test_a_card_names_the_rank_that_it_waited_for() -> None:
    from engine.comm.gpu.mixed import CardGroup
    from engine.kernels.triton.ops import TritonOps

    layout = MailLayout(64, 0)
    memory = torch.zeros(2 * layout.sender_bytes, dtype=torch.uint8)
    mail = through_host(layout, 0, 2, memory.data_ptr(), CPU, memory)
    ops = TritonOps(CPU)
    group = CardGroup(ops, Group(ops, 0, 2), mail, (3, 5), alone=True, limit=0.6)
    began = time.monotonic()
    for _ in range(2):  # the second time at once
        group.all_reduce(torch.ones(1, 64))
        with pytest.raises(CommError, match="Rank 5 has not answered the other ranks for 1 seconds"):
            group.check()
    assert 0.6 < time.monotonic() - began < 1.1
