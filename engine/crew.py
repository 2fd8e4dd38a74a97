"""The worker processes of one loaded model: started together, watched, ended together."""

from __future__ import annotations

import queue
import threading
import time
from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import Any

from engine.child import Child
from engine.comm.layout import layout, on_one_processor
from engine.comm.segment import Segment, SegmentError
from engine.devices.mps import ANEW, mps_runs
from engine.plan.links import Way
from engine.plan.types import SplitPlan
from engine.sentence import QT_TRANSLATE_NOOP, Size
from engine.steps import Attached, Broken, Join, Listening, Loaded, Ping, Pong, Preparing, Reading, Setup, Times

SILENT = QT_TRANSLATE_NOOP(
    "engine",
    "The worker of rank {rank} on {device} stands still and no longer answers, so the model is no longer loaded. "
    "Load it again.",
)
ENDED = QT_TRANSLATE_NOOP(
    "engine",
    "The worker of rank {rank} on {device} ended unexpectedly ({cause}), so the model is no longer loaded. "
    "Load it again.",
)
KILLED = QT_TRANSLATE_NOOP(
    "engine",
    "The worker of rank {rank} on {device} ended unexpectedly ({cause}), so the model is no longer loaded. "
    "The computer may have run out of memory. Load it again.",
)
NO_SEGMENT = QT_TRANSLATE_NOOP(
    "engine",
    "The system gave no shared memory for the ranks ({reason}), so they talk over loopback connections, which is "
    "slower. They need {size} of it; on Linux it is the free space of /dev/shm.",
)
BOTH = QT_TRANSLATE_NOOP("engine", "{first} {second}")


class Cancelled(Exception):
    """The front end no longer wants what is running."""


class CrewLost(Exception):
    """A worker ended, so the model is gone. `args[0]` is a plain sentence, `details` for the log."""

    def __init__(self, sentence: str, details: str = "") -> None:
        super().__init__(sentence)
        self.details = details


@dataclass(frozen=True)
class _Ended:
    """A worker's pipe closed."""

    cause: str


_WAKE = object()
PING_SECONDS = 0.5  # without a word from any rank, until they are asked whether they are there
# A rank that compiles something may hold Python's lock for seconds; on GPUs that is done before a model is loaded.
SILENT_SECONDS = {"gpu": 3.0, "cpu": 60.0}
KILLED_SECONDS = 0.5  # from a rank that complains of a dead peer to the end of that peer's pipe


class Crew:
    """One worker per rank of a plan.

    The first one starts at once, before there is a plan: importing torch takes longest of all that a load does.
    `on_lost` is called, on a reader thread, when a worker ends unasked; `receive` then raises `CrewLost`.
    """

    plan: SplitPlan  # from `start` on, as is `threads`
    threads: int  # per rank that computes on the processor

    def __init__(self, on_lost: Callable[[], None]) -> None:
        self._on_lost = on_lost
        self._closing = False
        self._messages: queue.SimpleQueue[Any] = queue.SimpleQueue()
        self.notes: tuple[str, ...] = ()  # what a user should know of these workers, in plain sentences
        self._sums: dict[int, tuple[int, float]] = {}  # of each rank that knows, see `steps.Loaded`
        self._segment: Segment | None = None
        self._unattached: set[int] = set()
        self._attaching = threading.Lock()
        self._heard: defaultdict[int, float] = defaultdict(float)  # when each rank last said something
        self._silence: float | None = None  # seconds that a rank may take to say that it is there, once all are loaded
        self._workers = [self._worker(0)]

    def start(self, path: str, plan: SplitPlan, threads: int, alone: int | None = None, way: Way = "peers") -> None:
        """Start the other ranks, and tell all of them what to become; or only the one that `alone` names."""
        self.plan, self.threads = plan, threads
        if alone is not None:
            self._workers[0].outbox.send(Setup(path, plan, alone, threads, None, alone=True))
            return
        self._segment = self._make_segment()
        self._unattached = set(range(plan.world_size))
        name = self._segment.name if self._segment else None
        self._workers += [self._worker(rank) for rank in range(1, plan.world_size)]
        for rank, worker in enumerate(self._workers):
            worker.outbox.send(Setup(path, plan, rank, threads, name, way=way))

    def load(self, progress: Callable[[int, Reading | Preparing], None], cancelled: Callable[[], bool]) -> None:
        """Bring every rank up. `progress` gets a rank and how far it is.

        Raises Cancelled, or CrewLost with the reason that the failing rank gave.
        """
        if self._segment is None:
            self._workers[0].outbox.send(Join(None))
        waiting = set(range(len(self._workers)))
        while waiting:
            rank, message = self.receive(cancelled)
            match message:
                case Listening(port):
                    for worker in self._workers[1:]:
                        worker.outbox.send(Join(port))
                case Reading() | Preparing():
                    progress(rank, message)
                case Loaded(notes, sums):
                    if sums is not None:
                        self._sums[rank] = sums
                    self.notes += tuple(note for note in notes if note not in self.notes)
                    waiting.discard(rank)
        if len(self._workers) > 1:
            self._silence = SILENT_SECONDS["cpu" if on_one_processor(self.plan) else "gpu"]

    def broadcast(self, message: Any) -> None:
        """Send to every rank; each one sees the same messages in the same order."""
        for worker in self._workers:
            worker.outbox.send(message)

    def receive(self, cancelled: Callable[[], bool]) -> tuple[int, Any]:
        """The next (rank, message). Raises Cancelled once `cancelled` is true, CrewLost when a worker has ended."""
        while True:
            if cancelled():
                raise Cancelled
            item = self._next()
            if item is not _WAKE:
                rank, message = item
                if isinstance(message, Broken):
                    raise self._killed(rank) or CrewLost(message.sentence, message.details)
                if isinstance(message, _Ended):
                    raise CrewLost(self._post_mortem(rank, message.cause))
                return rank, message

    @property
    def sums(self) -> tuple[int, float] | None:
        """How many sums over ranks a token has, and the seconds of each where they take longest; None where a rank does
        not know how long it waits."""
        if not self._sums or len(self._sums) < len(self._workers):
            return None
        firsts = {stage.ranks[0] for stage in self.plan.stages} & self._sums.keys()
        return sum(self._sums[rank][0] for rank in firsts), max(seconds for _, seconds in self._sums.values())

    def summing(self, rank: int) -> float:
        """Seconds of a token that sums over ranks take a rank if nobody is late."""
        count, seconds = self._sums[rank]
        return count * seconds

    def times(self, job: int) -> tuple[Times, ...]:
        """By rank, of a job that has ended; none where ranks do not know. Raises CrewLost."""
        if self.sums is None:
            return ()
        found: dict[int, Times] = {}
        while len(found) < len(self._workers):
            rank, message = self.receive(lambda: False)
            if isinstance(message, Times) and message.job == job:
                found[rank] = message
        return tuple(found[rank] for rank in sorted(found))

    def _next(self) -> Any:
        """What comes next. Where nothing does for a while, ranks must show that they are there."""
        if self._silence is None:
            return self._messages.get()
        asked: float | None = None
        while True:
            try:
                return self._messages.get(timeout=PING_SECONDS)
            except queue.Empty:
                now = time.monotonic()
            if asked is None:
                asked = now
                self.broadcast(Ping())
            elif now - asked > self._silence:
                for rank in range(len(self._workers)):
                    if self._heard[rank] < asked:
                        raise CrewLost(self._silent(rank))
                asked = None

    def wake(self) -> None:
        """Make `receive` look at `cancelled` again; from any thread."""
        self._messages.put(_WAKE)

    def close(self) -> None:
        """End all workers and wait until they are gone, so that their memory is free."""
        self._closing = True
        for worker in self._workers:
            worker.process.kill()  # it holds nothing worth an orderly end, and may be deep in a collective
        for worker in self._workers:
            worker.kill()
        if self._segment:
            with self._attaching:
                self._segment.unlink()

    def _worker(self, rank: int) -> Child:
        arrived, ended = partial(self._arrived, rank), partial(self._ended, rank)
        return Child("engine.worker:main", (), f"tandem-rank-{rank}", arrived, ended)

    def _make_segment(self) -> Segment | None:
        """The memory through which the ranks talk, if they can; they need nothing else then to find each other."""
        if not on_one_processor(self.plan):
            return None
        size = layout(self.plan).size
        try:
            return Segment.create(size)
        except SegmentError as error:
            self.notes = (NO_SEGMENT.format(reason=str(error), size=Size(f"{size / 2**20:.1f} MiB")),)
            return None

    def _arrived(self, rank: int, message: Any) -> None:
        self._heard[rank] = time.monotonic()
        if isinstance(message, Pong):
            return
        if isinstance(message, Attached):
            self._attached(rank)
        else:
            self._messages.put((rank, message))

    def _attached(self, rank: int) -> None:
        """Once all ranks have the segment, its name goes: whatever is killed from then on, nothing is left behind."""
        assert self._segment
        with self._attaching:
            self._unattached.discard(rank)
            if not self._unattached:
                self._segment.unlink()

    def _ended(self, rank: int, cause: str) -> None:
        if not self._closing:
            self._messages.put((rank, _Ended(cause)))
            self._on_lost()

    def _killed(self, complaining: int) -> CrewLost | None:
        """The loss of a rank that ended without a word, if one did.

        Its death breaks the collectives of the others, whose complaint may come first and says nothing of the cause.
        """
        silent = set(range(self.plan.world_size)) - {complaining}
        deadline = time.monotonic() + KILLED_SECONDS
        while silent and (left := deadline - time.monotonic()) > 0:
            try:
                item = self._messages.get(timeout=left)
            except queue.Empty:
                break
            if item is not _WAKE:
                rank, message = item
                if isinstance(message, _Ended) and rank in silent:
                    return CrewLost(self._post_mortem(rank, message.cause))
                if isinstance(message, Broken):
                    silent.discard(rank)
        return None

    def _silent(self, rank: int) -> str:
        told = SILENT.format(rank=str(rank), device=self.plan.devices[rank].name)
        return self._with_advice(rank, told)

    def _post_mortem(self, rank: int, cause: str) -> str:
        told = KILLED if "SIGKILL" in cause else ENDED
        return self._with_advice(rank, told.format(rank=str(rank), device=self.plan.devices[rank].name, cause=cause))

    def _with_advice(self, rank: int, sentence: str) -> str:
        """A client of MPS that ends in the middle of its work leaves it in an undefined state."""
        of_mps = self.plan.devices[rank].kind == "cuda" and mps_runs()
        return BOTH.format(first=sentence, second=ANEW) if of_mps else sentence
