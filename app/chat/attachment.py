"""Text files that go along with a question."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from pathlib import Path

from app.language import translate
from app.widgets.numbers import count

MOST_BYTES = 512 << 10  # about 130,000 tokens: more than most contexts hold
MARKS = (("utf-8-sig", b"\xef\xbb\xbf"), ("utf-16", b"\xff\xfe"), ("utf-16", b"\xfe\xff"))
FENCE = "```"


class Refused(Exception):
    """A file that cannot go along; its text is one sentence."""


@dataclass(frozen=True)
class Attachment:
    name: str
    text: str

    @property
    def words(self) -> str:
        """ "notes.txt, 120 lines"."""
        lines = self.text.count("\n") + (not self.text.endswith("\n"))
        return translate("chat", "{name}, {n} lines", "", lines, n=count(lines)).format(name=self.name)


def read(path: Path) -> Attachment:
    """Raises Refused, with a sentence that names the file."""
    try:
        if not path.is_file():
            raise Refused(translate("chat", "{name} is no file. Drop text files here.").format(name=path.name))
        size = path.stat().st_size
        if size > MOST_BYTES:
            raise Refused(
                translate(
                    "chat", "{name} has {size} KB; at most {most_bytes} KB of text can go along. Drop a part of it."
                ).format(name=path.name, size=count(size >> 10), most_bytes=MOST_BYTES >> 10)
            )
        found = path.read_bytes()
    except OSError as error:
        raise Refused(
            translate("chat", "{name} cannot be read: {reason}. Check the file's rights.").format(
                name=path.name, reason=error.strerror
            )
        ) from None
    encoding = next((name for name, mark in MARKS if found.startswith(mark)), "utf-8")
    try:
        text = found.decode(encoding)
    except UnicodeDecodeError:
        text = "\0"
    if "\0" in text:
        raise Refused(
            translate("chat", "{name} is no text file, and models read text only. Save it as plain text first.").format(
                name=path.name
            )
        )
    if not text.strip():
        raise Refused(translate("chat", "{name} is empty.").format(name=path.name))
    return Attachment(path.name, text.replace("\r\n", "\n"))


def with_files(text: str, files: Iterable[Attachment]) -> str:
    """A question as the model reads it: the files, fenced and named, then the words."""
    fenced = []
    for each in files:
        fence = FENCE
        while fence in each.text:
            fence += "`"
        fenced.append(f"{each.name}:\n{fence}\n{each.text.rstrip()}\n{fence}")
    return "\n\n".join([*fenced, text] if text else fenced)


def to_json(files: Iterable[Attachment]) -> str:
    """Empty for none."""
    told = [asdict(each) for each in files]
    return json.dumps(told, ensure_ascii=False) if told else ""


def from_json(found: object) -> tuple[Attachment, ...]:
    """What can be read of it."""
    try:
        entries = json.loads(found) if isinstance(found, str) and found else []
    except ValueError:
        return ()
    return from_entries(entries)


def from_entries(entries: object) -> tuple[Attachment, ...]:
    good = [each for each in entries if isinstance(each, dict)] if isinstance(entries, list) else []
    return tuple(Attachment(str(each.get("name", "")), str(each.get("text", ""))) for each in good)
