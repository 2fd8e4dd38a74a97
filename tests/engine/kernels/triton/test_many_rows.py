"""What prompts run through, against plain torch: attention in one pass, and products of some tens of rows."""

from __future__ import annotations

import pytest
import torch

from engine.kernels.ops import HeadReads
from engine.kernels.triton import flash, prompt, tiles
from engine.kernels.triton.cache import DeviceCache
from engine.kernels.triton.upload import Uploader
from engine.kernels.triton.weight import DenseWeight, PlaneWeight, fill, place_for
from engine.plan.types import Range
from tests.engine.kernels.triton.stored import stored

CPU = torch.device("cpu")


def taken(name: str, rows: int, columns: Range) -> PlaneWeight | DenseWeight:
    each = stored(name, rows, rows, columns)
    weight = place_for([each], CPU)
    fill(weight, [each], Uploader(CPU, 1 << 12), lambda _: None)
    return weight


@pytest.mark.parametrize(
    ("rows", "start", "window", "softcap", "lengths"),
    [
        (20, 0, None, None, (16, 16)),
        (33, 7, None, None, (24, 16)),  # rows beyond a block, and heads that fill no power of two
        (20, 30, 9, None, (16, 16)),
        (40, 0, 5, 7.0, (16, 24)),
        (16, 3, None, 5.0, (16, 16)),
    ],
)
def test_attention(
    rows: int, start: int, window: int | None, softcap: float | None, lengths: tuple[int, int]
) -> None:
    torch.manual_seed(rows)
    reads = [HeadReads(0, Range(0, 2)), HeadReads(1, Range(2, 3))]  # groups as an uneven split leaves them
    cache = DeviceCache(2, 80, *lengths, CPU)
    cache.keys.copy_(torch.randn_like(cache.keys))
    cache.values.copy_(torch.randn_like(cache.values))
    q = torch.randn(rows, 3, lengths[0]).half()
    position = torch.tensor([start])
    scale = 0.3
    out = flash.attend(q, cache, position, flash.kv_heads(reads, CPU), scale, window, softcap)

    at = torch.arange(start, start + rows)[:, None]
    key = torch.arange(80)[None]
    seen = (key <= at) if window is None else (key <= at) & (key > at - window)
    for head, kv in enumerate((0, 0, 1)):
        scores = q[:, head].float() @ cache.keys[kv].float().t() * scale
        if softcap is not None:
            scores = torch.tanh(scores / softcap) * softcap
        weights = torch.softmax(scores.masked_fill(~seen, -torch.inf), 1)
        expected = weights @ cache.values[kv].float()
        found = out.view(rows, 3, lengths[1])[:, head].float()
        torch.testing.assert_close(found, expected, atol=0.02, rtol=0.02)


@pytest.mark.parametrize(
    ("name", "columns"), [("Q4_K", Range(0, 512)), ("Q6_K", Range(64, 224)), ("Q8_0", Range(0, 96))]
)
@pytest.mark.parametrize("rows", [9, 20])
def test_tiles(name: str, columns: Range, rows: int) -> None:
    """The same values in another order of sums; a tile that reads a neighbour's column or scale is far off."""
    every = [taken(name, 70, columns), taken(name, 5, columns)]
    weights = [weight for weight in every if isinstance(weight, PlaneWeight)]
    torch.manual_seed(1)
    act = torch.randn(rows, len(columns)).bfloat16()
    for processors in (1, 8):  # in one piece, and the columns shared out
        found = tiles.multiply(act, weights, processors)
        torch.testing.assert_close(found, prompt.matmul(act, weights), atol=1e-3, rtol=1e-3)


def test_weights_side_by_side_in_pieces(monkeypatch: pytest.MonkeyPatch) -> None:
    weights = [taken("Q8_0", rows, Range(0, 64)) for rows in (40, 8, 24)]
    act = torch.randn(70, 64).bfloat16()
    whole = prompt.matmul(act, weights)
    monkeypatch.setattr(prompt, "SCRATCH_VALUES", 64 * 18)  # pieces that end inside weights
    monkeypatch.setattr(prompt, "ALIGNED", 6)
    torch.testing.assert_close(prompt.matmul(act, weights), whole, atol=1e-5, rtol=1e-5)
    assert whole.shape == (70, 72)
