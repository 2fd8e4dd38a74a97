"""The loop of tokens on the device: a step takes the token that the one before drew, without asking the host.

One step is one captured graph, with embedding, layers, head and sampling in it. The host launches the next step before
it has read what the last one drew; tokens come to it through a ring in pinned memory.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence

import torch
import triton
import triton.language as tl
from torch import Tensor

from engine.kernels.ops import Peers
from engine.kernels.triton.graph import Graph
from engine.kernels.triton.launch import begin, compiled_ahead, launch
from engine.kernels.triton.sampler import Sampler, can_draw
from engine.plan.types import Range
from engine.protocol import Sampling
from engine.sampling.draw import NO_NUMBERS
from engine.sentence import QT_TRANSLATE_NOOP

RING = 64  # tokens: many more than steps can be launched ahead
POLL = 20e-6  # seconds
SLOWER = QT_TRANSLATE_NOOP("engine", "A token's kernels are launched one by one, which is slower, as {why}.")


@triton.jit
def _advance(position):
    begin()
    tl.store(position, tl.load(position) + 1)


@triton.jit
def _publish(token, position, ring, RING: tl.constexpr):
    begin()
    tl.store(ring + tl.load(position) % RING, tl.load(token))


class TokenLoop:
    """`run` gives the logits [1, vocabulary] of the token in the tensor it gets, at the position that stands in
    `position`, which it leaves alone."""

    def __init__(
        self, run: Callable[[Tensor], Tensor], captured: Callable[[Callable[[], Tensor]], Graph], position: Tensor,
        vocabulary: Range | None, others: Sequence[Callable[[], object]], progress: Callable[[int, int], None],
        peers: Peers,
    ) -> None:  # fmt: skip
        """Compiles at once what a step launches and what `others` do; `progress` gets how many of how many are done.

        `vocabulary` is what `run` gives logits of; `peers` draw by their part of it at the same time. Where there is
        none, what `run` gives means nothing here, and peers tell the token.
        """
        device = position.device
        self._position = position
        self._token = torch.zeros(1, dtype=torch.int64, device=device)
        self._sampler = Sampler(vocabulary, device, peers.keys) if vocabulary is not None else None
        self._peers = peers
        self._ring = torch.zeros(RING, dtype=torch.int64, pin_memory=device.type == "cuda")
        self._events = [torch.cuda.Event() for _ in range(RING)] if device.type == "cuda" else []
        self._at = 0

        def step() -> Tensor:
            logits = run(self._token)
            launch(_advance, (1,), device, position)
            if self._sampler is not None:
                self._sampler(logits, position, self._token)
            peers.share_token(self._token)
            launch(_publish, (1,), device, self._token, position, self._ring, RING=RING)
            return logits

        if device.type == "cuda":
            compiled_ahead([*others, step], progress)
        self.graph = captured(step)

    @property
    def notes(self) -> tuple[str, ...]:
        if not self.graph.why_not or self._position.device.type == "cpu":
            return ()
        return (SLOWER.format(why=self.graph.why_not),)

    @staticmethod
    def can_draw(sampling: Sampling) -> bool:
        """Whether the device can draw by these settings; else the host does, which takes longer."""
        return can_draw(sampling)

    def begin(self, token: int, position: int, sampling: Sampling, seed: int) -> None:
        """The next step takes `token` at `position`."""
        self._token.fill_(token)
        self._position.fill_(position)
        if self._sampler is not None:
            self._sampler.set(sampling, seed)
        self._at = position

    def launch(self) -> int:
        """Start a step; it draws the token for the position that is returned."""
        self.graph()
        self._at += 1
        if self._events:
            self._events[self._at % RING].record()
        return self._at

    def ready(self, position: int) -> bool:
        """Whether the token for a position, one of the last RING, has been drawn."""
        return not self._events or self._events[position % RING].query()

    def token(self, position: int) -> int:
        """Wait for it. Raises ValueError if there was nothing to draw from, and what `Peers.check` raises."""
        while not self.ready(position):
            time.sleep(POLL)
        self._peers.check()
        token = int(self._ring[position % RING])
        if token < 0:
            raise ValueError(NO_NUMBERS)
        return token
