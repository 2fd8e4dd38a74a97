"""The column left of the conversation: search, a new chat, and all chats by day."""

from __future__ import annotations

from collections.abc import Callable
from functools import cached_property
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QModelIndex, QObject, Qt, QTimer, Signal
from PySide6.QtGui import QContextMenuEvent, QKeyEvent, QPalette
from PySide6.QtWidgets import QFrame, QHBoxLayout, QListView, QMenu, QStackedWidget, QVBoxLayout, QWidget

from app.chat.chat_list import ROW, ChatList, Entry
from app.chat.chat_row import ChatRow
from app.language import translate
from app.widgets import metrics
from app.widgets.button import Button
from app.widgets.card import Ground
from app.widgets.focus_ring import DRAWS_OWN_FOCUS
from app.widgets.label import Label
from app.widgets.scroll_bar import ScrollBar
from app.widgets.text_field import TextField
from app.widgets.theme import Theme

if TYPE_CHECKING:
    from app.chat.trash_view import TrashView

SEARCH_MS = 150  # after the last letter


class ChatListView(QListView):
    """`opened(id)` by click or Enter, `deleted(id)` by Delete; the rest by the menu; F2 renames, Ctrl+D pins.

    `exported(id)`: empty means all of them.
    """

    opened = Signal(str)
    deleted = Signal(str)
    pinned = Signal(str, bool)
    exported = Signal(str)
    imported = Signal()

    def __init__(self, theme: Theme, chats: ChatList) -> None:
        super().__init__()
        self._chats = chats
        self._delegate = ChatRow(theme, chats)
        self.setModel(chats)
        self.setItemDelegate(self._delegate)
        self.setAccessibleName(translate("chat", "Chats"))
        self.setAccessibleDescription(translate("chat", "Enter opens, F2 renames, Ctrl+D pins, Delete deletes."))
        self.setProperty(DRAWS_OWN_FOCUS, True)  # its current row does
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setVerticalScrollBar(ScrollBar(theme))
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        self.setEditTriggers(QListView.EditTrigger.EditKeyPressed)
        self.setMouseTracking(True)
        self.viewport().setAutoFillBackground(False)
        palette = self.palette()
        palette.setColor(QPalette.ColorRole.Base, Qt.GlobalColor.transparent)
        self.setPalette(palette)
        self.clicked.connect(self._open)
        chats.modelReset.connect(self._keep_current)
        theme.changed.connect(self.viewport().update)
        self._keep_current()

    def _keep_current(self) -> None:
        """The keyboard begins at the open conversation, or at the first one."""
        row = self._chats.open_row
        if row < 0:
            row = next((place for place, one in enumerate(self._chats.rows) if isinstance(one, Entry)), -1)
        if row >= 0:
            self.setCurrentIndex(self._chats.index(row))

    def _key(self, index: QModelIndex) -> str:
        row = index.data(ROW) if index.isValid() else None
        return row.id if isinstance(row, Entry) else ""

    def _open(self, index: QModelIndex) -> None:
        if key := self._key(index):
            self.opened.emit(key)

    def _delete(self, index: QModelIndex) -> None:
        if key := self._key(index):
            self.deleted.emit(key)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        index, where = self.indexAt(event.pos()), event.globalPos()
        if event.reason() == QContextMenuEvent.Reason.Keyboard:
            index = self.currentIndex()
            where = self.viewport().mapToGlobal(self.visualRect(index).center())
        self.menu_for(index).popup(where)

    def menu_for(self, index: QModelIndex) -> QMenu:
        """What can be done with a chat, and with all of them."""
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.setFont(metrics.font(metrics.CONTROL))
        row = index.data(ROW) if index.isValid() else None
        if isinstance(row, Entry):
            menu.addAction(
                translate("chat", "Unpin\tCtrl+D") if row.pinned else translate("chat", "Pin\tCtrl+D"),
                lambda: self._pin(index),
            )
            menu.addAction(translate("chat", "Rename\tF2"), lambda: self.edit(index))
            menu.addAction(translate("chat", "Export…"), lambda: self.exported.emit(row.id))
            menu.addAction(translate("chat", "Delete\tDel"), lambda: self._delete(index))
            menu.addSeparator()
        menu.addAction(translate("chat", "Export all chats…"), lambda: self.exported.emit(""))
        menu.addAction(translate("chat", "Import chats…"), self.imported.emit)
        return menu

    def _pin(self, index: QModelIndex) -> None:
        row = index.data(ROW) if index.isValid() else None
        if isinstance(row, Entry):
            self.pinned.emit(row.id, not row.pinned)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        actions = {
            Qt.Key.Key_Return: self._open, Qt.Key.Key_Enter: self._open,
            Qt.Key.Key_Delete: self._delete, Qt.Key.Key_Backspace: self._delete,
        }  # fmt: skip
        action = actions.get(Qt.Key(event.key()))
        if event.key() == Qt.Key.Key_D and event.modifiers() == Qt.KeyboardModifier.ControlModifier:
            action = self._pin
        if action is not None and self.state() != QListView.State.EditingState:
            action(self.currentIndex())
        else:
            super().keyPressEvent(event)


class ListColumn(Ground):
    new_chat = Signal()

    def __init__(
        self, theme: Theme, chats: ChatList, make_trash: Callable[[], TrashView], search_note: str = ""
    ) -> None:
        """`search_note`: why a search is slow, if it is."""
        super().__init__(theme, "window", "right")
        self._chats, self._make_trash = chats, make_trash
        self.setFixedWidth(metrics.LIST_WIDTH)
        self.search = TextField(theme, translate("chat", "Search all chats"), translate("chat", "Search all chats"))
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.setInterval(SEARCH_MS)
        self._soon.timeout.connect(lambda: chats.search(self.search.text()))
        self.search.textChanged.connect(self._soon.start)
        self.search.installEventFilter(self)
        self.new_button = Button(theme, translate("chat", "New chat (Ctrl+N)"), "icon", "plus")
        self.new_button.clicked.connect(self.new_chat)
        self.list = ChatListView(theme, chats)
        self.nothing = Label(theme, "", metrics.CONTROL, "muted", wrap=True)
        self.clear = Button(theme, translate("chat", "Clear"), "link")
        self.clear.clicked.connect(self.search.clear)
        head = QHBoxLayout()
        head.setContentsMargins(metrics.M, metrics.S, metrics.S, 0)
        head.setSpacing(metrics.XS)
        head.addWidget(self.search, 1)
        head.addWidget(self.new_button)
        none = QWidget()
        words = QVBoxLayout(none)
        words.setContentsMargins(metrics.L, metrics.L, metrics.L, metrics.L)
        words.addWidget(self.nothing)
        words.addWidget(self.clear, 0, Qt.AlignmentFlag.AlignLeft)
        words.addStretch(1)
        self._stack = QStackedWidget()
        self._stack.addWidget(self.list)
        self._stack.addWidget(none)
        self.note = Label(theme, search_note, metrics.CAPTION, "muted", wrap=True)
        self.note.setContentsMargins(metrics.L, 0, metrics.L, 0)
        self.trash_button = Button(theme, translate("chat", "Deleted chats"), "link", style=metrics.CAPTION_LINK)
        self.trash_button.clicked.connect(self.show_trash)
        foot = QHBoxLayout()
        foot.setContentsMargins(metrics.M, 0, metrics.M, metrics.S)
        foot.addWidget(self.trash_button)
        foot.addStretch(1)
        living = QWidget()
        rows = QVBoxLayout(living)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.setSpacing(metrics.XS)
        rows.addLayout(head)
        rows.addWidget(self.note)
        rows.addWidget(self._stack, 1)
        rows.addLayout(foot)
        self._pages = QStackedWidget()
        self._pages.addWidget(living)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 1, 0)
        whole.addWidget(self._pages)
        chats.modelReset.connect(self._refresh)
        self._refresh()

    @cached_property
    def trash(self) -> TrashView:
        """Made when it is first asked for."""
        made = self._make_trash()
        made.back.connect(self.show_chats)
        self._pages.addWidget(made)
        return made

    def show_trash(self) -> None:
        self.trash.trash.refresh()
        self._pages.setCurrentWidget(self.trash)
        (self.trash.list if self.trash.trash.rows else self.trash.back_button).setFocus()

    def show_chats(self) -> None:
        self._pages.setCurrentIndex(0)
        self.list.setFocus()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Esc clears the search before it is the window's; Down goes on to what was found."""
        if not isinstance(event, QKeyEvent):
            return False
        escape = event.key() == Qt.Key.Key_Escape and bool(self.search.text())
        if escape and event.type() == QEvent.Type.ShortcutOverride:
            event.accept()
            return True
        if escape and event.type() == QEvent.Type.KeyPress:
            self.search.clear()
            return True
        if event.key() == Qt.Key.Key_Down and event.type() == QEvent.Type.KeyPress:
            self.list.setFocus(Qt.FocusReason.TabFocusReason)
            return True
        return False

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.WindowActivate:
            self._chats.refresh()  # another window may have written, and the day may have changed
        return super().event(event)

    def _refresh(self) -> None:
        wanted = self._chats.wanted
        self._stack.setCurrentIndex(0 if self._chats.rows else 1)
        empty = translate("chat", "No chats yet. Your first question begins one.")
        self.nothing.setText(
            translate("chat", "Nothing found for “{wanted}”.").format(wanted=wanted) if wanted else empty
        )
        self.clear.setVisible(bool(wanted))
        self.note.setVisible(bool(wanted and self.note.text()))
