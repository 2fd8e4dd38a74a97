"""The chat page: conversation or empty state above, composer and context gauge below."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QStackedWidget, QVBoxLayout, QWidget

from app.chat.composer import Composer
from app.chat.empty import EmptyView
from app.chat.model import Chat
from app.chat.transcript import Transcript
from app.widgets import metrics, paint
from app.widgets.button import Button
from app.widgets.card import Ground
from app.widgets.label import Label
from app.widgets.memory_bar import MemoryBar, Piece
from app.widgets.numbers import count
from app.widgets.theme import Theme

NEARLY_FULL = 0.9


class JumpPill(QPushButton):
    """Back to the newest words."""

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__("Jump to latest", parent)
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


class ChatPage(Ground):
    new_chat = Signal()

    def __init__(self, theme: Theme, chat: Chat) -> None:
        super().__init__(theme, "surface")
        self._theme = theme
        self.transcript = Transcript(theme, chat)
        self.empty = EmptyView(theme)
        self.composer = Composer(theme)
        self.pill = JumpPill(theme, self)
        self.pill.clicked.connect(self.transcript.jump_to_end)
        self._stack = QStackedWidget()
        self._stack.addWidget(self.transcript)
        self._stack.addWidget(self.empty)
        self._stack.installEventFilter(self)
        self.transcript.at_end.connect(self._at_end)
        self.gauge = MemoryBar(theme, metrics.THIN_BAR_HEIGHT)
        self.gauge.setFixedWidth(metrics.GAUGE_WIDTH)
        self.gauge_words = Label(theme, "", metrics.CAPTION, "muted")
        self.new_button = Button(theme, "New chat", "link")
        self.new_button.setToolTip("Ctrl+N")
        self.new_button.clicked.connect(self.new_chat)
        foot = QHBoxLayout()
        foot.setSpacing(metrics.S)
        foot.addWidget(self.gauge)
        foot.addWidget(self.gauge_words)
        foot.addStretch(1)
        foot.addWidget(self.new_button)
        column = QWidget()
        column.setMaximumWidth(metrics.READING_WIDTH)
        below = QVBoxLayout(column)
        below.setContentsMargins(0, metrics.XS, 0, metrics.S)
        below.setSpacing(metrics.XS)
        below.addWidget(self.composer)
        below.addLayout(foot)
        middle = QHBoxLayout()
        middle.setContentsMargins(metrics.XL, 0, metrics.XL, 0)
        middle.addWidget(column)
        rows = QVBoxLayout(self)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.setSpacing(0)
        rows.addWidget(self._stack, 1)
        rows.addLayout(middle)
        self.show_gauge(None)

    def show_conversation(self, wanted: bool) -> None:
        """The conversation, or the empty state in its place."""
        self._stack.setCurrentIndex(0 if wanted else 1)
        self.new_button.setVisible(wanted)
        if not wanted:
            self.pill.hide()

    def _at_end(self, there: bool) -> None:
        self.pill.setVisible(not there and self._stack.currentWidget() is self.transcript)

    def show_gauge(self, used: tuple[int, int] | None) -> None:
        """How full the context is: tokens used, tokens in all."""
        for widget in (self.gauge, self.gauge_words):
            widget.setVisible(used is not None)
        if used is None:
            return
        full = used[0] >= NEARLY_FULL * used[1]
        words = f"{count(used[0])} of {count(used[1])} tokens"
        self.gauge_words.setText(
            f"{words}: the context is nearly full, start a new chat soon" if full else words
        )
        self.gauge_words.set_role("warn" if full else "muted")
        self.gauge.show_pieces(
            [Piece("used", used[0], "warn" if full else "kv")], used[1], f"Context: {words}"
        )

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() in (QEvent.Type.Resize, QEvent.Type.Move):
            area = self._stack.geometry()
            self.pill.move(
                area.center().x() - self.pill.width() // 2, area.bottom() - self.pill.height() - metrics.M
            )
            self.pill.raise_()
        return False
