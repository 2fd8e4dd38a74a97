"""The KV cache of one layer on one rank: only the KV heads that the rank's query heads read."""

from __future__ import annotations

import torch
from torch import Tensor


class LayerCache:
    """`keys` [kv heads, context, key length] and `values` [kv heads, context, value length], f32.

    Positions are written in place, so going back to an earlier one is free: what lies beyond is overwritten before it
    is read.
    """

    def __init__(self, kv_heads: int, context: int, key_length: int, value_length: int, device: torch.device) -> None:
        self.keys: Tensor = torch.empty(kv_heads, context, key_length, device=device)
        self.values: Tensor = torch.empty(kv_heads, context, value_length, device=device)
