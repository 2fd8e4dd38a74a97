"""Speeds as they are right now: a ring of samples for the plot, and the last measured speed of every mode."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable
from time import monotonic

from PySide6.QtCore import QObject, Signal

from app.split.loading import Loading
from engine.plan.types import Mode
from engine.protocol import Event, Finished, PromptProgress, RankTimes, Text

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
        self._prompt_start: tuple[float, int] | None = None  # when, and how many tokens were done by then
        self.prompt_is_new = False  # measured in this run, not left over from the last
        self.ring: deque[float] = deque([0.0] * (SECONDS * RATE_HZ), maxlen=SECONDS * RATE_HZ)
        self.generating = False
        self.generation: float | None = None
        self.prompt: float | None = None
        self.ranks: tuple[RankTimes, ...] = ()  # of the last reply, where the engine knows them
        self.measured: dict[tuple[str, Mode], float] = {}  # (model path, mode) -> tok/s of the last reply

    def on_event(self, event: Event) -> None:
        match event:
            case PromptProgress():
                self._begin()
                self._on_prompt(event.done)
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
        self.generating = False
        self._tokens.clear()

    def sample(self) -> None:
        """Append the present rate to the ring; called ten times a second."""
        self.ring.append((self._rate() or 0.0) if self.generating else 0.0)

    @property
    def silent(self) -> bool:
        return not self.generating and not any(self.ring)

    def _begin(self) -> None:
        if not self.generating:
            self.generating, self.prompt_is_new, self._prompt_start = True, False, None
            self._tokens.clear()

    def _on_prompt(self, done: int) -> None:
        """Between two reports: what came before the first one was not timed here."""
        now = self._clock()
        if self._prompt_start is None:
            self._prompt_start = (now, done)
        elif done > self._prompt_start[1] and now - self._prompt_start[0] > WINDOW / 4:
            self.prompt = (done - self._prompt_start[1]) / (now - self._prompt_start[0])
            self.prompt_is_new = True

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
        self.ranks = event.ranks
        figures, loading = event.statistics, self._loading
        self.generation = figures.tg_ts if figures.tg_ts is not None else self.generation
        self.prompt = figures.pp_ts if figures.pp_ts is not None else self.prompt
        if figures.tg_ts is not None and not self.ring[-1]:
            self.ring[-1] = figures.tg_ts  # a reply that was over between two samples leaves its mark too
        plan, result = loading.plan, loading.result
        # What a mixture does says nothing of the mode that it is counted to.
        if figures.tg_ts is not None and plan is not None and result is not None and not plan.mixed:
            self.measured[result.model, plan.mode] = figures.tg_ts
        self.finished.emit()
