"""The button that names the picked model, and its menu: open a file, recent and watched files, the starter model."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QMenu, QPushButton, QSizePolicy, QWidget

from app.language import translate
from app.library.catalog import Catalog
from app.library.model import STARTER_BYTES, STARTER_NAME, Library
from app.settings.model import Settings
from app.widgets import metrics, paint
from app.widgets.numbers import count, file_size
from app.widgets.theme import Theme

FEW = 12  # watched models in the menu; beyond that one searches


def _name(path: str) -> str:
    return Path(path).name.casefold()


class ModelPicker(QPushButton):
    """`picked(path)`, `browse`, `library`, `starter`: what the menu's entries ask for."""

    picked = Signal(str)
    browse = Signal()
    library = Signal()
    starter = Signal()

    def __init__(
        self, theme: Theme, library: Library, catalog: Catalog, settings: Settings, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._theme, self._library, self._catalog, self._settings = theme, library, catalog, settings
        self._width = metrics.PICKER_WIDTH
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        menu = QMenu(self)
        menu.setFont(metrics.font(metrics.CONTROL))
        menu.setToolTipsVisible(True)
        menu.aboutToShow.connect(self._fill)
        self.setMenu(menu)
        library.picked.connect(self._refresh)
        theme.changed.connect(self.update)
        self._refresh()

    def set_width(self, width: int) -> None:
        self._width = width
        self.updateGeometry()

    def sizeHint(self) -> QSize:
        return QSize(self._width, metrics.CONTROL_HEIGHT_TALL)

    minimumSizeHint = sizeHint

    def lines(self) -> tuple[str, str]:
        """Name, and "Q4_K_M · 19.8 GB · 64 layers"."""
        library = self._library
        if not library.path:
            return translate("library", "Pick a model"), translate("library", "a .gguf file")
        if library.facts is None:
            return library.name, translate("library", "Reading the header")
        facts, layers = library.facts, len(library.facts.layers)
        depth = translate("library", "{n}\xa0layers", "", layers, n=count(layers))
        return library.name, f"{facts.quant} · {file_size(facts.file_bytes)} · {depth}"

    def _refresh(self) -> None:
        self.setAccessibleName(translate("library", "Model: {what}").format(what=", ".join(self.lines())))
        self.setToolTip(self._library.path or translate("library", "Pick a model, a .gguf file"))
        self.update()

    def _fill(self) -> None:
        menu = self.menu()
        menu.clear()
        menu.setMinimumWidth(self.width())
        menu.addAction(translate("library", "Open file...\tCtrl+O"), self.browse.emit)
        recent = [path for path in self._settings.existing_recent() if path != self._library.starter_path]
        self._list(translate("library", "Recent"), recent)
        watched = [entry.path for entry in self._catalog.models() if entry.path not in recent]
        self._list(translate("library", "In watched folders"), sorted(watched, key=_name)[:FEW])
        if len(watched) > FEW:
            many = len(self._catalog.models())
            menu.addAction(
                translate("library", "Search all {n} models...", "", many, n=count(many)),
                self.library.emit,
            )
        menu.addSection(translate("library", "To try Tandem"))
        size = (
            translate("library", "on disk")
            if self._library.starter_path
            else translate("library", "{size} download").format(size=file_size(STARTER_BYTES))
        )
        menu.addAction(f"{STARTER_NAME}  ({size})", self.starter.emit)

    def _list(self, heading: str, paths: Sequence[str]) -> None:
        letters = self.menu().fontMetrics()
        if paths:
            self.menu().addSection(heading)
        for path in paths:
            name = letters.elidedText(Path(path).name, Qt.TextElideMode.ElideMiddle, metrics.MENU_NAME_WIDTH)
            action = self.menu().addAction(name.replace("&", "&&"))
            action.triggered.connect(lambda checked=False, chosen=path: self.picked.emit(chosen))
            action.setToolTip(path)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter, color = QPainter(self), self._theme.color
        fill = color("accent_soft" if self.underMouse() else "surface")
        paint.rounded(painter, self.rect(), metrics.RADIUS_CONTROL, fill, color("edge"))
        room = self.rect().adjusted(metrics.M, metrics.XS, -(metrics.ICON + metrics.L), -metrics.XS)
        name, second = self.lines()
        half = room.height() // 2
        paint.text(painter, room.adjusted(0, 0, 0, -half + 1), metrics.CONTROL_STRONG, color("text"), name)
        paint.text(painter, room.adjusted(0, half + 1, 0, 0), metrics.CAPTION, color("muted"), second)
        left = self.width() - metrics.ICON - metrics.S
        paint.icon(painter, "chevron-down", color("muted"), left, (self.height() - metrics.ICON) / 2)
