"""AMX (Intel, since 2023): registers of 16 rows of 64 bytes, and their matrix products, as LLVM instructions.

Tile registers are numbered 0 to 7. All are set up alike: 16 rows of 64 bytes.
"""

from __future__ import annotations

import struct
from typing import Any

from llvmlite import ir

from engine.kernels.cpu.lanes import BYTE, Lanes, Value, long

ROWS, ROW_BYTES = 16, 64
TILE_BYTES = ROWS * ROW_BYTES
# Palette 1; then from byte 16 on the bytes of a row and from byte 48 on the rows, for eight registers.
CONFIGURATION = struct.pack("<BB14x8H16x8B8x", 1, 0, *[ROW_BYTES] * 8, *[ROWS] * 8)


def begin(v: Lanes) -> None:
    """Set the registers up; to be called in the function's first block."""
    room = v.b.alloca(BYTE, len(CONFIGURATION))
    room.align = 64
    stored = v.b.store(ir.Constant(ir.ArrayType(BYTE, 64), bytearray(CONFIGURATION)), _as(v, room, 64))
    stored.align = 64
    v.call("llvm.x86.ldtilecfg", ir.VoidType(), room)


def end(v: Lanes) -> None:
    v.call("llvm.x86.tilerelease", ir.VoidType())


def clear(v: Lanes, tile: int) -> None:
    v.call("llvm.x86.tilezero", ir.VoidType(), _number(tile))


def load(v: Lanes, tile: int, pointer: Value, stride: Value | int = ROW_BYTES) -> None:
    """Rows lie `stride` bytes apart."""
    v.call("llvm.x86.tileloadd64", ir.VoidType(), _number(tile), pointer, _long(stride))


def store(v: Lanes, tile: int, pointer: Value, stride: Value) -> None:
    v.call("llvm.x86.tilestored64", ir.VoidType(), _number(tile), pointer, _long(stride))


def multiply_add(v: Lanes, total: int, a: int, b: int) -> None:
    """total[m][n] += the sum over k of a[m][k] * b[k / 2][2 n + k % 2]: bf16 with f32 sums, 32 ks."""
    v.call("llvm.x86.tdpbf16ps", ir.VoidType(), *(_number(each) for each in (total, a, b)))


def _number(tile: int) -> Value:
    return ir.Constant(BYTE, tile)


def _long(value: Value | int) -> Value:
    return long(value) if isinstance(value, int) else value


def _as(v: Lanes, pointer: Value, size: int) -> Any:
    return v.b.bitcast(pointer, ir.ArrayType(BYTE, size).as_pointer())
