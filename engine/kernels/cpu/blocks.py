"""One unit of a tile times some tokens, for the types of 32-column blocks: Q4_0, Q4_1, Q5_0, Q5_1 and Q8_0."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from engine.kernels.cpu import records
from engine.kernels.cpu.dot import dot, dot_less_128
from engine.kernels.cpu.lanes import FLOAT, Lanes, Value

NIBBLE, HIGH_NIBBLE, FIFTH = 0x0F0F0F0F, 0xF0F0F0F0, 0x10101010


class Act(NamedTuple):
    """One token's record as a unit meets it: where its codes begin, and where what it has per group does."""

    codes: Value
    groups: Value  # the record's address + 4 bytes for every group of 32 before this unit

    def code(self, v: Lanes, column: int) -> Value:
        return v.every(self.codes, column)

    def scale(self, v: Lanes, group: int) -> Value:
        return v.every(self.groups, records.SCALES + 4 * group, FLOAT)

    def eighths(self, v: Lanes, group: int) -> Value:
        """-8 * the group's sum."""
        return v.every(self.groups, records.SUMS_32 + 4 * group)

    def scaled_sum(self, v: Lanes, group: int) -> Value:
        return v.every(self.groups, records.SCALED_SUMS + 4 * group, FLOAT)


class Blocks(NamedTuple):
    """What a type's blocks hold beside four low bits. Two blocks share a unit unless each has a min."""

    fifth: bool = False
    has_min: bool = False
    whole_bytes: bool = False

    def unit(self, v: Lanes, tile: Value, part: int, acts: Sequence[Act], sums: list[Value]) -> list[Value]:
        """`sums`, a vector per token, plus this unit's share."""
        scales, line = v.line(tile, 0, part), 1
        for block in range(1 if self.has_min else 2):
            v.keep_order()
            d = v.half(scales, high=block == 1)
            fifths = v.line(tile, line, part) if self.fifth else None
            line += self.fifth
            count = 8 if self.whole_bytes else 4
            codes = [v.line(tile, line + i, part) for i in range(count)]
            line += count
            products = self._products(v, codes, fifths, acts, block)
            for token, (act, product) in enumerate(zip(acts, products, strict=True)):
                scaled = v.b.fmul(v.to_float(product), act.scale(v, block))
                sums[token] = v.multiply_add(scaled, d, sums[token])
                if self.has_min:
                    low = v.half(scales, high=True)
                    sums[token] = v.multiply_add(low, act.scaled_sum(v, block), sums[token])
        return sums

    def _products(
        self, v: Lanes, words: list[Value], fifths: Value | None, acts: Sequence[Act], block: int
    ) -> list[Value]:
        """The whole numbers: sums of code * activation, with each type's zero point."""
        columns = [[act.code(v, 32 * block + 4 * i) for i in range(8)] for act in acts]
        if self.whole_bytes:
            return [
                dot_less_128(v, list(zip(words, x, strict=True)), act.eighths(v, block))
                for act, x in zip(acts, columns, strict=True)
            ]
        starts = [self._start(v, act, block) for act in acts]
        low = [v.masked(each, 0, NIBBLE) for each in words]
        if v.level.dot == "vnni" and not self.fifth and len(acts) < len(words):
            # Sixteen times the high nibbles: one shift of the sum instead of one of every word.
            high = [v.masked(each, 0, HIGH_NIBBLE) for each in words]
            return [
                v.b.add(
                    dot(v, list(zip(low, x[:4], strict=True)), 15, start),
                    v.b.ashr(dot(v, list(zip(high, x[4:], strict=True)), 240), v.const(4)),
                )
                for x, start in zip(columns, starts, strict=True)
            ]
        codes = low + [v.masked(each, 4, NIBBLE) for each in words]
        if fifths is not None:
            codes = [v.b.or_(code, v.masked(fifths, i - 4, FIFTH)) for i, code in enumerate(codes)]
        top = 31 if self.fifth else 15
        return [dot(v, list(zip(codes, x, strict=True)), top, start) for x, start in zip(columns, starts, strict=True)]

    def _start(self, v: Lanes, act: Act, block: int) -> Value | None:
        """The zero point's share: codes count from 8, with a fifth bit from 16."""
        if self.has_min:
            return None
        eighths = act.eighths(v, block)
        return v.b.shl(eighths, v.const(1)) if self.fifth else eighths
