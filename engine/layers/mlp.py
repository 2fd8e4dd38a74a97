"""The gated MLP, or the mixture of such, on the channels that one rank holds.

Either gives this rank's part of the sub-layer's output, [rows, hidden]; the sum over ranks is the whole.
"""

from __future__ import annotations

from torch import Tensor

from engine.families.config import Activation, LayerConfig, Mixture
from engine.kernels.ops import Experts, Ops, Weight
from engine.layers.weights import Weights


class Mlp:
    """down(activation(gate) * up)."""

    def __init__(self, ops: Ops, gate: Weight, up: Weight, down: Weight, activation: Activation) -> None:
        self._ops = ops
        self._gate = gate
        self._up = up
        self._down = down
        self._activation = activation

    def __call__(self, act: Tensor) -> Tensor:
        return self._ops.linear(self._ops.gate_up(act, self._gate, self._up, self._activation), self._down)


class ExpertMlp:
    """The same of the experts that a token's router chooses, each by what it counts for.

    All ranks hold the whole router and the same activation, so they choose without a word between them.
    """

    def __init__(
        self, ops: Ops, router: Weight, gate: Experts, up: Experts, down: Experts, mixture: Mixture,
        activation: Activation,
    ) -> None:  # fmt: skip
        self._ops = ops
        self._router = router
        self._gate = gate
        self._up = up
        self._down = down
        self._mixture = mixture
        self._activation = activation

    def __call__(self, act: Tensor) -> Tensor:
        return self._ops.mixture(
            act, self._router, self._gate, self._up, self._down, self._mixture.used, self._mixture.renormalised,
            self._activation,
        )  # fmt: skip


def mlp(ops: Ops, weights: Weights, prefix: str, config: LayerConfig) -> Mlp | ExpertMlp | None:
    """The rank's share of a layer's MLP, or None if it has no channels."""
    parts = ("gate", "up", "down")
    if config.mixture is None:
        gate, up, down = (weights.matrix(f"{prefix}ffn_{part}.weight") for part in parts)
        return None if not (gate and up and down) else Mlp(ops, gate, up, down, config.activation)
    router = weights.matrix(f"{prefix}ffn_gate_inp.weight")
    gates, ups, downs = (weights.experts(f"{prefix}ffn_{part}_exps.weight") for part in parts)
    if not (router and gates and ups and downs):
        return None
    return ExpertMlp(ops, router, gates, ups, downs, config.mixture, config.activation)
