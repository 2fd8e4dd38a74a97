"""The products: out = activations @ weights^T, for some tokens at a time, as an LLVM function per type and token count.

A function is `void(args, thread, threads)`, `args` being the address of int64s in the order of `FIELDS`; it does the
thread's share of the tiles. For quantised types the activations are records (`records.py`), for floats rows of f32,
zeros up to a whole 32 columns.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Protocol

from llvmlite import ir

from engine.kernels.cpu import records
from engine.kernels.cpu.blocks import Act, Blocks
from engine.kernels.cpu.dense import Dense
from engine.kernels.cpu.features import Level
from engine.kernels.cpu.lanes import INT, POINTER, Frame, Lanes, Value, least, long
from engine.kernels.cpu.layout import LAYOUTS, TILE
from engine.kernels.cpu.quarters import Quarters
from engine.kernels.cpu.superblocks import Q6K, WithMins
from engine.kernels.cpu.tables import Tabled, halves, powers_of_two, six_bits

FIELDS = (
    "weights",  # packed tiles
    "acts",
    "act_step",  # bytes from one token's activations to the next
    "out",  # f32 [tokens, outputs], written
    "out_step",  # bytes
    "tokens",
    "outputs",  # rows of the weight
    "units",  # of a tile
    "at_once",  # tokens, a multiple of the function's: whose activations stay in the cache while all tiles pass
)
TOKENS = (1, 2, 4, 8)  # there are functions for so many at a time


class Unit(Protocol):
    def unit(self, v: Lanes, tile: Value, part: int, acts: list[Value], sums: list[Value]) -> list[Value]: ...


UNITS: Mapping[str, Unit] = {
    "Q4_0": Blocks(),
    "Q4_1": Blocks(has_min=True),
    "Q5_0": Blocks(fifth=True),
    "Q5_1": Blocks(fifth=True, has_min=True),
    "Q8_0": Blocks(whole_bytes=True),
    "Q2_K": Quarters(),
    "Q3_K": Quarters(third=True),
    "Q4_K": WithMins(),
    "Q5_K": WithMins(fifth=True),
    "Q6_K": Q6K(),
    "IQ4_NL": Tabled("IQ4_NL", 128, halves),
    "IQ4_XS": Tabled("IQ4_XS", 128, six_bits, heads=2),
    "MXFP4": Tabled("MXFP4", 16, powers_of_two),
    "F32": Dense("F32"),
    "F16": Dense("F16"),
    "BF16": Dense("BF16"),
}


def name_of(kind: str, tokens: int) -> str:
    return f"product_{kind}_{tokens}"


def product(kind: str, tokens: int, level: Level) -> ir.Module:
    """The function that takes `tokens` at a time; the last of a batch stands in where fewer are left."""
    frame = Frame(name_of(kind, tokens), FIELDS, level)
    v, args = frame.lanes, frame.args
    b = v.b
    room = [[b.alloca(v.floats) for _ in range(v.parts)] for _ in range(tokens)]
    tiles = b.sdiv(b.add(args["outputs"], long(TILE - 1)), long(TILE))
    first, last = frame.share(tiles)
    with v.loop(long(0), args["tokens"], args["at_once"]) as start, v.loop(first, last) as tile:
        stop = least(v, b.add(start, args["at_once"]), args["tokens"])
        tile_bytes = b.mul(args["units"], long(LAYOUTS[kind].unit_bytes))
        weights = v.at(b.inttoptr(args["weights"], POINTER), b.mul(tile, tile_bytes))
        with v.loop(start, stop, tokens) as token:
            which = [least(v, b.add(token, long(n)), b.sub(stop, long(1))) for n in range(tokens)]
            acts = [v.at(b.inttoptr(args["acts"], POINTER), b.mul(each, args["act_step"])) for each in which]
            _tile(v, kind, weights, args["units"], acts, room)
            for n, each in enumerate(which):
                row = v.at(b.inttoptr(args["out"], POINTER), b.mul(each, args["out_step"]))
                _store(v, row, b.mul(tile, long(TILE)), args["outputs"], room[n])
    b.ret_void()
    return frame.module


def _tile(v: Lanes, kind: str, weights: Value, units: Value, tokens: list[Value], room: list[list[Value]]) -> None:
    """All of a tile's columns, summed into `room` [tokens][parts]."""
    b = v.b
    for parts in room:
        for each in parts:
            b.store(v.const_float(0.0), each)
    layout = LAYOUTS[kind]
    with v.loop(long(0), units) as unit:
        tile = v.at(weights, b.mul(unit, long(layout.unit_bytes)))
        column = b.mul(unit, long(layout.unit))
        if isinstance(UNITS[kind], Dense):
            acts = [v.at(each, b.mul(column, long(4))) for each in tokens]
        else:
            acts = [_act(v, each, column) for each in tokens]
        for part in range(v.parts):
            sums = UNITS[kind].unit(v, tile, part, acts, [b.load(parts[part]) for parts in room])
            for total, parts in zip(sums, room, strict=True):
                b.store(total, parts[part])


def _act(v: Lanes, token: Value, column: Value) -> Act:
    b = v.b
    record = b.mul(b.lshr(column, long(8)), long(records.BYTES))
    within = b.and_(column, long(records.COLUMNS - 1))
    codes = v.at(token, b.add(record, within))
    return Act(codes, v.at(token, b.add(record, b.lshr(within, long(3)))))


def _store(v: Lanes, row: Value, first: Value, outputs: Value, parts: list[Value]) -> None:
    """The tile's sums to a token's row, but none behind its end."""
    b = v.b
    numbers = ir.Constant(v.ints, list(range(v.width)))
    for part, room in enumerate(parts):
        at = b.add(first, long(part * v.width))
        left = b.trunc(b.sub(outputs, at), INT)
        nothing = ir.Constant(ir.VectorType(INT, v.width), ir.Undefined)
        lefts = b.shuffle_vector(b.insert_element(nothing, left, ir.Constant(INT, 0)), nothing, v.const(0))
        mask = b.icmp_signed("<", numbers, lefts)
        where = b.bitcast(v.at(row, b.mul(at, long(4))), v.floats.as_pointer())
        v.call(f"llvm.masked.store.v{v.width}f32.p0", ir.VoidType(), b.load(room), where, ir.Constant(INT, 4), mask)
