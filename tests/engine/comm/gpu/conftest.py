"""Triton's interpreter runs these kernels on the CPU, too."""

from __future__ import annotations

import tests.engine.kernels.triton.conftest  # noqa: F401  (it turns the interpreter on)
