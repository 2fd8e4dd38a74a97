"""Weights on their way to the device: while one is copied out of the file, the one before is packed."""

from __future__ import annotations

import queue
import threading
from collections.abc import Callable, Sequence
from concurrent.futures import Future, ThreadPoolExecutor

import torch
from torch import Tensor

from engine.kernels.reference import DenseWeight
from engine.kernels.triton.trial import warm_up
from engine.kernels.triton.upload import Uploader
from engine.kernels.triton.weight import PIECE_BYTES, PlaneWeight, fill
from engine.quants.stored import Stored

AT_ONCE = 2  # weights


class Loader:
    """Threads that fill weights; meanwhile Triton and PyTorch's products get ready, which takes as long."""

    def __init__(self, device: torch.device) -> None:
        self._device = device
        self._threads = ThreadPoolExecutor(AT_ONCE, "load", self._on_device)
        self._uploaders: queue.SimpleQueue[Uploader] = queue.SimpleQueue()
        self._lock = threading.Lock()
        self._coming: list[Future[None]] = []
        self._warming = threading.Thread(target=warm_up, args=(device,), name="warm up", daemon=True)
        if device.type == "cuda":
            self._warming.start()

    def fill(
        self, weight: PlaneWeight | DenseWeight, stored: Sequence[Stored], progress: Callable[[int], None]
    ) -> None:
        """Begin to fill a weight. `progress` is called by one thread at a time."""
        self._coming.append(self._threads.submit(self._fill, weight, stored, progress))

    def fill_in_host_memory(self, weight: PlaneWeight | DenseWeight, stored: Sequence[Stored]) -> None:
        """The same; then it moves to memory of the host that the device can read."""

        def work() -> None:
            self._fill(weight, stored, lambda done: None)
            if self._device.type != "cuda":
                return
            if isinstance(weight, PlaneWeight):
                weight.buffer = _pinned(weight.buffer)
            else:
                weight.values = _pinned(weight.values)

        self._coming.append(self._threads.submit(work))

    def finish(self) -> None:
        """Wait for all of them. Raises what went wrong with the first of those that failed."""
        coming, self._coming = self._coming, []
        for each in coming:
            each.result()
        while not self._uploaders.empty():
            self._uploaders.get()  # staging memory is free again
        if self._device.type == "cuda":
            # As long as it lives, this thread keeps cuBLAS's handle, and who computes next takes 96 MiB for another.
            self._warming.join()
            torch.cuda.empty_cache()

    def _fill(
        self, weight: PlaneWeight | DenseWeight, stored: Sequence[Stored], progress: Callable[[int], None]
    ) -> None:
        def advance(count: int) -> None:
            with self._lock:
                progress(count)

        try:
            upload = self._uploaders.get_nowait()
        except queue.Empty:
            upload = Uploader(self._device, PIECE_BYTES)
        try:
            fill(weight, stored, upload, advance)
        finally:
            self._uploaders.put(upload)

    def _on_device(self) -> None:
        if self._device.type == "cuda":
            torch.cuda.set_device(self._device)


def _pinned(values: Tensor) -> Tensor:
    return torch.empty(values.shape, dtype=values.dtype, pin_memory=True).copy_(values)
