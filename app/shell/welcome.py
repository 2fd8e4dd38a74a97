"""What the chat page shows while it has no conversation: the next useful step, in one title, sentence and button."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject

from app.hardware.model import counted
from app.library.model import STARTER_BYTES, STARTER_NAME, Library
from app.shell.run_controller import RunController
from app.split.loading import Loading
from app.split.model import SplitChoice
from app.widgets.empty import EmptyState, EmptyView
from app.widgets.numbers import file_size
from app.widgets.throttle import Throttle

REFRESH_MS = 100


class Welcome(QObject):
    def __init__(
        self, view: EmptyView, library: Library, loading: Loading, choice: SplitChoice, run: RunController,
        browse: Callable[[], None], show_plan: Callable[[], None],
    ) -> None:  # fmt: skip
        super().__init__()
        self._view, self._library, self._loading, self._choice = view, library, loading, choice
        self._run, self._browse, self._show_plan = run, browse, show_plan
        refresh = Throttle(lambda: view.show_state(self.state()), REFRESH_MS, self)
        for signal in (library.picked, library.fetching, loading.changed, choice.changed):
            signal.connect(refresh)
        view.show_state(self.state())

    def state(self) -> EmptyState:
        library, loading = self._library, self._loading
        if (fetch := library.fetch) is not None:
            part = fetch.done / fetch.total if fetch.total else 0.0
            return EmptyState(
                f"Fetching {STARTER_NAME}",
                fetch.words(),
                "Cancel",
                library.cancel_fetch,
                primary=False,
                part=part,
            )
        if loading.comparison is not None:
            return EmptyState(
                "A comparison is running", "Its results grow on the Compare page. You can chat when it has ended.",
                "Stop it", loading.cancel, primary=False,
            )  # fmt: skip
        if loading.state == "loading":
            status = loading.status
            return EmptyState(
                f"Loading {library.name}",
                status.words(),
                "Cancel",
                loading.cancel,
                primary=False,
                part=status.part,
            )
        if loading.state == "loaded" and loading.plan is not None:
            mode = "" if loading.plan.mode == "none" else f" in {loading.plan.mode} mode"
            where = f"Loaded{mode} on {counted(loading.plan.devices)}."
            result = loading.result
            if result is not None and not result.has_vocabulary:
                return EmptyState("This model cannot chat", f"{where} It holds no vocabulary.")
            return EmptyState(f"Ask {library.name} something", where)
        plan = self._choice.plan
        if plan is not None and not plan.fits:
            return EmptyState(
                f"{library.name} does not fit", plan.misfit, "See what makes it fit", self._show_plan,
                link="Open another file", follow=self._browse,
            )  # fmt: skip
        if library.path:
            words = "Choose a split above and press Load."
            if plan is None:
                words = "Reading its header." if library.facts is None else "Looking for devices."
            return EmptyState(library.name, words, link="Open another file", follow=self._browse)
        on_disk = bool(library.starter_path)
        button = f"Load {STARTER_NAME}" if on_disk else f"Try {STARTER_NAME} ({file_size(STARTER_BYTES)})"
        return EmptyState(
            "Pick a model to start", "Open a .gguf file, drop one here, or fetch a small one to see how Tandem works.",
            button, self._run.try_starter, link="Open a file", follow=self._browse,
        )  # fmt: skip
