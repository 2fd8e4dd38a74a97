"""Ranks on the processor and one on a card sum up together: the card's kernels run in Triton's interpreter, which waits
for nobody, so they run once the others' words are there. The others wait for theirs."""

from __future__ import annotations

import time
from concurrent.futures import ThreadPoolExecutor

import pytest
import torch
from torch import Tensor

from engine.comm.gpu.layout import MailLayout
from engine.comm.gpu.mail import through_host
from engine.comm.words import WordSums
from engine.kernels.cpu.ops import CpuOps
from engine.kernels.ops import Norm
from tests.engine.comm.gpu.test_exchange import launched
from tests.engine.comm.test_shared import part

CPU = torch.device("cpu")
HIDDEN = 1312  # a piece and a ragged one


def test_both_cut_into_the_same_pieces() -> None:
    from engine.comm.gpu.group import BLOCK
    from engine.comm.word_kernel import PIECE

    assert BLOCK == PIECE


@pytest.mark.parametrize(("ranks", "card"), [(2, 0), (2, 1), (3, 1), (4, 3)])
def test_a_card_and_the_processor_read_each_other(ranks: int, card: int) -> None:
    """A row with the next norm, several rows, and a message shorter than a piece, so that pieces' numbers differ."""
    from engine.comm.gpu.exchange import sum_few, sum_norm
    from engine.kernels.triton.activations import PIECE, bits_of, pieces_of, record_in_pieces

    layout = MailLayout(HIDDEN, 0)
    memory = torch.zeros(ranks * layout.sender_bytes, dtype=torch.uint8)
    mails = [through_host(layout, rank, ranks, memory.data_ptr(), CPU, memory) for rank in range(ranks)]
    others = {rank: WordSums(mails[rank], rank, range(ranks), timeout=30) for rank in range(ranks) if rank != card}
    sums = mails[card].sums
    state, told = torch.zeros(2, dtype=torch.int64), torch.zeros(1, dtype=torch.int64)
    tail = sums.writes, sums.reads, sums.numbers, state, told, sums.slot
    who = {"ME": card, "RANKS": ranks, "WRITES": 1, "ALONE": True}
    pools = {rank: CpuOps(1, None) for rank in others}

    def on_processor(rank: int, mine: Tensor) -> Tensor:
        out = torch.empty_like(mine)
        pools[rank].perform(others[rank].call(mine, out))
        others[rank].check()
        return out

    def has_come(rank: int, count: int) -> bool:
        """All words of a rank's next message, by the card's own numbers."""
        slots = memory[rank * layout.sender_bytes :][: 2 * layout.words * 8].view(torch.int64).view(2, layout.words)
        places = torch.arange(count)
        numbers = sums.numbers[places // 1024].long() + 1
        return bool((slots[numbers % 2, places] >> 32 == numbers).all())

    counts = (HIDDEN, 700, 3 * HIDDEN, HIDDEN, 5, HIDDEN, 8 * HIDDEN, HIDDEN)
    with ThreadPoolExecutor(ranks) as threads:
        for message, count in enumerate(counts):
            waiting = [threads.submit(on_processor, rank, part(message, rank, count)) for rank in others]
            deadline = time.monotonic() + 30
            while not all(has_come(rank, count) for rank in others):
                assert time.monotonic() < deadline
            mine, want = part(message, card, count)[None], part(message, 0, count)
            for rank in range(1, ranks):
                want = want + part(message, rank, count)
            total = torch.empty(1, count)
            if count == HIDDEN:
                residual, norm = torch.zeros(1, count), Norm(torch.ones(count), 1e-5)
                record = record_in_pieces(count, CPU)
                launched(
                    sum_norm, pieces_of(count), mine, residual, norm.weight, total, record, count, count // 32,
                    bits_of(norm.epsilon), *tail, BG=PIECE, **who,
                )  # fmt: skip
            else:
                launched(sum_few, -(-count // 1024), mine, total, count, *tail, BLOCK=1024, **who)
            for found in (total[0], *(each.result(timeout=30) for each in waiting)):
                assert torch.equal(found, want)
    assert not told.any()
    for mail in mails:
        assert torch.equal(mail.sums.numbers, sums.numbers)
