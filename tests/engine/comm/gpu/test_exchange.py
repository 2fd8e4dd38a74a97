"""What a rank makes of messages that lie there already: Triton's interpreter runs one program after another, so nobody
waits for anybody. Waiting, and the way between two ranks, are tested on cards (`tests/gpu/test_tensor.py`)."""

from __future__ import annotations

import pytest
import torch
from torch import Tensor

from engine.comm.gpu.layout import KEY_WORDS, MailLayout
from engine.comm.gpu.mail import Mail, through_peers
from engine.kernels.ops import Norm
from tests.engine.kernels.triton.compiled import assert_runs_without_interpreter

CPU = torch.device("cpu")
HIDDEN = 1312  # a piece and a ragged one


class Post:
    """The memory of all ranks' mail, and messages of the others in that of one of them."""

    def __init__(self, ranks: int, me: int) -> None:
        self.layout = MailLayout(HIDDEN, 16)
        self.memories = [torch.zeros(ranks * self.layout.sender_bytes, dtype=torch.uint8) for _ in range(ranks)]
        self.addresses = [memory.data_ptr() for memory in self.memories]
        self.mail: Mail = through_peers(self.layout, me, self.addresses, CPU)
        self._me = me
        self.state, self.told = torch.zeros(2, dtype=torch.int64), torch.zeros(1, dtype=torch.int64)

    def words(self, at: int, sender: int, offset: int, slot: int, number: int) -> Tensor:
        """One slot of a sender in the mail of `at`."""
        start = sender * self.layout.sender_bytes + offset + number % 2 * slot * 8
        return self.memories[at][start : start + slot * 8].view(torch.int64)

    def put(self, sender: int, offset: int, slot: int, number: int, values: Tensor) -> None:
        """A message of 32-bit values."""
        bits = values.view(torch.int32).to(torch.int64) & 0xFFFFFFFF
        self.words(self._me, sender, offset, slot, number)[: len(bits)] = bits | number << 32


def launched(kernel: object, grid: int, *arguments: object, **constants: object) -> None:
    kernel[(grid,)](*arguments, **constants)  # type: ignore[index]


def who(post: Post, ranks: int, me: int) -> dict[str, object]:
    return {"ME": me, "RANKS": ranks, "WRITES": ranks - 1, "ALONE": True}


@pytest.mark.parametrize(("ranks", "me"), [(2, 0), (2, 1), (3, 1), (4, 3)])
def test_sums_and_norms(ranks: int, me: int) -> None:
    from engine.comm.gpu.exchange import sum_few, sum_norm
    from engine.kernels.triton.activations import PIECE, bits_of, norm, pieces_of, record_in_pieces

    post = Post(ranks, me)
    layout, sums = post.layout, post.mail.sums
    tail = sums.writes, sums.reads, sums.numbers, post.state, post.told, sums.slot
    weight = Norm(torch.rand(HIDDEN) + 0.5, 1e-5)
    for number in (1, 2, 3):  # both slots, and one of them again
        parts = torch.randn(ranks, HIDDEN)
        for rank in range(ranks):
            if rank != me:
                post.put(rank, 0, layout.words, number, parts[rank])
        total, want = torch.empty(1, HIDDEN), parts[0]
        for part in parts[1:]:
            want = want + part
        if number == 2:
            launched(sum_few, 2, parts[me : me + 1], total, HIDDEN, *tail, BLOCK=1024, **who(post, ranks, me))
        else:
            residual, record = torch.randn(1, HIDDEN), record_in_pieces(HIDDEN, CPU)
            launched(
                sum_norm, pieces_of(HIDDEN), parts[me : me + 1], residual, weight.weight, total, record, HIDDEN,
                HIDDEN // 32, bits_of(weight.epsilon), *tail, BG=PIECE, **who(post, ranks, me),
            )  # fmt: skip
            want = want + residual[0]
            expected = norm(want[None].contiguous(), weight, True)
            assert expected is not None
            assert torch.equal(record, expected)
        assert torch.equal(total[0], want)
        for rank in range(ranks):  # and all others got this rank's
            if rank != me:
                sent = post.words(rank, me, 0, layout.words, number)[:HIDDEN]
                assert torch.equal(sent >> 32, torch.full_like(sent, number))
                assert torch.equal((sent & 0xFFFFFFFF).to(torch.int32).view(torch.float32), parts[me])
    assert not post.told.any()


@pytest.mark.parametrize(("ranks", "me"), [(2, 1), (3, 0)])
def test_keys_of_all_ranks(ranks: int, me: int) -> None:
    from engine.comm.gpu.exchange import gather_keys

    post = Post(ranks, me)
    keys = post.mail.keys
    for number in (1, 2):
        each = torch.randint(-(1 << 62), 1 << 62, (ranks, 64)).sort(1, descending=True).values
        for rank in range(ranks):
            if rank != me:
                halves = torch.cat([each[rank].view(torch.int32)[0::2], each[rank].view(torch.int32)[1::2]])
                post.put(rank, post.layout.keys, KEY_WORDS, number, halves)
        out = torch.zeros(ranks * 64, dtype=torch.int64)
        launched(
            gather_keys, 1, each[me], 64, out, keys.writes, keys.reads, keys.numbers, post.state, post.told, keys.slot,
            LEVELS=0, **who(post, ranks, me),
        )  # fmt: skip
        assert torch.equal(out, each.flatten())


PROGRAM = """
import triton
from triton.backends.compiler import GPUTarget
from triton.compiler import ASTSource
from engine.comm.gpu import exchange

NAMES = {"part": "*fp32", "residual": "*fp32", "post": "*fp32", "weight": "*fp32", "total": "*fp32", "record": "*i32"}
NAMES |= {"columns": "i32", "G": "i32", "rows": "i32", "count": "i32", "SLOT": "i32", "epsilon": "i32"}
NAMES |= {"writes": "*i64", "reads": "*i64", "flag_writes": "*i64", "flag_reads": "*i64", "numbers": "*i32"}
NAMES |= {"state": "*i64", "told": "*i64", "found": "*i64"}
FLOATS = {"out": "*bf16", "epsilon": "fp32", "post_epsilon": "fp32"}
WHO = {"ME": 1, "RANKS": 3, "WRITES": 2, "ALONE": False}
for kernel, types, constants in (
    (exchange.sum_norm, {}, {"BG": 32}),
    (exchange.sum_few, {"out": "*fp32"}, {"BLOCK": 1024}),
    (exchange.gather_keys, {"out": "*i64"}, {"LEVELS": 4}),
    (exchange.sum_rows, FLOATS, {"BG": 8, "POST": True, "FORM": 2}),
    (exchange.sum_rows, FLOATS, {"BG": 8, "POST": True, "FORM": 2, "ALONE": True}),
):
    constants = WHO | constants
    signature = {name: "constexpr" if name in constants else (NAMES | types)[name] for name in kernel.arg_names}
    source = ASTSource(fn=kernel, signature=signature, constexprs=constants)
    made = triton.compile(source, target=GPUTarget("cuda", 90, 32), options={"num_warps": 4})
    assert made.asm["cubin"]
"""


def test_the_kernels_compile_for_a_gpu() -> None:
    """Triton's interpreter knows no assembly, and lets pass what its compiler refuses."""
    assert_runs_without_interpreter(PROGRAM)
