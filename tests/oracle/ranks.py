"""Our model divided over ranks that are threads of this process, joined through shared memory as the engine's workers.

A worker takes seconds to start and a random model milliseconds to run, so this is how many models and many splits are
compared. What processes add is tested through the real engine elsewhere.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path
from types import TracebackType
from typing import Self, TypeVar

import torch
from platformdirs import user_cache_path

from engine.comm.group import Candidates, Group
from engine.comm.layout import layout, on_one_processor
from engine.comm.segment import Segment
from engine.comm.shared import share
from engine.families import model_config
from engine.gguf.facts import read_facts
from engine.gguf.vocabulary import Vocabulary
from engine.kernels.cpu.ops import CpuOps
from engine.kernels.reference import ReferenceOps
from engine.model import Model
from engine.plan.build import plan
from engine.plan.types import Mode
from tests.engine.plan.models import cpus
from tests.oracle.divergence import Distribution

CPU = torch.device("cpu")
KEPT = user_cache_path("tandem") / "kernels"
T = TypeVar("T")


class Ranks:
    """One model in exact mode, or with the CPU's own kernels; asks like `Ours`, answers alike."""

    def __init__(
        self,
        model: Path,
        mode: Mode = "none",
        ranks: int = 1,
        shares: Sequence[int] = (),
        context: int = 128,
        exact: bool = True,
        stages: int = 1,
    ) -> None:
        self._facts, self._exact = read_facts(model), exact
        devices = [replace(device, quantised=not exact) for device in cpus(ranks)]
        self.plan = plan(self._facts, devices, mode, shares=shares, context=context, stages=stages)
        self._threads = [ThreadPoolExecutor(1, f"rank {rank}") for rank in range(self.plan.world_size)]

    def __enter__(self) -> Self:
        segment = Segment.create(layout(self.plan).size) if on_one_processor(self.plan) else None
        self._models = self._everywhere(lambda rank: self._load(rank, segment and segment.name))
        if segment:
            segment.unlink()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        for thread in self._threads:
            thread.shutdown()

    def logits(self, pieces: Sequence[Sequence[int]]) -> torch.Tensor:
        """After each token of `pieces`, which are computed one after another: [tokens, vocabulary]."""
        found, start = [], 0
        for piece in pieces:
            said = self._step(list(piece), start, 1 << 20)
            found.append(said.logits.gather(1, said.ids.argsort(1)))
            start += len(piece)
        return torch.cat(found)

    def distributions(self, ids: Sequence[int], top: int = 1000) -> list[Distribution]:
        """After each of `ids`: the `top` likeliest next tokens with their log-probabilities."""
        found = self._step(list(ids), 0, top)
        logprobs = (found.logits - found.logsumexp[:, None]).tolist()
        return [dict(zip(*row, strict=True)) for row in zip(found.ids.tolist(), logprobs, strict=True)]

    def greedy(self, prompt: str, n: int) -> tuple[int, list[int]]:
        """Tokens in the prompt, and the ids of the likeliest continuation, each computed from the KV cache."""
        vocabulary = Vocabulary.from_facts(self._facts)
        tokens = vocabulary.encode(prompt, parse_special=True, add_bos=vocabulary.add_bos)
        drawn: list[int] = []
        while len(drawn) < n:
            entered = drawn[-1:] or tokens
            token = int(self._step(entered, len(tokens) + len(drawn) - len(entered), 1).ids[-1, 0])
            if token in vocabulary.end_ids:
                break
            drawn.append(token)
        return len(tokens), drawn

    def _step(self, tokens: list[int], start: int, top: int) -> Candidates:
        """What the first rank of the last stage says after `tokens` at positions `start`, ..."""

        def step(rank: int) -> Candidates | None:
            model = self._models[rank]
            if len(tokens) == 1:  # the recorded step, where there is one
                logits = model.next_logits(tokens, start)
                return None if logits is None else model.candidates(logits, top)
            act = model.forward(tokens, start)
            return None if act is None else model.candidates(model.logits(act), top)

        said = self._everywhere(step)[self.plan.stages[-1].ranks[0]]
        assert said is not None
        return said

    def _load(self, rank: int, segment: str | None) -> Model:
        ops = ReferenceOps(CPU) if self._exact else CpuOps(1, KEPT)
        group, world = share(ops, self.plan, rank, Segment.attach(segment)) if segment else (Group(ops), None)
        config = model_config(self._facts)
        return Model(self._facts, config, self.plan, rank, ops, CPU, group, world, lambda done, total: None)

    def _everywhere(self, act: Callable[[int], T]) -> list[T]:
        """`act` on all ranks at the same time; what went wrong on one is raised here."""

        def without_gradients(rank: int) -> T:
            with torch.no_grad():
                return act(rank)

        waiting = [thread.submit(without_gradients, rank) for rank, thread in enumerate(self._threads)]
        return [each.result(timeout=60) for each in waiting]
