"""Triton's interpreter runs these kernels on the CPU, program after program."""

from __future__ import annotations

import os
from typing import Any

import pytest

os.environ["TRITON_INTERPRET"] = "1"  # read when a kernel is defined, and no other test defines any

pytest.importorskip("triton", reason="Triton has wheels for Linux only")

from triton.runtime import interpreter

_patch = interpreter._patch_lang_tensor


def _patch_for_numpy(tensor: Any, scope: Any) -> None:
    """Bounds of loops are arrays of one element there, which NumPy since 2.4 no longer takes for numbers."""
    _patch(tensor, scope)
    scope.set_attr(tensor, "__index__", lambda self: int(self.handle.data.item()))


interpreter._patch_lang_tensor = _patch_for_numpy
