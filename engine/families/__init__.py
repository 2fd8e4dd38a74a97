"""Model families: GGUF metadata to `ModelConfig`. A family is one small file and one line of this table."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from engine.families.config import ModelConfig, UnsupportedModel
from engine.families.gemma2 import gemma2
from engine.families.gemma3 import gemma3
from engine.families.llama import llama
from engine.families.mistral3 import mistral3
from engine.families.phi3 import phi3
from engine.families.qwen2 import qwen2
from engine.families.qwen3 import qwen3
from engine.families.qwen3moe import qwen3moe
from engine.gguf.facts import ModelFacts
from engine.sentence import QT_TRANSLATE_NOOP

FAMILIES: Mapping[str, Callable[[ModelFacts], ModelConfig]] = {
    "gemma2": gemma2,
    "gemma3": gemma3,
    "llama": llama,
    "mistral3": mistral3,
    "phi3": phi3,
    "qwen2": qwen2,
    "qwen3": qwen3,
    "qwen3moe": qwen3moe,
}

UNKNOWN = QT_TRANSLATE_NOOP(
    "engine",
    "{name} has the architecture {architecture}, which is not supported yet: choose a model of one of these "
    "architectures: {known}.",
)


def model_config(facts: ModelFacts) -> ModelConfig:
    """How to compute with this model. Raises UnsupportedModel with a sentence that a user can act on."""
    family = FAMILIES.get(facts.architecture)
    if family is None:
        raise UnsupportedModel(
            UNKNOWN.format(name=facts.name, architecture=facts.architecture, known=tuple(sorted(FAMILIES)))
        )
    return family(facts)
