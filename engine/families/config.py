"""What layers must know beyond tensor shapes. Model families fill this in; layers read nothing else."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from engine.errors import Told

Activation = Literal["silu", "gelu_tanh"]


class UnsupportedModel(Told):
    """This model cannot be run, for the reason in the one plain sentence that is its text."""


@dataclass(frozen=True)
class Yarn:
    """YaRN (Peng et al., 2023): slow pairs are interpolated, fast ones extrapolated, the rest blended."""

    original_context: int  # tokens the model was trained for before it was stretched
    beta_fast: float = 32.0  # rotations over the original context from which a dimension is extrapolated
    beta_slow: float = 1.0  # rotations up to which it is interpolated
    log_multiplier: float = (
        0.0  # above zero: the model divides the attention factor by that of this multiplier
    )


@dataclass(frozen=True)
class Rope:
    """Rotary position embedding over the first `dims` values of a head.

    "norm" rotates neighbours (0,1) (2,3) ...; "neox" rotates i with i + dims/2.
    """

    style: Literal["norm", "neox"]
    dims: int
    base: float
    factor: float = 1.0  # positions are divided by this (linear scaling, and the interpolated part of YaRN)
    yarn: Yarn | None = None
    attention_factor: float = 1.0  # from the file; `rope.magnitude` gives what cos and sin are multiplied by
    factors_tensor: str | None = None  # tensor of dims/2 divisors of the frequencies (Llama 3.x, LongRoPE)
    long_factors_tensor: str | None = None  # takes its place in a context of more than `original_context` tokens
    original_context: int = 0


@dataclass(frozen=True)
class Temperature:
    """Queries grow with their position p (Llama 4, Mistral 3): times 1 + scale * log(1 + floor(p / step))."""

    scale: float
    step: int  # tokens


@dataclass(frozen=True)
class Mixture:
    """A mixture of experts: a softmax over all of them says which are the likeliest, and how much each counts."""

    experts: int
    used: int  # for a token
    renormalised: bool  # what those that are used count for adds up to one


@dataclass(frozen=True)
class LayerConfig:
    heads: int
    kv_heads: int
    key_length: int
    value_length: int
    ffn: int  # of each expert, if there is a mixture
    attention_scale: float  # queries times keys are multiplied by this
    rope: Rope
    activation: Activation
    window: int | None = None  # a query reads this many positions, its own included; None: all
    attention_softcap: float | None = None
    temperature: Temperature | None = None
    qk_norm: bool = False  # attn_q_norm, attn_k_norm: per head, before the rope
    post_norms: bool = False  # post_attention_norm, post_ffw_norm: on what is added to the residual
    biases: bool = False  # attn_q, attn_k, attn_v have biases
    mixture: Mixture | None = None  # in place of the one MLP


@dataclass(frozen=True)
class ModelConfig:
    hidden: int
    vocabulary: int
    rms_eps: float
    embedding_scale: float  # embeddings are multiplied by this
    layers: tuple[LayerConfig, ...]
    final_softcap: float | None
    tied: bool  # token_embd.weight is the head
