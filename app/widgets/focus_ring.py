"""The ring around whatever the keyboard reached: one overlay for the whole window, over every kind of control.

What it reached is scrolled to, too: Qt does so only where Tab comes from inside the same area.
"""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, QPoint, QRect, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QApplication, QScrollArea, QWidget
from shiboken6 import isValid

from app.widgets import metrics, paint
from app.widgets.theme import Theme

DRAWS_OWN_FOCUS = "drawsOwnFocus"  # a Qt property of widgets whose surroundings show that they have the focus


class FocusRing(QWidget):
    """Drawn `FOCUS_GAP` outside the widget that has the focus, unless a click put the focus there."""

    def __init__(self, theme: Theme, window: QWidget, app: QApplication) -> None:
        super().__init__(window)
        self._theme, self._window = theme, window
        self._target: QWidget | None = None
        self._watched: list[QWidget] = []
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.setAttribute(Qt.WidgetAttribute.WA_NoSystemBackground)
        self.hide()
        app.focusChanged.connect(self._moved)
        theme.changed.connect(self.update)

    def _moved(self, old: QWidget | None, new: QWidget | None) -> None:
        for watched in self._watched:
            if isValid(watched):  # it may have been deleted with the focus on it
                watched.removeEventFilter(self)
        by_mouse = QApplication.mouseButtons() != Qt.MouseButton.NoButton
        own = new is not None and bool(new.property(DRAWS_OWN_FOCUS))
        inside = new is not None and self._window.isAncestorOf(new)
        self._target = new if inside and not by_mouse and not own else None
        self._watched = [] if self._target is None else [self._target]
        while self._watched and (parent := self._watched[-1].parentWidget()) not in (None, self._window):
            self._watched.append(parent)  # it moves with all that it lies in
            if isinstance(parent, QScrollArea):
                parent.ensureWidgetVisible(self._watched[0])
        for watched in self._watched:
            watched.installEventFilter(self)
        self._follow()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() in (QEvent.Type.Move, QEvent.Type.Resize, QEvent.Type.Show, QEvent.Type.Hide):
            self._follow()
        elif event.type() in (QEvent.Type.MouseButtonPress,):
            self.hide()
        return False

    def _follow(self) -> None:
        target = self._target
        if target is None or not isValid(target) or not target.isVisible():
            self.hide()
            return
        out = metrics.FOCUS_GAP + metrics.FOCUS_WIDTH
        corner = target.mapTo(self._window, QPoint(0, 0))
        self.setGeometry(QRect(corner, target.size()).adjusted(-out, -out, out, out))
        self.raise_()
        self.show()

    def paintEvent(self, event: QPaintEvent) -> None:
        radius = metrics.RADIUS_CONTROL + metrics.FOCUS_GAP
        paint.rounded(
            QPainter(self), self.rect(), radius, None, self._theme.color("accent"), metrics.FOCUS_WIDTH
        )
