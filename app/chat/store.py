"""Conversations on disk: a row per message, in one SQLite file that several windows may use at the same time."""

from __future__ import annotations

import dataclasses
import json
import sqlite3
from collections.abc import Iterable
from pathlib import Path
from time import time
from typing import Any

from app.chat.conversation import Conversation, Summary
from app.chat.schema import NewerVersion, connect, transaction
from app.chat.tree import Tree
from app.chat.turn import INTERRUPTED, Role, Turn
from app.settings import typed
from engine.protocol import Statistics

KEPT_S = 30 * 24 * 3600  # how long a deleted conversation can still be brought back
MEMORY = ":memory:"

WRITE_CONVERSATION = """
    INSERT INTO conversation (id, title, changed, mode, tg_ts, shown) VALUES (?, ?, ?, ?, ?, ?)
    ON CONFLICT (id) DO UPDATE SET
        changed = excluded.changed, mode = excluded.mode, tg_ts = excluded.tg_ts, shown = excluded.shown
"""
WRITE_MESSAGE = """
    INSERT INTO message (id, conversation, parent, role, text, thinking, thinking_s, stop, mode, created, statistics)
    VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
    ON CONFLICT (id) DO UPDATE SET
        text = excluded.text, thinking = excluded.thinking, thinking_s = excluded.thinking_s, stop = excluded.stop,
        statistics = excluded.statistics
"""
LIST = """
    SELECT id, title, changed, mode, tg_ts FROM conversation AS c WHERE deleted IS NULL AND (
        ? = '' OR instr(folded(title), ?)
        OR EXISTS (SELECT 1 FROM message WHERE conversation = c.id AND instr(folded(text), ?))
    ) ORDER BY changed DESC
"""
DELETED = """
    SELECT id, title, changed, mode, tg_ts FROM conversation WHERE deleted IS NOT NULL ORDER BY deleted DESC LIMIT ?
"""
READ_CONVERSATION = "SELECT id, title, changed, mode, tg_ts, shown FROM conversation WHERE id = ? AND deleted IS NULL"
READ_MESSAGES = """
    SELECT role, text, stop, mode, statistics, thinking, thinking_s, parent, id, created
    FROM message WHERE conversation = ? ORDER BY created, rowid
"""


class Store:
    """Where the file cannot be used the chats of this run live in memory, and `trouble` says so in a sentence.

    Every method but the first raises sqlite3.Error if the file cannot be read or written.
    """

    def __init__(self, path: Path) -> None:
        self.path, self.trouble = path, ""
        try:
            self._base = connect(path)
            self._purge()
        except (sqlite3.Error, OSError, NewerVersion) as error:
            self._base = connect(MEMORY)
            self.trouble = _trouble(path, error)
        self._base.create_function("folded", 1, str.casefold, deterministic=True)

    def summaries(self, wanted: str = "") -> list[Summary]:
        """All conversations, the newest first; with `wanted`, those that hold these letters, upper or lower case."""
        letters = wanted.casefold()
        return [Summary(*row) for row in self._base.execute(LIST, (letters, letters, letters))]

    def deleted(self, most: int) -> list[Summary]:
        """What was deleted last, at most so many, and can be brought back."""
        return [Summary(*row) for row in self._base.execute(DELETED, (most,))]

    def read(self, conversation: str) -> Conversation | None:
        row = self._base.execute(READ_CONVERSATION, (conversation,)).fetchone()
        if row is None:
            return None
        turns = [_turn(row) for row in self._base.execute(READ_MESSAGES, (conversation,))]
        key, title, changed, mode, tg_ts, shown = row
        return Conversation(key, title, changed, mode, tg_ts, Tree(turns, json.loads(shown)))

    def write(self, conversation: Conversation, turns: Iterable[Turn] = ()) -> None:
        """What is new about a conversation and these of its messages; a title that it has already stays."""
        told = conversation
        row = (told.id, told.title, told.changed, told.mode, told.tg_ts, json.dumps(told.tree.shown))
        with transaction(self._base):
            self._base.execute(WRITE_CONVERSATION, row)
            self._base.executemany(WRITE_MESSAGE, [_row(told.id, turn) for turn in turns])

    def rename(self, conversation: str, title: str) -> None:
        self._base.execute("UPDATE conversation SET title = ? WHERE id = ?", (title, conversation))

    def delete(self, conversation: str) -> None:
        """Out of the list; it can be brought back for a month."""
        self._base.execute("UPDATE conversation SET deleted = ? WHERE id = ?", (time(), conversation))

    def bring_back(self, conversation: str) -> None:
        self._base.execute("UPDATE conversation SET deleted = NULL WHERE id = ?", (conversation,))

    def close(self) -> None:
        self._base.close()

    def _purge(self) -> None:
        self._base.execute("DELETE FROM conversation WHERE deleted < ?", (time() - KEPT_S,))


def _trouble(path: Path, error: Exception) -> str:
    if isinstance(error, NewerVersion):
        return f"{path} was written by a newer Tandem, so new chats are not kept. Update Tandem."
    return f"The chats cannot be kept in {path}: {error}. Check the folder's rights and its free space."


def _row(conversation: str, turn: Turn) -> tuple[Any, ...]:
    figures = None if turn.statistics is None else json.dumps(dataclasses.asdict(turn.statistics))
    return (turn.id, conversation, turn.parent, turn.role, turn.text, turn.thinking, turn.thinking_s, turn.stop,
            turn.mode, turn.created, figures)  # fmt: skip


def _turn(row: tuple[Any, ...]) -> Turn:
    role: Role = "user" if row[0] == "user" else "assistant"
    return Turn(role, row[1], row[2] or INTERRUPTED, row[3], read_statistics(row[4]), *row[5:])


def read_statistics(found: str | None) -> Statistics | None:
    """None too for figures that another version wrote in another way: the words matter more."""
    try:
        return None if found is None else typed.record(Statistics, json.loads(found))
    except (TypeError, ValueError):
        return None
