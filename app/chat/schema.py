"""The database of conversations: its tables, and the steps from every older version of them to the newest."""

from __future__ import annotations

import contextlib
import os
import sqlite3
from collections.abc import Sequence
from pathlib import Path
from urllib.parse import quote

MEMORY = ":memory:"
WAIT_S = 2.0  # for another window's transaction, which takes milliseconds

# Step n brings version n to n + 1. Steps that have been released are never changed.
STEPS: tuple[tuple[str, ...], ...] = (
    (
        """CREATE TABLE conversation (
            id TEXT PRIMARY KEY,
            title TEXT NOT NULL,
            changed REAL NOT NULL,  -- Unix time of the last question
            mode TEXT NOT NULL DEFAULT '',  -- of its last reply
            tg_ts REAL,  -- of its last reply
            shown TEXT NOT NULL DEFAULT '{}',  -- JSON: which sibling is read, by parent
            deleted REAL  -- Unix time; NULL: it is there
        )""",
        """CREATE TABLE message (
            id TEXT PRIMARY KEY,
            conversation TEXT NOT NULL REFERENCES conversation (id) ON DELETE CASCADE,
            parent TEXT NOT NULL,  -- '': the first one
            role TEXT NOT NULL,
            text TEXT NOT NULL,
            thinking TEXT NOT NULL DEFAULT '',
            thinking_s REAL,
            stop TEXT NOT NULL,  -- '': was being written
            mode TEXT NOT NULL DEFAULT '',
            created REAL NOT NULL,
            statistics TEXT  -- JSON
        )""",
        "CREATE INDEX message_by_conversation ON message (conversation, created)",
        "CREATE INDEX conversation_by_change ON conversation (changed)",
    ),
    (
        "ALTER TABLE conversation ADD COLUMN pinned REAL",  # Unix time; NULL: it is not
        "ALTER TABLE message ADD COLUMN files TEXT NOT NULL DEFAULT ''",  # JSON: what was attached to a question
        "ALTER TABLE message ADD COLUMN indexed INTEGER NOT NULL DEFAULT 0",  # whether `word_index` knows it
        "CREATE INDEX message_not_indexed ON message (conversation) WHERE indexed = 0",
        """CREATE TABLE queued (
            id TEXT PRIMARY KEY,
            conversation TEXT NOT NULL,  -- which may have no message yet
            text TEXT NOT NULL,
            files TEXT NOT NULL DEFAULT '',
            created REAL NOT NULL
        )""",
    ),
)  # fmt: skip


class NewerVersion(Exception):
    """The file was written by a later Tandem."""


def connect(path: Path | str, steps: Sequence[Sequence[str]] = STEPS) -> sqlite3.Connection:
    """Open the database, brought to the newest version; a file that is none is put aside as `*.broken`.

    Raises:
        NewerVersion: it has a version that this Tandem does not know.
        sqlite3.Error: it cannot be opened or written.
    """
    try:
        return _open(path, steps)
    except sqlite3.OperationalError:  # locked, no room, no right: the file itself may be whole
        raise
    except sqlite3.DatabaseError:
        for end in ("", "-wal", "-shm"):
            if os.path.exists(f"{path}{end}"):
                os.replace(f"{path}{end}", f"{path}.broken{end}")
        return _open(path, steps)


def _open(path: Path | str, steps: Sequence[Sequence[str]]) -> sqlite3.Connection:
    base = sqlite3.connect(path, timeout=WAIT_S, isolation_level=None)
    try:
        base.execute("PRAGMA journal_mode = WAL")  # readers and a writer do not wait for each other
        base.execute("PRAGMA synchronous = NORMAL")  # no wait for the disk at each commit; a crash keeps the file whole
        base.execute("PRAGMA foreign_keys = ON")
        _migrate(base, steps)
    except BaseException:
        base.close()
        raise
    return base


def copy_in_memory(path: Path) -> sqlite3.Connection:
    """An empty database in memory, or one with what the file holds where that can at least be read."""
    made = _open(MEMORY, STEPS)
    for how in ("mode=ro", "immutable=1"):  # the second needs no right to write beside the file
        with contextlib.suppress(sqlite3.Error):
            with contextlib.closing(sqlite3.connect(f"file:{quote(str(path))}?{how}", uri=True)) as file:
                if _version(file) > len(STEPS) or not _version(file):
                    return made
                file.backup(made)
            _migrate(made, STEPS)
            return made
    made.close()
    return _open(MEMORY, STEPS)


def _version(base: sqlite3.Connection) -> int:
    return int(base.execute("PRAGMA user_version").fetchone()[0])


def _migrate(base: sqlite3.Connection, steps: Sequence[Sequence[str]]) -> None:
    """All missing steps or none; asked again inside the transaction, since two windows may start at once."""
    if _version(base) == len(steps):
        return
    with transaction(base):
        version = _version(base)
        if version > len(steps):
            raise NewerVersion
        for step in steps[version:]:
            for statement in step:
                base.execute(statement)
        base.execute(f"PRAGMA user_version = {len(steps)}")


class transaction:
    """`with transaction(base)`: everything in it, or nothing."""

    def __init__(self, base: sqlite3.Connection) -> None:
        self._base = base

    def __enter__(self) -> None:
        self._base.execute("BEGIN IMMEDIATE")

    def __exit__(self, kind: type[BaseException] | None, error: object, trace: object) -> None:
        try:
            if kind is None:
                self._base.execute("COMMIT")
        finally:
            if self._base.in_transaction:  # a full disk may have ended it already
                self._base.execute("ROLLBACK")
