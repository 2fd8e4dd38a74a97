"""A deletion can be taken back for ten seconds: a bar at the bottom of a page, without moving the focus."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, QTimer
from PySide6.QtGui import QKeySequence, QPainter, QPaintEvent, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QWidget

from app.language import translate
from app.widgets import metrics, paint
from app.widgets.announce import announce
from app.widgets.button import Button
from app.widgets.label import ElidedLabel
from app.widgets.theme import Theme

SHOWN_MS = 10_000


class UndoBar(QWidget):
    """Floats over `page`, at its bottom centre. A newer deletion takes the place of an older one."""

    def __init__(self, theme: Theme, page: QWidget) -> None:
        super().__init__(page)
        self._theme, self._page = theme, page
        self._undo: Callable[[], None] | None = None
        self.words = ElidedLabel(theme, "")
        self.button = Button(theme, translate("widgets", "Undo"), "link")
        self.button.setToolTip(translate("widgets", "Ctrl+Z"))
        self.button.clicked.connect(self.undo)
        row = QHBoxLayout(self)
        row.setContentsMargins(metrics.L, 0, metrics.S, 0)
        row.addWidget(self.words, 1)
        row.addWidget(self.button)
        self.setFixedSize(metrics.UNDO_WIDTH, metrics.BANNER_HEIGHT)
        self._keys = QShortcut(QKeySequence.StandardKey.Undo, page)
        self._keys.activated.connect(self.undo)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(SHOWN_MS)
        self._timer.timeout.connect(self.close_bar)
        page.installEventFilter(self)
        theme.changed.connect(self.update)
        self.close_bar()

    def offer(self, words: str, undo: Callable[[], None]) -> None:
        self._undo = undo
        self.words.setText(words)
        self._keys.setEnabled(True)
        self._place()
        self.show()
        self.raise_()
        self._timer.start()
        announce(self, translate("widgets", "{words} Ctrl+Z takes it back.").format(words=words))

    def offers(self, undo: Callable[[], None]) -> bool:
        """Whether it is shown, and this is what it would do."""
        return self.isVisible() and self._undo == undo

    def undo(self) -> None:
        undo = self._undo
        self.close_bar()
        if undo is not None:
            undo()

    def close_bar(self) -> None:
        self._undo = None
        self._keys.setEnabled(False)  # Ctrl+Z is free for others again
        self._timer.stop()
        self.hide()

    def _place(self) -> None:
        left = (self._page.width() - self.width()) // 2
        self.move(left, self._page.height() - self.height() - metrics.L)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Resize:
            self._place()
        return False

    def paintEvent(self, event: QPaintEvent) -> None:
        color = self._theme.color
        paint.rounded(QPainter(self), self.rect(), metrics.RADIUS_CARD, color("surface"), color("edge"))
