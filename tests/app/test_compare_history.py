"""Past results: what the engine's own writer wrote is read back, and damage costs only the damaged line."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from app.compare.history import MOST_BYTES, History, Run, day, read_runs
from engine.plan.kv_types import KV_TYPES
from tests.app.bench_rows import MODEL, line, row


def write(tmp_path: Path, *lines: str) -> Path:
    path = tmp_path / "bench.jsonl"
    path.write_text("".join(f"{each}\n" for each in lines))
    return path


def test_a_line_of_llama_bench_becomes_a_run(tmp_path: Path) -> None:
    (run,) = read_runs(write(tmp_path, line("tensor", n_gen=128, ts=(35.8, 36.2, 36.6))))
    assert run == Run(MODEL, "tensor", 0, 128, 0, datetime(2026, 11, 12, 10, tzinfo=UTC), 2, pytest.approx(36.2),
                      pytest.approx(0.4))  # fmt: skip
    assert run.words().replace("\u00a0", " ").endswith(" · tensor · tg128 36.2 ± 0.4 · 2 ranks")


def test_what_the_engine_writes_can_be_read(tmp_path: Path) -> None:
    """Only the engine's own record, of whatever fields, says whether both ends agree."""
    from engine.bench.history import append

    path = tmp_path / "bench.jsonl"
    append(str(path), row("layer", n_prompt=512, ts=(100.0, 102.0)))
    (run,) = read_runs(path)
    assert (run.mode, run.test, run.n_ranks) == ("layer", "pp512", 2)
    assert run.ts == pytest.approx(101, rel=0.01)


def test_groups_in_a_row_are_not_taken_for_tensor(tmp_path: Path) -> None:
    from engine.bench.history import append

    path = tmp_path / "bench.jsonl"
    append(str(path), row("tensor", n_gen=128, ts=(30.0,)))
    append(str(path), replace(row("tensor", n_gen=128, ts=(20.0,), when="2026-11-13T10:00:00Z"), n_stages=2))
    history = History(path)
    newest = history.newest(MODEL, "tensor", 2, generation=True)
    assert newest is not None
    assert newest.ts == pytest.approx(30)
    assert "tensor in 2 stages" in history.of(MODEL)[0].words()


def test_speeds_over_another_type_of_cache_are_told_apart(tmp_path: Path) -> None:
    from engine.bench.history import append

    path = tmp_path / "bench.jsonl"
    append(str(path), replace(row("none", n_gen=128, ts=(30.0,)), type_k="f16", type_v="f16"))
    later = row("none", n_gen=128, ts=(20.0,), when="2026-11-13T10:00:00Z")
    append(str(path), replace(later, type_k="q8_0", type_v="q8_0"))
    history = History(path)
    ranks = history.of(MODEL)[0].n_ranks
    found = {kind: history.newest(MODEL, "none", ranks, generation=True, kv_type=kind) for kind in KV_TYPES}
    assert [run and round(run.ts) for run in found.values()] == [30, 20]
    assert history.of(MODEL)[0].words().endswith(" · KV q8_0")
    assert "KV" not in history.of(MODEL)[1].words()


def test_damaged_and_foreign_lines_are_left_out(tmp_path: Path) -> None:
    whole = line("none", n_gen=128, ts=(20.0,))
    broken = [
        "", "{", "[]", "null", "7", '"text"', whole[: len(whole) // 2], "\x00\x01", json.dumps({"model": 1}),
        json.dumps(json.loads(whole) | {"samples_ts": []}), json.dumps(json.loads(whole) | {"samples_ts": [0.0]}),
        json.dumps(json.loads(whole) | {"test_time": "yesterday"}), json.dumps(json.loads(whole) | {"n_gen": 0}),
        whole.replace("20.0", "NaN"), "[" * 100_000,
    ]  # fmt: skip
    assert [run.ts for run in read_runs(write(tmp_path, whole, *broken, whole))] == [20.0, 20.0]


def test_no_file_is_no_history(tmp_path: Path) -> None:
    assert read_runs(tmp_path / "none.jsonl") == []
    (tmp_path / "folder.jsonl").mkdir()
    assert read_runs(tmp_path / "folder.jsonl") == []


def test_a_long_file_is_read_from_its_end(tmp_path: Path) -> None:
    old = line("none", n_gen=128, ts=(1.0,))
    new = line("none", n_gen=128, ts=(2.0,), when="2026-11-13T10:00:00Z")
    runs = read_runs(write(tmp_path, *[old] * (2 * MOST_BYTES // len(old)), new))
    assert runs[0].ts == 2.0
    assert len(runs) <= MOST_BYTES // len(old) + 1


def test_the_newest_speed_is_of_this_model_mode_and_number_of_ranks(tmp_path: Path) -> None:
    path = write(
        tmp_path,
        line("tensor", n_gen=128, ts=(3.0,), when="2026-11-12T12:00:00Z"),
        line("tensor", n_gen=128, ts=(2.0,), when="2026-11-12T11:00:00+00:00"),
        line("tensor", n_gen=128, ts=(9.0,), when="2026-11-13T11:00:00Z", n_depth=4096),
        line("tensor", n_gen=128, ts=(9.0,), when="2026-11-13T11:00:00Z", model="/models/other.gguf"),
        line("layer", n_gen=128, ts=(9.0,), when="2026-11-13T11:00:00Z"),
        line("tensor", n_prompt=512, ts=(100.0,), when="2026-11-10T11:00:00Z"),
    )
    history = History(path)
    newest = history.newest(MODEL, "tensor", 2, generation=True)
    assert newest is not None
    assert newest.ts == 3.0
    prompt = history.newest(MODEL, "tensor", 2, generation=False)
    assert prompt is not None
    assert prompt.ts == 100.0
    assert history.newest(MODEL, "tensor", 3, generation=True) is None
    assert history.newest(MODEL, "none", 1, generation=True) is None
    assert [run.ts for run in history.of(MODEL)][:2] == [9.0, 9.0]


def test_another_year_is_named() -> None:
    now = datetime.now(UTC)
    assert str(now.astimezone().year) not in day(now)
    assert day(datetime(2020, 3, 4, 12, tzinfo=UTC)) == "4 Mar 2020"
