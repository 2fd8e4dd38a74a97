"""f16 and f32: emitters of the conversions, of numbers and vectors alike.

x86 before 2012 has no instruction for them, and LLVM would call a function that numba does not bring: there the bits
are moved. The bits of an f16, moved to where f32 has them, are the number times 2^-112, subnormals too; infinity and
NaN are not kept.
"""

from __future__ import annotations

from typing import Any

from llvmlite import ir

MOST = 65504.0  # the largest f16
SCALE = 2.0**112
FLOAT, HALF, INT, SHORT = ir.FloatType(), ir.HalfType(), ir.IntType(32), ir.IntType(16)


def native(context: Any) -> bool:
    """Whether the CPU that numba generates code for has the instructions."""
    triple, _, features = context.codegen().magic_tuple()
    return not triple.startswith(("x86", "i386", "i686")) or "+f16c" in features.split(",")


def widened(context: Any, builder: Any, halves: Any) -> Any:
    """f16 to f32."""
    floats = _like(halves, FLOAT)
    if native(context):
        return builder.fpext(halves, floats)
    bits = builder.zext(builder.bitcast(halves, _like(halves, SHORT)), _like(halves, INT))
    size = builder.shl(builder.and_(bits, _every(bits, 0x7FFF)), _every(bits, 13))
    sign = builder.shl(builder.and_(bits, _every(bits, 0x8000)), _every(bits, 16))
    scaled = builder.fmul(builder.bitcast(size, floats), ir.Constant(floats, _repeated(floats, SCALE)))
    return builder.bitcast(builder.or_(builder.bitcast(scaled, bits.type), sign), floats)


def narrowed(context: Any, builder: Any, value: Any) -> Any:
    """One f32 to the nearest f16. What is beyond them all becomes the largest of its sign, never infinite."""
    for beyond, most in ((">", MOST), ("<", -MOST)):
        limit = ir.Constant(FLOAT, most)
        value = builder.select(builder.fcmp_ordered(beyond, value, limit), limit, value)
    if native(context):
        return builder.fptrunc(value, HALF)
    bits = builder.bitcast(value, INT)
    sign = builder.and_(builder.lshr(bits, _every(bits, 16)), _every(bits, 0x8000))
    size = builder.bitcast(builder.and_(bits, _every(bits, 0x7FFFFFFF)), FLOAT)
    scaled = builder.bitcast(builder.fmul(size, ir.Constant(FLOAT, 1 / SCALE)), INT)
    odd = builder.and_(builder.lshr(scaled, _every(bits, 13)), _every(bits, 1))
    rounded = builder.add(scaled, builder.add(odd, _every(bits, 0xFFF)))  # to nearest, ties to even
    half = builder.or_(builder.lshr(rounded, _every(bits, 13)), sign)
    return builder.bitcast(builder.trunc(half, SHORT), HALF)


def _like(value: Any, element: Any) -> Any:
    """The type of as many elements as `value` has."""
    return ir.VectorType(element, value.type.count) if isinstance(value.type, ir.VectorType) else element


def _every(like: Any, number: int) -> Any:
    return ir.Constant(like.type, _repeated(like.type, number))


def _repeated(kind: Any, number: float) -> Any:
    return [number] * kind.count if isinstance(kind, ir.VectorType) else number
