"""Chats leave as files and come back whole; what is no chat is refused in a sentence."""

from __future__ import annotations

import json
from pathlib import Path
from time import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.chat import transfer
from app.chat.attachment import Attachment
from app.chat.conversation import Conversation, in_a_row
from app.chat.store import Store
from app.chat.tree import Tree
from app.chat.turn import Turn
from tests.app.fake_engine import STATISTICS

FILES = (Attachment("a.py", "print('```')\n\n````\nx"), Attachment("b.txt", "Grüße"))


def branched() -> Conversation:
    question = Turn("user", "Why?", files=FILES)
    first = Turn("assistant", "**Because** <!-- tandem: user -->", "length", "tensor", STATISTICS, "Hm.\n\nWell", 4.2)
    made = in_a_row([question, first])
    made.title, made.mode, made.tg_ts = "A question", "tensor", 36.2
    for turn in (Turn("assistant", "Perhaps", parent=question.id), Turn("user", "Another start")):
        made.tree.add(turn)
    made.tree.show(first)
    made.tree.show(question)
    return made


def told(conversation: Conversation) -> list[object]:
    """All that counts, without the names of messages."""
    tree = conversation.tree
    place = {key: number for number, key in enumerate(tree.turns)}
    kept = ("role", "text", "stop", "mode", "statistics", "thinking", "thinking_s", "created", "files")
    messages = [([getattr(turn, name) for name in kept], place.get(turn.parent)) for turn in tree.turns.values()]
    shown = {place.get(above): place[below] for above, below in tree.shown.items()}
    return [conversation.title, conversation.changed, conversation.mode, conversation.tg_ts, messages, shown]


def test_json_holds_every_branch_and_never_touches_what_is_there(tmp_path: Path) -> None:
    store, made = Store(tmp_path / "chats.sqlite"), branched()
    store.write(made, made.tree.turns.values())
    path = tmp_path / "chats.json"
    path.write_text(transfer.to_json([made, in_a_row([Turn("user", "你好")])]), encoding="utf-8")
    back, second = transfer.read(path)
    assert told(back) == told(made)
    assert [turn.text for turn in back.tree.path()] == ["Why?", made.tree.path()[1].text]
    assert second.tree.path()[0].text == "你好"
    store.write(back, back.tree.turns.values())
    assert len(store.summaries()) == 2
    found = store.read(back.id)
    assert found is not None
    assert told(found) == told(made)
    untouched = store.read(made.id)
    assert untouched is not None
    assert told(untouched) == told(made)


@settings(max_examples=50, deadline=None)
@given(steps=st.lists(st.tuples(st.text(), st.booleans(), st.integers(0, 30)), max_size=12))
def test_any_tree_comes_back_from_json(
    steps: list[tuple[str, bool, int]], tmp_path_factory: pytest.TempPathFactory
) -> None:
    tree = Tree()
    for text, user, where in steps:
        parents = ["", *tree.turns]
        tree.add(Turn("user" if user else "assistant", text, parent=parents[where % len(parents)]))
    made = Conversation(title="x", tree=tree)
    path = tmp_path_factory.mktemp("json") / "x.json"
    path.write_text(transfer.to_json([made]), encoding="utf-8")
    (back,) = transfer.read(path)
    assert told(back) == told(made)


def test_markdown_is_read_by_people_and_comes_back_as_it_was_read(tmp_path: Path) -> None:
    made = branched()
    text = transfer.to_markdown(made)
    assert text.startswith("# A question\n")
    assert "## You\n\nWhy?" in text
    assert "Perhaps" not in text  # another branch
    path = tmp_path / "a.md"
    path.write_text(text, encoding="utf-8")
    (back,) = transfer.read(path)
    assert back.title == "A question"
    for was, now in zip(made.tree.path(), back.tree.path(), strict=True):
        assert (now.role, now.text, now.thinking, now.files) == (was.role, was.text, was.thinking, was.files)


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b'{"format": "other"}', "holds no chats"),
        (b'{"format": "tandem-chats", "version": 99, "chats": []}', "newer Tandem"),
        (b'{"format": "tandem-chats", ', "is damaged"),
        (b'{"a":' * 100_000, "is damaged"),
        (b'{"format": "tandem-chats", "version": 1, "chats": [{"title": "\\ud800"}]}', "is damaged"),
        (b"# Just some notes\n", "holds no chats"),
        (b"\x89PNG\xff\xfe\x00", "no text file"),
        (b"", "holds no chats"),
    ],
)
def test_what_holds_no_chats_is_refused_by_name(tmp_path: Path, content: bytes, words: str) -> None:
    path = tmp_path / "odd.json"
    path.write_bytes(content)
    with pytest.raises(transfer.NotChats, match=words) as told_so:
        transfer.read(path)
    assert str(path) in str(told_so.value)


@pytest.mark.parametrize("wrong", [None, 3, "x", [], {}, [1], [{"role": 7, "statistics": {"prompt_tokens": "x"}}]])
def test_a_wrong_entry_costs_itself_alone(tmp_path: Path, wrong: object) -> None:
    good = json.loads(transfer.to_json([branched()]))
    good["chats"].append({"title": wrong, "messages": wrong, "shown": wrong, "changed": wrong})
    path = tmp_path / "x.json"
    path.write_text(json.dumps(good))
    first, *_ = transfer.read(path)
    assert told(first) == told(branched()) or first.title == "A question"
    assert len(first.tree.turns) == 4


@pytest.mark.parametrize("wrong", [1e18, -1e15, 10**400, float("inf"), float("nan")])
def test_a_figure_that_no_calendar_knows_is_left_out(tmp_path: Path, wrong: float) -> None:
    good = json.loads(transfer.to_json([branched()]))
    (entry,) = good["chats"]
    entry["changed"] = entry["messages"][0]["created"] = wrong
    entry["shown"] = {"": ["no name"]}
    path = tmp_path / "x.json"
    path.write_text(json.dumps(good))
    (back,) = transfer.read(path)
    assert 0 < back.changed <= time()
    assert all(0 < turn.created <= time() for turn in back.tree.turns.values())
