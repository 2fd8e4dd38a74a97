"""Cuts a reply into its top-level blocks, and turns one block into HTML.

While a reply streams only its last block can still change: the others are frozen and never parsed again.
"""

from __future__ import annotations

import html
import re
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from functools import lru_cache
from typing import TYPE_CHECKING, Literal

from app.chat.pieces import LONG, code_pieces, joint_after, paragraph_pieces

if TYPE_CHECKING:
    from markdown_it import MarkdownIt
    from markdown_it.token import Token

CELLS = ("th_open", "td_open")
NEW_LINE = re.compile(r"\r\n?")
MOST_FORMULA = 4000  # letters in which a formula must have closed, or it is none


@dataclass(frozen=True)
class BlockSource:
    """`prose` is Markdown source; `code` and `plain` are the bare text. `closed`: a fence has its end mark.

    `wraps`: part of a line of code that is too long to be one. A piece of code knows the `whole` and where it `begins`.
    """

    kind: Literal["prose", "code", "plain"]
    text: str
    language: str = ""
    closed: bool = True
    joint: str | None = None  # what stands between the block above and this one, if both are pieces of one
    wraps: bool = False
    whole: str = field(default="", compare=False)
    begins: int = field(default=0, compare=False)

    @property
    def code(self) -> str:
        """All of the code that this is, or is a piece of."""
        return self.whole or self.text


def in_pieces(code: BlockSource) -> list[BlockSource]:
    """A block of code, or what is long in it as several that stand under each other without a gap."""
    made, begins, joint = list[BlockSource](), 0, None
    for piece, wraps in code_pieces(code.text):
        end = "\n" if piece.endswith("\n") and begins + len(piece) < len(code.text) else ""
        text = piece.removesuffix(end)
        made.append(replace(code, text=text, joint=joint, wraps=wraps, whole=code.text, begins=begins))
        begins, joint = begins + len(piece), end
    return made if len(made) > 1 else [code]


@lru_cache(maxsize=1)
def parser() -> MarkdownIt:
    """No raw HTML, and no images: a reply must not make the window load anything."""
    from markdown_it import MarkdownIt

    from app.chat.math_syntax import formulas_plugin

    made = MarkdownIt("commonmark", {"html": False}).enable(["table", "strikethrough"]).disable("image")
    return made.use(formulas_plugin)


def block_tokens(text: str) -> list[Token]:
    """Without what stands in the blocks, which is looked at when it is shown."""
    made, tokens = parser(), list["Token"]()
    made.block.parse(NEW_LINE.sub("\n", text), made, {}, tokens)
    return tokens


def as_source(formula: str, display: bool) -> str:
    return f"<code>{html.escape(formula.strip())}</code>"


def to_html(source: str, formula: Callable[[str, bool], str] = as_source) -> str:
    """`formula(source, display)` is the HTML of a formula."""
    from app.chat.math_syntax import DISPLAY, KINDS

    def told(tokens: list[Token]) -> None:
        for token in tokens:
            if token.type in KINDS:
                told_so = formula(token.content, token.type in DISPLAY)
                block = token.type == "math_block"
                token.type = "html_block" if block else "html_inline"
                token.content = f"<p>{told_so}</p>" if block else told_so
            if token.type in CELLS:  # a style of its own would cost a cell its border
                token.attrs["align"] = str(token.attrs.pop("style", "left")).removeprefix("text-align:")
            told(token.children or [])

    tokens = parser().parse(source)
    told(tokens)
    return str(parser().renderer.render(tokens, parser().options, {})).strip()  # Qt would show the last line end


class BlockStream:
    """Feed it the whole text so far; it answers with all blocks and the index of the first that changed."""

    def __init__(self) -> None:
        self.blocks: list[BlockSource] = []
        self.frozen = 0  # blocks that can no longer change
        self._start = 0  # where, in characters, the first open block begins
        self._joint: str | None = None  # of the first open block

    def feed(self, text: str) -> int:
        from app.chat.math_syntax import unclosed

        tail = text[self._start :]
        lines = tail.splitlines(keepends=True)
        found = [
            token for token in block_tokens(tail) if token.level == 0 and token.nesting >= 0 and token.map
        ]
        del self.blocks[self.frozen :]
        first_changed, begins, last = self.frozen, 0, 0
        for token in found:
            assert token.map is not None
            source = "".join(lines[token.map[0] : token.map[1]])
            joint = self._joint if token is found[0] else None
            pieces = [source]
            if token.type == "paragraph_open" and (joint is not None or len(source) > LONG):
                pieces = paragraph_pieces(source)
            for piece in pieces:
                block = _block(token, piece)
                made = in_pieces(block) if block.kind == "code" else [replace(block, joint=joint)]
                self.blocks += made
                joint = joint_after(piece)
            if token is found[-1]:
                before = sum(len(line) for line in lines[: token.map[0]])
                begins, last = before + sum(len(piece) for piece in pieces[:-1]), len(self.blocks) - len(made)
        if last > self.frozen and not unclosed(tail[-MOST_FORMULA:]):
            self.frozen, self._start = last, self._start + begins
            self._joint = self.blocks[last].joint
        return first_changed


def _block(token: Token, source: str) -> BlockSource:
    if token.type == "fence":
        language = token.info.split()[0] if token.info.strip() else ""
        last = source.rstrip().splitlines()[-1].strip()
        ended = source.count("\n") >= 1 and last.startswith(token.markup) and not last.strip(token.markup[0])
        return BlockSource(
            "code", token.content.removesuffix("\n"), language, ended and "\n" in source.rstrip()
        )
    if token.type == "code_block":
        return BlockSource("code", token.content.removesuffix("\n"))
    return BlockSource("prose", source)
