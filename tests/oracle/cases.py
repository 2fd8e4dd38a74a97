"""Random models to compare engines on, and for each the mistakes that such a comparison must tell apart.

A wrong twin is the same model as an engine with that mistake would see it: other metadata, or the same
tensors rearranged or changed so that a right engine computes what the wrong one would.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from tests.random_model import Parameters, Tensors

Edit = Callable[[Tensors, Parameters], None]


@dataclass(frozen=True)
class Twin:
    mistake: str
    overrides: Mapping[str, Any] = field(default_factory=dict)
    edit: Edit | None = None


@dataclass(frozen=True)
class Case:
    family: str
    overrides: Mapping[str, Any] = field(default_factory=dict)
    twins: Sequence[Twin] = ()


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


def doubled(suffix: str) -> Edit:
    def edit(tensors: Tensors, _: Parameters) -> None:
        for name in [name for name in tensors if name.endswith(suffix)]:
            tensors[name] *= 2

    return edit


def dealt_kv_heads(tensors: Tensors, p: Parameters) -> None:
    """Query head h reads KV head h modulo their number, in place of neighbours sharing one."""
    order = sorted(range(p.heads), key=lambda head: (head % p.kv_heads, head))
    for name in named(tensors, "attn_q"):
        heads = tensors[name].reshape(p.heads, p.head_dim, -1)
        tensors[name] = heads[order].reshape(tensors[name].shape)
    for name in named(tensors, "attn_output"):
        if name.endswith(".bias"):  # belongs to no head
            continue
        heads = tensors[name].reshape(p.hidden, p.heads, p.head_dim)
        tensors[name] = np.ascontiguousarray(heads[:, order].reshape(p.hidden, -1))


def other_pairs(interleave: bool) -> Edit:
    """Rotary pairs taken as halves where they are neighbours (`interleave`), or the reverse."""

    def edit(tensors: Tensors, p: Parameters) -> None:
        order = np.arange(p.head_dim).reshape((2, -1) if interleave else (-1, 2)).T.ravel()
        for part in ("attn_q", "attn_k", "attn_q_norm", "attn_k_norm"):
            for name in named(tensors, part):
                whole = tensors[name].reshape(-1, p.head_dim, *tensors[name].shape[1:])
                tensors[name] = whole[:, order].reshape(tensors[name].shape)

    return edit


WINDOW = {"attention.sliding_window": 8}
LINEAR = {"rope.scaling.type": "linear", "rope.scaling.factor": 4.0}
YARN = {"rope.scaling.type": "yarn", "rope.scaling.factor": 4.0, "rope.scaling.original_context_length": 32}

CASES: Mapping[str, Case] = {
    "llama": Case(
        "llama",
        twins=(
            Twin("rope base 10,000", {"rope_base": 10_000.0}),
            Twin("rope base 1,000,000", {"rope_base": 1_000_000.0}),
            Twin("epsilon 1e-6", {"eps": 1e-6}),
            Twin("attention norm's weight forgotten", edit=unweighted("attn_norm")),
            Twin("MLP norm's weight forgotten", edit=unweighted("ffn_norm")),
            Twin("last norm's weight forgotten", edit=unweighted("output_norm")),
            Twin("attention scaled by the hidden size", edit=scaled("attn_q", (64 / 160) ** 0.5)),
            Twin("gate and up swapped", edit=swapped("ffn_gate", "ffn_up")),
            Twin("rotary pairs in halves", edit=other_pairs(interleave=True)),
        ),
    ),
    "llama, 9 heads, 3 KV heads, biases, tied": Case(
        "llama",
        {"heads": 9, "kv_heads": 3, "ffn": 96, "biases": True, "tied": True},
        twins=(
            Twin("KV heads dealt out", edit=dealt_kv_heads),
            Twin("biases forgotten", edit=without(".bias")),
            Twin("output bias counted twice", edit=doubled("attn_output.bias")),
            Twin("epsilon 1e-6", {"eps": 1e-6}),
        ),
    ),
    "llama, rope factors": Case(
        "llama",
        {"rope_factors": (1.0, 8.0)},
        twins=(
            Twin("factors forgotten", {"rope_factors": None}),
            Twin("factors multiplied", {"rope_factors": (1.0, 0.125)}),
        ),
    ),
    "llama, linear scaling": Case(
        "llama", {"metadata": LINEAR}, twins=(Twin("scaling forgotten", {"metadata": {}}),)
    ),
    "llama, YaRN": Case(
        "llama",
        {"metadata": YARN},
        twins=(
            Twin("scaling forgotten", {"metadata": {}}),
            Twin("linear scaling in its place", {"metadata": LINEAR}),
        ),
    ),
    "llama, quantised": Case(
        "llama",
        {
            "types": {
                "token_embd": "Q8_0",
                "attn_": "Q4_1",
                "ffn_down": "Q5_0",
                "ffn_": "Q4_0",
                "output": "F16",
            }
        },
        twins=(Twin("gate and up swapped", edit=swapped("ffn_gate", "ffn_up")),),
    ),
    "gemma3, window 8": Case(
        "gemma3",
        twins=(
            Twin("no window", {"metadata": {"attention.sliding_window": 512}}),
            Twin("window 7", {"metadata": {"attention.sliding_window": 7}}),
            Twin("window 9", {"metadata": {"attention.sliding_window": 9}}),
            Twin("global rope base 10,000", {"rope_base": 10_000.0}),
            Twin("local rope base the global one", {"metadata": {**WINDOW, "rope.freq_base_swa": 300_000.0}}),
            Twin("epsilon 1e-6", {"eps": 1e-6}),
            Twin("attention norm's weight forgotten", edit=unweighted("attn_norm")),
            Twin("query norm's weight forgotten", edit=unweighted("attn_q_norm")),
            Twin("key norm's weight forgotten", edit=unweighted("attn_k_norm")),
            Twin("norm after attention forgotten", edit=unweighted("post_attention_norm")),
            Twin("norm after the MLP forgotten", edit=unweighted("post_ffw_norm")),
            Twin("attention not scaled", edit=scaled("attn_q_norm", 8.0)),
            Twin("query and key norms swapped", edit=swapped("attn_q_norm", "attn_k_norm")),
            Twin("rotary pairs as neighbours", edit=other_pairs(interleave=False)),
        ),
    ),
    "gemma3, 2 KV heads, untied": Case(
        "gemma3",
        {"heads": 6, "kv_heads": 2, "tied": False, "hidden": 96},
        twins=(
            Twin("embeddings not scaled", edit=scaled("token_embd", 96**-0.5)),
            Twin("KV heads dealt out", edit=dealt_kv_heads),
        ),
    ),
    "gemma3, linear scaling": Case(
        "gemma3",
        {"metadata": {**WINDOW, **LINEAR}},
        twins=(Twin("scaling forgotten", {"metadata": WINDOW}),),
    ),
    "gemma3, soft-cap": Case(
        "gemma3",
        {"metadata": {**WINDOW, "final_logit_softcapping": 6.0}},
        twins=(Twin("soft-cap forgotten", {"metadata": WINDOW}),),
    ),
    "gemma3, 62 layers": Case(
        "gemma3",
        {"layers": 62, "hidden": 64, "heads": 2, "ffn": 96},
        twins=(Twin("attention scaled by the head's size", edit=scaled("attn_q_norm", (32 / 64) ** 0.5)),),
    ),
}
