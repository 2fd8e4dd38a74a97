"""The gated MLP, or the mixture of such, on the channels that one rank holds.

Either gives this rank's part of the sub-layer's output, [rows, hidden]; the sum over ranks is the whole.
"""

from __future__ import annotations

from torch import Tensor

from engine.families.config import Activation, LayerConfig
from engine.kernels.ops import Experts, Norm, Ops, Router, Weight
from engine.layers.weights import Weights


class Mlp:
    """down(activation(gate) * up)."""

    def __init__(self, ops: Ops, gate: Weight, up: Weight, down: Weight, activation: Activation) -> None:
        self._ops = ops
        self._gate = gate
        self._up = up
        self._down = down
        self._activation = activation

    def __call__(self, act: Tensor, _: Tensor) -> Tensor:
        return self._ops.linear(self._ops.gate_up(act, self._gate, self._up, self._activation), self._down)


class ExpertMlp:
    """The same of the experts that a token's router chooses, each by what it counts for.

    All ranks hold the whole router and the same residual, so they choose without a word between them.
    """

    def __init__(
        self, ops: Ops, router: Router, gate: Experts, up: Experts, down: Experts, activation: Activation
    ) -> None:
        self._ops = ops
        self._router = router
        self._gate = gate
        self._up = up
        self._down = down
        self._activation = activation

    def __call__(self, act: Tensor, residual: Tensor) -> Tensor:
        return self._ops.mixture(act, residual, self._router, self._gate, self._up, self._down, self._activation)


def mlp(ops: Ops, weights: Weights, prefix: str, config: LayerConfig, norm: Norm) -> Mlp | ExpertMlp | None:
    """The rank's share of a layer's MLP, behind `norm`; None if it has no channels. Called with the normed residual and
    the residual."""
    parts = ("gate", "up", "down")
    if config.mixture is None:
        gate, up, down = (weights.matrix(f"{prefix}ffn_{part}.weight") for part in parts)
        return None if not (gate and up and down) else Mlp(ops, gate, up, down, config.activation)
    router = weights.matrix(f"{prefix}ffn_gate_inp.weight")
    gates, ups, downs = (weights.experts(f"{prefix}ffn_{part}_exps.weight") for part in parts)
    if not (router and gates and ups and downs):
        return None
    chooses = Router(router, norm, config.mixture.used, config.mixture.renormalised)
    return ExpertMlp(ops, chooses, gates, ups, downs, config.activation)
