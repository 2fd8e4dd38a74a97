"""What importing a module must not bring along: import-linter reads the lines, this looks at what happens."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
PROGRAM = """
import importlib, json, sys
for name in sys.argv[1:]:
    importlib.import_module(name)
print(json.dumps(sorted({name.partition(".")[0] for name in sys.modules})))
"""


def imported_with(*modules: str) -> set[str]:
    """Top-level packages that a fresh interpreter holds after importing these modules."""
    command = [sys.executable, "-c", PROGRAM, *modules]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False, timeout=120)
    assert done.returncode == 0, done.stderr
    return set(json.loads(done.stdout))


def modules_under(*folders: str) -> list[str]:
    paths = [path for folder in folders for path in sorted((ROOT / folder).rglob("*.py"))]
    names = [".".join(path.relative_to(ROOT).with_suffix("").parts) for path in paths]
    return [name.removesuffix(".__init__") for name in names]


def test_a_heavy_import_would_be_seen() -> None:
    assert "torch" in imported_with("engine.kernels.reference")


def test_what_the_window_may_import_holds_no_torch() -> None:
    modules = modules_under("engine/gguf", "engine/plan", "engine/families")
    assert len(modules) > 10
    alone = ("engine", "engine.protocol", "engine.link", "engine.supervisor", "engine.starter")
    assert not imported_with(*alone, *modules) & {"torch", "numba", "triton", "PySide6"}


@pytest.mark.parametrize("entry", ["app.main", "engine.cli.main"])
def test_entry_modules_import_nothing_heavy(entry: str) -> None:
    """Spawn runs them again in every child process."""
    assert not imported_with(entry) & {"torch", "numpy", "PySide6", "pyqtgraph", "gguf", "tokenizers"}


def test_the_whole_window_imports_no_torch() -> None:
    heavy = {"torch", "numba", "triton", "huggingface_hub", "httpx2"}
    assert not imported_with(*modules_under("app")) & heavy


def test_the_whole_engine_imports_no_qt() -> None:
    assert not imported_with(*modules_under("engine")) & {"PySide6", "shiboken6", "pyqtgraph"}
