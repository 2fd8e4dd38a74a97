"""What passes between the supervisor and its workers.

A job is a run of steps: one per chunk of a prompt, then one per generated token. Every rank takes the same steps, and
none may take a step before the supervisor has granted it. So whatever ends a job (a stop string, the end of the text,
a cancel) takes effect on all ranks at the same border, with no message between them: the supervisor stops granting,
and sends `End`. Grants and step reports are fixed records; only what is rare is pickled.
"""

from __future__ import annotations

import struct
from dataclasses import dataclass, field

from engine.plan.links import Way
from engine.plan.types import SplitPlan
from engine.protocol import Sampling
from engine.sampling.breakers import Breakers

_GRANT = struct.Struct("<qq")
_REPORT = struct.Struct("<qqqq")

# Steps that may be granted before the report of an earlier one has come back. With two, no rank waits for the
# supervisor; each one more is a step thrown away when a reply ends.
LOOKAHEAD = 2


@dataclass(frozen=True)
class Setup:
    """All that a worker needs to become a rank: the first message to it.

    `segment` names the memory through which the ranks talk; without it they wait for `Join`. `alone`: no other rank of
    the plan is started, and this one pretends that all of them always answer at once.
    """

    path: str
    plan: SplitPlan
    rank: int
    threads: int
    segment: str | None
    alone: bool = False
    way: Way = "peers"  # that ranks on GPUs talk, if they can


@dataclass(frozen=True)
class Join:
    """Where rank 0 listens; sent to the other ranks. None to rank 0: open a port on this computer alone."""

    port: int | None


@dataclass(frozen=True)
class Listening:
    port: int


@dataclass(frozen=True)
class Attached:
    """The rank has the segment, and needs its name no more."""


@dataclass(frozen=True)
class Reading:
    done: int
    total: int


@dataclass(frozen=True)
class Preparing:
    """Kernels are being compiled, which is told only where it takes a while."""

    done: int
    total: int


@dataclass(frozen=True)
class Loaded:
    notes: tuple[str, ...] = ()  # what a user should know of this rank, in plain sentences
    sums: tuple[int, float] | None = None  # over ranks, see `Model.sums`; None: not known, and no `Times` is sent


@dataclass(frozen=True)
class Times:
    """Where a rank's time went in a job: in the steps after its prompt, or else in those of the prompt."""

    job: int
    steps: int
    seconds: float
    waited: float  # seconds in which it only waited for other ranks


@dataclass(frozen=True)
class Ping:
    """To a worker that has said nothing for a while: is it there at all? It answers on its reader thread."""


@dataclass(frozen=True)
class Pong:
    pass


@dataclass(frozen=True)
class Broken:
    """The worker cannot go on."""

    sentence: str
    details: str


@dataclass(frozen=True)
class Begin:
    """Start a job: `tokens` enter the cache from position `start` on, `chunk` at a time; the last chunk's step draws
    the first new token, and every step after that takes one token and draws the next.

    `history` are the tokens before `start` that penalties may look at, `breakers` DRY's sequence breakers. `top` > 0
    asks for the distributions after every token of the prompt, and nothing is drawn.
    """

    job: int
    start: int
    tokens: tuple[int, ...]
    chunk: int
    sampling: Sampling = field(default_factory=Sampling)
    seed: int = 0
    history: tuple[int, ...] = ()
    breakers: Breakers = field(default_factory=dict)
    top: int = 0


@dataclass(frozen=True)
class End:
    """No step beyond those granted belongs to this job."""

    job: int


@dataclass(frozen=True)
class Grant:
    """Steps 0 .. `steps`-1 of the job may be taken."""

    job: int
    steps: int

    def pack(self) -> bytes:
        return _GRANT.pack(self.job, self.steps)

    @classmethod
    def unpack(cls, record: bytes) -> Grant:
        return cls(*_GRANT.unpack(record))


@dataclass(frozen=True)
class Report:
    """A step is done: the token it chose (-1 where a chunk of a prompt chose none), and when."""

    job: int
    step: int
    token: int
    nanoseconds: int  # since the job began on the reporting rank

    def pack(self) -> bytes:
        return _REPORT.pack(self.job, self.step, self.token, self.nanoseconds)

    @classmethod
    def unpack(cls, record: bytes) -> Report:
        return cls(*_REPORT.unpack(record))


@dataclass(frozen=True)
class Distributions:
    """After each token of a chunk: the likeliest `top` tokens, and the word on the token that really follows."""

    job: int
    step: int
    ids: tuple[tuple[int, ...], ...]
    logits: tuple[tuple[float, ...], ...]
    logsumexp: tuple[float, ...]
    next_logit: tuple[float, ...]  # of the following token; the last one of the whole text has none (NaN)
