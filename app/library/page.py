"""The library page: watched folders at the left, their models in a table, the selected one's details at the right."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeySequence, QResizeEvent, QShortcut
from PySide6.QtWidgets import QApplication, QFileDialog, QHBoxLayout, QStackedWidget, QVBoxLayout

from app.library.catalog import Catalog
from app.library.details import Details
from app.library.fit import Fits
from app.library.folders import FolderList
from app.library.rows import ModelRows
from app.library.table import LibraryTable, Shown
from app.settings.model import Settings
from app.widgets import metrics
from app.widgets.button import Button
from app.widgets.card import Ground
from app.widgets.empty import EmptyState, EmptyView
from app.widgets.label import ElidedLabel, Label
from app.widgets.memory_bar import MemoryBar, Piece
from app.widgets.numbers import count, plural
from app.widgets.text_field import TextField
from app.widgets.theme import Theme


class LibraryPage(Ground):
    """`used(path)`: a model is picked. `reset(path)`: what is remembered of a model is to be forgotten."""

    used = Signal(str)
    reset = Signal(str)

    def __init__(self, theme: Theme, catalog: Catalog, fits: Fits, settings: Settings) -> None:
        super().__init__(theme, "surface")
        self._catalog = catalog
        self._details_wanted: bool | None = None  # None: as there is room
        self.folders = FolderList(theme, catalog)
        self.folders.asked.connect(self.ask_folder)
        self.shown = Shown(LibraryTable(catalog, fits))
        self.rows = ModelRows(theme, self.shown)
        self.details = Details(theme, settings, fits)
        self.search = TextField(theme, "Search models", "Search models")
        self.search.setMaximumWidth(metrics.SEARCH_WIDTH)
        self.search.setClearButtonEnabled(True)
        self.status = ElidedLabel(theme, "", metrics.CAPTION, "muted")
        self._bar = MemoryBar(theme, metrics.THIN_BAR_HEIGHT)
        self._bar.setFixedWidth(metrics.FIELD_WIDTH)
        self.unfold = Button(theme, "Details", "link")
        self.empty = EmptyView(theme)
        self.middle = QStackedWidget()
        self._assemble(theme)
        self.rows.used.connect(self.used)
        self.rows.pointed.connect(self._point)
        self.details.used.connect(self.used)
        self.details.reset.connect(self.reset)
        self.details.closed.connect(lambda: self._want_details(False))
        self.unfold.clicked.connect(lambda: self._want_details(True))
        self.search.textChanged.connect(self._search)
        catalog.changed.connect(self._refresh)
        catalog.scanning.connect(self._refresh)
        for keys, action in (("Ctrl+F", self.search.setFocus), ("F5", catalog.rescan)):
            shortcut = QShortcut(QKeySequence(keys), self)
            shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            shortcut.activated.connect(action)
        self._refresh()

    def _assemble(self, theme: Theme) -> None:
        head = QHBoxLayout()
        head.setContentsMargins(metrics.L, metrics.M, metrics.L, metrics.M)
        head.setSpacing(metrics.M)
        head.addWidget(Label(theme, "Library", metrics.TITLE))
        head.addWidget(self.search, 2)
        head.addWidget(self._bar)
        head.addWidget(self.status, 3)
        head.addWidget(self.unfold)
        self.middle.addWidget(self.rows)
        self.middle.addWidget(self.empty)
        table = QVBoxLayout()
        table.setSpacing(0)
        table.addLayout(head)
        table.addWidget(self.middle, 1)
        whole = QHBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        whole.addWidget(self.folders)
        whole.addLayout(table, 1)
        whole.addWidget(self.details)

    def ask_folder(self) -> None:
        folder = QFileDialog.getExistingDirectory(self, "Watch a folder", str(Path.home()))
        if folder:
            self._catalog.watch(folder)

    def focus(self) -> None:
        """Where the keyboard begins on this page."""
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
            self.focus()  # Qt would give it to the next widget, whichever that is
        self.search.setVisible(bool(self._catalog.entries))
        self.status.setText(self._status())
        progress = self._catalog.progress
        self._bar.setVisible(progress is not None and progress[1] > 0)
        done, total = progress or (0, 0)
        self._bar.show_pieces([Piece("read", done, "accent")], max(total, 1), self._status())
        self._point(self.rows.current())
        self._arrange()

    def _has_focus(self) -> bool:
        focused = QApplication.focusWidget()
        return focused is not None and self.middle.isAncestorOf(focused)

    def _status(self) -> str:
        progress = self._catalog.progress
        if progress is not None:
            done, total = progress
            return f"{count(done)} of {plural(total, 'file')}" if total else "Looking through the folders"
        models = sum(entry.kind != "folder" for entry in self._catalog.entries)
        if self.search.text():
            return f"{count(self.shown.rowCount())} of {plural(models, 'model')}"
        return plural(models, "model") if models else ""

    def _empty_state(self) -> EmptyState | None:
        catalog = self._catalog
        if not catalog.folders:
            return EmptyState(
                "No models yet",
                "Watch a folder to see the models in it, or drop a .gguf here. No file is moved or copied.",
                "Watch a folder", self.ask_folder,
            )  # fmt: skip
        if self.shown.rowCount():
            return None
        if catalog.entries:
            words = self.search.text()
            return EmptyState(f'Nothing found for "{words}"', "", link="Clear", follow=self.search.clear)
        if catalog.progress is not None:
            return EmptyState("Looking for models", self._status())
        return EmptyState(
            "No models in the watched folders", "Put .gguf files there and press F5, or watch another folder.",
            "Watch a folder", self.ask_folder, link="Look again", follow=catalog.rescan,
        )  # fmt: skip

    def _want_details(self, wanted: bool) -> None:
        self._details_wanted = wanted
        self._arrange()
        (self.rows if not wanted else self.details.tabs).setFocus()

    def _arrange(self) -> None:
        """The table keeps its room: details come only where it is left or where they are asked for."""
        roomy = self.width() >= metrics.LIST_WIDTH + metrics.TABLE_WIDTH + metrics.DETAILS_WIDTH
        rows = self.middle.currentWidget() is self.rows
        details = rows and (roomy if self._details_wanted is None else self._details_wanted)
        self.details.setVisible(details)
        self.unfold.setVisible(rows and not details)
        left = self.width() - (metrics.DETAILS_WIDTH if details else 0)
        self.folders.setVisible(bool(self._catalog.folders) and left >= metrics.LIST_WIDTH + metrics.TABLE_WIDTH)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._arrange()
