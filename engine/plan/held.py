"""What a device holds of a model: the bytes its own kernels take for it, or those of plain f32."""

from __future__ import annotations

from collections.abc import Iterable

from engine.kernels.cpu.cache_layout import cache_bytes
from engine.kernels.cpu.layout import packed_extent
from engine.kernels.triton.layout import GROUP, held_bytes
from engine.plan.kv_types import KVType, values_bytes
from engine.plan.types import Device, Range

FLOAT = 4


def grain(devices: Iterable[Device]) -> int:
    """Values of a row that all of these hold together: rows are cut at multiples of so many."""
    return max((GROUP for device in devices if device.quantised and device.kind != "cpu"), default=1)


def matrix_bytes(type_name: str, rows: int, columns: Range, device: Device) -> int:
    """Of a slice of a matrix."""
    if not device.quantised:
        return rows * len(columns) * FLOAT
    if device.kind == "cpu":
        return packed_extent(type_name, rows, columns).nbytes
    return held_bytes(type_name, rows, columns)


def kv_bytes(
    kv_heads: int, context: int, key_length: int, value_length: int, device: Device, kv_type: KVType
) -> int:
    """Of the KV cache of one layer."""
    if not device.quantised:
        return kv_heads * context * (key_length + value_length) * FLOAT
    if device.kind == "cpu":
        return cache_bytes(kv_type, kv_heads, context, key_length, value_length)
    return kv_heads * context * (values_bytes(kv_type, key_length) + values_bytes(kv_type, value_length))
