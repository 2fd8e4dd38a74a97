"""Sums of few rows through words in host memory, over ranks that are threads. What a card makes of the same words is
looked at in `gpu/test_words.py`."""

from __future__ import annotations

import random
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
import torch
from torch import Tensor

from engine.comm.gpu.layout import MailLayout
from engine.comm.gpu.mail import Mail, through_host
from engine.comm.group import Group
from engine.comm.layout import is_mixed
from engine.comm.waiting import CommError
from engine.comm.words import WordGroup, WordSums
from engine.compiling import TALKS, Talk, compile_apart
from engine.kernels.cpu.ops import CpuOps
from engine.plan.types import Range
from tests.engine.comm.crowd import Crowd, names
from tests.engine.comm.test_shared import in_rank_order, part
from tests.engine.comm.word_crowd import HIDDEN, WordCrowd, devices_of

WORDS = 8 * HIDDEN
PIECE = 1024


@pytest.fixture(autouse=True)
def _torch_for_cards(monkeypatch: pytest.MonkeyPatch) -> None:
    """Its build is asked whether cards can be there at all."""
    monkeypatch.setattr(torch.version, "cuda", "13.0")


@pytest.fixture(scope="module", params=[2, 3, 5])
def crowd(request: pytest.FixtureRequest) -> Iterator[tuple[int, Crowd]]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(torch.version, "cuda", "13.0")
        made = WordCrowd(*["cpu"] * request.param)
    with made:
        yield request.param, made


@pytest.mark.parametrize("count", [0, 1, 700, PIECE - 1, PIECE, PIECE + 1, 3 * PIECE + 5, WORDS - 1, WORDS])
def test_sums_have_the_bits_of_adding_in_rank_order(crowd: tuple[int, Crowd], count: int) -> None:
    ranks, threads = crowd

    def summed(rank: int, group: Group, _: None) -> list[bytes]:
        assert isinstance(group, WordGroup)
        return [group.all_reduce(part(seed, rank, count)).numpy().tobytes() for seed in (1, 2, 3)]  # both slots

    assert threads.everywhere(summed) == [[in_rank_order(seed, ranks, count) for seed in (1, 2, 3)]] * ranks


def test_what_is_too_long_or_no_floats_goes_another_way_and_comes_out_right(crowd: tuple[int, Crowd]) -> None:
    ranks, threads = crowd

    def summed(rank: int, group: Group, _: None) -> tuple[Tensor, list[int], Tensor]:
        every_other = torch.arange(40.0).reshape(10, 4)[:, ::2] * (rank + 1)
        return (
            group.all_reduce(torch.full((WORDS + 1,), 2.0**rank)), group.all_reduce(torch.arange(3) + rank).tolist(),
            group.all_reduce(every_other),
        )  # fmt: skip

    for long, whole, slices in threads.everywhere(summed):
        assert torch.equal(long, torch.full((WORDS + 1,), 2.0**ranks - 1))
        assert whole == [sum(range(ranks)) + ranks * each for each in range(3)]
        assert torch.equal(slices, torch.arange(40.0).reshape(10, 4)[:, ::2] * sum(range(1, ranks + 1)))


def test_thousands_of_sums_of_other_lengths_stay_in_step(crowd: tuple[int, Crowd]) -> None:
    ranks, threads = crowd

    def work(rank: int, group: Group, _: None) -> int:
        dice, delays, right = random.Random(7), random.Random(rank), 0
        for number in range(1500):
            count = dice.choice((1, 30, PIECE, PIECE + 1, 2 * PIECE + 100, WORDS))
            found = group.all_reduce(torch.full((count,), float(number * 7 + rank)))
            right += torch.equal(found, torch.full((count,), float(ranks * number * 7 + sum(range(ranks)))))
            if delays.random() < 0.01:
                time.sleep(delays.random() * 2e-3)
        return right

    assert threads.everywhere(work) == [1500] * ranks


def mails(memory: Tensor, ranks: int) -> list[Mail]:
    layout = MailLayout(HIDDEN, 0)
    assert memory.nbytes == ranks * layout.sender_bytes
    return [through_host(layout, rank, ranks, memory.data_ptr(), memory.device, memory) for rank in range(ranks)]


def test_every_piece_counts_its_own_messages() -> None:
    """One rank alone, with what the other will have sent put there by hand."""
    size = MailLayout(HIDDEN, 0).sender_bytes
    memory = torch.zeros(2 * size, dtype=torch.uint8)
    mine, theirs = mails(memory, 2)
    slots = [memory[rank * size :][: 2 * WORDS * 8].view(torch.int64).view(2, WORDS) for rank in range(2)]
    sums, ops = WordSums(mine, 0, (4, 9)), CpuOps(2, None)
    assert theirs.sums.slot == WORDS
    numbers = [0] * 5
    for count in (PIECE, 2 * PIECE + 3, 1, PIECE + 1, WORDS):
        sent, own = torch.randn(count), torch.randn(count)
        expected = torch.empty(count, dtype=torch.int64)
        for piece in range(-(-count // PIECE)):
            numbers[piece] += 1
            at = slice(piece * PIECE, min(count, (piece + 1) * PIECE))
            bits = torch.stack([own[at], sent[at]]).view(torch.int32).to(torch.int64) & 0xFFFFFFFF
            words = bits | numbers[piece] << 32
            expected[at], slots[1][numbers[piece] % 2, at] = words
        out = torch.empty(count)
        ops.perform(sums.call(own, out))
        sums.check()
        assert torch.equal(out, own + sent)
        for piece in range(-(-count // PIECE)):
            at = slice(piece * PIECE, min(count, (piece + 1) * PIECE))
            assert torch.equal(slots[0][numbers[piece] % 2, at], expected[at])
        assert mine.sums.numbers[:5].tolist() == numbers


def test_numbers_may_run_over() -> None:
    size = MailLayout(HIDDEN, 0).sender_bytes
    memory = torch.zeros(2 * size, dtype=torch.uint8)
    sides, ops = mails(memory, 2), CpuOps(1, None)
    for each in sides:
        each.sums.numbers.fill_(2**31 - 2)
    sums = WordSums(sides[0], 0, (0, 1), timeout=2)
    for number in (2**31 - 1, -(2**31), -(2**31) + 1):
        word = torch.tensor([3.0]).view(torch.int32).to(torch.int64) | number << 32
        memory[size:].view(torch.int64)[number % 2 * WORDS] = word
        out = torch.empty(1)
        ops.perform(sums.call(torch.ones(1), out))
        sums.check()
        assert out.item() == 4


def test_a_step_sums_other_numbers_for_every_token() -> None:
    def steps(rank: int, group: Group, _: None) -> list[bytes]:
        def run(row: Tensor, positions: Range) -> Tensor:
            return group.all_reduce(group.all_reduce(row))

        step, found = group.step(run), []
        for seed in range(6):
            found.append(step(part(seed, rank, 1300)[None], seed).numpy().tobytes())
            group.check()
            group.all_gather(torch.tensor([rank]))
        return found

    def expected(seed: int) -> bytes:
        total = torch.frombuffer(bytearray(in_rank_order(seed, 2, 1300)), dtype=torch.float32)
        return (total + total).numpy().tobytes()

    with WordCrowd("cpu", "cpu", threads=2) as pair:
        assert pair.everywhere(steps) == [[expected(seed) for seed in range(6)]] * 2


@pytest.mark.parametrize("sent", [0, PIECE])
def test_a_rank_that_does_not_come_is_named_in_time(sent: int) -> None:
    """It sends nothing, or one piece where two are awaited."""

    def summed(rank: int, group: Group, _: None) -> float:
        group.all_reduce(torch.ones(8))  # compiles
        began = time.monotonic()
        if rank == 1:
            group.all_reduce(torch.ones(sent))
        else:
            for _ in range(2):  # the second time at once
                with pytest.raises(CommError, match="Rank 1 has not answered the other ranks for 0 seconds"):
                    group.all_reduce(torch.ones(PIECE + 1))
        return time.monotonic() - began

    with WordCrowd("cpu", "cpu", "cpu", timeout=0.4) as crowd:
        waited, _, also = crowd.everywhere(summed)
    for seconds in (waited, also):
        assert isinstance(seconds, float)
        assert 0.3 < seconds < 8


def test_a_waiting_rank_leaves_its_core_alone() -> None:
    def meet(rank: int, group: Group, _: None) -> float:
        group.all_reduce(torch.ones(8))
        if rank == 0:
            time.sleep(1.0)
        before = time.thread_time()
        group.all_reduce(torch.ones(8))
        return time.thread_time() - before

    with WordCrowd("cpu", "cpu") as pair:
        assert max(pair.everywhere(meet)) < 0.25


def test_where_one_rank_has_no_such_memory_all_stay_with_gloo() -> None:
    """No thread here has a card's context, so none can be shown memory of the host."""
    before = names()
    with WordCrowd("cpu", "cuda", "cpu") as crowd:
        assert not any(isinstance(group, WordGroup) for group, _ in crowd.sides)
        assert crowd.everywhere(lambda rank, group, _: group.all_reduce(torch.ones(1)).item()) == [3.0] * 3
    assert names() == before


def test_memory_without_a_name_is_left() -> None:
    before = names()
    with WordCrowd("cpu", "cpu"):
        assert names() == before


def test_only_cards_and_processors_with_kernels_of_their_own_are_a_mixture() -> None:
    plain = replace(devices_of(("cuda", "cpu")).devices[0], quantised=False)
    mixed = devices_of(("cuda", "cuda", "cpu"))
    assert all(is_mixed(mixed, rank) for rank in range(3))
    assert not is_mixed(replace(mixed, devices=(plain, *mixed.devices[1:])), 2)
    assert not is_mixed(devices_of(("cuda", "cuda")), 0)
    assert not is_mixed(devices_of(("cpu", "cpu")), 0)


@pytest.mark.parametrize("talk", TALKS)
def test_what_ranks_talk_with_is_compiled_as_a_model_loads(talk: Talk, tmp_path: Path) -> None:
    """All that its summing needs is found kept afterwards, by a process that compiles nothing."""
    assert compile_apart(tmp_path, ["F32"], talk, lambda done, total: None)
    kept = {path: path.stat().st_mtime_ns for path in tmp_path.rglob("*.nb?")}
    module = TALKS[talk][1].rpartition(".")[2]
    assert any(path.name.startswith(f"{module}._sum") for path in kept)
    assert compile_apart(tmp_path, ["F32"], talk, lambda done, total: None)
    assert {path: path.stat().st_mtime_ns for path in tmp_path.rglob("*.nb?")} == kept
