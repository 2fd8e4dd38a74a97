"""Between projections and attention: biases, norms per head, rotation, temperature, and new positions in the cache."""

from __future__ import annotations

from typing import Any

from engine.kernels.cpu.kernel import Kernel, compiled, record
from engine.kernels.cpu.kv_cache import append_key, append_value
from engine.kernels.cpu.memory import arguments, floats, words
from engine.kernels.cpu.norm import rms_scale, square_sum
from engine.kernels.cpu.rope import rotate
from engine.kernels.cpu.share import share_start

FIELDS = record(
    "q", "k", "v", "q_bias", "k_bias", "v_bias", "rows", "position", "heads", "kv_heads", "key_length", "value_length",
    "q_norm", "q_epsilon:f8", "k_norm", "k_epsilon:f8", "cos", "sin", "temperature", "pairs", "neox",
    "keys", "values", "key_scales", "value_scales", "tiles", "form",
)  # fmt: skip


@compiled
def _add(head: Any, length: int, biases: int, number: int) -> None:
    """To head `number`, its biases from the address of all; 0: none."""
    if biases != 0:
        bias = floats(biases + 4 * number * length)
        for i in range(length):
            head[i] += bias[i]


@compiled
def _norm_in_place(head: Any, length: int, weights: int, epsilon: float) -> None:
    """`weights` is an address; 0: no norm."""
    if weights != 0:
        weight = floats(weights)
        scale = rms_scale(square_sum(head, length), length, epsilon)
        for i in range(length):
            head[i] *= scale * weight[i]


def _place_heads(address: int, thread: int, threads: int) -> None:
    a = arguments(address, FIELDS)
    q, k, v, rows, first, heads, kv_heads = a.q, a.k, a.v, a.rows, words(a.position)[0], a.heads, a.kv_heads
    q_bias, k_bias, v_bias, key_length, value_length = a.q_bias, a.k_bias, a.v_bias, a.key_length, a.value_length
    q_norm, q_epsilon, k_norm, k_epsilon = a.q_norm, a.q_epsilon, a.k_norm, a.k_epsilon
    cos_at, sin_at, temperature, pairs, neox = a.cos, a.sin, a.temperature, a.pairs, a.neox != 0
    keys, values, tiles, form = a.keys, a.values, a.tiles, a.form
    key_scales, value_scales = a.key_scales, a.value_scales
    # Heads one after another, each with all its rows, so that threads seldom write to the same tile of keys.
    work = (heads + 2 * kv_heads) * rows
    for unit in range(share_start(work, thread, threads), share_start(work, thread + 1, threads)):
        head, row = unit // rows, unit % rows
        position = first + row
        cos, sin = floats(cos_at + 4 * position * pairs), floats(sin_at + 4 * position * pairs)
        if head < heads:
            x = floats(q + 4 * (row * heads + head) * key_length)
            _add(x, key_length, q_bias, head)
            _norm_in_place(x, key_length, q_norm, q_epsilon)
            rotate(x, cos, sin, pairs, neox)
            if temperature != 0:
                heat = floats(temperature)[position]
                for i in range(key_length):
                    x[i] *= heat
        elif head < heads + kv_heads:
            kv_head = head - heads
            x = floats(k + 4 * (row * kv_heads + kv_head) * key_length)
            _add(x, key_length, k_bias, kv_head)
            _norm_in_place(x, key_length, k_norm, k_epsilon)
            rotate(x, cos, sin, pairs, neox)
            append_key(keys, key_scales, kv_head, tiles, position, x, key_length, form)
        else:
            kv_head = head - heads - kv_heads
            x = floats(v + 4 * (row * kv_heads + kv_head) * value_length)
            _add(x, value_length, v_bias, kv_head)
            append_value(values, value_scales, kv_head, tiles, position, x, value_length, form)


place_heads = Kernel(_place_heads, FIELDS)
"""`q` [rows, heads, key length], `k` and `v` likewise, f32, as the projections give them; row 0 is at *`position`.

They get their biases, q and k are normed per head and rotated, q is multiplied by the temperature of its position: all
in place. Biases, norms and temperature may be 0 for none. k and v are written to a `TiledCache`.
"""
