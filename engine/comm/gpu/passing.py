"""Kernels that pass rows from a rank of one stage to one of the next, and the token that was drawn to those before.

Values travel in words as in `exchange`, but there is room for one message only: a rank writes the next once all of the
one before has been taken, which the reader tells by words in the writer's own mail. Every piece has numbers of its own,
so messages may differ in length.
"""

from __future__ import annotations

import triton
import triton.language as tl

from engine.comm.gpu.exchange import arrived, box_at, with_number
from engine.kernels.triton.launch import begin, met


@triton.jit
def pass_on(
    rows, count, values, taken, numbers, state, told, BLOCK: tl.constexpr, TO: tl.constexpr, ALONE: tl.constexpr
):
    """`count` f32 to `values` in the mail of rank TO, which tells at `taken` in this rank's what it has."""
    begin(ALONE)
    lanes = tl.arange(0, BLOCK)
    for piece in range(tl.program_id(0), tl.cdiv(count, BLOCK), tl.num_programs(0)):
        number = tl.load(numbers + piece) + 1
        at = piece * BLOCK + lanes
        ok = at < count
        x = tl.load(rows + at, mask=ok, other=0.0)
        arrived(box_at(taken, 0), 0 * lanes + piece, ok, number - 1, piece == 0, state, told, TO)
        tl.store(box_at(values, 0) + at, with_number(x.to(tl.int32, bitcast=True), number), mask=ok)
        tl.store(numbers + piece, number)
    met(ALONE)


@triton.jit
def take_over(
    out, count, values, taken, numbers, state, told, BLOCK: tl.constexpr, FROM: tl.constexpr, ALONE: tl.constexpr
):
    """The other side of it: what rank FROM passes on, from this rank's mail."""
    begin(ALONE)
    lanes = tl.arange(0, BLOCK)
    for piece in range(tl.program_id(0), tl.cdiv(count, BLOCK), tl.num_programs(0)):
        number = tl.load(numbers + piece) + 1
        at = piece * BLOCK + lanes
        ok = at < count
        words = arrived(box_at(values, 0), at, ok, number, piece == 0, state, told, FROM)
        tl.store(out + at, words.to(tl.int32).to(tl.float32, bitcast=True), mask=ok)
        tl.debug_barrier()  # every thread has its words before the place may be written again
        tl.store(box_at(taken, 0) + piece, with_number(0 * number, number))
        tl.store(numbers + piece, number)
    met(ALONE)


@triton.jit
def tell_token(token, places, numbers, TO: tl.constexpr, ALONE: tl.constexpr):
    """The token to TO ranks; none of them comes to the next one before it has this one."""
    begin(ALONE)
    number = tl.load(numbers) + 1
    word = with_number(tl.load(token), number)
    for to in tl.static_range(TO):
        tl.store(box_at(places, to), word)
    tl.store(numbers, number)
    met(ALONE)


@triton.jit
def hear_token(token, place, numbers, state, told, FROM: tl.constexpr, ALONE: tl.constexpr):
    begin(ALONE)
    lanes = tl.arange(0, 32)
    number = tl.load(numbers) + 1
    words = arrived(box_at(place, 0), 0 * lanes, lanes >= 0, number, True, state, told, FROM)
    tl.store(token + 0 * lanes, words.to(tl.int32).to(tl.int64))
    tl.store(numbers, number)
    met(ALONE)
