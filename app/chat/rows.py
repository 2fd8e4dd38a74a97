"""Conversations and messages as rows of the database."""

from __future__ import annotations

import dataclasses
import json
from typing import Any

from app.chat import attachment
from app.chat.conversation import Summary
from app.chat.turn import INTERRUPTED, Role, Turn
from app.settings import typed
from engine.protocol import Statistics

WRITE_MESSAGE = """
    INSERT INTO message
        (id, conversation, parent, role, text, thinking, thinking_s, stop, mode, created, statistics, files)
    VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
    ON CONFLICT (id) DO UPDATE SET
        text = excluded.text, thinking = excluded.thinking, thinking_s = excluded.thinking_s, stop = excluded.stop,
        statistics = excluded.statistics
"""
READ_MESSAGES = """
    SELECT role, text, stop, mode, statistics, thinking, thinking_s, parent, id, created, files
    FROM message WHERE conversation = ? ORDER BY created, rowid
"""


def summary(row: tuple[Any, ...]) -> Summary:
    key, title, changed, mode, tg_ts, pinned, deleted = row
    return Summary(key, title, changed, mode, tg_ts, bool(pinned), deleted)


def message(conversation: str, turn: Turn) -> tuple[Any, ...]:
    figures = None if turn.statistics is None else json.dumps(dataclasses.asdict(turn.statistics))
    return (turn.id, conversation, turn.parent, turn.role, turn.text, turn.thinking, turn.thinking_s, turn.stop,
            turn.mode, turn.created, figures, attachment.to_json(turn.files))  # fmt: skip


def turn(row: tuple[Any, ...]) -> Turn:
    """One that was being written when the window ended was interrupted."""
    told, text, stop, mode, figures, thinking, thinking_s, parent, key, created, files = row
    role: Role = "user" if told == "user" else "assistant"
    return Turn(role, text, stop or INTERRUPTED, mode, statistics(figures), thinking, thinking_s, parent, key, created,
                attachment.from_json(files))  # fmt: skip


def statistics(found: str | None) -> Statistics | None:
    """None too for figures that another version wrote in another way: the words matter more."""
    try:
        return None if found is None else typed.record(Statistics, json.loads(found))
    except (TypeError, ValueError):
        return None
