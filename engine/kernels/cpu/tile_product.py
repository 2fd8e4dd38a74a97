"""The product for long batches where the processor has AMX: out = activations @ weights^T in bf16 with f32 sums.

A function is `void(args, thread, threads)` as in `product.py`. Two tiles of 16 rows are turned from codes into bf16,
some columns at a time, and stay in the first-level cache while 32 tokens after 32 pass. This is nearer to exact than
int8 activations: a value of bf16 is within 1/512 of what it stands for.

Activations are what `tile_activations.py` makes. Tokens and outputs are done 32 at a time, so `out` has room for them.
"""

from __future__ import annotations

from llvmlite import ir

from engine.kernels.cpu import amx
from engine.kernels.cpu.features import Level
from engine.kernels.cpu.lanes import BYTE, POINTER, Frame, Lanes, Value, least, long
from engine.kernels.cpu.layout import LAYOUTS, LINE, TILE
from engine.kernels.cpu.tile_activations import STEP
from engine.kernels.cpu.values import VALUES

FIELDS = (
    "weights",  # packed tiles
    "acts",  # bf16 [columns / 32][tokens filled up][32]
    "act_step",  # bytes from 32 columns to the next
    "out",  # f32 [tokens filled up, outputs filled up], written
    "out_step",  # bytes
    "tokens",
    "outputs",  # rows of the weight
    "units",  # of a tile
)
GRAIN = 32  # tokens and outputs are filled up to a multiple of this
PANEL_STEPS = 16  # times 32 columns whose weights are bf16 at a time: 32 KiB
ROUND, HIGH_HALF = 0x8000, 0xFFFF0000


def tile_product(kind: str, level: Level) -> ir.Module:
    frame = Frame(f"tile_product_{kind}", FIELDS, level)
    v, args = frame.lanes, frame.args
    b = v.b
    panel = b.alloca(BYTE, 2 * PANEL_STEPS * amx.TILE_BYTES)
    panel.align = LINE
    amx.begin(v)
    layout = LAYOUTS[kind]
    steps_per_unit = layout.unit // STEP
    units_at_once = PANEL_STEPS // steps_per_unit
    tiles = b.sdiv(b.add(args["outputs"], long(TILE - 1)), long(TILE))
    strips = b.sdiv(b.add(tiles, long(1)), long(2))
    first, last = frame.share(strips)
    weights = b.inttoptr(args["weights"], POINTER)
    with v.loop(long(0), args["units"], units_at_once) as unit:
        stop = least(v, b.add(unit, long(units_at_once)), args["units"])
        count = b.sub(stop, unit)
        with v.loop(first, last) as strip:
            for half in range(2):
                # Where the last strip has one tile, it is taken twice: once for the filled-up outputs.
                tile = least(v, b.add(b.mul(strip, long(2)), long(half)), b.sub(tiles, long(1)))
                begin = b.add(b.mul(tile, args["units"]), unit)
                source = v.at(weights, b.mul(begin, long(layout.unit_bytes)))
                _write_panel(v, kind, source, count, v.at(panel, half * PANEL_STEPS * amx.TILE_BYTES))
            steps = b.mul(count, long(steps_per_unit))
            acts = b.add(args["acts"], b.mul(b.mul(unit, long(steps_per_unit)), args["act_step"]))
            out = b.add(args["out"], b.mul(strip, long(4 * GRAIN)))
            with v.loop(long(0), args["tokens"], GRAIN) as token:
                _multiply(v, panel, acts, token, steps, out, args, b.icmp_signed("==", unit, long(0)))
    amx.end(v)
    b.ret_void()
    return frame.module


def _write_panel(v: Lanes, kind: str, source: Value, units: Value, panel: Value) -> None:
    """The values of a tile's units as bf16, a line for each two columns."""
    layout = LAYOUTS[kind]
    with v.loop(long(0), units) as unit:
        lines = v.at(panel, v.b.mul(unit, long(layout.unit // 2 * LINE)))
        for four, values in enumerate(VALUES[kind](v, v.at(source, v.b.mul(unit, long(layout.unit_bytes))))):
            for pair in range(2):
                line = v.b.bitcast(v.at(lines, (2 * four + pair) * LINE), v.ints.as_pointer())
                v.b.store(_two(v, *values[2 * pair : 2 * pair + 2]), line).align = LINE


def _two(v: Lanes, low: Value, high: Value) -> Value:
    """Two f32 as one dword of bf16, rounded to the nearest; a tie goes away from zero."""
    low, high = (v.b.add(v.b.bitcast(each, v.ints), v.const(ROUND)) for each in (low, high))
    return v.b.or_(v.b.lshr(low, v.const(16)), v.b.and_(high, v.const(HIGH_HALF)))


def _multiply(
    v: Lanes, panel: Value, acts: Value, token: Value, steps: Value, out: Value, args: dict[str, Value], fresh: Value
) -> None:
    """32 tokens times a panel's 32 rows, added to what `out` holds of earlier columns."""
    b = v.b
    places = []
    for number in range(4):  # by halves of tokens and of rows
        row = b.mul(b.add(token, long(number // 2 * TILE)), args["out_step"])
        places.append(b.inttoptr(b.add(b.add(out, row), long(number % 2 * 4 * TILE)), POINTER))
    with b.if_else(fresh) as (then, otherwise):
        with then:
            for number in range(4):
                amx.clear(v, number)
        with otherwise:
            for number, place in enumerate(places):
                amx.load(v, number, place, args["out_step"])
    rows = b.add(acts, b.mul(token, long(amx.ROW_BYTES)))
    with v.loop(long(0), steps) as step:
        act = b.inttoptr(b.add(rows, b.mul(step, args["act_step"])), POINTER)
        weight = v.at(panel, b.mul(step, long(amx.TILE_BYTES)))
        amx.load(v, 4, act)
        amx.load(v, 6, weight)
        amx.multiply_add(v, 0, 4, 6)
        amx.load(v, 7, v.at(weight, PANEL_STEPS * amx.TILE_BYTES))
        amx.multiply_add(v, 1, 4, 7)
        amx.load(v, 5, v.at(act, amx.TILE_BYTES))
        amx.multiply_add(v, 2, 5, 6)
        amx.multiply_add(v, 3, 5, 7)
    for number, place in enumerate(places):
        amx.store(v, number, place, args["out_step"])
