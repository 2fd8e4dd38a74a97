"""Rotary frequencies from a family's rope settings, with llama.cpp's rules for linear scaling and YaRN."""

from __future__ import annotations

from collections.abc import Sequence
from math import ceil, floor, log, pi

from engine.families.config import Rope, UnsupportedModel, Yarn
from engine.families.metadata import number, text
from engine.gguf.facts import ModelFacts


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
        keep = (1 - min(1.0, max(0.0, (i - first) / max(0.001, last - first)))) * rope.yarn.extrapolation
        mixed.append(frequency / rope.factor * (1 - keep) + frequency * keep)
    return tuple(mixed)


def rope_magnitude(rope: Rope) -> float:
    """What cosine and sine are multiplied by: 1 unless YaRN or the file says otherwise."""
    if rope.yarn is None or not rope.yarn.extrapolation:
        return rope.attention_factor
    grown = _grown(rope.factor, 1.0)
    if rope.yarn.log_multiplier:
        grown /= _grown(rope.factor, rope.yarn.log_multiplier)
    return grown * rope.attention_factor


def rope_from_metadata(facts: ModelFacts, style: str, dims: int) -> Rope:
    """The rope that `{architecture}.rope.*` describes. Raises UnsupportedModel for an unknown scaling."""
    base = number(facts, "rope.freq_base", 10000.0, least=1.0)
    factor = number(facts, "rope.scaling.factor", number(facts, "rope.scale_linear", 0.0)) or 1.0
    scaling = text(facts, "rope.scaling.type", "linear")
    if scaling not in ("none", "linear", "yarn"):
        raise UnsupportedModel(f"{facts.name} scales its positions by {scaling}, which is not supported yet.")
    return Rope(
        style="norm" if style == "norm" else "neox",
        dims=dims,
        base=base,
        factor=1.0 if scaling == "none" else factor,
        yarn=_yarn(facts) if scaling == "yarn" else None,
        attention_factor=number(facts, "rope.scaling.attn_factor", 1.0),
        factors_tensor="rope_freqs.weight" if "rope_freqs.weight" in facts.tensors else None,
    )


def _yarn(facts: ModelFacts) -> Yarn:
    return Yarn(
        original_context=int(number(facts, "rope.scaling.original_context_length", facts.context, least=1)),
        extrapolation=number(facts, "rope.scaling.yarn_ext_factor", 1.0),
        beta_fast=number(facts, "rope.scaling.yarn_beta_fast", 32.0, least=1e-3),
        beta_slow=number(facts, "rope.scaling.yarn_beta_slow", 1.0, least=1e-3),
        log_multiplier=number(facts, "rope.scaling.yarn_log_multiplier", 0.0),
    )


def _blend(rope: Rope, yarn: Yarn) -> tuple[int, int]:
    """The pairs between which interpolation takes over from extrapolation."""

    def pair(rotations: float) -> float:
        return rope.dims * log(yarn.original_context / (rotations * 2 * pi)) / (2 * log(rope.base))

    return max(0, floor(pair(yarn.beta_fast))), min(rope.dims - 1, ceil(pair(yarn.beta_slow)))


def _grown(factor: float, multiplier: float) -> float:
    return 1.0 if factor <= 1 else 0.1 * multiplier * log(factor) + 1.0
