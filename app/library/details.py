"""What is known of one model file: the overview, and every key and tensor of its header, with a search."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from app.language import QT_TRANSLATE_NOOP, said, translate
from app.library.entry import Entry
from app.library.fit import Fits
from app.library.lines import Lines, key_lines, tensor_lines
from app.library.read_facts import FactsReader
from app.library.row_menu import show_in_folder
from app.library.table import short_path, title
from app.settings.model import ModelDefaults, Settings
from app.split.model import mode_word
from app.widgets import metrics
from app.widgets.button import Button
from app.widgets.card import Ground
from app.widgets.label import ElidedLabel, Label
from app.widgets.numbers import count, file_size, parameters
from app.widgets.scroll_column import ScrollColumn
from app.widgets.tabs import Tabs
from app.widgets.theme import Theme

if TYPE_CHECKING:
    from engine.gguf.facts import ModelFacts

TABS = (
    QT_TRANSLATE_NOOP("library", "Overview"),
    QT_TRANSLATE_NOOP("library", "Keys"),
    QT_TRANSLATE_NOOP("library", "Tensors"),
)
OVERVIEW = 0


def overview(entry: Entry, remembered: ModelDefaults | None) -> list[tuple[str, str]]:
    """Name and value, of what there is."""
    rows = [
        (translate("library", "Family"), entry.architecture),
        (translate("library", "Parameters"), parameters(entry.parameters) if entry.parameters else ""),
        (translate("library", "Layers"), count(entry.layers) if entry.layers else ""),
        (translate("library", "Quantisation"), entry.quant),
        (translate("library", "Size"), file_size(entry.file_bytes) if entry.file_bytes else ""),
        (translate("library", "Parts"), count(entry.parts) if entry.parts > 1 else ""),
        (
            translate("library", "Longest context"),
            translate("library", "{number} tokens").format(number=count(entry.context)) if entry.context else "",
        ),
    ]
    if remembered is not None:
        rows += [
            (translate("library", "Split mode"), mode_word(remembered.mode)),
            (
                translate("library", "Context"),
                translate("library", "{number} tokens").format(number=count(remembered.context))
                if remembered.context
                else translate("library", "automatic"),
            ),
            (translate("library", "KV cache"), remembered.kv_type),
            (
                translate("library", "CPU threads"),
                count(remembered.threads) if remembered.threads else translate("library", "all cores"),
            ),
            (
                translate("library", "System prompt"),
                translate("library", "set") if remembered.system_prompt else translate("library", "none"),
            ),
        ]
    return [(name, value) for name, value in rows if value]


class Details(Ground):
    """`used(path)`: the button that picks the model. `reset(path)`: what is remembered of it is to be forgotten."""

    used = Signal(str)
    reset = Signal(str)
    closed = Signal()

    def __init__(self, theme: Theme, settings: Settings, fits: Fits) -> None:
        super().__init__(theme, "surface", "left")
        self._settings, self._fits = settings, fits
        self._entry: Entry | None = None
        self._read = ""  # the file whose keys and tensors are shown, or being read
        self.setFixedWidth(metrics.DETAILS_WIDTH)
        self._title = ElidedLabel(theme, "", metrics.SECTION)
        self._where = ElidedLabel(theme, "", metrics.CAPTION, "muted")
        self.tabs = Tabs(theme, translate("library", "Details"), tuple(translate("library", name) for name in TABS))
        self._overview = QWidget()
        self._grid = QGridLayout()
        self._state = Label(theme, "", metrics.CONTROL, wrap=True)
        self.use = Button(theme, translate("library", "Use this model"), "primary")
        self.use.clicked.connect(lambda: self._entry is not None and self.used.emit(self._entry.path))
        self.forget = Button(theme, translate("library", "Reset to defaults"), "link")
        self.forget.setToolTip(
            translate("library", "Split mode, context, threads, sampling and system prompt of this model")
        )
        self.forget.clicked.connect(lambda: self._entry is not None and self.reset.emit(self._entry.path))
        self._show_folder = Button(theme, translate("library", "Show in folder"), "link")
        self._show_folder.clicked.connect(lambda: self._entry is not None and show_in_folder(self._entry))
        self.keys = Lines(
            theme, translate("library", "Keys"), translate("library", "Search keys"),
            (translate("library", "Key"), translate("library", "Value")),
        )  # fmt: skip
        self.tensors = Lines(
            theme,
            translate("library", "Tensors"),
            translate("library", "Search tensors"),
            (translate("library", "Tensor"), translate("library", "Shape"), translate("library", "Type")),
        )
        self.pages = QStackedWidget()
        self._assemble(theme)
        self._reader = FactsReader(self)
        self._reader.done.connect(self._on_facts)
        self._reader.failed.connect(self._on_unreadable)
        self.tabs.currentChanged.connect(self._open_tab)
        fits.changed.connect(self._refresh)
        self.show_entry(None)

    def _assemble(self, theme: Theme) -> None:
        self._grid.setVerticalSpacing(metrics.XS)
        self._grid.setHorizontalSpacing(metrics.L)
        self._grid.setColumnStretch(1, 1)
        inside = QVBoxLayout(self._overview)
        inside.setContentsMargins(0, metrics.S, 0, 0)
        inside.setSpacing(metrics.M)
        inside.addWidget(self._state)
        buttons = QHBoxLayout()
        buttons.setSpacing(metrics.S)
        buttons.addWidget(self.use)
        buttons.addWidget(self._show_folder)
        buttons.addStretch(1)
        inside.addLayout(buttons)
        inside.addLayout(self._grid)
        last = QHBoxLayout()
        last.addWidget(self.forget)
        last.addStretch(1)
        inside.addLayout(last)
        inside.addStretch(1)
        for page in (ScrollColumn(theme, translate("library", "Overview"), self._overview), self.keys, self.tensors):
            self.pages.addWidget(page)
        head = QHBoxLayout()
        head.addWidget(self._title, 1)
        shut = Button(theme, translate("library", "Close the details"), "icon", "close")
        shut.clicked.connect(self.closed)
        head.addWidget(shut)
        column = QVBoxLayout(self)
        column.setContentsMargins(metrics.L, metrics.M, metrics.L, metrics.L)
        column.setSpacing(metrics.XS)
        column.addLayout(head)
        column.addWidget(self._where)
        column.addSpacing(metrics.XS)
        column.addWidget(self.tabs)
        column.addWidget(self.pages, 1)

    def show_entry(self, entry: Entry | None) -> None:
        if entry == self._entry and entry is not None:
            self._refresh()
            return
        self._entry, self._read = entry, ""
        readable = entry is not None and entry.kind in ("model", "unsupported")
        for tab in range(1, len(TABS)):
            self.tabs.setTabEnabled(tab, readable)
        if not readable:
            self.tabs.setCurrentIndex(OVERVIEW)
        self.tabs.setVisible(entry is not None)
        self._refresh()
        self._open_tab()

    def _refresh(self) -> None:
        entry = self._entry
        while (item := self._grid.takeAt(0)) is not None:
            if (old := item.widget()) is not None:
                old.hide()
                old.deleteLater()
        if entry is None:
            self._title.setText(translate("library", "No row is selected"))
            self._where.setText(translate("library", "Select one to see what it is."))
            for widget in (self.use, self.forget, self._show_folder, self._state):
                widget.hide()
            return
        fit = self._fits.of(entry)
        folder = entry.kind == "folder"
        self._title.setText(title(entry))
        self._where.setText("" if folder else short_path(Path(entry.path).parent))
        state = entry.problem if entry.problem and entry.kind != "unsupported" else fit.words
        self._state.setText(f"{state}." if state and not state.endswith(".") else state)
        self._state.set_role(fit.role)
        self._state.setVisible(bool(state))
        self.use.setVisible(entry.kind == "model")
        self._show_folder.show()
        remembered = self._settings.models.get(entry.path)
        self.forget.setVisible(remembered is not None and remembered != ModelDefaults())
        for row, (name, value) in enumerate(overview(entry, remembered)):
            self._grid.addWidget(Label(self._theme, name, metrics.CONTROL, "muted"), row, 0)
            self._grid.addWidget(ElidedLabel(self._theme, value), row, 1)

    def _open_tab(self) -> None:
        self.pages.setCurrentIndex(self.tabs.currentIndex())
        if self.tabs.currentIndex() == OVERVIEW or self._entry is None or self._read == self._entry.path:
            return
        self._read = self._entry.path
        for lines in (self.keys, self.tensors):
            lines.show_words(translate("library", "Reading the header"))
        self._reader.read(self._read)

    def _on_facts(self, path: str, facts: ModelFacts) -> None:
        if path == self._read:
            self.keys.show_lines(key_lines(facts))
            self.tensors.show_lines(tensor_lines(facts))

    def _on_unreadable(self, path: str, sentence: str, details: str) -> None:
        if path == self._read:
            for lines in (self.keys, self.tensors):
                lines.show_words(said(sentence))
