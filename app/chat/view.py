"""The chat page: the list of chats, the open one or an empty state, and composer and context gauge below."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QSizePolicy, QStackedWidget, QVBoxLayout, QWidget

from app.chat.chat_list import ChatList
from app.chat.composer import Composer
from app.chat.find_bar import FindBar
from app.chat.gauge import ContextGauge
from app.chat.list_column import ListColumn
from app.chat.model import Chat
from app.chat.queue_bar import QueueBar
from app.chat.transcript import Transcript
from app.language import translate
from app.widgets import metrics, paint
from app.widgets.button import Button
from app.widgets.card import Ground
from app.widgets.empty import EmptyView
from app.widgets.label import ElidedLabel
from app.widgets.page import Page
from app.widgets.theme import Theme
from app.widgets.undo_bar import UndoBar

if TYPE_CHECKING:
    from app.chat.trash_view import TrashView


class JumpPill(QPushButton):
    """Back to the newest words."""

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(translate("chat", "Jump to latest"), parent)
        self._theme = theme
        width = metrics.text_width(metrics.CONTROL_LINK, self.text()) + metrics.ICON + 2 * metrics.L
        self.setFixedSize(width, metrics.CONTROL_HEIGHT)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.hide()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter, color = QPainter(self), self._theme.color
        paint.rounded(painter, self.rect(), self.height() / 2, color("surface"), color("edge"))
        paint.icon(painter, "arrow-down", color("accent"), metrics.M, (self.height() - metrics.ICON) / 2)
        room = self.rect().adjusted(metrics.M + metrics.ICON + metrics.XS, 0, -metrics.M, 0)
        paint.text(painter, room, metrics.CONTROL_LINK, color("text"), self.text())


class ChatHead(Ground):
    """The open chat's title, and what the folded list would offer."""

    def __init__(self, theme: Theme) -> None:
        super().__init__(theme, "surface", "bottom")
        self.setFixedHeight(metrics.CHAT_HEAD_HEIGHT)
        self.fold = Button(theme, translate("chat", "Show or hide the chats (Ctrl+B)"), "icon", "sidebar")
        self.title = ElidedLabel(theme, "", metrics.SECTION)
        self.find_button = Button(theme, translate("chat", "Find in this chat (Ctrl+F)"), "icon", "search")
        self.more = Button(theme, translate("chat", "More about this chat"), "icon", "more")
        self.new_button = Button(theme, translate("chat", "New chat (Ctrl+N)"), "icon", "plus")
        row = QHBoxLayout(self)
        row.setContentsMargins(metrics.S, 0, metrics.S, 0)
        row.setSpacing(metrics.S)
        row.addWidget(self.fold)
        row.addWidget(self.title, 1)
        for button in (self.find_button, self.more, self.new_button):
            row.addWidget(button)


class ChatPage(Page):
    """`new_chat`, `fold`: the reader wants the list of chats to appear or to go; `dropped(paths)` of files."""

    new_chat = Signal()
    fold = Signal()
    dropped = Signal(list)

    def __init__(self, theme: Theme, chat: Chat) -> None:
        super().__init__(theme, "surface")
        self._theme = theme
        self.chats = ChatList(chat)
        self.column = ListColumn(theme, self.chats, lambda: _trash(theme, chat), chat.store.search_trouble)
        self.head = ChatHead(theme)
        self.transcript = Transcript(theme, chat)
        self.find_bar = FindBar(theme, self.transcript.finder)
        self.queue_bar = QueueBar(theme)
        self.empty = EmptyView(theme)
        self.composer = Composer(theme)
        self.gauge = ContextGauge(theme)
        self._stack = QStackedWidget()
        self._stack.addWidget(self.transcript)
        self._stack.addWidget(self.empty)
        self._stack.installEventFilter(self)
        self.pill = JumpPill(theme, self._stack)
        self.pill.clicked.connect(self.transcript.jump_to_end)
        self.undo_bar = UndoBar(theme, self._stack)
        self.undo_bar.installEventFilter(self)
        self.transcript.at_end.connect(self._at_end)
        self.column.new_chat.connect(self.new_chat)
        self.head.new_button.clicked.connect(self.new_chat)
        self.head.fold.clicked.connect(self.fold)
        self.transcript.find_wanted.connect(self.find_words)
        self.head.find_button.clicked.connect(self.find_words)
        self.find_bar.closed.connect(self.transcript.setFocus)
        self.find_bar.wanted.connect(lambda text: self.transcript.finder.search(text, self.transcript.first_in_view))
        self.setAcceptDrops(True)
        self._assemble()

    def _assemble(self) -> None:
        reading = QWidget()
        reading.setMaximumWidth(metrics.READING_WIDTH)
        below = QVBoxLayout(reading)
        below.setContentsMargins(0, metrics.XS, 0, metrics.S)
        below.setSpacing(metrics.XS)
        below.addWidget(self.queue_bar)
        below.addWidget(self.composer)
        below.addWidget(self.gauge)
        middle = QHBoxLayout()
        middle.setContentsMargins(metrics.XL, 0, metrics.XL, 0)
        middle.addWidget(reading)
        rows = QVBoxLayout()
        rows.setSpacing(0)
        rows.addWidget(self.head)
        rows.addWidget(self.find_bar)
        rows.addWidget(self._stack, 1)
        rows.addLayout(middle)
        whole = QHBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        whole.addWidget(self.column)
        whole.addLayout(rows, 1)

    def enter(self) -> None:
        self.composer.setFocus()

    def show_list(self, wanted: bool) -> None:
        """The list of chats, or the conversation alone; then its head begins new chats."""
        self.column.setVisible(wanted)
        self.head.new_button.setVisible(not wanted)

    def search(self) -> None:
        self.column.show_chats()
        self.column.search.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.column.search.selectAll()

    def show_conversation(self, wanted: bool) -> None:
        """The conversation, or the empty state in its place."""
        self._stack.setCurrentWidget(self.transcript if wanted else self.empty)
        for over in (self.pill, self.undo_bar):
            over.raise_()  # a stack puts what it shows above all else in it
        policy = QSizePolicy.Policy  # the stack asks for the height of what is not to be seen, too
        self.empty.setSizePolicy(policy.Preferred, policy.Ignored if wanted else policy.Preferred)
        self._stack.updateGeometry()
        self.head.find_button.setVisible(wanted)
        if not wanted:
            self.pill.hide()
            if self.find_bar.isVisible():
                self.find_bar.close_bar()

    def find_words(self) -> None:
        """In the open conversation."""
        if self._stack.currentWidget() is self.transcript:
            self.find_bar.open_bar()

    def show_found(self, wanted: str) -> None:
        """Where the open conversation has these words, from its beginning; the focus stays where it is."""
        self.find_bar.show_words(wanted)
        self.transcript.finder.search(wanted, 0)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Text files are for the question; models and folders are the window's."""
        if _text_files(event):
            event.acceptProposedAction()
        else:
            event.ignore()

    def dropEvent(self, event: QDropEvent) -> None:
        event.acceptProposedAction()
        self.dropped.emit(_text_files(event))

    def _at_end(self, there: bool) -> None:
        self.pill.setVisible(not there and self._stack.currentWidget() is self.transcript)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() in (QEvent.Type.Resize, QEvent.Type.Show, QEvent.Type.Hide):
            below = self._stack.height() if self.undo_bar.isHidden() else self.undo_bar.y()
            self.pill.move((self._stack.width() - self.pill.width()) // 2, below - self.pill.height() - metrics.M)
            self.pill.raise_()
        return False


def _trash(theme: Theme, chat: Chat) -> TrashView:
    from app.chat.trash_view import TrashView

    return TrashView(theme, chat)


def _text_files(event: QDropEvent) -> list[str]:
    """What of a drop may be text files; nothing if there is a model or a folder among it."""
    paths = [url.toLocalFile() for url in event.mimeData().urls() if url.isLocalFile()]
    others = any(path.lower().endswith(".gguf") or os.path.isdir(path) for path in paths)
    return [] if others else paths
