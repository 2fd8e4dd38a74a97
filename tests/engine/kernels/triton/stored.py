"""Random slices of matrices of any type."""

from __future__ import annotations

import numpy as np
import torch

from engine.plan.types import Range
from engine.quants.stored import Stored
from engine.quants.types import DENSE, TYPES
from tests.engine.quants.blocks import random_blocks

NUMBERS = {"F32": 0, "F16": 1, "BF16": 30}
GGML = {
    "Q4_0": 2, "Q4_1": 3, "Q5_0": 6, "Q5_1": 7, "Q8_0": 8, "Q2_K": 10, "Q3_K": 11, "Q4_K": 12, "Q5_K": 13, "Q6_K": 14,
    "IQ4_NL": 20, "IQ4_XS": 23, "MXFP4": 39, **NUMBERS,
}  # fmt: skip


def stored(kind: str, seed: int, rows: int, columns: Range) -> Stored:
    """A slice that starts inside a row, and inside a super-block where the type has them."""
    if kind in DENSE:
        values = np.random.default_rng(seed).standard_normal((rows, columns.stop)).astype(np.float32)
        tensor = torch.from_numpy(values).to({"F32": torch.float32, "F16": torch.float16}.get(kind, torch.bfloat16))
        blocks = tensor.view(torch.uint8).numpy() if kind != "BF16" else tensor.view(torch.int16).numpy().view(np.uint8)
        return Stored(kind, GGML[kind], blocks, columns)
    type_ = TYPES[kind]
    touched, lead = columns.in_blocks(type_.block)
    blocks = random_blocks(seed, type_, rows, touched.stop)[:, touched.start * type_.block_bytes :]
    return Stored(kind, GGML[kind], blocks, Range(lead, lead + len(columns)))
