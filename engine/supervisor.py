"""The engine process: takes commands, runs them one after another, tells what becomes of them.

One thread reads commands, one per worker reads reports; all work is done on the main thread, in the order in which it
was asked for. Only a cancel overtakes.
"""

from __future__ import annotations

import os
import queue
import threading
import traceback
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import replace
from multiprocessing.connection import Connection
from pathlib import Path
from typing import TYPE_CHECKING

from engine import __version__, protocol, starter
from engine.crew import Cancelled, Crew, CrewLost
from engine.devices.links import find_all, links
from engine.devices.listing import choose, cpu, gpus
from engine.errors import Told, words_of
from engine.pipe import Inbox, Outbox
from engine.plan.types import Device
from engine.sentence import QT_TRANSLATE_NOOP

# What reads, times and compares models is imported where it is first needed: a load's first worker starts before.
if TYPE_CHECKING:
    from engine.compare.run import Send
    from engine.session import Session

CANCELLED = QT_TRANSLATE_NOOP("engine", "Cancelled.")
WRONG = QT_TRANSLATE_NOOP("engine", "Something went wrong in the engine: {kind}: {error}. Try again.")
NO_MODEL = QT_TRANSLATE_NOOP("engine", "No model is loaded. Load one first.")
LAST_SECONDS = 1.5  # after the front end is gone, until the process ends whatever it is doing


def main(commands: Connection, events: Connection) -> None:
    """Serve one front end until it closes its pipe, says `Quit`, or dies."""
    Supervisor(Outbox(events)).serve(commands)


class Supervisor:
    def __init__(self, events: Outbox) -> None:
        self._events = events
        self._commands: queue.SimpleQueue[protocol.Command | _Lost] = queue.SimpleQueue()
        self._lock = threading.Lock()
        self._running: int | None = None
        self._cancelled: set[int] = set()
        self._crew: Crew | None = None
        self._session: Session | None = None
        self._shares: tuple[int, ...] = ()  # asked for when the session's model was loaded

    def serve(self, commands: Connection) -> None:
        self._send(protocol.Ready(__version__))
        Inbox(commands, self._arrived, self._abandoned)
        while not isinstance(command := self._commands.get(), protocol.Quit):
            self._handle(command)
        self._end_crew()
        self._events.close(timeout=1)

    def _arrived(self, command: protocol.Command) -> None:
        """On the reader thread: what must overtake, overtakes."""
        if isinstance(command, protocol.Cancel):
            self._cancel(command.request)
            return
        if isinstance(command, protocol.Load | protocol.Unload | protocol.Quit):
            self._cancel(self._running)
        self._commands.put(command)

    def _abandoned(self) -> None:
        """On the reader thread: the front end is gone. Nobody waits for an orderly end, so it may not take long."""
        threading.Timer(LAST_SECONDS, os._exit, (0,)).start()
        self._arrived(protocol.Quit())

    def _cancel(self, request: int | None) -> None:
        if request is not None:
            with self._lock:
                self._cancelled.add(request)
        if self._crew:
            self._crew.wake()

    def _handle(self, command: protocol.Command | _Lost) -> None:
        match command:
            case protocol.ListDevices(measure):
                self._list_devices(measure)
            case protocol.FetchStarter(request):
                with self._request(request, "fetch"):
                    path = self._fetch(request)
                    self._send(protocol.Fetched(request, str(path)))
            case protocol.Load(request):
                with self._request(request, "load"):
                    self._load(command)
            case protocol.Unload():
                self._end_crew()
                self._send(protocol.Unloaded())
            case protocol.Generate(request):
                with self._request(request, "generate"):
                    self._loaded().generate(command, self._asks(request))
            case protocol.Score(request):
                with self._request(request, "score"):
                    self._loaded().score(command, self._asks(request))
            case protocol.Bench(request):
                with self._request(request, "bench"):
                    self._bench(command)
            case protocol.Compare(request):
                with self._request(request, "compare"):
                    self._compare(command)
                if self._session is None:
                    self._end_crew()
            case _Lost(crew):
                if crew is self._crew and self._session:
                    with self._model_may_be_lost():
                        crew.receive(lambda: False)

    @contextmanager
    def _request(self, request: int, what: protocol.What) -> Iterator[None]:
        """Whatever happens inside, the front end gets one last event about this request."""
        self._running = request
        try:
            with self._model_may_be_lost(request, what):
                yield
        except Cancelled:
            self._send(protocol.Failed(request, what, CANCELLED, cancelled=True))
        except Told as error:
            self._send(protocol.Failed(request, what, words_of(error), error.details))
        except Exception as error:
            sentence = WRONG.format(kind=type(error).__name__, error=words_of(error))
            self._send(protocol.Failed(request, what, sentence, traceback.format_exc()))
        finally:
            self._running = None
            with self._lock:
                self._cancelled.discard(request)

    @contextmanager
    def _model_may_be_lost(self, request: int | None = None, what: protocol.What = "load") -> Iterator[None]:
        try:
            yield
        except CrewLost as lost:
            was_loaded = self._session is not None
            self._end_crew()
            if request is not None:
                self._send(protocol.Failed(request, what, lost.args[0], lost.details))
            if was_loaded:
                self._send(protocol.ModelLost(lost.args[0], lost.details))

    def _load(self, command: protocol.Load) -> None:
        self._end_crew()
        path = self._path(command)
        processor = cpu()  # its free memory, before a worker takes some
        self._crew = Crew(self._lost)  # before GPUs are looked for and the file is read, which take as long as it does
        try:
            devices = choose(command.devices, (*self._gpus(command), processor))
            self._begin_session(command, path, devices, self._send, self._crew)
        finally:
            if self._session is None:
                self._end_crew()

    def _begin_session(
        self, command: protocol.Load, path: Path, devices: Sequence[Device], send: Send, crew: Crew
    ) -> Session:
        from engine.loading import load

        session = load(command, path, devices, send, self._asks(command.request), crew)
        self._session, self._shares = session, command.shares
        return session

    def _bench(self, command: protocol.Bench) -> None:
        from engine.bench.busy import busy_now
        from engine.bench.run import bench

        session = self._loaded()
        notes = busy_now(session.crew.plan.devices)
        with suppress(Cancelled):  # `BenchDone` has said so
            bench(session, command, self._shares, notes, self._send, self._asks(command.request))

    def _compare(self, command: protocol.Compare) -> None:
        from engine.compare.run import Comparison, check
        from engine.loading import LoadError

        check(command)
        wanted = replace(command.load, request=command.request)
        try:
            path = self._path(wanted)
        except Cancelled:
            self._send(protocol.Compared(command.request, (), None, None, "", (), last=True, cancelled=True))
            return
        self._end_crew()  # before the devices are asked what memory is free
        found = self._gpus(wanted)

        def begin(block: protocol.Load, send: Send) -> Session:
            self._end_crew()
            try:
                devices = choose(block.devices, (*found, cpu()))
                self._crew = Crew(self._lost)
                return self._begin_session(block, path, devices, send, self._crew)
            except (Told, CrewLost) as error:
                raise LoadError(words_of(error)) from error

        devices = choose(wanted.devices, (*found, cpu()))
        Comparison(command, devices, begin, self._send, self._asks(command.request)).run()

    def _path(self, command: protocol.Load) -> Path:
        return self._fetch(command.request) if command.model == "starter" else Path(command.model)

    def _gpus(self, command: protocol.Load) -> tuple[Device, ...]:
        """Those that `command` may mean."""
        only_cpu = command.devices and set(command.devices) == {"cpu"}
        return () if only_cpu else gpus()[0]  # asking them takes a process and seconds

    def _lost(self) -> None:
        """On a reader thread: a worker has ended. If no request is there to notice, the main thread must."""
        if self._crew:
            self._commands.put(_Lost(self._crew))

    def _fetch(self, request: int) -> Path:
        asks = self._asks(request)

        def progress(done: int, total: int | None) -> None:
            self._send(protocol.FetchProgress(request, done, total))

        try:
            return starter.fetch(progress, asks)
        except starter.StarterCancelled:
            raise Cancelled from None

    def _list_devices(self, measure: bool) -> None:
        found, note = gpus(measure)
        if measure:
            find_all(found)
        self._send(protocol.Devices((*found, cpu()), (note,) if note else (), links()))

    def _loaded(self) -> Session:
        if self._session is None:
            raise Told(NO_MODEL)
        return self._session

    def _end_crew(self) -> None:
        crew, self._crew, self._session = self._crew, None, None
        if crew:
            crew.close()

    def _asks(self, request: int) -> Callable[[], bool]:
        """Whether the front end no longer wants `request`."""
        return lambda: request in self._cancelled

    def _send(self, event: protocol.Event) -> None:
        self._events.send(event)


class _Lost:
    """A worker of this crew has ended."""

    __match_args__ = ("crew",)

    def __init__(self, crew: Crew) -> None:
        self.crew = crew
