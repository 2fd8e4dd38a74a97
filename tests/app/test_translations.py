"""The catalogues are what the code says and what is shipped, German is whole, and no text of a widget escapes them."""

from __future__ import annotations

import ast
import re
import shutil
import string
import xml.etree.ElementTree as ET
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QCoreApplication
from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from app.chat.attachment import Attachment
from app.language import LANGUAGES, speak, translate
from app.settings.appearance import Appearance
from app.settings.model import Settings, SettingsFile
from app.widgets import numbers
from app.widgets.theme import Theme
from tests.app.conftest import Desk
from tests.app.screens.tongues import pseudo, set_tongue
from tests.test_project import ROOT, script

FOLDER = ROOT / "assets" / "translations"
TRANSLATING = ("translate", "QT_TRANSLATE_NOOP")
# What is given to these, by place or by name, is read or spoken.
SHOWING = {
    "setText", "setWindowTitle", "setToolTip", "setPlaceholderText", "setAccessibleName", "setAccessibleDescription",
    "setInformativeText", "setSuffix", "setPrefix", "setSpecialValueText", "set_words", "addAction", "addSection",
    "announce", "showText", "Label", "ElidedLabel", "Button", "TextField", "TextArea", "LinesField", "WholeField",
    "DecimalField", "Switch", "MenuButton", "ScrollColumn", "SettingRow", "EmptyState", "QLabel", "QAction",
    "QPushButton", "offer",
}  # fmt: skip
NAMES = {"Tandem", "Tandem - ",
         "1234 = -2.5", "primary", "plain", "link", "icon", "muted", "faint", "text", "error", "warn", "ok",
         "accent"}  # no words: what the program is called, an example, and names of looks, roles and icons
ICONS = {path.stem for path in (ROOT / "assets" / "icons").glob("*.svg")}


@pytest.fixture
def german(qapp: QApplication) -> Iterator[None]:
    set_tongue(qapp, "de")
    yield
    set_tongue(qapp, "en")


def messages(code: str) -> Iterator[tuple[str, str, list[str], bool]]:
    """(context, source, translations, finished)."""
    for context in ET.parse(FOLDER / f"tandem_{code}.ts").getroot().iter("context"):
        for message in context.iter("message"):
            translation = message.find("translation")
            assert translation is not None
            forms = [form.text or "" for form in translation.iter("numerusform")] or [translation.text or ""]
            yield (context.findtext("name", ""), message.findtext("source", ""), forms,
                   translation.get("type") is None)  # fmt: skip


def test_the_catalogues_hold_what_the_code_says_and_nothing_else(tmp_path: Path) -> None:
    for code in LANGUAGES:
        shutil.copy(FOLDER / f"tandem_{code}.ts", tmp_path)
    script("translations").update(tmp_path)
    for code in LANGUAGES:
        now, was = ((folder / f"tandem_{code}.ts").read_text(encoding="utf-8") for folder in (tmp_path, FOLDER))
        assert now == was, "run packaging/translations.py, and translate what is new"


def test_what_is_shipped_is_made_of_them(tmp_path: Path) -> None:
    for code in LANGUAGES:
        script("translations").release(FOLDER / f"tandem_{code}.ts", tmp_path / "made.qm")
        assert (tmp_path / "made.qm").read_bytes() == (FOLDER / f"tandem_{code}.qm").read_bytes()


def test_every_text_is_finished_and_keeps_its_places() -> None:
    for code in LANGUAGES:
        known = list(messages(code))
        assert len(known) > 30
        for context, source, forms, finished in known:
            assert finished, f"{code}, {context}: {source!r} is not translated"
            assert all(forms), f"{code}, {context}: {source!r}"
            for form in forms:
                assert places(form) <= places(source), f"{code}: {form!r} has another place than {source!r}"
                assert places(source) - places(form) <= {"n"}, f"{code}: {form!r} lacks a place of {source!r}"
                assert form.count("\t") == source.count("\t"), f"{code}: {form!r}"
                spaced = source[:1].isspace() or source[:1] == "%"  # before which German sets a space
                assert form[:1].isspace() == spaced or code == "en", f"{code}: {form!r}"
            assert len(forms) == 1 or "n" in places(forms[-1]) | {"n" for _ in [0] if "n" not in places(source)}


def places(text: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(text) if name is not None}


def code(*parts: str) -> Iterator[tuple[Path, ast.Module]]:
    for path in sorted(path for part in parts for path in (ROOT / part).rglob("*.py")):
        yield path, ast.parse(path.read_text(encoding="utf-8"))


def called(node: ast.Call) -> str:
    return node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")


def test_lupdate_finds_every_call() -> None:
    """It reads Python in its own way, and overlooks what it does not understand."""
    found = {(context, source) for context, source, _, _ in messages("de")}
    counted = {(context, source) for context, source, _, _ in messages("en")}
    calls = 0
    for path, tree in code("app", "engine"):
        for node in ast.walk(tree):
            if isinstance(node, ast.Call) and called(node) in TRANSLATING and all(map(is_text, node.args[:2])):
                context, source = (ast.literal_eval(each) for each in node.args[:2])
                calls += 1
                assert (context, source) in found, f"{path}:{node.lineno}: lupdate does not see {source!r}"
                plural = len(node.args) > 3
                assert plural == ((context, source) in counted), f"{path}:{node.lineno}: {source!r}: write n=..."
                assert called(node) == "translate" or not plural
    assert calls > 1200


def is_text(node: ast.AST) -> bool:
    return isinstance(node, ast.Constant) and isinstance(node.value, str)


def test_no_text_of_a_widget_escapes() -> None:
    loose = []
    for path, tree in code("app"):
        for node in ast.walk(tree):
            if isinstance(node, ast.Call) and called(node) in SHOWING:
                for words in loose_words(node):
                    loose.append(f"{path.relative_to(ROOT)}:{node.lineno}: {words!r}")
    assert loose == []


def loose_words(call: ast.Call) -> Iterator[str]:
    """Literal words among what a call is given, those inside other calls left out."""
    waiting: list[ast.AST] = [*call.args, *(keyword.value for keyword in call.keywords)]
    while waiting:
        node = waiting.pop()
        if isinstance(node, ast.Call):
            continue
        if isinstance(node, ast.JoinedStr):
            text = "".join(str(part.value) for part in node.values if isinstance(part, ast.Constant))
            if re.search(r"[A-Za-z]{2}", text) and text not in NAMES:
                yield text
            continue
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            if re.search(r"[A-Za-z]{2}", node.value) and node.value not in NAMES | ICONS:
                yield node.value
            continue
        if isinstance(node, ast.Compare | ast.Lambda | ast.Subscript):
            continue
        if isinstance(node, ast.IfExp):
            waiting += [node.body, node.orelse]
            continue
        waiting += ast.iter_child_nodes(node)


@pytest.mark.parametrize("text", ["setText('Send')", "Label(theme, f'{n} models')", "setToolTip('' if x else 'Why')"])
def test_an_unwrapped_text_would_be_found(text: str) -> None:
    call = ast.parse(text).body[0].value  # type: ignore[attr-defined]
    assert called(call) in SHOWING
    assert list(loose_words(call))


def test_numbers_and_plurals_in_german(german: None) -> None:
    one, three = 1, 3
    assert numbers.figure(36.21) == "36,2"
    assert [numbers.tick(value) for value in (0, 0.5, 40, 1500)] == ["0", "0,5", "40", "1.500"]
    assert numbers.count(32768) == "32.768"
    assert numbers.percent(0.524) == "52\u00a0%"
    assert numbers.memory_of(19_500_000_000, 24 << 30) == "18,2 von 24\u00a0GB"
    assert translate("hardware", "{n}\xa0cards", "", one, n=one) == "1\u00a0Karte"
    assert translate("hardware", "{n}\xa0cards", "", three, n=three) == "3\u00a0Karten"
    assert QKeySequence("Ctrl+Shift+N").toString(QKeySequence.SequenceFormat.NativeText) == "Strg+Umschalt+N"


def test_what_stands_beside_the_composer_in_german(desk: Desk, german: None) -> None:
    composer = desk.window.chat_page.composer
    composer.begin_edit("Hello")
    assert composer.edit_words.text().startswith("Frage wird bearbeitet.")
    assert Attachment("notes.txt", "one\ntwo").words == "notes.txt, 2 Zeilen"


def test_plurals_in_english(qapp: QApplication) -> None:
    one, many = 1, 1200
    assert translate("hardware", "{n}\xa0cards", "", one, n=numbers.count(one)) == "1\u00a0card"
    assert translate("hardware", "{n}\xa0cards", "", many, n=numbers.count(many)) == "1,200\u00a0cards"


def test_the_system_decides_until_the_user_does(qapp: QApplication, monkeypatch: pytest.MonkeyPatch) -> None:
    def said(languages: list[str], choice: str) -> str:
        monkeypatch.setattr("app.language._system_languages", lambda: languages)
        speak(qapp, choice)
        return translate("chat", "Send")

    try:
        assert said(["de-AT", "en-GB"], "system") == "Senden"
        assert said(["fr-FR", "de"], "system") == "Senden"
        assert said(["fr-FR", "ja"], "system") == "Send"
        assert said(["de-DE"], "en") == "Send"
        assert said(["en-US"], "de") == "Senden"
        assert said(["en-US"], "tlh") == "Send"  # of a settings file that a newer Tandem wrote
    finally:
        set_tongue(qapp, "en")


def test_the_choice_is_kept_for_the_next_start(qtbot: QtBot, theme: Theme, tmp_path: Path) -> None:
    file = SettingsFile(tmp_path / "settings.json")
    appearance = Appearance(theme, file.settings)
    for row in appearance.rows:
        qtbot.addWidget(row)
    assert [words for _, words in sorted(appearance.language._entries.items())] == ["Deutsch", "English", "System"]
    with qtbot.waitSignal(appearance.changed):
        appearance.language.chosen.emit("de")
    file.save()
    assert SettingsFile(tmp_path / "settings.json").settings.language == "de"
    assert translate("chat", "Send") == "Send"
    appearance._language_row.reset.emit()
    assert file.settings.language == Settings().language == "system"


def test_the_pseudo_locale_is_longer_and_keeps_places(qapp: QCoreApplication) -> None:
    assert pseudo("Save chats as {name}\tCtrl+S").endswith("\tCtrl+S")
    assert places(pseudo("{used} of {all} tokens")) == {"used", "all"}
    for text in ("Deleted chats", "How often the likeliest tokens are left out"):
        assert len(pseudo(text)) >= 1.35 * len(text)
    set_tongue(qapp, "pseudo")
    try:
        assert translate("chat", "Send") == "[Šéñd]"
    finally:
        set_tongue(qapp, "en")
