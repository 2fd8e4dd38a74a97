"""A rank: one process that holds its share of the model and takes steps. Every rank runs this program."""

from __future__ import annotations

import gc
import os
import queue
import threading
import traceback
from contextlib import suppress
from importlib import import_module
from multiprocessing.connection import Connection
from typing import TYPE_CHECKING, Any

from platformdirs import user_cache_path

from engine.comm.layout import is_mixed
from engine.comm.segment import Segment
from engine.errors import Told, words_of
from engine.gate import Gate
from engine.pipe import Inbox, Outbox
from engine.sentence import QT_TRANSLATE_NOOP, Sentence
from engine.steps import (
    Attached,
    Begin,
    Broken,
    End,
    Grant,
    Join,
    Listening,
    Loaded,
    Ping,
    Pong,
    Preparing,
    Reading,
    Setup,
)

if TYPE_CHECKING:
    import torch

    from engine.comm.group import Group
    from engine.comm.world import World
    from engine.compiling import Talk
    from engine.gguf.facts import ModelFacts
    from engine.kernels.ops import Ops
    from engine.model import Model

NO_MEMORY = QT_TRANSLATE_NOOP(
    "engine",
    "{device} (rank {rank}) ran out of memory. Load the model with a shorter context, or give this device a smaller "
    "share.",
)
GONE = QT_TRANSLATE_NOOP("engine", "{path} is no longer there. Choose the file again.")
FAILED = QT_TRANSLATE_NOOP("engine", "Rank {rank} on {device} failed: {cause}. Load the model again.")


class Mail:
    """What the supervisor sends, sorted by who waits for it."""

    def __init__(self, commands: Connection, outbox: Outbox) -> None:
        self._outbox = outbox
        self.setups: queue.SimpleQueue[Setup] = queue.SimpleQueue()
        self.joins: queue.SimpleQueue[Join] = queue.SimpleQueue()
        self.jobs: queue.SimpleQueue[Begin] = queue.SimpleQueue()
        self.gate = Gate()
        # The supervisor is gone, or wants this rank gone: either way at once, whatever it is doing.
        Inbox(commands, self._arrived, lambda: os._exit(0))

    def _arrived(self, message: Any) -> None:
        match message:
            case bytes():
                self.gate.grant(Grant.unpack(message))
            case Begin():
                self.jobs.put(message)
            case End(job):
                self.gate.end(job)
            case Join():
                self.joins.put(message)
            case Setup():
                self.setups.put(message)
            case Ping():
                self._outbox.send(Pong())


def main(commands: Connection, reports: Connection) -> None:
    """Run until the supervisor is gone. Whatever goes wrong is told to it in a sentence."""
    # OpenMP's threads spin by default, and one that is preempted holds all the others: with another program busy, two
    # threads on two cores decoded 5 to 8 times slower than waiting ones. It reads this once, when torch is imported.
    os.environ.setdefault("OMP_WAIT_POLICY", "passive")
    # What is imported and loaded stays, and there is much of it: looking for garbage in it took a fifth of a start.
    gc.disable()
    outbox = Outbox(reports)
    mail = Mail(commands, outbox)
    # torch takes longest of all, so it does not wait to be told what for; an error comes again where it is imported.
    threading.Thread(target=_get_ready, name="imports", daemon=True).start()
    setup = mail.setups.get()
    try:
        _work(setup, mail, outbox)
    except Exception as error:
        outbox.send(Broken(_sentence(setup, error), traceback.format_exc()))
        outbox.close(timeout=2)
    # A collective that waits for a dead peer must not hold the process.
    os._exit(1)


def _get_ready() -> None:
    """What a rank needs whatever it becomes; what goes wrong here goes wrong again where it is needed."""
    with suppress(Exception):
        import_module("engine.generate")
        torch = import_module("torch")
        if torch.cuda.is_available():
            import_module("engine.kernels.triton.ops")


def _work(setup: Setup, mail: Mail, outbox: Outbox) -> None:
    segment = None
    if setup.segment is not None:
        segment = Segment.attach(setup.segment)
        outbox.send(Attached())  # before torch is there, which takes long: the name ought to be gone soon
    from engine.generate import run_job

    model = _load(setup, segment, mail.joins, outbox)
    reporter = setup.alone or setup.rank == setup.plan.stages[-1].ranks[0]
    gc.freeze()
    gc.enable()
    outbox.send(Loaded(model.notes, model.sums))
    while True:
        run_job(model, mail.jobs.get(), mail.gate, reporter, outbox.send)


def _load(setup: Setup, segment: Segment | None, joins: queue.SimpleQueue[Join], outbox: Outbox) -> Model:
    import torch

    from engine.families import model_config
    from engine.gguf.facts import read_facts
    from engine.kernels.cpu.heap import keep_free_memory
    from engine.model import Model

    # Kernels of our own have threads of their own; the little that torch does beside them is not worth waking others.
    torch.set_num_threads(1 if setup.plan.devices[setup.rank].quantised else setup.threads)
    torch.set_grad_enabled(False)
    plan, rank = setup.plan, setup.rank
    device = torch.device(plan.devices[rank].id)
    facts = read_facts(setup.path, vocabulary=False)  # text is the engine process's business
    ops = _ops(setup, facts, device, segment, outbox)
    group, world = _connect(setup, facts, ops, segment, joins, outbox)
    told = 0

    def progress(done: int, total: int) -> None:
        nonlocal told
        if done - told >= total // 100 or done == total:
            told = done
            outbox.send(Reading(done, total))

    def preparing(done: int, total: int) -> None:
        outbox.send(Preparing(done, total))

    model = Model(facts, model_config(facts), plan, rank, ops, device, group, world, progress, preparing)
    if device.type == "cpu":
        keep_free_memory()
    return model


def _ops(setup: Setup, facts: ModelFacts, device: torch.device, segment: Segment | None, outbox: Outbox) -> Ops:
    """The device's own kernels where it has some that keep weights quantised, compiled at first use; else plain torch.

    What ranks share memory with is compiled as it is imported, so that too is a matter of first use.
    """
    from engine.kernels.reference import ReferenceOps

    if device.type == "cuda" and setup.plan.devices[setup.rank].quantised:
        import torch

        from engine.kernels.triton.ops import TritonOps

        torch.cuda.set_device(device)
        return TritonOps(device)
    quantised = setup.plan.devices[setup.rank].quantised
    talk: Talk = "shared" if segment is not None else "words" if is_mixed(setup.plan, setup.rank) else ""
    if not quantised and not talk:
        return ReferenceOps(device)
    from engine.compiling import compile_apart, prepare
    from engine.kernels.cpu.first_use import first_use
    from engine.kernels.cpu.kernel import keep_compiled, keeps

    def progress(done: int, total: int) -> None:
        outbox.send(Preparing(done, total))

    cache = user_cache_path("tandem") / "kernels"
    place = keep_compiled(cache)  # before what numba compiles is imported
    from engine.kernels.cpu.needed import kinds_needed

    kinds = kinds_needed(facts, setup.plan, setup.rank) if quantised else []
    with first_use(place, "-".join([*kinds, *([talk] if talk else [])])) as first:
        if first and not (keeps() and compile_apart(cache, kinds, talk, progress)):
            prepare(cache, kinds, talk, progress)
    if not quantised:
        return ReferenceOps(device)
    from engine.kernels.cpu.ops import CpuOps

    return CpuOps(setup.threads, cache)


def _connect(
    setup: Setup, facts: ModelFacts, ops: Ops, segment: Segment | None, joins: queue.SimpleQueue[Join], outbox: Outbox
) -> tuple[Group, World | None]:
    if setup.plan.world_size == 1:
        from engine.comm.group import Group

        return Group(ops), None
    if setup.alone:
        from engine.comm.gpu.connect import pretended
        from engine.kernels.triton.ops import TritonOps

        assert isinstance(ops, TritonOps)
        return pretended(ops, setup.plan, setup.rank, facts.hidden), None
    if segment is not None:
        from engine.comm.shared import share

        return share(ops, setup.plan, setup.rank, segment)
    from engine.comm.gloo import GlooGroup, dial

    plan, rank = setup.plan, setup.rank
    group, world = dial(ops, plan, rank, joins.get().port, lambda port: outbox.send(Listening(port)))
    if setup.way == "gloo":
        return group, world
    if is_mixed(plan, rank):
        from engine.comm.mixed import connect_mixed

        assert isinstance(group, GlooGroup)
        return connect_mixed(ops, group, plan, rank, facts.hidden), world
    if plan.devices[rank].kind == "cuda":
        from engine.comm.gpu.connect import connect, connect_stages
        from engine.kernels.triton.ops import TritonOps

        if isinstance(ops, TritonOps) and isinstance(group, GlooGroup):
            group = connect(ops, group, plan, rank, facts.hidden, setup.way)
        if isinstance(ops, TritonOps) and len(plan.stages) > 1:
            return group, connect_stages(ops, world, plan, rank, facts.hidden, setup.way)
    return group, world


def _sentence(setup: Setup, error: Exception) -> str:
    import torch

    device = setup.plan.devices[setup.rank]
    text = words_of(error)
    if isinstance(error, Told):
        return text
    if isinstance(error, MemoryError | torch.OutOfMemoryError) or "can't allocate memory" in text:
        return NO_MEMORY.format(device=device.name, rank=str(setup.rank))
    if isinstance(error, FileNotFoundError):
        return GONE.format(path=str(setup.path))
    if not isinstance(text, Sentence):
        text = text.splitlines()[0] if text else type(error).__name__
    return FAILED.format(rank=str(setup.rank), device=device.name, cause=text)
