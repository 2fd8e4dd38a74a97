"""Runs a comparison: loads the model in one mode after another and does the same work in each."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from typing import Literal

from engine import protocol
from engine.bench.busy import Watch, busy_now, wording
from engine.bench.run import Measured, bench
from engine.compare.verdict import LEAST_LOADS, MODES, TRIAL, answers, mode_results, speeds_of, verdict
from engine.crew import Cancelled
from engine.errors import words_of
from engine.loading import LoadError
from engine.plan.types import Device, Mode
from engine.sentence import QT_TRANSLATE_NOOP
from engine.session import RequestError, Session

LEFT_OUT = QT_TRANSLATE_NOOP("engine", "{mode} was left out: {reason}")
ONLY_ONE = QT_TRANSLATE_NOOP("engine", "Only {mode} could be loaded, so there is nothing to compare it with.")
ONE_LOAD = QT_TRANSLATE_NOOP(
    "engine", "One load per mode cannot tell how much loads differ. Ask for two or more."
)
ONE_DEVICE = QT_TRANSLATE_NOOP(
    "engine", "Each mode ran on one device, so they do not differ. Choose several devices."
)
FEW_MODES = QT_TRANSLATE_NOOP(
    "engine", "A comparison needs two different split modes or more. Choose another one."
)
STAGES_OF_TENSOR = QT_TRANSLATE_NOOP(
    "engine", "Stages are groups of devices in split mode tensor: compare that too, or leave them out."
)
NO_LOADS = QT_TRANSLATE_NOOP("engine", "A comparison needs at least one load per mode.")

Send = Callable[[protocol.Event], None]


class Comparison:
    """One `Compare` from its first load to its last.

    `devices` are those that the loads may use. `load` ends the model that is loaded and loads anew; it raises LoadError
    with the sentence why not, or Cancelled.
    """

    def __init__(
        self,
        command: protocol.Compare,
        devices: Sequence[Device],
        load: Callable[[protocol.Load, Send], Session],
        send: Send,
        cancelled: Callable[[], bool],
    ) -> None:
        self._command = command
        self._devices = devices
        self._load = load
        self._send = send
        self._cancelled = cancelled
        self._order = mirrored(command.modes, command.loads)
        self._done: list[protocol.BlockDone] = []
        self._notes: dict[str, str] = {}  # by wording

    def run(self) -> None:
        """Ends in `Compared`, also when cancelled. Raises LoadError if no mode could be loaded; CrewLost."""
        try:
            while len(self._done) < len(self._order):
                self._next()
                if self._done:
                    self._tell(last=len(self._done) == len(self._order))
        except Cancelled:
            self._tell(last=True, cancelled=True)

    def _next(self) -> None:
        """One block; a mode that cannot be loaded is left out of the rest."""
        if self._cancelled():
            raise Cancelled
        index, request = len(self._done), self._command.request
        mode = self._order[index]
        notes = busy_now(self._devices)
        self._note(notes)
        self._send(protocol.BlockStarted(request, index, self._order, notes))
        recorder = Recorder(self._send)
        try:
            session = self._load(replace(self._command.load.in_mode(mode), request=request), recorder)
        except LoadError as error:
            self._order = (*self._order[:index], *(each for each in self._order[index:] if each != mode))
            self._note([LEFT_OUT.format(mode=MODES[mode][0], reason=words_of(error))])
            if not self._order:
                raise
            return
        measured = self._work(session, recorder, notes)
        self._note(measured.notes)
        done = protocol.BlockDone(
            request,
            index,
            mode,
            session.crew.plan,
            measured.pp_ts,
            measured.tg_ts,
            measured.token_ids,
            recorder.text,
        )
        self._done.append(done)
        self._send(done)

    def _work(self, session: Session, recorder: Recorder, notes: tuple[str, ...]) -> Measured:
        command, work = self._command, self._command.work
        if isinstance(work, protocol.Bench):
            history = command.history or work.history
            work = replace(work, request=command.request, history=history, together=False)
            return bench(session, work, command.load.shares, notes, self._send, self._cancelled)
        greedy = replace(work.sampling, temperature=0.0)
        work = replace(work, request=command.request, sampling=greedy)
        watch = Watch(session.crew.plan.devices)
        with recorder.muted():
            session.generate(replace(work, max_tokens=2), self._cancelled)  # the warm-up: both kinds of step
        session.forget()
        with recorder.kept():
            session.generate(work, self._cancelled)
        if self._cancelled() or recorder.finished is None:
            raise Cancelled
        numbers = recorder.finished.statistics
        pp, tg = ((speed,) if speed else () for speed in (numbers.pp_ts, numbers.tg_ts))
        return Measured(pp, tg, tuple(recorder.token_ids), () if notes else watch.notes())

    def _tell(self, last: bool, cancelled: bool = False) -> None:
        pp, tg = speeds_of(self._done)
        self._send(
            protocol.Compared(
                self._command.request,
                mode_results(self._command.modes, self._done),
                tg=verdict(tg),
                pp=verdict(pp),
                answers=answers(self._done),
                notes=(*self._conditions(), *self._notes.values()),
                last=last,
                cancelled=cancelled,
            )
        )

    def _conditions(self) -> Iterator[str]:
        """What limits any comparison on these devices."""
        if len(set(self._order)) < 2:
            yield ONLY_ONE.format(mode=MODES[self._order[0]][1])
        elif self._command.loads < LEAST_LOADS:
            yield ONE_LOAD
        several = len({block.mode for block in self._done}) > 1
        if several and all(block.plan.world_size == 1 for block in self._done):
            yield ONE_DEVICE
        elif all(device.kind == "cpu" for device in self._devices):
            yield TRIAL

    def _note(self, notes: Sequence[str]) -> None:
        """Conditions of single blocks; what only repeats an earlier one with other figures is left out."""
        for note in notes:
            self._notes.setdefault(wording(note), note)


class Recorder:
    """Passes a session's events on, and keeps one reply."""

    def __init__(self, send: Send) -> None:
        self._send = send
        self._state: Literal["passing", "muted", "keeping"] = "passing"
        self.text = ""
        self.token_ids: list[int] = []
        self.finished: protocol.Finished | None = None

    def __call__(self, event: protocol.Event) -> None:
        if self._state == "muted":
            return
        if self._state == "keeping":
            match event:
                case protocol.Text():
                    self.text += "" if event.thinking else event.text
                    self.token_ids += event.token_ids
                case protocol.Finished():
                    self.finished = event
        self._send(event)

    @contextmanager
    def muted(self) -> Iterator[None]:
        """What is said meanwhile is not passed on."""
        self._state = "muted"
        try:
            yield
        finally:
            self._state = "passing"

    @contextmanager
    def kept(self) -> Iterator[None]:
        self._state = "keeping"
        try:
            yield
        finally:
            self._state = "passing"


def check(command: protocol.Compare) -> None:
    """Raises RequestError for a comparison that makes no sense."""
    if len(set(command.modes)) < 2 or len(set(command.modes)) < len(command.modes):
        raise RequestError(FEW_MODES)
    if command.load.stages != 1 and "tensor" not in command.modes:
        raise RequestError(STAGES_OF_TENSOR)
    if command.loads < 1:
        raise RequestError(NO_LOADS)


def mirrored(modes: Sequence[Mode], loads: int) -> tuple[Mode, ...]:
    """A B, B A, A B, ...: what drifts evenly, such as heat, is then the same for every mode."""
    passes = (modes if turn % 2 == 0 else modes[::-1] for turn in range(loads))
    return tuple(mode for each in passes for mode in each)
