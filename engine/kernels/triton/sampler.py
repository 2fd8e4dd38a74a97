"""Draws the next token where the logits are: the host's `draw`, token for token, in kernels that a CUDA graph can hold.

The 64 highest logits are all that the filters need to see, and are found as a merge sort would: each program of the
first kernel leaves the sorted 64 of its block, and every later kernel merges such runs until a single one is left.
Filters and draw count in f64 and add in the host's order, so the two differ only where a random number lies within the
last bits of a border between two tokens.
"""

from __future__ import annotations

import math
from typing import Final

import torch
import triton
import triton.language as tl
from torch import Tensor

from engine.kernels.ops import KeyGather
from engine.kernels.triton.launch import begin, launch
from engine.plan.types import Range
from engine.protocol import Sampling

MOST: Final = 64  # candidates
BLOCK: Final = 1024  # logits of a program of the first kernel
BLOCK_WARPS: Final = 2
RUNS: Final = 16  # most that one program merges
RUNS_WARPS: Final = 4

_K: Final = tl.constexpr(MOST)
_NOTHING: Final = tl.constexpr(-(1 << 63))  # the key of what is no candidate; that of any number is higher


def can_draw(sampling: Sampling) -> bool:
    """Whether a `Sampler` draws by these settings; if not, the host has to."""
    return (
        (sampling.temperature <= 0 or 1 <= sampling.top_k <= MOST)
        and sampling.typical_p >= 1
        and sampling.top_n_sigma <= 0
        and (sampling.xtc_probability <= 0 or sampling.xtc_threshold > 0.5)
        and sampling.dynatemp_range <= 0
        and sampling.repeat_penalty == 1
        and sampling.presence_penalty == 0
        and sampling.frequency_penalty == 0
        and sampling.dry_multiplier <= 0
        and not sampling.logit_bias
    )


class Sampler:
    """Draws for one sequence. All memory is taken at once, and every launch has the same shape."""

    def __init__(self, vocabulary: Range, device: torch.device, gather: KeyGather | None = None) -> None:
        """Before the first call, `set` must say how to draw. `vocabulary` is what this rank has logits for; if others
        have the rest, `gather` gets their best."""
        self._vocabulary = vocabulary
        self._gather = gather
        runs = max(1, -(-len(vocabulary) // BLOCK))
        self._levels = [_keys(runs, device)]  # the sorted runs after each kernel but the last
        while runs > RUNS:
            runs = -(-runs // RUNS)
            self._levels.append(_keys(runs, device))
        self._gathered = _keys(gather.ranks if gather else 0, device)
        self._whole = torch.zeros(2, dtype=torch.int64, device=device)
        self._real = torch.zeros(3, dtype=torch.float64, device=device)
        self._chances = torch.empty(2, MOST, dtype=torch.float64, device=device)

    def set(self, sampling: Sampling, seed: int) -> None:
        """Draw like this from the next call or replay on. `sampling` must be one that `can_draw` accepts."""
        greedy = sampling.temperature <= 0  # no filter drops the likeliest
        temperature = 1.0 if greedy else sampling.temperature
        top_p = math.inf if sampling.top_p >= 1 else sampling.top_p  # off, whatever rounding makes of the sum
        min_p = math.log(sampling.min_p) if sampling.min_p > 0 else -math.inf
        signed = (seed + (1 << 63)) % (1 << 64) - (1 << 63)
        self._whole.copy_(torch.tensor([1 if greedy else sampling.top_k, signed]), non_blocking=True)
        self._real.copy_(torch.tensor([temperature, top_p, min_p], dtype=torch.float64), non_blocking=True)

    def __call__(self, logits: Tensor, position: Tensor, token: Tensor) -> None:
        """Launch what draws from `logits` f32 [1, those of this rank], contiguous, into `token` int64 [1].

        `position` int64 [1] is the one that the token is for. All are read or written on the device when the kernels
        run. The token is -1 if no logit is a number above -inf.
        """
        found = self._levels[0]
        runs = len(found) // MOST
        device, levels = logits.device, _levels(BLOCK // MOST)
        slice_ = len(self._vocabulary), self._vocabulary.start
        launch(_highest, (runs,), device, logits, *slice_, found, LEVELS=levels, num_warps=BLOCK_WARPS)
        for merged in self._levels[1:]:
            grid, levels = (len(merged) // MOST,), _levels(RUNS)
            launch(_merge, grid, device, found, len(found), merged, LEVELS=levels, num_warps=RUNS_WARPS)
            found = merged
        levels = _levels(len(found) // MOST)
        if self._gather is not None:
            self._gather(found, levels, self._gathered)
            found, levels = self._gathered, _levels(self._gather.ranks)
        settings = self._whole, self._real
        arguments = found, len(found), *settings, position, self._chances, token
        launch(_draw, (1,), device, *arguments, LEVELS=levels, num_warps=RUNS_WARPS)


def _keys(runs: int, device: torch.device) -> Tensor:
    return torch.empty(runs * MOST, dtype=torch.int64, device=device)


def _levels(runs: int) -> int:
    """How often runs have to be paired until a single one is left."""
    return (runs - 1).bit_length()


@triton.jit
def _highest(logits, vocabulary, first, found, LEVELS: tl.constexpr):
    """The keys of the highest 64 of each block of 64 x 2**LEVELS, highest first; the first logit is of the id `first`.

    A key has the logit's order above and the id's, inverted, below: one comparison puts the lower id first of equals.
    """
    begin()
    block: tl.constexpr = _K * 2**LEVELS
    at = tl.program_id(0) * block + tl.arange(0, block)
    ids = first + at
    values = tl.load(logits + at, mask=at < vocabulary, other=-float("inf"))
    bits = tl.where(values == 0, 0.0, values).to(tl.int32, bitcast=True)  # -0 and 0 are equals
    keys = (_ordered(bits).to(tl.int64) << 32) | (0xFFFFFFFF - ids.to(tl.int64))
    keys = tl.where(values > -float("inf"), keys, _NOTHING)  # what is no number is not above either
    for stage in tl.static_range(1, 5):
        keys = _sorted(keys, stage, 2**stage)
    keys = _sorted(_sorted(keys, 5, block // 2), 6, block // 4)
    keys = merge_runs(keys, LEVELS)
    tl.store(found + tl.program_id(0) * _K + tl.arange(0, _K), keys)


@triton.jit
def _merge(found, count, merged, LEVELS: tl.constexpr):
    """The highest 64 of each 2**LEVELS runs."""
    begin()
    keys = merge_runs(load_runs(found, tl.program_id(0) * (_K * 2**LEVELS), count, LEVELS), LEVELS)
    tl.store(merged + tl.program_id(0) * _K + tl.arange(0, _K), keys)


@triton.jit
def _draw(found, count, whole, real, position, chances, token, LEVELS: tl.constexpr):
    """Filters and draw, by the highest 64 of all runs: `engine.sampling`'s, whose order of operations this keeps."""
    begin()
    k, seed = tl.load(whole), tl.load(whole + 1)
    temperature, top_p, min_p = tl.load(real), tl.load(real + 1), tl.load(real + 2)
    random = _uniform(seed, tl.load(position))
    keys = merge_runs(load_runs(found, 0, count, LEVELS), LEVELS)
    places = tl.arange(0, _K)
    ids = 0xFFFFFFFF - (keys & 0xFFFFFFFF)
    logits = _ordered((keys >> 32).to(tl.int32)).to(tl.float32, bitcast=True).to(tl.float64)
    held = (keys != _NOTHING) & (places < k)
    best = tl.max(tl.where(held, logits, -float("inf")), 0)
    logits = tl.where(logits == best, 0.0, logits - best)  # also where both are infinite

    shares = _softmax(logits, held)
    held &= (_running(shares, k, chances) - shares < top_p) | (places == 0)
    held &= logits >= min_p
    last = tl.max(tl.where(held, places, 0), 0)
    sums = _running(_softmax(logits / temperature, held), last + 1, chances + _K)
    place = tl.min(tl.where(held & (sums > random * tl.max(sums, 0)), places, last), 0)
    tl.store(token + tl.zeros_like(places), tl.where(held, ids, -1), mask=places == place)


@triton.jit
def _ordered(bits):
    """Turns an f32's bits into an int32 of the same order, and back."""
    return bits ^ ((bits >> 31) & 0x7FFFFFFF)


@triton.jit
def load_runs(found, first, count, LEVELS: tl.constexpr):
    """2**LEVELS runs from the key `first` on, as `merge_runs` wants them."""
    runs: tl.constexpr = 2**LEVELS
    lanes, run, half = tl.arange(0, 32)[None, None], tl.arange(0, runs)[None, :, None], tl.arange(0, 2)[:, None, None]
    places = half * 32 + lanes
    if LEVELS > 0:
        places = tl.where(run >= runs // 2, 63 - places, places)
    places = tl.reshape(first + run * 64 + places, [64 * runs])
    return tl.load(found + places, mask=places < count, other=_NOTHING)


@triton.jit
def merge_runs(keys, LEVELS: tl.constexpr):
    """The highest 64 of 2**LEVELS sorted runs, highest first; those of the upper half must be lowest first.

    The keys lie as [2, runs, 32], by which a run is in one warp, and the distant runs, which are paired, in one thread:
    until few are left, no warp waits for another. Of two runs in opposite order, the higher of each pair of keys are
    the highest 64, in the order that a bitonic merge takes: see
    https://www.doc.ic.ac.uk/~hlgr/pdfs/MassivelyParallelTopK.pdf
    """
    for _ in tl.static_range(LEVELS):
        keys = _paired(keys)
    return keys


@triton.jit
def _paired(keys):
    size: tl.constexpr = keys.shape[0] // 2
    keys = tl.reshape(tl.max(tl.reshape(keys, [2, 2, size // 2]), 1), [size])
    return _sorted(keys, 6, size // 4 if size > 64 else 0)


@triton.jit
def _sorted(keys, STAGES: tl.constexpr, RISING: tl.constexpr):
    """A bitonic merge of each 2**STAGES keys of a run: lowest first where the index has the bit `RISING`."""
    size: tl.constexpr = keys.shape[0]
    if STAGES == 6:
        keys = _swapped(keys, size // 2, RISING)
    lanes: tl.constexpr = STAGES if STAGES < 6 else 5
    for stage in tl.static_range(lanes):
        keys = _swapped(keys, 2 ** (lanes - 1 - stage), RISING)
    return keys


@triton.jit
def _swapped(keys, DISTANCE: tl.constexpr, RISING: tl.constexpr):
    """Puts each two keys that lie `DISTANCE` apart in order."""
    size: tl.constexpr = keys.shape[0]
    index = tl.arange(0, size)
    pairs = tl.reshape(keys, [size // (2 * DISTANCE), 2, DISTANCE])
    # A sum is the one reduction that gives a key its partner and that Triton's interpreter does quickly.
    partners = tl.reshape(tl.sum(pairs, 1, keep_dims=True) - pairs, [size])
    lower = ((index & DISTANCE) != 0) != ((index & RISING) != 0)
    return tl.where((keys > partners) == lower, partners, keys)


@triton.jit
def _softmax(logits, held):
    """Of the `held`, the highest of which is 0."""
    powers = tl.where(held, tl.exp(logits), 0.0)
    return powers / tl.sum(powers, 0)


@triton.jit
def _running(shares, count, memory):
    """The cumulative sum of the first `count`, behind which all are 0.

    They are added one after another like the host's: a scan by halves would round otherwise. `memory` f64 [64] lets
    every thread see all of them.
    """
    places = tl.arange(0, _K)
    tl.store(memory + places, shares)
    tl.debug_barrier()
    sums = tl.zeros([_K], tl.float64)
    for start in range(0, count, 16):
        for place in tl.static_range(16):
            sums += tl.where(places >= start + place, tl.load(memory + start + place), 0.0)
    return sums


@triton.jit
def _uniform(seed, counter):
    """`engine.sampling.generator.uniform`: the words wrap around by themselves."""
    z = seed.to(tl.uint64, bitcast=True) + (counter.to(tl.uint64, bitcast=True) + 1) * 0x9E3779B97F4A7C15
    z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9
    z = (z ^ (z >> 27)) * 0x94D049BB133111EB
    return ((z ^ (z >> 31)) >> 11).to(tl.float64) * (1.0 / (1 << 53))
