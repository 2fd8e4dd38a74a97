"""Times the GPU's kernels one by one: python -m engine.kernels.triton.bench [--rows 1,4] [--shape 5120x5120:Q4_K ...]
[--model FILE]

Every kernel is captured many times in one graph, its weights rotate so that they come from memory and not from a cache,
and the median of some replays is told: microseconds, the bytes it must read, and these as a share of what this card
reads when it does nothing else.
"""

from __future__ import annotations

import argparse
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from itertools import chain

import numpy as np
import torch
import triton

from engine.comm.group import Group
from engine.devices.measure import measure, median_seconds
from engine.families import model_config
from engine.gguf.facts import read_facts
from engine.kernels.ops import HeadReads, Norm, RopeTable
from engine.kernels.triton import attention, flash, gemv
from engine.kernels.triton.activations import norm, quantise
from engine.kernels.triton.cache import DeviceCache
from engine.kernels.triton.heads import place
from engine.kernels.triton.layout import layout
from engine.kernels.triton.loop import TokenLoop
from engine.kernels.triton.ops import TritonOps
from engine.kernels.triton.planes import pack
from engine.kernels.triton.sampler import Sampler
from engine.kernels.triton.weight import PlaneWeight
from engine.model import Model
from engine.plan.build import plan
from engine.plan.kv_types import KV_TYPES, values_bytes
from engine.plan.tensors import bytes_active, rank_tensors
from engine.plan.types import Device, Range
from engine.protocol import Sampling

# Of a 14B Qwen3: queries, keys and values; attention output; gate and up; down; head.
SHAPES = (
    "7168x5120:Q4_K", "5120x5120:Q4_K", "34816x5120:Q4_K", "5120x17408:Q4_K", "5120x17408:Q6_K", "151936x5120:Q6_K",
)  # fmt: skip
ROTATED = 200 << 20  # bytes, several times a cache
REPLAYS, STEPS = 9, 50
LAYERS = 12  # with caches of their own, for the same reason
PROMPT = 1024  # rows


def microseconds(calls: Sequence[Callable[[], object]]) -> float:
    """Of one call, the median over replays of a graph of all of them."""
    for call in calls:
        call()
    torch.cuda.synchronize()
    graph = torch.cuda.CUDAGraph()
    with torch.cuda.graph(graph):
        for call in calls:
            call()
    return 1e6 * median_seconds(graph.replay, REPLAYS) / len(calls)


def random_weight(kind: str, rows: int, columns: int, device: torch.device) -> PlaneWeight:
    """Random bits, with scales that are small and finite."""
    what = layout(kind, rows, Range(0, columns))
    raw = np.random.default_rng(0).integers(0, 256, (64, columns // what.kind.block, what.kind.block_bytes), np.uint8)
    for at in (what.kind.d, what.kind.dmin):
        if at is not None:
            raw[..., at + 1] = 0x10
    buffer = torch.empty(what.nbytes, dtype=torch.uint8, device=device)
    some = torch.from_numpy(raw.reshape(64, -1)).to(device)
    for first in range(0, rows, 64):
        pack(some[: min(64, rows - first)].reshape(-1), what, buffer, first, min(64, rows - first))
    return PlaneWeight(buffer, what)


def copies(weight: PlaneWeight) -> list[PlaneWeight]:
    count = max(2, min(64, ROTATED // weight.what.nbytes))
    return [weight, *(PlaneWeight(weight.buffer.clone(), weight.what) for _ in range(count - 1))]


Line = tuple[str, float, int]


def products(shapes: Sequence[str], rows: Sequence[int], device: torch.device) -> Iterator[Line]:
    for shape in shapes:
        size, _, kind = shape.partition(":")
        outputs, columns = map(int, size.split("x"))
        weights = copies(random_weight(kind, outputs, columns, device))
        for count in rows:
            act = quantise(torch.randn(count, columns, device=device))
            time = microseconds([partial(gemv.multiply, act, [weight]) for weight in weights])
            yield f"product {outputs} x {columns} {kind}, {count} rows", time, weights[0].what.nbytes
        del weights
        torch.cuda.empty_cache()


def others(rows: Sequence[int], device: torch.device) -> Iterator[Line]:
    """Of a 14B Qwen3: norms, heads, attention at two depths over each type of cache, and the choice of a token."""
    hidden, heads, kv_heads, length, context = 5120, 40, 8, 128, 8448
    half = length // 2
    rope = RopeTable(torch.randn(context, half, device=device), torch.randn(context, half, device=device), True)
    caches = {
        name: [DeviceCache(kv_heads, context, length, length, device, name) for _ in range(LAYERS)] for name in KV_TYPES
    }
    reads = [HeadReads(i, Range(5 * i, 5 * i + 5)) for i in range(kv_heads)]
    table, kv_of = attention.reads_table(reads, device), flash.kv_heads(reads, device)
    splits = attention.splits_for(kv_heads, torch.cuda.get_device_properties(device).multi_processor_count)
    position = torch.zeros(1, dtype=torch.int64, device=device)
    weight = Norm(torch.ones(hidden, device=device), 1e-6)
    head = Norm(torch.ones(length, device=device), 1e-6)
    for count in rows:
        x, part = torch.randn(count, hidden, device=device), torch.randn(count, hidden, device=device)
        total = torch.empty_like(x)
        time = microseconds([partial(norm, x, weight, True, part, None, total)] * 50)
        yield f"add, norm, quantise {hidden}, {count} rows", time, 3 * x.nbytes
        qkv = torch.randn(count, (heads + 2 * kv_heads) * length, device=device)
        q = torch.randn(count, heads, length, device=device).half()
        for name, layers in caches.items():
            position.fill_(0)
            kept = partial(place, qkv, (length, length), heads, (head, head), rope)
            calls = [partial(kept, each, position) for each in layers]
            yield f"norm, rotate and keep heads in {name}, {count} rows", microseconds(calls * 4), qkv.nbytes
            for depth in (128, 8192):
                position.fill_(depth)
                calls = [
                    partial(attention.attend, q, each, position, table, 5, splits, 0.1, None, None) for each in layers
                ]
                size = 2 * depth * kv_heads * values_bytes(name, length)
                yield f"attention at {depth} over {name}, {count} rows", microseconds(calls * 4), size
    q = torch.randn(PROMPT, heads, length, device=device).half()
    for name, layers in caches.items():
        for depth in (0, 7168):
            position.fill_(depth)
            calls = [partial(flash.attend, q, each, position, kv_of, 0.1, None, None) for each in layers]
            size = 2 * (depth + PROMPT) * kv_heads * values_bytes(name, length)
            yield f"attention of {PROMPT} rows at {depth} over {name}", microseconds(calls), size
    logits = torch.randn(1, 151936, device=device)
    sampler, token = Sampler(Range(0, 151936), device), torch.zeros(1, dtype=torch.int64, device=device)
    assert TokenLoop.can_draw(Sampling())
    sampler.set(Sampling(), 1)
    yield "choice of a token of 151936", microseconds([lambda: sampler(logits, position, token)] * 50), logits.nbytes


def steps(path: str, rows: Sequence[int], device: torch.device) -> Iterator[Line]:
    """Whole steps of a model at position 128: what `rows` tokens take that are computed at once."""
    facts = read_facts(path, vocabulary=False)
    free, total = torch.cuda.mem_get_info(device)
    card = Device("cuda:0", "cuda", "card", "card", total, free, quantised=True)
    ops = TritonOps(device)
    made = plan(facts, [card], "none", context=512)
    model = Model(facts, model_config(facts), made, 0, ops, device, Group(ops), None, lambda done, whole: None)
    size = sum(bytes_active(facts, piece) for piece in rank_tensors(facts, made, 0))
    for count in rows:
        residual = torch.randn(count, facts.hidden, device=device)
        model.step(residual, 128)
        yield f"step of {count} rows", 1e6 * median_seconds(partial(model.step, residual, 128), STEPS), size


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rows", default="1,2,4,8")
    parser.add_argument("--model", metavar="FILE", help="time whole steps of this model")
    parser.add_argument("--shape", action="append", metavar="ROWSxCOLUMNS:TYPE")
    parser.add_argument("--device", default="cuda:0")
    options = parser.parse_args()
    device = torch.device(options.device)
    torch.cuda.set_device(device)
    rows = [int(each) for each in options.rows.split(",")]
    bandwidth = measure(device).read
    print(f"{torch.cuda.get_device_name(device)}, reads {bandwidth / 1e9:.0f} GB/s, Triton {triton.__version__}")
    print("| kernel | us | MB | GB/s | of reading |\n|---|---:|---:|---:|---:|")
    if options.model:
        lines = steps(options.model, rows, device)
    elif options.shape:
        lines = products(options.shape, rows, device)
    else:
        lines = chain(others(rows, device), products(SHAPES, rows, device))
    for name, time, size in lines:
        print(_line(name, time, size, bandwidth), flush=True)


def _line(name: str, time: float, size: int, bandwidth: float) -> str:
    speed = size / time * 1e6
    return f"| {name} | {time:.1f} | {size / 1e6:.2f} | {speed / 1e9:.0f} | {speed / bandwidth:.0%} |"


if __name__ == "__main__":
    main()


