"""What a model takes beyond its file, because some of its types have no kernels."""

from __future__ import annotations

from engine.gguf.facts import ModelFacts
from engine.kernels.triton.layout import held_bytes
from engine.plan.tensors import EMBEDDING, matrices_in, matrix_shape
from engine.plan.types import Range
from engine.plan.words import joined, size
from engine.quants.types import DENSE, TYPES
from engine.sentence import QT_TRANSLATE_NOOP

ONE = QT_TRANSLATE_NOOP(
    "engine",
    "Neither the CPU nor GPUs have kernels for {types}: weights of this type are widened to 8 bits there and take "
    "{taken} of memory, not the file's {before}.",
)
SEVERAL = QT_TRANSLATE_NOOP(
    "engine",
    "Neither the CPU nor GPUs have kernels for {types}: weights of these types are widened to 8 bits there and take "
    "{taken} of memory, not the file's {before}.",
)


def widened_note(facts: ModelFacts) -> str:
    """A sentence that names the types that are widened and says what they take, on the CPU as on GPUs; empty if there
    are none. An embedding table that is not the head is read row by row, whatever its type.
    """
    matrices = [each for each in facts.tensors.values() if len(each.shape) > 1]
    kept = [each for each in matrices if each.name != EMBEDDING or facts.tied]
    widened = [each for each in kept if each.type_name not in TYPES and each.type_name not in DENSE]
    if not widened:
        return ""
    types = sorted({each.type_name for each in widened})
    before, after = sum(each.nbytes for each in widened), 0
    for each in widened:
        rows, columns = matrix_shape(each)
        after += matrices_in(each) * held_bytes(each.type_name, rows, Range(0, columns))
    told = ONE if len(types) == 1 else SEVERAL
    return told.format(types=joined(types), taken=size(after), before=size(before))
