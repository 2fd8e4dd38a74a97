"""Which models can be run, as far as a header tells: for whoever lists files without loading one."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from engine.sentence import QT_TRANSLATE_NOOP

# `general.architecture` of every family that the engine has: the keys of engine.families.FAMILIES, without its imports.
ARCHITECTURES = ("gemma2", "gemma3", "llama", "mistral3", "phi3", "qwen2", "qwen3", "qwen3moe")
MIXTURES = ("qwen3moe",)  # those of them whose mixtures of experts can be run
FAMILY, MIXTURE = QT_TRANSLATE_NOOP("engine", "architecture {name}"), QT_TRANSLATE_NOOP("engine", "mixture of experts")


def unsupported(architecture: str, metadata: Mapping[str, Any]) -> str:
    """What of the model is not supported: "architecture mamba"; empty if nothing is known against it."""
    if architecture not in ARCHITECTURES:
        return FAMILY.format(name=architecture)
    experts = metadata.get(f"{architecture}.expert_count")
    mixture = isinstance(experts, int) and experts > 0
    return MIXTURE if mixture and architecture not in MIXTURES else ""
