"""Mistakes that an engine could make, as changes of a model: a right engine computes what the wrong one would."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import numpy as np
from numpy.typing import NDArray

from tests.random_model import Parameters, Tensors, at

Edit = Callable[[Tensors, Parameters], None]


def named(tensors: Tensors, part: str) -> list[str]:
    return [name for name in tensors if part in name.split(".")]


def scaled(part: str, factor: float) -> Edit:
    def edit(tensors: Tensors, _: Parameters) -> None:
        for name in named(tensors, part):
            tensors[name] *= np.float32(factor)

    return edit


def unweighted(part: str) -> Edit:
    """A norm whose weights were forgotten."""

    def edit(tensors: Tensors, _: Parameters) -> None:
        for name in named(tensors, part):
            tensors[name][:] = 1

    return edit


def swapped(one: str, other: str) -> Edit:
    def edit(tensors: Tensors, _: Parameters) -> None:
        for a, b in zip(named(tensors, one), named(tensors, other), strict=True):
            tensors[a], tensors[b] = tensors[b], tensors[a]

    return edit


def without(suffix: str) -> Edit:
    def edit(tensors: Tensors, _: Parameters) -> None:
        for name in [name for name in tensors if name.endswith(suffix)]:
            del tensors[name]

    return edit


def zeroed(suffix: str) -> Edit:
    """Without a tensor that llama.cpp must find in the file."""

    def edit(tensors: Tensors, _: Parameters) -> None:
        for name in [name for name in tensors if name.endswith(suffix)]:
            tensors[name][:] = 0

    return edit


def doubled(suffix: str) -> Edit:
    def edit(tensors: Tensors, _: Parameters) -> None:
        for name in [name for name in tensors if name.endswith(suffix)]:
            tensors[name] *= 2

    return edit


def both(*edits: Edit) -> Edit:
    def edit(tensors: Tensors, p: Parameters) -> None:
        for each in edits:
            each(tensors, p)

    return edit


def embeddings_not_scaled(tensors: Tensors, p: Parameters) -> None:
    """Of a tied model: the head's logits stay as they are."""
    tensors["token_embd.weight"] *= np.float32(p.hidden**-0.5)
    tensors["output_norm.weight"] *= np.float32(p.hidden**0.5)


def fused_qkv(tensors: Tensors, p: Parameters) -> None:
    """No mistake: the same model with queries, keys and values of a layer in one tensor."""
    for layer in range(p.layers):
        for kind in ("weight", "bias"):
            names = [f"blk.{layer}.attn_{part}.{kind}" for part in "qkv"]
            if names[0] in tensors:
                tensors[f"blk.{layer}.attn_qkv.{kind}"] = np.concatenate([tensors.pop(name) for name in names])


def experts_moved(tensors: Tensors, _: Parameters) -> None:
    """The router's choice, carried out by the expert behind each one chosen."""
    for part in ("ffn_gate_exps", "ffn_up_exps", "ffn_down_exps"):
        for name in named(tensors, part):
            tensors[name] = np.roll(tensors[name], -1, 0)


def rows_swapped(fused: str) -> Edit:
    """The last two tensors inside a fused one, which are of one size, taken for each other."""

    def edit(tensors: Tensors, p: Parameters) -> None:
        for name in named(tensors, fused):
            rows = at(p.ffn, 0) if fused == "ffn_up" else at(p.kv_heads, 0) * p.head_dim
            tensors[name][-2 * rows :] = np.roll(tensors[name][-2 * rows :], rows, 0)

    return edit


def dealt_kv_heads(tensors: Tensors, p: Parameters) -> None:
    """Query head h reads KV head h modulo their number, in place of neighbours sharing one."""
    heads, kv_heads = at(p.heads, 0), at(p.kv_heads, 0)
    order = sorted(range(heads), key=lambda head: (head % kv_heads, head))
    for part in ("attn_q", "attn_qkv"):
        for name in named(tensors, part):
            rows = tensors[name][: heads * p.head_dim]
            rows[:] = rows.reshape(heads, p.head_dim, -1)[order].reshape(rows.shape)
    for name in named(tensors, "attn_output"):
        if name.endswith(".bias"):  # belongs to no head
            continue
        columns = tensors[name].reshape(p.hidden, heads, p.head_dim)
        tensors[name] = np.ascontiguousarray(columns[:, order].reshape(p.hidden, -1))


def other_pairs(interleave: bool) -> Edit:
    """Rotary pairs taken as halves where they are neighbours (`interleave`), or the reverse."""

    def edit(tensors: Tensors, p: Parameters) -> None:
        order = np.arange(p.head_dim)
        pairs = np.arange(p.rotated or p.head_dim).reshape((2, -1) if interleave else (-1, 2))
        order[: pairs.size] = pairs.T.ravel()
        for rows in rotated_rows(tensors, p):
            whole = rows.reshape(-1, p.head_dim, *rows.shape[1:])
            rows[:] = whole[:, order].reshape(rows.shape)

    return edit


def rotated_rows(tensors: Tensors, p: Parameters) -> Iterator[NDArray[np.float32]]:
    """The rows of queries and keys, and of their norms, which the rope turns."""
    for part in ("attn_q", "attn_k", "attn_q_norm", "attn_k_norm"):
        for name in named(tensors, part):
            yield tensors[name]
    for name in named(tensors, "attn_qkv"):
        yield tensors[name][: (at(p.heads, 0) + at(p.kv_heads, 0)) * p.head_dim]
