"""Memory as kernels see it: argument records and typed pointers made from addresses."""

from __future__ import annotations

from typing import Any

from llvmlite import ir
from numba import types
from numba.np.numpy_support import carray

from engine.kernels.cpu.kernel import compiled, intrinsic


def _pointer_to(element: Any) -> Any:
    """The intrinsic address -> pointer to `element`. Pointers index like arrays, without bounds or negative indices."""

    pointer_type: Any = types.CPointer

    def pointer(typing: Any, address: Any) -> Any:
        def emit(context: Any, builder: Any, signature: Any, args: Any) -> Any:
            return builder.inttoptr(args[0], context.get_value_type(signature.return_type))

        return pointer_type(element)(types.intp), emit

    return intrinsic(pointer)


floats = _pointer_to(types.float32)
words = _pointer_to(types.int64)
half_words = _pointer_to(types.int32)
small = _pointer_to(types.int8)


@intrinsic
def untyped(typing: Any, address: Any) -> Any:
    def emit(context: Any, builder: Any, signature: Any, args: Any) -> Any:
        return builder.inttoptr(args[0], ir.IntType(8).as_pointer())

    return types.voidptr(types.intp), emit


@compiled
def arguments(address: int, record: Any) -> Any:
    """The record of type `record` at `address`; read what is needed once, before any store."""
    return carray(untyped(address), 1, record)[0]
