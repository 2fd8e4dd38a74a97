"""What the chat page shows while it has no conversation: the next useful step, in one title, sentence and button."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject

from app.hardware.model import counted
from app.language import translate
from app.library.model import STARTER_BYTES, STARTER_NAME, Library
from app.shell.run_controller import RunController
from app.split.loading import Loading
from app.split.model import SplitChoice, mode_word
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
                translate("shell", "Fetching {name}").format(name=STARTER_NAME),
                fetch.words(),
                translate("shell", "Cancel"),
                library.cancel_fetch,
                primary=False,
                part=part,
            )
        if loading.comparison is not None:
            return EmptyState(
                translate("shell", "A comparison is running"),
                translate("shell", "Its results grow on the Compare page. You can chat when it has ended."),
                translate("shell", "Stop it"), loading.cancel, primary=False,
            )  # fmt: skip
        if loading.state == "loading" and loading.wanted is not None:
            status = loading.status
            return EmptyState(
                translate("shell", "Loading {name}").format(name=library.name_of(loading.wanted.model)),
                status.words(),
                translate("shell", "Cancel"),
                loading.cancel,
                primary=False,
                part=status.part,
            )
        if loading.state == "loaded" and loading.plan is not None and loading.wanted is not None:
            told = (
                translate("shell", "Loaded on {devices}.")
                if loading.plan.mode == "none"
                else translate("shell", "Loaded in {mode} mode on {devices}.")
            )
            where = told.format(mode=mode_word(loading.plan.mode), devices=counted(loading.plan.devices))
            name, result = library.name_of(loading.wanted.model), loading.result
            if result is not None and not result.has_vocabulary:
                return EmptyState(
                    translate("shell", "This model cannot chat"),
                    " ".join([where, translate("shell", "It holds no vocabulary.")]),
                )
            return EmptyState(translate("shell", "Ask {name} something").format(name=name), where)
        plan = self._choice.plan
        if plan is not None and not plan.fits:
            return EmptyState(
                translate("shell", "{name} does not fit").format(name=library.name), plan.misfit,
                translate("shell", "See what makes it fit"), self._show_plan,
                link=translate("shell", "Open another file"), follow=self._browse,
            )  # fmt: skip
        if library.path:
            words = translate("shell", "Choose a split above and press Load.")
            if plan is None:
                words = (
                    translate("shell", "Reading its header.")
                    if library.facts is None
                    else translate("shell", "Looking for devices.")
                )
            return EmptyState(library.name, words, link=translate("shell", "Open another file"), follow=self._browse)
        on_disk = bool(library.starter_path)
        button = (
            translate("shell", "Load {name}").format(name=STARTER_NAME)
            if on_disk
            else translate("shell", "Try {name} ({size})").format(name=STARTER_NAME, size=file_size(STARTER_BYTES))
        )
        return EmptyState(
            translate("shell", "Pick a model to start"),
            translate("shell", "Open a .gguf file, drop one here, or fetch a small one to see how Tandem works."),
            button, self._run.try_starter, link=translate("shell", "Open a file"), follow=self._browse,
        )  # fmt: skip
