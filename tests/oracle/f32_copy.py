"""The same model with every tensor dequantised to F32: what two exact engines must agree on."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path

import gguf
import numpy as np


def f32_copy(source: Path, folder: Path, digest: str) -> Path:
    """An F32 GGUF of `source`: itself if it is one already, else a copy in `folder` named by `digest`.

    `digest` is the hash of the source's content. Metadata stays as it is, but for the file type.
    """
    target = folder / f"{digest}.f32.gguf"
    if target.exists():
        return target
    reader = gguf.GGUFReader(source)
    if all(tensor.tensor_type == gguf.GGMLQuantizationType.F32 for tensor in reader.tensors):
        return source
    folder.mkdir(parents=True, exist_ok=True)
    handle, partial = tempfile.mkstemp(dir=folder, suffix=".partial")
    os.close(handle)
    try:
        _write(reader, Path(partial))
        os.replace(partial, target)
    finally:
        Path(partial).unlink(missing_ok=True)
    return target


def _write(reader: gguf.GGUFReader, target: Path) -> None:
    writer = gguf.GGUFWriter(target, reader.fields["general.architecture"].contents())
    for key, field in reader.fields.items():
        if key.startswith("GGUF.") or key == "general.architecture":
            continue
        value = int(gguf.LlamaFileType.ALL_F32) if key == "general.file_type" else field.contents()
        is_array = field.types[0] == gguf.GGUFValueType.ARRAY
        writer.add_key_value(key, value, field.types[0], sub_type=field.types[-1] if is_array else None)
    for tensor in reader.tensors:
        shape = tuple(int(size) for size in reversed(tensor.shape))
        writer.add_tensor_info(tensor.name, shape, np.dtype(np.float32), 4 * int(tensor.n_elements))
    writer.write_header_to_file()
    writer.write_kv_data_to_file()
    writer.write_ti_data_to_file()
    for tensor in reader.tensors:  # one at a time: a copy must not need the whole model in memory
        writer.write_tensor_data(gguf.quants.dequantize(tensor.data, tensor.tensor_type))
    writer.close()
