"""What is asked of the planner, checked and complete."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from fractions import Fraction

from engine.gguf.facts import ModelFacts
from engine.plan.divide import Weight
from engine.plan.kv_types import DEFAULT_KV, KVType
from engine.plan.links import Links
from engine.plan.speed import measured
from engine.plan.types import Device

NOISE = 0.15  # between what is measured of cards of one name; four H200 were up to 7% apart


@dataclass(frozen=True)
class Request:
    facts: ModelFacts
    devices: tuple[Device, ...]
    weights: tuple[Weight, ...]
    context: int
    links: Links
    fixed: bool  # the user chose the shares: they are kept even if they do not fit
    stages: int = 1  # of mode tensor
    kv_type: KVType = DEFAULT_KV

    def among(self, places: Sequence[int]) -> Request:
        """The same of some of the devices, which stay in order."""
        kept = sorted(places)
        return replace(
            self,
            devices=tuple(self.devices[place] for place in kept),
            weights=tuple(self.weights[place] for place in kept),
        )

    @property
    def unfixed(self) -> Request:
        """The same with the shares left to Tandem."""
        return replace(self, weights=by_speed(self.devices), fixed=False)


def by_speed(devices: Sequence[Device]) -> tuple[Weight, ...]:
    """Measured bandwidths if every device has one, else equal weights. Ranks of one memory share its bandwidth.

    Devices of one name count as equally fast unless they are further than NOISE apart: a few percent would move heads
    from one to the other, so that both hold the KV head that these share.
    """
    if not measured(devices):
        return (1,) * len(devices)
    ranks = Counter(device.pool for device in devices)
    speeds = {device.pool: Fraction(device.bandwidth or 0) for device in devices}
    alike: dict[tuple[str, str], set[str]] = {}
    for device in devices:
        alike.setdefault((device.kind, device.name), set()).add(device.pool)
    for pools in alike.values():
        each = [speeds[pool] for pool in pools]
        if max(each) < (1 + NOISE) * min(each):
            speeds |= dict.fromkeys(pools, sum(each, Fraction(0)) / len(each))
    return tuple(speeds[device.pool] / ranks[device.pool] for device in devices)
