"""The figures of a comparison: bars for generation and for prompts, each on an axis of its own, or all as a table."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QAbstractItemView, QFrame, QHBoxLayout, QHeaderView, QTableWidget, QTableWidgetItem

from app.compare.bars import Bar, Bars
from app.compare.report import columns, markdown_table, table
from app.language import QT_TRANSLATE_NOOP, translate
from app.widgets import metrics
from app.widgets.button import Button
from app.widgets.card import Card
from app.widgets.label import ElidedLabel, Label
from app.widgets.theme import Theme
from engine.plan.types import Mode
from engine.protocol import ModeResult

TITLES = {
    "tg": QT_TRANSLATE_NOOP("compare", "Generation, tok/s"),
    "pp": QT_TRANSLATE_NOOP("compare", "Prompt processing, tok/s"),
}


class ResultTable(QTableWidget):
    """What the bars show, as texts."""

    def __init__(self) -> None:
        super().__init__(0, len(columns()))
        self.setAccessibleName(translate("compare", "Results as a table"))
        self.setHorizontalHeaderLabels(columns())
        self.verticalHeader().hide()
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFont(metrics.font(metrics.CONTROL))
        self.horizontalHeader().setFont(metrics.font(metrics.CAPTION))
        self.horizontalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Stretch)
        self.horizontalHeader().setFixedHeight(metrics.CONTROL_HEIGHT_TABLE)
        self.horizontalHeader().setHighlightSections(False)
        self.verticalHeader().setDefaultSectionSize(metrics.CONTROL_HEIGHT_TABLE)

    def show_results(self, results: Sequence[ModeResult]) -> None:
        rows = table(results)
        self.setRowCount(len(rows))
        for row, texts in enumerate(rows):
            for column, words in enumerate(texts):
                item = QTableWidgetItem(words)
                side = Qt.AlignmentFlag.AlignLeft if column == 0 else Qt.AlignmentFlag.AlignRight
                item.setTextAlignment(side | Qt.AlignmentFlag.AlignVCenter)
                self.setItem(row, column, item)
        self.setFixedHeight((len(rows) + 1) * metrics.CONTROL_HEIGHT_TABLE + 2)


class Results(Card):
    def __init__(self, theme: Theme) -> None:
        super().__init__(theme)
        self._results: Sequence[ModeResult] = ()
        self.titles = {
            key: Label(theme, translate("compare", title), metrics.CONTROL_STRONG) for key, title in TITLES.items()
        }
        self.bars = {key: Bars(theme, translate("compare", title)) for key, title in TITLES.items()}
        self.table = ResultTable()
        self._legend = ElidedLabel(theme, "", metrics.CAPTION, "muted")
        self._legend.setAlignment(Qt.AlignmentFlag.AlignRight)
        self.as_table = Button(theme, translate("compare", "View as table"), "link")
        self.copy = Button(theme, translate("compare", "Copy as Markdown"), "link")
        self.as_table.clicked.connect(lambda: self._show_table(self.table.isHidden()))
        self.copy.clicked.connect(lambda: QGuiApplication.clipboard().setText(markdown_table(self._results)))
        head = QHBoxLayout()
        head.addWidget(self.titles["tg"])
        head.addWidget(self._legend, 1)
        self.body.addLayout(head)
        self.body.addWidget(self.bars["tg"])
        self.body.addSpacing(metrics.S)
        self.body.addWidget(self.titles["pp"])
        self.body.addWidget(self.bars["pp"])
        self.body.addWidget(self.table)
        foot = QHBoxLayout()
        foot.setSpacing(metrics.M)
        foot.addStretch(1)
        foot.addWidget(self.copy)
        foot.addWidget(self.as_table)
        self.body.addLayout(foot)
        self._wanted = {"tg": True, "pp": True}
        self._show_table(False)

    def show_results(
        self, modes: Sequence[Mode], results: Sequence[ModeResult], wanted: dict[str, bool], legend: str
    ) -> None:
        """`modes` have a row each from the start. `wanted`: which of "tg" and "pp" the work times at all."""
        self._results, self._wanted = results, wanted
        by_mode = {each.mode: each for each in results}
        for key, bars in self.bars.items():
            bars.show_bars([Bar(mode, getattr(by_mode.get(mode), key, None)) for mode in modes])
        self._legend.setText(legend)
        self.table.show_results(results)
        self._show_table(not self.table.isHidden())

    def _show_table(self, wanted: bool) -> None:
        self.table.setVisible(wanted)
        self.copy.setVisible(wanted)
        self._legend.setVisible(not wanted)
        self.as_table.set_words(
            translate("compare", "View as bars") if wanted else translate("compare", "View as table")
        )
        for key, bars in self.bars.items():
            bars.setVisible(self._wanted[key] and not wanted)
            self.titles[key].setVisible(self._wanted[key] and not wanted)
