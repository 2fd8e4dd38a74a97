"""Every sentence of the engine and of downloads is a template with values, which can be said in another language."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

from tests.test_project import ROOT

THREE_WORDS = re.compile(r"[A-Za-z]{2,},? [a-z]+,? [a-z]{2,}")


def sources() -> Iterator[tuple[Path, ast.Module]]:
    """What runs beside a window."""
    for path in sorted([*(ROOT / "engine").rglob("*.py"), *(ROOT / "app" / "download").rglob("*.py")]):
        if path.parent.name != "cli":
            yield path.relative_to(ROOT), ast.parse(path.read_text(encoding="utf-8"))


def called(call: ast.Call) -> str:
    return call.func.attr if isinstance(call.func, ast.Attribute) else getattr(call.func, "id", "")


def loose_sentences(tree: ast.AST) -> Iterator[str]:
    """Whole sentences that are neither marked for translation nor a docstring."""
    waiting = [tree]
    while waiting:
        node = waiting.pop()
        if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant):
            continue
        if isinstance(node, ast.Call) and called(node) in ("QT_TRANSLATE_NOOP", "translate"):
            continue
        pieces = node.values if isinstance(node, ast.JoinedStr) else [node]
        text = "".join(str(piece.value) if isinstance(piece, ast.Constant) else "{}" for piece in pieces)
        if isinstance(node, ast.JoinedStr | ast.Constant):
            if THREE_WORDS.search(text) and text.rstrip().endswith("."):
                yield text
        else:
            waiting += ast.iter_child_nodes(node)


def test_no_sentence_of_the_engine_escapes() -> None:
    assert [f"{path}: {text}" for path, tree in sources() for text in loose_sentences(tree)] == []
    assert list(loose_sentences(ast.parse("note = f'{a} is too slow for {b}.'")))


def test_errors_that_are_told_are_given_sentences() -> None:
    trees = list(sources())
    told, more = {"Told"}, True
    while more:
        made = {node.name for _, tree in trees for node in ast.walk(tree) if isinstance(node, ast.ClassDef)
                and any(isinstance(base, ast.Name) and base.id in told for base in node.bases)}  # fmt: skip
        told, more = told | made, not made <= told
    assert {"GGUFError", "RequestError", "StarterCancelled", "UnsupportedModel", "CommError"} <= told
    told |= {"CrewLost", "Failed", "ModelLost"}
    loose = [f"{path}:{node.lineno}" for path, tree in trees for node in ast.walk(tree)
             if isinstance(node, ast.Call) and called(node) in told and any(map(is_bare, node.args[:3]))]  # fmt: skip
    assert loose == []


def is_bare(node: ast.AST) -> bool:
    """Whether it is a text of several words that was put together on the spot, or `str()` of another error."""
    if isinstance(node, ast.Call):
        return called(node) == "str"
    text = "".join(str(each.value) for each in ast.walk(node) if isinstance(each, ast.Constant))
    return isinstance(node, ast.Constant | ast.JoinedStr | ast.BinOp) and " " in text
