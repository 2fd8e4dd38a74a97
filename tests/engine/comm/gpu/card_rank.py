"""A rank on a card that is none: the GPU's kernels in Triton's interpreter, in a process of its own, since that takes
one program after another. They really wait for the other ranks."""

from __future__ import annotations

import os
import queue
import time
from importlib import import_module
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any

from engine.comm.segment import Segment
from engine.pipe import Inbox, Outbox
from engine.plan.types import Device, SplitPlan

CHUNKS = 11, 1, 2  # rows that are computed at a time
DRAWN = 1  # tokens of the loop


def tokens_of(vocabulary: int) -> list[int]:
    return [(17 + 97 * place) % vocabulary for place in range(sum(CHUNKS))]


def split(path: Path, ranks: int, shares: tuple[int, ...], stages: int) -> SplitPlan:
    from engine.gguf.facts import read_facts
    from engine.plan.build import plan

    devices = [Device(f"cuda:{rank}", "cuda", "Card", f"card {rank}", quantised=True) for rank in range(ranks)]
    return plan(read_facts(path), devices, "tensor", shares=shares, context=64, stages=stages)


def mail_bytes(made: SplitPlan, hidden: int) -> tuple[int, int]:
    """Of what each stage's ranks share, and of what each rank gets from other stages."""
    from engine.comm.gpu.layout import MailLayout, StageLayout

    most = max(len(stage.ranks) for stage in made.stages)
    return most * MailLayout(hidden, 64).sender_bytes, StageLayout(hidden, 64, made.world_size).nbytes


def main(
    rank: int, path: Path, ranks: int, shares: tuple[int, ...], stages: int, name: str, reads: Connection,
    writes: Connection,
) -> None:  # fmt: skip
    """Sends the port that it opened, if it is the first; then what `answers` gives, or what went wrong."""
    outbox, ports = Outbox(writes), queue.SimpleQueue[int]()
    Inbox(reads, ports.put, lambda: os._exit(0))
    try:
        outbox.send(answers(rank, split(path, ranks, shares, stages), path, Segment.attach(name), ports, outbox))
    except Exception as error:
        outbox.send(repr(error))
    outbox.close(timeout=5)


def answers(
    rank: int, made: SplitPlan, path: Path, segment: Segment, ports: queue.SimpleQueue[int], outbox: Outbox
) -> Any:
    """(logits of the last row of each chunk, in the last stage; tokens that the loop draws; that the host draws)."""
    import_module("tests.engine.kernels.triton.conftest")  # turns the interpreter on, before kernels are defined

    import torch
    import triton.language as tl

    import engine.comm.gpu.exchange as exchange
    from engine.comm.gloo import dial
    from engine.comm.gpu.group import GpuGroup
    from engine.comm.gpu.layout import MailLayout, StageLayout
    from engine.comm.gpu.mail import through_host
    from engine.comm.gpu.stages import GpuWorld
    from engine.comm.world import World
    from engine.families import model_config
    from engine.gguf.facts import read_facts
    from engine.kernels.triton.ops import TritonOps
    from engine.model import Model
    from engine.protocol import Sampling
    from engine.sampling.draw import candidates_needed, draw

    cpu = torch.device("cpu")
    torch.set_grad_enabled(False)
    torch.set_num_threads(1)
    torch.cuda.synchronize = lambda device: None  # type: ignore[assignment]
    torch.Tensor.pin_memory = lambda tensor: tensor  # type: ignore[assignment,method-assign]
    exchange.globaltimer = time.perf_counter_ns
    exchange._raise = lambda flag, number: tl.store(flag, number)
    exchange._raised = lambda flag, number: tl.load(flag, volatile=True)

    facts, ops = read_facts(path), TritonOps(cpu)
    group, gloo = dial(ops, made, rank, ports.get() if rank else None, outbox.send)
    [(index, stage)] = made.stages_of(rank)
    in_stage, each = mail_bytes(made, facts.hidden)
    if group.size > 1:
        address = segment.address + index * in_stage
        mail = through_host(MailLayout(facts.hidden, 64), group.rank, group.size, address, cpu, segment)
        group = GpuGroup(ops, group, mail, stage.ranks, alone=len(made.stages) == 1, limit=60)
        group._programs = 2  # so that each has several rows
    world: World | None = None
    if len(made.stages) > 1:
        addresses = [segment.address + len(made.stages) * in_stage + to * each for to in range(made.world_size)]
        world = GpuWorld(ops, gloo, made, rank, StageLayout(facts.hidden, 64, made.world_size), addresses, segment)
    model = Model(facts, model_config(facts), made, rank, ops, cpu, group, world, lambda done, total: None)
    found, start, tokens = [], 0, tokens_of(facts.vocabulary)
    for rows in CHUNKS:
        logits = model.next_logits(tokens[start : start + rows], start)
        found.append(None if logits is None else logits[0].tolist())
        start += rows
    loop, drawn, wanted = model.loop, [], []
    assert loop is not None
    sampling = Sampling(temperature=0.9, top_k=40)
    loop.begin(tokens[-1], start, sampling, seed=5)
    for _ in range(DRAWN):
        drawn.append(loop.token(loop.launch()))
    for position, token in enumerate([tokens[-1], *drawn[:-1]], start):
        logits, token = model.next_logits([token], position), None
        if logits is not None:
            likeliest = model.candidates(logits, candidates_needed(sampling, facts.vocabulary))
            token = draw(likeliest, sampling, 5, position + 1, 0.0)
        wanted.append(model.share_token(token))
    assert model.waited() is not None
    assert group.size > 1 or model.sums == (0, 0.0)  # it is alone in its stage, and waits for others all the same
    group.check()
    gloo.everyone(ops).barrier()
    return found, drawn, wanted
