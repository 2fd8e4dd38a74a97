"""What the user chose about the split, and the plan that follows from it for every mode."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QObject, Signal

from app.hardware.model import DeviceList
from app.library.model import Library
from app.settings.model import ModelDefaults, Settings
from app.split.kept import gone, gone_words, shares_of, to_keep
from engine.plan.types import Mode, SplitPlan
from engine.protocol import DEFAULT_CONTEXT

MODES: tuple[Mode, ...] = ("auto", "none", "layer", "tensor")
MODE_NAMES = {"auto": "Auto", "none": "None", "layer": "Layer", "tensor": "Tensor"}


class SplitChoice(QObject):
    """Recomputes the plans of all modes on every change; planning is pure and takes milliseconds."""

    changed = Signal()

    def __init__(self, library: Library, hardware: DeviceList, settings: Settings) -> None:
        super().__init__()
        self._library, self._hardware, self._settings = library, hardware, settings
        self.shares: tuple[int, ...] = ()  # relative, by rank; empty: equal
        self.plans: dict[Mode, SplitPlan] = {}
        self._path = library.path
        hardware.want([rank.device for rank in self._defaults.ranks])
        library.picked.connect(self._on_pick)
        hardware.chosen.connect(self._on_chosen)
        hardware.changed.connect(self._on_devices)

    @property
    def _defaults(self) -> ModelDefaults:
        """What is remembered of the picked model."""
        return self._settings.of(self._library.path)

    @property
    def mode(self) -> Mode:
        return next((mode for mode in MODES if mode == self._defaults.mode), "auto")

    @property
    def context(self) -> int | None:
        """Tokens; None: the engine's default."""
        return self._defaults.context or None

    @property
    def threads(self) -> int | None:
        """Of all CPU ranks together; None: all cores."""
        return self._defaults.threads or None

    @property
    def ranks(self) -> list[str]:
        """Device ids by rank, as a load will take them."""
        return self._hardware.ranks

    @property
    def plan(self) -> SplitPlan | None:
        return self.plans.get(self.mode)

    def set_mode(self, mode: Mode) -> None:
        self._defaults.mode = mode
        self.changed.emit()

    def set_context(self, context: int | None) -> None:
        """What the engine would take anyway counts as no choice."""
        facts = self._library.facts
        if facts is not None and context == min(facts.context, DEFAULT_CONTEXT):
            context = None
        if context != self.context:
            self._defaults.context = context or 0
            self._replan()

    def set_threads(self, threads: int | None) -> None:
        if threads != self.threads:
            self._defaults.threads = threads or 0
            self.changed.emit()

    def set_shares(self, shares: tuple[int, ...]) -> None:
        if shares != self.shares:
            self.shares = shares
            self._defaults.ranks = to_keep(self._hardware.devices(), shares)
            self._replan()

    @property
    def gone(self) -> list[str]:
        """A sentence for each device that held a part of this model and is not there now."""
        kept = self._defaults.ranks
        return [gone_words(rank, kept) for rank in gone(kept, self._hardware.known.values())]

    def forget_gone(self) -> None:
        """From now on this model is kept on the devices that it has now."""
        self._defaults.ranks = to_keep(self._hardware.devices(), self.shares)
        self._hardware.want([rank.device for rank in self._defaults.ranks])
        self.changed.emit()

    def percents(self) -> list[int] | None:
        """The share of each rank; None where there is nothing to share, or the plan leaves devices out."""
        plan, facts = self.plan, self._library.facts
        if plan is None or facts is None or plan.mode == "none" or not plan.world_size == len(self.ranks) > 1:
            return None
        if self.shares:
            return [round(100 * share / sum(self.shares)) for share in self.shares]
        from engine.plan.table import plan_rows

        return [round(row.share_percent) for row in plan_rows(facts, plan)]

    def _on_pick(self) -> None:
        if self._library.path != self._path:
            self._path = self._library.path
            self._hardware.want([rank.device for rank in self._defaults.ranks])
        self._on_devices()

    def _on_chosen(self) -> None:
        """A new model starts with the devices that were chosen last; the others keep theirs."""
        devices = self._hardware.devices()
        self._settings.of("").ranks = to_keep(devices, ())
        self._defaults.ranks = to_keep(devices, shares_of(self._defaults.ranks, devices))

    def _on_devices(self) -> None:
        self.shares = shares_of(self._defaults.ranks, self._hardware.devices())
        self._replan()

    def _replan(self) -> None:
        facts, devices = self._library.facts, self._hardware.devices()
        self.plans = {}
        if facts is not None and devices:
            from engine.plan.build import plan

            for mode in MODES:
                self.plans[mode] = plan(
                    facts, devices, mode, shares=self.shares, context=self.context, links=self._hardware.links
                )
        self.changed.emit()


def rebalanced(shares: Sequence[int], rank: int, percent: int) -> tuple[int, ...]:
    """Shares in tenths of a percent after `rank` was given `percent`: the others keep their proportions."""
    others = sum(shares) - shares[rank]
    left = 1000 - 10 * percent
    equal = left // max(len(shares) - 1, 1)
    scaled = [left * share // others if others else equal for share in shares]
    return tuple(10 * percent if place == rank else share for place, share in enumerate(scaled))
