"""Sentences in English that remember what they are made of, so that a front end can say them in another language."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any


class Sentence(str):
    """`template` with `values` in its places; `context` is whose it is. Numbers get a thousands comma, tuples are
    listed.
    """

    context: str
    template: str
    values: Mapping[str, object]

    def __new__(cls, context: str, template: str, values: Mapping[str, object] | None = None) -> Sentence:
        shown = {} if values is None else {name: in_english(value) for name, value in values.items()}
        made = super().__new__(cls, template if values is None else str.format(template, **shown))
        made.context, made.template, made.values = context, template, values or {}
        return made

    def format(self, *args: object, **values: object) -> Sentence:
        return Sentence(self.context, self.template, values)

    def __reduce__(self) -> tuple[type[Sentence], tuple[Any, ...]]:
        return Sentence, (self.context, self.template, dict(self.values) or None)


class Size(str):
    """A figure, perhaps with its unit, "18.7 GB": of it the decimal point alone depends on the language."""


def in_english(value: object) -> str:
    if isinstance(value, int):
        return f"{value:,}"
    return ", ".join(map(in_english, value)) if isinstance(value, tuple) else str(value)


def QT_TRANSLATE_NOOP(context: str, template: str) -> Sentence:
    """Marks a text for translation. The name is the one that Qt's lupdate looks for; nothing here is Qt's."""
    return Sentence(context, template)
