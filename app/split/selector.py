"""The split selector: four segments whose second lines say what each mode is worth, as far as is known."""

from __future__ import annotations

from PySide6.QtCore import QObject

from app.compare.history import History
from app.hardware.model import DeviceList
from app.language import QT_TRANSLATE_NOOP, translate
from app.library.model import Library
from app.live.model import LiveSpeeds
from app.split.boundary import slice_widths
from app.split.model import MODES, SplitChoice, mode_name, mode_word
from app.split.worth import Worths, held_by
from app.widgets.plan_glyph import Cell, cells, mode_cells
from app.widgets.segments import Segment, Segments
from app.widgets.theme import Theme
from engine.plan.types import Mode, SplitPlan

# Before a model is picked: the second line, and a shorter one.
BEFORE: dict[Mode, tuple[str, str]] = {
    "auto": (QT_TRANSLATE_NOOP("split", "picks one"), QT_TRANSLATE_NOOP("split", "picks")),
    "none": (QT_TRANSLATE_NOOP("split", "one device"), QT_TRANSLATE_NOOP("split", "one")),
    "layer": (QT_TRANSLATE_NOOP("split", "in a row"), ""),
    "tensor": (QT_TRANSLATE_NOOP("split", "side by side"), QT_TRANSLATE_NOOP("split", "at once")),
}


def plan_cells(plan: SplitPlan) -> list[Cell]:
    """The drawing of a plan: bands by layers, slices by what each rank holds of a layer."""
    bands = [
        (float(len(stage.layers)), list(zip(stage.ranks, slice_widths(plan, place), strict=True)))
        for place, stage in enumerate(plan.stages)
    ]
    return cells(bands)


class SplitSelector(QObject):
    """Keeps the segments' texts true, and writes the user's choice into the model."""

    def __init__(
        self, theme: Theme, choice: SplitChoice, hardware: DeviceList, library: Library, live: LiveSpeeds,
        history: History,
    ) -> None:  # fmt: skip
        super().__init__()
        self._choice, self._hardware = choice, hardware
        self._worths = Worths(library, live, history)
        self.widget = Segments(theme, self._segments(), translate("split", "Split mode"))
        self.widget.set_current(choice.mode)
        self.widget.chosen.connect(choice.set_mode)
        choice.changed.connect(self._refresh)
        live.finished.connect(self._refresh)
        history.changed.connect(self._refresh)

    def source(self) -> str:
        """ "measured 12 Nov" or "predicted", of the speed of the chosen mode; empty where there is none to speak of."""
        plan = self._choice.plan
        if plan is None or not plan.fits:
            return ""
        worth = self._worths.of(plan.mode, plan)
        return worth.source if worth.words else ""

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
        return Segment(mode, mode_name(mode), second, short, role, tuple(drawn), note)

    def _second(self, mode: Mode, plan: SplitPlan | None) -> tuple[str, str, str, str]:
        """The second line, a shorter one for narrow windows, its palette role, and what its tooltip adds."""
        if plan is None:
            second, short = (translate("split", words) for words in BEFORE[mode])
            return second, short, "muted", ""
        if not plan.fits:
            return translate("split", "does not fit"), translate("split", "no fit"), "error", ""
        if mode == "auto":
            return f"→ {mode_word(plan.mode)}", mode_word(plan.mode), "muted", ""
        worth = self._worths.of(mode, plan)
        if not worth.words:
            return held_by(plan.devices), "", "muted", ""
        return worth.words, worth.short, "muted", worth.source
