"""The file that results are kept in."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from engine import protocol
from engine.bench.history import append
from engine.bench.tables import WRITERS
from tests.engine.bench.conftest import Ran
from tests.engine.conftest import Talk


def test_every_test_is_one_line_as_jsonl_prints_it(ran: Ran) -> None:
    assert ran.history.read_text() == WRITERS["jsonl"](ran.rows[:4])  # the fifth was asked for without a history


def test_a_line_cut_off_costs_only_itself(ran: Ran, tmp_path: Path) -> None:
    file = tmp_path / "bench.jsonl"
    file.write_text('{"build_commit": "0.1')
    assert append(str(file), ran.rows[0]) == append(str(file), ran.rows[1]) == ""
    _, *lines = file.read_text().splitlines()
    assert [json.loads(line)["n_prompt"] for line in lines] == [64, 0]


@pytest.mark.parametrize("where", ["folder", "folder/file/below"])
def test_a_file_that_cannot_be_written_is_a_note(ran: Ran, tmp_path: Path, where: str) -> None:
    (tmp_path / "folder").mkdir()
    (tmp_path / "folder/file").touch()
    note = append(str(tmp_path / where), ran.rows[0])
    assert str(tmp_path / where) in note
    assert note.endswith("Choose another file.")


def test_a_disk_that_takes_half_a_row_is_a_note(ran: Ran, tmp_path: Path) -> None:
    """The first write of a row fails only where the disk was full before it; else it is short, and says nothing."""
    resource = pytest.importorskip("resource")
    file = tmp_path / "bench.jsonl"
    assert append(str(file), ran.rows[0]) == ""
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (file.stat().st_size + 20, hard))
    try:
        note = append(str(file), ran.rows[1])
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
    assert str(file) in note
    assert append(str(file), ran.rows[1]) == ""
    first, _, last = file.read_text().splitlines()
    assert [json.loads(line)["n_prompt"] for line in (first, last)] == [64, 0]


def test_such_a_note_comes_with_the_result(talk: Talk, small_model: Path, tmp_path: Path) -> None:
    talk.load(small_model, "none", 1)
    done = talk.ask(protocol.Bench(5, 8, 4, 0, 1, str(tmp_path)), protocol.BenchDone, protocol.Failed)
    assert [note for note in done.notes if str(tmp_path) in note] == [done.notes[0]]
    assert sum(isinstance(event, protocol.BenchResult) for event in talk.events) == 2
