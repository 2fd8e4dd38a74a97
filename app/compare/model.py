"""A comparison under way, or the last one: its blocks, what is known after each, and how it ended."""

from __future__ import annotations

from dataclasses import replace
from typing import Literal

from PySide6.QtCore import QObject, Signal

from app.compare.timing import Timing
from app.language import said
from app.shell.engine_client import EngineClient
from app.split.loading import Loading
from engine.plan.types import Mode
from engine.protocol import (
    BenchSample,
    BlockDone,
    BlockStarted,
    Cancel,
    Compare,
    Compared,
    Event,
    Failed,
    Loaded,
)

State = Literal["none", "running", "stopping", "finished", "stopped", "failed"]
Figures = tuple[State, Compare, str, tuple[Mode, ...], list[BlockDone], Compared | None, tuple[str, ...]]


class Comparison(QObject):
    """`changed` on every step; `failed(sentence, details)` if the engine could not go on."""

    changed = Signal()
    failed = Signal(str, str)

    def __init__(self, client: EngineClient, loading: Loading) -> None:
        super().__init__()
        self._client, self._loading = client, loading
        self.state: State = "none"
        self.command: Compare | None = None
        self.model = ""  # path of the compared file
        self.order: tuple[Mode, ...] = ()
        self.blocks: list[BlockDone] = []
        self.known: Compared | None = None
        self.doubts: tuple[str, ...] = ()  # what makes a block's figures doubtful; `known` has those of all blocks
        self.timing: Timing | None = None
        self._earlier: Figures | None = None

    @property
    def running(self) -> bool:
        return self.state in ("running", "stopping")

    @property
    def index(self) -> int:
        """The block under way, numbered from 0; the number of blocks once all are done."""
        return len(self.blocks)

    def start(self, command: Compare, predicted: float | None) -> None:
        """Have the engine compare; `command.request` is filled in here. `predicted`: seconds of a block, if known."""
        command = replace(command, request=self._client.next_request())
        if self.command is not None and self.blocks:
            self._earlier = (self.state, self.command, self.model, self.order, self.blocks, self.known, self.doubts)
        self.state, self.command, self.model = "running", command, command.load.model
        self.order, self.blocks, self.known, self.doubts = (), [], None, ()
        self.timing = Timing(command.work, predicted)
        self._client.send(command)
        self._loading.follow(command)
        self.changed.emit()

    def stop(self) -> None:
        if self.state == "running" and self.command is not None:
            self.state = "stopping"
            self._client.send(Cancel(self.command.request))
            self.changed.emit()

    def interrupt(self) -> None:
        """The model or the engine is gone: what was measured stays."""
        if self.running:
            self._break_off("failed")
            self.changed.emit()

    def _break_off(self, state: State) -> None:
        """What was measured stays; if that is nothing, what had been measured before."""
        self.state = state
        if not self.blocks and self._earlier is not None:
            self.state, self.command, self.model, self.order, self.blocks, self.known, self.doubts = self._earlier

    def seconds_left(self) -> float | None:
        return self.timing.left(self.order[self.index + 1 :]) if self.timing is not None and self.order else None

    def on_event(self, event: Event) -> None:
        if not self.running or self.command is None or self.timing is None:
            return
        if getattr(event, "request", None) != self.command.request:
            return
        match event:
            case BlockStarted():
                self.order, self.doubts = event.order, event.notes
                self.timing.begin(event.order[event.index])
            case Loaded():
                self.timing.loaded()
            case BenchSample():
                self.timing.sample(event)
            case BlockDone():
                self.blocks.append(event)
                self.timing.end()
            case Compared():
                self.known = event
                if event.last and event.cancelled:
                    self._break_off("stopped")
                elif event.last:
                    self.state = "finished"
                    self.order = tuple(block.mode for block in self.blocks)  # without a mode that could not be loaded
            case Failed():
                self._break_off("stopped" if event.cancelled else "failed")
                if not event.cancelled:
                    self.failed.emit(said(event.sentence), event.details)
        self.changed.emit()
