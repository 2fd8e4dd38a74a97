"""A second stream of a device, for what the next kernels of the first do not need yet."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import torch
from torch import Tensor


class Beside:
    """Where sums of prompts run while the next weights are dequantised, which do not depend on them."""

    def __init__(self, device: torch.device) -> None:
        self._device = device
        # Its programs come first: those of other devices wait for them.
        self._stream = torch.cuda.Stream(device, priority=-1) if device.type == "cuda" else None
        self._used: tuple[Tensor, ...] = ()

    @contextmanager
    def __call__(self, *used: Tensor) -> Iterator[None]:
        """What is launched inside comes after all that was launched before, and beside what follows until `meet`,
        which comes before the next of its kind.

        It uses these tensors, whose memory is nobody else's until then.
        """
        if self._stream is None:
            yield
            return
        self._stream.wait_stream(torch.cuda.current_stream(self._device))
        self._used = used
        with torch.cuda.stream(self._stream):
            yield

    def meet(self) -> None:
        """What is launched from now on comes after what runs beside."""
        if self._used and self._stream is not None:
            torch.cuda.current_stream(self._device).wait_stream(self._stream)
            self._used = ()
