"""Random models to compare engines on, and for each the mistakes that such a comparison must tell apart.

A wrong twin is the same model as an engine with that mistake would see it: other metadata, or the same
tensors rearranged or changed so that a right engine computes what the wrong one would.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from engine.plan.types import Mode
from tests.oracle.mistakes import (
    Edit,
    both,
    dealt_kv_heads,
    doubled,
    embeddings_not_scaled,
    experts_moved,
    fused_qkv,
    other_pairs,
    rows_swapped,
    scaled,
    swapped,
    unweighted,
    without,
    zeroed,
)
from tests.random_model import random_model

SEED = 7

Split = tuple[Mode, int, tuple[int, ...]]  # mode, ranks, shares
ALONE: Split = ("none", 1, ())
THREE: Split = ("tensor", 3, ())
EVERY: Sequence[Split] = (ALONE, ("layer", 2, ()), ("tensor", 2, ()), THREE, ("tensor", 4, (5, 3, 1, 4)))


@dataclass(frozen=True)
class Twin:
    mistake: str
    overrides: Mapping[str, Any] = field(default_factory=dict)
    edit: Edit | None = None


@dataclass(frozen=True)
class Case:
    """`edit` changes the right model already. `splits` are those to compare with llama.cpp."""

    family: str
    overrides: Mapping[str, Any] = field(default_factory=dict)
    twins: Sequence[Twin] = ()
    edit: Edit | None = None
    splits: Sequence[Split] = (ALONE, THREE)

    def right(self, path: Path) -> Path:
        return random_model(path, self.family, seed=SEED, edit=self.edit, **self.overrides)

    def wrong(self, path: Path, twin: Twin) -> Path:
        edits = [edit for edit in (self.edit, twin.edit) if edit is not None]
        overrides = {**self.overrides, **twin.overrides}
        return random_model(path, self.family, seed=SEED, edit=both(*edits), **overrides)


WINDOW = {"attention.sliding_window": 8}
LINEAR = {"rope.scaling.type": "linear", "rope.scaling.factor": 4.0}
YARN = {"rope.scaling.type": "yarn", "rope.scaling.factor": 4.0, "rope.scaling.original_context_length": 32}
YARN_SETTINGS = {
    "rope.scaling.yarn_beta_fast": 2.0,
    "rope.scaling.yarn_beta_slow": 0.5,
    "rope.scaling.yarn_log_multiplier": 0.5,
}
YARN_DEFAULTS = {"rope.scaling.yarn_beta_fast": 32.0, "rope.scaling.yarn_beta_slow": 1.0}
MISTRAL_YARN = {**YARN, **YARN_SETTINGS, "rope.scaling.original_context_length": 16}
HEATED = {"attention.temperature_scale": 0.4}
LONG_FACTORS = {"short_factors": (1.0, 2.0), "long_factors": (1.0, 16.0)}
LONGER = {"rope.scaling.original_context_length": 32, "rope.scaling.attn_factor": 1.2}
PATTERN = "attention.sliding_window_pattern"
ATTENTION_CAP, FINAL_CAP = "attn_logit_softcapping", "final_logit_softcapping"

CASES: Mapping[str, Case] = {
    "llama": Case(
        "llama",
        splits=EVERY,
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
        splits=EVERY,
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
    "gemma3, YaRN, partly rotated": Case(
        "gemma3",
        {"layers": 7, "rotated": 20, "metadata": {**WINDOW, **YARN, "rope.scaling.attn_factor": 1.3}},
        twins=(Twin("attention factor forgotten", {"metadata": {**WINDOW, **YARN}}),),
    ),
    "gemma3, soft-cap": Case(
        "gemma3",
        {"metadata": {**WINDOW, "final_logit_softcapping": 6.0}},
        twins=(Twin("soft-cap forgotten", {"metadata": WINDOW}),),
    ),
    "gemma3, 62 layers": Case(
        "gemma3",
        splits=(ALONE,),
        overrides={"layers": 62, "hidden": 64, "heads": 2, "ffn": 96},
        twins=(Twin("attention scaled by the head's size", edit=scaled("attn_q_norm", (32 / 64) ** 0.5)),),
    ),
    "llama, fused QKV, a window that does not count": Case(
        "llama",
        {"metadata": WINDOW, "biases": True},
        edit=fused_qkv,
        twins=(
            Twin("keys and values swapped", edit=rows_swapped("attn_qkv")),
            Twin("biases forgotten", edit=without("attn_qkv.bias")),
        ),
    ),
    "llama, LongRoPE": Case(
        "llama",
        {**LONG_FACTORS, "metadata": {"rope.scaling.type": "longrope", "rope.scaling.original_context_length": 32}},
        twins=(Twin("long and short factors swapped", edit=swapped("rope_factors_short", "rope_factors_long")),),
    ),
    "qwen2, 9 heads, 3 KV heads": Case(
        "qwen2",
        splits=EVERY,
        twins=(
            Twin("biases forgotten", edit=zeroed(".bias")),
            Twin("key's bias forgotten", edit=zeroed("attn_k.bias")),
            Twin("rope base 10,000", {"rope_base": 10_000.0}),
            Twin("rotary pairs as neighbours", edit=other_pairs(interleave=False)),
            Twin("KV heads dealt out", edit=dealt_kv_heads),
            Twin("epsilon 1e-6", {"eps": 1e-6}),
        ),
    ),
    "qwen2, tied, fused QKV, YaRN": Case(
        "qwen2",
        {"tied": True, "metadata": {**YARN, **YARN_SETTINGS}},  # whose settings do not count here
        edit=fused_qkv,
        twins=(
            Twin("biases forgotten", edit=zeroed(".bias")),
            Twin("scaling forgotten", {"metadata": {}}),
        ),
    ),
    "qwen3, heads of their own size": Case(
        "qwen3",
        splits=EVERY,
        twins=(
            Twin("query norm's weight forgotten", edit=unweighted("attn_q_norm")),
            Twin("key norm's weight forgotten", edit=unweighted("attn_k_norm")),
            Twin("query and key norms swapped", edit=swapped("attn_q_norm", "attn_k_norm")),
            Twin("attention scaled by hidden / heads", edit=scaled("attn_q_norm", (48 / 26) ** 0.5)),
            Twin("rope base 10,000", {"rope_base": 10_000.0}),
            Twin("rotary pairs as neighbours", edit=other_pairs(interleave=False)),
            Twin("KV heads dealt out", edit=dealt_kv_heads),
        ),
    ),
    "qwen3moe, 3 of 8 experts": Case(
        "qwen3moe",
        splits=(*EVERY, ("tensor", 4, ())),
        twins=(
            Twin("an expert fewer", {"experts_used": 2}),
            Twin("each expert taken for the next", edit=experts_moved),
            Twin("gate and up swapped", edit=swapped("ffn_gate_exps", "ffn_up_exps")),
            Twin("router forgotten", edit=zeroed("ffn_gate_inp.weight")),
            Twin("query norm's weight forgotten", edit=unweighted("attn_q_norm")),
            Twin("rotary pairs as neighbours", edit=other_pairs(interleave=False)),
        ),
    ),
    "qwen3moe, quantised, tied, experts of 224": Case(
        "qwen3moe",
        {
            "tied": True, "hidden": 192, "ffn": 224, "experts": 10, "experts_used": 4,
            "types": {"attn_": "Q8_0", "ffn_down": "Q8_0", "ffn_": "F16"},
            "metadata": {"expert_feed_forward_length": None, "feed_forward_length": 4 * 224},
        },
        splits=(ALONE, ("tensor", 2, (2, 1)), THREE),
        twins=(Twin("each expert taken for the next", edit=experts_moved),),
    ),
    "qwen3, tied, 9 heads, 3 KV heads": Case(
        "qwen3",
        {"tied": True, "heads": 9, "kv_heads": 3, "head_dim": 32, "ffn": 160, "metadata": WINDOW},  # not counted
        twins=(Twin("epsilon 1e-6", {"eps": 1e-6}),),
    ),
    "qwen3moe, all experts, 7 query heads to 1": Case(
        "qwen3moe",
        {"experts": 7, "experts_used": 7, "heads": 7, "kv_heads": 1},
        twins=(Twin("an expert fewer", {"experts_used": 6}),),
    ),
    "phi3": Case(
        "phi3",
        splits=EVERY,
        overrides={"heads": 10, "kv_heads": 2, "head_dim": 16, "metadata": WINDOW},  # which does not count
        twins=(
            Twin("keys and values swapped", edit=rows_swapped("attn_qkv")),
            Twin("gate and up swapped", edit=rows_swapped("ffn_up")),
            Twin("rope base 10,000", {"rope_base": 10_000.0}),
            Twin("rotary pairs as neighbours", edit=other_pairs(interleave=False)),
            Twin("KV heads dealt out", edit=dealt_kv_heads),
            Twin("epsilon 1e-6", {"eps": 1e-6}),
        ),
    ),
    "phi3, long factors, partly rotated": Case(
        "phi3",
        {**LONG_FACTORS, "rotated": 24, "metadata": LONGER},
        twins=(
            Twin("long and short factors swapped", edit=swapped("rope_factors_short", "rope_factors_long")),
            Twin("factors forgotten", {"short_factors": None, "long_factors": None}),
            Twin("attention factor forgotten", {"metadata": {**LONGER, "rope.scaling.attn_factor": 1.0}}),
            Twin("rotary pairs as neighbours", edit=other_pairs(interleave=False)),
        ),
    ),
    "phi3, short factors, tied": Case(
        "phi3",
        {**LONG_FACTORS, "tied": True, "metadata": {"rope.scaling.original_context_length": 4096}},
        twins=(Twin("long and short factors swapped", edit=swapped("rope_factors_short", "rope_factors_long")),),
    ),
    "gemma2, window 8": Case(
        "gemma2",
        splits=EVERY,
        twins=(
            Twin("no window", {"metadata": {"attention.sliding_window": 512}}),
            Twin("window 7", {"metadata": {"attention.sliding_window": 7}}),
            Twin("window 9", {"metadata": {"attention.sliding_window": 9}}),
            Twin("windows on the other layers", {"metadata": {PATTERN: (False, True, False, True)}}),
            Twin("attention's soft-cap forgotten", {"metadata": {ATTENTION_CAP: 1e6}}),
            Twin("last soft-cap forgotten", {"metadata": {FINAL_CAP: 1e6}}),
            Twin("rope base 10,000", {"rope_base": 10_000.0}),
            Twin("nearby rope base 10,000", {"metadata": {"rope.freq_base_swa": 10_000.0}}),
            Twin("embeddings not scaled", edit=embeddings_not_scaled),
            Twin("attention not scaled", edit=scaled("attn_q", 48**0.5)),
            Twin("norm after attention forgotten", edit=unweighted("post_attention_norm")),
            Twin("norm after the MLP forgotten", edit=unweighted("post_ffw_norm")),
            Twin("rotary pairs as neighbours", edit=other_pairs(interleave=False)),
            Twin("KV heads dealt out", edit=dealt_kv_heads),
        ),
    ),
    "gemma2, soft-caps left to their defaults": Case(
        "gemma2",
        {"metadata": {ATTENTION_CAP: None, FINAL_CAP: None}},
        edit=both(scaled("attn_q", 4.0), scaled("output_norm", 3.0)),
        twins=(
            Twin("attention's soft-cap forgotten", {"metadata": {ATTENTION_CAP: 1e6, FINAL_CAP: None}}),
            Twin("last soft-cap forgotten", {"metadata": {ATTENTION_CAP: None, FINAL_CAP: 1e6}}),
        ),
    ),
    "gemma2, a list of windows, linear scaling": Case(
        "gemma2",
        {"metadata": {PATTERN: (True, False, False, True), **LINEAR}},
        twins=(
            Twin("list of windows forgotten", {"metadata": LINEAR}),
            Twin("scaling forgotten", {"metadata": {PATTERN: (True, False, False, True)}}),
        ),
    ),
    "gemma2, 46 layers": Case(
        "gemma2",
        splits=(ALONE,),
        overrides={"layers": 46, "hidden": 64, "heads": 2, "kv_heads": 1, "ffn": 96},
        twins=(Twin("attention scaled by the head's size", edit=scaled("attn_q", (32 / 48) ** 0.5)),),
    ),
    "mistral3, YaRN, growing queries": Case(
        "mistral3",
        {"metadata": {**MISTRAL_YARN, **HEATED}},
        twins=(
            Twin("queries do not grow", {"metadata": MISTRAL_YARN}),
            Twin("YaRN's settings forgotten", {"metadata": {**MISTRAL_YARN, **HEATED, **YARN_DEFAULTS}}),
            Twin(
                "log multiplier forgotten",
                {"metadata": {**MISTRAL_YARN, **HEATED, "rope.scaling.yarn_log_multiplier": 0.0}},
            ),
            Twin("rotary pairs in halves", edit=other_pairs(interleave=True)),
        ),
    ),
    "mistral3, heads of their own size, biases, rope factors": Case(
        "mistral3",
        splits=EVERY,
        overrides={
            "heads": 9, "kv_heads": 3, "head_dim": 32, "biases": True, "rope_factors": (1.0, 8.0), "tied": True,
            "metadata": WINDOW,  # which does not count
        },
        twins=(Twin("biases forgotten", edit=without(".bias")), Twin("factors forgotten", {"rope_factors": None})),
    ),
}
