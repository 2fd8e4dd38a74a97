"""The compare page: what to compare on top, figures and replies at the left, the verdict and what was before beside."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from app.compare.head import Head
from app.compare.past import PastRuns
from app.compare.replies import Replies
from app.compare.results import Results
from app.compare.verdict import VerdictCard
from app.language import translate
from app.widgets import metrics
from app.widgets.card import Card
from app.widgets.empty import EmptyState, EmptyView
from app.widgets.page import Page
from app.widgets.scroll_column import ScrollColumn
from app.widgets.theme import Theme


class ComparePage(Page):
    """`live`: what cards are doing, shown while something is compared."""

    def __init__(self, theme: Theme, live: QWidget) -> None:
        super().__init__(theme, "window")
        self.head = Head(theme)
        self.results = Results(theme)
        self.replies = Replies(theme)
        self.verdict = VerdictCard(theme)
        self.past = PastRuns(theme)
        self.empty = EmptyView(theme, "window")
        self._figures = QWidget()
        left = QVBoxLayout(self._figures)
        left.setContentsMargins(0, 0, 0, 0)
        left.setSpacing(metrics.M)
        left.addWidget(self.results)
        left.addWidget(self.replies)
        left.addStretch(1)
        self._side = QWidget()
        right = QVBoxLayout(self._side)
        right.setContentsMargins(0, 0, 0, 0)
        right.setSpacing(metrics.M)
        right.addWidget(self.verdict)
        self._live = Card(theme)
        self._live.body.addWidget(live)
        right.addWidget(self._live)
        right.addWidget(self.past)
        right.addStretch(1)
        self._stack = QStackedWidget()
        self._stack.addWidget(self.empty)
        self._stack.addWidget(self._figures)
        self._columns = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._columns.setSpacing(metrics.M)
        self._columns.addWidget(self._stack, 1)
        self._columns.addWidget(self._side, 0, Qt.AlignmentFlag.AlignTop)
        column = QWidget()
        rows = QVBoxLayout(column)
        rows.setContentsMargins(metrics.XL, metrics.L, metrics.XL, metrics.XL)
        rows.setSpacing(metrics.L)
        rows.addWidget(self.head)
        rows.addLayout(self._columns, 1)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(ScrollColumn(theme, translate("compare", "Comparison"), column))

    def enter(self) -> None:
        (self.head.kind if self.head.kind.isEnabled() else self.head.button).setFocus()

    def show_live(self, running: bool) -> None:
        self._live.setVisible(running)

    def show_empty(self, state: EmptyState | None) -> None:
        """This in place of figures and verdict, or None for those."""
        if state is not None:
            self.empty.show_state(state)
        self._stack.setCurrentWidget(self.empty if state is not None else self._figures)
        self.verdict.setVisible(state is None)
        self._side.setVisible(state is None or not self.past.isHidden())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        tight = self.width() < metrics.TIGHT_BELOW - metrics.RAIL_WIDTH
        beside = metrics.VERDICT_WIDTH_TIGHT if tight else metrics.VERDICT_WIDTH
        room = self.width() - 2 * metrics.XL - metrics.SCROLL_BAR_WIDTH
        under = self._stack.minimumSizeHint().width() + metrics.M + beside > room
        way = QBoxLayout.Direction.TopToBottom if under else QBoxLayout.Direction.LeftToRight
        self._columns.setDirection(way)
        self._side.setFixedWidth(room if under else beside)
