"""The main window: rail, run bar, banners, pages and the live panel, put together."""

from __future__ import annotations

from collections.abc import Callable
from functools import cached_property, partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QByteArray, QThreadPool
from PySide6.QtGui import QCloseEvent, QDragEnterEvent, QDropEvent, QKeySequence, QResizeEvent, QShortcut
from PySide6.QtWidgets import (
    QApplication,
    QFileDialog,
    QHBoxLayout,
    QMainWindow,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from app.chat.controller import ChatController
from app.chat.prompt import PromptCard
from app.chat.sampling import SamplingCard
from app.chat.view import ChatPage
from app.compare.controller import CompareController
from app.compare.view import ComparePage
from app.download.job import Job
from app.hardware.view import HardwarePage
from app.library.page import LibraryPage
from app.live.view import LivePanel, LiveStrip
from app.settings.menu import SettingsMenu
from app.shell.models import Models
from app.shell.rail import Rail
from app.shell.run_bar import RunBar
from app.shell.run_controller import RunController
from app.shell.welcome import Welcome
from app.split.popover import PlanCard
from app.split.selector import SplitSelector
from app.widgets import metrics
from app.widgets.banner import Banners, Notice
from app.widgets.focus_ring import FocusRing
from app.widgets.paint import app_icon
from app.widgets.theme import Theme
from app.widgets.throttle import Throttle
from engine.protocol import Event, PromptProgress, Text

if TYPE_CHECKING:
    from app.download.card import DownloadCard

PAGES = (("chat", "Chat"), ("library", "Library"), ("hardware", "Hardware"), ("compare", "Compare"))
WITH_RUN_BAR = ("chat", "library", "compare")
SAVE_MS = 1000
WAIT_MS = 2000  # for a header that is being read


class Window(QMainWindow):
    def __init__(self, models: Models, theme: Theme, app: QApplication) -> None:
        super().__init__()
        self.models, self._theme = models, theme
        settings, library, loading = models.settings, models.library, models.loading
        self.setWindowIcon(app_icon())
        self.setMinimumSize(*metrics.WINDOW_MINIMUM)
        self.resize(*metrics.WINDOW_SIZE)
        self.setAcceptDrops(True)
        menu = SettingsMenu(self, theme, settings, models.paths)
        self.rail = Rail(theme, PAGES, menu)
        self.selector = SplitSelector(
            theme, models.choice, models.hardware, library, models.live, models.history
        )
        self.run_bar = RunBar(theme, library, models.catalog, settings, self.selector)
        self.banners = Banners(theme)
        self.chat_page = ChatPage(theme, models.chat)
        self.library_page = LibraryPage(theme, models.catalog, models.fits, settings, models.downloads)
        self.hardware_page = HardwarePage(theme, models.hardware)
        self.compare_page = ComparePage(theme)
        self.live_panel = LivePanel(theme, models.live, loading)
        self.live_strip = LiveStrip(theme, models.live, loading)
        self.pages = QStackedWidget()
        self._put_together()
        self.plan_card = PlanCard(theme, self, models.choice, library)
        self.sampling_card = SamplingCard(theme, self, settings, library)
        self.prompt_card = PromptCard(theme, self, settings, library)
        self.run = RunController(
            self.run_bar, self.banners, models.client, library, models.choice, models.hardware, loading
        )
        self.conversation = ChatController(
            models.chat,
            self.chat_page,
            (self.sampling_card, self.prompt_card),
            loading,
            settings,
            library,
            self.banners,
            models.paths,
        )
        self.compare = CompareController(
            self.compare_page, models.comparison, models.history, library, models.hardware, models.choice, loading,
            models.chat, models.live, self.banners, self.run.command,
        )  # fmt: skip
        self.welcome = Welcome(self.chat_page.empty, library, loading, models.choice, self.run, self.browse)
        for controller in (self.selector, self.run, self.conversation, self.compare, self.welcome):
            controller.setParent(self)  # they end with the widgets they speak to
        self._ring = FocusRing(theme, self, app)
        self._save_soon = Throttle(self.save, SAVE_MS, self)
        self._connect()
        self.show_page(settings.page if settings.page in dict(PAGES) else "chat")
        if settings.window:
            self.restoreGeometry(QByteArray.fromHex(settings.window.encode()))
        self._retitle()

    def _put_together(self) -> None:
        for page in (self.chat_page, self.library_page, self.hardware_page, self.compare_page):  # as PAGES
            self.pages.addWidget(page)
        content = QHBoxLayout()
        content.setSpacing(0)
        content.addWidget(self.pages, 1)
        content.addWidget(self.live_panel)
        right = QVBoxLayout()
        right.setSpacing(0)
        right.addWidget(self.run_bar)
        right.addWidget(self.banners)
        right.addLayout(content, 1)
        right.addWidget(self.live_strip)
        whole = QWidget()
        row = QHBoxLayout(whole)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addWidget(self.rail)
        row.addLayout(right, 1)
        self.setCentralWidget(whole)

    def _connect(self) -> None:
        models = self.models
        self.rail.chosen.connect(self.show_page)
        self.run_bar.picker.picked.connect(self.run.pick)
        self.run_bar.picker.browse.connect(self.browse)
        self.run_bar.picker.starter.connect(self.run.try_starter)
        self.run_bar.picker.library.connect(self._search_library)
        self.library_page.used.connect(self._use)
        self.library_page.reset.connect(models.library.reset)
        self.library_page.fetch.clicked.connect(lambda: self.download_card.open_under(self.library_page.fetch))
        models.downloads.arrived.connect(self._on_download)
        models.downloads.failed.connect(self._on_download)
        self.run_bar.plan_asked.connect(self.show_plan)
        self.compare.hardware_asked.connect(lambda: self.show_page("hardware"))
        self.compare.model_asked.connect(self._browse_to_compare)
        self.plan_card.load.connect(self.run.press)
        self.sampling_card.plan_asked.connect(self.show_plan)
        self.run.action.connect(self.plan_card.show_action)
        models.client.arrived.connect(self._on_event)
        models.live.finished.connect(self._on_speeds)
        models.library.picked.connect(self._retitle)
        for signal in (
            models.library.picked,
            models.catalog.changed,
            models.choice.changed,
            models.hardware.changed,
            self.sampling_card.changed,
            self.prompt_card.changed,
        ):
            signal.connect(self._save_soon)
        shortcuts: dict[str, Callable[[], object]] = {
            "Ctrl+N": self._on_chat(self.conversation.new_chat), "Ctrl+O": self.browse, "Ctrl+R": self.run.press,
            "Ctrl+P": self.show_plan, "Ctrl+L": self.chat_page.composer.setFocus, "Ctrl+Alt+B": self._toggle_live,
            "Ctrl+Shift+C": self.chat_page.transcript.copy_last_reply, "Ctrl+Q": self.close, "Esc": models.chat.stop,
            "Ctrl+B": self._on_chat(self.conversation.toggle_list), "Ctrl+K": self._on_chat(self.conversation.search),
        }  # fmt: skip
        shortcuts |= {f"Ctrl+{place}": partial(self.show_page, key) for place, (key, _) in enumerate(PAGES, start=1)}
        for keys, action in shortcuts.items():
            QShortcut(QKeySequence(keys), self).activated.connect(action)

    def _on_chat(self, action: Callable[[], None]) -> Callable[[], None]:
        """What belongs to the chat page brings it up first."""

        def act() -> None:
            if self.models.settings.page != "chat":
                self.show_page("chat")
            action()

        return act

    def show_page(self, key: str) -> None:
        self.models.settings.page = key
        self.pages.setCurrentIndex([page for page, _ in PAGES].index(key))
        self.rail.show_page(key)
        self.run_bar.setVisible(key in WITH_RUN_BAR)
        self._arrange()
        if key == "chat":
            self.chat_page.composer.setFocus()
        elif key == "library":
            self.library_page.focus()
        elif key == "compare":
            self.compare_page.focus()

    def _use(self, path: str) -> None:
        """Pick a model, and show where one talks to it."""
        self.show_page("chat")
        self.run.pick(path)

    def _search_library(self) -> None:
        self.show_page("library")
        self.library_page.search.setFocus()

    @cached_property
    def download_card(self) -> DownloadCard:
        """Made when it is first asked for: most windows never show it."""
        from app.download.card import DownloadCard

        models = self.models
        return DownloadCard(
            self._theme, self, models.downloads, models.free_memory, models.download_folder, models.keep_download_folder
        )

    def _on_download(self, job: Job) -> None:
        """On the library's page its row says it."""
        if self.models.settings.page == "library":
            return
        if job.state == "done":
            sentence, level = f"{job.name} is downloaded, and its checksum agrees.", "ok"
            action, do = "Use this model", partial(self._use, job.path)
        else:
            sentence, level = job.sentence, "error"
            action, do = "Show downloads", partial(self.show_page, "library")
        self.banners.show_notice(Notice("download", sentence, level, job.details, action, do))

    def show_plan(self) -> None:
        if self.models.choice.plan is not None and self.run_bar.isVisible():
            self.plan_card.open_under(self.run_bar.segments)

    def browse(self) -> None:
        """Let the user choose a model file."""
        start = self.models.library.path or ""
        path, _ = QFileDialog.getOpenFileName(
            self, "Open a model", start, "GGUF models (*.gguf);;All files (*)"
        )
        if path:
            self._use(path)

    def _browse_to_compare(self) -> None:
        self.browse()
        self.show_page("compare")

    def show_trouble(self, sentence: str, details: str) -> None:
        """Something went wrong in the window itself."""
        self.banners.show_notice(Notice("window", sentence, details=details))

    def save(self) -> None:
        models = self.models
        models.settings.window = bytes(self.saveGeometry().toHex().data()).decode()
        try:
            models.file.save()
        except OSError as error:
            folder = models.paths.config
            self.show_trouble(
                f"The settings cannot be saved in {folder}: {error.strerror}. Free some space.", ""
            )

    def _retitle(self) -> None:
        name = self.models.library.name
        self.setWindowTitle(f"Tandem - {name}" if name else "Tandem")

    def _on_event(self, event: Event) -> None:
        if isinstance(event, (PromptProgress, Text)):
            self.live_panel.wake()
            if self.live_strip.isVisible():
                self.live_strip.refresh()

    def _on_speeds(self) -> None:
        self.live_panel.refresh()
        self.live_strip.refresh()

    def _toggle_live(self) -> None:
        self.models.settings.live_panel = not self.models.settings.live_panel
        self._arrange()

    def _arrange(self) -> None:
        """Narrow windows tighten the run bar and turn the live panel into a strip."""
        tight = self.width() < metrics.TIGHT_BELOW
        wanted = self.models.settings.page == "chat" and self.models.settings.live_panel
        self.run_bar.set_tight(tight)
        self.conversation.set_narrow(self.width() < metrics.LIST_FOLDS_BELOW)
        self.live_panel.setVisible(wanted and not tight)
        self.live_strip.setVisible(wanted and tight)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._arrange()

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if any(_dropped(event)):
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        event.acceptProposedAction()
        folders, model = _dropped(event)
        for folder in folders:
            self.models.catalog.watch(folder)
        if folders:
            self.show_page("library")
        if model:
            self._use(model)

    def closeEvent(self, event: QCloseEvent) -> None:
        self.hide()  # the engine may take a moment to end
        self.conversation.save()
        self.save()
        self.models.downloads.close()
        for busy in (self.models.catalog, self.models.fits):
            busy.close(WAIT_MS)
        QThreadPool.globalInstance().waitForDone(WAIT_MS)
        self.models.client.close()
        self.models.store.close()
        super().closeEvent(event)


def _dropped(event: QDropEvent) -> tuple[list[str], str]:
    """The folders of a drop, and its first local .gguf, or nothing."""
    paths = [url.toLocalFile() for url in event.mimeData().urls() if url.isLocalFile()]
    folders = [path for path in paths if Path(path).is_dir()]
    return folders, next((path for path in paths if path.lower().endswith(".gguf") and path not in folders), "")
