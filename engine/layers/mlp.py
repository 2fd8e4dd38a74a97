"""The gated MLP on the channels that one rank holds."""

from __future__ import annotations

from torch import Tensor

from engine.families.config import Activation
from engine.kernels.ops import Ops, Weight


class Mlp:
    """down(activation(gate) * up): this rank's part of it, [rows, hidden]; the sum over ranks is the whole."""

    def __init__(self, ops: Ops, gate: Weight, up: Weight, down: Weight, activation: Activation) -> None:
        self._ops = ops
        self._gate = gate
        self._up = up
        self._down = down
        self._activation = activation

    def __call__(self, act: Tensor) -> Tensor:
        return self._ops.linear(self._ops.gate_up(act, self._gate, self._up, self._activation), self._down)
