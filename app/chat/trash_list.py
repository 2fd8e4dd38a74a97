"""The chats that were deleted within a month."""

from __future__ import annotations

import sqlite3
from time import time
from typing import Any

from PySide6.QtCore import QAbstractListModel, QModelIndex, QPersistentModelIndex, Qt

from app.chat.chat_list import ROW, Entry
from app.chat.model import Chat
from app.chat.store import KEPT_S
from app.language import translate
from app.widgets.numbers import count

Index = QModelIndex | QPersistentModelIndex
DAY_S = 24 * 3600


class TrashList(QAbstractListModel):
    """Follows the chats by itself while `followed`."""

    open_row = -1  # none of them can be open

    def __init__(self, chat: Chat) -> None:
        super().__init__()
        self._chat = chat
        self.rows: list[Entry] = []
        chat.listed.connect(self.refresh)

    def refresh(self) -> None:
        try:
            found = self._chat.store.deleted()
        except sqlite3.Error as error:
            self._chat.keeper.failed.emit(
                translate("chat", "The chats in {path} cannot be read: {error}.").format(
                    path=self._chat.store.path, error=error
                )
            )
            return
        self.beginResetModel()
        self.rows = [
            Entry(each.id, each.title or translate("chat", "Untitled"), kept_for(each.deleted)) for each in found
        ]
        self.endResetModel()

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008  # Qt's own signature
        return 0 if parent.isValid() else len(self.rows)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid():
            return None
        row = self.rows[index.row()]
        answers: dict[int, Any] = {
            ROW: row,
            Qt.ItemDataRole.DisplayRole: row.title,
            Qt.ItemDataRole.AccessibleTextRole: f"{row.title}, {row.second}",
        }
        return answers.get(role)


def kept_for(deleted: float | None) -> str:
    """ "kept for 29 more days"."""
    left = max(0, int((KEPT_S - (time() - (deleted or 0.0))) // DAY_S))
    return (
        translate("chat", "kept for {n}\xa0more days", "", left, n=count(left))
        if left
        else translate("chat", "gone for good today")
    )
