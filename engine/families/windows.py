"""Which layers read only a window of the positions before them."""

from __future__ import annotations

from engine.families.config import UnsupportedModel
from engine.families.metadata import number
from engine.gguf.facts import ModelFacts
from engine.sentence import QT_TRANSLATE_NOOP

OTHER_COUNT = QT_TRANSLATE_NOOP("engine", "{name} gives {windows} windows for {layers} layers.")


def windowed(facts: ModelFacts, period: int) -> list[bool]:
    """Of every `period` layers all but the last have a window, unless the file gives a period or a list of its own.

    Raises UnsupportedModel for a list of another length than there are layers.
    """
    count = len(facts.layers)
    key = "attention.sliding_window_pattern"
    pattern = facts.metadata.get(f"{facts.architecture}.{key}", period)
    if isinstance(pattern, tuple | list):
        if len(pattern) != count:
            raise UnsupportedModel(OTHER_COUNT.format(name=facts.name, windows=len(pattern), layers=count))
        return [bool(each) for each in pattern]
    period = int(number(facts, key, period))
    return [not period or i % period < period - 1 for i in range(count)]
