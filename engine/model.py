"""The decoder, read top to bottom: what one rank computes for one run of consecutive tokens."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

import torch
from torch import Tensor

from engine.comm.group import Candidates, Group
from engine.comm.others import Others
from engine.comm.world import World, passes_to, takes_from
from engine.families.config import ModelConfig, Rope, Temperature, UnsupportedModel
from engine.gguf.facts import ModelFacts
from engine.kernels.ops import Ops, RopeTable, TokenLoop
from engine.layers.block import Block, required_norm
from engine.layers.rope import rope_factors, rope_table
from engine.layers.weights import Weights
from engine.load import ModelFile
from engine.plan.kv_types import KVType
from engine.plan.tensors import EMBEDDING, HEAD, TensorSlice, bytes_read, rank_tensors
from engine.plan.types import Range, SplitPlan, kv_range
from engine.sentence import QT_TRANSLATE_NOOP

UNKNOWN_TENSOR = QT_TRANSLATE_NOOP(
    "engine",
    "{path} holds the tensor {tensor}, which Tandem does not know for the architecture {architecture}; running the "
    "model without it would give wrong answers.",
)
PROMPTS = 16, 64, 128  # tokens: prompts that are computed in different ways


class Model:
    """One rank's share of the decoder: the layers of its stage, and the vocabulary rows if that stage is the last."""

    def __init__(
        self,
        facts: ModelFacts,
        config: ModelConfig,
        plan: SplitPlan,
        rank: int,
        ops: Ops,
        device: torch.device,
        group: Group,
        world: World | None,
        progress: Callable[[int, int], None],
        preparing: Callable[[int, int], None] = lambda done, total: None,
    ) -> None:
        """Reads the rank's slices; `progress` gets (bytes read, bytes in all), `preparing` (kernels compiled, in all).

        Raises UnsupportedModel if the file holds tensors that this family does not know.
        """
        [(index, stage)] = plan.stages_of(rank)
        self._ops, self._group, self._world, self._device = ops, group, world, device
        self._config, self._stage, self._rank = config, stage, rank
        self._source, self._onward = takes_from(plan, rank), passes_to(plan, rank)
        self._is_last, self._alone = index == len(plan.stages) - 1, len(plan.stages) == 1
        self._drawing = plan.stages[-1].ranks[0]
        self._others = Others(group, None if self._alone else world, self._drawing)
        self._file = ModelFile(facts)
        weights = self._read(facts, plan, progress)
        self._blocks = self._build(weights, plan.context, plan.kv_type)
        self.vocabulary = Range(0, 0)
        self._output_norm = None
        if self._is_last:
            self.vocabulary = stage.range("vocabulary rows", config.vocabulary, rank)
            self._widest = max(len(each) for each in self._vocabulary_ranges())
            self._output_norm = required_norm(weights, "output_norm.weight")
            self._head = weights.matrix(EMBEDDING if facts.tied else HEAD)
        self._prompt = group.prompt(self._layers)
        self.step = group.step(self._row)  # (residual of a few rows, position) -> their raw logits
        self.loop = self._token_loop(preparing) if group.loops and (self._alone or self._launches) else None
        if unknown := weights.never_asked():
            raise UnsupportedModel(
                UNKNOWN_TENSOR.format(path=facts.path, tensor=unknown[0], architecture=facts.architecture)
            )

    @property
    def vocabulary_size(self) -> int:
        """Rows of the whole vocabulary; `vocabulary` is this rank's range of them."""
        return self._config.vocabulary

    @property
    def notes(self) -> tuple[str, ...]:
        """What a user should know of how this rank computes."""
        return (*self._group.notes, *(self.loop.notes if self.loop else ()))

    @property
    def sums(self) -> tuple[int, float] | None:
        """How many sums over ranks a step has on this one, and the seconds of each if nobody is late; None where it is
        not known how long a rank waits."""
        if (each := self._group.sum_seconds) is not None:
            return 2 * len(self._blocks), each
        return (0, 0.0) if self._launches and self._group.size == 1 else None

    def waited(self) -> float | None:
        """See `Others.waited`."""
        return self._others.waited()

    def forward(self, tokens: list[int], start: int) -> Tensor | None:
        """Run tokens at positions start, start+1, ...: [tokens, hidden], normed for the head; None on earlier stages.

        Every rank of the plan takes part. Keys and values of these positions are in the cache afterwards.
        """
        found = self._prompt(self._enter(tokens), start)
        self._others.check()
        return self._leave(found)

    def next_logits(self, tokens: list[int], start: int) -> Tensor | None:
        """`forward`, and then `logits` of the last token, [1, slice], which stand until the next call."""
        if len(tokens) > 1:
            act = self.forward(tokens, start)
            return None if act is None else self.logits(act[-1:])
        raw = self.step(self._enter(tokens), start)
        self._others.check()
        last = self._leave(raw)
        return None if last is None else self._capped(last)

    def _row(self, residual: Tensor, positions: Range) -> Tensor:
        """All that one token needs: raw logits, or the residual for the next stage."""
        act = self._layers(residual, positions)
        return self._raw_logits(act) if self._is_last else act

    def _token_loop(self, preparing: Callable[[int, int], None]) -> TokenLoop | None:
        def run(token: Tensor) -> Tensor:
            residual = self._place_for(1) if self._lookup is None else self._lookup(token)
            found = self._row(residual, Range(0, 1))  # at a position that the device keeps
            return self._capped(found) if self._is_last else found

        prompts = [partial(self.next_logits, [0] * rows, 0) for rows in PROMPTS]
        vocabulary = self.vocabulary if self._is_last else None
        return self._ops.loop(run, vocabulary, prompts, preparing, self._others)

    def _leave(self, found: Tensor) -> Tensor | None:
        """Hand the residual to the next stage, if there is one; else it is not a residual, but what was asked for."""
        if self._is_last:
            return found
        if not self._launches:
            self._send(found)
        return None

    def _layers(self, residual: Tensor, positions: Range) -> Tensor:
        """All layers of this stage: the activation for the head, or the residual for the next stage.

        Where stages pass it on in the step itself, what comes in only says how many rows it will be.
        """
        if self._launches and self._source is not None:
            residual = self._receive(len(residual))
        act = self._ops.norm(residual, self._blocks[0].attention_norm)
        norms = [block.attention_norm for block in self._blocks[1:]]
        for block, next_norm in zip(self._blocks, [*norms, self._output_norm], strict=True):
            residual, act = block(residual, act, positions, next_norm)
        if self._launches:
            self._send(act)
        return act

    @property
    def _launches(self) -> bool:
        """Whether stages pass on what they computed in kernels among others."""
        return not self._alone and self._world is not None and self._world.in_steps

    def _send(self, residual: Tensor) -> None:
        assert self._world is not None
        for rank in self._onward:
            self._world.send(residual, rank)

    def _receive(self, rows: int) -> Tensor:
        assert self._world is not None
        assert self._source is not None
        return self._world.receive((rows, self._config.hidden), self._device, self._source)

    def _place_for(self, rows: int) -> Tensor:
        return torch.empty(rows, self._config.hidden, device=self._device)

    def logits(self, act: Tensor) -> Tensor:
        """Of this rank's slice of the vocabulary: [rows, slice]."""
        return self._capped(self._raw_logits(act))

    def _raw_logits(self, act: Tensor) -> Tensor:
        if self._head is None:
            return torch.empty(act.shape[0], 0, device=act.device)
        return self._ops.linear(act, self._head)

    def _capped(self, logits: Tensor) -> Tensor:
        cap = self._config.final_softcap
        return logits if cap is None else torch.tanh(logits / cap) * cap

    def candidates(self, logits: Tensor, k: int, total: bool = True) -> Candidates:
        """The likeliest of the whole vocabulary; see `Group.gather_candidates`."""
        found = self._group.gather_candidates(logits, self.vocabulary.start, k, self._widest, total)
        self._group.check()  # on a device, what was done before it has only now been waited for
        return found

    def spread(self, logits: Tensor) -> float:
        """The standard deviation of the one row of `logits`, over the whole vocabulary."""
        return float(self._group.spread(logits))

    def sum_over_stage(self, values: Tensor) -> Tensor:
        return self._group.all_reduce(values)

    def share_token(self, token: int | None) -> int:
        """The token that the last stage drew, on every rank of the world."""
        if self._alone:
            assert token is not None
            return token
        assert self._world is not None
        return self._world.broadcast_token(token, self._drawing)

    def _read(self, facts: ModelFacts, plan: SplitPlan, progress: Callable[[int, int], None]) -> Weights:
        weights = Weights(self._ops, self._config.rms_eps)
        pieces = rank_tensors(facts, plan, self._rank)
        self._lookup = None
        if self._source is None:
            whole = Range(0, self._config.vocabulary), Range(0, self._config.hidden)
            table = self._file.matrix(TensorSlice(EMBEDDING, 0, None, *whole))
            self._lookup = self._ops.lookup(table, self._config.embedding_scale)
        total = sum(bytes_read(facts.tensors[piece.name], piece) for piece in pieces)
        done = 0

        def advance(count: int) -> None:
            nonlocal done
            done += count
            progress(done, total)

        for piece in pieces:
            dimensions = len(facts.tensors[piece.name].shape)
            if dimensions > 2:
                weights.add_experts(piece.role, self._file.matrices(piece), advance)
            elif dimensions > 1:
                weights.add_matrix(piece.role, self._file.matrix(piece), advance)
            else:
                weights.add_vector(piece.role, self._file.vector(piece))
        self._ops.all_read()
        progress(total, total)
        return weights

    def _build(self, weights: Weights, context: int, kv_type: KVType) -> list[Block]:
        tables: dict[tuple[Rope, Temperature | None], RopeTable] = {}
        blocks = []
        for number in range(self._stage.layers.start, self._stage.layers.stop):
            layer = self._config.layers[number]
            turns = layer.rope, layer.temperature
            if turns not in tables:
                factors = rope_factors(weights, layer.rope, context)
                tables[turns] = rope_table(layer.rope, factors, context, self._device, layer.temperature)
            held = self._stage.range("query heads", layer.heads, self._rank)
            kv_heads = len(kv_range(held, layer.heads, layer.kv_heads))
            cache = self._ops.cache(kv_heads, context, layer.key_length, layer.value_length, kv_type)
            blocks.append(
                Block(
                    self._ops, self._group, weights, layer, number, self._stage, self._rank, tables[turns], cache
                )
            )
        return blocks

    def _enter(self, tokens: list[int]) -> Tensor:
        if self._lookup is not None:
            return self._lookup(torch.tensor(tokens, device=self._device))
        if self._source is None:
            return self._file.embedding(tokens).to(self._device) * self._config.embedding_scale
        return self._place_for(len(tokens)) if self._launches else self._receive(len(tokens))

    def _vocabulary_ranges(self) -> list[Range]:
        return [
            self._stage.range("vocabulary rows", self._config.vocabulary, rank) for rank in self._stage.ranks
        ]
