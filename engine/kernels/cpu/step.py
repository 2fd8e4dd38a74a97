"""What is done for one token, recorded once and then run as one program: no Python between its kernels.

Recording is running: the operations are done as always, and remembered. Every buffer is then at its place for good, and
only the input and the position change from one token to the next.
"""

from __future__ import annotations

from collections.abc import Sequence

from torch import Tensor

from engine.kernels.cpu.kernel import Call
from engine.kernels.cpu.pool import Phase, Pool, Program


class Recording:
    """Phases in the order in which they ran, and those calls whose argument `position` is the token's."""

    def __init__(self) -> None:
        self.phases: list[Phase | Call] = []
        self.moving: list[Call] = []

    def add(self, phases: Sequence[Phase | Call], moving: Call | None) -> None:
        self.phases.extend(phases)
        if moving is not None:
            self.moving.append(moving)


class Step:
    """Computes what was recorded for another token, from `source`'s memory to `result`'s."""

    def __init__(self, pool: Pool, recording: Recording, source: Tensor, result: Tensor) -> None:
        self._pool, self._moving = pool, recording.moving
        self._program = Program(recording.phases)
        self._source, self._result = source, result

    def __call__(self, row: Tensor, position: int) -> Tensor:
        self._source.copy_(row)
        for call in self._moving:
            call.set("position", position)
        self._pool.run(self._program)
        return self._result
