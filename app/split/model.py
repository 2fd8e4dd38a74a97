"""What the user chose about the split, and the plan that follows from it for every mode."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QObject, Signal

from app.hardware.model import DeviceList
from app.library.model import Library
from app.settings.model import Settings
from engine.plan.types import Mode, SplitPlan

MODES: tuple[Mode, ...] = ("auto", "none", "layer", "tensor")
MODE_NAMES = {"auto": "Auto", "none": "None", "layer": "Layer", "tensor": "Tensor"}


class SplitChoice(QObject):
    """Recomputes the plans of all modes on every change; planning is pure and takes under a millisecond."""

    changed = Signal()

    def __init__(self, library: Library, hardware: DeviceList, settings: Settings) -> None:
        super().__init__()
        self._library, self._hardware, self._settings = library, hardware, settings
        self.mode: Mode = settings.mode if settings.mode in MODES else "auto"
        self.shares: tuple[int, ...] = ()  # relative, by rank; empty: equal
        self.context: int | None = settings.context or None
        self.plans: dict[Mode, SplitPlan] = {}
        library.picked.connect(self._replan)
        hardware.changed.connect(self._on_devices)

    @property
    def ranks(self) -> list[str]:
        """Device ids by rank, as a load will take them."""
        return self._hardware.ranks

    @property
    def plan(self) -> SplitPlan | None:
        return self.plans.get(self.mode)

    def set_mode(self, mode: Mode) -> None:
        self.mode = self._settings.mode = mode
        self.changed.emit()

    def set_context(self, context: int | None) -> None:
        if context != self.context:
            self.context, self._settings.context = context, context or 0
            self._replan()

    def set_shares(self, shares: tuple[int, ...]) -> None:
        if shares != self.shares:
            self.shares = shares
            self._replan()

    def _on_devices(self) -> None:
        if len(self.shares) != len(self._hardware.ranks):
            self.shares = ()
        self._replan()

    def _replan(self) -> None:
        facts, devices = self._library.facts, self._hardware.devices()
        self.plans = {}
        if facts is not None and devices:
            from engine.plan.build import plan

            for mode in MODES:
                self.plans[mode] = plan(facts, devices, mode, shares=self.shares, context=self.context)
        self.changed.emit()


def rebalanced(shares: Sequence[int], rank: int, percent: int) -> tuple[int, ...]:
    """Shares in tenths of a percent after `rank` was given `percent`: the others keep their proportions."""
    others = sum(shares) - shares[rank]
    left = 1000 - 10 * percent
    equal = left // max(len(shares) - 1, 1)
    scaled = [left * share // others if others else equal for share in shares]
    return tuple(10 * percent if place == rank else share for place, share in enumerate(scaled))
