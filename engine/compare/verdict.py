"""What a comparison says in words: which mode is faster, and whether the modes gave the same answer."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from engine.compare.speeds import Blocks, ratio, speed
from engine.plan.types import Mode
from engine.plan.words import joined
from engine.protocol import BlockDone, ModeResult, Verdict
from engine.sentence import QT_TRANSLATE_NOOP, Sentence, Size

EARLY = QT_TRANSLATE_NOOP("engine", "Too early to say")
FASTER = QT_TRANSLATE_NOOP("engine", "{mode} is {times} faster")
FASTER_THAN = QT_TRANSLATE_NOOP("engine", "{mode} is {times} faster than {other}")
ALIKE = QT_TRANSLATE_NOOP("engine", "No clear difference")
ALIKE_BOTH = QT_TRANSLATE_NOOP("engine", "No clear difference between {one} and {other}")
MODES: dict[Mode, tuple[Sentence, Sentence]] = {  # at the start of a sentence, and in it
    "none": (QT_TRANSLATE_NOOP("engine", "None"), QT_TRANSLATE_NOOP("engine", "none")),
    "layer": (QT_TRANSLATE_NOOP("engine", "Layer"), QT_TRANSLATE_NOOP("engine", "layer")),
    "tensor": (QT_TRANSLATE_NOOP("engine", "Tensor"), QT_TRANSLATE_NOOP("engine", "tensor")),
}
UNEQUAL_LOADS = QT_TRANSLATE_NOOP(
    "engine",
    "Two loads of {mode} differ from token {place} on, so its answers cannot be compared with another mode's.",
)
NO_TOKENS = QT_TRANSLATE_NOOP("engine", "No tokens were generated, so there are no answers to compare.")
SAME = QT_TRANSLATE_NOOP("engine", "All modes gave the same {number} tokens.")
SAME_ONE = QT_TRANSLATE_NOOP("engine", "All modes gave the same token.")
DIFFER = QT_TRANSLATE_NOOP("engine", "{one} and {other} differ from token {place} on")
DIFFERENT = QT_TRANSLATE_NOOP(
    "engine",
    "{differences}: the sums are added in another order, and where two tokens are almost equally likely that decides.",
)
LEAST_LOADS = 2  # per mode: one load cannot tell how much loads differ

TRIAL = QT_TRANSLATE_NOOP(
    "engine", "Ranks of one processor share its memory: tensor and layer mode are for trial there, not for speed."
)


def verdict(blocks: Mapping[Mode, Blocks]) -> Verdict | None:
    """Of the two fastest modes. None if no mode was timed."""
    if not blocks:
        return None
    order = sorted(blocks, key=lambda mode: -speed(blocks[mode]).value)
    if len(order) < 2:
        return Verdict(None, None, None, None, None, EARLY)
    first, second = order[:2]
    value, low, high = ratio(blocks[first], blocks[second])
    if low is None or min(len(loads) for loads in blocks.values()) < LEAST_LOADS:
        return Verdict(None, second, value, None, None, EARLY)
    several = len(order) > 2
    if low > 1:
        told = FASTER_THAN if several else FASTER
        sentence = told.format(mode=MODES[first][0], times=_times(value), other=MODES[second][1])
        return Verdict(first, second, value, low, high, sentence)
    told = ALIKE_BOTH if several else ALIKE
    return Verdict(None, second, value, low, high, told.format(one=MODES[first][1], other=MODES[second][1]))


def mode_results(modes: Sequence[Mode], done: Sequence[BlockDone]) -> tuple[ModeResult, ...]:
    """What each mode's blocks came to, in the order of `modes`; a mode without one is left out."""
    pp, tg = speeds_of(done)
    return tuple(
        ModeResult(mode, *(speed(blocks[mode]) if mode in blocks else None for blocks in (pp, tg)))
        for mode in modes
        if mode in pp or mode in tg
    )


def speeds_of(done: Sequence[BlockDone]) -> tuple[dict[Mode, list[Sequence[float]]], dict[Mode, list[Sequence[float]]]]:
    """Prompt and generation speeds by mode and block."""
    pp: dict[Mode, list[Sequence[float]]] = {}
    tg: dict[Mode, list[Sequence[float]]] = {}
    for block in done:
        for speeds, blocks in ((block.pp_ts, pp), (block.tg_ts, tg)):
            if speeds:
                blocks.setdefault(block.mode, []).append(speeds)
    return pp, tg


def answers(done: Sequence[BlockDone]) -> str:
    """Whether the modes drew the same tokens, in one sentence; empty until two modes have."""
    by_mode: dict[Mode, list[tuple[int, ...]]] = {}
    for block in done:
        by_mode.setdefault(block.mode, []).append(block.token_ids)
    for mode, (first, *others) in by_mode.items():
        for other in others:
            if other != first:
                return UNEQUAL_LOADS.format(mode=MODES[mode][1], place=_difference(first, other))
    if len(by_mode) < 2:
        return ""
    (base, (expected, *_)), *rest = by_mode.items()
    if not expected:
        return NO_TOKENS
    places = {mode: _difference(expected, tokens[0]) for mode, tokens in rest if tokens[0] != expected}
    if not places:
        count = len(expected)
        return SAME.format(number=count) if count > 1 else SAME_ONE
    start, inside = MODES[base]
    parts = [
        DIFFER.format(one=inside if number else start, other=MODES[mode][1], place=place)
        for number, (mode, place) in enumerate(places.items())
    ]
    return DIFFERENT.format(differences=joined(parts))


def _difference(one: Sequence[int], other: Sequence[int]) -> int:
    """The first token, counted from 1, in which they differ, or that one of them lacks."""
    same = zip(one, other, strict=False)
    return next((i for i, (a, b) in enumerate(same, 1) if a != b), min(len(one), len(other)) + 1)


def _times(value: float) -> str:
    return Size(f"{value:.2f}x" if value >= 1.01 else f"{value:.3f}x")
