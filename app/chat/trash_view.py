"""Deleted chats: bring one back, or delete it for good. Stands in the list's column, or wherever it is put."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPalette
from PySide6.QtWidgets import QFrame, QHBoxLayout, QListView, QMessageBox, QVBoxLayout, QWidget

from app.chat.chat_row import ChatRow
from app.chat.model import Chat
from app.chat.trash_list import TrashList
from app.language import translate
from app.widgets import metrics
from app.widgets.button import Button
from app.widgets.focus_ring import DRAWS_OWN_FOCUS
from app.widgets.label import ElidedLabel, Label
from app.widgets.scroll_bar import ScrollBar
from app.widgets.theme import Theme

MOST_ROWS = 5  # of a list that is a part of a page; more are scrolled to


class TrashRows(QListView):
    """Enter brings the current chat back, Delete deletes it for good."""

    restore = Signal()
    destroy_wanted = Signal()

    def __init__(self, theme: Theme, trash: TrashList) -> None:
        super().__init__()
        self._delegate = ChatRow(theme, trash)
        self.setModel(trash)
        self.setItemDelegate(self._delegate)
        self.setAccessibleName(translate("chat", "Deleted chats"))
        self.setAccessibleDescription(translate("chat", "Enter brings one back, Delete deletes it for good."))
        self.setProperty(DRAWS_OWN_FOCUS, True)  # its current row does
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setVerticalScrollBar(ScrollBar(theme))
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setEditTriggers(QListView.EditTrigger.NoEditTriggers)
        self.viewport().setAutoFillBackground(False)
        palette = self.palette()
        palette.setColor(QPalette.ColorRole.Base, Qt.GlobalColor.transparent)
        self.setPalette(palette)
        theme.changed.connect(self.viewport().update)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        signals = {
            Qt.Key.Key_Return: self.restore, Qt.Key.Key_Enter: self.restore,
            Qt.Key.Key_Delete: self.destroy_wanted, Qt.Key.Key_Backspace: self.destroy_wanted,
        }  # fmt: skip
        signal = signals.get(Qt.Key(event.key()))
        if signal is not None:
            signal.emit()
        elif event.key() == Qt.Key.Key_Escape:
            event.ignore()  # a list would search for it
        else:
            super().keyPressEvent(event)


class TrashView(QWidget):
    """`back`: the reader is done here. `restored(id)`."""

    back = Signal()
    restored = Signal(str)

    def __init__(self, theme: Theme, chat: Chat, with_back: bool = True) -> None:
        """`with_back`: there is somewhere to go back to. Else it is a part of a page, and as high as its rows."""
        super().__init__()
        self._chat, self._with_back = chat, with_back
        self.trash = TrashList(chat)
        self.back_button = Button(theme, translate("chat", "Back to the chats"), "icon", "chevron-left")
        self.back_button.clicked.connect(self.back)
        self.list = TrashRows(theme, self.trash)
        self.list.restore.connect(self._restore)
        self.list.destroy_wanted.connect(self._destroy)
        self.nothing = Label(
            theme, translate("chat", "Nothing here. Deleted chats are kept for 30 days."), role="muted", wrap=True
        )
        self.restore_button = Button(theme, translate("chat", "Restore"))
        self.restore_button.clicked.connect(self._restore)
        self.destroy_button = Button(theme, translate("chat", "Delete for good"), "link")
        self.destroy_button.clicked.connect(self._destroy)
        head = QHBoxLayout()
        head.setContentsMargins(*(metrics.S, metrics.M, metrics.S, 0) if with_back else (0, 0, 0, 0))
        head.addWidget(self.back_button)
        head.addWidget(ElidedLabel(theme, translate("chat", "Deleted chats"), metrics.CONTROL_STRONG), 1)
        foot = QHBoxLayout()
        foot.setContentsMargins(*(metrics.M, 0, metrics.M, metrics.M) if with_back else (0, 0, 0, 0))
        foot.addWidget(self.restore_button)
        foot.addWidget(self.destroy_button)
        foot.addStretch(1)
        words = QHBoxLayout()
        words.setContentsMargins(*(metrics.L, metrics.S, metrics.L, 0) if with_back else (0, 0, 0, 0))
        words.addWidget(self.nothing)
        rows = QVBoxLayout(self)
        rows.setContentsMargins(0, 0, 1, 0)
        rows.setSpacing(metrics.S)
        rows.addLayout(head)
        rows.addLayout(words)
        rows.addWidget(self.list, 1)
        rows.addLayout(foot)
        if not with_back:
            self.back_button.hide()
        self.trash.modelReset.connect(self._refresh)
        self.trash.refresh()

    def event(self, event: QEvent) -> bool:
        """Esc goes back, before it is the window's."""
        if self._with_back and isinstance(event, QKeyEvent) and event.key() == Qt.Key.Key_Escape:
            if event.type() == QEvent.Type.KeyPress:
                self.back.emit()
            event.accept()
            return True
        return super().event(event)

    def _refresh(self) -> None:
        some = bool(self.trash.rows)
        self.nothing.setVisible(not some)
        self.list.setVisible(some)
        for button in (self.restore_button, self.destroy_button):
            button.setEnabled(some)
        if not self._with_back:
            self.list.setFixedHeight(min(len(self.trash.rows), MOST_ROWS) * metrics.ROW_HEIGHT)
        if some:
            self.list.setCurrentIndex(self.trash.index(0))

    @property
    def _current(self) -> str:
        row = self.list.currentIndex().row()
        return self.trash.rows[row].id if 0 <= row < len(self.trash.rows) else ""

    def _restore(self) -> None:
        if key := self._current:
            self._with_store(lambda: self._chat.bring_back(key))
            self.restored.emit(key)

    def _destroy(self) -> None:
        row = self.list.currentIndex().row()
        if not self._current or not self._sure(self.trash.rows[row].title):
            return
        key = self._current
        self._with_store(lambda: self._chat.store.destroy(key))
        self.trash.refresh()

    def _sure(self, title: str) -> bool:
        """It is lost for good, so this asks."""
        box = QMessageBox(self)
        box.setWindowTitle("Tandem")
        box.setText(translate("chat", "Delete “{title}” for good?").format(title=title))
        box.setInformativeText(translate("chat", "It cannot be brought back."))
        box.setTextFormat(Qt.TextFormat.PlainText)
        yes = box.addButton(translate("chat", "Delete for good"), QMessageBox.ButtonRole.DestructiveRole)
        box.setDefaultButton(box.addButton(translate("chat", "Keep it"), QMessageBox.ButtonRole.RejectRole))
        box.exec()
        return box.clickedButton() is yes

    def _with_store(self, action: Callable[[], object]) -> None:
        try:
            action()
        except sqlite3.Error as error:
            self._chat.keeper.failed.emit(
                translate("chat", "The chats in {path} cannot be written: {error}.").format(
                    path=self._chat.store.path, error=error
                )
            )
