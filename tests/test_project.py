"""The shape of the checkout itself: what lies where, how long files are, what must agree with what."""

from __future__ import annotations

import fnmatch
import importlib.util
import re
import tomllib
from pathlib import Path
from types import ModuleType

import engine

ROOT = Path(__file__).resolve().parent.parent
PYPROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
README = (ROOT / "README.md").read_text(encoding="utf-8")

LONGEST_FILE = 400  # lines
TOP_LEVEL = {
    ".ci", ".git", ".gitignore", "app", "assets", "engine", "packaging", "pyproject.toml", "tests",
    "ARCHITECTURE.md", "BENCHMARKS.md", "CHANGELOG.md", "CONTRIBUTING.md", "LICENSE", "README.md",
}  # fmt: skip


def source_files() -> list[Path]:
    folders = [ROOT / name for name in ("app", "engine", "packaging", "tests")]
    return [path for folder in folders for path in folder.rglob("*.py")]


def script(name: str) -> ModuleType:
    """A module of packaging/, which is no package."""
    spec = importlib.util.spec_from_file_location(name, ROOT / "packaging" / f"{name}.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_no_file_is_too_long() -> None:
    lengths = {path: len(path.read_text(encoding="utf-8").splitlines()) for path in source_files()}
    assert len(lengths) > 50, "the files were not found"
    assert not {str(path): length for path, length in lengths.items() if length > LONGEST_FILE}


def test_top_level_holds_only_what_belongs_there() -> None:
    ignored = [line.rstrip("/") for line in (ROOT / ".gitignore").read_text(encoding="utf-8").split()]
    names = {path.name for path in ROOT.iterdir()}
    kept = {name for name in names if not any(fnmatch.fnmatch(name, pattern) for pattern in ignored)}
    assert kept - TOP_LEVEL == set()
    assert TOP_LEVEL - kept <= {".git"}  # a source archive has none


def test_packaging_is_no_package() -> None:
    assert not (ROOT / "packaging" / "__init__.py").exists(), "it would shadow PyPI's `packaging`"


def test_every_folder_of_code_is_an_installed_package() -> None:
    for package in ("app", "engine"):
        folders = {path.parent for path in (ROOT / package).rglob("*.py")}
        assert folders
        assert not [str(folder) for folder in folders if not (folder / "__init__.py").exists()]


def test_readme_commands_exist() -> None:
    commands = re.findall(r"^python3 (packaging/\S+)$", README, flags=re.MULTILINE)
    assert commands == ["packaging/run.py", "packaging/test.py"]
    assert all((ROOT / command).is_file() for command in commands)


def test_documents_link_to_files_that_exist() -> None:
    for document in ROOT.glob("*.md"):
        links = re.findall(r"\]\((?!https?:)([^)#]+)", document.read_text(encoding="utf-8"))
        assert not [link for link in links if not (ROOT / link).exists()], document.name


def test_installed_commands_lead_to_modules() -> None:
    for target in {**PYPROJECT["project"]["scripts"], **PYPROJECT["project"]["gui-scripts"]}.values():
        module, _, function = target.partition(":")
        source = ROOT / (module.replace(".", "/") + ".py")
        assert f"def {function}(" in source.read_text(encoding="utf-8")


def test_version_is_said_once() -> None:
    version = PYPROJECT["project"]["version"]
    assert version == engine.__version__
    changelog = (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")
    assert f"## [{version}]" in changelog


def test_scripts_accept_the_pythons_that_pyproject_accepts() -> None:
    versions = script("python_version")
    oldest, newest = ("{}.{}".format(*versions.OLDEST), versions.NEWEST)
    assert PYPROJECT["project"]["requires-python"] == f">={oldest},<{newest[0]}.{newest[1] + 1}"


def test_licence_is_whole() -> None:
    text = (ROOT / "LICENSE").read_text(encoding="utf-8")
    assert "Version 2.0, January 2004" in text
    assert "END OF TERMS AND CONDITIONS" in text
    assert "APPENDIX: How to apply the Apache License to your work." in text
