"""Rows that pass from stage to stage: Triton's interpreter runs one side after the other."""

from __future__ import annotations

import time
from itertools import pairwise

import pytest
import torch

from engine.comm.gpu.layout import StageLayout
from tests.engine.comm.gpu.test_exchange import launched
from tests.engine.kernels.triton.compiled import assert_runs_without_interpreter

CPU = torch.device("cpu")
HIDDEN = 1312  # a piece and a ragged one


class Side:
    """One rank's numbers, and how its waits went."""

    def __init__(self, pieces: int, limit: float = 0.0) -> None:
        self.numbers = torch.zeros(pieces, dtype=torch.int32)
        self.state, self.told = torch.tensor([int(limit * 1e9), 0]), torch.zeros(1, dtype=torch.int64)


@pytest.fixture(autouse=True)
def _a_clock(monkeypatch: pytest.MonkeyPatch) -> None:
    """The interpreter has none."""
    import engine.comm.gpu.exchange

    monkeypatch.setattr(engine.comm.gpu.exchange, "globaltimer", time.perf_counter_ns)


class Way:
    """From rank 2 to rank 3 of five, whose mail is memory of this process."""

    def __init__(self, limit: float = 0.0) -> None:
        self.layout = StageLayout(HIDDEN, 4, 5)
        self.writers, self.readers = (torch.zeros(self.layout.nbytes, dtype=torch.uint8) for _ in range(2))
        self.writer, self.reader = Side(self.layout.pieces, limit), Side(self.layout.pieces, limit)
        self._values = torch.tensor([self.readers.data_ptr()])
        self._taken = torch.tensor([self.writers.data_ptr() + self.layout.taken(3)])

    def send(self, rows: torch.Tensor, programs: int = 2) -> None:
        from engine.comm.gpu.passing import pass_on

        side = self.writer
        self._run(pass_on, programs, rows, side, TO=3)

    def take(self, rows: int, programs: int = 3) -> torch.Tensor:
        from engine.comm.gpu.passing import take_over

        out = torch.full((rows, HIDDEN), torch.nan)
        self._run(take_over, programs, out, self.reader, FROM=2)
        return out

    def _run(self, kernel: object, programs: int, rows: torch.Tensor, side: Side, **who: int) -> None:
        launched(
            kernel, programs, rows, rows.numel(), self._values, self._taken, side.numbers, side.state, side.told,
            BLOCK=1024, ALONE=True, **who,
        )  # fmt: skip


def test_messages_of_all_lengths_arrive_bit_for_bit() -> None:
    way = Way(limit=5)
    for rows in (1, 4, 2, 1, 3, 4):  # pieces that a short one leaves alone keep numbers of their own
        sent = torch.randn(rows, HIDDEN)
        way.send(sent)
        assert way.take(rows).equal(sent)
    assert not way.writer.told.any()
    assert not way.reader.told.any()


def test_a_place_is_not_written_again_before_it_was_taken() -> None:
    way = Way(limit=0.3)
    way.send(torch.ones(2, HIDDEN))
    assert not way.writer.told.any()
    way.send(torch.ones(2, HIDDEN))
    assert int(way.writer.told) == 1 + 3, "the rank that has not taken it"


def test_who_does_not_send_is_named() -> None:
    way = Way(limit=0.3)
    began = time.monotonic()
    way.take(1)
    assert int(way.reader.told) == 1 + 2
    assert 0.3 < time.monotonic() - began < 2


@pytest.mark.parametrize("token", [0, 7, 151_935, -1])
def test_tokens_go_to_all_who_listen(token: int) -> None:
    """-1 says that there was nothing to draw from."""
    from engine.comm.gpu.passing import hear_token, tell_token

    layout = StageLayout(HIDDEN, 4, 5)
    mails = [torch.zeros(layout.nbytes, dtype=torch.uint8) for _ in range(3)]
    places = torch.tensor([mail.data_ptr() + layout.token for mail in mails])
    teller, listeners = Side(1), [Side(1, limit=1) for _ in mails]
    for drawn in (12, token):
        launched(tell_token, 1, torch.tensor([drawn]), places, teller.numbers, TO=3, ALONE=True)
        for at, side in enumerate(listeners):
            heard = torch.zeros(1, dtype=torch.int64)
            place = places[at : at + 1].clone()
            launched(hear_token, 1, heard, place, side.numbers, side.state, side.told, FROM=4, ALONE=True)
            assert int(heard) == drawn
            assert not side.told.any()


@pytest.mark.parametrize(("hidden", "rows", "ranks"), [(576, 512, 2), (5120, 1024, 8), (100, 3, 5)])
def test_places_lie_apart(hidden: int, rows: int, ranks: int) -> None:
    layout = StageLayout(hidden, rows, ranks)
    starts = [0, *(layout.taken(rank) for rank in range(ranks)), layout.token, layout.nbytes]
    needs = [8 * hidden * rows, *[8 * -(-hidden * rows // 1024)] * ranks, 8]
    assert all(after - before >= need for (before, after), need in zip(pairwise(starts), needs, strict=True))


PROGRAM = """
from triton.backends.compiler import GPUTarget
from triton.compiler import ASTSource
import triton
import engine.comm.gpu.passing as passing

triton.runtime.driver.set_active(type("Nobody", (), {"get_current_target": lambda self: GPUTarget("cuda", 90, 32)})())
NAMES = {"rows": "*fp32", "out": "*fp32", "count": "i32", "numbers": "*i32"}
CONSTANTS = {"BLOCK": 1024, "TO": 2, "FROM": 2, "ALONE": False}
for kernel in (passing.pass_on, passing.take_over, passing.tell_token, passing.hear_token):
    constants = {name: value for name, value in CONSTANTS.items() if name in kernel.arg_names}
    signature = {name: "constexpr" if name in constants else NAMES.get(name, "*i64") for name in kernel.arg_names}
    source = ASTSource(fn=kernel, signature=signature, constexprs=constants)
    assert triton.compile(source, target=GPUTarget("cuda", 90, 32), options={"num_warps": 4}).asm["cubin"]
"""


def test_the_kernels_compile_for_a_gpu() -> None:
    assert_runs_without_interpreter(PROGRAM)
