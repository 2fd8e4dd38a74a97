"""How much of what the cards could do a speed is: reading the weights of a token, and nothing else, is the most."""

from __future__ import annotations

from PySide6.QtCore import QObject

from app.language import translate
from app.library.model import Library
from app.split.loading import Loading
from app.widgets.numbers import percent


class Ceiling(QObject):
    def __init__(self, loading: Loading, library: Library) -> None:
        super().__init__(loading)
        self._loading, self._library = loading, library
        self._most: float | None = None  # tokens per second
        loading.loaded.connect(self._on_loaded)

    def words(self, speed: float | None) -> str:
        """ "74% of what these cards could do"; empty where bandwidths were not measured."""
        plan = self._loading.plan
        if speed is None or not self._most or plan is None or self._loading.state != "loaded":
            return ""
        told = (
            translate("live", "{part} of what this card could do")
            if plan.world_size == 1
            else translate("live", "{part} of what these cards could do")
        )
        return told.format(part=percent(speed / self._most))

    def _on_loaded(self) -> None:
        result, facts = self._loading.result, self._library.facts
        self._most = None
        if result is not None and facts is not None and result.model == self._library.path:
            from engine.plan.speed import most_tokens_per_second

            self._most = most_tokens_per_second(facts, result.plan)
