"""What is widened on the CPU is said, with what it takes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

import pytest

from engine.gguf.facts import LayerShape, ModelFacts
from engine.plan.widened import widened_note
from tests.engine.plan.models import model

SHAPE = LayerShape(heads=8, kv_heads=2, key_length=64, value_length=64, ffn=1536)  # 3,014,656 weights


def facts(quant: str, tied: bool = False, others: Mapping[str, str] | None = None) -> ModelFacts:
    """`others`: types of tensors by name."""
    made = model([SHAPE], 512, 2048, quant=quant, tied=tied)
    tensors = dict(made.tensors)
    for name, type_name in (others or {}).items():
        tensors[name] = replace(tensors[name], type_name=type_name)
    return replace(made, tensors=tensors)


@pytest.mark.parametrize("quant", ["F32", "F16", "Q4_0", "Q4_K", "Q6_K", "IQ4_NL"])
def test_nothing_is_said_of_types_with_kernels(quant: str) -> None:
    assert not widened_note(facts(quant))
    assert not widened_note(facts(quant, others={"token_embd.weight": "IQ2_XXS"}))  # which stays in the file


def test_types_are_named_and_counted() -> None:
    assert widened_note(facts("IQ2_XXS", others={"output.weight": "Q6_K"})) == (
        "Neither the CPU nor GPUs have kernels for IQ2_XXS: weights of this type are widened to 8 bits there and take "
        "3.1 MB of memory, not the file's 759 KB."
    )
    with_head = "take 4.2 MB of memory, not the file's 1023 KB."
    assert widened_note(facts("IQ2_XXS")).endswith(with_head)
    assert widened_note(facts("IQ2_XXS", tied=True)).endswith(with_head)
    assert "kernels for IQ2_XXS and TQ2_0: weights of these types" in widened_note(
        facts("IQ2_XXS", others={"output.weight": "TQ2_0"})
    )
