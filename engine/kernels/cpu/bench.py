"""Times the products: `python -m engine.kernels.cpu.bench`, by type, shape and number of tokens.

Weights are copied until they fill `--memory` and visited in turn, so that they come from memory as a model's do. A
round goes through all types before the next one begins. Medians of the rounds are shown, and the fastest round: where
it is far from the median, something else ran.
"""

from __future__ import annotations

import argparse
import statistics
import time
from typing import NamedTuple

import numpy as np
import torch
from torch import Tensor

from engine.kernels.cpu.features import LEVELS, usable
from engine.kernels.cpu.layout import LAYOUTS, Extent, extent
from engine.kernels.cpu.multiply import multiplication
from engine.kernels.cpu.planes import empty
from engine.kernels.cpu.pool import Pool, Program
from engine.kernels.cpu.product import UNITS
from engine.kernels.cpu.products import Products
from engine.kernels.cpu.weight import PackedWeight
from engine.plan.types import Range

SHAPES = "2048x2048,8192x2048,2048x8192,576x1536,640x2048"


class Case(NamedTuple):
    kind: str
    what: Extent
    tokens: int
    program: Program
    outs: list[Tensor]

    def seconds(self, pool: Pool) -> float:
        """Of one product, with weights not in the caches."""
        start = time.perf_counter()
        pool.run(self.program)
        return (time.perf_counter() - start) / len(self.program)


def case(pool: Pool, products: Products, kind: str, shape: tuple[int, int], tokens: int, memory: int) -> Case:
    rows, columns = shape
    what = extent(kind, rows, Range(0, columns))
    x = torch.from_numpy(np.random.default_rng(0).standard_normal((tokens, columns)).astype(np.float32))
    copies = max(1, memory // what.nbytes) if tokens <= 8 else 1
    # Speed does not depend on what the bits say, but the floats among them must not be slow ones: all are 2^-64 or so.
    lines = empty((copies * what.tiles, *what.shape[1:]))
    lines.view(np.uint8).fill(0x1F)
    weights = [PackedWeight(what, lines[i * what.tiles : (i + 1) * what.tiles]) for i in range(copies)]
    phases, outs = multiplication(products, x, weights)
    *makes, calls = phases
    pool.run(Program(makes))
    return Case(kind, what, tokens, Program(list(calls)), outs)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--types", default=",".join(UNITS))
    parser.add_argument("--shapes", default=SHAPES, help="rows x columns of the weight")
    parser.add_argument("--tokens", default="1,4,8,512")
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--rounds", type=int, default=7)
    parser.add_argument("--memory", type=int, default=400, metavar="MB")
    parser.add_argument("--level", choices=[each.name for each in usable()], default=usable()[0].name)
    options = parser.parse_args()
    products, pool = Products(None, LEVELS[options.level]), Pool(options.threads)
    print(f"{options.level}, {options.threads} threads, medians of {options.rounds}")
    print(f"{'shape':>10} {'tokens':>6} {'type':>6} {'us':>9} {'GB/s':>6} {'GFLOP/s':>8} {'fastest':>8}")
    for shape in options.shapes.split(","):
        rows, columns = (int(each) for each in shape.split("x"))
        for tokens in (int(each) for each in options.tokens.split(",")):
            kinds = [each for each in options.types.split(",") if columns % LAYOUTS[each].block == 0]
            cases = [case(pool, products, each, (rows, columns), tokens, options.memory << 20) for each in kinds]
            rounds = [[each.seconds(pool) for each in cases] for _ in range(options.rounds + 1)][1:]
            for each, times in zip(cases, zip(*rounds, strict=True), strict=True):
                median = statistics.median(times)
                print(
                    f"{shape:>10} {tokens:>6} {each.kind:>6} {median * 1e6:9.1f} {each.what.nbytes / median / 1e9:6.1f}"
                    f" {2 * rows * columns * tokens / median / 1e9:8.0f} {min(times) * 1e6:8.1f}"
                )


if __name__ == "__main__":
    main()
