"""Every word of every chat is found: parts of words, umlauts, scripts without spaces, with and without an index."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import pytest

from app.chat import word_index
from app.chat.attachment import Attachment
from app.chat.conversation import Conversation, in_a_row
from app.chat.store import KEPT_S, Store
from app.chat.turn import Turn
from tests.app.test_chat_store import VERSION_1

TEXTS = {
    "umlaut": "Die Größe der Übung an der Straße",
    "chinese": "你好，世界。今天天气很好",
    "japanese": "量子コンピュータの仕組み",
    "korean": "안녕하세요 세계",
    "cyrillic": "Привет, мир",
    "code": "def f(x): return x ** 2  # 100%_sure",
    "short": "Go is a language, C is another",
}
SEARCHES = {
    "größe": ["umlaut"], "ÜBUNG": ["umlaut"], "bun": ["umlaut"], "strasse": ["umlaut"], "STRASSE": ["umlaut"],
    "世界": ["chinese"], "天气很": ["chinese"], "コンピュータ": ["japanese"], "세계": ["korean"],
    "привет": ["cyrillic"], "МИР": ["cyrillic"], "%_": ["code"], "return x": ["code"], "x return": ["code"],
    '"return x"': ["code"], '"x return"': [], "C": ["chinese", "short"], "go": ["short"],
    "** 2": ["code"], "nowhere": [], '"': list(TEXTS), "x'; --": [], 'fts"5 OR': [],
}  # fmt: skip


def keep(store: Store, key: str, *turns: Turn) -> Conversation:
    made = in_a_row(turns, key)
    made.title = "Chat" if "chinese" in key else "A title"
    store.write(made, turns)
    return made


def found(store: Store, wanted: str) -> list[str]:
    return sorted(row.id for row in store.summaries(wanted))


@pytest.fixture(params=["index", "no index", "index of an older file"])
def store(request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Store:
    path = tmp_path / "chats.sqlite"
    with monkeypatch.context() as patched:
        if request.param != "index":
            patched.setattr(word_index, "CREATE", word_index.CREATE.replace("trigram", "no_such"))
        made = Store(path)
        for key, text in TEXTS.items():
            keep(made, key, Turn("user", text), Turn("assistant", "Mm", "end"))
        if request.param == "no index":
            assert made.search_trouble
            return made
    made.close()
    made = Store(path)
    assert made.search_trouble == ""
    if request.param == "index of an older file":
        assert found(made, "größe") == ["umlaut"]  # at once, before it is in the index
        assert made.index_more()
    assert not made.index_more()
    return made


@pytest.mark.parametrize("wanted", SEARCHES)
def test_words_are_found(store: Store, wanted: str) -> None:
    assert found(store, wanted) == sorted(SEARCHES[wanted])


def test_words_of_one_chat_may_stand_in_several_messages(store: Store) -> None:
    keep(store, "two", Turn("user", "Where are pelicans?"), Turn("assistant", "In harbours"))
    assert found(store, "pelican harbour") == ["two"]
    assert found(store, '"pelicans harbours"') == []
    store.rename("two", "Seabirds")
    assert found(store, "seabird pelican") == ["two"]


def test_attached_files_are_searched(store: Store) -> None:
    keep(store, "file", Turn("user", "Sum it up", files=(Attachment("protokoll.txt", "Beschluss: Äpfel\nkaufen"),)))
    assert found(store, "äpfel") == ["file"]
    assert found(store, "protokoll") == ["file"]


def test_a_reply_is_found_while_it_grows_and_when_it_was_continued(store: Store) -> None:
    reply = Turn("assistant", "Flamingos are", "")
    made = keep(store, "grows", Turn("user", "Tell me"), reply)
    assert found(store, "flamingo") == ["grows"]
    reply.text, reply.stop = "Flamingos are pink", "cancelled"
    store.write(made, [reply])
    reply.text, reply.stop = "Flamingos are pink and tall", "end"
    store.write(made, [reply])
    for wanted in ("flamingo", "pink", "tall"):
        assert found(store, wanted) == ["grows"]
    if not store.search_trouble:
        store._base.execute("INSERT INTO found (found, rank) VALUES ('integrity-check', 1)")


def test_what_is_gone_for_good_is_in_no_index(store: Store) -> None:
    keep(store, "gone", Turn("user", "Dodo"))
    store.delete("gone")
    assert found(store, "dodo") == []
    store.destroy("gone")
    keep(store, "new", Turn("user", "Kiwi"))  # may take the number of the row that is gone
    assert found(store, "dodo") == []
    assert found(store, "kiwi") == ["new"]
    if not store.search_trouble:
        store._base.execute("INSERT INTO found (found, rank) VALUES ('integrity-check', 1)")


def test_an_index_is_left_alone_where_it_cannot_be_kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "chats.sqlite"
    first = Store(path)
    keep(first, "old", Turn("user", "Ostrich"))
    first.delete("old")
    first._base.execute("UPDATE conversation SET deleted = deleted - ?", (KEPT_S,))
    first.close()
    with monkeypatch.context() as patched:
        patched.setattr(word_index, "CREATE", word_index.CREATE.replace("found", "other").replace("trigram", "no_such"))
        without = Store(path)
        assert without.search_trouble
        keep(without, "two", Turn("user", "Emu"))
        assert found(without, "emu") == ["two"]
        without.close()
    again = Store(path)
    assert again._base.execute("SELECT count(*) FROM message WHERE text = 'Ostrich'").fetchone() == (0,)
    again.index_more()
    assert found(again, "emu") == ["two"]
    again._base.execute("INSERT INTO found (found, rank) VALUES ('integrity-check', 1)")


def test_a_file_of_version_1_is_searched(tmp_path: Path) -> None:
    base = sqlite3.connect(tmp_path / "chats.sqlite")
    base.executescript(VERSION_1)
    base.close()
    store = Store(tmp_path / "chats.sqlite")
    for _ in range(2):
        assert found(store, "because") == ["c"]
        store.index_more()
    assert not store.index_more()
    (row,) = store.summaries()
    assert not row.pinned
    assert store.queued() == []
