"""How long a comparison takes: predicted from known speeds before it runs, from its own blocks while it does."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from statistics import mean
from time import monotonic

from engine.plan.types import Mode
from engine.protocol import Bench, BenchSample, Generate


@dataclass(frozen=True)
class Known:
    """What is known of a mode's speed, in tokens per second."""

    pp: float | None = None
    tg: float | None = None


def block_seconds(work: Bench | Generate, known: Known, load_seconds: float) -> float | None:
    """One load and its work; None where a speed that it needs is not known."""
    if isinstance(work, Generate):
        tokens = work.max_tokens or 0
        return None if known.tg is None else load_seconds + 2 * tokens / known.tg  # a warm-up, then the reply
    spent = load_seconds
    for count, speed in ((work.n_prompt, known.pp), (work.n_gen, known.tg)):
        if count:
            if speed is None:
                return None
            spent += (work.repetitions + 1) * count / speed  # the first is a warm-up
    if work.n_depth:
        if known.pp is None:
            return None
        spent += work.n_depth / known.pp
    return spent


def predict(
    work: Bench | Generate, modes: Sequence[Mode], loads: int, known: Mapping[Mode, Known], load_seconds: float
) -> float | None:
    """Seconds of a whole comparison. A mode of which nothing is known counts like the slowest of the others."""
    blocks = {mode: block_seconds(work, known.get(mode, Known()), load_seconds) for mode in modes}
    told = [seconds for seconds in blocks.values() if seconds is not None]
    if not told:
        return None
    return loads * sum(max(told) if seconds is None else seconds for seconds in blocks.values())


@dataclass
class Timing:
    """The clock of a comparison under way. `clock` in seconds."""

    work: Bench | Generate
    predicted: float | None = None  # seconds of a block
    clock: Callable[[], float] = monotonic
    finished: defaultdict[Mode, list[float]] = field(default_factory=lambda: defaultdict(list))
    _mode: Mode | None = None
    _began: float = 0.0
    _loaded: float | None = None  # seconds of this block's load
    _samples: dict[bool, float] = field(default_factory=dict)  # is it a prompt: seconds of the last repetition

    def begin(self, mode: Mode) -> None:
        self._mode, self._began, self._loaded, self._samples = mode, self.clock(), None, {}

    def loaded(self) -> None:
        self._loaded = self.clock() - self._began

    def sample(self, event: BenchSample) -> None:
        self._samples[bool(event.n_prompt)] = event.seconds

    def end(self) -> None:
        if self._mode is not None:
            self.finished[self._mode].append(self.clock() - self._began)
            self._mode = None

    def left(self, following: Sequence[Mode]) -> float | None:
        """Seconds until the present block and the `following` ones are done; None while nobody can know."""
        now = self._block(self._mode)
        rest = [self._block(mode) for mode in following]
        if (self._mode is not None and now is None) or None in rest:
            return None
        spent = 0.0 if self._mode is None else max((now or 0.0) - (self.clock() - self._began), 0.0)
        return spent + sum(seconds for seconds in rest if seconds is not None)

    def _block(self, mode: Mode | None) -> float | None:
        """A block like this one takes: as before in its mode, else in any, else as far as the first one has shown."""
        if mode is not None and self.finished[mode]:
            return mean(self.finished[mode])
        blocks = [seconds for each in self.finished.values() for seconds in each]
        if blocks:
            return mean(blocks)
        return self._first_block() or self.predicted

    def _first_block(self) -> float | None:
        if self._loaded is None or not isinstance(self.work, Bench):
            return None
        known = Known(
            self.work.n_prompt / self._samples[True] if True in self._samples else None,
            self.work.n_gen / self._samples[False] if False in self._samples else None,
        )
        return block_seconds(self.work, known, self._loaded)
