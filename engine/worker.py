"""A rank: one process that holds its share of the model and takes steps. Every rank runs this program."""

from __future__ import annotations

import os
import queue
import traceback
from multiprocessing.connection import Connection
from typing import TYPE_CHECKING, Any

from platformdirs import user_cache_path

from engine.comm.segment import Segment
from engine.pipe import Inbox, Outbox
from engine.steps import Attached, Begin, Broken, End, Grant, Join, Listening, Loaded, Reading, Setup

if TYPE_CHECKING:
    import torch

    from engine.comm.group import Group
    from engine.comm.world import World
    from engine.kernels.ops import Ops
    from engine.model import Model


def main(setup: Setup, commands: Connection, reports: Connection) -> None:
    """Run until the supervisor is gone. Whatever goes wrong is told to it in a sentence."""
    # OpenMP's threads spin by default, and one that is preempted holds all the others: with another program busy, two
    # threads on two cores decoded 5 to 8 times slower than waiting ones. It reads this once, when torch is imported.
    os.environ.setdefault("OMP_WAIT_POLICY", "passive")
    outbox = Outbox(reports)
    try:
        _work(setup, commands, outbox)
    except Exception as error:
        outbox.send(Broken(_sentence(setup, error), traceback.format_exc()))
        outbox.close(timeout=2)
    # A collective that waits for a dead peer must not hold the process.
    os._exit(1)


def _work(setup: Setup, commands: Connection, outbox: Outbox) -> None:
    segment = None
    if setup.segment is not None:
        segment = Segment.attach(setup.segment)
        outbox.send(Attached())  # before torch is imported, which takes long: the name ought to be gone soon
    from engine.generate import Gate, run_job

    gate = Gate()
    joins: queue.SimpleQueue[Join] = queue.SimpleQueue()
    jobs: queue.SimpleQueue[Begin] = queue.SimpleQueue()

    def arrived(message: Any) -> None:
        match message:
            case bytes():
                gate.grant(Grant.unpack(message))
            case Begin():
                jobs.put(message)
            case End(job):
                gate.end(job)
            case Join():
                joins.put(message)

    # The supervisor is gone, or wants this rank gone: either way at once, whatever it is doing.
    Inbox(commands, arrived, lambda: os._exit(0))
    model = _load(setup, segment, joins, outbox)
    reporter = setup.rank == setup.plan.stages[-1].ranks[0]
    outbox.send(Loaded())
    while True:
        run_job(model, jobs.get(), gate, reporter, outbox.send)


def _load(setup: Setup, segment: Segment | None, joins: queue.SimpleQueue[Join], outbox: Outbox) -> Model:
    import torch

    from engine.families import model_config
    from engine.gguf.facts import read_facts
    from engine.model import Model

    torch.set_num_threads(setup.threads)
    torch.set_grad_enabled(False)
    plan, rank = setup.plan, setup.rank
    device = torch.device(plan.devices[rank].id)
    ops = _ops(setup, device)
    group, world = _connect(setup, ops, segment, joins, outbox)
    facts = read_facts(setup.path, vocabulary=False)  # text is the engine process's business
    told = 0

    def progress(done: int, total: int) -> None:
        nonlocal told
        if done - told >= total // 100 or done == total:
            told = done
            outbox.send(Reading(done, total))

    return Model(facts, model_config(facts), plan, rank, ops, device, group, world, progress)


def _ops(setup: Setup, device: torch.device) -> Ops:
    """The device's own kernels where it has some that keep weights quantised; else plain torch."""
    if setup.plan.devices[setup.rank].quantised:
        from engine.kernels.cpu.kernel import keep_compiled
        from engine.kernels.cpu.ops import CpuOps

        folder = user_cache_path("tandem") / "kernels"
        keep_compiled(folder)
        return CpuOps(setup.threads, folder)
    from engine.kernels.reference import ReferenceOps

    return ReferenceOps(device)


def _connect(
    setup: Setup, ops: Ops, segment: Segment | None, joins: queue.SimpleQueue[Join], outbox: Outbox
) -> tuple[Group, World | None]:
    if setup.plan.world_size == 1:
        from engine.comm.group import Group

        return Group(ops), None
    if segment is not None:
        from engine.comm.shared import share

        return share(ops, setup.plan, setup.rank, segment)
    from engine.comm.gloo import dial

    return dial(ops, setup.plan, setup.rank, joins.get().port, lambda port: outbox.send(Listening(port)))


def _sentence(setup: Setup, error: Exception) -> str:
    import torch

    from engine.comm.waiting import CommError
    from engine.families.config import UnsupportedModel
    from engine.gguf.header import GGUFError

    device = setup.plan.devices[setup.rank]
    text = str(error)
    if isinstance(error, UnsupportedModel | GGUFError | CommError):
        return text
    if isinstance(error, MemoryError | torch.OutOfMemoryError) or "can't allocate memory" in text:
        return (
            f"{device.name} (rank {setup.rank}) ran out of memory. Load the model with a shorter context, or give this "
            "device a smaller share."
        )
    if isinstance(error, FileNotFoundError):
        return f"{setup.path} is no longer there. Choose the file again."
    first = text.splitlines()[0] if text else type(error).__name__
    return f"Rank {setup.rank} on {device.name} failed: {first}. Load the model again."
