"""Front end to engine."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

from engine.plan.kv_types import DEFAULT_KV, KVType
from engine.plan.types import Mode
from engine.protocol.values import Message, Sampling

DEFAULT_CONTEXT = 8192  # tokens, where the model allows more and the user asked for nothing


@dataclass(frozen=True)
class ListDevices:
    """Answered by `Devices`. `measure`: time the memory of every GPU first, which takes some seconds."""

    measure: bool = False


@dataclass(frozen=True)
class FetchStarter:
    """Download the starter model. Answered by `FetchProgress` and `Fetched`, or `Failed`."""

    request: int


@dataclass(frozen=True)
class Load:
    """Load a model, in place of any loaded one. Answered by `LoadStarted`, `PrepareProgress` where kernels must be
    compiled, `LoadProgress`, `Loaded`, or `Failed`.
    """

    request: int
    model: str  # path of a .gguf (any part of a split set), or "starter"
    mode: Mode = "auto"
    devices: tuple[str, ...] = ()  # device ids by rank; empty: every GPU, or one CPU rank
    shares: tuple[int, ...] = ()  # relative; empty: equal
    context: int | None = None  # tokens; None: the model's own, at most DEFAULT_CONTEXT
    threads: int | None = None  # CPU threads of all ranks together; None: the machine's cores
    exact: bool = False  # float activations and f32 sums on every device
    only_rank: int | None = None  # start no other, as if all of them always answered at once: its speed, no answers
    kv_type: KVType = DEFAULT_KV  # what keys and values are kept in; `exact` keeps f32
    stages: int = 1  # of mode tensor: consecutive groups of devices that share their layers, one after another

    def in_mode(self, mode: Mode) -> Load:
        """The same load in another mode, with stages where that has some."""
        return replace(self, mode=mode, stages=self.stages if mode == "tensor" else 1)


@dataclass(frozen=True)
class Unload:
    """Free the model. Answered by `Unloaded`."""


@dataclass(frozen=True)
class Generate:
    """Answer a conversation, or continue a raw prompt. Answered by `PromptProgress`, `Text`, `Finished`.

    A conversation whose last message is the assistant's has its reply continued: `Text` is what comes after it.
    """

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
    """Time the loaded model as llama-bench does: a prompt of `n_prompt`, then `n_gen` steps, each after `n_depth`
    tokens; a count of 0 leaves that test out. With `together` both are one test, timed as a whole. Answered by
    `BenchStarted`, `BenchSample` per repetition, `BenchResult` per test, and `BenchDone`.
    """

    request: int
    n_prompt: int = 512
    n_gen: int = 128
    n_depth: int = 0
    repetitions: int = 5
    history: str = ""  # a JSON-lines file that every finished test is appended to; empty: none
    together: bool = False


@dataclass(frozen=True)
class Compare:
    """Do the same work in several split modes: one load per block, blocks in mirrored order (A B, B A, ...).

    Each block is answered by `BlockStarted`, the events of its load and of its work (all under this request's number),
    and `BlockDone`; `Compared` tells what is known after each block, and ends it all when `last`. The model stays
    loaded as the last block left it.
    """

    request: int
    load: Load  # its mode and request are ignored; its stages are those of mode tensor
    modes: tuple[Mode, ...]  # two or more
    work: Bench | Generate  # its request is ignored; a Generate is made greedy and runs to max_tokens at most
    loads: int = 2  # blocks per mode
    history: str = ""  # as `Bench.history`, for the benchmark's tests


@dataclass(frozen=True)
class Cancel:
    """Stop what `request` started: a download, a load, a reply, a score, a benchmark or a comparison."""

    request: int


@dataclass(frozen=True)
class Quit:
    """End the engine and its workers."""


Command = ListDevices | FetchStarter | Load | Unload | Generate | Score | Bench | Compare | Cancel | Quit
