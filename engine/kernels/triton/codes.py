"""What kernels read of quantised weights and activations: four codes to a word, scales, and a dot of four by four.

A weight is a buffer and a form (`weight.form`), a tuple of compile-time numbers. An activation is a row of words: eight
of int8 codes per group of 32 columns, then a float scale per group, then per group the sums of the codes' halves as two
16-bit numbers. Where more words follow, a norm's factor is still to be applied: see `factor`.
"""

from __future__ import annotations

import triton
import triton.language as tl
from triton.language.target_info import is_cuda

WORDS = tl.constexpr(10)  # of an activation's group
# Places in a form.
ROWS = tl.constexpr(0)
GROUPS = tl.constexpr(1)
LEAD = tl.constexpr(2)
BLOCKS = tl.constexpr(3)
EIGHT = tl.constexpr(4)
FOUR = tl.constexpr(5)
TWO = tl.constexpr(6)
ONE = tl.constexpr(7)
SCALES = tl.constexpr(8)
MINS = tl.constexpr(9)
D = tl.constexpr(10)
DMIN = tl.constexpr(11)
SIGN = tl.constexpr(12)
HALVES = tl.constexpr(13)
OFFSET = tl.constexpr(14)
SIGNED = tl.constexpr(15)
EXPONENT = tl.constexpr(16)
TABLED = tl.constexpr(17)
VALUES = tl.constexpr(18)  # four words of four


@triton.jit
def dot4(a, b, c, SIGNED_A: tl.constexpr):
    """c + the products of four bytes by four: those of `b` are signed, those of `a` if SIGNED_A."""
    if is_cuda():
        if SIGNED_A:
            return tl.inline_asm_elementwise(
                "dp4a.s32.s32 $0, $1, $2, $3;", "=r,r,r,r", [a, b, c], dtype=tl.int32, is_pure=True, pack=1
            )
        return tl.inline_asm_elementwise(
            "dp4a.u32.s32 $0, $1, $2, $3;", "=r,r,r,r", [a, b, c], dtype=tl.int32, is_pure=True, pack=1
        )
    for byte in tl.static_range(4):
        if SIGNED_A:
            c += ((a << (24 - 8 * byte)) >> 24) * ((b << (24 - 8 * byte)) >> 24)
        else:
            c += ((a >> (8 * byte)) & 255) * ((b << (24 - 8 * byte)) >> 24)
    return c


@triton.jit
def _fetched(w, ROW_BYTES: tl.constexpr, row, R: tl.constexpr, rows):
    """Rows of a plane, a line of 128 bytes a thread and time."""
    first, end = row * ROW_BYTES, tl.minimum(row + R, rows) * ROW_BYTES - 1
    for piece in tl.static_range((R * ROW_BYTES + 127) // 128 // 32 + 1):
        at = tl.minimum(first + 128 * (32 * piece + tl.arange(0, 32)), end)
        tl.inline_asm_elementwise(
            "prefetch.global.L2 [$1]; mov.u32 $0, 0;", "=r,l", [w + at], dtype=tl.int32, is_pure=False, pack=1
        )


@triton.jit
def fetch(w, row, R: tl.constexpr, W: tl.constexpr):
    """Have R rows of a weight brought into the L2 while the kernel still waits for what it multiplies them with."""
    if is_cuda():
        if W[EIGHT] >= 0:
            _fetched(w + W[EIGHT], 32 * W[GROUPS], row, R, W[ROWS])
        if W[FOUR] >= 0:
            _fetched(w + W[FOUR], 16 * W[GROUPS], row, R, W[ROWS])
        if W[TWO] >= 0:
            _fetched(w + W[TWO], 8 * W[GROUPS], row, R, W[ROWS])
        if W[ONE] >= 0:
            _fetched(w + W[ONE], 4 * W[GROUPS], row, R, W[ROWS])
        if W[SCALES] >= 0:
            _fetched(w + W[SCALES], W[HALVES] * W[GROUPS], row, R, W[ROWS])
        if W[MINS] >= 0:
            _fetched(w + W[MINS], W[HALVES] * W[GROUPS], row, R, W[ROWS])
        _fetched(w + W[D], 2 * W[BLOCKS], row, R, W[ROWS])


@triton.jit
def load(pointer, ok, MASKED: tl.constexpr):
    """Zero where not `ok`, not looked at where nothing can be amiss: masks cost as much as arithmetic."""
    if MASKED:
        return tl.load(pointer, mask=ok, other=0)
    return tl.load(pointer)


# Of four codes in bytes: their low three bits are brought together to choose among the first eight bytes and among the
# others, and the fourth bit, spread over its byte, chooses between the two.
LOOK_UP = tl.constexpr("""{
.reg .b32 at, low, high, upper;
shr.u32 at, $1, 4;
or.b32 at, at, $1;
prmt.b32 at, at, 0, 0x4420;
and.b32 at, at, 0x7777;
prmt.b32 low, $2, $3, at;
prmt.b32 high, $4, $5, at;
shl.b32 upper, $1, 4;
prmt.b32 upper, upper, 0, 0xBA98;
lop3.b32 $0, upper, high, low, 0xCA;
}""")


@triton.jit
def looked_up(code, W: tl.constexpr):
    """Four codes of 4 bits in a word's bytes to four values of the type's table."""
    if is_cuda():
        return tl.inline_asm_elementwise(
            LOOK_UP, "=r,r,r,r,r,r", [code, W[VALUES], W[VALUES + 1], W[VALUES + 2], W[VALUES + 3]],
            dtype=tl.int32, is_pure=True, pack=1,
        )  # fmt: skip
    out = code * 0
    for byte in tl.static_range(4):
        at = (code >> (8 * byte)) & 15
        low = tl.where(at < 4, W[VALUES], W[VALUES + 1])
        high = tl.where(at < 12, W[VALUES + 2], W[VALUES + 3])
        word = tl.where(at < 8, low, high)
        out |= ((word >> (8 * (at & 3))) & 255) << (8 * byte)
    return out


@triton.jit
def half_codes(w, at, ok, HALF: tl.constexpr, W: tl.constexpr, MASKED: tl.constexpr):
    """One half of groups `at` [BN, BG] = row x groups + group: four codes to a word, [BN, BG, 4]."""
    words = w.to(tl.pointer_type(tl.int32))
    j = tl.arange(0, 4)[None, None, :]
    if W[EIGHT] >= 0:
        return load(words + W[EIGHT] // 4 + at[:, :, None] * 8 + (4 * HALF + j), ok[:, :, None], MASKED)
    if W[FOUR] >= 0:
        code = load(words + W[FOUR] // 4 + at[:, :, None] * 4 + j, ok[:, :, None], MASKED)
        code = (code >> (4 * HALF)) & 0x0F0F0F0F
        if W[TABLED]:
            return looked_up(code, W)
        if W[TWO] >= 0:
            high = load(words + W[TWO] // 4 + at * 2 + HALF, ok, MASKED)[:, :, None]
            code |= ((high >> (2 * j)) & 0x03030303) << 4
        if W[ONE] >= 0:
            high = load(words + W[ONE] // 4 + at, ok, MASKED)[:, :, None]
            code |= ((high >> (j + 4 * HALF)) & 0x01010101) << 4
    else:
        code = load(words + W[TWO] // 4 + at * 2 + HALF, ok, MASKED)[:, :, None]
        code = (code >> (2 * j)) & 0x03030303
        if W[ONE] >= 0:
            high = load(words + W[ONE] // 4 + at, ok, MASKED)[:, :, None]
            code |= ((high >> (j + 4 * HALF)) & 0x01010101) << 2
    return code


@triton.jit
def floats_at(w, place, at, ok, BF16: tl.constexpr, MASKED: tl.constexpr):
    """Two-byte floats of a plane as f32."""
    if BF16:
        bits = load(w.to(tl.pointer_type(tl.int16)) + place // 2 + at, ok, MASKED)
        return (bits.to(tl.int32) << 16).to(tl.float32, bitcast=True)
    return load(w.to(tl.pointer_type(tl.float16)) + place // 2 + at, ok, MASKED).to(tl.float32)


@triton.jit
def pair_at(w, place, at, ok, SIGNED_PAIR: tl.constexpr, MASKED: tl.constexpr):
    """Two neighbouring bytes as two numbers."""
    both = load(w.to(tl.pointer_type(tl.int16)) + place // 2 + at, ok, MASKED).to(tl.int32)
    if SIGNED_PAIR:
        return (both << 24) >> 24, both >> 8
    return both & 255, (both >> 8) & 255


@triton.jit
def factor(row, G: tl.constexpr, STRIDE: tl.constexpr):
    """What an activation's products are still to be multiplied by: an RMS norm's factor, of which several programs have
    left sums of squares, and then epsilon, behind the groups."""
    PARTS: tl.constexpr = STRIDE - WORDS * G - 1
    squares = tl.zeros((), tl.float32)
    for part in tl.static_range(PARTS):
        squares += tl.load(row + WORDS * G + part).to(tl.float32, bitcast=True)
    epsilon = tl.load(row + STRIDE - 1).to(tl.float32, bitcast=True)
    return tl.rsqrt(squares / (32 * G) + epsilon)


@triton.jit
def scales(w, n, g, ok, W: tl.constexpr, MASKED: tl.constexpr):
    """Of groups `g` of rows `n`, which together make [BN, BG]: d, both halves' scales, dmin, both halves' minima, so
    many each. What a type lacks is zero and not looked at."""
    at = n * W[GROUPS] + g
    over = n * W[BLOCKS] + (g + W[LEAD]) // 8 if W[SCALES] >= 0 else at
    d = floats_at(w, W[D], over, ok, W[EXPONENT], MASKED)
    low, high, dmin, m_low, m_high = 0, 0, 0.0, 0, 0
    if W[HALVES] == 2:
        low, high = pair_at(w, W[SCALES], at, ok, True, MASKED)
    elif W[SCALES] >= 0:
        low = load(w.to(tl.pointer_type(tl.int8)) + W[SCALES] + at, ok, MASKED).to(tl.int32)
    if W[DMIN] >= 0:
        dmin = floats_at(w, W[DMIN], over, ok, False, MASKED) * W[SIGN]
        if W[HALVES] == 2:
            m_low, m_high = pair_at(w, W[MINS], at, ok, False, MASKED)
        elif W[MINS] >= 0:
            m_low = load(w + W[MINS] + at, ok, MASKED).to(tl.int32)
    return d, low, high, dmin, m_low, m_high


@triton.jit
def group_products(low, high, x_low, x_high, sums, scale, W: tl.constexpr):
    """Codes [BN, BG, 4] of both halves times an activation's, by what `scales` gave: f32 [BN, BG]. `sums` [1, BG] has
    the activation's sums of both halves."""
    d, s_low, s_high, dmin, m_low, m_high = scale
    none = tl.zeros(low.shape, tl.int32)
    sum_low, sum_high = (sums << 16) >> 16, sums >> 16
    if W[HALVES] == 2:
        p_low = tl.sum(dot4(low, x_low, none, W[SIGNED]), 2)
        p_high = tl.sum(dot4(high, x_high, none, W[SIGNED]), 2)
        if W[OFFSET] != 0:
            p_low, p_high = p_low - W[OFFSET] * sum_low, p_high - W[OFFSET] * sum_high
        p = p_low * s_low + p_high * s_high
    else:
        p = tl.sum(dot4(high, x_high, dot4(low, x_low, none, W[SIGNED]), W[SIGNED]), 2)
        if W[OFFSET] != 0:
            p -= W[OFFSET] * (sum_low + sum_high)
        if W[SCALES] >= 0:
            p = p * s_low
    value = d * p.to(tl.float32)
    if W[DMIN] >= 0:
        if W[HALVES] == 2:
            lows = m_low * sum_low + m_high * sum_high
        elif W[MINS] >= 0:
            lows = m_low * (sum_low + sum_high)
        else:
            lows = sum_low + sum_high
        value -= dmin * lows.to(tl.float32)
    return value


@triton.jit
def _more(
    totals, act, w, n, rows, start, M: tl.constexpr, R: tl.constexpr, BG: tl.constexpr, W: tl.constexpr,
    STRIDE: tl.constexpr, AMISS: tl.constexpr, MASKED: tl.constexpr,
):  # fmt: skip
    """`totals` and the products of the groups from `start` on, BG of them; AMISS: the row may end before."""
    BN: tl.constexpr = n.shape[0]
    G: tl.constexpr = W[GROUPS]
    j = tl.arange(0, 4)
    g = start + tl.arange(0, BG)
    lows = ()
    highs = ()
    scaled = ()
    for r in tl.static_range(R):
        here = n + r * BN
        ok = (here < W[ROWS])[:, None] & (g < G)[None, :]
        at = here[:, None] * G + g[None, :]
        lows = lows + (half_codes(w, at, ok, 0, W, MASKED),)
        highs = highs + (half_codes(w, at, ok, 1, W, MASKED),)
        scaled = scaled + (scales(w, here[:, None], g[None, :], ok, W, MASKED),)
    added = ()
    for m in tl.static_range(M):
        row = act + m * STRIDE
        there = ((0 * g + m < rows) & (g < G))[None, :]  # a scalar condition would not stay one in the interpreter
        word = row + g[None, :, None] * 8 + j[None, None, :]
        x_low = tl.broadcast_to(load(word, there[:, :, None], AMISS or m > 0), (BN, BG, 4))
        x_high = tl.broadcast_to(load(word + 4, there[:, :, None], AMISS or m > 0), (BN, BG, 4))
        scale = load(row + 8 * G + g[None, :], there, AMISS or m > 0).to(tl.float32, bitcast=True)
        sums = tl.zeros((1, BG), tl.int32)
        if W[OFFSET] != 0 or W[DMIN] >= 0:
            sums = load(row + 9 * G + g[None, :], there, AMISS or m > 0)
        for r in tl.static_range(R):
            value = group_products(lows[r], highs[r], x_low, x_high, sums, scaled[r], W)
            added = added + (totals[m * R + r] + value * scale,)
    return added


@triton.jit
def products(
    act, w, n, rows, M: tl.constexpr, R: tl.constexpr, BG: tl.constexpr, W: tl.constexpr, STRIDE: tl.constexpr
):
    """Rows 0 .. M-1 of activations times R times some rows of the weight, `n` [BN] and those BN, 2 BN, ... further on:
    R x M tensors f32 [BN]. Activations from `rows` on are not read, and their products mean nothing.

    R and M are unrolled, not dimensions of a tensor: so a thread holds whole groups and nothing moves between threads,
    and what is loaded of an activation serves R rows.
    """
    BN: tl.constexpr = n.shape[0]
    G: tl.constexpr = W[GROUPS]
    RAGGED: tl.constexpr = tl.constexpr(W[ROWS]) % (BN * R) != 0
    totals = ()
    for i in tl.static_range(R * M):
        totals = totals + (tl.zeros((BN, BG), tl.float32),)
    factors = ()
    if STRIDE > WORDS * G:
        for m in tl.static_range(M):
            factors = factors + (factor(act + m * STRIDE, G, STRIDE),)
    # Of rows that are not long, four blocks' loads are under way together: up to 4% of a model's speed on an H100.
    UNROLLED: tl.constexpr = 4 if G <= 512 else 1
    for start in tl.range(0, G // BG * BG, BG, loop_unroll_factor=UNROLLED):
        totals = _more(totals, act, w, n, rows, start, M, R, BG, W, STRIDE, False, RAGGED)
    if G % BG != 0:  # only here does anything have to be masked
        totals = _more(totals, act, w, n, rows, G // BG * BG, M, R, BG, W, STRIDE, True, True)
    out = ()
    for m in tl.static_range(M):
        for r in tl.static_range(R):
            y = tl.sum(totals[m * R + r], 1)
            out = out + (y * factors[m] if STRIDE > WORDS * G else y,)
    return out
