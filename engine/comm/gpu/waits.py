"""How long a rank's kernels may wait for other ranks, and what they tell of it; see `exchange`."""

from __future__ import annotations

from collections.abc import Sequence

import torch

from engine.comm.waiting import late_error


class Waits:
    def __init__(self, device: torch.device, ranks: Sequence[int], limit: float) -> None:
        """Kernels name the late one by its place among `ranks`. They may wait for `limit` seconds each."""
        self._device, self._ranks, self._limit = device, ranks, limit
        self.state = torch.zeros(2, dtype=torch.int64, device=device)  # nanoseconds
        self.told = torch.zeros(1, dtype=torch.int64).pin_memory()  # 1 + the place of a rank that was late
        self.allow()

    def forbid(self) -> None:
        """Kernels launched from now on wait for nobody."""
        self._set(0)

    def allow(self) -> None:
        """They wait again."""
        self._set(self._limit)

    def waited(self) -> float:
        """Seconds since it was last asked."""
        seconds = int(self.state[1]) / 1e9
        self.state[1] = 0
        return seconds

    def check(self) -> None:
        """Raise CommError if one was late."""
        if late := int(self.told[0]):
            raise late_error(self._ranks[late - 1], self._limit)

    def _set(self, seconds: float) -> None:
        """Once what has been launched is done."""
        torch.cuda.synchronize(self._device)
        self.state[0] = int(seconds * 1e9)
        torch.cuda.synchronize(self._device)
