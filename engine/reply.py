"""A reply as it grows: tokens in, text that may be shown out."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence

from engine import protocol
from engine.gguf.vocabulary import Vocabulary
from engine.stopping import StopStrings


class Reply:
    def __init__(
        self,
        request: int,
        vocabulary: Vocabulary,
        stops: Sequence[str],
        arrived: float,
        send: Callable[[protocol.Event], None],
    ) -> None:
        """`arrived` is the request's `time.perf_counter()`."""
        self.token_ids: list[int] = []
        self.first_seconds: float | None = None
        self._request = request
        self._vocabulary = vocabulary
        self._arrived = arrived
        self._send = send
        self._detokenizer = vocabulary.detokenizer()
        self._stops = StopStrings(stops)
        self._untold: list[int] = []
        self._stopped = False

    def take(self, token: int) -> protocol.StopReason | None:
        """One more token; the reason if the reply ends with it. A token that ends the text is no part of it."""
        seconds = time.perf_counter() - self._arrived
        if self.first_seconds is None:
            self.first_seconds = seconds
        if token in self._vocabulary.end_ids:
            return "end"
        self.token_ids.append(token)
        self._untold.append(token)
        text, self._stopped = self._stops.feed(self._detokenizer.feed(token))
        self._tell(text)
        return "stop" if self._stopped else None

    def finish(self) -> None:
        """Show what was held back: the beginning of a stop string that never came, half a character."""
        if not self._stopped:
            text, stopped = self._stops.feed(self._detokenizer.flush())
            self._tell(text if stopped else text + self._stops.flush())

    def _tell(self, text: str) -> None:
        if text or self._untold:
            seconds = time.perf_counter() - self._arrived
            self._send(protocol.Text(self._request, text, tuple(self._untold), seconds))
            self._untold = []
