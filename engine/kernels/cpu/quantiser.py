"""Groups of 32 activations to int8, and their scaled sums to digits, as vector instructions that any CPU has.

Plain loops leave LLVM to guess which memory overlaps, and come out five times as slow. Offsets are `records.py`'s.
"""

from __future__ import annotations

from typing import Any

from llvmlite import ir
from numba import types

from engine.kernels.cpu.kernel import intrinsic
from engine.kernels.cpu.lanes import BYTE, FLOAT, INT, Value, call

SMALLEST = 1e-30  # below it a group is zero, since 127 / it must be finite
HIGHEST = float(1 << 22)  # of a sum in steps: eight of them, times a min of 63, stay below 2^31
ROUND = 12582912.0  # 1.5 * 2^23: added to a small float, it leaves the nearest whole number in the low bits
ROUND_BITS = 0x4B400000


@intrinsic
def quantise_group(typing: Any, x: Any, record: Any, group: Any) -> Any:
    """32 floats at `x` to a record's group: codes, scale and sums."""

    def emit(context: Any, b: Any, signature: Any, args: Any) -> Value:
        x, record, group = args
        _group(b, [_load(b, x, 64 * half, FLOAT, 16) for half in range(2)], record, group)
        return context.get_dummy_value()

    return types.void(types.intp, types.intp, types.intp), emit


@intrinsic
def quantise_some(typing: Any, x: Any, record: Any, group: Any, start: Any, stop: Any) -> Any:
    """The same, but floats before `start` and from `stop` on are zeros, and not read."""

    def emit(context: Any, b: Any, signature: Any, args: Any) -> Value:
        x, record, group, start, stop = args
        halves = [masked_load(b, x, first, start, stop) for first in (0, 16)]
        _group(b, halves, record, group)
        return context.get_dummy_value()

    return types.void(*[types.intp] * 5), emit


@intrinsic
def split_sums(typing: Any, record: Any) -> Any:
    """A record's eight scaled sums to a step and three digits of base 256 each."""

    def emit(context: Any, b: Any, signature: Any, args: Any) -> Value:
        (record,) = args
        sums = _load(b, record, 416, FLOAT, 8)
        most, inverse = _largest(b, [sums], HIGHEST)
        b.store(b.fmul(most, ir.Constant(FLOAT, 1 / HIGHEST)), _pointer(b, record, 312, FLOAT)).align = 4
        b.store(ir.Constant(INT, 0), _pointer(b, record, 316, INT)).align = 4  # the one word that means nothing
        steps = _rounded(b, b.fmul(sums, _every(b, inverse, 8)))
        for at in (304, 296, 288):  # the lowest first; each is signed, so the rest is rounded and not cut
            digit = b.trunc(steps, ir.VectorType(BYTE, 8))
            b.store(digit, _pointer(b, record, at, digit.type)).align = 1
            rest = b.sub(steps, b.sext(digit, steps.type))
            steps = b.ashr(rest, ir.Constant(steps.type, [8] * 8))
        return context.get_dummy_value()

    return types.void(types.intp), emit


def masked_load(b: Any, x: Value, first: int, start: Value, stop: Value) -> Value:
    """Floats number `first` to `first` + 15 at address `x`; zeros, unread, before `start` and from `stop` on."""
    floats, ints = ir.VectorType(FLOAT, 16), ir.VectorType(INT, 16)
    number = ir.Constant(ints, list(range(first, first + 16)))
    low, high = (_every(b, b.trunc(each, INT), 16) for each in (start, stop))
    held = b.and_(b.icmp_signed(">=", number, low), b.icmp_signed("<", number, high))
    at = _pointer(b, x, 4 * first, floats)
    return call(b, "llvm.masked.load.v16f32.p0", floats, at, ir.Constant(INT, 4), held, ir.Constant(floats, [0.0] * 16))


def _group(b: Any, halves: list[Value], record: Value, group: Value) -> None:
    most, inverse = _largest(b, halves, 127.0)
    scale = b.fmul(most, ir.Constant(FLOAT, 1 / 127))
    sums = []
    for half, x in enumerate(halves):
        codes = _rounded(b, b.fmul(x, _every(b, inverse, 16)))
        to = _place(b, record, group, 32, 16 * half)
        b.store(b.trunc(codes, ir.VectorType(BYTE, 16)), _pointer(b, to, 0, ir.VectorType(BYTE, 16))).align = 1
        sums.append(call(b, "llvm.vector.reduce.add.v16i32", INT, codes))
        _put(b, _place(b, record, group, 8, 320 + 4 * half), b.mul(sums[-1], ir.Constant(INT, -32)))
    total = b.add(*sums)
    _put(b, _place(b, record, group, 4, 256), scale)
    _put(b, _place(b, record, group, 4, 384), b.mul(total, ir.Constant(INT, -8)))
    _put(b, _place(b, record, group, 4, 416), b.fmul(scale, b.sitofp(total, FLOAT)))


def _largest(b: Any, vectors: list[Value], top: float) -> tuple[Value, Value]:
    """The largest magnitude, or 0 if it is too small; and `top` / it, or 0. NaN is larger than any number."""
    width = vectors[0].type.count
    ints = ir.VectorType(INT, width)
    # Without their signs floats order as integers do, and NaN gets through.
    sizes = [b.and_(b.bitcast(each, ints), ir.Constant(ints, [0x7FFFFFFF] * width)) for each in vectors]
    size = sizes[0]
    for each in sizes[1:]:
        size = b.select(b.icmp_signed(">", each, size), each, size)
    most = b.bitcast(call(b, f"llvm.vector.reduce.smax.v{width}i32", INT, size), FLOAT)
    zero = ir.Constant(FLOAT, 0.0)
    small = b.fcmp_ordered("<", most, ir.Constant(FLOAT, SMALLEST))
    return b.select(small, zero, most), b.select(small, zero, b.fdiv(ir.Constant(FLOAT, top), most))


def _rounded(b: Any, x: Value) -> Value:
    """To the nearest whole numbers, ties to even: |x| below 2^22."""
    width = x.type.count
    ints = ir.VectorType(INT, width)
    raised = b.fadd(x, ir.Constant(x.type, [ROUND] * width))
    return b.sub(b.bitcast(raised, ints), ir.Constant(ints, [ROUND_BITS] * width))


def _place(b: Any, record: Value, group: Value, size: int, offset: int) -> Value:
    """The address of a group's `size` bytes in the part of a record that begins at `offset`."""
    return b.add(record, b.add(b.mul(group, ir.Constant(group.type, size)), ir.Constant(group.type, offset)))


def _pointer(b: Any, address: Value, offset: int, kind: Any) -> Value:
    return b.inttoptr(b.add(address, ir.Constant(address.type, offset)), kind.as_pointer())


def _put(b: Any, address: Value, value: Value) -> None:
    b.store(value, _pointer(b, address, 0, value.type)).align = 4


def _load(b: Any, address: Value, offset: int, kind: Any, width: int) -> Value:
    loaded = b.load(_pointer(b, address, offset, ir.VectorType(kind, width)))
    loaded.align = 4
    return loaded


def _every(b: Any, x: Value, width: int) -> Value:
    nothing = ir.Constant(ir.VectorType(x.type, width), ir.Undefined)
    first = b.insert_element(nothing, x, ir.Constant(INT, 0))
    return b.shuffle_vector(first, nothing, ir.Constant(ir.VectorType(INT, width), [0] * width))
