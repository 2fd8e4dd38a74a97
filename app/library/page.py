"""The library page: watched folders at the left, their models in a table, the selected one's details at the right.

Below the table stand the downloads that are under way.
"""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QPoint, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QApplication, QFileDialog, QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from app.download.job import Job
from app.download.model import Downloads
from app.download.strip import DownloadStrip
from app.language import translate
from app.library.catalog import Catalog
from app.library.chips import ALL, CHIPS, FitChips
from app.library.details import Details
from app.library.fit import Fits
from app.library.folders import FolderList
from app.library.row_menu import row_menu
from app.library.rows import ModelRows
from app.library.table import LibraryTable, Shown, title
from app.settings.model import Settings
from app.widgets import metrics
from app.widgets.button import Button
from app.widgets.empty import EmptyState, EmptyView
from app.widgets.label import ElidedLabel, Label
from app.widgets.memory_bar import MemoryBar, Piece
from app.widgets.numbers import count
from app.widgets.page import Page
from app.widgets.tab_order import order_tabs
from app.widgets.text_field import TextField
from app.widgets.theme import Theme
from app.widgets.undo_bar import UndoBar


class LibraryPage(Page):
    """`used(path)`: a model is picked. `reset(path)`: what is remembered of a model is to be forgotten."""

    used = Signal(str)
    reset = Signal(str)

    def __init__(
        self, theme: Theme, catalog: Catalog, fits: Fits, settings: Settings, downloads: Downloads
    ) -> None:
        super().__init__(theme, "surface")
        self._catalog, self._settings, self._downloads = catalog, settings, downloads
        self._tabs: list[int] = []  # the parts that Tab goes through
        self._details_wanted: bool | None = None  # None: as there is room
        self.folders = FolderList(theme, catalog)
        self.folders.asked.connect(self.ask_folder)
        self._table = LibraryTable(catalog, fits)
        self.shown = Shown(self._table)
        self.rows = ModelRows(theme, self.shown)
        self.details = Details(theme, settings, fits)
        self.search = TextField(theme, translate("library", "Search models"), translate("library", "Search models"))
        self.search.setMaximumWidth(metrics.SEARCH_WIDTH)
        self.search.offer_to_clear()
        self.status = ElidedLabel(theme, "", metrics.CAPTION, "muted")
        self._bar = MemoryBar(theme, metrics.THIN_BAR_HEIGHT)
        self._bar.setFixedWidth(metrics.FIELD_WIDTH)
        self.unfold = Button(theme, translate("library", "Details"), "link")
        self.fetch = Button(theme, translate("library", "Download a model"))
        self.chips = FitChips(theme)
        self.back = Button(theme, "", "link")
        self.strip = DownloadStrip(theme, downloads)
        self.empty = EmptyView(theme)
        self.middle = QStackedWidget()
        self._left = QWidget()
        self.undo = UndoBar(theme, self.middle)
        self._assemble(theme)
        theme.changed.connect(self._arrange)  # with letters of another size too
        self.rows.used.connect(self.used)
        self.rows.pointed.connect(self._point)
        self.rows.removed.connect(self.remove)
        self.rows.menu_asked.connect(self._open_menu)
        self.strip.used.connect(self.used)
        self.strip.cancelled.connect(self._offer_download_back)
        self.chips.chosen.connect(self._choose)
        self.back.clicked.connect(lambda: catalog.unhide(catalog.hidden))
        downloads.changed.connect(self._order_tabs)
        fits.changed.connect(self._count)
        self.details.used.connect(self.used)
        self.details.reset.connect(self.reset)
        self.details.closed.connect(lambda: self._want_details(False))
        self.unfold.clicked.connect(lambda: self._want_details(True))
        self.search.textChanged.connect(self._search)
        catalog.changed.connect(self._refresh)
        catalog.scanning.connect(self._refresh)
        self._refresh()

    def _assemble(self, theme: Theme) -> None:
        head = QHBoxLayout()
        head.setContentsMargins(metrics.L, metrics.M, metrics.L, metrics.M)
        head.setSpacing(metrics.M)
        head.addWidget(Label(theme, translate("library", "Library"), metrics.TITLE))
        head.addWidget(self.search, 2)
        head.addWidget(self._bar)
        head.addWidget(self.status, 3)
        head.addWidget(self.unfold)
        head.addWidget(self.fetch)
        filters = QHBoxLayout()
        filters.setContentsMargins(metrics.L, 0, metrics.L, metrics.S)
        filters.addWidget(self.chips, 1)
        filters.addWidget(self.back)
        self.middle.addWidget(self.rows)
        self.middle.addWidget(self.empty)
        table = QVBoxLayout(self._left)
        table.setContentsMargins(0, 0, 0, 0)
        table.setSpacing(0)
        table.addLayout(head)
        table.addLayout(filters)
        table.addWidget(self.middle, 1)
        table.addWidget(self.strip)
        whole = QHBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        whole.addWidget(self.folders)
        whole.addWidget(self._left, 1)
        whole.addWidget(self.details)

    def ask_folder(self) -> None:
        folder = QFileDialog.getExistingDirectory(self, translate("library", "Watch a folder"), str(Path.home()))
        if folder:
            self._catalog.watch(folder)

    def remove(self, path: str) -> None:
        """Take a model off the list, for which the user may be sorry."""
        entry = self._catalog.entry(path)
        if entry is None or entry.kind == "folder":
            return
        row = self.rows.currentIndex().row()
        self._catalog.hide(path)
        self.rows.selectRow(min(row, self.shown.rowCount() - 1))
        self.undo.offer(
            translate("library", "{title} is off the list. The file stays.").format(title=title(entry)),
            lambda: self._unhide(path),
        )

    def _unhide(self, path: str) -> None:
        self._catalog.unhide([path])
        self.rows.select(path)

    def _offer_download_back(self, job: Job) -> None:
        self.undo.offer(
            translate("library", "{name} is cancelled.").format(name=job.name), lambda: self._downloads.take_back(job)
        )

    def _open_menu(self, path: str, place: QPoint) -> None:
        if (entry := self._catalog.entry(path)) is not None:
            menu = row_menu(self, entry, self.used.emit, self.remove)
            menu.aboutToHide.connect(menu.deleteLater)
            menu.popup(place)

    def _choose(self, chip: str) -> None:
        self.shown.choose(chip)
        self._refresh()

    def _count(self) -> None:
        self.chips.show_counts(self._table.counts())
        if self.chips.current != ALL:
            self._refresh()

    def enter(self) -> None:
        if self.isVisible():  # and not while the window is being made
            self._catalog.look_again()
        self._take_focus()

    def _take_focus(self) -> None:
        if self.middle.currentWidget() is self.rows:
            if not self.rows.currentIndex().isValid():
                self.rows.selectRow(0)
            self.rows.setFocus()
        else:
            (self.empty.button if self.empty.button.isVisible() else self.search).setFocus()

    def _point(self, path: str) -> None:
        self.details.show_entry(self._catalog.entry(path))

    def _search(self, text: str) -> None:
        self.shown.search(text)
        self._refresh()

    def _refresh(self) -> None:
        had_focus = self._has_focus()
        state = self._empty_state()
        if state is not None:
            self.empty.show_state(state)
        self.middle.setCurrentWidget(self.rows if state is None else self.empty)
        if had_focus and not self._has_focus():
            self._take_focus()  # Qt would give it to the next widget, whichever that is
        several = len(self._catalog.entries) > 1
        self.search.setVisible(bool(self._catalog.entries))
        self.chips.setVisible(several)
        self.chips.show_counts(self._table.counts())
        hidden = len(self._catalog.hidden)
        self.back.set_words(translate("library", "Put back {n} removed", "", hidden, n=count(hidden)) if hidden else "")
        self.back.setVisible(bool(hidden))
        self.status.setText(self._status())
        progress = self._catalog.progress
        self._bar.setVisible(progress is not None and progress[1] > 0)
        done, total = progress or (0, 0)
        self._bar.show_pieces([Piece("read", done, "accent")], max(total, 1), self._status())
        self._point(self.rows.current())
        self._arrange()
        self._order_tabs()

    def _order_tabs(self) -> None:
        """Folders and downloads come and go; Tab follows what one sees."""
        parts = [
            *self.folders.controls(), self.search, self.unfold, self.fetch, self.chips, self.back, self.rows,
            self.empty, self.undo, *self.strip.controls(), self.details,
        ]  # fmt: skip
        now = [id(part) for part in parts]
        if now != self._tabs:
            self._tabs = now
            order_tabs(parts)

    def _has_focus(self) -> bool:
        focused = QApplication.focusWidget()
        return focused is not None and self.middle.isAncestorOf(focused)

    def _status(self) -> str:
        progress = self._catalog.progress
        if progress is not None:
            done, total = progress
            if not total:
                return translate("library", "Looking through the folders")
            return translate("library", "{done} of {n}\xa0files", "", total, n=count(total)).format(done=count(done))
        models = sum(entry.kind != "folder" for entry in self._catalog.entries)
        if self.search.text() or self.chips.current != ALL:
            shown = count(self.shown.rowCount())
            return translate("library", "{shown} of {n}\xa0models", "", models, n=count(models)).format(shown=shown)
        return translate("library", "{n}\xa0models", "", models, n=count(models)) if models else ""

    def _empty_state(self) -> EmptyState | None:
        catalog = self._catalog
        if not catalog.folders:
            return EmptyState(
                translate("library", "No models yet"),
                translate("library", "Watch a folder to see the models in it, or drop a .gguf here. "
                                     "No file is moved or copied."),
                translate("library", "Watch a folder"), self.ask_folder,
                link=translate("library", "Download a model"), follow=self.fetch.click,
            )  # fmt: skip
        if self.shown.rowCount():
            return None
        if catalog.entries:
            words, chip = self.search.text(), self.chips.current
            told = translate("library", 'No model is under "{chip}"')
            if words:
                told = translate("library", 'Nothing found for "{words}" under "{chip}"')
            if chip == ALL:
                told = translate("library", 'Nothing found for "{words}"')
            found = told.format(words=words, chip=translate("library", CHIPS[chip]))
            return EmptyState(found, "", link=translate("library", "Clear"), follow=self._clear)
        if catalog.progress is not None:
            return EmptyState(translate("library", "Looking for models"), self._status())
        return EmptyState(
            translate("library", "No models in the watched folders"),
            translate("library", "Put .gguf files there and press F5, or watch another folder."),
            translate("library", "Watch a folder"), self.ask_folder,
            link=translate("library", "Look again"), follow=catalog.rescan,
        )  # fmt: skip

    def _clear(self) -> None:
        self.search.clear()
        self.chips.choose(ALL)

    def _want_details(self, wanted: bool) -> None:
        self._details_wanted = wanted
        self._arrange()
        (self.rows if not wanted else self.details.tabs).setFocus()

    def _arrange(self) -> None:
        """The table keeps its room: details come only where it is left or where they are asked for."""
        roomy = self.width() >= metrics.LIST_WIDTH + metrics.TABLE_WIDTH + metrics.DETAILS_WIDTH
        rows = self.middle.currentWidget() is self.rows
        details = rows and (roomy if self._details_wanted is None else self._details_wanted)
        alone = details and self.width() < metrics.NAME_WIDTH + metrics.FIT_WIDTH + metrics.DETAILS_WIDTH
        self._left.setVisible(not alone)
        self.details.setMinimumWidth(0 if alone else metrics.DETAILS_WIDTH)
        self.details.setMaximumWidth(metrics.UNBOUNDED if alone else metrics.DETAILS_WIDTH)
        self.details.setVisible(details)
        self.unfold.setVisible(rows and not details)
        left = self.width() - (metrics.DETAILS_WIDTH if details else 0)
        self.folders.setVisible(bool(self._catalog.folders) and left >= metrics.LIST_WIDTH + metrics.TABLE_WIDTH)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._arrange()
