"""What a model takes on the CPU beyond its file, because some of its types have no kernels there."""

from __future__ import annotations

from engine.gguf.facts import ModelFacts
from engine.kernels.cpu.layout import LAYOUTS, packed_extent
from engine.plan.tensors import EMBEDDING, matrix_shape
from engine.plan.types import Range
from engine.plan.words import joined, size


def widened_note(facts: ModelFacts) -> str:
    """A sentence that names the types that are widened and says what they take; empty if there are none.

    An embedding table that is not the head stays in the file, whatever its type.
    """
    matrices = [each for each in facts.tensors.values() if len(each.shape) > 1]
    held = [each for each in matrices if each.name != EMBEDDING or facts.tied]
    widened = [each for each in held if each.type_name not in LAYOUTS]
    if not widened:
        return ""
    types = sorted({each.type_name for each in widened})
    before, after = sum(each.nbytes for each in widened), 0
    for each in widened:
        rows, columns = matrix_shape(each)
        after += packed_extent(each.type_name, rows, Range(0, columns)).nbytes
    return (
        f"The CPU has no kernels for {joined(types)}: weights of {'this type' if len(types) == 1 else 'these types'} "
        f"are widened to 8 bits there and take {size(after)} of memory, not the file's {size(before)}."
    )
