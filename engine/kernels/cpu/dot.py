"""Sums of four products of bytes per lane, added to an int32: by whichever instructions the level has.

VPDPBUSD (AVX512-VNNI, AVX-VNNI) does it at once, unsigned times signed. AVX2 adds pairs to int16 (VPMADDUBSW), where
small codes leave room to collect several before widening. ARM's SDOT is signed. Activations are never -128.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from llvmlite import ir

from engine.kernels.cpu.features import Dot
from engine.kernels.cpu.lanes import SHORT, Lanes, Value

Pairs = Sequence[tuple[Value, Value]]  # dwords of unsigned codes, dwords of activations
ROOM = 32767 // (2 * 127)  # what the largest codes of one int16's products may sum up to


def dot(v: Lanes, pairs: Pairs, top: int, start: Value | None = None) -> Value:
    """`start` + the sums of codes (0 to `top`) * activations."""
    return _DOTS[v.level.dot](v, pairs, top, v.const(0) if start is None else start)


def dot_less_128(v: Lanes, pairs: Pairs, eighths: Value) -> Value:
    """The sums of (code - 128) * activation, codes from 0 to 255; `eighths`: -8 * the activations' sum."""
    if v.level.dot in ("vnni", "plain"):
        return dot(v, pairs, 255, v.b.shl(eighths, v.const(4)))
    signed = [(v.b.xor(code, v.const(0x80808080)), act) for code, act in pairs]
    if v.level.dot == "sdot":
        return _sdot(v, signed, 127, v.const(0))
    total = v.const(0)
    for code, act in signed:  # |code| * (activation with code's sign): 128 * 127 * 2 fits
        size = v.call(f"llvm.abs.v{4 * v.width}i8", v.bytes, v.b.bitcast(code, v.bytes), ir.Constant(ir.IntType(1), 0))
        act = v.call("llvm.x86.avx2.psign.b", v.bytes, v.b.bitcast(act, v.bytes), v.b.bitcast(code, v.bytes))
        total = v.b.add(total, _widened(v, _maddubs(v, size, act)))
    return total


def _vnni(v: Lanes, pairs: Pairs, top: int, start: Value) -> Value:
    for code, act in pairs:
        start = v.call(f"llvm.x86.avx512.vpdpbusd.{32 * v.width}", v.ints, start, code, act)
    return start


def _maddubs(v: Lanes, code: Value, act: Value) -> Value:
    shorts = ir.VectorType(SHORT, 2 * v.width)
    return v.call("llvm.x86.avx2.pmadd.ub.sw", shorts, v.b.bitcast(code, v.bytes), v.b.bitcast(act, v.bytes))


def _widened(v: Lanes, shorts: Value) -> Value:
    return v.call("llvm.x86.avx2.pmadd.wd", v.ints, shorts, ir.Constant(shorts.type, [1] * (2 * v.width)))


def _avx2(v: Lanes, pairs: Pairs, top: int, start: Value) -> Value:
    at_once = max(1, ROOM // top)
    for first in range(0, len(pairs), at_once):
        few = [_maddubs(v, *pair) for pair in pairs[first : first + at_once]]
        total = few[0]
        for each in few[1:]:
            total = v.b.add(total, each)
        start = v.b.add(start, _widened(v, total))
    return start


def _sdot(v: Lanes, pairs: Pairs, top: int, start: Value) -> Value:
    for code, act in pairs:
        operands = (v.b.bitcast(each, v.bytes) for each in (code, act))
        start = v.call("llvm.aarch64.neon.sdot.v4i32.v16i8", v.ints, start, *operands)
    return start


def _plain(v: Lanes, pairs: Pairs, top: int, start: Value) -> Value:
    for code, act in pairs:
        for number in range(4):
            signed = v.b.ashr(v.b.shl(act, v.const(24 - 8 * number)), v.const(24))
            start = v.b.add(start, v.b.mul(v.byte(code, number), signed))
    return start


_DOTS: Mapping[Dot, Callable[[Lanes, Pairs, int, Value], Value]] = {
    "vnni": _vnni,
    "maddubs": _avx2,
    "sdot": _sdot,
    "plain": _plain,
}
