"""Tables of cosines and sines for rotary position embedding (Su et al. 2021), one per distinct setting."""

from __future__ import annotations

import torch

from engine.families.config import Rope
from engine.families.rope import rope_frequencies, rope_magnitude
from engine.kernels.ops import RopeTable


def rope_table(rope: Rope, factors: torch.Tensor | None, context: int, device: torch.device) -> RopeTable:
    """Angles for positions 0 .. context-1, computed in double precision. `factors` [pairs] divide the frequencies."""
    divisors = None if factors is None else factors.tolist()
    rates = torch.tensor(rope_frequencies(rope, divisors), dtype=torch.float64)
    angles = torch.arange(context, dtype=torch.float64)[:, None] * rates
    magnitude = rope_magnitude(rope)
    return RopeTable(
        cos=(angles.cos() * magnitude).float().to(device),
        sin=(angles.sin() * magnitude).float().to(device),
        neox=rope.style == "neox",
    )
