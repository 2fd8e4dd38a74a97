"""Text files go along with a question; what is no text is refused in a sentence. Chats go out and come in."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QFileDialog
from pytestqt.qtbot import QtBot

from app.chat import attachment
from app.chat.attachment import Attachment, Refused
from engine.protocol import Generate
from tests.app.conftest import Desk
from tests.app.test_chat_page import answer, ask, keep, press, texts

LEFT = Qt.MouseButton.LeftButton


def drop(desk: Desk, *paths: Path) -> bool:
    """Onto the page; whether it took them."""
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(path)) for path in paths])
    page = desk.window.chat_page
    around = (Qt.DropAction.CopyAction, data, LEFT, Qt.KeyboardModifier.NoModifier)
    enter = QDragEnterEvent(QPoint(400, 300), *around)
    page.dragEnterEvent(enter)  # what it leaves goes on to the window
    if enter.isAccepted():
        page.dropEvent(QDropEvent(QPointF(400, 300), *around))
    return enter.isAccepted()


def test_a_dropped_file_goes_along_and_stays_with_the_question(loaded: Desk, qtbot: QtBot, tmp_path: Path) -> None:
    path, second = tmp_path / "notes.txt", tmp_path / "b.py"
    path.write_bytes("Grüße\r\nWelt".encode())
    second.write_text("x = 1\n")
    composer = loaded.window.chat_page.composer
    assert not composer.field.canInsertFromMimeData(_urls(path))  # its address is not typed into the field
    assert drop(loaded, path, second)
    assert [file.words for file in composer.files] == ["notes.txt, 2 lines", "b.py, 1 line"]
    cross = composer._chips.itemAt(1).widget().cross
    assert cross.accessibleName() == "Remove file: b.py, 1 line"
    qtbot.mouseClick(cross, LEFT)
    qtbot.keyClick(composer.field, Qt.Key.Key_Return)  # a file alone is a question
    assert loaded.engine.newest(Generate).messages[0].content == "notes.txt:\n```\nGrüße\nWelt\n```"
    answer(loaded, qtbot, "Nice")
    assert composer.files == []
    assert loaded.models.chat.conversation.title == "notes.txt"
    key = loaded.models.chat.conversation.id
    loaded.models.chat.begin()
    loaded.models.chat.open_kept(key)
    assert loaded.models.chat.turns[0].files == (Attachment("notes.txt", "Grüße\nWelt"),)
    press(loaded, qtbot, 0, "thinking")  # the row that names the files
    assert loaded.window.chat_page.transcript.layout_of(0).blocks[0].source.text == "Grüße\nWelt"


def _urls(path: Path) -> QMimeData:
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(path))])
    return data


def test_models_and_folders_are_the_windows(loaded: Desk, tmp_path: Path) -> None:
    (tmp_path / "m.gguf").write_bytes(b"x")
    (tmp_path / "a.txt").write_text("x")
    assert not drop(loaded, tmp_path / "m.gguf")
    assert not drop(loaded, tmp_path)
    assert not drop(loaded, tmp_path / "a.txt", tmp_path / "m.gguf")
    assert loaded.window.chat_page.composer.files == []


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("a.png", b"\x89PNG\r\n\x1a\n\x00\x00", "is no text file"),
        ("latin.txt", "Größe".encode("latin-1"), "is no text file"),
        ("zero.txt", b"a\x00b", "is no text file"),
        ("big.txt", b"x" * (attachment.MOST_BYTES + 1), "has 512 KB; at most 512 KB"),
        ("empty.txt", b" \n", "is empty"),
    ],
)
def test_what_is_no_text_is_refused_by_name(
    loaded: Desk, tmp_path: Path, name: str, content: bytes, words: str
) -> None:
    path = tmp_path / name
    path.write_bytes(content)
    with pytest.raises(Refused, match=words):
        attachment.read(path)
    assert drop(loaded, path)
    (notice,) = loaded.window.banners.notices()
    assert notice.sentence.startswith(name)
    assert loaded.window.chat_page.composer.files == []
    with pytest.raises(Refused, match="is no file"):
        attachment.read(tmp_path / "missing")


def test_utf_16_is_read(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_bytes("Grüße, 你好".encode("utf-16"))
    assert attachment.read(path).text == "Grüße, 你好"


def test_an_edited_question_keeps_its_files(loaded: Desk, qtbot: QtBot) -> None:
    loaded.window.chat_page.composer.add_file(Attachment("a.txt", "text"))
    ask(loaded, qtbot, "Sum it up", "Short")
    loaded.models.chat.edit(0, "Sum it up again", loaded.window.conversation._asking())
    assert loaded.engine.newest(Generate).messages[0].content == "a.txt:\n```\ntext\n```\n\nSum it up again"


@pytest.mark.parametrize("end", ["json", "md"])
def test_a_chat_goes_out_and_comes_in_by_the_menu(
    loaded: Desk, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, end: str
) -> None:
    keep(loaded, "Sky")
    rows, chats = loaded.window.chat_page.column.list, loaded.window.chat_page.chats
    path = tmp_path / f"sky.{end}"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(path), ""))
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_: (str(path), ""))
    menu = {action.text().split("\t")[0]: action for action in rows.menu_for(chats.index(1)).actions()}
    menu["Export…"].trigger()
    assert loaded.window.banners.notices()[0].sentence == f"Saved in {path}."
    banners, store = loaded.window.banners, loaded.models.store
    menu["Import chats…"].trigger()
    assert banners.notices()[0].sentence == f"1 chat of {path.name} is here already."
    assert [row.title for row in store.summaries()] == ["Sky"]
    loaded.models.chat.delete(store.summaries()[0].id)
    menu["Import chats…"].trigger()
    assert texts(loaded) == ["Sky", "About Sky"]
    assert banners.notices()[0].sentence == f"1 chat of {path.name} is imported."
    ask(loaded, qtbot, "And the sea?", "Blue")
    menu["Import chats…"].trigger()  # it has gone on, and holds what the file does
    assert [row.title for row in store.summaries()] == ["Sky"]
    path.write_text("nothing")
    menu["Import chats…"].trigger()
    assert str(path) in loaded.window.banners.notices()[0].sentence
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(tmp_path / "no folder" / "x.json"), ""))
    menu["Export all chats…"].trigger()
    assert "cannot be written" in loaded.window.banners.notices()[0].sentence
