"""The list of conversations: what the store holds, grouped by day, or what a search leaves of it."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from PySide6.QtCore import QAbstractListModel, QModelIndex, QPersistentModelIndex, Qt

from app.chat.conversation import Summary
from app.chat.model import Chat
from app.language import QT_TRANSLATE_NOOP, translate
from app.split.model import mode_word
from app.widgets.numbers import count, speed

Index = QModelIndex | QPersistentModelIndex
GROUPS = (
    (0, QT_TRANSLATE_NOOP("chat", "Today")),
    (1, QT_TRANSLATE_NOOP("chat", "Yesterday")),
    (6, QT_TRANSLATE_NOOP("chat", "This week")),
)  # (days ago at most, head)
OLDER, PINNED = QT_TRANSLATE_NOOP("chat", "Older"), QT_TRANSLATE_NOOP("chat", "Pinned")
ROW = Qt.ItemDataRole.UserRole


@dataclass(frozen=True)
class Head:
    """A line between conversations."""

    words: str


@dataclass(frozen=True)
class Entry:
    """A conversation; `second` is its second line."""

    id: str
    title: str
    second: str
    pinned: bool = False


Row = Head | Entry


def group_of(changed: float, today: date) -> str:
    """`changed`: Unix time."""
    days = (today - date.fromtimestamp(changed)).days
    return translate("chat", next((words for most, words in GROUPS if days <= most), OLDER))


class ChatList(QAbstractListModel):
    """Follows the chat by itself; `wanted` is what the search field says."""

    def __init__(self, chat: Chat) -> None:
        super().__init__()
        self._chat = chat
        self.rows: list[Row] = []
        self.wanted = ""
        chat.listed.connect(self.refresh)
        chat.queue.shown.connect(self.refresh)
        self.refresh()

    def search(self, wanted: str) -> None:
        self.wanted = wanted.strip()
        self.refresh()

    def refresh(self) -> None:
        """Ask the store again. Rows that are still the same ones stay, with what the view knows of them."""
        try:
            found = self._chat.store.summaries(self.wanted)
            rows = list(self._grouped([*self._not_on_disk(found), *found]))
        except sqlite3.Error as error:
            self._chat.keeper.failed.emit(
                translate("chat", "The chats in {path} cannot be read: {error}.").format(
                    path=self._chat.store.path, error=error
                )
            )
            return
        if [_key(row) for row in rows] == [_key(row) for row in self.rows]:
            self.rows = rows
            if rows:
                self.dataChanged.emit(self.index(0), self.index(len(rows) - 1))
            return
        self.beginResetModel()
        self.rows = rows
        self.endResetModel()

    def _not_on_disk(self, found: Iterable[Summary]) -> list[Summary]:
        """Chats that a full disk has not taken, so that they can be found again."""
        there = {each.id for each in found}
        missing = [each for each in self._chat.keeper.unsaved if each.id not in there and not self.wanted]
        return [Summary(each.id, each.title, each.changed, each.mode, each.tg_ts) for each in missing]

    def _grouped(self, found: Iterable[Summary]) -> Iterable[Row]:
        today, head = date.today(), ""
        for summary in found:
            group = translate("chat", PINNED) if summary.pinned else group_of(summary.changed, today)
            if group != head:
                head = group
                yield Head(group)
            yield Entry(
                summary.id, summary.title or translate("chat", "Untitled"), self._second(summary), summary.pinned
            )

    def _second(self, summary: Summary) -> str:
        """ "tensor · 36.2 tok/s"."""
        if self._chat.writing is not None and self._chat.writing[0].id == summary.id:
            return "writing"
        if waiting := len(self._chat.queue.of(summary.id)):
            return translate("chat", "{n}\xa0prompts queued", "", waiting, n=count(waiting))
        mode = mode_word(summary.mode)
        figures = "" if summary.tg_ts is None else speed(summary.tg_ts)
        return " · ".join(part for part in (mode, figures) if part) or translate("chat", "no reply yet")

    def row_of(self, key: str) -> int:
        """Where a conversation stands; -1: nowhere."""
        return next((place for place, row in enumerate(self.rows) if _key(row) == key), -1)

    @property
    def open_row(self) -> int:
        return self.row_of(self._chat.conversation.id)

    # Qt's questions

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008  # Qt's own signature
        return 0 if parent.isValid() else len(self.rows)

    def flags(self, index: Index) -> Qt.ItemFlag:
        if isinstance(self.rows[index.row()], Head):
            return Qt.ItemFlag.NoItemFlags  # the arrow keys pass it
        return Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable | Qt.ItemFlag.ItemIsEditable

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid():
            return None
        row = self.rows[index.row()]
        title = row.words if isinstance(row, Head) else row.title
        answers: dict[int, Any] = {
            ROW: row,
            Qt.ItemDataRole.DisplayRole: title,
            Qt.ItemDataRole.EditRole: title,
            Qt.ItemDataRole.AccessibleTextRole: title if isinstance(row, Head) else f"{title}, {row.second}",
        }
        return answers.get(role)

    def setData(self, index: Index, value: Any, role: int = Qt.ItemDataRole.EditRole) -> bool:
        """A new title; an empty one changes nothing."""
        row, title = self.rows[index.row()], str(value).strip()
        if isinstance(row, Head) or not title:
            return False
        try:
            self._chat.rename(row.id, title)
        except sqlite3.Error as error:
            self._chat.keeper.failed.emit(
                translate("chat", "The title cannot be saved in {path}: {error}.").format(
                    path=self._chat.store.path, error=error
                )
            )
            return False
        return True


def _key(row: Row) -> str:
    return row.id if isinstance(row, Entry) else f"head {row.words}"
