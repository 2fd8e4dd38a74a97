"""What threads tell one another with: atomic words, and ways to wait for one.

Orders are sequentially consistent: most words are few, and the same code is then right on ARM. `load_alone` and
`store_alone` are for words that are many and tell of nothing but themselves.
"""

from __future__ import annotations

import platform
import sys
from typing import Any

from llvmlite import ir
from numba import types

from engine.kernels.cpu.kernel import intrinsic

ORDER = "seq_cst"
WORD = ir.IntType(64)

# An instruction that tells the core that it is only waiting.
PAUSE = {
    "x86_64": ("llvm.x86.sse2.pause", ()),
    "amd64": ("llvm.x86.sse2.pause", ()),
    "arm64": ("llvm.aarch64.hint", (1,)),
    "aarch64": ("llvm.aarch64.hint", (1,)),
}.get(platform.machine().lower())

give_way_to_others: Any = types.ExternalFunction(
    "SwitchToThread" if sys.platform == "win32" else "sched_yield", types.int32()
)
# Python's own locks, which are the system's and may be used without holding the interpreter's: the one way to sleep
# that every platform's interpreter brings along.
sleep_until_released: Any = types.ExternalFunction("PyThread_acquire_lock", types.int32(types.voidptr, types.int32))
release: Any = types.ExternalFunction("PyThread_release_lock", types.void(types.voidptr))


def _word(builder: Any, address: Any) -> Any:
    return builder.inttoptr(address, WORD.as_pointer())


@intrinsic
def load(typing: Any, address: Any) -> Any:
    def emit(context: Any, builder: Any, signature: Any, args: Any) -> Any:
        return builder.load_atomic(_word(builder, args[0]), ORDER, 8)

    return types.int64(types.intp), emit


@intrinsic
def store(typing: Any, address: Any, value: Any) -> Any:
    def emit(context: Any, builder: Any, signature: Any, args: Any) -> Any:
        builder.store_atomic(args[1], _word(builder, args[0]), ORDER, 8)
        return context.get_dummy_value()

    return types.void(types.intp, types.int64), emit


@intrinsic
def load_alone(typing: Any, address: Any) -> Any:
    """The whole word at once, and looked at anew each time; what was written before it need not be visible."""

    def emit(context: Any, builder: Any, signature: Any, args: Any) -> Any:
        return builder.load_atomic(_word(builder, args[0]), "monotonic", 8)

    return types.int64(types.intp), emit


@intrinsic
def store_alone(typing: Any, address: Any, value: Any) -> Any:
    """The whole word at once; `store` takes x86 as long as twenty of these."""

    def emit(context: Any, builder: Any, signature: Any, args: Any) -> Any:
        builder.store_atomic(args[1], _word(builder, args[0]), "monotonic", 8)
        return context.get_dummy_value()

    return types.void(types.intp, types.int64), emit


@intrinsic
def add(typing: Any, address: Any, value: Any) -> Any:
    """Returns what was there before."""

    def emit(context: Any, builder: Any, signature: Any, args: Any) -> Any:
        return builder.atomic_rmw("add", _word(builder, args[0]), args[1], ORDER)

    return types.int64(types.intp, types.int64), emit


@intrinsic
def exchange(typing: Any, address: Any, value: Any) -> Any:
    """Returns what was there before."""

    def emit(context: Any, builder: Any, signature: Any, args: Any) -> Any:
        return builder.atomic_rmw("xchg", _word(builder, args[0]), args[1], ORDER)

    return types.int64(types.intp, types.int64), emit


@intrinsic
def pause(typing: Any) -> Any:
    def emit(context: Any, builder: Any, signature: Any, args: Any) -> Any:
        if PAUSE is not None:
            name, values = PAUSE
            kind = ir.FunctionType(ir.VoidType(), [ir.IntType(32)] * len(values))
            hint = builder.module.declare_intrinsic(name, (), kind)
            builder.call(hint, [ir.Constant(ir.IntType(32), value) for value in values])
        return context.get_dummy_value()

    return types.void(), emit


@intrinsic
def call(typing: Any, kernel: Any, arguments: Any, thread: Any, threads: Any) -> Any:
    """Call the kernel at an address."""

    def emit(context: Any, builder: Any, signature: Any, args: Any) -> Any:
        kind = ir.FunctionType(ir.VoidType(), [WORD] * 3)
        builder.call(builder.inttoptr(args[0], kind.as_pointer()), args[1:])
        return context.get_dummy_value()

    return types.void(types.intp, types.intp, types.intp, types.intp), emit
