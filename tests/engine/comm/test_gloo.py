"""Collectives between real processes, against what one process computes alone."""

from __future__ import annotations

import queue
import socket
from multiprocessing.connection import Connection
from typing import Any

import psutil
import pytest
import torch

from engine.child import Child
from engine.comm.gloo import GlooGroup, Rendezvous
from engine.comm.group import Candidates, Group
from engine.kernels.ops import Norm
from engine.kernels.reference import ReferenceOps
from engine.pipe import Inbox, Outbox

WIDTHS = {2: (5, 8), 3: (9, 0, 4)}  # vocabulary rows per rank, uneven and empty


def logits(size: int) -> torch.Tensor:
    return torch.randn(3, sum(WIDTHS[size]), generator=torch.Generator().manual_seed(size))


def part(rank: int) -> torch.Tensor:
    return torch.randn(3, 16, generator=torch.Generator().manual_seed(100 + rank))


def rank_main(rank: int, size: int, reads: Connection, writes: Connection) -> None:
    """One rank: does everything once and sends the results."""
    outbox, ports = Outbox(writes), queue.SimpleQueue[int]()
    Inbox(reads, ports.put, lambda: None)
    port = None if rank == 0 else ports.get()
    ops = ReferenceOps(torch.device("cpu"))
    rendezvous = Rendezvous(rank, size, port, lambda found: outbox.send(("port", found)))
    world = rendezvous.world()
    group = GlooGroup(ops, rendezvous.group("stage 0", tuple(range(size))))
    norm, after = Norm(torch.linspace(0.5, 1.5, 16), 1e-5), Norm(torch.linspace(1.5, 0.5, 16), 1e-5)
    residual, act = group.reduce_norm(part(rank), torch.ones(3, 16), norm, after)
    first = sum(WIDTHS[size][:rank])
    mine = logits(size)[:, first : first + WIDTHS[size][rank]]
    found = group.gather_candidates(mine, first, 6, max(WIDTHS[size]))
    token = world.broadcast_token(41 if rank == size - 1 else None, size - 1)
    if rank == 0:
        world.send(torch.full((2, 3), 7.0), 1)
    passed = world.receive((2, 3), torch.device("cpu"), 0) if rank == 1 else torch.zeros(0)
    group.barrier()
    listening = [each.laddr.ip for each in psutil.Process().net_connections() if each.status == psutil.CONN_LISTEN]
    numbers = (residual.tolist(), act.tolist(), *(each.tolist() for each in found))
    outbox.send(("done", (numbers, token, passed.tolist(), listening)))
    group.barrier()
    outbox.close()


@pytest.fixture(params=WIDTHS, scope="module")
def results(request: pytest.FixtureRequest) -> Any:
    size = request.param
    messages: queue.SimpleQueue[Any] = queue.SimpleQueue()
    children = [
        Child(
            "tests.engine.comm.test_gloo:rank_main",
            (rank, size),
            f"rank {rank}",
            lambda message, rank=rank: messages.put((rank, message)),
            lambda cause: None,
        )
        for rank in range(size)
    ]
    done: dict[int, Any] = {}
    while len(done) < size:
        rank, (kind, value) = messages.get(timeout=60)
        if kind == "port":
            for child in children[1:]:
                child.outbox.send(value)
        else:
            done[rank] = value
    yield size, [done[rank] for rank in range(size)]
    for child in children:
        child.kill()


def test_every_rank_has_the_same_bits(results: Any) -> None:
    _, answers = results
    assert all(numbers == answers[0][0] for numbers, *_ in answers)
    assert all(token == 41 for _, token, *_ in answers)
    assert answers[1][2] == [[7.0] * 3] * 2


def test_they_equal_one_process_alone(results: Any) -> None:
    size, answers = results
    residual, act, ids, values, total = answers[0][0]
    alone = Group(ReferenceOps(torch.device("cpu")))
    norm, after = Norm(torch.linspace(0.5, 1.5, 16), 1e-5), Norm(torch.linspace(1.5, 0.5, 16), 1e-5)
    summed = torch.stack([part(rank) for rank in range(size)]).sum(0)
    expected = alone.reduce_norm(summed, torch.ones(3, 16), norm, after)
    torch.testing.assert_close(torch.tensor(residual), expected[0])
    torch.testing.assert_close(torch.tensor(act), expected[1])
    whole = logits(size)
    found: Candidates = alone.gather_candidates(whole, 0, 6, whole.shape[1])
    assert ids == found.ids.tolist()
    assert values == found.logits.tolist()
    torch.testing.assert_close(torch.tensor(total), torch.logsumexp(whole, 1))


def test_nothing_listens_beyond_this_computer(results: Any) -> None:
    _, answers = results
    listening = [ip for answer in answers for ip in answer[3]]
    assert listening
    assert set(listening) == {"127.0.0.1"}


def test_more_candidates_than_tokens_gives_them_all() -> None:
    whole = logits(2)
    found = Group(ReferenceOps(torch.device("cpu"))).gather_candidates(whole, 0, 99, whole.shape[1])
    assert found.ids.shape == whole.shape
    assert sorted(found.ids[0].tolist()) == list(range(whole.shape[1]))
    assert found.logits[0].tolist() == sorted(whole[0].tolist(), reverse=True)


def test_the_store_is_reached_by_its_announced_port() -> None:
    ports: list[int] = []
    store = Rendezvous(0, 1, None, ports.append)
    with socket.create_connection(("127.0.0.1", ports[0]), timeout=5):
        assert store
