"""Model families: GGUF metadata to `ModelConfig`. A family is one small file and one line of this table."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from engine.families.config import ModelConfig, UnsupportedModel
from engine.families.gemma3 import gemma3
from engine.families.llama import llama
from engine.gguf.facts import ModelFacts

FAMILIES: Mapping[str, Callable[[ModelFacts], ModelConfig]] = {"gemma3": gemma3, "llama": llama}


def model_config(facts: ModelFacts) -> ModelConfig:
    """How to compute with this model. Raises UnsupportedModel with a sentence that a user can act on."""
    family = FAMILIES.get(facts.architecture)
    if family is None:
        raise UnsupportedModel(
            f"{facts.name} has the architecture {facts.architecture}, which is not supported yet: "
            f"choose a model of one of these architectures: {', '.join(sorted(FAMILIES))}."
        )
    return family(facts)
