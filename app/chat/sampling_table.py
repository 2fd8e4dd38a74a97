"""All settings of a reply: their names, ranges and order, and a few good combinations of them."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, replace
from types import MappingProxyType
from typing import Any

from app.settings.model import ModelDefaults, Settings
from engine.protocol import Sampling


@dataclass(frozen=True)
class Number:
    """A number of `ModelDefaults` or its `Sampling`. `special` is what its lowest value means, if that is special."""

    key: str
    name: str
    hint: str
    least: float
    most: float
    step: float  # below 1: a decimal number
    special: str = ""


EVERYDAY = (
    Number("temperature", "Temperature", "0 takes the likeliest token, more is freer", 0, 5, 0.05),
    Number("top_k", "Top-k", "Only the k likeliest tokens", 0, 1000, 1, "all"),
    Number("top_p", "Top-p", "The likeliest tokens that sum to p; 1 is off", 0, 1, 0.01),
    Number("min_p", "Min-p", "Tokens at least this likely beside the likeliest", 0, 1, 0.01, "off"),
    Number("repeat_penalty", "Repeat penalty", "Against tokens that were there before; 1 is off", 0.5, 2, 0.01),
    Number("seed", "Seed", "The same seed gives the same reply", -1, 2**31 - 1, 1, "new each time"),
    Number("max_tokens", "Longest reply", "Tokens after which a reply is cut", 0, 1_000_000, 64, "no limit"),
)
MORE = (  # in the order in which they are applied
    Number("repeat_last_n", "Penalties look back", "Tokens, for all three penalties", -1, 1 << 20, 64, "whole context"),
    Number("presence_penalty", "Presence penalty", "Once for every token that was there; 0 is off", -2, 2, 0.05),
    Number("frequency_penalty", "Frequency penalty", "For every time that it was there; 0 is off", -2, 2, 0.05),
    Number("dry_multiplier", "DRY", "Against repeating whole phrases", 0, 5, 0.05, "off"),
    Number("dry_base", "DRY base", "How fast it grows with the phrase's length", 1, 4, 0.05),
    Number("dry_allowed_length", "DRY allowed length", "Tokens that may be repeated freely", 0, 100, 1),
    Number("dry_penalty_last_n", "DRY looks back", "Tokens", -1, 1 << 20, 64, "whole context"),
    Number("top_n_sigma", "Top-n-sigma", "Tokens within n deviations of the likeliest", -1, 10, 0.1, "off"),
    Number("typical_p", "Typical-p", "Tokens of about the expected surprise; 1 is off", 0, 1, 0.01),
    Number("xtc_probability", "XTC probability", "How often the likeliest tokens are left out", 0, 1, 0.01, "off"),
    Number("xtc_threshold", "XTC threshold", "Leaves out tokens likelier than this", 0, 1, 0.01),
    Number("dynatemp_range", "Dynamic temperature", "Moves up and down this much by surprise", 0, 5, 0.05, "off"),
    Number("dynatemp_exponent", "Dynamic exponent", "How sharply it moves", 0, 10, 0.1),
)
PRESETS = {
    "Balanced": Sampling(),
    "Precise": Sampling(temperature=0.2, top_k=20, top_p=0.9, min_p=0.1),
    "Creative": Sampling(temperature=1.2, top_k=100, top_p=0.98, min_p=0.03),
}
CUSTOM = "Custom"
NO_PRESETS: Mapping[str, Sampling] = MappingProxyType({})
NEW_SEED = -1  # what the field shows for `None`
LETTERS = {"\n": "\\n", "\t": "\\t"}


def own_presets(settings: Settings) -> dict[str, Sampling]:
    """The user's own."""
    return {each.name: each.sampling for each in settings.presets}


def preset_of(sampling: Sampling, own: Mapping[str, Sampling] = NO_PRESETS) -> str:
    """Its name among those that come with Tandem and the user's own; the seed does not matter."""
    bare = replace(sampling, seed=None)
    every = PRESETS | dict(own)
    return next((name for name, preset in every.items() if replace(preset, seed=None) == bare), CUSTOM)


def read(defaults: ModelDefaults, key: str) -> Any:
    """A setting as its field shows it."""
    found = defaults.max_tokens if key == "max_tokens" else getattr(defaults.sampling, key)
    return NEW_SEED if key == "seed" and found is None else found


def take(defaults: ModelDefaults, key: str, value: Any) -> None:
    """Keep what a field says."""
    if key == "max_tokens":
        defaults.max_tokens = value
        return
    if key == "seed" and value == NEW_SEED:
        value = None
    elif isinstance(value, float):
        value = round(value, 4)  # the steps of a field add up to 0.30000000000000004
    defaults.sampling = replace(defaults.sampling, **{key: value})


def read_bias(text: str) -> tuple[tuple[int, float], ...]:
    """ "1234 = -2.5" a line. Raises ValueError with a sentence that names the line."""
    found: dict[int, float] = {}
    for number, line in enumerate(text.splitlines(), 1):
        if not line.strip():
            continue
        token, _, bias = line.partition("=")
        try:
            key, value = int(token), float(bias)
        except ValueError:
            raise ValueError(f"Line {number}: write it as token id = bias, such as 1234 = -2.5.") from None
        if key < 0 or math.isnan(value) or value == math.inf:
            raise ValueError(f"Line {number}: ids begin at 0, and a bias is a number or -inf.")
        if key in found:
            raise ValueError(f"Line {number}: token {key} has a bias already.")
        found[key] = value
    return tuple(found.items())


def write_bias(bias: tuple[tuple[int, float], ...]) -> str:
    return "\n".join(f"{token} = {value:g}" for token, value in bias)


def read_breakers(text: str) -> tuple[str, ...]:
    """One a line; a line end is written as \\n."""
    found = []
    for line in text.splitlines():
        for letter, written in LETTERS.items():
            line = line.replace(written, letter)
        if line:
            found.append(line)
    return tuple(dict.fromkeys(found))


def write_breakers(breakers: tuple[str, ...]) -> str:
    lines = []
    for word in breakers:
        for letter, written in LETTERS.items():
            word = word.replace(letter, written)
        lines.append(word)
    return "\n".join(lines)
