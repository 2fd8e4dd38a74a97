"""The KV cache of one layer on one rank, in f16."""

from __future__ import annotations

import torch
from torch import Tensor


class HalfCache:
    """`keys` f16 [KV heads, context, key length], `values` f16 [KV heads, context, value length]."""

    def __init__(self, kv_heads: int, context: int, key_length: int, value_length: int, device: torch.device) -> None:
        self.keys: Tensor = torch.zeros(kv_heads, context, key_length, dtype=torch.float16, device=device)
        self.values: Tensor = torch.zeros(kv_heads, context, value_length, dtype=torch.float16, device=device)
