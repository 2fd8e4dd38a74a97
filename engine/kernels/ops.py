"""The seam: the operations a layer is written in, at the grain at which fused kernels work.

One implementation per kind of device. Activations are [rows, width], rows being consecutive tokens of one sequence.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import NamedTuple, Protocol

from torch import Tensor

from engine.families.config import Activation
from engine.plan.kv_types import DEFAULT_KV, KVType
from engine.plan.types import Range
from engine.protocol import Sampling
from engine.quants.stored import Stored


class Weight(Protocol):
    """A matrix [rows, columns] in whatever form its device's kernels read; only its `Ops` looks inside."""

    @property
    def shape(self) -> Sequence[int]: ...


class Experts(Protocol):
    """The same slice of one matrix of every expert of a mixture; only their `Ops` looks inside."""

    @property
    def count(self) -> int: ...

    @property
    def shape(self) -> Sequence[int]:
        """Rows and columns of one of them."""
        ...


class Norm(NamedTuple):
    """RMS norm: x / sqrt(mean(x^2) + epsilon) * weight."""

    weight: Tensor
    epsilon: float


class Router(NamedTuple):
    """Of a mixture of experts: how a token's experts are chosen."""

    weight: Weight  # [experts, hidden]
    norm: Norm  # of the residual, which the activation is rounded from on some devices
    used: int  # experts of a token
    renormalised: bool  # whether what they count for adds up to one


class RopeTable(NamedTuple):
    """Cosines and sines, f32 [context, pairs]; `neox` pairs value i with i + pairs, else 2i with 2i + 1.

    `temperature` [context]: what whole queries are multiplied by at each position; None: nothing.
    """

    cos: Tensor
    sin: Tensor
    neox: bool
    temperature: Tensor | None = None


class HeadReads(NamedTuple):
    """One KV head and the consecutive query heads of this rank that read it, both numbered within the rank."""

    kv_head: int
    query_heads: Range


class AttentionWeights(NamedTuple):
    """A rank's share of one attention; `q`, `k`, `v` have its heads as rows, `output` as columns."""

    q: Weight
    k: Weight
    v: Weight
    output: Weight
    q_bias: Tensor | None = None
    k_bias: Tensor | None = None
    v_bias: Tensor | None = None
    output_bias: Tensor | None = None  # on one rank of the stage only: the sum over ranks must hold it once
    q_norm: Norm | None = None  # per head
    k_norm: Norm | None = None


class Cache(Protocol):
    """The KV cache of one layer on one rank, in whatever form its device's kernels read; only its `Ops` looks inside.

    Positions are written in place, so going back to an earlier one is free: what lies beyond is overwritten before it
    is read.
    """


class KeyGather(Protocol):
    """How ranks show each other the keys of their likeliest tokens, on the device."""

    ranks: int

    def __call__(self, found: Tensor, levels: int, gathered: Tensor) -> None:
        """Launch what leaves the highest 64 of every rank's `found`, 2**levels runs, in `gathered`: a run a rank."""


class Peers(Protocol):
    """The other ranks, as a loop of tokens needs them."""

    @property
    def keys(self) -> KeyGather | None:
        """None where there are no others."""
        ...

    def share_token(self, token: Tensor) -> None:
        """Launch what brings the drawn token, int64 [1], from the ranks that draw to those that do not."""

    def check(self) -> None:
        """Raise CommError if one of them did not come to what was done together."""


class TokenLoop(Protocol):
    """Steps that follow each other on the device: each takes the token that the one before drew."""

    @property
    def notes(self) -> tuple[str, ...]:
        """What makes it slower than it could be, in plain sentences."""
        ...

    def can_draw(self, sampling: Sampling) -> bool:
        """Whether the device can draw by these settings."""
        ...

    def begin(self, token: int, position: int, sampling: Sampling, seed: int) -> None:
        """The next step takes `token` at `position`."""
        ...

    def launch(self) -> int:
        """Start a step, and return the position that it draws a token for."""
        ...

    def ready(self, position: int) -> bool:
        """Whether that token is known; positions stay known while a few dozen more steps are launched."""
        ...

    def token(self, position: int) -> int:
        """Wait for it. Raises ValueError if the logits were no numbers."""
        ...


class Ops(Protocol):
    def weight(self, stored: Stored, progress: Callable[[int], None]) -> Weight:
        """Take over a slice of a matrix from the mapped file; `progress` gets the bytes of it as they are read.

        It may still be on its way afterwards, until `all_read` returns.
        """
        ...

    def lookup(self, table: Stored, factor: float) -> Callable[[Tensor], Tensor] | None:
        """Rows of the embedding table times a factor: ids [n] to f32 [n, hidden]; None where it is as well to read them
        from the file, time after time. On its way as a weight is."""
        ...

    def all_read(self) -> None:
        """Wait until everything that was taken over is there. Raises what went wrong with any of it."""
        ...

    def experts(self, stored: Sequence[Stored], progress: Callable[[int], None]) -> Experts:
        """Take over the same slice of every expert's matrix, all of one type and shape, as a weight is."""
        ...

    def vector(self, values: Tensor) -> Tensor:
        """Take over a norm's weight or a bias."""
        ...

    def cache(
        self, kv_heads: int, context: int, key_length: int, value_length: int, kv_type: KVType = DEFAULT_KV
    ) -> Cache:
        """An empty KV cache of the KV heads that the rank's query heads read; plain torch keeps f32 for any type."""
        ...

    def norm(self, x: Tensor, norm: Norm) -> Tensor: ...

    def add_norm(
        self, part: Tensor, residual: Tensor, post_norm: Norm | None, next_norm: Norm | None
    ) -> tuple[Tensor, Tensor]:
        """residual + post_norm(part), and next_norm of that; without a next norm, twice the first."""
        ...

    def qkv(
        self,
        act: Tensor,
        weights: AttentionWeights,
        lengths: tuple[int, int],
        rope: RopeTable,
        cache: Cache,
        positions: Range,
    ) -> Tensor:
        """Project, add biases, norm per head, rotate, and let queries grow with their position where the rope says so.

        `lengths` are those of a key and of a value. Keys and values go to `positions` of the cache, over whatever was
        there; returns the queries, [rows, heads, key length].
        """
        ...

    def attend(
        self,
        q: Tensor,
        cache: Cache,
        positions: Range,
        reads: Sequence[HeadReads],
        scale: float,
        window: int | None,
        softcap: float | None,
    ) -> Tensor:
        """Causal attention over the cache, which holds `positions` already. Returns [rows, heads x value length]."""
        ...

    def linear(self, act: Tensor, weight: Weight, bias: Tensor | None = None) -> Tensor:
        """act @ weight^T + bias: [rows, columns of the weight] -> [rows, rows of the weight]."""
        ...

    def gate_up(self, act: Tensor, gate: Weight, up: Weight, activation: Activation) -> Tensor:
        """activation(gate of act) * (up of act)."""
        ...

    def mixture(
        self,
        act: Tensor,
        residual: Tensor,
        router: Router,
        gate: Experts,
        up: Experts,
        down: Experts,
        activation: Activation,
    ) -> Tensor:
        """A mixture of experts: [rows, hidden] -> [rows, hidden], where `act` is the router's norm of `residual`.

        The softmax of what the router makes of a row is what each expert counts for, divided by its sum over those that
        are used if it is renormalised. These, the likeliest, are computed as `gate_up` and then `linear` with `down`,
        and added up, the likeliest first.
        """
        ...

    def likeliest(self, logits: Tensor, k: int) -> tuple[Tensor, Tensor]:
        """The k highest of each row, highest first, and their places: both [rows, k]. k is at most a row's length.

        Of a single row, what is -inf or NaN may be left out.
        """
        ...

    def step(self, run: Callable[[Tensor, Range], Tensor]) -> Callable[[Tensor, int], Tensor]:
        """`run` (residual [1, hidden], positions) in the form in which it is best done for one token after another.

        What it does must be the same operations on the same memory for every token. The result stands until the next
        token.
        """
        ...

    def prompt(self, run: Callable[[Tensor, Range], Tensor]) -> Callable[[Tensor, int], Tensor]:
        """`run` (residual [rows, hidden], positions) in the form in which it is best done for prompts, of any length.

        What it does must be the same operations on the same memory for as many rows. The result stands until the next
        prompt.
        """
        ...

    def loop(
        self,
        run: Callable[[Tensor], Tensor],
        vocabulary: Range | None,
        others: Sequence[Callable[[], object]],
        progress: Callable[[int, int], None],
        peers: Peers,
    ) -> TokenLoop | None:
        """`run` gives for a token, int64 [1], the logits [1, `vocabulary`]: as a loop on the device; None where a host
        that draws each token costs nothing. `peers` have the rest of the vocabulary, and draw the same. Without a
        vocabulary it is they who draw.

        What has to be compiled for it and for `others` is, and `progress` gets how much of how much is.
        """
        ...


def unrecorded(run: Callable[[Tensor, Range], Tensor]) -> Callable[[Tensor, int], Tensor]:
    """What `Ops.step` and `Ops.prompt` give where nothing is gained by preparing for the next one."""
    return lambda rows, position: run(rows, Range(position, position + len(rows)))
