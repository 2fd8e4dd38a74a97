"""Models in parts, as llama-gguf-split makes them."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import gguf

Keys = dict[str, tuple[Any, gguf.GGUFValueType]]


def write_parts(
    whole: Path, count: int, name: str = "", edit: Callable[[int, Keys], None] | None = None, first: int = 1
) -> list[Path]:
    """Write the tensors of `whole` as `count` files beside it; the first holds `first` of them and the metadata.

    `name`: what stands before the number, else the file's own name. `edit` may change the keys `split.*` of each part,
    given its number from 1.
    """
    reader = gguf.GGUFReader(whole)
    share = -(-(len(reader.tensors) - first) // (count - 1))
    cuts = [0, *(first + share * part for part in range(count - 1)), len(reader.tensors)]
    paths = []
    for part in range(count):
        path = whole.with_name(f"{name or whole.stem}-{part + 1:05}-of-{count:05}.gguf")
        writer = gguf.GGUFWriter(path, reader.fields["general.architecture"].contents())
        if part:
            writer.kv_data[0].clear()  # the architecture, which the first part alone holds
        else:
            _copy_keys(reader, writer)
        keys: Keys = {
            "split.no": (part, gguf.GGUFValueType.UINT16),
            "split.count": (count, gguf.GGUFValueType.UINT16),
            "split.tensors.count": (len(reader.tensors), gguf.GGUFValueType.INT32),
        }
        if edit is not None:
            edit(part + 1, keys)
        for key, (value, kind) in keys.items():
            writer.add_key_value(key, value, kind)
        for tensor in reader.tensors[cuts[part] : cuts[part + 1]]:
            writer.add_tensor(tensor.name, tensor.data, raw_dtype=tensor.tensor_type)
        writer.write_header_to_file()
        writer.write_kv_data_to_file()
        writer.write_tensors_to_file()
        writer.close()
        paths.append(path)
    return paths


def _copy_keys(reader: gguf.GGUFReader, writer: gguf.GGUFWriter) -> None:
    for key, field in reader.fields.items():
        if not key.startswith("GGUF.") and key != "general.architecture":
            is_array = field.types[0] == gguf.GGUFValueType.ARRAY
            writer.add_key_value(key, field.contents(), field.types[0], sub_type=field.types[-1] if is_array else None)
