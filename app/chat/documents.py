"""Builds the QTextDocument of one block: prose from HTML, code with five colours, plain text as it is."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import Any

from PySide6.QtCore import QUrl
from PySide6.QtGui import (
    QColor,
    QTextBlockFormat,
    QTextCharFormat,
    QTextCursor,
    QTextDocument,
    QTextFormat,
    QTextOption,
)

from app.chat.formulas import Drawing, Formula, Formulas
from app.chat.markdown import BlockSource, as_source, to_html
from app.widgets import metrics
from app.widgets.theme import Theme

MOST_COLOURED_LINES, MOST_COLOURED = 400, 40_000  # letters; colouring costs about 0.1 ms a line, on the window's thread
LEXED = 8  # blocks of code of which the colours are known: a theme is switched back and forth
UNBROKEN = re.compile(r"(\S{1000})")  # a line of 400 KB without a space takes seconds to lay out
BREAK = "\u200b"
FORMULA = "formula:"
OBJECT = "\ufffc"  # what stands in a document for a picture

# Pygments token type, by name -> palette role. The first that contains a token's type counts.
CODE_ROLES = (
    ("Comment", "code_comment"), ("Keyword", "code_keyword"), ("Operator.Word", "code_keyword"),
    ("Literal.String", "code_string"), ("Literal.Number", "code_number"), ("Name.Function", "code_name"),
    ("Name.Class", "code_name"), ("Name.Builtin", "code_name"), ("Name.Decorator", "code_name"),
    ("Name.Tag", "code_keyword"), ("Name.Attribute", "code_name"),
)  # fmt: skip
HEADINGS = {1: metrics.TITLE, 2: metrics.SECTION, 3: metrics.SECTION}


class QuietDocument(QTextDocument):
    """Loads nothing, from nowhere: what a model writes must not reach the disk or the network.

    `formulas` are those that stand in it, in order; a picture's name is its number. `waits` for drawings of these.
    """

    def __init__(self) -> None:
        super().__init__()
        self.formulas: list[str] = []
        self.drawings: list[Drawing] = []
        self.waits: set[Formula] = set()

    def loadResource(self, kind: int, name: QUrl | str) -> Any:
        number = (name if isinstance(name, str) else name.toString()).removeprefix(FORMULA)
        if number.isdigit() and int(number) < len(self.drawings):
            return self.drawings[int(number)].image()
        return None


def build(source: BlockSource, theme: Theme, formulas: Formulas, ink: str = "text") -> QuietDocument:
    """`ink` is the palette role of its letters."""
    document = QuietDocument()
    document.setDocumentMargin(0)
    document.setUndoRedoEnabled(False)
    document.setIndentWidth(metrics.XL)
    if source.kind == "prose":
        _prose(document, source.text, theme, formulas, ink)
        _line_heights(document)
    elif source.kind == "code":
        _code(document, source, theme)
    else:
        document.setDefaultFont(metrics.font(metrics.READING))
        document.setPlainText(UNBROKEN.sub(rf"\1{BREAK}", source.text))
        _line_heights(document)
    return document


def plain_text(source: BlockSource, theme: Theme, formulas: Formulas) -> str:
    """The letters of the document that `build` makes, each at its place, without the work for how they look."""
    if source.kind == "code":
        return source.text
    if source.kind == "plain":
        return UNBROKEN.sub(rf"\1{BREAK}", source.text)
    document = QuietDocument()
    _prose(document, source.text, theme, formulas, "text")
    return document.toPlainText()


def is_coloured(source: BlockSource) -> bool:
    few = source.code.count("\n") < MOST_COLOURED_LINES and len(source.code) < MOST_COLOURED
    return source.closed and bool(source.language) and few


def append_code(document: QTextDocument, more: str) -> None:
    """Grow an open code block by plain text: it is coloured when its fence closes, if it is not too long."""
    cursor = QTextCursor(document)
    cursor.movePosition(QTextCursor.MoveOperation.End)
    cursor.insertText(more)


def _prose(document: QuietDocument, markdown: str, theme: Theme, formulas: Formulas, ink: str) -> None:
    def shown(source: str, display: bool) -> str:
        """A picture, or the source as it was written."""
        wanted = formulas.formula(source, display, ink)
        drawing = formulas.drawing(wanted)
        if drawing is None:
            if formulas.awaits(wanted):
                document.waits.add(wanted)
            return as_source(source, display)
        document.formulas.append(f"$${source}$$" if display else f"${source}$")
        document.drawings.append(drawing)
        size = f'width="{drawing.width:.0f}" height="{drawing.height:.0f}"'
        return f'<img src="{FORMULA}{len(document.drawings) - 1}" {size} style="vertical-align: middle">'

    document.setDefaultFont(metrics.font(metrics.READING))
    document.setDefaultStyleSheet(_style_sheet(theme))
    document.setHtml(UNBROKEN.sub(rf"\1{BREAK}", to_html(markdown, shown)))


def _style_sheet(theme: Theme) -> str:
    """For the document only; sizes from the type table, colours from the palette."""
    color = {role: theme.color(role).name() for role in ("accent", "sunken", "line", "muted")}
    heads = "".join(
        f"h{level} {{ font-size: {HEADINGS.get(level, metrics.SECTION).size}px; font-weight: 600; margin: 0 }}"
        for level in range(1, 7)
    )
    return (
        f"{heads} p {{ margin: 0 0 {metrics.S}px 0 }} strong, th {{ font-weight: 600 }}"
        f" a {{ color: {color['accent']}; text-decoration: underline }}"
        f" code {{ font-family: '{metrics.MONO_FAMILY}'; font-size: {metrics.CODE.size}px;"
        f" background-color: {color['sunken']} }}"
        f" table {{ border-collapse: collapse }} blockquote {{ color: {color['muted']} }}"
        f" th, td {{ border: 1px solid {color['line']}; padding: {metrics.XS}px {metrics.S}px }}"
    )


def _line_heights(document: QTextDocument) -> None:
    """At least the type table's line height everywhere; no margin before the first and after the last block."""
    document.documentLayout().blockSignals(True)
    whole = QTextCursor(document)
    whole.beginEditBlock()  # one layout for all changes
    block = document.begin()
    while block.isValid():
        style = HEADINGS.get(block.blockFormat().headingLevel(), metrics.READING)
        form = QTextBlockFormat()
        form.setLineHeight(style.line, QTextBlockFormat.LineHeightTypes.MinimumHeight.value)
        if block.textList() is not None:
            form.setTopMargin(0)
            form.setBottomMargin(metrics.XS)
        if block.blockNumber() == 0:
            form.setTopMargin(0)
        if not block.next().isValid():
            form.setBottomMargin(0)
        cursor = QTextCursor(block)
        cursor.mergeBlockFormat(form)
        if block.blockFormat().headingLevel():
            _as_told(cursor)
        block = block.next()
    whole.endEditBlock()
    document.documentLayout().blockSignals(False)


def _as_told(heading: QTextCursor) -> None:
    """At the size that the style sheet says: Qt makes headings larger on top of that."""
    letters = QTextCharFormat()
    letters.setProperty(QTextFormat.Property.FontSizeAdjustment.value, 0)
    heading.movePosition(QTextCursor.MoveOperation.EndOfBlock, QTextCursor.MoveMode.KeepAnchor)
    heading.mergeCharFormat(letters)


def _code(document: QTextDocument, source: BlockSource, theme: Theme) -> None:
    document.setDefaultFont(metrics.font(metrics.CODE))
    option = QTextOption()
    option.setWrapMode(QTextOption.WrapMode.WrapAnywhere if source.wraps else QTextOption.WrapMode.NoWrap)
    option.setTabStopDistance(metrics.text_width(metrics.CODE, "    "))
    document.setDefaultTextOption(option)
    cursor = QTextCursor(document)
    form = QTextBlockFormat()
    form.setLineHeight(metrics.CODE.line, QTextBlockFormat.LineHeightTypes.MinimumHeight.value)
    cursor.setBlockFormat(form)
    for words, role in _coloured(source) if is_coloured(source) else [(source.text, "")]:
        letters = QTextCharFormat()
        letters.setFont(metrics.font(metrics.CODE))
        if role:
            letters.setForeground(QColor(theme.color(role)))
        cursor.insertText(words, letters)


def _coloured(source: BlockSource) -> Iterator[tuple[str, str]]:
    """(letters, palette role) of a piece of code, as they are in the whole of it."""
    at, first, last = 0, source.begins, source.begins + len(source.text)
    for words, role in _lexed(source.language, source.code):
        part = words[max(first - at, 0) : max(last - at, 0)]
        if part:
            yield part, role
        at += len(words)


@lru_cache(maxsize=LEXED)
def _lexed(language: str, code: str) -> list[tuple[str, str]]:
    from pygments import lex
    from pygments.lexers import get_lexer_by_name
    from pygments.token import string_to_tokentype as token_type
    from pygments.util import ClassNotFound

    try:
        lexer = get_lexer_by_name(language, stripnl=False, ensurenl=False)
    except ClassNotFound:
        return [(code, "")]
    roles = [(token_type(name), role) for name, role in CODE_ROLES]
    found = lex(code, lexer)
    return [
        (words, next((role for family, role in roles if family in kind.split()), "")) for kind, words in found
    ]
