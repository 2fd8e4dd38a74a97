"""A card that floats over the window under a control, closed by Esc or a click elsewhere.

A child of the window and not a window of its own: rounded corners and the shadow then need no compositor.
"""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, QPoint, QRect, Qt, Signal
from PySide6.QtGui import QColor, QKeyEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QVBoxLayout, QWidget
from shiboken6 import isValid

from app.widgets import metrics, paint
from app.widgets.theme import Theme

SHADOW = 12


class Popover(QWidget):
    """Covers the window to catch clicks; `card` is what one sees, `body` the column inside it."""

    closed = Signal()

    def __init__(self, theme: Theme, window: QWidget, width: int, name: str) -> None:
        super().__init__(window)
        self._theme, self._window = theme, window
        self._anchor: QWidget | None = None
        self._before: QWidget | None = None  # what had the focus
        self.card = QFrame(self)
        self._wanted = round(width / metrics.scale())  # at 100%
        self.card.setFixedWidth(width)
        self.card.setAccessibleName(name)
        self.body = QVBoxLayout(self.card)
        self.body.setContentsMargins(metrics.L, metrics.L, metrics.L, metrics.L)
        self.body.setSpacing(metrics.M)
        self.hide()
        window.installEventFilter(self)
        theme.changed.connect(self.update)

    def open_under(self, anchor: QWidget) -> None:
        close_cards(self._window, but=self)
        self._anchor = anchor
        if not self.isVisible():
            self._before = self._window.focusWidget()
        self._place()
        self.show()
        self.raise_()
        self._place()
        self._focus_first()

    def _focus_first(self) -> None:
        seen = [each for each in self.card.findChildren(QWidget) if _takes_focus(each)]
        if seen:
            seen[0].setFocus(Qt.FocusReason.PopupFocusReason)

    def focusNextPrevChild(self, forth: bool) -> bool:
        """Tab goes round inside the card: what lies under it is for the mouse to come back to, and for Esc."""
        here = self._window.focusWidget()
        if here is None or not self.card.isAncestorOf(here):
            return super().focusNextPrevChild(forth)
        reason = Qt.FocusReason.TabFocusReason if forth else Qt.FocusReason.BacktabFocusReason
        there = _beside(here, forth)
        while there is not here and not (self.card.isAncestorOf(there) and _takes_focus(there)):
            there = _beside(there, forth)
        there.setFocus(reason)
        return True

    def close_card(self) -> None:
        """The focus goes back to where it came from; to the anchor, if that is not to be seen any more."""
        if self.isVisible():
            self.hide()
            before = self._before if self._before is not None and isValid(self._before) else None
            back = before if before is not None and before.isVisible() else self._anchor
            if back is not None:
                back.setFocus(Qt.FocusReason.PopupFocusReason)
            self.closed.emit()

    def fit(self, height: int) -> None:
        """Called before the card is placed: a tall one limits itself to a window of this height."""

    def _place(self) -> None:
        if self._anchor is None:
            return
        window = self._window
        self.setGeometry(window.rect())
        self.card.setFixedWidth(min(metrics.scaled(self._wanted), window.width() - 2 * metrics.S))
        self.fit(window.height())
        self.body.activate()
        wide = self.card.width()  # texts that wrap take the height for this width, and no guess
        tall = self.body.totalHeightForWidth(wide) if self.body.hasHeightForWidth() else self.card.sizeHint().height()
        self.card.resize(wide, tall)
        corner = self._anchor.mapTo(window, QPoint(0, self._anchor.height() + metrics.XS))
        if corner.y() + self.card.height() > window.height() - metrics.S:  # no room below: above the control
            above = self._anchor.mapTo(window, QPoint(0, -metrics.XS)).y() - self.card.height()
            corner.setY(above if above >= metrics.S else metrics.S)
        corner.setX(max(metrics.S, min(corner.x(), window.width() - self.card.width() - metrics.S)))
        self.card.move(corner)
        self.update()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Resize and self.isVisible():
            self._place()
        return False

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.LayoutRequest and self.isVisible():
            self._place()
        if (
            isinstance(event, QKeyEvent)
            and event.type() == QEvent.Type.ShortcutOverride
            and _is_escape(event)
        ):
            event.accept()  # Esc is ours before it is the window's
            return True
        return super().event(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if not self.card.geometry().contains(event.position().toPoint()):
            self.close_card()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if _is_escape(event):
            self.close_card()
        else:
            super().keyPressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter, box = QPainter(self), self.card.geometry()
        for step in range(SHADOW, 0, -2):  # a soft shadow: stacked, each fainter and wider
            shade = QColor(0, 0, 0, 6 + (SHADOW - step) // 2)
            out = QRect(box).adjusted(-step, -step + 4, step, step + 4)
            paint.rounded(painter, out, metrics.RADIUS_CARD + step, shade)
        paint.rounded(
            painter, box, metrics.RADIUS_CARD, self._theme.color("surface"), self._theme.color("edge")
        )


def close_cards(window: QWidget, but: Popover | None = None) -> None:
    """For what takes the keyboard elsewhere: Esc would not reach a card that is left open."""
    for card in window.findChildren(Popover, options=Qt.FindChildOption.FindDirectChildrenOnly):
        if card is not but:
            card.close_card()


def _beside(widget: QWidget, forth: bool) -> QWidget:
    return (widget.nextInFocusChain() if forth else widget.previousInFocusChain()) or widget


def _takes_focus(widget: QWidget) -> bool:
    by_tab = widget.focusPolicy() & Qt.FocusPolicy.TabFocus == Qt.FocusPolicy.TabFocus
    return by_tab and widget.focusProxy() is None and widget.isVisible() and widget.isEnabled()


def _is_escape(event: QKeyEvent) -> bool:
    return event.key() == Qt.Key.Key_Escape
