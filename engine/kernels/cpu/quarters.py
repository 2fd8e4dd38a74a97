"""One unit of a tile times some tokens, for types whose codes lie four to a byte, in sixteen groups: Q2_K and Q3_K."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from engine.kernels.cpu import records
from engine.kernels.cpu.blocks import NIBBLE, Act
from engine.kernels.cpu.dot import dot
from engine.kernels.cpu.lanes import Lanes, Value

TWO_BITS, THIRD, TOP_TWO = 0x03030303, 0x04040404, 0x30303030
# Codes may stay at a higher place in their bytes: scales make up for it, so that all count in units of 2^-HIGHEST.
HIGHEST = 4
HIGHEST_OF_SHORTS = 2  # sums of 16 bits have room for a whole group then
OF_THIRDS = 3  # at which codes that count from 4 count from 32, for which there are sums


class Quarters(NamedTuple):
    """Q2_K: scales of four bits, and mins. Q3_K (`third`): scales of six that count from 32; codes count from 4."""

    third: bool = False

    def unit(self, v: Lanes, tile: Value, part: int, acts: Sequence[Act], sums: list[Value]) -> list[Value]:
        head = v.line(tile, 0, part)
        quads = self.quads(v, tile, part)
        totals, lows = [v.const_float(0.0)] * len(acts), [v.const_float(0.0)] * len(acts)
        for pair in range(8):  # of groups: 32 columns
            place = self._place(v, pair)
            codes = self.codes(v, tile, part, pair, place)
            groups = 2 * pair, 2 * pair + 1
            scales = [self.scale(v, quads, each, HIGHEST - place) for each in groups]
            mins = [] if self.third else [self.low(v, quads, each) for each in groups]
            for token, act in enumerate(acts):
                halves = zip((codes[:4], codes[4:]), groups, strict=True)
                products = [self._product(v, half, act, group, place) for half, group in halves]
                scale = act.scale(v, pair)
                totals[token] = v.multiply_add(_both(v, products, scales), scale, totals[token])
                if mins:
                    counts = [v.every(act.groups, records.SUMS_16 + 4 * each) for each in groups]
                    lows[token] = v.multiply_add(_both(v, counts, mins), scale, lows[token])
        d, dmin = (_times(v, v.half(head, high), factor) for high, factor in ((False, 2.0**-HIGHEST), (True, 1 / 32)))
        for token in range(len(acts)):
            sums[token] = v.multiply_add(d, totals[token], sums[token])
            if not self.third:
                sums[token] = v.multiply_add(dmin, lows[token], sums[token])
        return sums

    def quads(self, v: Lanes, tile: Value, part: int) -> list[Value]:
        """The groups' scales, four to a dword: of Q3_K together, of Q2_K with the mins."""
        if not self.third:
            return [v.line(tile, 1 + i, part) for i in range(4)]
        *low, high = (v.line(tile, 1 + i, part) for i in range(3))
        return [v.b.or_(v.masked(low[i % 2], i // 2 * 4, NIBBLE), v.masked(high, 2 * i - 4, TOP_TWO)) for i in range(4)]

    def scale(self, v: Lanes, quads: list[Value], group: int, up: int) -> Value:
        top, zero = (63, 32) if self.third else (15, 0)
        scale = v.masked(quads[group // 4], group % 4 * 8 - up, top << up)
        return v.to_float(v.b.sub(scale, v.const(zero << up)))

    def low(self, v: Lanes, quads: list[Value], group: int) -> Value:
        return v.to_float(v.masked(quads[group // 4], group % 4 * 8 + 4, 15))

    def codes(self, v: Lanes, tile: Value, part: int, pair: int, place: int) -> list[Value]:
        """Of 32 columns, four to a dword, each times 2^`place`. Lines are read again for every two bits of theirs."""
        v.keep_order()
        first = (12 if self.third else 5) + pair // 4 * 8
        words = [v.line(tile, first + i, part, again=pair % 4 > 0) for i in range(8)]
        codes = [v.masked(each, pair % 4 * 2 - place, TWO_BITS << place) for each in words]
        if not self.third:
            return codes
        thirds = [v.line(tile, 4 + i, part, again=pair > 0) for i in range(8)]
        return [
            v.b.or_(code, v.masked(third, pair - 2 - place, THIRD << place))
            for code, third in zip(codes, thirds, strict=True)
        ]

    def _product(self, v: Lanes, codes: list[Value], act: Act, group: int, place: int) -> Value:
        pairs = [(code, act.code(v, 16 * group + 4 * i)) for i, code in enumerate(codes)]
        if not self.third:
            return dot(v, pairs, 3 << place)
        return dot(v, pairs, 7 << place, v.every(act.groups, records.SUMS_16 + 4 * group))

    def _place(self, v: Lanes, pair: int) -> int:
        if self.third:
            return OF_THIRDS
        return min(pair % 4 * 2, HIGHEST_OF_SHORTS if v.level.dot == "maddubs" else HIGHEST)


def _both(v: Lanes, counts: list[Value], factors: list[Value]) -> Value:
    first, second = (v.to_float(each) for each in counts)
    return v.multiply_add(first, factors[0], v.b.fmul(second, factors[1]))


def _times(v: Lanes, x: Value, factor: float) -> Value:
    return v.b.fmul(x, v.const_float(factor))
