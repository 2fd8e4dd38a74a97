"""What a rank holds, in words: "layers 0 to 14", "query heads 0 to 4", "no vocabulary rows"."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from app.language import QT_TRANSLATE_NOOP, translate
from app.widgets.numbers import count
from engine.plan.types import Range

if TYPE_CHECKING:
    from engine.plan.table import PlanRow

WORDS = {  # of a part of `PlanRow`: none of it, one, several
    "layers": (
        QT_TRANSLATE_NOOP("split", "no layers"),
        QT_TRANSLATE_NOOP("split", "layer {which}"),
        QT_TRANSLATE_NOOP("split", "layers {which}"),
    ),
    "query_heads": (
        QT_TRANSLATE_NOOP("split", "no query heads"),
        QT_TRANSLATE_NOOP("split", "query head {which}"),
        QT_TRANSLATE_NOOP("split", "query heads {which}"),
    ),
    "kv_heads": (
        QT_TRANSLATE_NOOP("split", "no KV heads"),
        QT_TRANSLATE_NOOP("split", "KV head {which}"),
        QT_TRANSLATE_NOOP("split", "KV heads {which}"),
    ),
    "mlp_channels": (
        QT_TRANSLATE_NOOP("split", "no MLP channels"),
        QT_TRANSLATE_NOOP("split", "MLP channel {which}"),
        QT_TRANSLATE_NOOP("split", "MLP channels {which}"),
    ),
    "vocabulary_rows": (
        QT_TRANSLATE_NOOP("split", "no vocabulary rows"),
        QT_TRANSLATE_NOOP("split", "vocabulary row {which}"),
        QT_TRANSLATE_NOOP("split", "vocabulary rows {which}"),
    ),
}


def held(row: PlanRow) -> list[str]:
    """A text per part, in the order of `WORDS`."""
    return [_described(words, getattr(row, part)) for part, words in WORDS.items()]


def _described(words: Sequence[str], ranges: Sequence[Range]) -> str:
    number = sum(map(len, ranges))
    return translate("split", words[min(number, 2)]).format(which=_listed([_span(each) for each in ranges]))


def _span(part: Range) -> str:
    """Inclusive, as people read them."""
    if len(part) == 1:
        return count(part.start)
    return translate("split", "{first} to {last}").format(first=count(part.start), last=count(part.stop - 1))


def _listed(words: Sequence[str]) -> str:
    if len(words) < 2:
        return "".join(words)
    return translate("split", "{some} and {last}").format(some=", ".join(words[:-1]), last=words[-1])
