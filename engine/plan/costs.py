"""What a layer costs a device beside reading its weights. Measured figures are from BENCHMARKS.md."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from engine.plan.types import Device


@dataclass(frozen=True)
class Cost:
    """`layer` seconds of a layer go by with the starts and ends of its kernels; of these `norm` in each of two norms,
    which several ranks do in their all-reduces. Experts' weights are read at `experts` of the memory's speed.
    """

    layer: float
    norm: float = 0.0
    experts: float = 1.0


# Devices with kernels of our own.
# cuda: one H100 that reads 2,821 GB/s, where a token took 4.07 ms (14B, 40 layers), 3.50 (8B, 32), 13.2 (32B, 64) and
#       2.04 (30B-A3B, 48): with 21 us a layer all four are within 4%. A norm there takes 1.4 us, and the products of
#       experts read at half of the memory's speed.
# cpu:  SmolLM2 (30 layers, 97 MB) at 270 tokens per second from memory that products read at 31 GB/s.
OWN: Mapping[str, Cost] = {"cuda": Cost(21e-6, norm=1.4e-6, experts=0.5), "cpu": Cost(20e-6)}
# Plain PyTorch: 17.8 ms a token of 16 layers on an H200, 85 ms of 30 layers on a CPU, most of it no reading.
PLAIN = Cost(1e-3)


def cost_of(device: Device) -> Cost:
    return OWN.get(device.kind, PLAIN) if device.quantised else PLAIN
