"""The model in the engine: none, loading, loaded, or on its way out; and what a press of the button would change."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from time import monotonic
from typing import Literal

from PySide6.QtCore import QObject, Signal

from app.shell.engine_client import EngineClient
from app.widgets import numbers
from engine.plan.types import RankBytes, SplitPlan
from engine.protocol import (
    BlockStarted,
    Cancel,
    Compare,
    Compared,
    Event,
    Failed,
    LinkTrial,
    Load,
    Loaded,
    LoadProgress,
    LoadStarted,
    ModelLost,
    PrepareProgress,
    Unload,
    Unloaded,
)

State = Literal["none", "loading", "loaded", "unloading"]


@dataclass
class LoadStatus:
    """How far a load is: bytes per rank, and before them at first use the kernels that ranks compile."""

    began: float = field(default_factory=monotonic)
    by_rank: dict[int, tuple[int, int]] = field(default_factory=dict)
    kernels_by_rank: dict[int, tuple[int, int]] = field(default_factory=dict)
    trying_links: bool = False

    @property
    def done(self) -> int:
        return sum(done for done, _ in self.by_rank.values())

    @property
    def total(self) -> int:
        return sum(total for _, total in self.by_rank.values())

    @property
    def part(self) -> float:
        return self.done / self.total if self.total else 0.0

    def words(self) -> str:
        """ "61 of 98 MB · 240 MB/s · 1 s left"; what happens before the first byte is said in words."""
        if not self.done and self.kernels_by_rank:
            return "Preparing kernels, {} of {}".format(*min(self.kernels_by_rank.values()))
        if self.trying_links:
            return "Trying how the cards talk to each other"
        if not self.done:
            return "Starting a worker per device"
        if self.done >= self.total:
            return "Preparing the workers"
        return self._amount(self.done, self.total)

    def words_of(self, rank: int) -> str:
        """How far one rank is: "6.1 of 18.2 GB · 900 MB/s · 14 s left", or what all are doing."""
        done, total = self.by_rank.get(rank, (0, 0))
        return self._amount(done, total) if 0 < done < total else self.words()

    def _amount(self, done: int, total: int) -> str:
        rate = done / max(monotonic() - self.began, 0.1)
        return " · ".join([
            f"{numbers.file_size(done)} of {numbers.file_size(total)}",
            f"{numbers.file_size(round(rate))}/s", numbers.time_left((total - done) / rate),
        ])  # fmt: skip


class Loading(QObject):
    """`changed` on every step; `failed(sentence, details)`; `lost(sentence, details)` when a loaded model is gone."""

    changed = Signal()
    loaded = Signal()
    failed = Signal(str, str)
    lost = Signal(str, str)

    def __init__(self, client: EngineClient) -> None:
        super().__init__()
        self._client = client
        self.state: State = "none"
        self.wanted: Load | None = None  # the load under way, or the one that is loaded
        self.plan: SplitPlan | None = None
        self.result: Loaded | None = None
        self.status = LoadStatus()
        self.comparison: int | None = None  # the request of the comparison that loads and unloads as it needs
        client.arrived.connect(self.on_event)

    def load(self, command: Load) -> None:
        """Start a load in place of whatever is loaded; `command.request` is filled in here."""
        wanted = replace(command, request=self._client.next_request())
        self.comparison = None
        self._begin(wanted)
        self._client.send(wanted)
        self.changed.emit()

    def follow(self, comparison: Compare) -> None:
        """From now on the model comes and goes as this comparison loads it; the last load stays."""
        self.comparison = comparison.request
        self._begin(replace(comparison.load, request=comparison.request))
        self.changed.emit()

    def cancel(self) -> None:
        """Stop the load under way, or the comparison."""
        if self.wanted is not None and (self.state == "loading" or self.comparison is not None):
            self._client.send(Cancel(self.wanted.request))

    def unload(self) -> None:
        if self.state == "loaded" and self.comparison is None:
            self.state = "unloading"
            self._client.send(Unload())
            self.changed.emit()

    def held(self) -> dict[str, RankBytes]:
        """By device id, what the loaded model keeps there, all ranks of a device together."""
        plan, kept = self.plan, dict[str, RankBytes]()
        if plan is None or self.state not in ("loading", "loaded"):
            return kept
        for device, each in zip(plan.devices, plan.bytes, strict=True):
            before = kept.get(device.id, RankBytes(0, 0, 0))
            kept[device.id] = RankBytes(
                before.weights + each.weights, before.kv + each.kv, before.workspace + each.workspace
            )
        return kept

    def differs(self, command: Load, plan: SplitPlan | None) -> bool:
        """Whether loading `command`, planned as `plan`, would give something other than what is loaded."""
        if self.wanted is None or self.plan is None or plan is None:
            return True
        now = (
            self.wanted.model,
            self.wanted.devices,
            self.wanted.shares,
            self.wanted.context,
            self.wanted.kv_type,
            self.wanted.threads,
            _places(self.plan),
        )
        then = (
            command.model,
            command.devices,
            command.shares,
            command.context,
            command.kv_type,
            command.threads,
            _places(plan),
        )
        return now != then

    def on_event(self, event: Event) -> None:
        match event:
            case BlockStarted() if self._mine(event.request):
                assert self.wanted is not None
                self._begin(replace(self.wanted, mode=event.order[event.index]))
            case LinkTrial() if self._mine(event.request):
                self.status.trying_links = True
            case LoadStarted() if self._mine(event.request):
                self.plan, self.status.trying_links = event.plan, False
            case PrepareProgress() if self._mine(event.request):
                self.status.kernels_by_rank[event.rank] = (event.done, event.total)
            case LoadProgress() if self._mine(event.request):
                self.status.by_rank[event.rank] = (event.done, event.total)
            case Loaded() if self._mine(event.request):
                self.state, self.plan, self.result = "loaded", event.plan, event
                self.changed.emit()
                self.loaded.emit()
                return
            case Compared(last=True) | Failed(what="compare") if self._mine(event.request):
                self.comparison = None
                if self.state == "loading":  # it ended in the middle of a load
                    self._clear()
            case Failed(what="load") if self._mine(event.request):
                self._clear()
                if not event.cancelled:
                    self.failed.emit(event.sentence, event.details)
            case Unloaded() if self.state == "unloading":
                self._clear()
            case ModelLost():
                self._clear()
                self.lost.emit(event.sentence, event.details)
            case _:
                return
        self.changed.emit()

    def on_engine_end(self) -> None:
        self._clear()
        self.changed.emit()

    def _begin(self, wanted: Load) -> None:
        self.wanted = wanted
        self.state, self.plan, self.result, self.status = "loading", None, None, LoadStatus()

    def _mine(self, request: int | None) -> bool:
        return self.wanted is not None and self.wanted.request == request

    def _clear(self) -> None:
        self.state, self.wanted, self.plan, self.result = "none", None, None, None
        self.comparison = None


def _places(plan: SplitPlan) -> tuple[str, tuple[tuple[str, ...], ...]]:
    """The mode, and which devices hold which stage: with Auto both may differ from what the mode itself would do."""
    return plan.mode, tuple(tuple(plan.devices[rank].id for rank in stage.ranks) for stage in plan.stages)
