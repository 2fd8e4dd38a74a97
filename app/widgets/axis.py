"""Round steps for an axis that begins at zero."""

from __future__ import annotations

import math

STEPS = (1, 2, 5, 10)  # times a power of ten


def axis_step(most: float, lines: int) -> float:
    """The least round step of which `lines` reach up to `most`, which is above zero."""
    scale = 10.0 ** math.floor(math.log10(most / lines))
    return next(step * scale for step in STEPS if step * scale * lines >= most * (1 - 1e-9))
