"""Tables by position: cosines and sines for rotary embedding (Su et al. 2021), and growing queries."""

from __future__ import annotations

import torch

from engine.families.config import Rope, Temperature
from engine.families.rope import rope_frequencies, rope_magnitude
from engine.kernels.ops import RopeTable
from engine.layers.weights import Weights


def rope_table(
    rope: Rope,
    factors: torch.Tensor | None,
    context: int,
    device: torch.device,
    temperature: Temperature | None = None,
) -> RopeTable:
    """Angles for positions 0 .. context-1, computed in double precision. `factors` [pairs] divide the frequencies."""
    divisors = None if factors is None else factors.tolist()
    rates = torch.tensor(rope_frequencies(rope, divisors), dtype=torch.float64)
    angles = torch.arange(context, dtype=torch.float64)[:, None] * rates
    magnitude = rope_magnitude(rope)
    return RopeTable(
        cos=(angles.cos() * magnitude).float().to(device),
        sin=(angles.sin() * magnitude).float().to(device),
        neox=rope.style == "neox",
        temperature=None if temperature is None else temperature_table(temperature, context, device),
    )


def rope_factors(weights: Weights, rope: Rope, context: int) -> torch.Tensor | None:
    """The divisors of the frequencies that the model has for a context of so many tokens."""
    short, long = (
        weights.vector(name) if name else None for name in (rope.factors_tensor, rope.long_factors_tensor)
    )
    return short if long is None or context <= rope.original_context else long


def temperature_table(temperature: Temperature, context: int, device: torch.device) -> torch.Tensor:
    """What queries are multiplied by at positions 0 .. context-1, [context]."""
    steps = torch.arange(context) // temperature.step
    return (1 + temperature.scale * torch.log1p(steps.double())).float().to(device)
