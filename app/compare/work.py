"""What every block of a comparison does: a benchmark of a known size, or the answer to one prompt."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from app.language import QT_TRANSLATE_NOOP, translate
from app.widgets.numbers import count, decimal
from engine.protocol import Bench, Generate

Kind = Literal["quick", "standard", "own", "prompt"]
LEAST_LOADS, MOST_LOADS = 2, 5  # one load per mode knows no interval


@dataclass(frozen=True)
class Preset:
    loads: int
    bench: Bench


PRESETS: dict[Kind, Preset] = {
    "quick": Preset(2, Bench(0, n_prompt=512, n_gen=128, repetitions=3)),
    "standard": Preset(3, Bench(0, n_prompt=512, n_gen=128, repetitions=5)),
}
NAMES: dict[Kind, str] = {
    "quick": QT_TRANSLATE_NOOP("compare", "Quick"),
    "standard": QT_TRANSLATE_NOOP("compare", "Standard"),
    "own": QT_TRANSLATE_NOOP("compare", "Own sizes"),
    "prompt": QT_TRANSLATE_NOOP("compare", "One prompt"),
}


def duration(seconds: float | None) -> str:
    """ "about 3 min"; empty where nobody knows."""
    if seconds is None:
        return ""
    if seconds < 60:
        return translate("compare", "about {number}\xa0s").format(number=max(5, 5 * round(seconds / 5)))
    return (
        translate("compare", "about {number}\xa0min").format(number=decimal(seconds / 60, 0))
        if seconds < 5400
        else translate("compare", "about {number}\xa0h").format(number=decimal(seconds / 3600, 1))
    )


def describe(work: Bench | Generate, loads: int, kept: str) -> str:
    """ "Prompt 512, generation 128, 3 repetitions, 2 loads per mode, KV f16"; `kept` is the KV cache's type."""
    parts = []
    if isinstance(work, Generate):
        tokens = work.max_tokens or 0
        parts.append(translate("compare", "one prompt, at most {n}\xa0tokens", "", tokens, n=count(tokens)))
    else:
        sizes = (
            (translate("compare", "prompt {tokens}"), work.n_prompt),
            (translate("compare", "generation {tokens}"), work.n_gen),
            (translate("compare", "depth {tokens}"), work.n_depth),
        )
        parts += [told.format(tokens=count(size)) for told, size in sizes if size]
        repetitions = work.repetitions
        parts.append(translate("compare", "{n}\xa0repetitions", "", repetitions, n=count(repetitions)))
    parts.append(translate("compare", "{n}\xa0loads per mode", "", loads, n=count(loads)))
    parts.append(translate("compare", "KV {type}").format(type=kept))
    words = ", ".join(parts)
    return words[0].upper() + words[1:]


def tokens_needed(work: Bench | Generate) -> int:
    """What the context must hold, as far as it is known beforehand."""
    if isinstance(work, Generate):
        return work.max_tokens or 0
    return work.n_depth + max(work.n_prompt, work.n_gen)
