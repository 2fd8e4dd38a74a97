"""One unit of a tile times some tokens, for weights that are plain floats: F32, F16 and BF16; activations stay f32."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from engine.kernels.cpu.lanes import FLOAT, Lanes, Value

COLUMNS = 32


class Dense(NamedTuple):
    """A dword is one f32, or two neighbours of a half-width type."""

    name: str

    def unit(self, v: Lanes, tile: Value, part: int, acts: Sequence[Value], sums: list[Value]) -> list[Value]:
        """`acts`: the addresses of the tokens' values at the unit's first column."""
        lines = COLUMNS if self.name == "F32" else COLUMNS // 2
        each = COLUMNS // lines
        chains = 4 if len(acts) < 4 else 1  # a single sum would wait for itself
        found: list[list[Value | None]] = [[None] * chains for _ in acts]
        for line in range(lines):
            if line % 8 == 0:
                v.keep_order()
            weights = self._values(v, v.line(tile, line, part))
            for i, weight in enumerate(weights):
                column = line * each + i
                for token, act in enumerate(acts):
                    x = v.every(act, 4 * column, FLOAT)
                    before = found[token][column % chains]
                    found[token][column % chains] = (
                        v.b.fmul(weight, x) if before is None else v.multiply_add(weight, x, before)
                    )
        for token, parts in enumerate(found):
            for part_sum in parts:
                sums[token] = v.b.fadd(sums[token], part_sum)
        return sums

    def _values(self, v: Lanes, words: Value) -> list[Value]:
        if self.name == "F32":
            return [v.b.bitcast(words, v.floats)]
        if self.name == "F16":
            return [v.half(words, high=False), v.half(words, high=True)]
        pair = v.b.shl(words, v.const(16)), v.b.and_(words, v.const(0xFFFF0000))
        return [v.b.bitcast(each, v.floats) for each in pair]
