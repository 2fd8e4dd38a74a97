"""Every format against llama-bench's definitions, read by a reader that knows llama-bench alone."""

from __future__ import annotations

import math
import sqlite3
import statistics
from dataclasses import replace

import pytest

from engine.bench.rows import FIELDS, record
from engine.bench.tables import WRITERS
from tests.engine.bench import llama_bench
from tests.engine.bench.conftest import Ran


def test_fields_are_llama_benchs_in_its_order_and_types(ran: Ran) -> None:
    assert list(FIELDS) == list(llama_bench.FIELDS)
    for row in llama_bench.from_json(WRITERS["json"](ran.rows)):
        assert list(row)[: len(FIELDS)] == list(FIELDS)
        wrong = {name: row[name] for name, kind in llama_bench.FIELDS.items() if type(row[name]) is not kind}
        assert not wrong
        assert list(row)[len(FIELDS) : len(FIELDS) + 2] == ["samples_ns", "samples_ts"]


@pytest.mark.parametrize("name", ["csv", "json", "jsonl"])
def test_a_script_for_llama_bench_reads_the_rows(ran: Ran, name: str) -> None:
    text = WRITERS[name](ran.rows)
    found = llama_bench.speeds(getattr(llama_bench, f"from_{name}")(text))
    wanted = [(row.split_mode, row.n_prompt, row.n_gen, row.n_depth) for row in ran.rows]
    assert [row[:4] for row in found] == wanted
    assert [row[4] for row in found] == pytest.approx([row.avg_ts for row in ran.rows], abs=1e-6)


def test_a_missing_column_is_noticed_by_that_script(ran: Ran) -> None:
    rows = [{name: value for name, value in record(ran.rows[0]).items() if name != "poll"}]
    with pytest.raises(AssertionError, match="poll"):
        llama_bench.speeds(rows)


def test_csv_is_quoted_like_llama_benchs_and_has_no_samples(ran: Ran) -> None:
    head, first, *_ = WRITERS["csv"](ran.rows).splitlines()
    assert head.split(",")[: len(FIELDS)] == list(FIELDS)
    assert "samples" not in head
    assert first.startswith('"0.1.0","100",')
    assert ',"0x0","0","0","f16",' in first  # a boolean is 0 or 1 here, as it is not in JSON


def test_the_table_has_llama_benchs_columns_by_name(ran: Ran) -> None:
    rows = llama_bench.from_markdown(WRITERS["md"](ran.rows))
    names = list(rows[0])
    assert names[:5] == ["model", "size", "params", "backend", "threads"]
    assert names[-2:] == ["test", "t/s"]
    assert {"sm", "dev", "ts", "ranks", "median", "spread"} <= set(names)
    for shown, row in zip(rows, ran.rows, strict=True):
        mean, deviation = map(float, shown["t/s"].split(" ± "))
        assert mean == pytest.approx(statistics.mean(row.samples_ts), abs=0.006)
        assert deviation == pytest.approx(statistics.stdev(row.samples_ts), abs=0.006)
        assert float(shown["median"]) == pytest.approx(statistics.median(row.samples_ts), abs=0.006)
        assert (shown["sm"], shown["test"]) == (row.split_mode, row.test)
        assert shown["size"].endswith(" MiB")


def test_columns_that_say_nothing_are_left_out_of_the_table(ran: Ran) -> None:
    names = llama_bench.from_markdown(WRITERS["md"](ran.rows[:2]))[0]
    assert not {"dev", "ts", "ngl", "type_k", "type_v"} & set(names)
    [blocks] = llama_bench.from_markdown(WRITERS["md"]([replace(ran.rows[0], type_k="q8_0", type_v="q8_0")]))
    assert (blocks["type_k"], blocks["type_v"]) == ("q8_0", "q8_0")
    card = replace(ran.rows[0], backends="CUDA", n_gpu_layers=3, model_size=3 << 30, model_n_params=1_500_000_000)
    [shown] = llama_bench.from_markdown(WRITERS["md"]([card]))
    assert "threads" not in shown
    assert (shown["ngl"], shown["size"], shown["params"]) == ("3", "3.00 GiB", "1.50 B")


def test_sql_goes_into_the_table_that_llama_bench_makes(ran: Ran) -> None:
    database = sqlite3.connect(":memory:")
    columns = ", ".join(llama_bench.FIELDS)
    database.execute(f"CREATE TABLE llama_bench ({columns})")
    quoted = replace(ran.rows[0], model_filename="it's here.gguf")
    database.executescript(WRITERS["sql"]([quoted, *ran.rows[1:]]))
    found = database.execute("SELECT model_filename, split_mode FROM llama_bench").fetchall()
    assert [row[1] for row in found] == [row.split_mode for row in ran.rows]
    assert found[0][0] == "it's here.gguf"


def test_speed_is_the_mean_of_speeds_and_its_sample_deviation(ran: Ran) -> None:
    row = replace(ran.rows[0], n_prompt=512, n_gen=0, samples_ns=(1_000_000_000, 2_000_000_000))
    found = record(row)
    assert found["samples_ts"] == (512.0, 256.0)
    assert (found["avg_ts"], found["avg_ns"]) == (384.0, 1_500_000_000)
    assert found["stddev_ts"] == pytest.approx(256 / math.sqrt(2))
    assert (found["median_ts"], found["spread"]) == (384.0, pytest.approx(2 / 3))
    assert record(replace(row, samples_ns=(5,)))["stddev_ts"] == 0
