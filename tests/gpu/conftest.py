"""The GPU's kernels on a GPU: `pytest tests/gpu` on a computer that has one, in a process of its own, since Triton's
interpreter, which the other tests use, is chosen when a kernel is defined."""

from __future__ import annotations

import os

import pytest
import torch


@pytest.fixture(scope="session")
def gpu() -> torch.device:
    if not torch.cuda.is_available():
        pytest.skip("this computer has no GPU that torch can use")
    if os.environ.get("TRITON_INTERPRET") == "1":
        pytest.skip("Triton's interpreter is on: run these tests alone")
    return torch.device("cuda:0")
