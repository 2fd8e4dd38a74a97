"""What each mode answered to the one prompt, side by side, with the first difference marked."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import takewhile

from PySide6.QtGui import QTextCursor
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPlainTextEdit, QTextEdit, QVBoxLayout, QWidget

from app.language import translate
from app.split.model import mode_name, mode_word
from app.widgets import metrics
from app.widgets.card import Card
from app.widgets.focus_ring import DRAWS_OWN_FOCUS
from app.widgets.label import Label
from app.widgets.numbers import count
from app.widgets.scroll_bar import ScrollBar
from app.widgets.theme import Theme
from engine.plan.types import Mode


def first_difference(texts: Sequence[str]) -> int | None:
    """The first character at which not all are the same; None if all are equal."""
    same = sum(1 for _ in takewhile(lambda letters: len(set(letters)) == 1, zip(*texts, strict=False)))
    return None if all(len(text) == same for text in texts) else same


class Reply(QWidget):
    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._from: int | None = None
        self._name = Label(theme, "", metrics.CONTROL_STRONG)
        self.text = QPlainTextEdit()
        self.text.setReadOnly(True)
        self.text.setFrameShape(QFrame.Shape.NoFrame)
        self.text.setFont(metrics.font(metrics.CONTROL))
        self.text.setVerticalScrollBar(ScrollBar(theme))
        self.text.setTabChangesFocus(True)
        self.text.setProperty(DRAWS_OWN_FOCUS, False)
        self.text.setFixedHeight(metrics.REPLY_HEIGHT)
        rows = QVBoxLayout(self)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.setSpacing(metrics.XS)
        rows.addWidget(self._name)
        rows.addWidget(self.text)
        theme.changed.connect(self._mark)

    def show_reply(self, mode: Mode, text: str, differs_from: int | None) -> None:
        self._name.setText(mode_name(mode))
        self.text.setAccessibleName(translate("compare", "Reply in mode {mode}").format(mode=mode_word(mode)))
        if text != self.text.toPlainText():
            self.text.setPlainText(text)
        self._from = differs_from
        self._mark()

    def _mark(self) -> None:
        """The word with the first difference, on another ground and underlined."""
        marks = []
        if self._from is not None:
            mark = QTextEdit.ExtraSelection()
            mark.cursor = QTextCursor(self.text.document())
            whole = self.text.toPlainText()
            place = min(self._from, max(len(whole) - 1, 0))
            mark.cursor.setPosition(len(whole[:place].encode("utf-16-le")) // 2)  # as Qt counts characters
            mark.cursor.movePosition(QTextCursor.MoveOperation.EndOfWord, QTextCursor.MoveMode.KeepAnchor)
            if not mark.cursor.hasSelection():
                mark.cursor.movePosition(QTextCursor.MoveOperation.NextCharacter, QTextCursor.MoveMode.KeepAnchor)
            mark.format.setBackground(self._theme.color("warn_ground"))
            mark.format.setForeground(self._theme.color("warn"))
            mark.format.setFontUnderline(True)
            marks.append(mark)
        self.text.setExtraSelections(marks)


class Replies(Card):
    def __init__(self, theme: Theme) -> None:
        super().__init__(theme)
        self._replies: list[Reply] = []
        self._words = Label(theme, "", metrics.CAPTION, "muted")
        self._row = QHBoxLayout()
        self._row.setSpacing(metrics.L)
        head = QHBoxLayout()
        head.addWidget(Label(theme, translate("compare", "Replies"), metrics.CONTROL_STRONG))
        head.addStretch(1)
        head.addWidget(self._words)
        self.body.addLayout(head)
        self.body.addLayout(self._row)

    @property
    def texts(self) -> list[QPlainTextEdit]:
        return [reply.text for reply in self._replies]

    def show_replies(self, texts: Sequence[tuple[Mode, str]]) -> None:
        """(mode, reply), one each."""
        difference = first_difference([text for _, text in texts]) if len(texts) > 1 else None
        while len(self._replies) > len(texts):
            reply = self._replies.pop()
            self._row.removeWidget(reply)
            reply.deleteLater()
        while len(self._replies) < len(texts):
            self._replies.append(Reply(self._theme))
            self._row.addWidget(self._replies[-1], 1)
        for reply, (mode, text) in zip(self._replies, texts, strict=True):
            reply.show_reply(mode, text, difference)
        several = len(texts) > 1
        same = (
            translate("compare", "All the same")
            if difference is None
            else translate("compare", "The first difference is at character {difference}").format(
                difference=count(difference + 1)
            )
        )
        self._words.setText(same if several else "")
