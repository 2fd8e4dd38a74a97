"""What a model takes beyond its file, because some of its types have no kernels on the CPU or on GPUs."""

from __future__ import annotations

from collections.abc import Callable

from engine.gguf.facts import ModelFacts
from engine.kernels.cpu.layout import LAYOUTS, packed_extent
from engine.kernels.triton.layout import has_kernels, held_bytes
from engine.plan.tensors import EMBEDDING, matrices_in, matrix_shape
from engine.plan.types import Range
from engine.plan.words import joined, size


def widened_note(facts: ModelFacts) -> str:
    """A sentence that names the types that are widened on the CPU and says what they take, and another for GPUs where
    it differs; empty if there are none. An embedding table that is not the head stays in the file, whatever its type.
    """
    processor = _note(facts, LAYOUTS.__contains__, lambda *each: packed_extent(*each).nbytes)
    card = _note(facts, has_kernels, held_bytes)
    said = [f"The CPU has no kernels for {processor}"] if processor else []
    if card and card != processor:
        said.append(f"GPUs have none for {card}" if processor else f"GPUs have no kernels for {card}")
    elif card:
        said = [f"Neither the CPU nor GPUs have kernels for {processor}"]
    return " ".join(said)


def _note(facts: ModelFacts, known: Callable[[str], bool], held: Callable[[str, int, Range], int]) -> str:
    """The rest of such a sentence, for what has kernels for the types that are `known`."""
    matrices = [each for each in facts.tensors.values() if len(each.shape) > 1]
    kept = [each for each in matrices if each.name != EMBEDDING or facts.tied]
    widened = [each for each in kept if not known(each.type_name)]
    if not widened:
        return ""
    types = sorted({each.type_name for each in widened})
    before, after = sum(each.nbytes for each in widened), 0
    for each in widened:
        rows, columns = matrix_shape(each)
        after += matrices_in(each) * held(each.type_name, rows, Range(0, columns))
    return (
        f"{joined(types)}: weights of {'this type' if len(types) == 1 else 'these types'} "
        f"are widened to 8 bits there and take {size(after)} of memory, not the file's {size(before)}."
    )
