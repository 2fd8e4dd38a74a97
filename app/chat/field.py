"""The field of the composer: it grows from one to eight lines."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QMimeData, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QKeySequence, QPalette, QResizeEvent
from PySide6.QtWidgets import QFrame, QPlainTextEdit, QSizePolicy

from app.language import translate
from app.widgets import metrics
from app.widgets.focus_ring import DRAWS_OWN_FOCUS
from app.widgets.scroll_bar import ScrollBar
from app.widgets.theme import Theme


class Field(QPlainTextEdit):
    """Enter is `entered`, and Esc `escaped` while `takes_escape`; the height follows the text."""

    entered = Signal()
    escaped = Signal()
    focus_changed = Signal()

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self.setVerticalScrollBar(ScrollBar(theme))
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)  # lines wrap
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFont(metrics.font(metrics.READING))
        self.setAccessibleName(translate("chat", "Message"))
        self.takes_escape = False
        self._hint = ""
        self.setTabChangesFocus(True)
        self.setProperty(DRAWS_OWN_FOCUS, True)  # the composer's edge does
        self.document().setDocumentMargin(0)
        self.viewport().setAutoFillBackground(False)
        palette = self.palette()
        palette.setColor(QPalette.ColorRole.Base, Qt.GlobalColor.transparent)
        self.setPalette(palette)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.document().documentLayout().documentSizeChanged.connect(lambda size: self._fit())
        self._fit()

    def set_hint(self, words: str) -> None:
        """What stands there while nothing is written: on one line, or the field would jump at the first letter."""
        self._hint = words
        self._show_hint()

    def _show_hint(self) -> None:
        shown = self.fontMetrics().elidedText(self._hint, Qt.TextElideMode.ElideRight, self.viewport().width() - 1)
        if shown != self.placeholderText():
            self.setPlaceholderText(shown)
            self.viewport().update()  # Qt paints other words only where there were none
            self.setToolTip("" if shown == self._hint else self._hint)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._show_hint()

    def _fit(self) -> None:
        line = self.fontMetrics().lineSpacing()
        lines = min(max(int(self.document().size().height()), 1), metrics.COMPOSER_LINES)
        self.setFixedHeight(lines * line + metrics.XS)
        shown = (
            Qt.ScrollBarPolicy.ScrollBarAsNeeded
            if lines == metrics.COMPOSER_LINES
            else (Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        )
        self.setVerticalScrollBarPolicy(shown)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        enter = event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
        if enter and not event.modifiers() & Qt.KeyboardModifier.ShiftModifier:
            self.entered.emit()
        elif self.takes_escape and event.key() == Qt.Key.Key_Escape:
            self.escaped.emit()
        else:
            super().keyPressEvent(event)

    def event(self, event: QEvent) -> bool:
        if not isinstance(event, QKeyEvent) or event.type() != QEvent.Type.ShortcutOverride:
            return super().event(event)
        if self.takes_escape and event.key() == Qt.Key.Key_Escape:
            event.accept()  # ours before it is the window's
            return True
        if event.matches(QKeySequence.StandardKey.Undo) and not self.document().isUndoAvailable():
            event.ignore()  # nothing written to take back: what was deleted beside it, if it can be
            return True
        return super().event(event)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange and hasattr(self, "takes_escape"):  # not while it is being built
            self._fit()
            self._show_hint()

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self.focus_changed.emit()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.focus_changed.emit()

    def canInsertFromMimeData(self, source: QMimeData) -> bool:
        """Files are for the page, which takes their text along and not their address."""
        return not source.hasUrls() and super().canInsertFromMimeData(source)
