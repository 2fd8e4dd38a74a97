"""The console's end of the engine: the same process and the same messages that the window uses, awaited in turn."""

from __future__ import annotations

import queue
from collections.abc import Callable
from dataclasses import replace
from types import TracebackType
from typing import Self

from engine import protocol
from engine.link import Engine

# Short waits, because Windows delivers Ctrl+C only between them.
POLL_SECONDS = 0.2

Asked = (
    protocol.FetchStarter | protocol.Load | protocol.Generate | protocol.Score | protocol.Bench | protocol.Compare
)

# What ends the answer to each command, unless it fails.
LAST: dict[type, type] = {
    protocol.FetchStarter: protocol.Fetched,
    protocol.Load: protocol.Loaded,
    protocol.Generate: protocol.Finished,
    protocol.Score: protocol.Scored,
    protocol.Bench: protocol.BenchDone,
    protocol.Compare: protocol.Compared,
}


class CommandFailed(Exception):
    """The text is the plain sentence to show."""


class Refused(CommandFailed):
    """Nothing was done about the command, and another one may follow."""


class Client:
    """An engine of one's own, for as long as the `with` block lasts."""

    def __init__(self) -> None:
        self._events: queue.SimpleQueue[protocol.Event | str] = queue.SimpleQueue()
        self._engine = Engine(self._events.put, self._events.put)
        self._requests = 0

    def __enter__(self) -> Self:
        self._engine.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._engine.close()

    def devices(self, measure: bool = False) -> protocol.Devices:
        self._engine.send(protocol.ListDevices(measure))
        while True:
            event = self._next()
            if isinstance(event, protocol.Devices):
                return event

    def ask(self, command: Asked) -> Answer:
        """Send a command under a number of its own; its events are the answer."""
        self._requests += 1
        self._engine.send(replace(command, request=self._requests))
        return Answer(self._next, self._requests, LAST[type(command)])

    def cancel(self) -> None:
        """Cancel the last request; its events still end in the usual way."""
        self._engine.send(protocol.Cancel(self._requests))

    def _next(self) -> protocol.Event:
        while True:
            try:
                event = self._events.get(timeout=POLL_SECONDS)
            except queue.Empty:
                continue
            if isinstance(event, str):
                raise CommandFailed(event)
            return event


class Answer:
    """The events about one request, the last one included. Raises CommandFailed with the engine's sentence, Refused if
    that is all there is.

    Not a generator: one of those is over once Ctrl+C has passed through it.
    """

    def __init__(self, following: Callable[[], protocol.Event], request: int, last: type) -> None:
        self._following = following
        self._request = request
        self._last = last
        self._begun = self._ended = False

    def __iter__(self) -> Self:
        return self

    def __next__(self) -> protocol.Event:
        while not self._ended:
            event = self._following()
            if isinstance(event, protocol.ModelLost) and self._last is not protocol.Loaded:  # while nothing was asked
                raise CommandFailed(event.sentence)
            if getattr(event, "request", None) == self._request:
                if isinstance(event, protocol.Failed):
                    raise (CommandFailed if self._begun else Refused)(event.sentence)
                self._begun = True
                self._ended = isinstance(event, self._last) and getattr(event, "last", True)
                return event
        raise StopIteration
