"""Speeds as they are right now: a ring of samples for the plot, and the last measured speed of every mode."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable
from time import monotonic

from PySide6.QtCore import QObject, Signal

from app.split.loading import Loading
from engine.plan.types import Mode
from engine.protocol import Event, Finished, PromptProgress, Text

SECONDS = 60
RATE_HZ = 10
WINDOW = 1.0  # seconds over which a live rate is taken, unless it holds too few tokens for one
FEWEST = 8  # tokens


class LiveSpeeds(QObject):
    """Generation and prompt speed, never mixed. `generating` tells live figures from those of the last run."""

    finished = Signal()

    def __init__(self, loading: Loading, clock: Callable[[], float] = monotonic) -> None:
        super().__init__()
        self._loading, self._clock = loading, clock
        self._tokens: deque[tuple[float, int]] = deque()  # (when, how many), lately
        self._prompt_began: float | None = None
        self.ring: deque[float] = deque([0.0] * (SECONDS * RATE_HZ), maxlen=SECONDS * RATE_HZ)
        self.generating = False
        self.generation: float | None = None
        self.prompt: float | None = None
        self.measured: dict[tuple[str, Mode], float] = {}  # (model path, mode) -> tok/s of the last reply

    def on_event(self, event: Event) -> None:
        match event:
            case PromptProgress():
                self._begin()
                assert self._prompt_began is not None
                spent = self._clock() - self._prompt_began
                if event.done > event.cached and spent > 0.2:
                    self.prompt = (event.done - event.cached) / spent
            case Text():
                self._begin()
                self._tokens.append((self._clock(), len(event.token_ids)))
                rate = self._rate()
                if rate is not None:
                    self.generation = rate
            case Finished():
                self._end(event)

    def stop(self) -> None:
        """The reply was cut off: the last live figures stay."""
        self.generating, self._prompt_began = False, None
        self._tokens.clear()

    def sample(self) -> None:
        """Append the present rate to the ring; called ten times a second."""
        self.ring.append((self._rate() or 0.0) if self.generating else 0.0)

    @property
    def silent(self) -> bool:
        return not self.generating and not any(self.ring)

    def _begin(self) -> None:
        if not self.generating:
            self.generating, self._prompt_began = True, self._clock()
            self._tokens.clear()

    def _rate(self) -> float | None:
        """Tokens per second over the last second, or the last few tokens where they take longer."""
        now = self._clock()
        while len(self._tokens) > FEWEST and self._tokens[0][0] < now - WINDOW:
            self._tokens.popleft()
        if len(self._tokens) < 2:
            return None
        first, last = self._tokens[0][0], self._tokens[-1][0]
        usual = (last - first) / (len(self._tokens) - 1)
        spent = last - first if now - last < 2 * usual + WINDOW / 4 else now - first  # a stall shows as one
        if spent < WINDOW / 4:
            return None
        counted = (
            sum(number for _, number in self._tokens) - self._tokens[0][1]
        )  # the first opens the interval
        return counted / spent

    def _end(self, event: Finished) -> None:
        self.stop()
        figures, loading = event.statistics, self._loading
        self.generation = figures.tg_ts if figures.tg_ts is not None else self.generation
        self.prompt = figures.pp_ts if figures.pp_ts is not None else self.prompt
        if figures.tg_ts is not None and loading.plan is not None and loading.result is not None:
            self.measured[loading.result.model, loading.plan.mode] = figures.tg_ts
        self.finished.emit()
