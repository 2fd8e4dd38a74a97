"""The values of one unit of a tile, as f32 in lanes of rows: what products read that want floats and not codes.

By type, an iterator over the unit's columns, four neighbours at a time.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from engine.kernels.cpu.blocks import FIFTH, NIBBLE, Blocks
from engine.kernels.cpu.lanes import Lanes, Value
from engine.kernels.cpu.product import UNITS
from engine.kernels.cpu.quarters import Quarters
from engine.kernels.cpu.superblocks import Q6K, WithMins
from engine.kernels.cpu.tables import Tabled

Four = list[Value]
Values = Callable[[Lanes, Value], Iterator[Four]]


def _four(v: Lanes, codes: Value, scale: Value, low: Value) -> Four:
    """scale * code + low for a dword's four unsigned bytes."""
    return [v.multiply_add(v.to_float(v.byte(codes, i)), scale, low) for i in range(4)]


def _times(v: Lanes, x: Value, factor: float) -> Value:
    return v.b.fmul(x, v.const_float(factor))


def _blocks(kind: Blocks) -> Values:
    zero = -128.0 if kind.whole_bytes else -16.0 if kind.fifth else -8.0

    def values(v: Lanes, tile: Value) -> Iterator[Four]:
        scales, line = v.line(tile, 0, 0), 1
        for block in range(1 if kind.has_min else 2):
            d = v.half(scales, high=block == 1)
            low = v.half(scales, high=True) if kind.has_min else _times(v, d, zero)
            fifths = v.line(tile, line, 0) if kind.fifth else None
            line += kind.fifth
            count = 8 if kind.whole_bytes else 4
            words = [v.line(tile, line + i, 0) for i in range(count)]
            line += count
            for i in range(8):
                codes = words[i] if kind.whole_bytes else v.masked(words[i % 4], i // 4 * 4, NIBBLE)
                if fifths is not None:
                    codes = v.b.or_(codes, v.masked(fifths, i - 4, FIFTH))
                yield _four(v, codes, d, low)

    return values


def _with_mins(kind: WithMins) -> Values:
    def values(v: Lanes, tile: Value) -> Iterator[Four]:
        d, dmin, scales, mins = kind.scales(v, tile, 0)
        for group in range(8):
            if group % 2 == 0:
                v.keep_order()
                words = [v.line(tile, kind.first_word + 4 * group + i, 0) for i in range(8)]
            scale = v.b.fmul(v.to_float(v.byte(scales[group // 4], group % 4)), d)
            low = v.b.fmul(v.to_float(v.byte(mins[group // 4], group % 4)), dmin)
            low = v.b.fsub(v.const_float(0.0), low)
            for i in range(8):
                codes = v.masked(words[i], group % 2 * 4, NIBBLE)
                if kind.fifth:
                    codes = v.b.or_(codes, v.masked(v.line(tile, 4 + i, 0, again=group > 0), group - 4, FIFTH))
                yield _four(v, codes, scale, low)

    return values


def _q6_k(kind: Q6K) -> Values:
    def values(v: Lanes, tile: Value) -> Iterator[Four]:
        d = v.line(tile, 0, 0, v.floats)
        for group in range(16):
            v.keep_order()
            scale = v.b.fmul(kind.scale(v, tile, 0, group), d)
            low = _times(v, scale, -32.0)
            for codes in kind.codes(v, tile, 0, group):
                yield _four(v, codes, scale, low)

    return values


def _quarters(kind: Quarters) -> Values:
    def values(v: Lanes, tile: Value) -> Iterator[Four]:
        head, quads = v.line(tile, 0, 0), kind.quads(v, tile, 0)
        d, dmin = v.half(head, high=False), _times(v, v.half(head, high=True), -1.0)
        for group in range(16):
            scale = v.b.fmul(kind.scale(v, quads, group, 0), d)
            low = _times(v, scale, -4.0) if kind.third else v.b.fmul(kind.low(v, quads, group), dmin)
            if group % 2 == 0:
                codes = kind.codes(v, tile, 0, group // 2, 0)
            for each in codes[group % 2 * 4 :][:4]:
                yield _four(v, each, scale, low)

    return values


def _tabled(kind: Tabled) -> Values:
    def values(v: Lanes, tile: Value) -> Iterator[Four]:
        heads = [v.line(tile, i, 0) for i in range(kind.heads)]
        for group in range(kind.groups):
            v.keep_order()
            scale = kind.scale(v, heads, group)
            low = _times(v, scale, -float(kind.zero))
            for entries in kind.entries(v, tile, 0, group):
                yield _four(v, entries, scale, low)

    return values


_OF: Mapping[type, Callable[[Any], Values]] = {
    Blocks: _blocks,
    WithMins: _with_mins,
    Q6K: _q6_k,
    Quarters: _quarters,
    Tabled: _tabled,
}

VALUES: Mapping[str, Values] = {name: _OF[type(kind)](kind) for name, kind in UNITS.items() if type(kind) in _OF}
"""Not those of plain floats: F32 and F16 would lose in bf16, and their products are exact as they are."""
