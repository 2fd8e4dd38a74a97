"""Benchmark rows against llama-bench's definitions and formats."""

from __future__ import annotations

import csv
import io
import json
import math

import pytest

from engine.bench import markdown, record
from engine.cli.bench import WRITERS
from engine.protocol import BenchRow

ROW = BenchRow(
    build_number="1", cpu_info="cpu", gpu_info="", backends="CPU", model_filename="m.gguf", model_type="llama m Q8_0",
    model_size=2**30, model_n_params=1_500_000_000, n_batch=512, n_threads=2, type_k="f32", type_v="f32",
    split_mode="tensor", devices="cpu,cpu", tensor_split="2,1", n_prompt=512, n_gen=0, n_depth=8192,
    test_time="2026-01-01T00:00:00+00:00", samples_ns=(1_000_000_000, 2_000_000_000), n_ranks=2,
)  # fmt: skip


def test_speed_is_the_mean_of_speeds_and_its_sample_deviation() -> None:
    found = record(ROW)
    assert found["samples_ts"] == (512.0, 256.0)
    assert found["avg_ts"] == 384.0
    assert found["stddev_ts"] == pytest.approx(256 / math.sqrt(2))
    assert found["avg_ns"] == 1_500_000_000


def test_the_table_reads_like_llama_benchs() -> None:
    head, rule, row = markdown([ROW]).splitlines()
    assert [cell.strip() for cell in head.split("|")][1:-1] == [
        "model", "size", "params", "backend", "threads", "sm", "ranks", "test", "t/s",
    ]  # fmt: skip
    assert len(head) == len(rule) == len(row)
    assert [cell.strip() for cell in row.split("|")][1:-1] == [
        "llama m Q8_0", "1.00 GiB", "1.50 B", "CPU", "2", "tensor", "2", "pp512 @ d8192", "384.00 ± 181.02",
    ]  # fmt: skip


def test_every_writer_gives_the_same_row(capsys: pytest.CaptureFixture[str]) -> None:
    rows = []
    for kind in ("csv", "json", "jsonl"):
        WRITERS[kind]([ROW])
        out = capsys.readouterr().out
        found = list(csv.DictReader(io.StringIO(out))) if kind == "csv" else json.loads(out)
        rows.append(found[0] if isinstance(found, list) else found)
    assert {row["split_mode"] for row in rows} == {"tensor"}
    assert {float(row["avg_ts"]) for row in rows} == {384.0}
    assert "samples_ts" not in rows[0]
    assert rows[1] == rows[2]
