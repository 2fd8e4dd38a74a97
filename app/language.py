"""The words and numbers of the window in the user's language.

`translate(context, text)` says a text; the context is the feature's folder. `QT_TRANSLATE_NOOP(context, text)` marks
one that stands in a table and is translated where it is shown. Qt's lupdate finds both by these names. It takes a text
for one whose form a number decides if that number is a bare name and just one more argument follows:
`translate(context, "{n} files in {folder}", "", files, n=count(files)).format(folder=folder)`.
"""

from __future__ import annotations

from importlib.resources import files

from PySide6.QtCore import QCoreApplication, QLibraryInfo, QLocale, QTranslator

from engine.sentence import Sentence, Size

LANGUAGES = {"en": "English", "de": "Deutsch"}  # in their own words
SYSTEM, DEFAULT = "system", "en"


def translate(context: str, text: str, note: str = "", number: int = -1, n: object = "") -> str:
    """`note` is for translators; `n` is how the number that decides the form is written."""
    return QCoreApplication.translate(context, text, note, number).replace("{n}", str(n))


def said(text: str) -> str:
    """A sentence of the engine, which makes them in English; of others nothing is known."""
    if not isinstance(text, Sentence):
        return text.replace(".", QLocale().decimalPoint()) if isinstance(text, Size) else text
    values = {name: _value(each) for name, each in text.values.items()}
    return translate(text.context, text.template).format(**values)


def _value(value: object) -> str:
    if isinstance(value, tuple):
        return ", ".join(map(_value, value))
    if isinstance(value, int):
        return QLocale().toString(value)
    return said(value) if isinstance(value, str) else str(value)


def QT_TRANSLATE_NOOP(context: str, text: str) -> str:
    return text


def speak(app: QCoreApplication, choice: str) -> None:
    """From now on, and so before anything is made that is on screen. `choice`: "system", or one of `LANGUAGES`."""
    code = choice if choice in LANGUAGES else _of_system()
    QLocale.setDefault(_locale(code))
    use(app, [(f"tandem_{code}", str(files("assets").joinpath("translations"))),
              (f"qtbase_{code}", QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath))])  # fmt: skip


def use(app: QCoreApplication, catalogues: list[tuple[str, str]]) -> None:
    """(name, folder) of compiled translations, in place of those in use; the first ones are asked last."""
    for old in app.findChildren(QTranslator):
        app.removeTranslator(old)
        old.deleteLater()
    for name, folder in catalogues:
        translator = QTranslator(app)
        if translator.load(name, folder):  # Qt's own are missing for English, which is what it speaks without
            app.installTranslator(translator)


def _of_system() -> str:
    """The first of the languages that the user reads, as the system knows them, that Tandem speaks."""
    known = (tag.replace("_", "-").split("-")[0] for tag in _system_languages())
    return next((code for code in known if code in LANGUAGES), DEFAULT)


def _system_languages() -> list[str]:
    return QLocale.system().uiLanguages()


def _locale(code: str) -> QLocale:
    """With the system's own habits where its language is spoken: those of Austria, or of Britain."""
    system = QLocale.system()
    return system if system.name().split("_")[0] == code else QLocale(code)
