"""A reply as it grows: tokens in, text that may be shown out."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence

from engine import protocol
from engine.gguf.vocabulary import Vocabulary
from engine.stopping import StopStrings
from engine.thinking import TAGS, Piece, ThinkingSplitter

MARKS = frozenset(mark for pair in TAGS for mark in pair)


class Reply:
    def __init__(
        self,
        request: int,
        vocabulary: Vocabulary,
        stops: Sequence[str],
        splitter: ThinkingSplitter | None,
        arrived: float,
        send: Callable[[protocol.Event], None],
    ) -> None:
        """`splitter` tells thinking from the answer; None: all is answer.

        `arrived` is the request's `time.perf_counter()`.
        """
        self.token_ids: list[int] = []
        self.first_seconds: float | None = None
        self._request = request
        self._vocabulary = vocabulary
        self._splitter = splitter
        self._arrived = arrived
        self._send = send
        self._detokenizer = vocabulary.detokenizer(shown=self._is_tag)
        self._stops = StopStrings(stops)
        self._untold: list[int] = []
        self._stopped = False
        self._thinking_from: float | None = None
        self._thinking_to: float | None = None

    @property
    def thinking_seconds(self) -> float | None:
        """From the first token of the thinking to its end, or to the reply's; None if there was none."""
        if self._thinking_from is None or self._thinking_to is None:
            return None
        return self._thinking_to - self._thinking_from

    def take(self, token: int) -> protocol.StopReason | None:
        """One more token; the reason if the reply ends with it. A token that ends the text is no part of it."""
        if self.first_seconds is None:
            self.first_seconds = self._seconds()
        if token in self._vocabulary.end_ids:
            return "end"
        self.token_ids.append(token)
        self._untold.append(token)
        text, self._stopped = self._stops.feed(self._detokenizer.feed(token))
        self._tell(self._split(text))
        return "stop" if self._stopped else None

    def finish(self) -> None:
        """Show what was held back: the beginning of a stop string that never came, of a tag, half a character."""
        pieces = []
        if not self._stopped:
            text, stopped = self._stops.feed(self._detokenizer.flush())
            pieces = self._split(text if stopped else text + self._stops.flush())
        self._tell(pieces + (self._splitter.flush() if self._splitter else []))

    def _is_tag(self, text: str) -> bool:
        """Some vocabularies have the tags as control tokens, which otherwise are hidden."""
        return text in MARKS and self._splitter is not None and not self._splitter.answering

    def _split(self, text: str) -> list[Piece]:
        if self._splitter is None:
            return [Piece(text, thinking=False)] if text else []
        was_thinking, seconds = self._splitter.thinking, self._seconds()
        pieces = self._splitter.feed(text)
        thought = any(piece.thinking for piece in pieces)
        if thought and self._thinking_from is None:
            self._thinking_from = seconds
        if thought or was_thinking:
            self._thinking_to = seconds
        return pieces

    def _tell(self, pieces: Sequence[Piece]) -> None:
        """Send the pieces; the tokens since the event before go with the first, or alone."""
        if not pieces and self._untold:
            pieces = [Piece("", self._splitter is not None and self._splitter.thinking)]
        for piece in pieces:
            tokens = tuple(self._untold)
            self._untold = []
            self._send(protocol.Text(self._request, piece.text, tokens, self._seconds(), piece.thinking))

    def _seconds(self) -> float:
        """Since the request arrived."""
        return time.perf_counter() - self._arrived

