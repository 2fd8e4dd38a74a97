"""A column that scrolls up and down on the ground it stands on, never sideways.

Tab stops at it only while there is something to scroll to.
"""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QScrollArea, QWidget

from app.widgets.focus_ring import DRAWS_OWN_FOCUS
from app.widgets.scroll_bar import ScrollBar
from app.widgets.theme import Theme


class ScrollColumn(QScrollArea):
    def __init__(self, theme: Theme, name: str, content: QWidget) -> None:
        super().__init__()
        self.setAccessibleName(name)
        self.setProperty(DRAWS_OWN_FOCUS, True)  # a ring around a whole page would point at nothing
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setWidgetResizable(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        bar = ScrollBar(theme)
        bar.rangeChanged.connect(self._on_range)
        self.setVerticalScrollBar(bar)
        self._on_range(0, 0)
        self.setWidget(content)
        for surface in (self.viewport(), content):
            surface.setAutoFillBackground(False)

    def _on_range(self, least: int, most: int) -> None:
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus if most > least else Qt.FocusPolicy.NoFocus)
