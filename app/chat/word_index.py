"""Finds words in all messages, through SQLite's full-text index where this SQLite has one.

The index cuts texts into runs of three letters, so parts of words are found, in scripts without spaces too. It is
kept by this module and not by triggers: a file that was made with an index stays writable where there is none.
"""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Sequence

CREATE = "CREATE VIRTUAL TABLE IF NOT EXISTS found USING fts5 (text, files, content = 'message', tokenize = 'trigram')"
FORGET = """
    INSERT INTO found (found, rowid, text, files)
    SELECT 'delete', rowid, text, files FROM message WHERE indexed = 1 AND {which}
"""
TAKE = "INSERT INTO found (rowid, text, files) SELECT rowid, text, files FROM message WHERE indexed = 0 AND {which}"
SHORTEST = 3  # letters that the index can look up
NO_INDEX = "This computer's SQLite has no full-text index, so a search reads every chat and takes longer."

IN_TITLE = "instr(folded(title), ?)"
IN_INDEX = "id IN (SELECT conversation FROM message WHERE rowid IN (SELECT rowid FROM found WHERE found MATCH ?))"
IN_ALL = "id IN (SELECT conversation FROM message WHERE {seen} (instr({fold}(text), ?) OR instr({fold}(files), ?)))"


class WordIndex:
    """`trouble` is a sentence if there is no index. All methods raise sqlite3.Error."""

    def __init__(self, base: sqlite3.Connection) -> None:
        self._base, self.trouble = base, ""
        base.create_function("folded", 1, str.casefold, deterministic=True)
        try:
            base.execute(CREATE)
        except sqlite3.OperationalError as error:
            if not re.search("no such (module|tokenizer)|error in tokenizer", str(error)):
                raise
            self.trouble = NO_INDEX

    def forget(self, which: str, *values: str) -> None:
        """Before messages change or go. `which` is a condition of SQL on `message`."""
        if not self.trouble:
            self._base.execute(FORGET.format(which=which), values)
        self._base.execute(f"UPDATE message SET indexed = 0 WHERE indexed = 1 AND {which}", values)

    def take(self, which: str, *values: str) -> int:
        """Enter messages that will not grow any more. Returns how many there were."""
        if self.trouble:
            return 0
        self._base.execute(TAKE.format(which=which), values)
        return self._base.execute(
            f"UPDATE message SET indexed = 1 WHERE indexed = 0 AND {which}", values
        ).rowcount

    def condition(self, wanted: str) -> tuple[str, list[str]]:
        """What a row of `conversation` must meet to hold all of these words, in its title or in any message."""
        tests, values = ["1"], list[str]()
        for word in words_of(wanted):
            kinds, told = [IN_TITLE], [word.casefold()]
            if self.trouble or len(word) < SHORTEST:
                kinds.append(_scan(word, ""))
            else:
                kinds += [IN_INDEX, _scan(word, "indexed = 0 AND")]
                told.append(" OR ".join(f'"{each}"' for each in _spellings(word)))
            folded = word if _has_no_case(word) else word.casefold()
            tests.append(f"({' OR '.join(kinds)})")
            values += [*told, folded, folded]
        return " AND ".join(tests), values


def words_of(wanted: str) -> Sequence[str]:
    """Words, and phrases in quotation marks."""
    return [phrase or word for phrase, word in re.findall(r'"([^"]+)"|([^\s"]+)', wanted)]


def _scan(word: str, seen: str) -> str:
    """Where letters have no case, as in Chinese, SQLite compares by itself, ten times as fast."""
    return IN_ALL.format(seen=seen, fold="" if _has_no_case(word) else "folded")


def _has_no_case(word: str) -> bool:
    return word.casefold() == word == word.upper()


def _spellings(word: str) -> set[str]:
    """SQLite folds case letter by letter, which leaves out the one letter that becomes two."""
    folded = word.casefold()
    return {word, folded, folded.replace("ss", "ß")}
