"""The list column of the library: which folders and caches are watched, and how to add and remove one."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from app.language import translate
from app.library.catalog import Catalog
from app.widgets import metrics
from app.widgets.button import Button
from app.widgets.card import Ground
from app.widgets.label import ElidedLabel, Label
from app.widgets.numbers import count
from app.widgets.scroll_column import ScrollColumn
from app.widgets.theme import Theme


class FolderRow(QWidget):
    def __init__(self, theme: Theme, catalog: Catalog, folder: str) -> None:
        super().__init__()
        self._catalog, self.folder = catalog, folder
        self.setFixedHeight(metrics.ROW_HEIGHT)
        self._owner = catalog.caches.get(folder, "")
        name = ElidedLabel(theme, self._owner or Path(folder).name or folder)
        name.setAccessibleName(folder)
        name.setToolTip(folder)
        self._second = ElidedLabel(theme, "", metrics.CAPTION, "muted")
        self.remove = Button(
            theme, translate("library", "Stop watching {folder}").format(folder=folder), "icon", "close"
        )
        self.remove.clicked.connect(lambda: catalog.unwatch(folder))
        self.again = Button(theme, translate("library", "Watch {folder} again").format(folder=folder), "icon", "plus")
        self.again.clicked.connect(lambda: catalog.watch(folder))
        words = QVBoxLayout()
        words.setSpacing(0)
        words.addStretch(1)
        words.addWidget(name)
        words.addWidget(self._second)
        words.addStretch(1)
        row = QHBoxLayout(self)
        row.setContentsMargins(metrics.L, 0, metrics.S, 0)
        row.addLayout(words, 1)
        row.addWidget(self.remove)
        row.addWidget(self.again)
        self.refresh()

    def refresh(self) -> None:
        trouble = self._catalog.entry(self.folder)
        unread = trouble is not None and trouble.kind == "folder"
        watched = self.folder in self._catalog.folders
        many = self._catalog.count(self.folder)
        models = translate("library", "{n}\xa0models", "", many, n=count(many))
        found = translate("library", "cache · {models}").format(models=models) if self._owner else models
        self._second.setText(
            translate("library", "not read") if unread else found if watched else translate("library", "not watched")
        )
        self.remove.setVisible(watched)
        self.again.setVisible(not watched)
        self._second.set_role("warn" if unread else "muted")


class FolderList(Ground):
    """`asked`: the user wants to watch one more."""

    asked = Signal()

    def __init__(self, theme: Theme, catalog: Catalog) -> None:
        super().__init__(theme, "window", "right")
        self._catalog = catalog
        self.setFixedWidth(metrics.LIST_WIDTH)
        head = Label(theme, translate("library", "Watched folders"), metrics.CAPTION_LINK, "faint")
        rows = self._holder = QWidget()
        self._rows = QVBoxLayout(rows)
        self._rows.setContentsMargins(0, 0, 0, 0)
        self._rows.setSpacing(0)
        self._rows.addStretch(1)
        self.add = Button(theme, translate("library", "Watch a folder"))
        self.add.clicked.connect(self.asked)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, metrics.L, metrics.BORDER, metrics.L)
        column.setSpacing(metrics.S)
        inset = QHBoxLayout()
        inset.setContentsMargins(metrics.L, 0, metrics.L, 0)
        inset.addWidget(head)
        column.addLayout(inset)
        self._scroll = ScrollColumn(theme, translate("library", "Watched folders"), rows)
        column.addWidget(self._scroll, 1)
        foot = QHBoxLayout()
        foot.setContentsMargins(metrics.L, 0, metrics.L, 0)
        foot.addWidget(self.add, 1)
        column.addLayout(foot)
        catalog.changed.connect(self.refresh)
        self.refresh()

    def rows(self) -> list[FolderRow]:
        """From top to bottom."""
        found = self._holder.findChildren(FolderRow, options=Qt.FindChildOption.FindDirectChildrenOnly)
        return sorted(found, key=self._rows.indexOf)

    def controls(self) -> list[QWidget]:
        """In the order in which Tab is to reach them."""
        return [self._scroll, *self.rows(), self.add]

    def refresh(self) -> None:
        shown = {row.folder: row for row in self.rows()}
        for folder in [folder for folder in shown if folder not in self._catalog.listed]:
            row = shown.pop(folder)
            self._rows.removeWidget(row)
            row.setParent(None)
            row.deleteLater()
        for place, folder in enumerate(self._catalog.listed):
            if folder in shown:
                shown[folder].refresh()
            else:
                self._rows.insertWidget(place, FolderRow(self._theme, self._catalog, folder))
