"""One unit of a tile times some tokens, for types of 256-column blocks: Q4_K, Q5_K, Q6_K, with GGUF's own scales."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from llvmlite import ir

from engine.kernels.cpu import records
from engine.kernels.cpu.blocks import FIFTH, HIGH_NIBBLE, NIBBLE, Act
from engine.kernels.cpu.dot import dot
from engine.kernels.cpu.lanes import BYTE, FLOAT, Lanes, Value

SIX_BITS, TOP_TWO = 0x3F3F3F3F, 0x30303030
Pair = tuple[Value, Value]
MANY = 4  # tokens from which a word is better read again than kept


class WithMins(NamedTuple):
    """Q4_K, and Q5_K with its fifth bits: eight groups of a six-bit scale and a six-bit min."""

    fifth: bool = False

    def unit(self, v: Lanes, tile: Value, part: int, acts: Sequence[Act], sums: list[Value]) -> list[Value]:
        d, dmin, scales, mins = self.scales(v, tile, part)
        fifths = [v.line(tile, 4 + i, part) for i in range(8)] if self.fifth and len(acts) < MANY else None
        totals: list[Value | None] = [None] * len(acts)
        for pair in range(4):  # 64 columns: low nibbles are one group, high nibbles the next
            v.keep_order()
            words = [v.line(tile, self.first_word + 8 * pair + i, part) for i in range(8)]
            for group in (2 * pair, 2 * pair + 1):
                scale = v.to_float(v.byte(scales[group // 4], group % 4))
                for token, product in enumerate(self._products(v, tile, part, words, fifths, acts, group)):
                    scaled = v.b.fmul(v.to_float(product), scale)
                    totals[token] = _plus(v, scaled, acts[token].scale(v, group), totals[token])
        v.keep_order()
        for token, act in enumerate(acts):
            low = v.b.fmul(v.to_float(_mins(v, mins, act)), v.every(act.groups, records.STEP, FLOAT))
            whole = v.multiply_add(d, totals[token], sums[token])
            sums[token] = v.b.fsub(whole, v.b.fmul(low, dmin))
        return sums

    @property
    def first_word(self) -> int:
        """The line at which the low bits begin."""
        return 12 if self.fifth else 4

    def scales(self, v: Lanes, tile: Value, part: int) -> tuple[Value, Value, Pair, Pair]:
        """d, dmin, and the groups' scales and mins: all sixteen fields of sixteen rows at once, each a vector of
        [row][4 groups], just what a dot product wants.
        """
        both, first, second, third = (v.line(tile, i, part) for i in range(4))
        d, dmin = v.half(both, high=False), v.half(both, high=True)
        scales = (
            v.masked(first, 0, SIX_BITS),
            v.b.or_(v.masked(third, 0, NIBBLE), v.masked(first, 2, TOP_TWO)),
        )
        mins = (
            v.masked(second, 0, SIX_BITS),
            v.b.or_(v.masked(third, 4, NIBBLE), v.masked(second, 2, TOP_TWO)),
        )
        return d, dmin, scales, mins

    def _products(
        self, v: Lanes, tile: Value, part: int, words: list[Value], fifths: list[Value] | None, acts: Sequence[Act],
        group: int,
    ) -> list[Value]:  # fmt: skip
        high = group % 2 == 1
        in_place = high and not self.fifth and v.level.dot == "vnni" and len(acts) < len(words)
        if in_place:  # sixteen times the codes: one shift of the sum instead of one of every word
            codes = [v.masked(each, 0, HIGH_NIBBLE) for each in words]
        else:
            codes = [v.masked(each, 4 if high else 0, NIBBLE) for each in words]
        if self.fifth:
            if fifths is None:
                v.keep_order()
                fifths = [v.line(tile, 4 + i, part, again=group > 0) for i in range(8)]
            codes = [v.b.or_(code, v.masked(fifths[i], group - 4, FIFTH)) for i, code in enumerate(codes)]
        top = 240 if in_place else 31 if self.fifth else 15
        found = []
        for act in acts:
            product = dot(v, [(code, act.code(v, 32 * group + 4 * i)) for i, code in enumerate(codes)], top)
            found.append(v.b.ashr(product, v.const(4)) if in_place else product)
        return found


class Q6K(NamedTuple):
    """Sixteen groups of an int8 scale; codes count from 32."""

    def unit(self, v: Lanes, tile: Value, part: int, acts: Sequence[Act], sums: list[Value]) -> list[Value]:
        d = v.line(tile, 0, part, v.floats)
        totals: list[Value | None] = [None] * len(acts)
        for group in range(8):  # of activations: two of the weight's
            v.keep_order()
            pair = (2 * group, 2 * group + 1)
            halves = [(self.codes(v, tile, part, each), self.scale(v, tile, part, each)) for each in pair]
            for token, act in enumerate(acts):
                scaled = None
                for half, (codes, scale) in enumerate(halves):
                    start = v.every(act.groups, records.SUMS_16 + 4 * (2 * group + half))
                    at = 32 * group + 16 * half
                    product = dot(v, [(code, act.code(v, at + 4 * i)) for i, code in enumerate(codes)], 63, start)
                    scaled = _plus(v, v.to_float(product), scale, scaled)
                totals[token] = _plus(v, scaled, act.scale(v, group), totals[token])
        return [v.multiply_add(d, total, before) for total, before in zip(totals, sums, strict=True)]

    def codes(self, v: Lanes, tile: Value, part: int, group: int) -> list[Value]:
        own = [v.line(tile, 5 + 3 * group + i, part) for i in range(3)]
        fourth = v.b.or_(
            v.b.or_(v.masked(own[0], 2, 0x30303030), v.masked(own[1], 4, 0x0C0C0C0C)), v.masked(own[2], 6, 0x03030303)
        )
        return [*(v.masked(each, 0, SIX_BITS) for each in own), fourth]

    def scale(self, v: Lanes, tile: Value, part: int, group: int) -> Value:
        if part == 0 and group % 4 == 0:
            v.ask_for(tile, 1 + group // 4)
        bytes_ = v.load(tile, 64 + 16 * group + v.width * part, ir.VectorType(BYTE, v.width))
        return v.to_float(v.b.sext(bytes_, v.ints))


def _plus(v: Lanes, x: Value, y: Value, total: Value | None) -> Value:
    return v.b.fmul(x, y) if total is None else v.multiply_add(x, y, total)


def _mins(v: Lanes, mins: tuple[Value, Value], act: Act) -> Value:
    """The sum over groups of min * (scale * sum), in steps: digit by digit of the latter, highest first."""
    total = v.const(0)
    for digit in range(3):
        at = records.DIGITS + 8 * digit
        pairs = [(mins[i], v.every(act.groups, at + 4 * i)) for i in range(2)]
        total = dot(v, pairs, 63, v.b.shl(total, v.const(8)))
    return total
