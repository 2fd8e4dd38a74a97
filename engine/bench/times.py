"""Where ranks' time went, in a sentence."""

from __future__ import annotations

from collections.abc import Sequence

from engine.plan.words import joined
from engine.protocol import RankTimes
from engine.sentence import QT_TRANSLATE_NOOP, Size

WAITED = QT_TRANSLATE_NOOP("engine", "rank {rank} waited {time}")
OF_STAGES = QT_TRANSLATE_NOOP(
    "engine",
    "{test}: of {step} a step, {waited} for others, which includes what the messages take: stages compute one after "
    "another.",
)
OF_SUMS = QT_TRANSLATE_NOOP(
    "engine",
    "{test}: of {step} a step, {waited} for others, which includes what the messages take; the {count} sums of a token "
    "take {time} if nobody is late.",
)


def times_note(test: str, ranks: Sequence[RankTimes], sums: tuple[int, float] | None) -> list[str]:
    """Of the last repetition of a test; nothing where it is not known.

    `sums` over ranks are those of a token, and the seconds of each if nobody is late: what a rank waited beyond them is
    the others' doing.
    """
    if sums is None or len(ranks) < 2:
        return []
    waited = joined([WAITED.format(rank=str(rank), time=_time(each.waiting)) for rank, each in enumerate(ranks)])
    step = _time(ranks[0].step)
    count, seconds = sums
    if not count:
        return [OF_STAGES.format(test=test, step=step, waited=waited)]
    return [OF_SUMS.format(test=test, step=step, waited=waited, count=count, time=_time(count * seconds))]


def _time(seconds: float) -> Size:
    return Size(f"{1e3 * seconds:.2f} ms")
