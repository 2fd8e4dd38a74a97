"""Ctrl+F: a field, how many were found, and the way from one to the next."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout

from app.chat.finder import Finder
from app.language import QT_TRANSLATE_NOOP, translate
from app.widgets import metrics
from app.widgets.announce import announce
from app.widgets.button import Button
from app.widgets.card import Ground
from app.widgets.label import Label
from app.widgets.numbers import count
from app.widgets.text_field import TextField
from app.widgets.theme import Theme

SEARCH_MS = 120  # after the last letter
KEYS = QT_TRANSLATE_NOOP("chat", "Enter goes to the next one, Shift+Enter to the one before, Esc closes.")


class FindBar(Ground):
    """`wanted(text)` after a pause in typing; `closed`."""

    wanted = Signal(str)
    closed = Signal()

    def __init__(self, theme: Theme, finder: Finder) -> None:
        super().__init__(theme, "surface", "bottom")
        self._finder = finder
        self.field = TextField(theme, translate("chat", "Find in this chat"), translate("chat", "Find in this chat"))
        self.field.setAccessibleDescription(translate("chat", KEYS))
        self.field.setMaximumWidth(metrics.SEARCH_WIDTH)
        self.count = Label(theme, "", metrics.CAPTION, "muted")
        self.count.setMinimumWidth(metrics.CELL_WIDTH)
        self.previous = Button(theme, translate("chat", "Previous (Shift+Enter)"), "icon", "arrow-up")
        self.next = Button(theme, translate("chat", "Next (Enter)"), "icon", "arrow-down")
        self.shut = Button(theme, translate("chat", "Close (Esc)"), "icon", "close")
        self.previous.clicked.connect(lambda: finder.step(-1))
        self.next.clicked.connect(lambda: finder.step(1))
        self.shut.clicked.connect(self.close_bar)
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.setInterval(SEARCH_MS)
        self._soon.timeout.connect(self._search)
        self.field.textChanged.connect(self._soon.start)
        self.field.installEventFilter(self)
        row = QHBoxLayout(self)
        row.setContentsMargins(metrics.L, metrics.XS, metrics.S, metrics.XS)
        row.setSpacing(metrics.S)
        row.addWidget(self.field, 1)
        for widget in (self.count, self.previous, self.next):
            row.addWidget(widget)
        row.addStretch(1)
        row.addWidget(self.shut)
        finder.changed.connect(self._show)
        self._show()
        self.hide()

    def open_bar(self) -> None:
        self.show()
        self.field.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.field.selectAll()
        self._search()

    def show_words(self, wanted: str) -> None:
        """What is being looked for already."""
        self.field.setText(wanted)
        self._soon.stop()
        self.show()

    def close_bar(self) -> None:
        self._soon.stop()
        self.hide()
        self._finder.stop()
        self.closed.emit()

    def _search(self) -> None:
        self._soon.stop()
        self.wanted.emit(self.field.text())

    def _show(self) -> None:
        finder = self._finder
        found = len(finder.matches)
        if not finder.wanted:
            words = ""
        elif found:
            words = translate("chat", "{current} of {found}").format(
                current=count(finder.current + 1), found=count(found)
            ) + ("…" if finder.searching else "")
        else:
            words = translate("chat", "Searching") if finder.searching else translate("chat", "Not found")
        self.count.setText(words)
        for button in (self.previous, self.next):
            button.setEnabled(found > 0)
        if not finder.searching:
            announce(self, words)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if not isinstance(event, QKeyEvent):
            return False
        if event.key() == Qt.Key.Key_Escape and event.type() == QEvent.Type.ShortcutOverride:
            event.accept()  # ours before it is the window's
            return True
        if event.type() != QEvent.Type.KeyPress:
            return False
        if event.key() == Qt.Key.Key_Escape:
            self.close_bar()
            return True
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            back = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
            if self._soon.isActive():
                self._search()
            else:
                self._finder.step(-1 if back else 1)
            return True
        return False
