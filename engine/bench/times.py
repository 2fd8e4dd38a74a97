"""Where ranks' time went, in a sentence."""

from __future__ import annotations

from collections.abc import Sequence

from engine.plan.words import joined
from engine.protocol import RankTimes


def times_note(test: str, ranks: Sequence[RankTimes], sums: tuple[int, float] | None) -> list[str]:
    """Of the last repetition of a test; nothing where it is not known.

    `sums` over ranks are those of a token, and the seconds of each if nobody is late: what a rank waited beyond them is
    the others' doing.
    """
    if sums is None or len(ranks) < 2:
        return []
    waited = [f"rank {rank} waited {1e3 * each.waiting:.2f} ms" for rank, each in enumerate(ranks)]
    told = f"{test}: of {1e3 * ranks[0].step:.2f} ms a step, {joined(waited)} for others, which includes what the "
    count, seconds = sums
    if not count:
        return [f"{told}messages take: stages compute one after another."]
    return [f"{told}messages take; the {count} sums of a token take {1e3 * count * seconds:.2f} ms if nobody is late."]
