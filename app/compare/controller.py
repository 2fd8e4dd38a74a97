"""Binds the comparison, its page, the picked model and the engine."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from pathlib import Path

from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtGui import QGuiApplication

from app.chat.model import Chat
from app.compare.head import COMPARED
from app.compare.history import History
from app.compare.model import Comparison
from app.compare.prospect import Prospect
from app.compare.report import Facts, conditions, markdown
from app.compare.view import ComparePage
from app.compare.work import describe
from app.hardware.model import DeviceList
from app.language import translate
from app.library.model import Library
from app.live.model import LiveSpeeds
from app.split.loading import Loading
from app.split.model import SplitChoice, mode_word
from app.split.selector import plan_cells
from app.widgets.banner import Banners, Notice
from app.widgets.empty import EmptyState
from app.widgets.numbers import count, percent, time_left
from app.widgets.plan_glyph import mode_cells
from app.widgets.throttle import Throttle
from engine.protocol import Bench, Compare, Compared, Generate, Load

REFRESH_MS = 100
CLOCK_MS = 1000


class CompareController(QObject):
    """`load_command` is what a press of Load would ask for now. `hardware_asked`, `model_asked`: show where that is."""

    hardware_asked = Signal()
    model_asked = Signal()

    def __init__(
        self, page: ComparePage, comparison: Comparison, history: History, library: Library, hardware: DeviceList,
        choice: SplitChoice, loading: Loading, chat: Chat, live: LiveSpeeds, banners: Banners,
        load_command: Callable[[], Load | None],
    ) -> None:  # fmt: skip
        super().__init__()
        self.page, self._comparison, self._history = page, comparison, history
        self._library, self._hardware, self._choice, self._loading = library, hardware, choice, loading
        self._banners, self._load_command = banners, load_command
        self._prospect = Prospect(page.head, history, library, hardware, choice, loading, chat, live)
        self._was_running = False
        self._refresh = Throttle(self._show, REFRESH_MS, self)
        self._clock = QTimer(self)
        self._clock.setInterval(CLOCK_MS)
        self._clock.timeout.connect(self._show_head)
        for signal in (
            comparison.changed, history.changed, library.picked, hardware.changed, choice.changed, loading.changed,
            chat.busy_changed, page.head.changed,
        ):  # fmt: skip
            signal.connect(lambda *details: self._refresh())
        comparison.changed.connect(self._on_step)
        comparison.failed.connect(self._on_failed)
        loading.lost.connect(lambda sentence, details: banners.clear("compare"))  # told by its own banner
        page.head.pressed.connect(self._press)
        page.verdict.use.connect(choice.set_mode)
        page.verdict.copy.connect(lambda: QGuiApplication.clipboard().setText(self.report()))
        self._show()

    # What the user asks for

    def _press(self) -> None:
        if self._comparison.running:
            self._comparison.stop()
        else:
            self.run()

    def run(self) -> None:
        command = self._load_command()
        if command is None or self._prospect.obstacle():
            return
        head = self.page.head
        self._banners.clear("compare", "engine", "load")
        compare = Compare(0, command, head.modes(), head.work(), head.loads.value(), str(self._history.path))
        self._comparison.start(compare, self._prospect.block_seconds())

    def _run_quick(self) -> None:
        self.page.head.choose_kind("quick")
        self.page.head.button.setFocus()  # the pressed button is about to go
        self.run()

    def report(self) -> str:
        """The comparison as Markdown; empty before anything has been measured."""
        comparison = self._comparison
        if comparison.known is None or comparison.command is None:
            return ""
        library, name, quant = self._library, Path(comparison.model).stem, ""
        if library.path == comparison.model and library.facts is not None:
            name, quant = library.name, library.facts.quant
        work = describe(comparison.command.work, comparison.command.loads, self._kept())
        told = Facts(name, quant, work, datetime.now())
        return markdown(told, comparison.known, comparison.blocks)

    def _kept(self) -> str:
        """What the KV cache is kept in, on the devices of the comparison."""
        blocks, command = self._comparison.blocks, self._comparison.command
        if blocks:
            return "/".join(blocks[0].plan.kv_kept)
        return command.load.kv_type if command is not None else self._choice.kv_type

    # What happens

    def _on_step(self) -> None:
        running = self._comparison.running
        if running == self._was_running:
            return
        self._was_running = running
        if running:
            self._clock.start()
        else:
            self._clock.stop()
            self._history.reload()

    def _on_failed(self, sentence: str, details: str) -> None:
        self._banners.show_notice(
            Notice("compare", sentence, details=details, action=translate("compare", "Run again"), do=self.run)
        )

    # What the page shows

    def _show(self) -> None:
        page, comparison = self.page, self._comparison
        page.show_live(comparison.running)
        plans = self._choice.plans
        for mode in COMPARED:
            plan = plans.get(mode)
            cut = plan_cells(plan) if plan is not None else mode_cells(mode, len(self._hardware.ranks))
            misfit = plan.misfit if plan is not None else ""
            page.head.toggles[mode].show_mode(cut, misfit, not comparison.running)
        page.past.show_runs(self._history.of(self._library.path), str(self._history.path))
        page.show_empty(self._empty())
        if comparison.command is not None:
            self._show_results()
        self._show_head()

    def _show_head(self) -> None:
        head, comparison = self.page.head, self._comparison
        obstacle, about_this = self._prospect.obstacle(), self._about_this()
        empty = self._empty()
        plan = self._choice.plan
        head.show_durations(self._prospect.durations(), "/".join(plan.kv_kept) if plan else self._choice.kv_type)
        order = comparison.order if about_this else ()
        head.strip.setVisible(bool(order))
        head.strip.show_blocks(order, comparison.index, comparison.running)
        if comparison.running:
            head.show_words(self._progress())
        elif about_this and comparison.state != "none" and not obstacle:
            head.show_words(self._outcome())
        else:
            head.show_words("" if empty is not None else obstacle)  # which says it itself
        enabled = comparison.state == "running" if comparison.running else not obstacle
        offered = empty is not None and bool(empty.button)
        winner = about_this and not self.page.verdict.use_button.isHidden()
        head.show_button(comparison.running, enabled, primary=not offered and not winner)

    def _progress(self) -> str:
        """ "block 3 of 4 · tensor · 1 min left"."""
        comparison = self._comparison
        if comparison.state == "stopping":
            return translate("compare", "Stopping")
        if comparison.index >= len(comparison.order):
            return translate("compare", "Starting")
        parts = [
            translate("compare", "block {place} of {all}").format(
                place=comparison.index + 1, all=len(comparison.order)
            ),
            mode_word(comparison.order[comparison.index]),
        ]
        if self._loading.state == "loading":
            parts.append(translate("compare", "loading {part}").format(part=percent(self._loading.status.part)))
        left = comparison.seconds_left()
        parts.append(translate("compare", "time left not known yet") if left is None else time_left(left))
        return " · ".join(parts)

    def _outcome(self) -> str:
        comparison = self._comparison
        done, blocks = comparison.index, len(comparison.order)
        if comparison.state == "finished":
            return translate("compare", "Finished: {n}\xa0blocks measured.", "", done, n=count(done))
        if comparison.state in ("stopped", "failed") and not done:
            return translate("compare", "It ended before anything was measured.")
        if comparison.state == "stopped":
            return translate(
                "compare", "Stopped after {done} of {n}\xa0blocks. What was measured stays.", "", blocks,
                n=count(blocks)).format(done=count(done))  # fmt: skip
        if comparison.state == "failed":
            return translate(
                "compare", "Ended after {done} of {n}\xa0blocks. What was measured stays.", "", blocks,
                n=count(blocks)).format(done=count(done))  # fmt: skip
        return ""

    def _about_this(self) -> bool:
        """Whether the comparison is one of the picked model, or under way."""
        return self._comparison.running or (
            self._comparison.command is not None and self._comparison.model == self._library.path
        )

    def _empty(self) -> EmptyState | None:
        """What stands in place of figures; None if there are some, or some are being measured."""
        comparison, library = self._comparison, self._library
        if comparison.running or (self._about_this() and comparison.blocks):
            return None
        if library.facts is None:
            if library.path:
                return EmptyState(library.name, translate("compare", "Reading its header."))
            return EmptyState(
                translate("compare", "Pick a model to compare"),
                translate("compare", "Then its split modes can be timed against each other on your devices."),
                translate("compare", "Open a file"), self.model_asked.emit,
            )  # fmt: skip
        devices = self._hardware.devices()
        if len(devices) < 2:
            cpu = any(device.trial_only for device in devices)
            return EmptyState(
                translate("compare", "One CPU rank: tensor and layer mode need two")
                if cpu else translate("compare", "One card: tensor and layer mode need two"),
                translate("compare", "Everything else works. On the Hardware page CPU ranks can be added, "
                                     "to try how a split works."),
                translate("compare", "Open Hardware"), self.hardware_asked.emit,
            )  # fmt: skip
        about = self._prospect.durations().get("quick", "")
        modes = len(self.page.head.modes())
        sentence = translate(
            "compare",
            "Each of {modes} modes is loaded and timed in turn, twice and in mirrored order, so that "
            "warming up or throttling favours none of them.",
        ).format(modes=modes)
        button = (
            translate("compare", "Run Quick, {about}").format(about=about)
            if about
            else translate("compare", "Run Quick")
        )
        measured = bool(self._history.of(library.path))
        title = (
            translate("compare", "Nothing compared yet in this session")
            if measured
            else translate("compare", "Nothing measured yet for this model")
        )
        obstacle = self._prospect.obstacle()
        if obstacle:
            return EmptyState(title, obstacle)
        return EmptyState(title, sentence, button, self._run_quick)

    def _show_results(self) -> None:
        page, comparison, command = self.page, self._comparison, self._comparison.command
        assert command is not None
        known, work = comparison.known, command.work
        wanted = {"tg": True, "pp": True}
        if isinstance(work, Bench):
            wanted = {"tg": bool(work.n_gen), "pp": bool(work.n_prompt)}
        page.results.show_results(
            command.modes, known.results if known is not None else (), wanted, _legend(command, known)
        )
        texts = {block.mode: block.text for block in reversed(comparison.blocks)}
        replies = [(mode, texts[mode]) for mode in command.modes if mode in texts]
        page.replies.setVisible(isinstance(work, Generate) and bool(replies))
        page.replies.show_replies(replies if isinstance(work, Generate) else [])
        told = [describe(work, command.loads, self._kept()), conditions(comparison.blocks)]
        told += comparison.doubts if known is None else known.notes
        page.verdict.show_known(known, [words for words in told if words], self._choice.mode)


def _legend(command: Compare, known: Compared | None) -> str:
    """What the marks on the bars are: of those that are there."""
    results = known.results if known is not None else ()
    speeds = [speed for each in results for speed in (each.tg, each.pp) if speed is not None]
    depth = command.work.n_depth if isinstance(command.work, Bench) else 0
    parts = {
        translate("compare", "depth {tokens}").format(tokens=count(depth)): bool(depth),
        translate("compare", "95% interval"): any(speed.low is not None for speed in speeds),
        translate("compare", "dots are loads"): bool(speeds),
        translate("compare", "dashed: one device"): bool(speeds) and "none" in command.modes,
    }
    return " · ".join(words for words, there in parts.items() if there)
