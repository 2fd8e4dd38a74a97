"""Engine to front end."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

from engine.plan.links import Links
from engine.plan.types import Device, Mode, SplitPlan
from engine.protocol.bench import BenchRow
from engine.protocol.values import Position, RankTimes, Statistics, StopReason

What = Literal["load", "fetch", "generate", "score", "bench", "compare", "devices"]


@dataclass(frozen=True)
class Ready:
    """The engine process is up."""

    version: str


@dataclass(frozen=True)
class Devices:
    devices: tuple[Device, ...]
    notes: tuple[str, ...] = ()  # what does not count, and why
    links: Links = field(default_factory=dict)  # how long those that were tried together take to add up


@dataclass(frozen=True)
class FetchProgress:
    request: int
    done: int  # bytes
    total: int | None


@dataclass(frozen=True)
class Fetched:
    request: int
    path: str


@dataclass(frozen=True)
class LoadStarted:
    """The plan is made and the workers are starting."""

    request: int
    plan: SplitPlan


@dataclass(frozen=True)
class LoadProgress:
    request: int
    rank: int
    done: int  # bytes of the file read so far by this rank
    total: int


@dataclass(frozen=True)
class LinkTrial:
    """Before a load of several cards: how they talk is being tried, once per computer, which takes some seconds."""

    request: int


@dataclass(frozen=True)
class PrepareProgress:
    """A rank compiles its kernels: told only where that takes a while, which is when they are first used."""

    request: int
    rank: int
    done: int  # kernels
    total: int


@dataclass(frozen=True)
class Loaded:
    request: int
    model: str  # path
    plan: SplitPlan
    seconds: float
    threads: int  # per CPU rank
    has_vocabulary: bool
    notes: tuple[str, ...] = ()  # a missing template, an unknown pre-tokeniser, ...
    sums: tuple[int, float] | None = None  # over ranks: how many a token has, and the seconds of each; None: not known


@dataclass(frozen=True)
class Unloaded:
    """No model is loaded any more because the front end asked for it."""


@dataclass(frozen=True)
class PromptProgress:
    request: int
    done: int  # tokens of the prompt in the cache, reused ones included
    total: int
    cached: int  # of these, reused from the turn before


@dataclass(frozen=True)
class Text:
    """The next piece of a reply; `token_ids` are the tokens since the event before.

    What a model thinks before it answers comes first, with `thinking` set; its tags are in neither.
    """

    request: int
    text: str
    token_ids: tuple[int, ...]
    seconds: float  # since the request arrived
    thinking: bool = False


@dataclass(frozen=True)
class Finished:
    request: int
    stop_reason: StopReason
    statistics: Statistics
    notes: tuple[str, ...] = ()  # such as a chat template that failed on this conversation
    ranks: tuple[RankTimes, ...] = ()  # of the generation; empty where they are not known


@dataclass(frozen=True)
class ScoredPositions:
    request: int
    first: int
    positions: tuple[Position, ...]


@dataclass(frozen=True)
class Scored:
    request: int
    perplexity: float | None  # None for fewer than two tokens


@dataclass(frozen=True)
class BenchStarted:
    """`notes` say what makes the figures doubtful, such as another program that is busy."""

    request: int
    notes: tuple[str, ...] = ()


@dataclass(frozen=True)
class BenchSample:
    request: int
    n_prompt: int
    n_gen: int
    n_depth: int
    repetition: int
    seconds: float

    @property
    def ts(self) -> float:
        return (self.n_prompt + self.n_gen) / self.seconds


@dataclass(frozen=True)
class BenchResult:
    """One test with all its repetitions."""

    request: int
    row: BenchRow


@dataclass(frozen=True)
class BenchDone:
    """`notes` say what went wrong beside the timing, such as a history that cannot be written."""

    request: int
    cancelled: bool
    notes: tuple[str, ...] = ()


@dataclass(frozen=True)
class BlockStarted:
    """A comparison loads the model in `order[index]`, the block numbered `index` from 0.

    A mode that cannot be loaded is taken out of the rest of `order`, and the next block gets its number.
    """

    request: int
    index: int
    order: tuple[Mode, ...]
    notes: tuple[str, ...] = ()  # as in `BenchStarted`


@dataclass(frozen=True)
class BlockDone:
    """What one load of a comparison gave. Speeds are tokens per second, one per repetition."""

    request: int
    index: int
    mode: Mode
    plan: SplitPlan
    pp_ts: tuple[float, ...]
    tg_ts: tuple[float, ...]
    token_ids: tuple[int, ...]  # drawn greedily: what the modes' answers are compared by
    text: str  # the reply, where the work was a prompt


@dataclass(frozen=True)
class Speed:
    """Of one mode over its blocks: the mean of the blocks' medians, and the 95% interval (None for a single block)."""

    value: float
    low: float | None
    high: float | None
    blocks: tuple[float, ...]  # each block's median


@dataclass(frozen=True)
class ModeResult:
    mode: Mode
    pp: Speed | None
    tg: Speed | None


@dataclass(frozen=True)
class Verdict:
    """`faster` None: no clear difference, or too early to say. `ratio` is of `faster`, or of the fastest, to `other`,
    with its 95% interval.
    """

    faster: Mode | None
    other: Mode | None
    ratio: float | None
    low: float | None
    high: float | None
    sentence: str  # "Tensor is 1.62x faster", "No clear difference", "Too early to say"


@dataclass(frozen=True)
class Compared:
    """What a comparison knows so far. `answers` says in one sentence whether the modes gave the same tokens."""

    request: int
    results: tuple[ModeResult, ...]  # in the order of `Compare.modes`; modes without a finished block are left out
    tg: Verdict | None
    pp: Verdict | None
    answers: str
    notes: tuple[str, ...]  # such as: ranks of the CPU are for trial
    last: bool
    cancelled: bool = False

@dataclass(frozen=True)
class Failed:
    """A request ended without its result; `sentence` says what happened, to which file or device, what to do."""

    request: int | None
    what: What
    sentence: str
    details: str = ""  # for the log and for copying, never shown unasked
    cancelled: bool = False


@dataclass(frozen=True)
class ModelLost:
    """A worker died or hung: the model is no longer loaded; the engine lives and can load again."""

    sentence: str
    details: str = ""


Event = (
    Ready | Devices | FetchProgress | Fetched | LoadStarted | LoadProgress | LinkTrial | PrepareProgress | Loaded
    | Unloaded | PromptProgress | Text | Finished | ScoredPositions | Scored | BenchStarted | BenchSample | BenchResult
    | BenchDone | BlockStarted | BlockDone | Compared | Failed | ModelLost
)
