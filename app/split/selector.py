"""The split selector: four segments whose second lines say what each mode is worth, as far as is known."""

from __future__ import annotations

from PySide6.QtCore import QObject

from app.compare.history import History, day
from app.hardware.model import DeviceList
from app.library.model import Library
from app.live.model import LiveSpeeds
from app.split.model import MODE_NAMES, MODES, SplitChoice
from app.widgets.numbers import figure, plural, speed
from app.widgets.plan_glyph import Cell, cells, mode_cells
from app.widgets.segments import Segment, Segments
from app.widgets.theme import Theme
from engine.plan.types import Mode, SplitPlan

# Before a model is picked: the second line, and a shorter one.
BEFORE: dict[Mode, tuple[str, str]] = {
    "auto": ("picks one", "auto"), "none": ("one device", "one"), "layer": ("in a row", ""),
    "tensor": ("side by side", "at once"),
}  # fmt: skip


def plan_cells(plan: SplitPlan) -> list[Cell]:
    """The drawing of a plan: bands by layers, slices by what each rank holds of a layer."""
    bands = []
    for stage in plan.stages:
        widths = [0.0] * len(stage.ranks)
        for split in stage.splits:
            if split.part != "vocabulary rows" and split.total:
                widths = [w + len(held) / split.total for w, held in zip(widths, split.ranges, strict=True)]
        if not any(widths):
            widths = [1.0] * len(stage.ranks)
        bands.append((float(len(stage.layers)), list(zip(stage.ranks, widths, strict=True))))
    return cells(bands)


class SplitSelector(QObject):
    """Keeps the segments' texts true, and writes the user's choice into the model."""

    def __init__(
        self, theme: Theme, choice: SplitChoice, hardware: DeviceList, library: Library, live: LiveSpeeds,
        history: History,
    ) -> None:  # fmt: skip
        super().__init__()
        self._choice, self._hardware, self._library, self._live = choice, hardware, library, live
        self._history = history
        self.widget = Segments(theme, self._segments(), "Split mode")
        self.widget.set_current(choice.mode)
        self.widget.chosen.connect(choice.set_mode)
        choice.changed.connect(self._refresh)
        live.finished.connect(self._refresh)
        history.changed.connect(self._refresh)

    def _refresh(self) -> None:
        self.widget.set_segments(self._segments())
        self.widget.set_current(self._choice.mode)

    def _segments(self) -> list[Segment]:
        return [self._segment(mode) for mode in MODES]

    def _segment(self, mode: Mode) -> Segment:
        plan = self._choice.plans.get(mode)
        drawn = [] if mode == "auto" else mode_cells(mode, len(self._hardware.ranks))
        if plan is not None and mode not in ("auto", "none"):
            drawn = plan_cells(plan)
        second, short, role, note = self._second(mode, plan)
        return Segment(mode, MODE_NAMES[mode], second, short, role, tuple(drawn), note)

    def _second(self, mode: Mode, plan: SplitPlan | None) -> tuple[str, str, str, str]:
        """The second line, a shorter one for narrow windows, its palette role, and what its tooltip adds."""
        if plan is None:
            return *BEFORE[mode], "muted", ""
        if not plan.fits:
            return "does not fit", "no fit", "error", ""
        if mode == "auto":
            return f"→ {plan.mode}", "", "muted", ""
        measured = self._measured(mode, plan.world_size)
        if measured is not None:
            return speed(measured[0]), figure(measured[0]), "muted", measured[1]
        cards = not any(device.trial_only for device in plan.devices)
        return plural(plan.world_size, "card" if cards else "rank"), "", "muted", ""

    def _measured(self, mode: Mode, ranks: int) -> tuple[float, str] | None:
        """Generation speed, and when it was measured: in this session's last reply, else in a benchmark."""
        reply = self._live.measured.get((self._library.path, mode))
        if reply is not None:
            return reply, "measured in the last reply"
        run = self._history.newest(self._library.path, mode, ranks, generation=True)
        return None if run is None else (run.ts, f"measured {day(run.when)}")
