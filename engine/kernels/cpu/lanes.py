"""Vectors of one lane per row, as LLVM instructions: the vocabulary in which the products are written.

Everything is emitted for `level.lanes` rows at a time; a tile's 16 rows are done in as many parts.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from functools import cache
from typing import Any

from llvmlite import ir

from engine.kernels.cpu.features import Level
from engine.kernels.cpu.layout import LINE, TILE

Value = Any  # of llvmlite, which has no types of its own

BYTE, SHORT, INT, LONG = (ir.IntType(bits) for bits in (8, 16, 32, 64))
FLOAT, HALF = ir.FloatType(), ir.HalfType()
POINTER = BYTE.as_pointer()


@cache
def long(value: int) -> Value:
    return ir.Constant(LONG, value)


@cache
def _everywhere(kind: Any, width: int, value: Any) -> Value:
    return ir.Constant(ir.VectorType(kind, width), value if value is ir.Undefined else [value] * width)


def call(b: Any, name: str, result: Any, *args: Value) -> Value:
    """A call of an LLVM intrinsic by its full name."""
    function = b.module.globals.get(name)
    if function is None:
        function = ir.Function(b.module, ir.FunctionType(result, [each.type for each in args]), name)
    return b.call(function, args)


class Lanes:
    """An instruction builder that knows a level's vectors: i32 `ints`, f32 `floats`, i8 `bytes`."""

    def __init__(self, builder: ir.IRBuilder, level: Level) -> None:
        self.b = builder
        self.level = level
        self.width = level.lanes
        self.parts = TILE // level.lanes
        self.ints, self.floats, self.halves, self.shorts = (
            ir.VectorType(each, self.width) for each in (INT, FLOAT, HALF, SHORT)
        )
        self.bytes = ir.VectorType(BYTE, 4 * self.width)

    def const(self, value: int) -> Value:
        """A dword in every lane."""
        return _everywhere(INT, self.width, value - (1 << 32) if value >> 31 and value > 0 else value)

    def const_float(self, value: float) -> Value:
        return _everywhere(FLOAT, self.width, value)

    def at(self, pointer: Value, offset: int | Value) -> Value:
        return self.b.gep(pointer, [long(offset) if isinstance(offset, int) else offset])

    def load(self, pointer: Value, offset: int, kind: Any = None) -> Value:
        """A vector at any address."""
        kind = kind or self.ints
        loaded = self.b.load(self.b.bitcast(self.at(pointer, offset), kind.as_pointer()))
        loaded.align = 1
        return loaded

    def ask_for(self, pointer: Value, number: int) -> None:
        """Have the line that lies `level.ahead` bytes behind this one brought to the second-level cache."""
        where = self.at(pointer, LINE * number + self.level.ahead)
        self.call("llvm.prefetch.p0", ir.VoidType(), where, *(ir.Constant(INT, each) for each in (0, 2, 1)))

    def line(self, pointer: Value, number: int, part: int, kind: Any = None, again: bool = False) -> Value:
        """This part's rows of a line; `again`: of one that has been read."""
        if part == 0 and not again:
            self.ask_for(pointer, number)
        return self.load(pointer, LINE * number + 4 * self.width * part, kind)

    def every(self, pointer: Value, offset: int, kind: Any = INT) -> Value:
        """The dword at an address in every lane: an operand of the instruction that uses it, not one of its own."""
        loaded = self.b.load(self.b.bitcast(self.at(pointer, offset), kind.as_pointer()))
        loaded.align = 4
        nothing = _everywhere(kind, self.width, ir.Undefined)
        first = self.b.insert_element(nothing, loaded, ir.Constant(INT, 0))
        return self.b.shuffle_vector(first, nothing, self.const(0))

    def call(self, name: str, result: Any, *args: Value) -> Value:
        return call(self.b, name, result, *args)

    def masked(self, x: Value, shift: int, mask: int) -> Value:
        """x shifted right by `shift` bits (left if negative), then only the bits of `mask`."""
        if shift > 0:
            x = self.b.lshr(x, self.const(shift))
        elif shift < 0:
            x = self.b.shl(x, self.const(-shift))
        return self.b.and_(x, self.const(mask))

    def byte(self, x: Value, number: int) -> Value:
        """One byte of each dword, as a dword."""
        return self.masked(x, 8 * number, 255)

    def to_float(self, x: Value) -> Value:
        return self.b.sitofp(x, self.floats)

    def half(self, x: Value, high: bool) -> Value:
        """The f16 in each dword's lower or upper half, as f32."""
        if self.level.fuses:
            shifted = self.b.lshr(x, self.const(16)) if high else x
            return self.b.fpext(self.b.bitcast(self.b.trunc(shifted, self.shorts), self.halves), self.floats)
        # The bits moved to where f32 has them are the number times 2^-112, subnormals too. Infinity is not kept.
        sign = self.b.shl(self.masked(x, 16 if high else 0, 0x8000), self.const(16))
        rest = self.b.shl(self.masked(x, 16 if high else 0, 0x7FFF), self.const(13))
        size = self.b.fmul(self.b.bitcast(rest, self.floats), self.const_float(2.0**112))
        return self.b.bitcast(self.b.or_(self.b.bitcast(size, self.ints), sign), self.floats)

    def multiply_add(self, x: Value, y: Value, z: Value) -> Value:
        """x * y + z."""
        if not self.level.fuses:
            return self.b.fadd(self.b.fmul(x, y), z)
        return self.call(f"llvm.fma.v{self.width}f32", self.floats, x, y, z)

    def keep_order(self) -> None:
        """No instruction, but no load moves across it. Without it LLVM scrambles the order of loads in a long body, and
        the hardware's prefetcher loses the stream: up to twice as slow from memory.
        """
        self.b.fence("acq_rel", "singlethread")

    @contextmanager
    def loop(self, start: Value, stop: Value, step: int | Value = 1) -> Iterator[Value]:
        """for index in range(start, stop, step)."""
        before = self.b.block
        head, body, end = (self.b.append_basic_block(name) for name in ("head", "body", "end"))
        self.b.branch(head)
        self.b.position_at_end(head)
        index = self.b.phi(LONG)
        index.add_incoming(start, before)
        self.b.cbranch(self.b.icmp_signed("<", index, stop), body, end)
        self.b.position_at_end(body)
        yield index
        index.add_incoming(self.b.add(index, long(step) if isinstance(step, int) else step), self.b.block)
        self.b.branch(head)
        self.b.position_at_end(end)


def least(v: Lanes, x: Value, y: Value) -> Value:
    return v.b.select(v.b.icmp_signed("<", x, y), x, y)


class Frame:
    """The LLVM function `void(args, thread, threads)` that every product is: `args` is the address of int64s in the
    order of `fields`. The caller emits the body with `lanes`, and ends it.
    """

    def __init__(self, name: str, fields: Sequence[str], level: Level) -> None:
        self.module = ir.Module(name)
        function = ir.Function(self.module, ir.FunctionType(ir.VoidType(), [LONG] * 3), name)
        b = ir.IRBuilder(function.append_basic_block("entry"))
        self.lanes = Lanes(b, level)
        address, self._thread, self._threads = function.args
        record = b.inttoptr(address, LONG.as_pointer())
        self.args = {field: b.load(b.gep(record, [long(i)])) for i, field in enumerate(fields)}

    def share(self, count: Value) -> tuple[Value, Value]:
        """The first of `count` pieces of work that are this thread's, and the next thread's first."""
        b = self.lanes.b
        first = b.sdiv(b.mul(self._thread, count), self._threads)
        return first, b.sdiv(b.mul(b.add(self._thread, long(1)), count), self._threads)
