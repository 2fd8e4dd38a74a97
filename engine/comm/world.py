"""What ranks of different stages do together. One interface; a class per way of doing it."""

from __future__ import annotations

from typing import Protocol

import torch
from torch import Tensor


class World(Protocol):
    """All ranks: passes activations from stage to stage, and tells every rank which token was drawn."""

    def send(self, tensor: Tensor, to: int) -> None:
        """Pass a float32 tensor to the rank `to`, which must receive it."""

    def receive(self, shape: tuple[int, ...], device: torch.device, source: int) -> Tensor:
        """What `source` sends next: float32 of the shape that it has there, on `device`."""
        ...

    def broadcast_token(self, token: int | None, source: int) -> int:
        """The token that `source` drew, on every rank; the others give None."""
        ...
