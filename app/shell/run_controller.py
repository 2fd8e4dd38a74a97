"""What the run bar says and does: loading, cancelling, unloading, and the way back after a failure."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal

from app.hardware.model import DeviceList, counted
from app.language import said, translate
from app.library.model import Library
from app.shell.engine_client import EngineClient
from app.shell.run_bar import RunBar
from app.split.loading import Loading
from app.split.model import SplitChoice, mode_word
from app.widgets.banner import Banners, Notice
from app.widgets.button import Look
from app.widgets.numbers import percent
from app.widgets.throttle import Throttle
from engine.protocol import Event, Failed, ListDevices, Load

REFRESH_MS = 100


class RunController(QObject):
    """`action(words, enabled)` is what the one button says, for whoever repeats it."""

    action = Signal(str, bool)

    def __init__(
        self, bar: RunBar, banners: Banners, client: EngineClient, library: Library, choice: SplitChoice,
        hardware: DeviceList, loading: Loading,
    ) -> None:  # fmt: skip
        super().__init__()
        self._bar, self._banners, self._client = bar, banners, client
        self._library, self._choice, self._hardware, self._loading = library, choice, hardware, loading
        self.action_now = (translate("shell", "Load"), False)
        self._last: Load | None = None  # what Reload brings back
        self._load_when_planned = False
        self._refresh = Throttle(self._show, REFRESH_MS, self)
        bar.pressed.connect(self.press)
        for signal in (choice.changed, loading.changed, library.picked, library.fetching, bar.segments.described):
            signal.connect(self._refresh)
        choice.changed.connect(self._load_if_wanted)
        library.failed.connect(self._on_unreadable)
        library.fetched.connect(self._on_fetched)
        loading.loaded.connect(self._on_loaded)
        loading.failed.connect(self._on_load_failed)
        loading.lost.connect(self._on_lost)
        client.ended.connect(self._on_engine_end)
        client.arrived.connect(self._on_event)
        self._show()

    # What the user asks for

    def press(self) -> None:
        """The one button."""
        if self._library.fetch is not None:
            self._library.cancel_fetch()
        elif self._loading.state == "loading" or self._loading.comparison is not None:
            self._loading.cancel()
        elif self._loading.state == "loaded" and not self._differs():
            self._loading.unload()
        elif self._bar.button.isEnabled():
            self.load()

    def load(self) -> None:
        command = self.command()
        if command is not None and self._library.replaced:
            self.open_and_load(self._library.path)  # by its own plan, if that fits
        elif command is not None:
            self._start(command)

    def open_and_load(self, path: str) -> None:
        """Pick a file and load it as soon as its plan is known."""
        self._load_when_planned = True
        self._library.pick(path)

    def try_starter(self) -> None:
        """Fetch the starter model if it is not on disk yet, then load it."""
        if self._library.starter_path:
            self.open_and_load(self._library.starter_path)
        else:
            self._load_when_planned = True
            self._library.fetch_starter()

    def pick(self, path: str) -> None:
        """Pick a file, to look at its plan first."""
        self._load_when_planned = False
        self._banners.clear("open", "load")
        self._library.pick(path)

    # What happens

    def _load_if_wanted(self) -> None:
        plan = self._choice.plan
        if self._load_when_planned and plan is not None and self._library.facts is not None:
            self._load_when_planned = False
            if plan.fits and not self._library.unsupported:
                self.load()

    def _start(self, command: Load) -> None:
        self._banners.clear("engine", "load", "open")
        self._last = command
        self._loading.load(command)

    def _reload(self) -> None:
        """What was loaded last; what is chosen now where only a comparison has loaded anything."""
        command = self._last or self.command()
        if command is not None:
            self._start(command)

    def _on_fetched(self) -> None:
        self._banners.clear("open")

    def _on_loaded(self) -> None:
        result = self._loading.result
        notes = list(result.notes) if result is not None else []
        self._banners.clear("notes")
        if notes and self._loading.comparison is None:  # which loads many times
            self._banners.show_notice(Notice("notes", " ".join(map(said, notes)), "warn"))

    def _on_unreadable(self, sentence: str, details: str) -> None:
        self._load_when_planned = False
        self._banners.show_notice(Notice("open", said(sentence), details=details))

    def _on_load_failed(self, sentence: str, details: str) -> None:
        self._banners.show_notice(
            Notice("load", sentence, details=details, action=translate("shell", "Try again"), do=self._reload)
        )

    def _on_lost(self, sentence: str, details: str) -> None:
        self._banners.show_notice(
            Notice("engine", sentence, details=details, action=translate("shell", "Reload"), do=self._reload)
        )

    def _on_engine_end(self, sentence: str) -> None:
        had_model = self._loading.state in ("loaded", "loading") and self._loading.wanted is not None
        self._load_when_planned = False
        self._loading.on_engine_end()
        self._library.on_engine_end()
        action, do = (
            (translate("shell", "Reload"), self._reload)
            if had_model
            else (translate("shell", "Start it again"), self._start_engine)
        )
        self._banners.show_notice(Notice("engine", said(sentence), action=action, do=do))

    def _on_event(self, event: Event) -> None:
        if isinstance(event, Failed) and event.what == "devices":
            self._banners.show_notice(
                Notice(
                    "devices",
                    said(event.sentence),
                    details=event.details,
                    action=translate("shell", "Look again"),
                    do=self._look_again,
                )
            )

    def _look_again(self) -> None:
        self._banners.clear("devices")
        self._client.send(ListDevices())

    def _start_engine(self) -> None:
        self._banners.clear("engine")
        if not self._client.running:
            self._client.start()

    # What the bar shows

    def command(self) -> Load | None:
        """What a press of Load asks for; None before a model is picked."""
        if self._library.facts is None or not self._hardware.ranks:
            return None
        choice = self._choice
        return Load(
            0,
            self._library.path,
            choice.mode,
            tuple(self._hardware.ranks),
            choice.shares,
            choice.context,
            choice.threads,
            kv_type=choice.kv_type,
        )

    def _differs(self) -> bool:
        command = self.command()
        return command is not None and self._loading.differs(command, self._choice.plan)

    def _button(self) -> tuple[str, Look, bool]:
        plan, state, wanted = self._choice.plan, self._loading.state, self._loading.wanted
        if self._loading.comparison is not None:
            return translate("shell", "Stop"), "plain", True
        if state == "loading" or self._library.fetch is not None:
            return translate("shell", "Cancel"), "plain", True
        if state == "unloading":
            return translate("shell", "Unload"), "plain", False
        fits = plan is not None and plan.fits and not self._library.unsupported
        if state == "none":
            return translate("shell", "Load"), "primary", fits
        if not self._differs():
            return translate("shell", "Unload"), "plain", True
        same = wanted is not None and wanted.model == self._library.path
        return (
            self._reload_words(plan.mode)
            if same and plan is not None
            else translate("shell", "Load"),
            "primary",
            fits,
        )

    @staticmethod
    def _reload_words(mode: str) -> str:
        return translate("shell", "Reload in {mode}").format(mode=mode_word(mode))

    def _sentence(self) -> tuple[str, str]:
        plan, state = self._choice.plan, self._loading.state
        if self._library.fetch is not None:
            return translate("shell", "Fetching the starter model"), "text"
        if self._loading.comparison is not None and self._loading.wanted is not None:
            return translate("shell", "Comparing: {mode}").format(mode=mode_word(self._loading.wanted.mode)), "text"
        if state == "loading":
            return translate("shell", "Loading"), "text"
        if plan is None:
            return "", "muted"
        if lack := self._library.unsupported:
            return translate("shell", "Not supported: {lack}").format(lack=lack), "error"
        if not plan.fits:
            return plan.misfit, "error"
        if state == "loaded" and not self._differs():
            return translate("shell", "Loaded on {devices}").format(devices=counted(plan.devices)), "ok"
        return translate("shell", "Fits on {devices}").format(devices=counted(plan.devices)), "ok"

    def _show(self) -> None:
        progress: tuple[float | None, str] = (None, "")
        if self._loading.state == "loading":
            progress = (self._loading.status.part, percent(self._loading.status.part))
        elif (fetch := self._library.fetch) is not None:
            part = fetch.done / fetch.total if fetch.total else 0.0
            progress = (part, percent(part))
        self._bar.show_sentence(*self._sentence(), has_plan=self._choice.plan is not None)
        self._bar.show_progress(*progress)
        words, look, enabled = self._button()
        plan = self._choice.plan
        reload = plan is not None and words == self._reload_words(plan.mode)
        self._bar.show_button(words, translate("shell", "Reload") if reload else words, look, enabled)
        self.action_now = (words, enabled)
        self.action.emit(words, enabled)
