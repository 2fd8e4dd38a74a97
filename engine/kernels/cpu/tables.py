"""One unit of a tile times some tokens, for types whose four bits are an index in a table: IQ4_NL, IQ4_XS and MXFP4.

All have lines of scales, then for every 32 columns four lines of codes as Q4_0 has them. The table's entries are looked
up with a zero point added: as unsigned bytes, which is what products of bytes want.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import NamedTuple

from engine.kernels.cpu.blocks import NIBBLE, Act
from engine.kernels.cpu.dot import dot, dot_less_128
from engine.kernels.cpu.lanes import Lanes, Value
from engine.kernels.cpu.layout import LAYOUTS
from engine.kernels.cpu.lookup import lookup
from engine.quants.types import TYPES

Scale = Callable[[Lanes, list[Value], int], Value]
FRACTION_BITS = 23  # of a float; its exponent lies above them


class Tabled(NamedTuple):
    """`scale` makes a group's scale of the first `heads` lines; entries count from `zero`, 128 or 16."""

    kind: str
    zero: int
    scale: Scale
    heads: int = 1

    def unit(self, v: Lanes, tile: Value, part: int, acts: Sequence[Act], sums: list[Value]) -> list[Value]:
        heads = [v.line(tile, i, part) for i in range(self.heads)]
        for group in range(self.groups):
            v.keep_order()
            scale = self.scale(v, heads, group)
            entries = self.entries(v, tile, part, group)
            for token, act in enumerate(acts):
                pairs = [(entry, act.code(v, 32 * group + 4 * i)) for i, entry in enumerate(entries)]
                scaled = v.b.fmul(v.to_float(self._product(v, pairs, act.eighths(v, group))), act.scale(v, group))
                sums[token] = v.multiply_add(scaled, scale, sums[token])
        return sums

    @property
    def groups(self) -> int:
        """Of 32 columns, in a unit."""
        return LAYOUTS[self.kind].unit // 32

    def entries(self, v: Lanes, tile: Value, part: int, group: int) -> list[Value]:
        """Of a group's 32 columns, four to a dword, each plus `zero`."""
        words = [v.line(tile, self.heads + 4 * group + i, part) for i in range(4)]
        table = [entry + self.zero for entry in TYPES[self.kind].table]
        return [lookup(v, v.masked(each, shift, NIBBLE), table) for shift in (0, 4) for each in words]

    def _product(self, v: Lanes, pairs: list[tuple[Value, Value]], eighths: Value) -> Value:
        if self.zero == 128:
            return dot_less_128(v, pairs, eighths)
        return dot(v, pairs, max(TYPES[self.kind].table) + self.zero, v.b.shl(eighths, v.const(1)))


def halves(v: Lanes, heads: list[Value], group: int) -> Value:
    """Two blocks' f16."""
    return v.half(heads[0], high=group == 1)


def powers_of_two(v: Lanes, heads: list[Value], group: int) -> Value:
    """Four blocks' exponents e, which stand for 2^(e - 128). Floats below 2^-126 make instructions ten times as slow,
    and blocks of zeros and padding have e = 0: it and 1 are taken for 2, too little for any sum to tell.
    """
    exponent = v.byte(heads[0], group)
    exponent = v.b.select(v.b.icmp_signed(">", exponent, v.const(2)), exponent, v.const(2))
    return v.b.bitcast(v.b.shl(v.b.sub(exponent, v.const(1)), v.const(FRACTION_BITS)), v.floats)


def six_bits(v: Lanes, heads: list[Value], group: int) -> Value:
    """d, which is an f16, times a scale that counts from 32: exact, as 17 bits are no more than a float has."""
    first, second = heads  # d and each scale's two high bits; four low bits
    scale = v.b.or_(v.masked(second, 4 * group, 15), v.masked(first, 12 + 2 * group, 0x30))
    return v.b.fmul(v.to_float(v.b.sub(scale, v.const(32))), v.half(first, high=False))
