"""Conversations on disk: nothing is lost by branches, kills, two windows, older files or damage."""

from __future__ import annotations

import json
import signal
import sqlite3
import subprocess
import sys
import time
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.chat import schema
from app.chat.conversation import Conversation, in_a_row
from app.chat.store import KEPT_S, Store
from app.chat.takeover import take_over
from app.chat.tree import Tree
from app.chat.turn import INTERRUPTED, Turn
from tests.app.fake_engine import STATISTICS

WRITER = """
import sys
from pathlib import Path
from app.chat.conversation import in_a_row
from app.chat.store import Store
from app.chat.turn import Turn

store, turn = Store(Path(sys.argv[1])), Turn("assistant", stop="")
conversation = in_a_row([Turn("user", "Count"), turn], "it")
store.write(conversation, conversation.tree.path())
for number in range(1, 1_000_000):
    turn.text += f"{number} " * 50
    store.write(conversation, [turn])
    print(number, flush=True)
"""

# The tables as version 1 made them, with a row in each: never changed, so that its files can always be read.
VERSION_1 = """
CREATE TABLE conversation (id TEXT PRIMARY KEY, title TEXT NOT NULL, changed REAL NOT NULL,
    mode TEXT NOT NULL DEFAULT '', tg_ts REAL, shown TEXT NOT NULL DEFAULT '{}', deleted REAL);
CREATE TABLE message (id TEXT PRIMARY KEY, conversation TEXT NOT NULL REFERENCES conversation (id) ON DELETE CASCADE,
    parent TEXT NOT NULL, role TEXT NOT NULL, text TEXT NOT NULL, thinking TEXT NOT NULL DEFAULT '', thinking_s REAL,
    stop TEXT NOT NULL, mode TEXT NOT NULL DEFAULT '', created REAL NOT NULL, statistics TEXT);
INSERT INTO conversation VALUES ('c', 'Old title', 1e9, 'tensor', 36.2, '{"q": "a"}', NULL);
INSERT INTO message VALUES ('q', 'c', '', 'user', 'Why?', '', NULL, 'end', '', 1e9, NULL);
INSERT INTO message VALUES ('a', 'c', 'q', 'assistant', 'Because.', 'Hm.', 1.5, 'end', 'tensor', 1e9, NULL);
INSERT INTO message VALUES ('b', 'c', 'q', 'assistant', 'Perhaps.', '', NULL, 'length', 'layer', 1e9, NULL);
PRAGMA user_version = 1;
"""


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "chats.sqlite"


def written(store: Store, *turns: Turn) -> Conversation:
    made = in_a_row(turns)
    store.write(made, turns)
    return made


def texts(store: Store, key: str) -> list[str]:
    found = store.read(key)
    assert found is not None
    return [turn.text for turn in found.tree.path()]


def test_everything_about_a_message_comes_back(path: Path) -> None:
    reply = Turn("assistant", "**Hi**", "length", "tensor", STATISTICS, "Hm", 4.2)
    half = Turn("assistant", "half", "", "layer")
    made = written(Store(path), Turn("user", "Grüße, 你好"), reply, Turn("user", "And?"), half)
    found = Store(path).read(made.id)
    assert found is not None
    _, second, _, last = found.tree.path()
    for name in ("id", "role", "text", "stop", "mode", "statistics", "thinking", "thinking_s", "parent", "created"):
        assert getattr(second, name) == getattr(reply, name)
    assert last.stop == INTERRUPTED
    assert (found.title, found.mode, found.tg_ts) == ("Grüße, 你好", "tensor", 36.21)


def test_the_list_is_searched_in_titles_and_words_whatever_their_case(path: Path) -> None:
    store = Store(path)
    sky = written(store, Turn("user", "Why is the sky blue?"), Turn("assistant", "Straße, 100%_sure"))
    sea = written(store, Turn("user", "And the sea?"))
    found = {wanted: [row.id for row in store.summaries(wanted)] for wanted in ("SKY", "strasse", "%_", "the", "x")}
    assert found == {"SKY": [sky.id], "strasse": [sky.id], "%_": [sky.id], "the": [sea.id, sky.id], "x": []}
    store.rename(sea.id, "Oceans")
    store.write(sea)
    assert [row.title for row in store.summaries("ocean")] == ["Oceans"]


def test_a_deleted_chat_is_gone_for_good_after_a_month(path: Path) -> None:
    store = Store(path)
    made = written(store, Turn("user", "Hello"))
    store.delete(made.id)
    assert store.summaries() == []
    assert store.read(made.id) is None
    Store(path).bring_back(made.id)
    assert texts(store, made.id) == ["Hello"]
    store.delete(made.id)
    store._base.execute("UPDATE conversation SET deleted = deleted - ?", (KEPT_S,))
    Store(path)
    assert sqlite3.connect(path).execute("SELECT count(*) FROM message").fetchone() == (0,)


class Script:
    """Edits, regenerations and steps aside, as hypothesis draws them; what was ever written is remembered."""

    def __init__(self) -> None:
        self.tree, self.ever = Tree(), dict[str, str]()

    def add(self, parent: str, role: str) -> None:
        turn = Turn("user" if role == "user" else "assistant", f"text {len(self.ever)}", parent=parent)
        self.ever[turn.id] = turn.text
        self.tree.add(turn)

    def step(self, what: str, where: int) -> None:
        path = self.tree.path()
        if what == "ask" or not path:
            self.add(path[-1].id if path else "", "user")
            self.add(self.tree.path()[-1].id, "assistant")
            return
        turn = path[where % len(path)]
        if what == "beside":  # an edit where it is a question, another reply where it is one
            self.add(turn.parent, turn.role)
            assert self.tree.path()[-1].id == list(self.ever)[-1]
        else:
            family = self.tree.siblings(turn)
            wanted = family[where % len(family)]
            self.tree.show(wanted)
            assert wanted in self.tree.path()


@settings(max_examples=40, deadline=None)
@given(steps=st.lists(st.tuples(st.sampled_from(["ask", "beside", "show"]), st.integers(0, 50)), max_size=25))
def test_no_edit_and_no_other_reply_ever_loses_a_message(
    steps: list[tuple[str, int]], tmp_path_factory: pytest.TempPathFactory
) -> None:
    script = Script()
    for what, where in steps:
        script.step(what, where)
    tree = script.tree
    assert {key: turn.text for key, turn in tree.turns.items()} == script.ever
    reached = {turn.id for any_turn in tree.turns.values() for turn in tree.siblings(any_turn)}
    assert reached == set(script.ever)  # by some arrows, each can be read
    path = tree.path()
    assert all(below.parent == above.id for above, below in pairwise(path))
    store = Store(tmp_path_factory.mktemp("tree") / "chats.sqlite")
    store.write(Conversation("it", tree=tree), tree.turns.values())
    found = store.read("it")
    store.close()
    assert found is not None
    assert {key: turn.text for key, turn in found.tree.turns.items()} == script.ever
    assert [turn.id for turn in found.tree.path()] == [turn.id for turn in path]


def test_a_kill_in_mid_write_costs_nothing_that_was_told_to_be_written(path: Path) -> None:
    writer = subprocess.Popen([sys.executable, "-c", WRITER, str(path)], stdout=subprocess.PIPE, text=True)
    assert writer.stdout is not None
    for _ in range(200):
        writer.stdout.readline()
    writer.send_signal(signal.SIGKILL)
    told = 200 + len(writer.stdout.read().split())
    writer.wait()
    assert sqlite3.connect(path).execute("PRAGMA integrity_check").fetchone() == ("ok",)
    reply = texts(Store(path), "it")[1]
    assert int(reply.split()[-1]) in (told - 1, told, told + 1)  # the last line may have been cut by the kill
    assert len(set(reply.split())) * 50 == len(reply.split())


def test_two_windows_write_into_one_file(path: Path) -> None:
    one, two = Store(path), Store(path)
    made = written(one, Turn("user", "Hello"), Turn("assistant", "Half"))
    seen = two.read(made.id)
    assert seen is not None
    first = made.tree.path()[-1]
    follow_up = Turn("user", "From the other window", parent=first.id)
    seen.tree.add(follow_up)
    two.write(seen, [follow_up])
    first.text = "Half and the rest"
    one.write(made, [first])
    two.write(seen, [follow_up])  # it knows only half of the reply, and may not write that over the whole
    assert texts(Store(path), made.id) == ["Hello", "Half and the rest", "From the other window"]


def test_files_of_the_first_version_are_read(path: Path) -> None:
    base = sqlite3.connect(path)
    base.executescript(VERSION_1)
    base.close()
    store = Store(path)
    assert store.trouble == ""
    assert store._base.execute("PRAGMA user_version").fetchone() == (len(schema.STEPS),)
    found = store.read("c")
    assert found is not None
    assert [(turn.text, turn.thinking, turn.thinking_s) for turn in found.tree.path()] == [
        ("Why?", "", None), ("Because.", "Hm.", 1.5),
    ]  # fmt: skip
    assert [turn.text for turn in found.tree.siblings(found.tree.turns["a"])] == ["Because.", "Perhaps."]


def test_a_step_to_a_newer_version_keeps_everything_or_does_nothing(path: Path) -> None:
    made = written(Store(path), Turn("user", "Hello"))
    wrong = (*schema.STEPS, ("ALTER TABLE message ADD COLUMN rating INTEGER", "ALTER TABLE nothing ADD COLUMN x"))
    with pytest.raises(sqlite3.OperationalError):
        schema.connect(path, wrong)
    assert texts(Store(path), made.id) == ["Hello"]
    right = (*schema.STEPS, ("ALTER TABLE message ADD COLUMN rating INTEGER",))
    base = schema.connect(path, right)
    assert base.execute("SELECT text, rating FROM message").fetchall() == [("Hello", None)]
    base.close()
    older = Store(path)
    assert "newer Tandem" in older.trouble
    assert older.summaries() == []
    assert schema.connect(path, right).execute("SELECT count(*) FROM message").fetchone() == (1,)


def test_a_damaged_file_is_put_aside_and_a_folder_without_room_told(path: Path) -> None:
    path.write_bytes(b"This is no database." * 100)
    store = Store(path)
    assert store.trouble == ""
    assert path.with_name("chats.sqlite.broken").read_bytes().startswith(b"This is no database.")
    nowhere = Store(path / "no folder" / "chats.sqlite")
    assert "cannot be kept" in nowhere.trouble
    made = written(nowhere, Turn("user", "Still works"))
    assert texts(nowhere, made.id) == ["Still works"]


def test_the_chat_of_an_early_version_is_taken_over_once(path: Path) -> None:
    old = path.with_name("chat.json")
    entries = [
        {"role": "user", "text": "Hello", "stop": "end", "mode": ""},
        {"role": "assistant", "text": "Hi", "stop": "end", "mode": "tensor", "statistics": {"nonsense": 1}},
        "rubbish",
    ]
    content = json.dumps({"version": 1, "turns": entries})
    old.write_text(content)
    store = Store(path)
    for _ in range(2):  # as after a crash before the renaming
        take_over(old, store)
        assert [row.title for row in store.summaries()] == ["Hello"]
        assert not old.exists()
        old.write_text(content)
    found = store.read(store.summaries()[0].id)
    assert found is not None
    assert [turn.text for turn in found.tree.turns.values()] == ["Hello", "Hi"]
    assert time.time() - store.summaries()[0].changed < 60


@pytest.mark.parametrize("content", ["{", "[]", '{"version": 1, "turns": [{"text": "x"}]}', '{"version": 99}'])
def test_an_early_chat_that_makes_no_sense_is_an_empty_one(path: Path, content: str) -> None:
    path.with_name("chat.json").write_text(content)
    store = Store(path)
    take_over(path.with_name("chat.json"), store)
    assert store.summaries() == []
