"""Everything that crosses between a front end and the engine process: frozen dataclasses, small, torch-free.

A front end sends commands, the engine answers with events. Every command that starts something long carries a
`request` number of the sender's choice; all events about it repeat that number.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

from engine.plan.types import Device, Mode, SplitPlan

StopReason = Literal["end", "length", "stop", "context", "cancelled"]


@dataclass(frozen=True)
class Message:
    role: Literal["system", "user", "assistant"]
    content: str


@dataclass(frozen=True)
class Sampling:
    """How the next token is drawn. Temperature 0 takes the likeliest. Defaults are llama.cpp's."""

    temperature: float = 0.8
    top_k: int = 40  # 0: all
    top_p: float = 0.95  # 1: off
    min_p: float = 0.05  # 0: off
    repeat_penalty: float = 1.0  # 1: off
    repeat_last_n: int = 64
    seed: int | None = None  # None: a new one for every reply


# Commands: front end to engine ------------------------------------------------------------------------------


@dataclass(frozen=True)
class ListDevices:
    """Answered by `Devices`."""


@dataclass(frozen=True)
class FetchStarter:
    """Download the starter model. Answered by `FetchProgress` and `Fetched`, or `Failed`."""

    request: int


@dataclass(frozen=True)
class Load:
    """Load a model, in place of any loaded one. Answered by `LoadStarted`, `LoadProgress`, `Loaded`, or `Failed`."""

    request: int
    model: str  # path of a .gguf, or "starter"
    mode: Mode = "auto"
    devices: tuple[str, ...] = ()  # device ids by rank; empty: every GPU, or one CPU rank
    shares: tuple[int, ...] = ()  # relative; empty: equal
    context: int | None = None  # tokens; None: the model's own, at most DEFAULT_CONTEXT
    threads: int | None = None  # CPU threads of all ranks together; None: the machine's cores
    exact: bool = False  # float activations and f32 sums on every device


@dataclass(frozen=True)
class Unload:
    """Free the model. Answered by `Unloaded`."""


@dataclass(frozen=True)
class Generate:
    """Answer a conversation, or continue a raw prompt. Answered by `PromptProgress`, `Text`, `Finished`."""

    request: int
    messages: tuple[Message, ...] = ()
    prompt: str | None = None  # raw text instead of messages: no template
    sampling: Sampling = field(default_factory=Sampling)
    max_tokens: int | None = None
    stop: tuple[str, ...] = ()


@dataclass(frozen=True)
class Score:
    """Log-probabilities after every token of a text. Answered by `ScoredPositions` and `Scored`."""

    request: int
    text: str | None = None
    tokens: tuple[int, ...] | None = None
    top: int = 20


@dataclass(frozen=True)
class Bench:
    """Time the loaded model as llama-bench does. Answered by `BenchSample` per repetition and `BenchDone`."""

    request: int
    n_prompt: int = 512
    n_gen: int = 128
    n_depth: int = 0
    repetitions: int = 5


@dataclass(frozen=True)
class Cancel:
    """Stop what `request` started: a download, a load, a reply, a score or a benchmark."""

    request: int


@dataclass(frozen=True)
class Quit:
    """End the engine and its workers."""


Command = ListDevices | FetchStarter | Load | Unload | Generate | Score | Bench | Cancel | Quit

# Events: engine to front end --------------------------------------------------------------------------------


@dataclass(frozen=True)
class Ready:
    """The engine process is up."""

    version: str


@dataclass(frozen=True)
class Devices:
    devices: tuple[Device, ...]
    notes: tuple[str, ...] = ()  # what does not count, and why


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
class Loaded:
    request: int
    model: str  # path
    plan: SplitPlan
    seconds: float
    threads: int  # per CPU rank
    has_vocabulary: bool
    notes: tuple[str, ...] = ()  # a missing template, an unknown pre-tokeniser, ...


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
    """The next piece of a reply; `token_ids` are the tokens since the event before."""

    request: int
    text: str
    token_ids: tuple[int, ...]
    seconds: float  # since the request arrived


@dataclass(frozen=True)
class Statistics:
    """Prompt speed and generation speed are never mixed; generation counts decode steps only."""

    prompt_tokens: int
    cached_tokens: int
    generated_tokens: int
    pp_ts: float | None  # prompt tokens that were computed, per second; None if none were
    tg_ts: float | None  # decode steps per second; None before the second token
    ttft_s: float | None  # from the request's arrival to the first token
    context_used: int
    context: int


@dataclass(frozen=True)
class Finished:
    request: int
    stop_reason: StopReason
    statistics: Statistics
    notes: tuple[str, ...] = ()  # such as a chat template that failed on this conversation


@dataclass(frozen=True)
class Position:
    """The model's word after one token of a scored text. `ids` fall in probability."""

    ids: tuple[int, ...]
    logprobs: tuple[float, ...]
    logsumexp: float
    next: int | None
    next_logprob: float | None


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
class BenchDone:
    request: int
    cancelled: bool


@dataclass(frozen=True)
class Failed:
    """A request ended without its result; `sentence` says what happened, to which file or device, what to do."""

    request: int | None
    what: Literal["load", "fetch", "generate", "score", "bench", "devices"]
    sentence: str
    details: str = ""  # for the log and for copying, never shown unasked
    cancelled: bool = False


@dataclass(frozen=True)
class ModelLost:
    """A worker died or hung: the model is no longer loaded; the engine lives and can load again."""

    sentence: str
    details: str = ""


Event = (
    Ready | Devices | FetchProgress | Fetched | LoadStarted | LoadProgress | Loaded | Unloaded | PromptProgress
    | Text | Finished | ScoredPositions | Scored | BenchSample | BenchDone | Failed | ModelLost
)

DEFAULT_CONTEXT = 8192  # tokens, where the model allows more and the user asked for nothing
