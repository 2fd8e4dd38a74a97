"""Checked reading of a model's metadata, and the check that its tensors are those a family computes with."""

from __future__ import annotations

from collections.abc import Collection
from math import isfinite
from pathlib import Path

from engine.families.config import UnsupportedModel
from engine.gguf.facts import ModelFacts
from engine.plan.tensors import parts
from engine.sentence import QT_TRANSLATE_NOOP, Size

LACKS_KEY = QT_TRANSLATE_NOOP("engine", "{file} lacks the key {key}: download the file again or convert it anew.")
NO_NUMBER = QT_TRANSLATE_NOOP(
    "engine", "{file} has {value} under {key}, where a number from {least} on belongs."
)
NO_TEXT = QT_TRANSLATE_NOOP("engine", "{file} has {value} under {key}, where a text belongs.")
UNKNOWN_TENSOR = QT_TRANSLATE_NOOP(
    "engine",
    "{file} has the tensor {tensor}, which is not known for {architecture} models: try another file of this model.",
)
TWICE = QT_TRANSLATE_NOOP("engine", "{file} has {tensor} twice, once inside {other}: convert it anew.")
LACKS_TENSOR = QT_TRANSLATE_NOOP(
    "engine", "{file} lacks the tensor {tensor}: download the file again or convert it anew."
)
ONLY_SOME = QT_TRANSLATE_NOOP("engine", "{file} has only some of {tensors} in layer {layer}.")

OUTER_TENSORS = ("token_embd.weight", "output_norm.weight")


def number(facts: ModelFacts, key: str, default: float | None = None, *, least: float = 0.0) -> float:
    """The number under `{architecture}.{key}`.

    Raises UnsupportedModel if it is missing without a default, no finite number, or below `least`.
    """
    name = f"{facts.architecture}.{key}"
    value = facts.metadata.get(name, default)
    if value is None:
        raise UnsupportedModel(LACKS_KEY.format(file=_file(facts), key=name))
    if isinstance(value, bool) or not isinstance(value, int | float) or not isfinite(value) or value < least:
        raise UnsupportedModel(
            NO_NUMBER.format(file=_file(facts), value=repr(value), key=name, least=Size(f"{least:g}"))
        )
    return float(value)


def text(facts: ModelFacts, key: str, default: str) -> str:
    """The string under `{architecture}.{key}`. Raises UnsupportedModel if it is something else."""
    name = f"{facts.architecture}.{key}"
    value = facts.metadata.get(name, default)
    if not isinstance(value, str):
        raise UnsupportedModel(NO_TEXT.format(file=_file(facts), value=repr(value), key=name))
    return value


def check_tensors(
    facts: ModelFacts, required: Collection[str], optional: Collection[str] = (), outer: Collection[str] = ()
) -> frozenset[str]:
    """A missing tensor cannot be computed with, and an unknown one would be left out of the answer unnoticed.

    `required` and `optional` name tensors of every layer ("attn_q.weight"), `outer` optional ones outside
    the layers. Fused tensors count as the tensors that they hold. Returns the names of all that the file has.
    Raises UnsupportedModel naming the first tensor that is missing, unknown or there twice.
    """
    layers = range(len(facts.layers))
    needed = {*OUTER_TENSORS, *(f"blk.{i}.{suffix}" for i in layers for suffix in required)}
    known = {*needed, *outer, "output.weight", *(f"blk.{i}.{suffix}" for i in layers for suffix in optional)}
    held: set[str] = set()
    for name, tensor in facts.tensors.items():
        for role, _, _ in parts(facts, name, tensor):
            if role not in known:
                raise UnsupportedModel(
                    UNKNOWN_TENSOR.format(file=_file(facts), tensor=name, architecture=facts.architecture)
                )
            if role in held:
                raise UnsupportedModel(TWICE.format(file=_file(facts), tensor=role, other=name))
            held.add(role)
    for name in sorted(needed - held):
        raise UnsupportedModel(LACKS_TENSOR.format(file=_file(facts), tensor=name))
    return frozenset(held)


def all_or_none(facts: ModelFacts, held: Collection[str], layer: int, suffixes: Collection[str]) -> bool:
    """Whether `held` has these tensors of a layer. Raises UnsupportedModel if it has only some of them."""
    present = [f"blk.{layer}.{suffix}" in held for suffix in suffixes]
    if any(present) and not all(present):
        raise UnsupportedModel(ONLY_SOME.format(file=_file(facts), tensors=tuple(suffixes), layer=layer))
    return all(present)


def _file(facts: ModelFacts) -> str:
    return Path(facts.path).name or facts.name
