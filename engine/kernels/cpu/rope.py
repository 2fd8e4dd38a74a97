"""Rotary position embedding (Su et al. 2021) of one head, by the tables of `engine.layers.rope`."""

from __future__ import annotations

from typing import Any

from engine.kernels.cpu.kernel import compiled


@compiled
def rotate(head: Any, cos: Any, sin: Any, pairs: int, neox: bool) -> None:
    """Rotate the first 2 x pairs values in place; `cos` and `sin` are the rows of this position."""
    if neox:
        for i in range(pairs):
            a, b = head[i], head[i + pairs]
            head[i] = a * cos[i] - b * sin[i]
            head[i + pairs] = a * sin[i] + b * cos[i]
    else:
        for i in range(pairs):
            a, b = head[2 * i], head[2 * i + 1]
            head[2 * i] = a * cos[i] - b * sin[i]
            head[2 * i + 1] = a * sin[i] + b * cos[i]
