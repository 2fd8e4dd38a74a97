"""The gated MLP's activation."""

from __future__ import annotations

from typing import Any

import numpy as np

from engine.families.config import Activation
from engine.kernels.cpu.exponential import HALF, ONE, exponential, hyperbolic_tangent
from engine.kernels.cpu.kernel import Kernel, compiled, record
from engine.kernels.cpu.memory import arguments, floats
from engine.kernels.cpu.share import grained_start

FIELDS = record("gate", "up", "out", "count")

SQRT_2_OVER_PI = np.float32(np.sqrt(2 / np.pi))
CUBIC = np.float32(0.044715)


@compiled
def _silu(x: Any) -> Any:
    return x / (ONE + exponential(-x))


@compiled
def _gelu_tanh(x: Any) -> Any:
    return HALF * x * (ONE + hyperbolic_tangent(SQRT_2_OVER_PI * (x + CUBIC * x * x * x)))


def _silu_gate(address: int, thread: int, threads: int) -> None:
    a = arguments(address, FIELDS)
    gate, up, out, count = floats(a.gate), floats(a.up), floats(a.out), a.count
    for i in range(grained_start(count, thread, threads), grained_start(count, thread + 1, threads)):
        out[i] = _silu(gate[i]) * up[i]


def _gelu_tanh_gate(address: int, thread: int, threads: int) -> None:
    a = arguments(address, FIELDS)
    gate, up, out, count = floats(a.gate), floats(a.up), floats(a.out), a.count
    for i in range(grained_start(count, thread, threads), grained_start(count, thread + 1, threads)):
        out[i] = _gelu_tanh(gate[i]) * up[i]


gated: dict[Activation, Kernel] = {
    "silu": Kernel(_silu_gate, FIELDS),
    "gelu_tanh": Kernel(_gelu_tanh_gate, FIELDS),
}
"""out = activation(gate) * up, `count` values of f32; `out` may be `gate` or `up`, but is then four times as slow: LLVM
makes vectors only of what does not overlap."""
