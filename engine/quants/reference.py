"""Reference dequantisation: the `gguf` package's, which covers every GGML type we name."""

from __future__ import annotations

import gguf
import numpy as np
import numpy.typing as npt

from engine.quants.types import WIDENED


def dequantise(blocks: npt.NDArray[np.uint8], type_number: int) -> npt.NDArray[np.float32]:
    """Rows of whole blocks, [rows, bytes], to their values, [rows, values]. Raises ValueError for an unknown type."""
    kind = gguf.GGMLQuantizationType(type_number)
    if kind == gguf.GGMLQuantizationType.F32:
        return blocks.view(np.float32)
    if kind == gguf.GGMLQuantizationType.F16:
        return blocks.view(np.float16).astype(np.float32)
    try:
        # Blocks know nothing of rows: as one row they are unpacked at once, not 16 rows at a time.
        values = gguf.quants.dequantize(blocks.reshape(1, -1), kind).astype(np.float32, copy=False)
        return values.reshape(len(blocks), -1)
    except NotImplementedError:
        raise ValueError(f"no dequantisation is known for the type {kind.name}") from None


def widened(values: npt.NDArray[np.float32]) -> npt.NDArray[np.uint8]:
    """Rows of values as blocks of `types.WIDENED`, filled up with zeros: 8 bits and a scale for every 32."""
    whole = np.pad(values, ((0, 0), (0, -values.shape[1] % 32)))
    return np.asarray(gguf.quants.quantize(whole, gguf.GGMLQuantizationType[WIDENED]))
