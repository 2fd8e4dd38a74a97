"""Kernels that send a rank's part to the others and add up what comes from them.

A message of few rows travels as words that hold a float and the message's number: the words that have come are those
that carry the number, so no flag follows them (the "LL" protocol of NCCL). Many rows travel as bf16, each under a flag.
Every rank adds in rank order, and its own part as rounded as the others see it: all hold the same bits.

The number of a message stands on the device, one for each piece, and pieces are always cut alike: a captured graph can
be replayed, and a piece's place never holds a number that is due later. A wait ends after some nanoseconds, the first
number of `state`; the first wait that ends so sets it to 0 for all that follow, and tells the host who was late. The
second number is how long the first program of every kernel has waited in all.
"""

from __future__ import annotations

import triton
import triton.language as tl
from triton.language.extra.cuda import globaltimer

from engine.kernels.triton.activations import post_normed, store_normed, store_piece
from engine.kernels.triton.launch import begin, met
from engine.kernels.triton.sampler import load_runs, merge_runs


@triton.jit
def box_at(addresses, index):
    """The address there, as a pointer to words."""
    return tl.multiple_of(tl.load(addresses + index).to(tl.pointer_type(tl.int64)), 16)


@triton.jit
def with_number(bits, number):
    """Words of 32 bits of a message, and its number."""
    return (bits.to(tl.int64) & 0xFFFFFFFF) | (number.to(tl.int64) << 32)


@triton.jit
def arrived(box, at, ok, number, counts, state, told, RANK: tl.constexpr):
    """The words at `box` once all of them have come; the upper half of each is the number. How long that took is
    remembered if it `counts`."""
    words = tl.load(box + at, mask=ok, other=0, volatile=True)
    standing = tl.max(tl.where(ok & ((words >> 32).to(tl.int32) != number), 1, 0))
    if standing == 1:
        began = globaltimer()
        allowed = tl.load(state)
        while standing == 1:
            words = tl.load(box + at, mask=ok, other=0, volatile=True)
            # All threads see the same outcome, though each has its own time.
            late = tl.where(globaltimer() - began > allowed, 2, 1)
            standing = tl.max(tl.where(ok & ((words >> 32).to(tl.int32) != number), late, 0))
        if counts:
            tl.store(state + 1, tl.load(state + 1) + globaltimer() - began)
        if standing == 2:
            if allowed > 0:
                tl.store(told, RANK + 1)
                tl.store(state, 0)
    return words


@triton.jit
def _summed(
    x, at, ok, piece, writes, reads, numbers, state, told, SLOT, ME: tl.constexpr, RANKS: tl.constexpr,
    WRITES: tl.constexpr,
):  # fmt: skip
    """Over ranks, of f32 x at words `at` of the slot; `piece` counts pieces of this size."""
    number = tl.load(numbers + piece) + 1
    place = (number & 1) * SLOT + at
    words = with_number(x.to(tl.int32, bitcast=True), number)
    for write in tl.static_range(WRITES):
        tl.store(box_at(writes, write) + place, words, mask=ok)
    total = x
    for rank in tl.static_range(RANKS):
        part = x
        if rank != ME:
            part = arrived(box_at(reads, rank), place, ok, number, piece == 0, state, told, rank)
            part = part.to(tl.int32).to(tl.float32, bitcast=True)
        total = part if rank == 0 else total + part
    tl.store(numbers + piece, number)
    return total


@triton.jit
def sum_norm(
    part, residual, weight, total, record, columns, G, epsilon, writes, reads, numbers, state, told, SLOT,
    BG: tl.constexpr, ME: tl.constexpr, RANKS: tl.constexpr, WRITES: tl.constexpr, ALONE: tl.constexpr,
):  # fmt: skip
    """Of one row, a piece a program: the sum of all parts and the residual, and what `store_piece` makes of it."""
    begin(ALONE)
    piece = tl.program_id(0)
    g = piece * BG + tl.arange(0, BG)
    at = g[:, None] * 32 + tl.arange(0, 32)[None]
    ok = at < columns
    x = tl.load(part + at, mask=ok, other=0.0)
    x = _summed(x, at, ok, piece, writes, reads, numbers, state, told, SLOT, ME, RANKS, WRITES)
    met(ALONE)
    x += tl.load(residual + at, mask=ok, other=0.0)
    tl.store(total + at, x, mask=ok)
    store_piece(x, weight, record, 0, piece, tl.num_programs(0), at, g, ok, G, epsilon)


@triton.jit
def sum_few(
    part, out, count, writes, reads, numbers, state, told, SLOT,
    BLOCK: tl.constexpr, ME: tl.constexpr, RANKS: tl.constexpr, WRITES: tl.constexpr, ALONE: tl.constexpr,
):  # fmt: skip
    """Of `count` values, in pieces of `BLOCK`, a program each."""
    begin(ALONE)
    piece = tl.program_id(0)
    at = piece * BLOCK + tl.arange(0, BLOCK)
    ok = at < count
    x = tl.load(part + at, mask=ok, other=0.0)
    x = _summed(x, at, ok, piece, writes, reads, numbers, state, told, SLOT, ME, RANKS, WRITES)
    met(ALONE)
    tl.store(out + at, x, mask=ok)


@triton.jit
def gather_keys(
    found, count, out, writes, reads, numbers, state, told, SLOT,
    LEVELS: tl.constexpr, ME: tl.constexpr, RANKS: tl.constexpr, WRITES: tl.constexpr, ALONE: tl.constexpr,
):  # fmt: skip
    """The 64 highest of a rank's keys, found in 2**LEVELS runs: those of every rank, in rank order."""
    begin(ALONE)
    keys = merge_runs(load_runs(found, 0, count, LEVELS), LEVELS)
    at = tl.arange(0, 64)
    all_of_them = at >= 0
    number = tl.load(numbers) + 1
    place = (number & 1) * SLOT
    for write in tl.static_range(WRITES):
        box = box_at(writes, write) + place
        tl.store(box + at, with_number(keys, number))
        tl.store(box + 64 + at, with_number(keys >> 32, number))
    for rank in tl.static_range(RANKS):
        theirs = keys
        if rank != ME:
            box = box_at(reads, rank) + place
            low = arrived(box, at, all_of_them, number, True, state, told, rank)
            high = arrived(box + 64, at, all_of_them, number, False, state, told, rank)
            theirs = (low & 0xFFFFFFFF) | (high << 32)
        tl.store(out + rank * 64 + at, theirs)
    tl.store(numbers, number)
    met(ALONE)


@triton.jit
def _flag_of(address, chunk):
    return address.to(tl.pointer_type(tl.int32)) + chunk


@triton.jit
def _raise(flag, number):
    """By the first thread, for all that stored before the last barrier."""
    tl.inline_asm_elementwise(
        "{.reg .pred first; .reg .u32 thread; mov.u32 thread, %tid.x; setp.eq.u32 first, thread, 0; "
        "@first st.release.sys.global.u32 [$1], $2; mov.u32 $0, $2;}", "=r,l,r", [flag, number],
        dtype=tl.int32, is_pure=False, pack=1,
    )  # fmt: skip


@triton.jit
def _raised(flag, number):
    """The flag as the first thread reads it; `number` for others, which are not to ask over a slow bus as well."""
    return tl.inline_asm_elementwise(
        "{.reg .pred first; .reg .u32 thread; mov.u32 thread, %tid.x; setp.eq.u32 first, thread, 0; "
        "mov.u32 $0, $2; @first ld.acquire.sys.global.u32 $0, [$1];}", "=&r,l,r", [flag, number],
        dtype=tl.int32, is_pure=False, pack=1,
    )  # fmt: skip


@triton.jit
def _await_flag(flag, number, counts, state, told, RANK: tl.constexpr):
    """The same of a row's flag. Only the first thread waits: a barrier must follow."""
    if _raised(flag, number) - number < 0:  # who has all of this message may have sent the next
        began = globaltimer()
        allowed = tl.load(state)
        late = 0
        while (_raised(flag, number) - number < 0) & (late == 0):
            late = (globaltimer() - began > allowed).to(tl.int32)
        if counts:
            tl.store(state + 1, tl.load(state + 1) + globaltimer() - began)
        if (late == 1) & (allowed > 0):
            tl.store(told, RANK + 1)
            tl.store(state, 0)


@triton.jit
def _halves(addresses, index):
    """The address there, as a pointer to bf16."""
    return tl.multiple_of(tl.load(addresses + index).to(tl.pointer_type(tl.bfloat16)), 16)


@triton.jit
def _send_row(part, row, at, ok, columns, writes, flag_writes, numbers, SLOT, WRITES: tl.constexpr):
    number = tl.load(numbers + row) + 1
    mine = tl.load(part + row * columns + at, mask=ok, other=0.0).to(tl.bfloat16)
    for write in tl.static_range(WRITES):
        tl.store(_halves(writes, write) + (number & 1) * SLOT + row * columns + at, mine, mask=ok)
    tl.debug_barrier()  # every thread's values are stored before the flag is
    for write in tl.static_range(WRITES):
        _raise(_flag_of(tl.load(flag_writes + write), row), number)


@triton.jit
def sum_rows(
    part, residual, post, weight, total, out, rows, columns, G, post_epsilon, epsilon,
    writes, reads, flag_writes, flag_reads, numbers, state, told, SLOT,
    BG: tl.constexpr, POST: tl.constexpr, FORM: tl.constexpr,
    ME: tl.constexpr, RANKS: tl.constexpr, WRITES: tl.constexpr, ALONE: tl.constexpr,
):  # fmt: skip
    """Of many rows the sum of all parts, which travel as bf16, the residual that it makes, and that one normed.

    A program has every so-manieth row. It sends each before it waits for the one before, so that a bus is busy in both
    directions; if not `ALONE`, all before it waits for any, since ranks that take turns on a device would have to at
    every row. Programs begin in order, so it does not matter how many run at the same time, as long as those of other
    ranks can: the first that waits has its peers running.
    """
    begin(ALONE)
    g = tl.arange(0, BG)
    at = g[:, None] * 32 + tl.arange(0, 32)[None]
    ok = at < columns
    step = tl.num_programs(0)
    ahead = tl.program_id(0) + step if ALONE else rows
    for row in range(tl.program_id(0), ahead, step):
        _send_row(part, row, at, ok, columns, writes, flag_writes, numbers, SLOT, WRITES)
    for row in range(tl.program_id(0), rows, step):
        if ALONE and row + step < rows:
            _send_row(part, row + step, at, ok, columns, writes, flag_writes, numbers, SLOT, WRITES)
        number = tl.load(numbers + row) + 1
        mine = tl.load(part + row * columns + at, mask=ok, other=0.0).to(tl.bfloat16).to(tl.float32)
        x = tl.load(residual + row * columns + at, mask=ok, other=0.0)
        for rank in tl.static_range(RANKS):
            if rank != ME:
                _await_flag(_flag_of(tl.load(flag_reads + rank), row), number, tl.program_id(0) == 0, state, told, rank)
        tl.debug_barrier()
        added = mine
        for rank in tl.static_range(RANKS):
            theirs = mine
            if rank != ME:
                box = _halves(reads, rank) + (number & 1) * SLOT + row * columns
                theirs = tl.load(box + at, mask=ok, other=0.0, cache_modifier=".cg").to(tl.float32)  # not from the L1
            added = theirs if rank == 0 else added + theirs
        tl.store(numbers + row, number)  # behind the barrier: every thread has read it
        if POST:
            added = post_normed(added, post, at, ok, columns, post_epsilon)
        x += added
        tl.store(total + row * columns + at, x, mask=ok)
        store_normed(x, weight, out, row, at, g, ok, columns, G, epsilon, FORM)
    met(ALONE)
