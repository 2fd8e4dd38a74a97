"""Conversations on disk: a row per message, in one SQLite file that several windows may use at the same time."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Mapping
from pathlib import Path
from time import time

from app.chat import attachment, rows
from app.chat.conversation import Conversation, Summary
from app.chat.queued import Queued
from app.chat.schema import NewerVersion, connect, copy_in_memory, transaction
from app.chat.tree import Tree
from app.chat.turn import Turn
from app.chat.word_index import WordIndex
from app.language import translate

KEPT_S = 30 * 24 * 3600  # how long a deleted conversation can still be brought back
INDEX_AT_ONCE = 50  # messages: some milliseconds, 20 where they are of 10 KB

SUMMARY = "SELECT id, title, changed, mode, tg_ts, pinned IS NOT NULL, deleted FROM conversation"
LIST = f"{SUMMARY} WHERE deleted IS NULL AND {{found}} ORDER BY pinned DESC, changed DESC"
DELETED = f"{SUMMARY} WHERE deleted IS NOT NULL ORDER BY deleted DESC"
READ_CONVERSATION = "SELECT id, title, changed, mode, tg_ts, shown FROM conversation WHERE id = ? AND deleted IS NULL"
WRITE_CONVERSATION = """
    INSERT INTO conversation (id, title, changed, mode, tg_ts, shown) VALUES (?, ?, ?, ?, ?, ?)
    ON CONFLICT (id) DO UPDATE SET
        changed = excluded.changed, mode = excluded.mode, tg_ts = excluded.tg_ts, shown = excluded.shown
"""
WRITE_QUEUED = """
    INSERT INTO queued (id, conversation, text, files, created) VALUES (?, ?, ?, ?, ?)
    ON CONFLICT (id) DO UPDATE SET text = excluded.text, files = excluded.files
"""
NOT_INDEXED = f"rowid IN (SELECT rowid FROM message WHERE indexed = 0 AND stop <> '' LIMIT {INDEX_AT_ONCE})"


class Store:
    """Where the file cannot be used the chats of this run live in memory, and `trouble` says so in a sentence.

    Every method but the first raises sqlite3.Error if the file cannot be read or written.
    """

    def __init__(self, path: Path) -> None:
        self.path, self.trouble = path, ""
        try:
            self._base = connect(path)
            self._index = WordIndex(self._base)
            self._purge()
        except (sqlite3.Error, OSError, NewerVersion) as error:
            self.trouble = _trouble(path, error)
            self._base = copy_in_memory(path)
            self._index = WordIndex(self._base)

    @property
    def search_trouble(self) -> str:
        """A sentence if a search takes longer than it should."""
        return self._index.trouble

    def summaries(self, wanted: str = "") -> list[Summary]:
        """All conversations, pinned and then newest first; with `wanted`, those that hold all of its words."""
        found, values = self._index.condition(wanted)
        return [rows.summary(row) for row in self._base.execute(LIST.format(found=found), values)]

    def index_more(self) -> bool:
        """Enter some of the messages that the index does not know yet; true if there may be more of them."""
        with transaction(self._base):
            return self._index.take(NOT_INDEXED) > 0

    def deleted(self) -> list[Summary]:
        """What can be brought back, the latest deletion first."""
        return [rows.summary(row) for row in self._base.execute(DELETED)]

    def read(self, conversation: str) -> Conversation | None:
        row = self._base.execute(READ_CONVERSATION, (conversation,)).fetchone()
        if row is None:
            return None
        turns = [rows.turn(row) for row in self._base.execute(rows.READ_MESSAGES, (conversation,))]
        key, title, changed, mode, tg_ts, shown = row
        return Conversation(key, title, changed, mode, tg_ts, Tree(turns, json.loads(shown)))

    def write(self, conversation: Conversation, turns: Iterable[Turn] = ()) -> None:
        """What is new about a conversation and these of its messages; a title that it has already stays."""
        told, turns = conversation, list(turns)
        row = (told.id, told.title, told.changed, told.mode, told.tg_ts, json.dumps(told.tree.shown))
        with transaction(self._base):
            self._base.execute(WRITE_CONVERSATION, row)
            for turn in turns:
                self._index.forget("id = ?", turn.id)
            self._base.executemany(rows.WRITE_MESSAGE, [rows.message(told.id, turn) for turn in turns])
            for turn in turns:
                if not turn.open:
                    self._index.take("id = ?", turn.id)

    def rename(self, conversation: str, title: str) -> None:
        self._base.execute("UPDATE conversation SET title = ? WHERE id = ?", (title, conversation))

    def pin(self, conversation: str, wanted: bool) -> None:
        """To the head of the list, above what was pinned before."""
        when = time() if wanted else None
        self._base.execute("UPDATE conversation SET pinned = ? WHERE id = ?", (when, conversation))

    def delete(self, conversation: str) -> None:
        """Out of the list; it can be brought back for a month."""
        self._base.execute("UPDATE conversation SET deleted = ? WHERE id = ?", (time(), conversation))

    def bring_back(self, conversation: str) -> None:
        self._base.execute("UPDATE conversation SET deleted = NULL WHERE id = ?", (conversation,))

    def destroy(self, conversation: str) -> None:
        """A deleted conversation, for good."""
        self._remove("id = ? AND deleted IS NOT NULL", conversation)

    def queued(self) -> list[Queued]:
        found = self._base.execute("SELECT conversation, text, files, id, created FROM queued ORDER BY created, rowid")
        return [Queued(key, text, attachment.from_json(files), *rest) for key, text, files, *rest in found]

    def write_queued(self, entries: Mapping[str, Queued | None]) -> None:
        """What has changed of the queue, by id; None: that one is gone."""
        with transaction(self._base):
            for key, told in entries.items():
                if told is None:
                    self._base.execute("DELETE FROM queued WHERE id = ?", (key,))
                else:
                    files = attachment.to_json(told.files)
                    row = (told.id, told.conversation, told.text, files, told.created)
                    self._base.execute(WRITE_QUEUED, row)

    def refresh(self) -> None:
        """Open the file anew if it could only be read when it was opened: SQLite would never write to it."""
        try:
            self._base.execute("DELETE FROM queued WHERE FALSE")  # asks for the right to write, and writes nothing
        except sqlite3.OperationalError as error:
            if error.sqlite_errorcode & 0xFF != sqlite3.SQLITE_READONLY:
                raise
            base, old = connect(self.path), self._base
            self._base, self._index = base, WordIndex(base)
            old.close()

    def close(self) -> None:
        self._base.close()

    def _purge(self) -> None:
        if not self._index.trouble:  # without it, its entries would outlive what they are about
            self._remove("deleted < ?", time() - KEPT_S)

    def _remove(self, which: str, value: object) -> None:
        with transaction(self._base):
            for (key,) in self._base.execute(f"SELECT id FROM conversation WHERE {which}", (value,)).fetchall():
                self._index.forget("conversation = ?", key)
                self._base.execute("DELETE FROM queued WHERE conversation = ?", (key,))
                self._base.execute("DELETE FROM conversation WHERE id = ?", (key,))


def _trouble(path: Path, error: Exception) -> str:
    if isinstance(error, NewerVersion):
        return translate(
            "chat", "{path} was written by a newer Tandem, so new chats are not kept. Update Tandem."
        ).format(path=path)
    return translate(
        "chat", "The chats cannot be kept in {path}: {error}. Check the folder's rights and its free space."
    ).format(path=path, error=error)
