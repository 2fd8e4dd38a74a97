"""A few rows at once, in the interpreter and on a card."""

from __future__ import annotations

import torch

from engine.model import Model


def rows_of_a_step(which: Model, tokens: list[int], start: int) -> torch.Tensor:
    """Logits of a few tokens at once, as checking a draft takes them."""
    with torch.no_grad():
        return which._capped(which.step(which._enter(tokens), start)).clone()
