"""From the mapped file to the device: threads copy into pinned memory while the piece before crosses the bus."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor, wait
from typing import Any

import numpy as np
import numpy.typing as npt
import torch
from torch import Tensor

Rows = npt.NDArray[np.uint8]

THREADS = 6  # a page of a mapped file that is touched first costs more than copying it
BUFFERS = 2


class Uploader:
    """Takes pieces of rows, at most `limit` bytes each; one that is wider takes a buffer of its own."""

    def __init__(self, device: torch.device, limit: int) -> None:
        self._device = device
        self._pinned = device.type == "cuda"
        self._threads = ThreadPoolExecutor(THREADS, "upload")
        self._staging = [self._buffer(limit) for _ in range(BUFFERS)]
        self._copied: list[Any] = [None] * BUFFERS
        self._turn = 0

    def __call__(self, rows: Sequence[Rows], progress: Callable[[int], None]) -> Tensor:
        """Arrays of rows of one width, one after another: uint8 [bytes of all rows] on the device, in the current
        stream's order."""
        count, width = sum(map(len, rows)), rows[0].shape[1]
        size = count * width
        turn = self._turn
        self._turn = (turn + 1) % BUFFERS
        if (copied := self._copied[turn]) is not None:
            copied.synchronize()  # the buffer's last piece has left it
        if size > len(self._staging[turn]):
            self._staging[turn] = self._buffer(size)
        staged = self._staging[turn][:size]
        to = staged.numpy().reshape(count, width)
        step = max(1, -(-count // THREADS))
        waits, at = [], 0
        for part in rows:
            for start in range(0, len(part), step):
                source = part[start : start + step]
                waits.append(self._threads.submit(np.copyto, to[at : at + len(source)], source))
                at += len(source)
        wait(waits)
        progress(size)
        arrived = staged.to(self._device, non_blocking=True) if self._pinned else staged.clone()
        if self._pinned:
            self._copied[turn] = torch.cuda.Event()
            self._copied[turn].record()
        return arrived

    def _buffer(self, size: int) -> Tensor:
        return torch.empty(size, dtype=torch.uint8, pin_memory=self._pinned)
