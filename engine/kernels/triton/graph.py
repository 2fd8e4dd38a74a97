"""Kernels recorded once and launched as one: nothing of Python or the driver between them."""

from __future__ import annotations

import logging
from collections.abc import Callable
from contextlib import AbstractContextManager, nullcontext
from typing import Any

import torch
from torch import Tensor

from engine.sentence import QT_TRANSLATE_NOOP

NO_GRAPHS = QT_TRANSLATE_NOOP("engine", "{kind} devices record no graphs")
UNRECORDED = QT_TRANSLATE_NOOP("engine", "they could not be recorded as a graph ({cause})")

log = logging.getLogger(__name__)


class Graph:
    """Calling it does again what `run` did, on the same memory, and returns the same tensor.

    Where a graph cannot be made, on a device without them or because something in `run` forbids it, `run` is called
    each time: slower and equally right. `why_not` then says so.
    """

    def __init__(
        self,
        run: Callable[[], Tensor],
        device: torch.device,
        pool: Any = None,
        rehearsal: Callable[[], AbstractContextManager[None]] = nullcontext,
    ) -> None:
        """Graphs of one `pool` share the memory of what lies between start and result; none may run beside another.

        `run` is done once inside a `rehearsal`.
        """
        self._run = run
        self._graph: torch.cuda.CUDAGraph | None = None
        self.why_not = ""
        with rehearsal():
            self._result = self._warm(run, device)
        if device.type != "cuda":
            self.why_not = NO_GRAPHS.format(kind=device.type)
            return
        graph = torch.cuda.CUDAGraph()
        try:
            with torch.cuda.graph(graph, pool=pool, capture_error_mode="thread_local"):  # others may allocate
                self._result = run()
            self._graph = graph
        except Exception as error:  # of whatever was recorded: a graph is never needed
            torch.cuda.synchronize(device)
            self.why_not = UNRECORDED.format(cause=str(error).splitlines()[0].rstrip("."))
            log.warning("A token's kernels could not be captured as a graph: %s", error)

    def __call__(self) -> Tensor:
        if self._graph is None:
            self._result = self._run()
        else:
            self._graph.replay()
        return self._result

    @staticmethod
    def _warm(run: Callable[[], Tensor], device: torch.device) -> Tensor:
        """Once before the recording, during which nothing may be compiled or loaded."""
        if device.type != "cuda":
            return run()
        aside = torch.cuda.Stream(device)
        aside.wait_stream(torch.cuda.current_stream(device))
        with torch.cuda.stream(aside):
            result = run()
        torch.cuda.current_stream(device).wait_stream(aside)
        return result
