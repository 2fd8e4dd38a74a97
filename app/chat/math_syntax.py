"""Formulas in Markdown: in dollars by a plugin; in brackets, as models write them too, by rules here."""

from __future__ import annotations

from markdown_it import MarkdownIt
from markdown_it.rules_block import StateBlock
from markdown_it.rules_inline import StateInline
from mdit_py_plugins.dollarmath import dollarmath_plugin

INLINE, DISPLAY = ("math_inline",), ("math_inline_double", "math_block")
KINDS = (*INLINE, *DISPLAY)
ENDS = {"\\(": "\\)", "\\[": "\\]"}
INTERRUPTS = ["paragraph", "reference", "blockquote", "list"]


def formulas_plugin(parser: MarkdownIt) -> None:
    dollarmath_plugin(parser, allow_labels=False, allow_space=False, allow_digits=False, double_inline=True)
    parser.inline.ruler.before("escape", "math_bracket", _inline)
    parser.block.ruler.before("fence", "math_bracket_block", _block, {"alt": INTERRUPTS})


def unclosed(text: str) -> bool:
    """Whether the text ends inside of a formula of several lines: its blank lines end no block."""
    return text.count("$$") % 2 == 1 or text.rfind("\\[") > text.rfind("\\]")


def _inline(state: StateInline, silent: bool) -> bool:
    mark = state.src[state.pos : state.pos + 2]
    end = ENDS.get(mark)
    close = state.src.find(end, state.pos + 2, state.posMax) if end else -1
    if close < 0 or not state.src[state.pos + 2 : close].strip():
        return False
    if not silent:
        token = state.push("math_inline" if mark == "\\(" else "math_inline_double", "math", 0)
        token.content = state.src[state.pos + 2 : close]
        token.markup = mark
    state.pos = close + 2
    return True


def _block(state: StateBlock, first: int, last: int, silent: bool) -> bool:
    """From a line that begins with the mark to one that ends with the other."""
    if state.is_code_block(first) or not state.src.startswith("\\[", state.bMarks[first] + state.tShift[first]):
        return False
    lines = []
    for line in range(first, last):
        start = state.bMarks[line] + state.tShift[line]
        if line > first and state.sCount[line] < state.blkIndent:
            return False
        lines.append(state.src[start : state.eMarks[line]])
        if "\\]" in lines[-1]:
            break
    body = "\n".join(lines)
    if not body.rstrip().endswith("\\]") or not body.strip()[2:-2].strip():
        return False
    if not silent:
        token = state.push("math_block", "math", 0)
        token.content, token.markup, token.map = body.strip()[2:-2], "\\[", [first, first + len(lines)]
        state.line = first + len(lines)
    return True
