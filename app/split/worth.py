"""What each split mode is worth in tokens per second: measured where it was, else predicted, and always said which."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from app.compare.history import History, day
from app.library.model import Library
from app.live.model import LiveSpeeds
from app.widgets.numbers import NBSP, figure, plural, speed
from engine.plan.types import Device, Mode, SplitPlan


@dataclass(frozen=True)
class Worth:
    """`generation` and `prompt` in tokens per second; `measured` says when, and is empty for a prediction."""

    generation: float | None = None
    prompt: float | None = None  # only ever measured
    measured: str = ""  # "today", "12 Nov"

    @property
    def words(self) -> str:
        """ "36.2 tok/s" if measured, "about 36" if predicted, empty if neither."""
        if self.generation is None:
            return ""
        return speed(self.generation) if self.measured else f"about {roughly(self.generation)}"

    @property
    def full(self) -> str:
        """ "36.2 tok/s" or "about 36 tok/s"."""
        return self.words if self.measured or not self.words else f"{self.words}{NBSP}tok/s"

    @property
    def short(self) -> str:
        """The bare number, which a prediction marks."""
        if self.generation is None:
            return ""
        return figure(self.generation) if self.measured else f"≈ {roughly(self.generation)}"

    @property
    def source(self) -> str:
        """ "measured 12 Nov" or "predicted"."""
        if self.generation is None:
            return "not measured"
        return f"measured {self.measured}" if self.measured else "predicted"

    @property
    def prompt_words(self) -> str:
        return f"prompt {figure(self.prompt)}" if self.prompt is not None else ""


class Worths:
    """Looks the speeds of the picked model up: this session's last reply, then benchmarks, then the plan."""

    def __init__(self, library: Library, live: LiveSpeeds, history: History) -> None:
        self._library, self._live, self._history = library, live, history

    def of(self, mode: Mode, plan: SplitPlan) -> Worth:
        """Of a plan made for `mode`; a mixture is known by its prediction alone."""
        path = self._library.path
        reply = None if plan.mixed else self._live.measured.get((path, mode))
        ran = None if plan.mixed else self._newest(mode, plan, generation=True)
        read = None if plan.mixed else self._newest(mode, plan, generation=False)
        prompt = read[0] if read else None
        if reply is not None:
            return Worth(reply, prompt, "today")
        if ran is not None:
            return Worth(ran[0], prompt, ran[1])
        return Worth(plan.tokens_per_second, prompt)

    def _newest(self, mode: Mode, plan: SplitPlan, *, generation: bool) -> tuple[float, str] | None:
        run = self._history.newest(
            self._library.path, mode, plan.world_size, generation=generation, kv_type=plan.kv_type
        )
        return None if run is None else (run.ts, when(run.when))


def when(moment: datetime) -> str:
    """ "today", or a day."""
    return "today" if moment.astimezone().date() == datetime.now().astimezone().date() else day(moment)


def roughly(value: float) -> str:
    """A prediction has no digits after the point that would look measured: "36", "4.2", "118"."""
    return f"{value:.1f}" if value < 9.95 else f"{value:,.0f}"


def held_by(devices: tuple[Device, ...]) -> str:
    """ "2 cards", "3 ranks": what is said of a mode whose speed is not known."""
    cards = not any(device.trial_only for device in devices)
    return plural(len(devices), "card" if cards else "rank")
