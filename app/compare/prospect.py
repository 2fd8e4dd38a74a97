"""What a comparison of the picked model would take, and why it cannot be run now, if it cannot."""

from __future__ import annotations

from app.chat.model import Chat
from app.compare.head import Head
from app.compare.history import History
from app.compare.timing import Known, block_seconds, predict
from app.compare.work import NAMES, PRESETS, Kind, duration, tokens_needed
from app.hardware.model import DeviceList
from app.language import QT_TRANSLATE_NOOP, translate
from app.library.model import Library
from app.live.model import LiveSpeeds
from app.split.loading import Loading
from app.split.model import SplitChoice
from app.widgets.numbers import count
from engine.plan.types import Mode
from engine.protocol import Bench, Generate

BUSY = {
    "loading": QT_TRANSLATE_NOOP("compare", "The model is being loaded. Run it when that has ended."),
    "unloading": QT_TRANSLATE_NOOP("compare", "The model is being unloaded. Run it when that has ended."),
}


class Prospect:
    def __init__(
        self, head: Head, history: History, library: Library, hardware: DeviceList, choice: SplitChoice,
        loading: Loading, chat: Chat, live: LiveSpeeds,
    ) -> None:  # fmt: skip
        self._head, self._history, self._library, self._hardware = head, history, library, hardware
        self._choice, self._loading, self._chat, self._live = choice, loading, chat, live

    def obstacle(self) -> str:
        """Why nothing can be run now, in a sentence; empty if it can."""
        head, plan, work = self._head, self._choice.plan, self._head.work()
        if self._library.facts is None or plan is None:
            return translate("compare", "Pick a model first.")
        if lack := self._library.unsupported:
            return translate("compare", "This model is not supported: {lack}. Pick another one.").format(lack=lack)
        if self._loading.state in BUSY and self._loading.comparison is None:
            return translate("compare", BUSY[self._loading.state])
        if self._chat.busy:
            return translate("compare", "A reply is being written. Stop it, or wait for its end.")
        if len(self._hardware.ranks) < 2:
            return translate("compare", "Comparing needs two devices.")
        if len(head.modes()) < 2:
            return translate("compare", "Turn on at least two modes.")
        if isinstance(work, Generate) and not any(message.content for message in work.messages):
            return translate("compare", "Write a prompt first.")
        if isinstance(work, Bench) and not (work.n_prompt or work.n_gen):
            return translate("compare", "There is nothing to time: prompt and generation are both 0.")
        if tokens_needed(work) > plan.context:
            return translate("compare", "This needs {tokens} tokens, and the context holds {context}.").format(
                tokens=count(tokens_needed(work)), context=count(plan.context)
            )
        return ""

    def durations(self) -> dict[Kind, str]:
        """ "about 3 min" for every kind of work of which that can be told."""
        head, known = self._head, self._known()
        found: dict[Kind, str] = {}
        for kind in NAMES:
            chosen = head.kind.current == kind
            if kind not in PRESETS and not chosen:
                continue
            work: Bench | Generate = PRESETS[kind].bench if kind in PRESETS else head.work()
            loads = head.loads.value() if chosen else PRESETS[kind].loads
            found[kind] = duration(predict(work, head.modes(), loads, known, self._load_seconds()))
        return found

    def block_seconds(self) -> float | None:
        """The longest block of the chosen work, if anything is known of it."""
        blocks = (
            block_seconds(self._head.work(), known, self._load_seconds()) for known in self._known().values()
        )
        return max((seconds for seconds in blocks if seconds is not None), default=None)

    def _known(self) -> dict[Mode, Known]:
        """Speeds of the picked model as they were measured last."""
        path = self._library.path

        def last(mode: Mode, generation: bool) -> float | None:
            plan = self._choice.plans.get(mode)
            ranks = plan.world_size if plan is not None else 0
            run = self._history.newest(path, mode, ranks, generation=generation)
            return run.ts if run is not None else None

        return {
            mode: Known(last(mode, False), last(mode, True) or self._live.measured.get((path, mode)))
            for mode in self._head.modes()
        }

    def _load_seconds(self) -> float:
        """Of the picked model's last load in this session; nobody knows before."""
        result = self._loading.result
        return result.seconds if result is not None and result.model == self._library.path else 0.0
