"""The window in other languages: German, and a made-up one whose texts are 40% longer and all accented.

What stays unaccented in a picture of the latter is a text that nobody can translate.
"""

from __future__ import annotations

import re
import tempfile
import xml.etree.ElementTree as ET
from functools import cache
from pathlib import Path

from PySide6.QtCore import QCoreApplication, QLocale

from app.language import speak, use
from tests.test_project import ROOT, script

LONGER = 1.4
ACCENTS = str.maketrans("aceinosuyzACEINOSUYZ", "áçéíñóšúýžÁÇÉÍÑÓŠÚÝŽ")
KEPT = re.compile(r"(\{\w*\}|\t.*|\(\*[^)]*\)|;;|\\n)")  # places, keys of a menu, file patterns
PATTERNS = ("d MMM", "d MMM yyyy")  # of dates: no words


def set_tongue(app: QCoreApplication, language: str) -> None:
    """ "en", "de" or "pseudo"."""
    speak(app, "en" if language == "pseudo" else language)
    QLocale.setDefault(QLocale("de_DE" if language == "de" else "en_US"))  # whatever the computer's habits are
    if language == "pseudo":
        use(app, [("pseudo", str(_pseudo()))])


def pseudo(text: str) -> str:
    """ "[Léñgthéñéd·téxt ~~~~]"."""
    if text in PATTERNS:
        return text
    parts = KEPT.split(text)
    words = sum(len(part) for part in parts[::2])
    filled = "~" * max(0, round((LONGER - 1) * words) - 2)
    accented = "".join(part if place % 2 else part.translate(ACCENTS) for place, part in enumerate(parts))
    head, tab, keys = accented.partition("\t")
    space = " " if len(filled) > 3 else ""
    return f"[{head}{space}{filled}]{tab}{keys}"


@cache
def _pseudo() -> Path:
    """The folder of its catalogue, made of the German one."""
    folder = Path(tempfile.mkdtemp(prefix="tandem-pseudo-"))
    catalogue = ET.parse(ROOT / "assets" / "translations" / "tandem_de.ts")
    for message in catalogue.iter("message"):
        source, translation = message.findtext("source", ""), message.find("translation")
        assert translation is not None
        for place in translation.findall("numerusform") or [translation]:
            place.text = pseudo(source)
    catalogue.write(folder / "pseudo.ts", encoding="utf-8", xml_declaration=True)
    script("translations").release(folder / "pseudo.ts", folder / "pseudo.qm")
    return folder
