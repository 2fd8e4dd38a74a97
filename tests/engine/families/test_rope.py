"""Rotary frequencies against formulas written out a second way, and against llama.cpp's own arithmetic for YaRN."""

from __future__ import annotations

import math
from dataclasses import replace
from itertools import pairwise
from typing import Any

import pytest

from engine.families import UnsupportedModel
from engine.families.config import Rope, Yarn
from engine.families.rope import rope_frequencies, rope_from_metadata, rope_magnitude, rotated
from engine.gguf.facts import ModelFacts
from tests.engine.plan.models import smollm2

PLAIN = Rope("norm", 64, 10000.0)


def described(**keys: Any) -> Rope:
    metadata = {f"llama.rope.{key.replace('__', '.')}": value for key, value in keys.items()}
    return rope_from_metadata(smollm2(metadata=metadata), "norm", 64)


def test_plain_frequencies_fall_geometrically_from_one() -> None:
    found = rope_frequencies(PLAIN)
    assert len(found) == 32
    assert found[0] == 1.0
    ratios = [b / a for a, b in pairwise(found)]
    assert ratios == pytest.approx([10000 ** (-1 / 32)] * 31)
    assert rope_magnitude(PLAIN) == 1.0


def test_linear_scaling_divides_every_frequency() -> None:
    found = rope_frequencies(replace(PLAIN, factor=8.0))
    assert found == pytest.approx([frequency / 8 for frequency in rope_frequencies(PLAIN)])


def test_factors_divide_pair_by_pair() -> None:
    factors = [1.0 + i for i in range(32)]
    expected = [f / d for f, d in zip(rope_frequencies(PLAIN), factors, strict=True)]
    assert rope_frequencies(PLAIN, factors) == pytest.approx(expected)
    with pytest.raises(ValueError, match="31 rope factors for 32 pairs"):
        rope_frequencies(PLAIN, factors[1:])


def llamacpp_yarn(rope: Rope, yarn: Yarn, position: int) -> list[tuple[float, float]]:
    """Cosine and sine as llama.cpp's rope kernel and context set-up make them, step by step."""
    scale = 1 / rope.factor

    def dimension(rotations: float) -> float:
        wave = yarn.original_context / (rotations * 2 * math.pi)
        return rope.dims * math.log(wave) / (2 * math.log(rope.base))

    low = max(0.0, math.floor(dimension(yarn.beta_fast)))
    high = min(rope.dims - 1.0, math.ceil(dimension(yarn.beta_slow)))
    attention = (1 + 0.1 * math.log(rope.factor)) / (1 + 0.1 * math.log(rope.factor)) * rope.attention_factor
    theta, turned = float(position), []
    for i0 in range(0, rope.dims, 2):
        ramp = 1 - min(1.0, max(0.0, (i0 / 2 - low) / max(0.001, high - low)))
        angle = scale * theta * (1 - ramp) + theta * ramp
        magnitude = attention * (1 + 0.1 * math.log(1 / scale))
        turned.append((math.cos(angle) * magnitude, math.sin(angle) * magnitude))
        theta *= rope.base ** (-2 / rope.dims)
    return turned


@pytest.mark.parametrize("dims", [64, 128])
@pytest.mark.parametrize("base", [10000.0, 1e6])
@pytest.mark.parametrize("factor", [2.0, 40.0])
def test_yarn_turns_as_llamacpp_does(dims: int, base: float, factor: float) -> None:
    yarn = Yarn(original_context=4096)
    rope = Rope("neox", dims, base, factor=factor, yarn=yarn, attention_factor=0.9)
    magnitude = rope_magnitude(rope)
    found = [
        (math.cos(500 * frequency) * magnitude, math.sin(500 * frequency) * magnitude)
        for frequency in rope_frequencies(rope)
    ]
    for ours, theirs in zip(found, llamacpp_yarn(rope, yarn, 500), strict=True):
        assert ours == pytest.approx(theirs, abs=1e-9)
    plain = rope_frequencies(replace(rope, yarn=None, factor=1.0))
    assert rope_frequencies(rope)[0] == pytest.approx(plain[0])  # fast pairs keep turning
    assert rope_frequencies(rope)[-1] == pytest.approx(plain[-1] / factor)  # slow ones are interpolated


def test_a_log_multiplier_cancels_part_of_the_magnitude() -> None:
    rope = Rope("norm", 64, 10000.0, factor=40.0, yarn=Yarn(4096, log_multiplier=0.707))
    expected = (1 + 0.1 * math.log(40)) / (1 + 0.1 * 0.707 * math.log(40))
    assert rope_magnitude(rope) == pytest.approx(expected)


def test_metadata_names_the_scaling() -> None:
    assert described() == PLAIN
    assert described(freq_base=1e6).base == 1e6
    assert described(scaling__type="linear", scaling__factor=4.0) == replace(PLAIN, factor=4.0)
    assert described(scale_linear=2.0).factor == 2.0
    assert described(scaling__type="longrope", scaling__factor=4.0) == replace(PLAIN, factor=4.0)
    assert described(scaling__type="none", scaling__factor=4.0) == PLAIN
    assert described(scaling__factor=0.0) == PLAIN
    yarn = described(scaling__type="yarn", scaling__factor=16.0, scaling__original_context_length=2048)
    assert yarn == replace(PLAIN, factor=16.0, yarn=Yarn(2048))


def test_yarn_settings_count_where_a_family_says_so() -> None:
    keys = {"type": "yarn", "yarn_beta_fast": 16.0, "yarn_beta_slow": 2.0, "yarn_log_multiplier": 0.7}
    facts = smollm2(metadata={f"llama.rope.scaling.{key}": value for key, value in keys.items()})
    assert rope_from_metadata(facts, "norm", 64).yarn == Yarn(8192)
    assert rope_from_metadata(facts, "norm", 64, tuned=True).yarn == Yarn(8192, 16.0, 2.0, 0.7)


def with_factors(*names: str, pairs: int = 32) -> ModelFacts:
    return smollm2(extra={f"rope_{name}.weight": (pairs,) for name in names})


def test_factor_tensors_are_found() -> None:
    assert rope_from_metadata(with_factors("freqs"), "norm", 64).factors_tensor == "rope_freqs.weight"
    both = rope_from_metadata(with_factors("factors_long", "factors_short"), "norm", 64)
    assert (both.factors_tensor, both.long_factors_tensor, both.original_context) == (
        "rope_factors_short.weight", "rope_factors_long.weight", 8192,
    )  # fmt: skip


def test_factors_that_make_no_sense_are_refused_in_a_sentence() -> None:
    with pytest.raises(UnsupportedModel, match=r"rope_factors_long\.weight without its counterpart"):
        rope_from_metadata(with_factors("factors_long"), "norm", 64)
    with pytest.raises(UnsupportedModel, match=r"31 factors in rope_freqs\.weight for 32 rotated pairs"):
        rope_from_metadata(with_factors("freqs", pairs=31), "norm", 64)


def test_how_much_of_a_head_is_rotated() -> None:
    def dims(count: int, **options: bool) -> int:
        return rotated(smollm2(metadata={"llama.rope.dimension_count": count}), 0, **options)

    assert rotated(smollm2(), 0) == dims(64) == 64
    assert dims(48, partly=True) == 48
    for count in (0, 33, 66):
        with pytest.raises(UnsupportedModel, match=f"rotates {count} of 64"):
            dims(count, partly=True)
    with pytest.raises(UnsupportedModel, match="rotates 48 of 64"):
        dims(48)


@pytest.mark.parametrize(
    "keys",
    [
        {"scaling__type": "dynamic"},
        {"scaling__type": 3},
        {"freq_base": 0.0},
        {"freq_base": 1.0, "scaling__type": "yarn"},  # no pair turns slower than another
        {"freq_base": "big"},
        {"freq_base": math.nan},
        {"scaling__factor": -2.0},
        {"scaling__factor": True},
    ],
)
def test_senseless_keys_are_refused_in_a_sentence(keys: dict[str, Any]) -> None:
    with pytest.raises(UnsupportedModel, match=r"\.$"):
        described(**keys)
