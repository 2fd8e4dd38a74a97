"""What every block of a comparison does: a benchmark of a known size, or the answer to one prompt."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from app.widgets.numbers import NBSP, count, plural
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
    "quick": "Quick", "standard": "Standard", "own": "Own sizes", "prompt": "One prompt",
}  # fmt: skip


def duration(seconds: float | None) -> str:
    """ "about 3 min"; empty where nobody knows."""
    if seconds is None:
        return ""
    if seconds < 60:
        return f"about {max(5, 5 * round(seconds / 5))}{NBSP}s"
    return f"about {seconds / 60:.0f}{NBSP}min" if seconds < 5400 else f"about {seconds / 3600:.1f}{NBSP}h"


def describe(work: Bench | Generate, loads: int, kept: str) -> str:
    """ "Prompt 512, generation 128, 3 repetitions, 2 loads per mode, KV f16"; `kept` is the KV cache's type."""
    parts = []
    if isinstance(work, Generate):
        parts.append(f"one prompt, at most {plural(work.max_tokens or 0, 'token')}")
    else:
        sizes = (("prompt", work.n_prompt), ("generation", work.n_gen), ("depth", work.n_depth))
        parts += [f"{name} {count(size)}" for name, size in sizes if size]
        parts.append(plural(work.repetitions, "repetition"))
    words = ", ".join([*parts, f"{plural(loads, 'load')} per mode", f"KV {kept}"])
    return words[0].upper() + words[1:]


def tokens_needed(work: Bench | Generate) -> int:
    """What the context must hold, as far as it is known beforehand."""
    if isinstance(work, Generate):
        return work.max_tokens or 0
    return work.n_depth + max(work.n_prompt, work.n_gen)
