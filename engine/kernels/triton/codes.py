"""What kernels read of quantised weights and activations: four codes to a word, scales, and a dot of four by four.

A weight is a buffer and a form (`weight.form`), a tuple of compile-time numbers. An activation is a row of words: eight
of int8 codes per group of 32 columns, then a float scale per group, then per group the sums of the codes' halves as two
16-bit numbers.
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
def half_codes(w, at, ok, j, HALF: tl.constexpr, W: tl.constexpr):
    """Words `j` (0 to 3) of one half of groups `at` = row x groups + group: four codes each."""
    words = w.to(tl.pointer_type(tl.int32))
    if W[EIGHT] >= 0:
        return tl.load(words + W[EIGHT] // 4 + at[:, :, None] * 8 + (4 * HALF + j), mask=ok, other=0)
    if W[FOUR] >= 0:
        code = tl.load(words + W[FOUR] // 4 + at[:, :, None] * 4 + j, mask=ok, other=0)
        code = (code >> (4 * HALF)) & 0x0F0F0F0F
        if W[TWO] >= 0:
            high = tl.load(words + W[TWO] // 4 + at[:, :, None] * 2 + HALF + 0 * j, mask=ok, other=0)
            code |= ((high >> (2 * j)) & 0x03030303) << 4
        if W[ONE] >= 0:
            high = tl.load(words + W[ONE] // 4 + at[:, :, None] + 0 * j, mask=ok, other=0)
            code |= ((high >> (j + 4 * HALF)) & 0x01010101) << 4
    else:
        code = tl.load(words + W[TWO] // 4 + at[:, :, None] * 2 + HALF + 0 * j, mask=ok, other=0)
        code = (code >> (2 * j)) & 0x03030303
        if W[ONE] >= 0:
            high = tl.load(words + W[ONE] // 4 + at[:, :, None] + 0 * j, mask=ok, other=0)
            code |= ((high >> (j + 4 * HALF)) & 0x01010101) << 2
    return code


@triton.jit
def floats_at(w, place, at, ok, BF16: tl.constexpr):
    """Two-byte floats of a plane as f32."""
    if BF16:
        bits = tl.load(w.to(tl.pointer_type(tl.int16)) + place // 2 + at, mask=ok, other=0)
        return (bits.to(tl.int32) << 16).to(tl.float32, bitcast=True)
    return tl.load(w.to(tl.pointer_type(tl.float16)) + place // 2 + at, mask=ok, other=0.0).to(tl.float32)


@triton.jit
def pair_at(w, place, at, ok, SIGNED_PAIR: tl.constexpr):
    """Two neighbouring bytes as two numbers."""
    both = tl.load(w.to(tl.pointer_type(tl.int16)) + place // 2 + at, mask=ok, other=0).to(tl.int32)
    if SIGNED_PAIR:
        return (both << 24) >> 24, both >> 8
    return both & 255, (both >> 8) & 255


@triton.jit
def product(act, w, n, rows, M: tl.constexpr, BG: tl.constexpr, W: tl.constexpr):
    """Rows 0 .. M-1 of activations times rows `n` [BN] of the weight: f32 [M, BN]. Only `rows` activations are read."""
    BN: tl.constexpr = n.shape[0]
    G: tl.constexpr = W[GROUPS]
    m, j = tl.arange(0, M), tl.arange(0, 4)
    total = tl.zeros((M, BN, BG), tl.float32)
    inside = (n < W[ROWS])[:, None]
    for start in range(0, G, BG):
        g = start + tl.arange(0, BG)
        if G % BG == 0:
            ok = inside
            there = (m < rows)[:, None]
        else:
            ok = inside & (g < G)[None, :]
            there = (m < rows)[:, None] & (g < G)[None, :]
        ok = tl.broadcast_to(ok, (BN, BG))
        there = tl.broadcast_to(there, (M, BG))
        at = n[:, None] * G + g[None, :]
        row = act + m[:, None] * (WORDS * G) + 0 * g[None, :]
        word = row[:, :, None] + g[None, :, None] * 8 + j
        low = tl.broadcast_to(half_codes(w, at, ok[:, :, None], j, 0, W)[None], (M, BN, BG, 4))
        high = tl.broadcast_to(half_codes(w, at, ok[:, :, None], j, 1, W)[None], (M, BN, BG, 4))
        x_low = tl.broadcast_to(tl.load(word, mask=there[:, :, None], other=0)[:, None], (M, BN, BG, 4))
        x_high = tl.broadcast_to(tl.load(word + 4, mask=there[:, :, None], other=0)[:, None], (M, BN, BG, 4))
        scale = tl.load(row + 8 * G + g[None, :], mask=there, other=0).to(tl.float32, bitcast=True)[:, None]
        none = tl.zeros((M, BN, BG, 4), tl.int32)
        if W[OFFSET] != 0 or W[DMIN] >= 0:
            sums = tl.load(row + 9 * G + g[None, :], mask=there, other=0)
            sum_low, sum_high = ((sums << 16) >> 16)[:, None], (sums >> 16)[:, None]
        if W[SCALES] >= 0:
            over = n[:, None] * W[BLOCKS] + (g[None, :] + W[LEAD]) // 8
        else:
            over = at
        d = floats_at(w, W[D], over, ok, W[EXPONENT])[None]
        if W[HALVES] == 2:
            p_low, p_high = tl.sum(dot4(low, x_low, none, W[SIGNED]), 3), tl.sum(dot4(high, x_high, none, W[SIGNED]), 3)
            if W[OFFSET] != 0:
                p_low, p_high = p_low - W[OFFSET] * sum_low, p_high - W[OFFSET] * sum_high
            s_low, s_high = pair_at(w, W[SCALES], at, ok, True)
            value = d * (p_low * s_low[None] + p_high * s_high[None]).to(tl.float32)
        else:
            p = tl.sum(dot4(high, x_high, dot4(low, x_low, none, W[SIGNED]), W[SIGNED]), 3)
            if W[OFFSET] != 0:
                p -= W[OFFSET] * (sum_low + sum_high)
            if W[SCALES] >= 0:
                scales = tl.load(w.to(tl.pointer_type(tl.int8)) + W[SCALES] + at, mask=ok, other=0)
                p = p * scales.to(tl.int32)[None]
            value = d * p.to(tl.float32)
        if W[DMIN] >= 0:
            dmin = floats_at(w, W[DMIN], over, ok, False)[None] * W[SIGN]
            if W[HALVES] == 2:
                m_low, m_high = pair_at(w, W[MINS], at, ok, False)
                lows = m_low[None] * sum_low + m_high[None] * sum_high
            elif W[MINS] >= 0:
                mins = tl.load(w + W[MINS] + at, mask=ok, other=0)
                lows = mins.to(tl.int32)[None] * (sum_low + sum_high)
            else:
                lows = sum_low + sum_high
            value -= dmin * lows.to(tl.float32)
        total += value * scale
    return tl.sum(total, 2)
