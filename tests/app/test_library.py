"""Scanning folders for models: what is found, what is said of what cannot be used, and what is not read twice."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from app.library import scan
from app.library.catalog import Catalog
from app.library.entry import Entry, sketch, sketched
from app.library.fit import Question, answer
from app.library.index import load_index, save_index
from app.settings.model import Settings
from engine.families import FAMILIES
from engine.gguf.architectures import ARCHITECTURES, unsupported
from engine.gguf.facts import ModelFacts, read_facts
from engine.gguf.header import KnownLists
from engine.plan.build import plan
from tests.engine.gguf.files import write_llama
from tests.engine.plan.models import cards, cpus, smollm2

MANY = 500


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_llama(tmp_path_factory.mktemp("small") / "Small-F32.gguf")


@pytest.fixture
def catalog(tmp_path: Path) -> Iterator[Catalog]:
    made = Catalog(Settings(), tmp_path / "library.json")
    yield made
    made.close(5000)


def scanned(catalog: Catalog, qtbot: QtBot, *folders: Path) -> dict[str, Entry]:
    """File name -> entry after a scan of these folders."""
    catalog._settings.folders[:] = map(str, folders)
    catalog.rescan()
    qtbot.waitUntil(lambda: catalog.progress is None, timeout=60_000)
    return {Path(entry.path).name: entry for entry in catalog.entries}


def test_every_family_is_known_to_the_library_and_no_other() -> None:
    assert set(ARCHITECTURES) == set(FAMILIES)
    assert not unsupported("qwen3moe", {"qwen3moe.expert_count": 128})


def test_what_is_in_a_folder_and_under_it(catalog: Catalog, qtbot: QtBot, small: Path, tmp_path: Path) -> None:
    deep = tmp_path / "models" / "a publisher" / "a model"
    deep.mkdir(parents=True)
    (deep / "Good-Q4_K_M.GGUF").write_bytes(small.read_bytes())
    (deep / "loop").symlink_to(tmp_path / "models", target_is_directory=True)
    (deep.parent / "Half-F32.gguf").write_bytes(small.read_bytes()[:5000])
    (deep.parent / "notes.txt").write_text("not a model")
    write_llama(deep.parent / "Experts.gguf", llama__expert_count=8)
    found = scanned(catalog, qtbot, tmp_path / "models", deep)
    assert sorted(found) == ["Experts.gguf", "Good-Q4_K_M.GGUF", "Half-F32.gguf"]
    good = found["Good-Q4_K_M.GGUF"]
    assert (good.kind, good.name, good.architecture, good.layers, good.context) == ("model", "Good", "llama", 2, 64)
    assert good.file_bytes == small.stat().st_size
    assert found["Half-F32.gguf"].kind == "damaged"
    assert found["Half-F32.gguf"].problem.startswith("It is incomplete")
    assert (found["Experts.gguf"].kind, found["Experts.gguf"].problem) == ("unsupported", "mixture of experts")
    assert len(catalog.entries) == 3  # however many ways lead to them
    assert catalog.count(str(deep)) == 1


def test_an_unknown_architecture_is_named(catalog: Catalog, qtbot: QtBot, tmp_path: Path) -> None:
    from tests.engine.gguf.files import LLAMA, llama_tensors, write

    keys = {key.replace("llama.", "rwkv9."): value for key, value in LLAMA.items()}
    write(tmp_path / "Other.gguf", keys, llama_tensors(), "rwkv9")
    entry = scanned(catalog, qtbot, tmp_path)["Other.gguf"]
    assert (entry.kind, entry.problem) == ("unsupported", "architecture rwkv9")


def test_a_set_in_parts_is_one_row_and_says_what_it_lacks(
    catalog: Catalog, qtbot: QtBot, small: Path, tmp_path: Path
) -> None:
    for number in (1, 3):
        (tmp_path / f"Big-Q8_0-0000{number}-of-00003.gguf").write_bytes(small.read_bytes())
    found = scanned(catalog, qtbot, tmp_path)
    assert list(found) == ["Big-Q8_0-00001-of-00003.gguf"]
    (entry,) = found.values()
    assert (entry.kind, entry.name, entry.parts) == ("incomplete", "Big", 3)
    assert "Big-Q8_0-00002-of-00003.gguf" in entry.problem
    assert entry.file_bytes == 2 * small.stat().st_size
    (tmp_path / "Big-Q8_0-00002-of-00003.gguf").write_bytes(small.read_bytes())
    (entry,) = scanned(catalog, qtbot, tmp_path).values()
    assert entry.kind != "incomplete"


def test_folders_that_vanished_or_may_not_be_read_say_so_in_one_row_each(
    catalog: Catalog, qtbot: QtBot, small: Path, tmp_path: Path
) -> None:
    (tmp_path / "here").mkdir()
    (tmp_path / "here" / small.name).write_bytes(small.read_bytes())
    found = scanned(catalog, qtbot, tmp_path / "gone", tmp_path / "here")
    assert sorted((entry.kind, name) for name, entry in found.items()) == [("folder", "gone"), ("model", small.name)]
    assert "gone" in found["gone"].problem
    assert catalog.entries[0].kind == "folder"


@pytest.mark.skipif(sys.platform == "win32", reason="needs links")
def test_a_link_to_itself_costs_nothing_but_itself(
    catalog: Catalog, qtbot: QtBot, small: Path, tmp_path: Path
) -> None:
    folder = tmp_path / "here"
    folder.mkdir()
    (folder / small.name).write_bytes(small.read_bytes())
    (folder / "again").symlink_to(folder)
    for name in ("a.gguf", "loop"):
        (folder / name).symlink_to(folder / name)
    assert list(scanned(catalog, qtbot, folder)) == [small.name]


@pytest.mark.skipif(sys.platform == "win32", reason="needs POSIX permissions")
def test_a_folder_without_permission_costs_only_itself(
    small: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    closed = tmp_path / "closed"
    closed.mkdir()
    (tmp_path / small.name).write_bytes(small.read_bytes())
    closed.chmod(0)
    if os.access(closed, os.R_OK):  # the superuser reads everything: refuse in the system's place
        real = os.scandir
        monkeypatch.setattr(scan.os, "scandir", lambda path: _refuse() if path == str(closed) else real(path))
    try:
        unreadable: list[str] = []
        files = list(scan.model_files(str(tmp_path), lambda: False, set(), unreadable))
        assert files == [str(tmp_path / small.name)]
        inside = scan.folder_entry(str(tmp_path), unreadable)
        assert inside is not None
        assert inside.problem == "Folders in it may not be read: closed."
        unreadable = []
        assert list(scan.model_files(str(closed), lambda: False, set(), unreadable)) == []
        itself = scan.folder_entry(str(closed), unreadable)
        assert itself is not None
        assert "permissions" in itself.problem
    finally:
        closed.chmod(0o700)


def _refuse() -> Iterator[os.DirEntry[str]]:
    raise PermissionError


def test_many_files_are_read_once_and_then_come_from_the_index(
    catalog: Catalog, qtbot: QtBot, small: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "many"
    folder.mkdir()
    for number in range(MANY):
        os.link(small, folder / f"Model-{number:03}-F32.gguf")
    seen: list[tuple[int, int]] = []
    monkeypatch.setattr("app.library.catalog.BATCH_S", 0.01)
    catalog.progressed.connect(lambda run, done, total: seen.append((done, total)))
    assert len(scanned(catalog, qtbot, folder)) == MANY
    assert len(seen) > 2
    assert seen == sorted(seen)
    assert (seen[0], seen[-1][1]) == ((0, MANY), MANY)
    read: list[str] = []
    monkeypatch.setattr(scan, "_read", lambda candidate, lists: read.append(candidate.path) or Entry(candidate.path))
    again = Catalog(Settings(), tmp_path / "library.json")
    (folder / "Model-007-F32.gguf").unlink()
    (folder / "Model-008-F32.gguf").unlink()
    (folder / "Model-008-F32.gguf").write_bytes(b"GGUF and then something else")
    found = scanned(again, qtbot, folder)
    assert [Path(path).name for path in read] == ["Model-008-F32.gguf"]
    assert len(found) == MANY - 1
    assert found["Model-000-F32.gguf"] == catalog.entry(str(folder / "Model-000-F32.gguf"))
    again.close(5000)


def test_a_scan_can_be_cancelled_and_the_next_one_is_whole(
    catalog: Catalog, qtbot: QtBot, small: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "some"
    folder.mkdir()
    for number in range(20):
        os.link(small, folder / f"{number}.gguf")
    real, seen = scan.entry_of, []

    def slow(candidate: scan.Candidate, known: dict[str, Entry], lists: KnownLists) -> Entry:
        seen.append(candidate.path)
        if len(seen) == 3:
            catalog._scan.stopped.set()  # type: ignore[union-attr]  # as a closing window would
        return real(candidate, known, lists)

    monkeypatch.setattr("app.library.catalog.entry_of", slow)
    catalog.watch(str(folder))
    catalog._pool.waitForDone(10_000)
    assert len(seen) == 3
    assert not (tmp_path / "library.json").exists()
    catalog.cancel()
    assert catalog.progress is None
    assert len(scanned(catalog, qtbot, folder)) == 20


def test_a_file_replaced_while_it_is_read_is_read_again_the_next_time(
    catalog: Catalog, qtbot: QtBot, small: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "Changing-F32.gguf"
    path.write_bytes(small.read_bytes()[:3000])
    real = scan._read

    def replaced(candidate: scan.Candidate, lists: KnownLists) -> Entry:
        entry = real(candidate, lists)
        path.write_bytes(small.read_bytes())
        return entry

    monkeypatch.setattr(scan, "_read", replaced)
    first = scanned(catalog, qtbot, tmp_path)[path.name]
    assert (first.kind, first.stamp) == ("damaged", "")
    monkeypatch.setattr(scan, "_read", real)
    assert scanned(catalog, qtbot, tmp_path)[path.name].kind == "model"


def test_a_folder_that_is_no_longer_watched_takes_its_rows_along(
    catalog: Catalog, qtbot: QtBot, small: Path, tmp_path: Path
) -> None:
    for name in ("one", "two"):
        (tmp_path / name).mkdir()
        os.link(small, tmp_path / name / f"{name}.gguf")
    scanned(catalog, qtbot, tmp_path / "one", tmp_path / "two")
    catalog.unwatch(str(tmp_path / "one"))
    assert [Path(entry.path).name for entry in catalog.entries] == ["two.gguf"]
    assert (tmp_path / "one" / "one.gguf").exists()


def test_an_index_that_is_damaged_or_of_another_version_is_made_anew(tmp_path: Path) -> None:
    path = tmp_path / "library.json"
    save_index(path, [Entry("/m/a.gguf", stamp="1:1"), Entry("/m/unsettled.gguf")])
    assert list(load_index(path)) == ["/m/a.gguf"]
    path.write_text(path.read_text().replace("llama", "llama9"))
    assert load_index(path) == {}
    path.write_text('{"made_by')
    assert load_index(path) == {}


def entry_for(facts: ModelFacts) -> Entry:
    return Entry("/m/a.gguf", context=facts.context, sketch=sketch(facts))


@pytest.mark.parametrize("devices", [cpus(1, 8 << 30), cpus(3, 900 << 20), cards(1 << 30, 2 << 30), cards(100 << 20)])
def test_a_sketch_gives_the_plan_that_the_whole_file_gives(small: Path, devices: list[object]) -> None:
    for facts in (smollm2(), read_facts(small)):
        entry = entry_for(facts)
        assert len(entry.sketch) < 4000
        from_sketch, from_file = (plan(each, devices, "auto") for each in (sketched(entry), facts))
        assert from_sketch.bytes == from_file.bytes
        assert from_sketch.stages == from_file.stages
        assert bool(from_sketch.misfit) == bool(from_file.misfit)


def test_a_damaged_sketch_is_no_crash_of_another_kind() -> None:
    with pytest.raises(ValueError, match="damaged"):
        sketched(Entry("/m/a.gguf", sketch="abc"))


def test_the_fit_is_said_in_a_few_words() -> None:
    entry = entry_for(smollm2())

    def words(free: int, context: int | None) -> str:
        return answer(Question(entry, tuple(cpus(1, free)), context)).words

    assert words(8 << 30, None) == "Fits"
    tight = answer(Question(entry, tuple(cpus(1, 1200 << 20)), 100_000))
    assert tight.role == "warn"
    shorter = int(tight.words.removeprefix("Fits if context ").replace(",", ""))
    assert words(1200 << 20, shorter) == "Fits"
    assert words(1200 << 20, shorter + 1024) != "Fits"
    assert words(300 << 20, None).startswith("Lacks ")
