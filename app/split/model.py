"""What the user chose about the split, and the plan that follows from it for every mode."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QObject, QTimer, Signal

from app.hardware.model import DeviceList
from app.library.model import Library
from app.settings.model import ModelDefaults, Settings
from app.split.boundary import is_shareable
from app.split.kept import gone, gone_words, shares_of, to_keep
from app.split.words import with_card_names
from engine.plan.kv_types import DEFAULT_KV, KV_TYPES, KVType, kv_complaint
from engine.plan.types import Mode, SplitPlan
from engine.protocol import DEFAULT_CONTEXT

MODES: tuple[Mode, ...] = ("auto", "none", "layer", "tensor")
MODE_NAMES = {"auto": "Auto", "none": "None", "layer": "Layer", "tensor": "Tensor"}
STILL_MS = 120


class SplitChoice(QObject):
    """Recomputes the plans on every change; planning is pure. That of Auto weighs dozens of plans where there are many
    cards: while another mode is chosen it waits until shares and context have been still for a moment.
    """

    changed = Signal()

    def __init__(self, library: Library, hardware: DeviceList, settings: Settings) -> None:
        super().__init__()
        self._library, self._hardware, self._settings = library, hardware, settings
        self.shares: tuple[int, ...] = ()  # relative, by rank; empty: equal
        self.plans: dict[Mode, SplitPlan] = {}
        self._auto_later = QTimer(self)
        self._auto_later.setSingleShot(True)
        self._auto_later.setInterval(STILL_MS)
        self._auto_later.timeout.connect(self._plan_auto)
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
    def kv_types(self) -> list[KVType]:
        """Those that the picked model's heads allow."""
        facts = self._library.facts
        return [kind for kind in KV_TYPES if facts is None or not kv_complaint(facts, kind)]

    @property
    def kv_type(self) -> KVType:
        return next((kind for kind in self.kv_types if kind == self._defaults.kv_type), DEFAULT_KV)

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
        if mode == "auto" and self._auto_later.isActive():
            self._auto_later.stop()
            self.plans["auto"] = self._planned("auto")
        self.changed.emit()

    def set_context(self, context: int | None) -> None:
        """What the engine would take anyway counts as no choice."""
        facts = self._library.facts
        if facts is not None and context == min(facts.context, DEFAULT_CONTEXT):
            context = None
        if context != self.context:
            self._defaults.context = context or 0
            self._adjust()

    def set_kv_type(self, kv_type: KVType) -> None:
        if kv_type != self.kv_type:
            self._defaults.kv_type = kv_type
            self._adjust()

    def set_threads(self, threads: int | None) -> None:
        if threads != self.threads:
            self._defaults.threads = threads or 0
            self.changed.emit()

    def set_shares(self, shares: tuple[int, ...]) -> None:
        if shares != self.shares:
            self.shares = shares
            self._defaults.ranks = to_keep(self._hardware.devices(), shares)
            self._adjust()

    def share(self, shares: tuple[int, ...]) -> None:
        """Take shares that were meant for the plan on screen: Auto stays with the mode that it had chosen."""
        if self.mode == "auto" and self.plan is not None:
            self._defaults.mode = self.plan.mode
        self.set_shares(shares)

    def share_rank(self, rank: int, percent: int) -> None:
        """Give one rank so much of the model; the others keep their proportions."""
        shares = self.shares or tuple(10 * each for each in self.percents() or ())
        if shares:
            self.share(rebalanced(shares, rank, percent))

    def settle(self) -> None:
        """Nothing is planned any more: the window closes."""
        self._auto_later.stop()

    def planned(self, shares: Sequence[int]) -> SplitPlan:
        """The plan of the chosen mode with other shares; there must be a plan."""
        from engine.plan.build import plan

        facts, now = self._library.facts, self.plan
        assert facts is not None
        assert now is not None
        devices, links = self._hardware.devices(), self._hardware.links
        return plan(
            facts, devices, now.mode, shares=shares, context=self.context, links=links, kv_type=self.kv_type
        )

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
        plan = self.plan
        if plan is None or not is_shareable(plan, len(self.ranks)):
            return None
        given = self.shares or [held.weights for held in plan.bytes]
        return [round(100 * each / (sum(given) or 1)) for each in given]

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

    def _planned(self, mode: Mode) -> SplitPlan:
        from engine.plan.build import plan

        facts, devices, links = self._library.facts, self._hardware.devices(), self._hardware.links
        assert facts is not None
        made = plan(
            facts, devices, mode, shares=self.shares, context=self.context, links=links, kv_type=self.kv_type
        )
        return with_card_names(made, devices)

    def _replan(self) -> None:
        known = self._library.facts is not None and bool(self._hardware.ranks)
        self._auto_later.stop()
        self.plans = {mode: self._planned(mode) for mode in MODES} if known else {}
        self.changed.emit()

    def _adjust(self) -> None:
        """Other shares, context or KV type: what is chosen follows at once."""
        if not self.plans or self.mode == "auto":
            self._replan()
            return
        self.plans |= {mode: self._planned(mode) for mode in MODES if mode != "auto"}
        self._auto_later.start()
        self.changed.emit()

    def _plan_auto(self) -> None:
        self.plans["auto"] = self._planned("auto")
        self.changed.emit()


def rebalanced(shares: Sequence[int], rank: int, percent: int) -> tuple[int, ...]:
    """Shares in tenths of a percent after `rank` was given `percent`: the others keep their proportions."""
    others = sum(shares) - shares[rank]
    left = 1000 - 10 * percent
    equal = left // max(len(shares) - 1, 1)
    scaled = [left * share // others if others else equal for share in shares]
    return tuple(10 * percent if place == rank else share for place, share in enumerate(scaled))
