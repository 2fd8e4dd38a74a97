"""A rank: one process that holds its share of the model and takes steps. Every rank runs this program."""

from __future__ import annotations

import os
import queue
import traceback
from multiprocessing.connection import Connection
from typing import TYPE_CHECKING, Any

from engine.pipe import Inbox, Outbox
from engine.steps import Begin, Broken, End, Grant, Join, Listening, Loaded, Reading, Setup

if TYPE_CHECKING:
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
    model = _load(setup, joins.get(), outbox)
    reporter = setup.rank == setup.plan.stages[-1].ranks[0]
    outbox.send(Loaded())
    while True:
        run_job(model, jobs.get(), gate, reporter, outbox.send)


def _load(setup: Setup, join: Join, outbox: Outbox) -> Model:
    import torch

    from engine.comm.gloo import GlooGroup, Rendezvous
    from engine.comm.group import Group
    from engine.families import model_config
    from engine.gguf.facts import read_facts
    from engine.kernels.reference import ReferenceOps
    from engine.model import Model

    torch.set_num_threads(setup.threads)
    torch.set_grad_enabled(False)
    plan, rank = setup.plan, setup.rank
    device = torch.device(plan.devices[rank].id)
    ops = ReferenceOps(device)
    world, group = None, Group(ops)
    if plan.world_size > 1:
        rendezvous = Rendezvous(rank, plan.world_size, join.port, lambda port: outbox.send(Listening(port)))
        world = rendezvous.world()
        [(index, stage)] = plan.stages_of(rank)
        if len(stage.ranks) > 1:
            group = GlooGroup(ops, rendezvous.group(f"stage {index}", stage.ranks))
    facts = read_facts(setup.path)
    told = 0

    def progress(done: int, total: int) -> None:
        nonlocal told
        if done - told >= total // 100 or done == total:
            told = done
            outbox.send(Reading(done, total))

    return Model(facts, model_config(facts), plan, rank, ops, device, group, world, progress)


def _sentence(setup: Setup, error: Exception) -> str:
    import torch

    from engine.families.config import UnsupportedModel
    from engine.gguf.header import GGUFError

    device = setup.plan.devices[setup.rank]
    text = str(error)
    if isinstance(error, UnsupportedModel | GGUFError):
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
