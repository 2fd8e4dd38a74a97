"""Which rows and columns of which tensor each rank holds. Loader and byte prediction both ask here."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from math import prod
from typing import Literal, NamedTuple

from engine.gguf.facts import ModelFacts, TensorInfo, parts_of
from engine.plan.held import FLOAT, matrix_bytes
from engine.plan.types import Device, Part, Range, SplitPlan, Stage, kv_range


class TensorSlice(NamedTuple):
    """A rectangle of one tensor that one rank loads for one of its stages.

    A vector of n values is rows 0..n of one column. A tensor of three dimensions is matrices, one behind the other, and
    the rectangle is cut out of each of them. `layer` is None for tensors outside the layers.
    """

    name: str
    stage: int
    layer: int | None
    rows: Range
    columns: Range
    part: str | None = None  # of a fused tensor: the name of the tensor in it that these rows belong to
    matrices: int = 1

    @property
    def role(self) -> str:
        """The name under which layers ask for it: the same whether the file holds it fused or apart."""
        return self.part or self.name


KVPart = Literal["KV heads"]  # shared out with the query heads that read them


class Cut(NamedTuple):
    """A tensor is cut along `axis` as `part` is. Each head (channel, row) owns an equal run of the axis."""

    part: Part | KVPart
    axis: Literal["rows", "columns"]


LAYER_CUTS = {
    "attn_q.weight": Cut("query heads", "rows"),
    "attn_q.bias": Cut("query heads", "rows"),
    "attn_k.weight": Cut("KV heads", "rows"),
    "attn_k.bias": Cut("KV heads", "rows"),
    "attn_v.weight": Cut("KV heads", "rows"),
    "attn_v.bias": Cut("KV heads", "rows"),
    "attn_output.weight": Cut("query heads", "columns"),
    "ffn_gate.weight": Cut("MLP channels", "rows"),
    "ffn_gate.bias": Cut("MLP channels", "rows"),
    "ffn_up.weight": Cut("MLP channels", "rows"),
    "ffn_up.bias": Cut("MLP channels", "rows"),
    "ffn_down.weight": Cut("MLP channels", "columns"),
    # Of every expert each rank holds the same channels.
    "ffn_gate_exps.weight": Cut("MLP channels", "rows"),
    "ffn_up_exps.weight": Cut("MLP channels", "rows"),
    "ffn_down_exps.weight": Cut("MLP channels", "columns"),
}
ROUTER = "ffn_gate_inp.weight"  # small, and every rank needs all that it says
HEAD_CUT = Cut("vocabulary rows", "rows")
EMBEDDING = (
    "token_embd.weight"  # looked up row by row in the file: loaded only where it is a tied head
)
HEAD = "output.weight"
OUTPUT_NORM = "output_norm.weight"


def matrix_shape(tensor: TensorInfo) -> tuple[int, int]:
    """Rows and columns of a tensor, or of each of its matrices, as slices count them."""
    if len(tensor.shape) == 1:
        return tensor.shape[0], 1
    return tensor.shape[-2], tensor.shape[-1]


def matrices_in(tensor: TensorInfo) -> int:
    return prod(tensor.shape[:-2])


@lru_cache(maxsize=1 << 14)  # a plan asks for each of a model's thousand names a hundred times
def layer_of(name: str) -> tuple[int | None, str]:
    """("blk.3.attn_q.weight") -> (3, "attn_q.weight"); a layer of None for tensors outside the layers."""
    start, _, rest = name.partition(".")
    number, _, suffix = rest.partition(".")
    return (int(number), suffix) if start == "blk" and number.isdecimal() else (None, name)


def parts(facts: ModelFacts, name: str, tensor: TensorInfo) -> Iterator[tuple[str, Range, Cut | None]]:
    """The tensors that one tensor of the file holds, with their rows in it and their cuts (None: whole everywhere).

    All but fused tensors hold only themselves.
    """
    layer, suffix = layer_of(name)
    rows = matrix_shape(tensor)[0]
    if layer is None or layer >= len(facts.layers):
        yield name, Range(0, rows), None
        return
    stem, _, kind = suffix.partition(".")
    start = 0
    for part, count in parts_of(facts.layers[layer], stem, rows):
        yield f"blk.{layer}.{part}.{kind}", Range(start, start + count), LAYER_CUTS.get(f"{part}.{kind}")
        start += count


def rank_tensors(facts: ModelFacts, plan: SplitPlan, rank: int) -> tuple[TensorSlice, ...]:
    """Every slice that `rank` loads, stage by stage, in the file's order. Empty slices are left out.

    Norms, and whatever the table of cuts does not name, are whole on every rank of the stage. The last stage
    holds the output norm and the head's rows; the rows of a tied head are slices of `token_embd.weight`.
    """
    return tuple(
        piece
        for index, stage in plan.stages_of(rank)
        for piece in stage_tensors(facts, stage, index, rank, last=index == len(plan.stages) - 1)
    )


def stage_tensors(
    facts: ModelFacts, stage: Stage, index: int, rank: int, *, last: bool
) -> Iterator[TensorSlice]:
    """The slices of one stage: its layers, and if it is the last one, the head."""
    for name in facts.tensors:
        yield from tensor_slices(facts, stage, index, name, rank, last=last)


def tensor_slices(
    facts: ModelFacts, stage: Stage, index: int, name: str, rank: int, *, last: bool
) -> Iterator[TensorSlice]:
    """The slices of one tensor of the file, if it belongs to the stage: one, or one of each that a fused one holds."""
    tensor = facts.tensors[name]
    head = (EMBEDDING if facts.tied else HEAD, "output.bias")
    layer, _ = layer_of(name)
    if layer is not None:
        here = stage.layers.start <= layer < stage.layers.stop
    else:
        here = last if name in (*head, OUTPUT_NORM) else name != EMBEDDING
    if not here:
        return
    for role, rows, layer_cut in parts(facts, name, tensor):
        columns = Range(0, matrix_shape(tensor)[1])
        cut = HEAD_CUT if name in head else layer_cut
        if cut is not None:
            total, held = held_range(facts, stage, layer, cut.part, rank)
            if cut.axis == "rows":
                rows = _run(held, total, rows)
            else:
                columns = _run(held, total, columns)
        if len(rows) and len(columns):
            part = None if role == name else role
            yield TensorSlice(name, index, layer, rows, columns, part, matrices_in(tensor))


def held_range(
    facts: ModelFacts, stage: Stage, layer: int | None, part: Part | KVPart, rank: int
) -> tuple[int, Range]:
    """How much of a part a layer has (None: the model), and the range of it that `rank` holds in `stage`."""
    if layer is None or part == "vocabulary rows":
        return facts.vocabulary, stage.range("vocabulary rows", facts.vocabulary, rank)
    shape = facts.layers[layer]
    if part == "MLP channels":
        return shape.ffn, stage.range(part, shape.ffn, rank)
    queries = stage.range("query heads", shape.heads, rank)
    if part == "query heads":
        return shape.heads, queries
    return shape.kv_heads, kv_range(queries, shape.heads, shape.kv_heads)


def _run(held: Range, total: int, axis: Range) -> Range:
    """The run of an axis that belongs to `held` of `total` equal parts; all of it if there are none."""
    if not total:
        return axis
    run = held.scaled(len(axis) // total)
    return Range(axis.start + run.start, axis.start + run.stop)


def bytes_held(tensor: TensorInfo, piece: TensorSlice, device: Device) -> int:
    """Bytes of the device's memory that a loaded slice takes."""
    if len(tensor.shape) > 1:
        return piece.matrices * matrix_bytes(tensor.type_name, len(piece.rows), piece.columns, device)
    return len(piece.rows) * len(piece.columns) * FLOAT


def bytes_read(tensor: TensorInfo, piece: TensorSlice) -> int:
    """Bytes of the file that loading a slice reads: columns widened to whole quantised blocks."""
    rows, columns = piece.rows, piece.columns
    if len(tensor.shape) == 1:
        rows, columns = columns, rows
    blocks, _ = columns.in_blocks(tensor.block_size)
    return piece.matrices * len(rows) * len(blocks) * tensor.block_bytes


def bytes_active(facts: ModelFacts, piece: TensorSlice) -> int:
    """Bytes of a slice that one token needs: of a mixture's experts, those that it chooses."""
    every = bytes_read(facts.tensors[piece.name], piece)
    if piece.matrices == 1 or piece.layer is None:
        return every
    return every * facts.layers[piece.layer].experts_used // piece.matrices
