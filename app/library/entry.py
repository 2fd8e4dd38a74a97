"""A row of the library: the few facts of a model file that are shown, small enough to keep for thousands of files."""

from __future__ import annotations

import base64
import json
import zlib
from dataclasses import astuple, dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from engine.gguf.facts import ModelFacts


@dataclass(frozen=True)
class Entry:
    """`kind` is "model", "unsupported" (readable, but nothing here can run it), "damaged" (or no model at all),
    "incomplete" (a set in parts that lacks some) or "folder" (a watched folder that cannot be looked through).
    """

    path: str  # of a set in parts, its first one
    kind: str = "model"
    stamp: str = ""  # sizes and times of its files; empty: to be read again
    file_bytes: int = 0
    name: str = ""
    architecture: str = ""
    quant: str = ""
    parameters: int = 0
    layers: int = 0
    context: int = 0  # tokens that the model was trained for
    parts: int = 1
    problem: str = ""  # what keeps it from being used, a sentence; of "unsupported" a few words
    sketch: str = ""  # what a plan is made from; see `sketch`


def sketch(facts: ModelFacts) -> str:
    """The shapes of a model in about 2 KB: enough to plan a split without opening the file again."""
    content = {
        "layers": [astuple(shape) for shape in facts.layers],
        "hidden": facts.hidden,
        "vocabulary": facts.vocabulary,
        "tied": facts.tied,
        "tensors": [[tensor.name, tensor.shape, tensor.type] for tensor in facts.tensors.values()],
    }
    packed = zlib.compress(json.dumps(content, separators=(",", ":")).encode())
    return base64.b85encode(packed).decode()


def sketched(entry: Entry) -> ModelFacts:
    """Facts that a plan can be made of; they hold no metadata, and say nothing of where in the file a tensor lies.

    Raises:
        ValueError: the sketch is damaged.
    """
    from math import prod

    from engine.gguf.facts import LayerShape, ModelFacts, TensorInfo
    from engine.gguf.header import ggml_types

    types = ggml_types()
    try:
        content = json.loads(zlib.decompress(base64.b85decode(entry.sketch)))
        tensors = {}
        for name, shape, kind in content["tensors"]:
            type_name, block, block_bytes = types[kind]
            nbytes = prod(shape) // block * block_bytes
            tensors[name] = TensorInfo(name, tuple(shape), kind, type_name, block, block_bytes, 0, nbytes)
        return ModelFacts(
            path=entry.path, name=entry.name, architecture=entry.architecture, quant=entry.quant, quant_mix={},
            parameters=entry.parameters, file_bytes=entry.file_bytes,
            layers=tuple(LayerShape(*shape) for shape in content["layers"]), hidden=content["hidden"],
            vocabulary=content["vocabulary"], context=entry.context, tied=content["tied"], tensors=tensors,
            metadata={},
        )  # fmt: skip
    except (zlib.error, LookupError, TypeError) as error:
        raise ValueError(f"the sketch of {entry.path} is damaged") from error
