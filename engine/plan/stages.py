"""A stage from shares. `none` and `tensor` are one such stage, `layer` and mixtures a row of them."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from engine.gguf.facts import ModelFacts
from engine.plan.divide import Weight, divide
from engine.plan.types import Range, Split, Stage
from engine.plan.units import head_unit, mlp_unit


def shared_stage(
    facts: ModelFacts,
    layers: Range,
    ranks: Sequence[int],
    weights: Sequence[Weight],
    grain: int = 1,
    *,
    soonest: bool = False,
) -> Stage:
    """A stage whose ranks share every one of its layers in proportion to `weights`.

    One split per distinct total among the layers. The stage with the last layer also shares the vocabulary. Rows of
    weights are cut at multiples of `grain` values, and never inside a quantised group. `soonest`: see `divide`.
    """
    shapes = [facts.layers[layer] for layer in range(*layers)]
    cut = partial(divide, soonest=soonest)
    splits = [
        Split("query heads", heads, cut(heads, weights, head_unit(facts, layers, heads, grain)))
        for heads in dict.fromkeys(shape.heads for shape in shapes)
    ]
    splits += [
        Split("MLP channels", channels, cut(channels, weights, mlp_unit(facts, layers, channels, grain)))
        for channels in dict.fromkeys(shape.ffn for shape in shapes)
    ]
    if layers.stop == len(facts.layers):
        splits.append(Split("vocabulary rows", facts.vocabulary, cut(facts.vocabulary, weights)))
    return Stage(layers, tuple(ranks), tuple(splits))
