"""What is said of a file that cannot be used. What is no amount, such as a version, is given as text."""

from __future__ import annotations

from collections.abc import Mapping

from engine.sentence import QT_TRANSLATE_NOOP, Sentence

# The file

NO_FILE = QT_TRANSLATE_NOOP("engine", "{path} is not a file; choose a .gguf file.")
ABSENT = QT_TRANSLATE_NOOP("engine", "{path} does not exist; choose another file.")
FORBIDDEN = QT_TRANSLATE_NOOP("engine", "{path} may not be read; change its permissions, or choose another file.")
UNREADABLE = QT_TRANSLATE_NOOP("engine", "{path} cannot be read ({reason}); check the disk, or choose another.")
EMPTY = QT_TRANSLATE_NOOP("engine", "{path} is empty; download it again.")
NOT_GGUF = QT_TRANSLATE_NOOP("engine", "{path} is not a GGUF file; choose a .gguf file.")
BIG_ENDIAN = QT_TRANSLATE_NOOP(
    "engine", "{path} is big-endian, which is not supported; get a little-endian file."
)
VERSION = QT_TRANSLATE_NOOP(
    "engine",
    "{path} is a GGUF file of version {version}, and only versions 2 and 3 are supported; get a file of version 3.",
)
SHRANK = QT_TRANSLATE_NOOP(
    "engine", "{path} became shorter while it was read; try again when it is complete."
)
CUT = QT_TRANSLATE_NOOP("engine", "{path} is incomplete: {missing} bytes are missing at its end; download it again.")
CUT_HEADER = QT_TRANSLATE_NOOP(
    "engine", "{path} is incomplete or damaged: it ends within its header; download it again."
)
UNKNOWN_FORMAT = QT_TRANSLATE_NOOP(
    "engine",
    "{path} holds the tensor {tensor} in the unknown format number {number}; update Tandem, or get another "
    "quantisation of the model.",
)

# Damage in its header

DAMAGED = QT_TRANSLATE_NOOP("engine", "{path} is damaged: {what}; download it again.")
LONG_HEADER = QT_TRANSLATE_NOOP("engine", "its header claims more than {size}")
LONG_TEXT = QT_TRANSLATE_NOOP("engine", "a text in its header claims {count} bytes")
MANY_TENSORS = QT_TRANSLATE_NOOP("engine", "it claims {count} tensors")
MANY_KEYS = QT_TRANSLATE_NOOP("engine", "it claims {count} keys")
KEY_TWICE = QT_TRANSLATE_NOOP("engine", "the key {key} stands in its header twice")
KEY_TYPE = QT_TRANSLATE_NOOP("engine", "the key {key} has a value of unknown type {number}")
KEY_DEPTH = QT_TRANSLATE_NOOP("engine", "the key {key} nests lists in lists too deeply")
KEY_LENGTH = QT_TRANSLATE_NOOP("engine", "the key {key} claims longer lists than any model has")
ALIGNMENT = QT_TRANSLATE_NOOP("engine", "its general.alignment is not a power of two")
NO_NUMBER = QT_TRANSLATE_NOOP("engine", "its {key} is not a number")
DIMENSIONS = QT_TRANSLATE_NOOP("engine", "the tensor {tensor} has {count} dimensions")
TENSOR_TWICE = QT_TRANSLATE_NOOP("engine", "it holds two tensors named {tensor}")
SHAPE = QT_TRANSLATE_NOOP("engine", "the tensor {tensor} has an impossible shape")
BROKEN_ROWS = QT_TRANSLATE_NOOP("engine", "the rows of {tensor} are not whole blocks of {type}")
UNALIGNED = QT_TRANSLATE_NOOP("engine", "the tensor {tensor} is not aligned")

# A model in parts

NAMELESS_PART = QT_TRANSLATE_NOOP(
    "engine",
    "{path} is one of {count} parts of a model, and its name does not say which; give it its name back, such as "
    "{name}.",
)
LACKS_PART = QT_TRANSLATE_NOOP("engine", "{path} lacks part {no} of {count} ({file}); put it beside the others.")
LACKS_PARTS = QT_TRANSLATE_NOOP(
    "engine", "{path} lacks {missing} of {count} parts (the first is {file}); put them beside the others."
)
STRANGE = QT_TRANSLATE_NOOP(
    "engine",
    "{path} does not belong to the files beside it: {what}; download it again, and the others with it.",
)
OTHER_KEY = QT_TRANSLATE_NOOP("engine", "its {key} is not that of {file}")
SHARED_TENSOR = QT_TRANSLATE_NOOP("engine", "it holds the tensor {tensor}, which another part holds too")
OTHER_TOTAL = QT_TRANSLATE_NOOP("engine", "its parts hold {held} tensors, and the model has {total}")
OTHER_PART = QT_TRANSLATE_NOOP("engine", "inside it is part {no} of {count}")

# What it says of its model

NOT_A_MODEL = QT_TRANSLATE_NOOP("engine", "{path} is {what}, not a model; choose the model's own file.")
NOT_MODELS: Mapping[str, Sentence] = {  # general.type of files that hold no text model of their own
    "mmproj": QT_TRANSLATE_NOOP("engine", "a projector for images or sound"),
    "adapter": QT_TRANSLATE_NOOP("engine", "an adapter"),
    "imatrix": QT_TRANSLATE_NOOP("engine", "an importance matrix"),
    "vocab": QT_TRANSLATE_NOOP("engine", "a vocabulary"),
}
EMBEDDING = QT_TRANSLATE_NOOP(
    "engine", "{path} is an embedding model, which writes no text; choose a chat model."
)
NO_HEADS = QT_TRANSLATE_NOOP(
    "engine",
    "{path} has no attention heads (its architecture is {architecture}), and Tandem runs only models that have; "
    "choose another model.",
)
LACKS_KEY = QT_TRANSLATE_NOOP("engine", "{path} lacks the key {key}; get another conversion of the model.")
NO_TEXT = QT_TRANSLATE_NOOP("engine", "{path} has no text under the key {key}; get another conversion of the model.")
LACKS_TENSOR = QT_TRANSLATE_NOOP("engine", "{path} lacks the tensor {tensor}; get another copy of the model.")
CONTRADICTS = QT_TRANSLATE_NOOP(
    "engine", "{path} contradicts itself: {what}; get another conversion of the model."
)
NO_ARCHITECTURE = QT_TRANSLATE_NOOP("engine", "{name} is not the name of an architecture")
PER_LAYER = QT_TRANSLATE_NOOP("engine", "{key} lists {count} values for {layers} layers")
IMPOSSIBLE = QT_TRANSLATE_NOOP("engine", "{key} holds an impossible number")
MANY_LAYERS = QT_TRANSLATE_NOOP("engine", "it claims {layers} layers and holds {tensors} tensors")
HEADLESS = QT_TRANSLATE_NOOP("engine", "no layer has an attention head")
UNSHARED = QT_TRANSLATE_NOOP(
    "engine", "the {query} attention heads of layer {layer} cannot share {kv} KV heads"
)
EXPERTS = QT_TRANSLATE_NOOP(
    "engine", "{used} of {experts} experts are used in layer {layer}, and {tensor} is {shape}"
)
OTHER_SHAPE = QT_TRANSLATE_NOOP("engine", "{tensor} is {shape} and should be {wanted}")
MANY_TOKENS = QT_TRANSLATE_NOOP(
    "engine", "its vocabulary has {tokens} tokens and {tensor} {rows} rows"
)
