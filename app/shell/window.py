"""The main window: rail, run bar, banners, pages and the live panel, put together."""

from __future__ import annotations

from collections.abc import Callable
from functools import cached_property
from typing import TYPE_CHECKING

from PySide6.QtCore import QThreadPool, QUrl, Signal
from PySide6.QtGui import (
    QCloseEvent,
    QDesktopServices,
    QDragEnterEvent,
    QDropEvent,
    QKeySequence,
    QResizeEvent,
    QShortcut,
)
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
from app.chat.view import ChatPage
from app.download.news import DownloadNews
from app.language import translate
from app.shell import late
from app.shell.commands import window_commands
from app.shell.drops import dropped, only_first
from app.shell.keeping import Keeping
from app.shell.live_parts import LiveParts
from app.shell.models import Models
from app.shell.rail import PAGES, Rail
from app.shell.run_bar import RunBar
from app.shell.run_controller import RunController
from app.shell.welcome import Welcome
from app.split.selector import SplitSelector
from app.widgets import metrics
from app.widgets.banner import Banners, Notice
from app.widgets.focus_ring import FocusRing
from app.widgets.page import Page
from app.widgets.paint import app_icon
from app.widgets.popover import close_cards
from app.widgets.sash import Sash
from app.widgets.theme import Theme

if TYPE_CHECKING:
    from app.chat.prompt import PromptCard
    from app.chat.sampling import SamplingCard
    from app.compare.controller import CompareController
    from app.compare.view import ComparePage
    from app.download.card import DownloadCard
    from app.hardware.controller import HardwareController
    from app.hardware.view import HardwarePage
    from app.library.page import LibraryPage
    from app.settings.page import SettingsPage
    from app.shell.palette import Palette
    from app.split.popover import PlanCard

WITH_RUN_BAR = ("chat", "library", "compare")
WAIT_MS = 2000  # for a header that is being read


class Window(QMainWindow):
    """`closing`: all that is kept is written, and the engine is about to be ended."""

    closing = Signal()

    def __init__(self, models: Models, theme: Theme, app: QApplication) -> None:
        super().__init__()
        self.models = models
        settings, library, loading = models.settings, models.library, models.loading
        self.setWindowIcon(app_icon())
        self.setMinimumSize(*metrics.WINDOW_MINIMUM)
        self.resize(*metrics.WINDOW_SIZE)
        self.setAcceptDrops(True)
        self.theme = theme
        self.rail = Rail(theme)
        self.selector = SplitSelector(
            theme, models.choice, models.hardware, library, models.live, models.history
        )
        self.run_bar = RunBar(theme, library, models.catalog, settings, self.selector)
        self.banners = Banners(theme)
        self.chat_page = ChatPage(theme, models.chat)
        self.live = LiveParts(theme, models)
        self.live_panel, self.live_strip = self.live.panel, self.live.strip
        self.pages = QStackedWidget()
        self.pages_listed = [(key, translate("shell", name)) for key, name in PAGES.items()]
        self._pages: dict[str, Callable[[], Page]] = {  # made at the first visit
            "chat": lambda: self.chat_page, "library": lambda: self.library_page,
            "hardware": lambda: self.hardware_page, "compare": lambda: self.compare_page,
            "settings": lambda: self.settings_page,
        }  # fmt: skip
        self._put_together()
        self.run = RunController(
            self.run_bar, self.banners, models.client, library, models.choice, models.hardware, loading
        )
        self.conversation = ChatController(
            theme, models.chat, self.chat_page, loading, settings, library, self.banners, models.paths
        )
        empty, choice = self.chat_page.empty, models.choice
        self.welcome = Welcome(empty, library, loading, choice, self.run, self.browse, self.show_plan)
        self.news = DownloadNews(models.downloads, self.banners, settings, self.use, self.show_page)
        for controller in (
            self.selector, self.run, self.conversation, self.welcome, self.live, self.news,
        ):  # fmt: skip
            controller.setParent(self)  # they end with the widgets they speak to
        self.live.begin_watch()
        self._ring = FocusRing(theme, self, app)
        self.keeping = Keeping(self, lambda sentence: self.show_trouble(sentence, ""))
        self.sash = Sash(theme, self.chat_page.column, metrics.LIST_LEAST, metrics.LIST_MOST, metrics.LIST_USUAL)
        self.sash.set_width(settings.list_width)
        self.sash.widened.connect(self._on_widened)
        self.commands = window_commands(self)
        self._connect()
        self.show_page(settings.page if settings.page in self._pages else "chat")
        self.keeping.begin()
        self._retitle()

    def _put_together(self) -> None:
        self.pages.addWidget(self.chat_page)
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
        self.run_bar.picker.library.connect(self.search_library)
        self.run_bar.plan_asked.connect(self.show_plan)
        self.live.why.connect(lambda: self.show_page("hardware"))
        composer = self.chat_page.composer
        composer.sampling.clicked.connect(lambda: self.sampling_card.open_under(composer.sampling))
        composer.prompt.clicked.connect(lambda: self.prompt_card.open_under(composer.prompt))
        models.library.picked.connect(self._retitle)
        self.theme.changed.connect(self._arrange)
        for command in self.commands:
            if command.keys:
                QShortcut(QKeySequence(command.keys), self).activated.connect(command.act)

    def on_chat(self, action: Callable[[], object]) -> Callable[[], None]:
        """What belongs to the chat page brings it up first."""

        def act() -> None:
            close_cards(self)
            if self.models.settings.page != "chat":
                self.show_page("chat")
            action()

        return act

    # Pages and cards: made when they are first asked for

    @cached_property
    def library_page(self) -> LibraryPage:
        return late.make_library_page(self)

    @cached_property
    def hardware(self) -> HardwareController:
        return late.make_hardware(self)

    @property
    def hardware_page(self) -> HardwarePage:
        return self.hardware.page

    @cached_property
    def compare(self) -> CompareController:
        return late.make_compare(self)

    @property
    def compare_page(self) -> ComparePage:
        return self.compare.page

    @cached_property
    def sampling_card(self) -> SamplingCard:
        return late.make_sampling_card(self)

    @cached_property
    def prompt_card(self) -> PromptCard:
        return late.make_prompt_card(self)

    @cached_property
    def plan_card(self) -> PlanCard:
        return late.make_plan_card(self)

    @cached_property
    def settings_page(self) -> SettingsPage:
        return late.make_settings_page(self)

    @cached_property
    def palette_card(self) -> Palette:
        return late.make_palette(self)

    @cached_property
    def download_card(self) -> DownloadCard:
        return late.make_download_card(self)

    def show_settings(self, group: str) -> None:
        self.show_page("settings")
        self.settings_page.show_group(group)

    def follow_settings(self) -> None:
        self._arrange()
        self.conversation.follow_settings()

    def make_page(self, key: str) -> Page:
        return self._pages[key]()

    def show_page(self, key: str) -> None:
        close_cards(self)
        self.models.settings.page = key
        page = self.make_page(key)
        self.pages.setCurrentWidget(page)
        self.rail.show_page(key)
        self.run_bar.setVisible(key in WITH_RUN_BAR)
        self._arrange()
        self.keeping.soon()
        page.enter()

    def use(self, path: str) -> None:
        """Pick a model, and show where one talks to it."""
        self.show_page("chat")
        self.run.pick(path)

    def search_library(self) -> None:
        self.show_page("library")
        self.library_page.search.setFocus()

    def find_words(self) -> None:
        """In the models where they are shown, else in the open chat."""
        if self.models.settings.page == "library":
            self.search_library()
        else:
            self.on_chat(self.chat_page.find_words)()

    def show_download(self) -> None:
        self.show_page("library")
        self.download_card.open_under(self.library_page.fetch)

    def show_plan(self) -> None:
        if self.models.choice.plan is not None:
            if not self.run_bar.isVisible():
                self.show_page("chat")
            self.plan_card.open_under(self.run_bar.segments)

    def browse(self) -> None:
        """Let the user choose a model file."""
        start = self.models.library.path or ""
        path, _ = QFileDialog.getOpenFileName(
            self, translate("shell", "Open a model"), start, translate("shell", "GGUF models (*.gguf);;All files (*)")
        )
        if path:
            self.use(path)

    def browse_to_compare(self) -> None:
        self.browse()
        self.show_page("compare")

    def show_trouble(self, sentence: str, details: str) -> None:
        """Something went wrong in the window itself."""
        self.banners.show_notice(Notice("window", sentence, details=details))

    def show_crash(self, sentence: str, report: str) -> None:
        """An error that nothing has caught: its report, in a window of its own."""
        from app.shell.crash_dialog import CrashDialog

        known = self.findChild(CrashDialog)
        if known is not None:
            known.add(sentence, report)
        else:
            CrashDialog(self.theme, self, sentence, report).show()

    # What commands do

    def pick_model(self) -> None:
        if not self.run_bar.isVisible():
            self.show_page("chat")
        self.run_bar.picker.showMenu()

    def compare_modes(self) -> None:
        self.show_page("compare")
        self.compare.run()

    def show_palette(self) -> None:
        if self.palette_card.isVisible():
            self.palette_card.close_card()
        else:
            self.palette_card.open_palette()

    def open_logs(self) -> None:
        QDesktopServices.openUrl(QUrl.fromLocalFile(str(self.models.paths.log)))

    def _on_widened(self, width: int) -> None:
        self.models.settings.list_width = width
        self.keeping.soon()

    def come_forward(self) -> None:
        """Another start asked for the window."""
        if self.isMinimized():
            self.showNormal()
        self.raise_()
        self.activateWindow()

    def receive(self, path: str) -> None:
        """A file from outside: it is loaded, unless that would cost a model that is in use."""
        if not path:
            return
        if self.models.loading.state == "none":
            self.show_page("chat")
            self.run.open_and_load(path)
        else:
            self.use(path)

    def _retitle(self) -> None:
        name = self.models.library.name
        self.setWindowTitle(f"Tandem - {name}" if name else "Tandem")

    def toggle_live(self) -> None:
        self.models.settings.live_panel = not self.models.settings.live_panel
        self._arrange()
        self.keeping.soon()

    def _arrange(self) -> None:
        """Narrow windows tighten the run bar and turn the live panel into a strip."""
        tight = self.width() < metrics.TIGHT_BELOW
        wanted = self.models.settings.page == "chat" and self.models.settings.live_panel
        self.run_bar.set_room("least" if self.width() < metrics.LEAST_BELOW else "tight" if tight else "wide")
        self.conversation.set_narrow(self.width() < metrics.LIST_FOLDS_BELOW)
        self.live.arrange(wanted, tight)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._arrange()

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if any(dropped(event)):
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        event.acceptProposedAction()
        folders, files = dropped(event)
        for folder in folders:
            self.models.catalog.watch(folder)
        if folders:
            self.show_page("library")
        if files:
            self.use(files[0])
        if len(files) > 1:
            self.banners.show_notice(Notice("open", only_first(files), "warn"))

    def closeEvent(self, event: QCloseEvent) -> None:
        if not self.conversation.keep.may_close():
            event.ignore()
            return
        self.hide()  # the engine may take a moment to end
        self.conversation.save()
        self.keeping.end()
        self.closing.emit()
        self.models.choice.settle()
        self.models.telemetry.close()
        self.models.downloads.close()
        for busy in (self.models.catalog, self.models.fits):
            busy.close(WAIT_MS)
        QThreadPool.globalInstance().waitForDone(WAIT_MS)
        self.models.client.close()
        self.models.store.close()
        super().closeEvent(event)
