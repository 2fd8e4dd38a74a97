"""Codes of four bits to the bytes that a table of sixteen has for them: by whichever shuffle the level has."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from llvmlite import ir

from engine.kernels.cpu.features import Dot
from engine.kernels.cpu.lanes import Lanes, Value

Table = Sequence[int]  # sixteen unsigned bytes
SHUFFLES = {8: "llvm.x86.avx2.pshuf.b", 16: "llvm.x86.avx512.pshuf.b.512"}  # by lanes; within every 16 bytes


def lookup(v: Lanes, codes: Value, table: Table) -> Value:
    """`codes`: dwords of four bytes from 0 to 15."""
    found = _LOOKUPS[v.level.dot](v, v.b.bitcast(codes, v.bytes), table)
    return v.b.bitcast(found, v.ints)


def _shuffle(v: Lanes, codes: Value, table: Table) -> Value:
    return v.call(SHUFFLES[v.width], v.bytes, ir.Constant(v.bytes, [*table] * (v.width // 4)), codes)


def _neon(v: Lanes, codes: Value, table: Table) -> Value:
    """Not yet run on any CPU."""
    return v.call("llvm.aarch64.neon.tbl1.v16i8", v.bytes, ir.Constant(v.bytes, [*table]), codes)


def _select(v: Lanes, codes: Value, table: Table) -> Value:
    def every(value: int) -> Value:
        return ir.Constant(v.bytes, [value] * v.bytes.count)

    found = every(table[0])
    for code, entry in enumerate(table[1:], 1):
        found = v.b.select(v.b.icmp_unsigned("==", codes, every(code)), every(entry), found)
    return found


_LOOKUPS: Mapping[Dot, Callable[[Lanes, Value, Table], Value]] = {
    "vnni": _shuffle,
    "maddubs": _shuffle,
    "sdot": _neon,
    "plain": _select,
}
