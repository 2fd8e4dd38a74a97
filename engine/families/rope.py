"""Rotary frequencies from a family's rope settings, with llama.cpp's rules for linear scaling and YaRN."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from math import ceil, floor, log, pi

from engine.families.config import Rope, UnsupportedModel, Yarn
from engine.families.metadata import number, text
from engine.gguf.facts import ModelFacts
from engine.sentence import QT_TRANSLATE_NOOP

PARTLY = QT_TRANSLATE_NOOP(
    "engine",
    "{name} rotates {dims} of {length} values of a head, which is not supported for {architecture} models: try another "
    "file of this model.",
)
SCALING = QT_TRANSLATE_NOOP("engine", "{name} scales its positions by {scaling}, which is not supported yet.")
FACTORS = QT_TRANSLATE_NOOP("engine", "{name} has {count} factors in {tensor} for {pairs} rotated pairs.")
ALONE = QT_TRANSLATE_NOOP("engine", "{name} has {tensor} without its counterpart: convert it anew.")

LEAST_BASE = 1.001  # at a base of 1 all pairs turn alike, and YaRN has none to blend
FACTOR_TENSORS = ("rope_freqs.weight", "rope_factors_short.weight", "rope_factors_long.weight")


def rope_frequencies(rope: Rope, factors: Sequence[float] | None = None) -> tuple[float, ...]:
    """The angle per position of each rotated pair: dims/2 numbers, the fastest first.

    `factors` are the values of `rope.factors_tensor`, one divisor per pair.
    Raises ValueError if there are not dims/2 of them.
    """
    pairs = rope.dims // 2
    if factors is not None and len(factors) != pairs:
        raise ValueError(f"{len(factors)} rope factors for {pairs} pairs")
    plain = [rope.base ** (-2 * i / rope.dims) / (factors[i] if factors else 1.0) for i in range(pairs)]
    if rope.yarn is None:
        return tuple(frequency / rope.factor for frequency in plain)
    first, last = _blend(rope, rope.yarn)
    mixed = []
    for i, frequency in enumerate(plain):
        keep = 1 - min(1.0, max(0.0, (i - first) / max(0.001, last - first)))
        mixed.append(frequency / rope.factor * (1 - keep) + frequency * keep)
    return tuple(mixed)


def rope_magnitude(rope: Rope) -> float:
    """What cosine and sine are multiplied by: 1 unless YaRN or the file says otherwise."""
    if rope.yarn is None:
        return rope.attention_factor
    grown = _grown(rope.factor, 1.0)
    if rope.yarn.log_multiplier:
        grown /= _grown(rope.factor, rope.yarn.log_multiplier)
    return grown * rope.attention_factor


def rotated(facts: ModelFacts, layer: int, *, partly: bool = False) -> int:
    """How many values of a layer's heads are rotated: `rope.dimension_count`, or all of them.

    Raises UnsupportedModel if that is not an even part of a head, or less than all without `partly`.
    """
    length = facts.layers[layer].key_length
    dims = int(number(facts, "rope.dimension_count", length))
    if not 2 <= dims <= length or dims % 2 or (dims < length and not partly):
        raise UnsupportedModel(
            PARTLY.format(name=facts.name, dims=dims, length=length, architecture=facts.architecture)
        )
    return dims


def rope_from_metadata(facts: ModelFacts, style: str, dims: int, *, tuned: bool = False) -> Rope:
    """The rope that `{architecture}.rope.*` and the tensors of factors describe.

    `tuned`: the `yarn_*` keys count too. llama.cpp looks at them in few families, and never at `yarn_ext_factor`.
    A LongRoPE file has two tensors of factors; with a context longer than the one that the model was first
    trained for, the long ones count for every position, as in llama.cpp.
    Raises UnsupportedModel for an unknown scaling, and for factors that do not match `dims`.
    """
    base = number(facts, "rope.freq_base", 10000.0, least=LEAST_BASE)
    factor = number(facts, "rope.scaling.factor", number(facts, "rope.scale_linear", 0.0)) or 1.0
    scaling = text(facts, "rope.scaling.type", "linear")
    if scaling not in ("none", "linear", "yarn", "longrope"):
        raise UnsupportedModel(SCALING.format(name=facts.name, scaling=scaling))
    short, long = _factor_tensors(facts, dims)
    return Rope(
        style="norm" if style == "norm" else "neox",
        dims=dims,
        base=base,
        factor=1.0 if scaling == "none" else factor,
        yarn=_yarn(facts, tuned) if scaling == "yarn" else None,
        attention_factor=number(facts, "rope.scaling.attn_factor", 1.0),
        factors_tensor=short,
        long_factors_tensor=long,
        original_context=original_context(facts) if long else 0,
    )


def _factor_tensors(facts: ModelFacts, dims: int) -> tuple[str | None, str | None]:
    """The names of the tensor of factors and of that for long contexts."""
    found = [name for name in FACTOR_TENSORS if name in facts.tensors]
    for name in found:
        if facts.tensors[name].shape != (dims // 2,):
            count = facts.tensors[name].shape[0]
            raise UnsupportedModel(FACTORS.format(name=facts.name, count=count, tensor=name, pairs=dims // 2))
    if found[:1] == ["rope_freqs.weight"]:
        return found[0], None
    if len(found) == 1:
        raise UnsupportedModel(ALONE.format(name=facts.name, tensor=found[0]))
    return (found[0], found[1]) if found else (None, None)


def original_context(facts: ModelFacts) -> int:
    """The tokens that the model was trained for before its context was stretched."""
    return int(number(facts, "rope.scaling.original_context_length", facts.context, least=1))


def _yarn(facts: ModelFacts, tuned: bool) -> Yarn:
    yarn = Yarn(original_context(facts))
    if not tuned:
        return yarn
    return replace(
        yarn,
        beta_fast=number(facts, "rope.scaling.yarn_beta_fast", yarn.beta_fast, least=1e-3),
        beta_slow=number(facts, "rope.scaling.yarn_beta_slow", yarn.beta_slow, least=1e-3),
        log_multiplier=number(facts, "rope.scaling.yarn_log_multiplier", yarn.log_multiplier),
    )


def _blend(rope: Rope, yarn: Yarn) -> tuple[int, int]:
    """The pairs between which interpolation takes over from extrapolation."""

    def pair(rotations: float) -> float:
        return rope.dims * log(yarn.original_context / (rotations * 2 * pi)) / (2 * log(rope.base))

    return max(0, floor(pair(yarn.beta_fast))), min(rope.dims - 1, ceil(pair(yarn.beta_slow)))


def _grown(factor: float, multiplier: float) -> float:
    return 1.0 if factor <= 1 else 0.1 * multiplier * log(factor) + 1.0
