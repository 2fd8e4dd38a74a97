"""All settings of a reply: their names, ranges and order, and a few good combinations of them."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, replace
from types import MappingProxyType
from typing import Any

from app.language import QT_TRANSLATE_NOOP, translate
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
    Number("temperature", QT_TRANSLATE_NOOP("chat", "Temperature"),
           QT_TRANSLATE_NOOP("chat", "0 takes the likeliest token, more is freer"), 0, 5, 0.05),
    Number("top_k", QT_TRANSLATE_NOOP("chat", "Top-k"),
           QT_TRANSLATE_NOOP("chat", "Only the k likeliest tokens"), 0, 1000, 1, QT_TRANSLATE_NOOP("chat", "all")),
    Number("top_p", QT_TRANSLATE_NOOP("chat", "Top-p"),
           QT_TRANSLATE_NOOP("chat", "The likeliest tokens that sum to p; 1 is off"), 0, 1, 0.01),
    Number("min_p", QT_TRANSLATE_NOOP("chat", "Min-p"),
           QT_TRANSLATE_NOOP("chat", "Tokens at least this likely beside the likeliest"), 0, 1, 0.01,
           QT_TRANSLATE_NOOP("chat", "off")),
    Number("repeat_penalty", QT_TRANSLATE_NOOP("chat", "Repeat penalty"),
           QT_TRANSLATE_NOOP("chat", "Against tokens that were there before; 1 is off"), 0.5, 2, 0.01),
    Number("seed", QT_TRANSLATE_NOOP("chat", "Seed"),
           QT_TRANSLATE_NOOP("chat", "The same seed gives the same reply"), -1, 2**31 - 1, 1,
           QT_TRANSLATE_NOOP("chat", "new each time")),
    Number("max_tokens", QT_TRANSLATE_NOOP("chat", "Longest reply"),
           QT_TRANSLATE_NOOP("chat", "Tokens after which a reply is cut"), 0, 1_000_000, 64,
           QT_TRANSLATE_NOOP("chat", "no limit")),
)  # fmt: skip
MORE = (  # in the order in which they are applied
    Number("repeat_last_n", QT_TRANSLATE_NOOP("chat", "Penalties look back"),
           QT_TRANSLATE_NOOP("chat", "Tokens, for all three penalties"), -1, 1 << 20, 64,
           QT_TRANSLATE_NOOP("chat", "whole context")),
    Number("presence_penalty", QT_TRANSLATE_NOOP("chat", "Presence penalty"),
           QT_TRANSLATE_NOOP("chat", "Once for every token that was there; 0 is off"), -2, 2, 0.05),
    Number("frequency_penalty", QT_TRANSLATE_NOOP("chat", "Frequency penalty"),
           QT_TRANSLATE_NOOP("chat", "For every time that it was there; 0 is off"), -2, 2, 0.05),
    Number("dry_multiplier", QT_TRANSLATE_NOOP("chat", "DRY"),
           QT_TRANSLATE_NOOP("chat", "Against repeating whole phrases"), 0, 5, 0.05, QT_TRANSLATE_NOOP("chat", "off")),
    Number("dry_base", QT_TRANSLATE_NOOP("chat", "DRY base"),
           QT_TRANSLATE_NOOP("chat", "How fast it grows with the phrase's length"), 1, 4, 0.05),
    Number("dry_allowed_length", QT_TRANSLATE_NOOP("chat", "DRY allowed length"),
           QT_TRANSLATE_NOOP("chat", "Tokens that may be repeated freely"), 0, 100, 1),
    Number("dry_penalty_last_n", QT_TRANSLATE_NOOP("chat", "DRY looks back"),
           QT_TRANSLATE_NOOP("chat", "Tokens"), -1, 1 << 20, 64, QT_TRANSLATE_NOOP("chat", "whole context")),
    Number("top_n_sigma", QT_TRANSLATE_NOOP("chat", "Top-n-sigma"),
           QT_TRANSLATE_NOOP("chat", "Tokens within n deviations of the likeliest"), -1, 10, 0.1,
           QT_TRANSLATE_NOOP("chat", "off")),
    Number("typical_p", QT_TRANSLATE_NOOP("chat", "Typical-p"),
           QT_TRANSLATE_NOOP("chat", "Tokens of about the expected surprise; 1 is off"), 0, 1, 0.01),
    Number("xtc_probability", QT_TRANSLATE_NOOP("chat", "XTC probability"),
           QT_TRANSLATE_NOOP("chat", "How often the likeliest tokens are left out"), 0, 1, 0.01,
           QT_TRANSLATE_NOOP("chat", "off")),
    Number("xtc_threshold", QT_TRANSLATE_NOOP("chat", "XTC threshold"),
           QT_TRANSLATE_NOOP("chat", "Leaves out tokens likelier than this"), 0, 1, 0.01),
    Number("dynatemp_range", QT_TRANSLATE_NOOP("chat", "Dynamic temperature"),
           QT_TRANSLATE_NOOP("chat", "Moves up and down this much by surprise"), 0, 5, 0.05,
           QT_TRANSLATE_NOOP("chat", "off")),
    Number("dynatemp_exponent", QT_TRANSLATE_NOOP("chat", "Dynamic exponent"),
           QT_TRANSLATE_NOOP("chat", "How sharply it moves"), 0, 10, 0.1),
)  # fmt: skip
PRESETS = {
    QT_TRANSLATE_NOOP("chat", "Balanced"): Sampling(),
    QT_TRANSLATE_NOOP("chat", "Precise"): Sampling(temperature=0.2, top_k=20, top_p=0.9, min_p=0.1),
    QT_TRANSLATE_NOOP("chat", "Creative"): Sampling(temperature=1.2, top_k=100, top_p=0.98, min_p=0.03),
}
CUSTOM = QT_TRANSLATE_NOOP("chat", "Custom")
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
            raise ValueError(
                translate("chat", "Line {number}: write it as token id = bias, such as 1234 = -2.5.").format(
                    number=number
                )
            ) from None
        if key < 0 or math.isnan(value) or value == math.inf:
            raise ValueError(
                translate("chat", "Line {number}: ids begin at 0, and a bias is a number or -inf.").format(
                    number=number
                )
            )
        if key in found:
            raise ValueError(
                translate("chat", "Line {number}: token {key} has a bias already.").format(number=number, key=key)
            )
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
