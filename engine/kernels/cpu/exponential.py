"""exp and tanh in f32, without branches and calls, so that loops over them become vectors."""

from __future__ import annotations

from typing import Any

import numpy as np
from llvmlite import ir
from numba import types

from engine.kernels.cpu.kernel import compiled_in_order, intrinsic

LOWEST, HIGHEST = np.float32(-87.0), np.float32(88.0)  # beyond, 2^n has no normal f32
LOG2_E = np.float32(1.4426950408889634)
# ln 2 in two parts: whole multiples of the first are exact.
LN2_HIGH, LN2_LOW = np.float32(0.693359375), np.float32(-2.12194440e-4)
HALF, ONE, TWO = np.float32(0.5), np.float32(1), np.float32(2)
E3, E4, E5, E6, E7 = (np.float32(1 / factorial) for factorial in (6, 24, 120, 720, 5040))
# tanh x = x (1 - x^2/3 + 2x^4/15 - 17x^6/315 + 62x^8/2835 - ...)
T2, T4, T6, T8 = (np.float32(value) for value in (-1 / 3, 2 / 15, -17 / 315, 62 / 2835))
SMALL = np.float32(0.25)


@intrinsic
def _power_of_two(typing: Any, exponent: Any) -> Any:
    """2^n for a whole f32 n from -126 to 127: the bits of its exponent."""

    def emit(context: Any, builder: Any, signature: Any, args: Any) -> Any:
        word = ir.IntType(32)
        biased = builder.add(builder.fptosi(args[0], word), ir.Constant(word, 127))
        return builder.bitcast(builder.shl(biased, ir.Constant(word, 23)), ir.FloatType())

    return types.float32(types.float32), emit


@compiled_in_order
def exponential(x: Any) -> Any:
    """e^x within 2e-7 of it, relatively; below -87 it is 1.6e-38 and above 88 it is 1.7e38."""
    x = min(max(x, LOWEST), HIGHEST)
    n = np.rint(x * LOG2_E)
    r = x - n * LN2_HIGH - n * LN2_LOW  # at most ln 2 / 2 in size
    series = r * (E3 + r * (E4 + r * (E5 + r * (E6 + r * E7))))
    return (ONE + r + r * r * (HALF + series)) * _power_of_two(n)


@compiled_in_order
def hyperbolic_tangent(x: Any) -> Any:
    """tanh x within 4e-7 of it, relatively."""
    square = x * x
    near = x * (ONE + square * (T2 + square * (T4 + square * (T6 + square * T8))))
    far = ONE - TWO / (exponential(TWO * abs(x)) + ONE)
    return near if abs(x) < SMALL else (far if x > 0 else -far)
