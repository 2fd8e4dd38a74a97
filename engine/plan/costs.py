"""What a layer costs a device beside reading its weights. Measured figures are from BENCHMARKS.md."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from engine.plan.types import Device


@dataclass(frozen=True)
class Cost:
    """Seconds of a layer that go by with the starts and ends of its kernels, and more of them where the layer is a
    mixture of experts. Of these `norm` are each of two norms, which several ranks do in their all-reduces.
    """

    layer: float
    mixture: float
    norm: float = 0.0


# Devices with kernels of our own.
# cuda: one H100 that reads 2,821 GB/s, where a token took 4.06 ms (14B, 40 layers), 3.37 (8B, 32), 13.5 (32B, 64) and
#       2.00 (30B-A3B, 48); two that read 2,950 and 2,718 GB/s, with 3.4 us a sum, 2.61, 2.14, 7.45 and 1.77; one H200
#       that reads 4,030 GB/s, 3.30, 2.87, 10.7 and 1.89. A norm takes 1.4 us. All are met within 12%.
# cpu:  SmolLM2 (30 layers, 97 MB) at 270 tokens per second from memory that products read at 31 GB/s.
OWN: Mapping[str, Cost] = {
    "cuda": Cost(21e-6, mixture=28.5e-6, norm=1.4e-6),
    "cpu": Cost(20e-6, mixture=20e-6),
}
# Plain PyTorch: 17.8 ms a token of 16 layers on an H200, 85 ms of 30 layers on a CPU, most of it no reading.
PLAIN = Cost(1e-3, mixture=1e-3)


def cost_of(device: Device) -> Cost:
    return OWN.get(device.kind, PLAIN) if device.quantised else PLAIN
