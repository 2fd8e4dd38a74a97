"""What is done for one token, recorded once and then run as one program: no Python between its kernels.

Recording is running: the operations are done as always, and remembered. Every buffer is then at its place for good, and
only the input and the position change from one token to the next.
"""

from __future__ import annotations

from torch import Tensor

from engine.kernels.cpu.pool import Pool, Program


class Step:
    """Computes what was recorded for another token, from `source`'s memory and `position`'s to `result`'s."""

    def __init__(self, pool: Pool, program: Program, source: Tensor, position: Tensor, result: Tensor) -> None:
        self._pool, self._program = pool, program
        self._source, self._position, self._result = source, position, result

    def __call__(self, row: Tensor, position: int) -> Tensor:
        self._source.copy_(row)
        self._position[0] = position
        self._pool.run(self._program)
        return self._result
