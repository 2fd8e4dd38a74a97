"""Chats as files: JSON holds everything, branches included; Markdown what is read, and can be read back."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from dataclasses import asdict
from pathlib import Path
from time import time
from typing import Any

from app.chat.attachment import Attachment, from_entries, with_files
from app.chat.conversation import Conversation, in_a_row
from app.chat.tree import Tree
from app.chat.turn import INTERRUPTED, Role, Turn, new_id
from app.chat.words import statistics_line
from app.language import QT_TRANSLATE_NOOP, translate
from app.settings import typed
from engine.protocol import Statistics

FORMAT, VERSION = "tandem-chats", 1
LARGEST = 1e15  # of a number in a file; JSON also has endless ones, and Python's has "NaN"
KEPT = ("role", "text", "stop", "mode", "thinking", "thinking_s", "parent", "id", "created")
HEADS = {
    "user": QT_TRANSLATE_NOOP("chat", "You"),
    "assistant": QT_TRANSLATE_NOOP("chat", "Reply"),
    "thinking": QT_TRANSLATE_NOOP("chat", "Thinking"),
    "file": QT_TRANSLATE_NOOP("chat", "File"),
}
MARK = re.compile(r"^<!-- tandem: (user|assistant|thinking|file) ?(.*?) -->\n(?:## .*\n)?\n?", re.MULTILINE)


class NotChats(Exception):
    """A file that holds no chats; its text is one sentence."""


def to_json(conversations: Iterable[Conversation]) -> str:
    told = [
        {
            "id": each.id, "title": each.title, "changed": each.changed, "mode": each.mode, "tg_ts": each.tg_ts,
            "shown": each.tree.shown, "messages": [_told(turn) for turn in each.tree.turns.values()],
        }
        for each in conversations
    ]  # fmt: skip
    return json.dumps({"format": FORMAT, "version": VERSION, "chats": told}, indent=1, ensure_ascii=False)


def _told(turn: Turn) -> dict[str, Any]:
    figures = None if turn.statistics is None else asdict(turn.statistics)
    return {name: getattr(turn, name) for name in KEPT} | {
        "statistics": figures, "files": [asdict(each) for each in turn.files],
    }  # fmt: skip


def to_markdown(conversation: Conversation) -> str:
    """The branch that is read. The comments let it be imported again, and do not show."""
    parts = [f"# {conversation.title}\n"]
    for turn in conversation.tree.path():
        for file in turn.files:
            parts.append(_section("file", with_files("", [file]), file.name))
        if turn.thinking:
            parts.append(_section("thinking", turn.thinking))
        parts.append(_section(turn.role, turn.text))
        if turn.statistics is not None:
            parts.append(f"<!-- {statistics_line(turn)} -->\n")
    return "\n".join(parts)


def _section(kind: str, text: str, name: str = "") -> str:
    quiet = text.replace("<!-- tandem:", "<!-- tandem\u200b:")
    head = translate("chat", HEADS[kind]) + (f": {name}" if name else "")
    return f"<!-- tandem: {kind} {name}".rstrip() + f" -->\n## {head}\n\n{quiet}\n"


def read(path: Path) -> list[Conversation]:
    """Chats of a file that this module wrote, under new names, so that they never change those that are there.

    Raises:
        NotChats: it cannot be read, or holds none.
    """
    try:
        text = path.read_text(encoding="utf-8")
    except OSError as error:
        raise NotChats(
            translate("chat", "{path} cannot be read: {reason}. Check the file's rights.").format(
                path=path, reason=error.strerror
            )
        ) from None
    except UnicodeDecodeError:
        raise NotChats(
            translate("chat", "{path} is no text file, so it holds no chats. Choose a .json or .md file.").format(
                path=path
            )
        ) from None
    found = _from_json(path, text) if text.lstrip().startswith("{") else _from_markdown(path, text)
    if not found:
        raise NotChats(
            translate("chat", "{path} holds no chats of Tandem. Choose a file that was exported here.").format(
                path=path
            )
        )
    return found


def _from_json(path: Path, text: str) -> list[Conversation]:
    try:
        found = json.loads(text)
        json.dumps(found, ensure_ascii=False).encode()  # half a surrogate pair is text to JSON, and to nobody else
    except (ValueError, RecursionError) as error:
        raise NotChats(
            translate("chat", "{path} is damaged: {error}. Choose another file.").format(path=path, error=error)
        ) from None
    if found.get("format") != FORMAT:
        return []
    if not isinstance(found.get("version"), int) or found["version"] > VERSION:
        raise NotChats(
            translate("chat", "{path} was written by a newer Tandem. Update Tandem to import it.").format(path=path)
        )
    entries = found.get("chats")
    return [_conversation(each) for each in entries if isinstance(each, dict)] if isinstance(entries, list) else []


def _conversation(entry: dict[str, Any]) -> Conversation:
    messages = entry.get("messages")
    turns = [_turn(each) for each in messages if isinstance(each, dict)] if isinstance(messages, list) else []
    names = {turn.id: new_id() for turn in turns}
    for turn in turns:
        turn.id, turn.parent = names[turn.id], names.get(turn.parent, "")
    shown = entry.get("shown")
    branches = {
        names.get(above, ""): names[below]
        for above, below in (shown.items() if isinstance(shown, dict) else ())
        if isinstance(below, str) and below in names
    }
    made = Conversation(title=str(entry.get("title", "")), mode=str(entry.get("mode", "")), tree=Tree(turns, branches))
    made.changed = _past(entry.get("changed")) or made.changed
    made.tg_ts = _number(entry.get("tg_ts"))
    return made


def _turn(entry: dict[str, Any]) -> Turn:
    role: Role = "user" if entry.get("role") == "user" else "assistant"
    text, stop, mode, thinking, parent, key = (
        str(entry.get(name, "")) for name in ("text", "stop", "mode", "thinking", "parent", "id")
    )
    figures = entry.get("statistics")
    try:
        statistics = typed.record(Statistics, figures) if isinstance(figures, dict) else None
    except TypeError:
        statistics = None
    made = Turn(role, text, stop or INTERRUPTED, mode, statistics, thinking, _number(entry.get("thinking_s")), parent)
    made.id = key or made.id
    made.created = _past(entry.get("created")) or made.created
    made.files = from_entries(entry.get("files"))
    return made


def _number(found: object) -> float | None:
    if not isinstance(found, (int, float)) or isinstance(found, bool) or not abs(found) < LARGEST:
        return None
    return float(found)


def _past(found: object) -> float | None:
    """Unix time, s. What lies ahead may be beyond all calendars, and the list of chats has no day for it."""
    number = _number(found)
    return number if number is not None and 0 < number <= time() else None


def _from_markdown(path: Path, text: str) -> list[Conversation]:
    marks = list(MARK.finditer(text))
    ends = [*(mark.start() for mark in marks[1:]), len(text)]
    turns, thinking, files = list[Turn](), "", list[Attachment]()
    for mark, end in zip(marks, ends, strict=False):
        body = text[mark.end() : end]
        body = re.sub(r"\n<!-- (?!tandem).* -->\n*$", "\n", body).strip("\n").replace("tandem\u200b:", "tandem:")
        if mark[1] == "thinking":
            thinking = body
        elif mark[1] == "file":
            files.append(Attachment(mark[2], _unfenced(body)))
        else:
            role: Role = "user" if mark[1] == "user" else "assistant"
            turns.append(Turn(role, body, thinking=thinking, files=tuple(files)))
            thinking, files = "", []
    if not turns:
        return []
    made = in_a_row(turns)
    title = re.match(r"# (.+)\n", text)
    made.title = title[1] if title else made.title or path.stem
    return [made]


def _unfenced(body: str) -> str:
    lines = body.split("\n")
    return "\n".join(lines[2:-1])  # the name, the fence, ..., the fence
