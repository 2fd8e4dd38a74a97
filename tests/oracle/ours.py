"""Our engine, reached as the console and the window reach it: one load, then any number of questions."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from types import TracebackType
from typing import Self

from engine.cli.client import Client
from engine.plan.kv_types import DEFAULT_KV, KVType
from engine.plan.types import Mode
from engine.protocol import Finished, Generate, Load, Loaded, Position, Sampling, Score, ScoredPositions, Text
from tests.oracle.divergence import Distribution


class Ours:
    """One model on CPU ranks, in exact mode or with the CPU's own kernels, and the `plan` it was split by."""

    def __init__(
        self,
        model: Path,
        mode: Mode = "none",
        ranks: int = 1,
        shares: Sequence[int] = (),
        context: int = 1024,
        exact: bool = True,
        kv_type: KVType = DEFAULT_KV,
    ) -> None:
        self._load = Load(
            0, str(model), mode, ("cpu",) * ranks, tuple(shares), context=context, exact=exact, kv_type=kv_type
        )
        self._client = Client()

    def __enter__(self) -> Self:
        self._client.__enter__()
        try:
            (loaded,) = (event for event in self._client.ask(self._load) if isinstance(event, Loaded))
        except BaseException:
            self._client.__exit__(None, None, None)
            raise
        self.plan = loaded.plan
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._client.__exit__(kind, error, trace)

    def positions(self, ids: Sequence[int], top: int = 1000) -> list[Position]:
        """What the model says after each of `ids`."""
        events = self._client.ask(Score(0, tokens=tuple(ids), top=top))
        scored = [event.positions for event in events if isinstance(event, ScoredPositions)]
        return [position for positions in scored for position in positions]

    def distributions(self, ids: Sequence[int], top: int = 1000) -> list[Distribution]:
        positions = self.positions(ids, top)
        return [dict(zip(each.ids, each.logprobs, strict=True)) for each in positions]

    def greedy(self, prompt: str, n: int) -> tuple[int, list[int]]:
        """Tokens in the prompt as the engine counts them, and the ids of the likeliest continuation."""
        return self.drawn(prompt, n, Sampling(temperature=0))

    def drawn(self, prompt: str, n: int, sampling: Sampling) -> tuple[int, list[int]]:
        """Tokens in the prompt as the engine counts them, and the ids of a continuation."""
        command = Generate(0, prompt=prompt, sampling=sampling, max_tokens=n)
        prompt_tokens = 0
        ids: list[int] = []
        for event in self._client.ask(command):
            if isinstance(event, Text):
                ids += event.token_ids
            elif isinstance(event, Finished):
                prompt_tokens = event.statistics.prompt_tokens
        return prompt_tokens, ids
