"""The types in which devices with kernels of their own keep keys and values, by llama.cpp's names."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Literal, NamedTuple

if TYPE_CHECKING:
    from engine.gguf.facts import ModelFacts

KVType = Literal["f16", "q8_0"]
PLAIN = "f32"  # what devices without kernels of their own keep, whatever the choice


class KVForm(NamedTuple):
    """`block` consecutive values of a head take `nbytes`; a head's length is a multiple of the block."""

    block: int
    nbytes: int


KV_TYPES: Mapping[KVType, KVForm] = {
    "f16": KVForm(1, 2),
    "q8_0": KVForm(32, 34),  # int8 and one f16 scale
}
DEFAULT_KV: KVType = "f16"
SMALLEST_KV: KVType = min(KV_TYPES, key=lambda name: KV_TYPES[name].nbytes / KV_TYPES[name].block)


def values_bytes(kv_type: KVType, length: int) -> int:
    """Of one key or value."""
    form = KV_TYPES[kv_type]
    return -(-length // form.block) * form.nbytes


def kv_complaint(facts: ModelFacts, kv_type: KVType) -> str:
    """Why a model cannot have this type, in a sentence; empty if it can."""
    block = KV_TYPES[kv_type].block
    for layer in facts.layers:
        for length in (layer.key_length, layer.value_length):
            if length % block:
                return (
                    f"Heads of {facts.name} are {length} values long, and KV type {kv_type} keeps {block} together: "
                    f"choose {DEFAULT_KV}."
                )
    return ""
