"""Reads what a benchmark printed as scripts written for llama-bench do: nothing here knows of Tandem."""

from __future__ import annotations

import csv
import io
import json
import re
import sqlite3
from typing import Any

TEXT, INTEGER, REAL = "TEXT", "INTEGER", "REAL"

# The table that llama.cpp's scripts/compare-llama-bench.py makes for the rows of a csv, json or jsonl file.
COLUMNS = {
    "build_commit": TEXT, "build_number": INTEGER, "cpu_info": TEXT, "gpu_info": TEXT, "backends": TEXT,
    "model_filename": TEXT, "model_type": TEXT, "model_size": INTEGER, "model_n_params": INTEGER, "n_batch": INTEGER,
    "n_ubatch": INTEGER, "n_threads": INTEGER, "cpu_mask": TEXT, "cpu_strict": INTEGER, "poll": INTEGER,
    "type_k": TEXT, "type_v": TEXT, "n_gpu_layers": INTEGER, "split_mode": TEXT, "main_gpu": INTEGER,
    "no_kv_offload": INTEGER, "flash_attn": INTEGER, "tensor_split": TEXT, "tensor_buft_overrides": TEXT,
    "use_mmap": INTEGER, "embeddings": INTEGER, "no_op_offload": INTEGER, "n_prompt": INTEGER, "n_gen": INTEGER,
    "n_depth": INTEGER, "test_time": TEXT, "avg_ns": INTEGER, "stddev_ns": INTEGER, "avg_ts": REAL, "stddev_ts": REAL,
}  # fmt: skip
# Those by which it tells rows apart; it refuses a file that lacks one.
KEYS = (
    "build_commit", "test_time", "avg_ts", "cpu_info", "gpu_info", "backends", "n_gpu_layers", "model_filename",
    "tensor_buft_overrides", "model_type", "n_batch", "n_ubatch", "embeddings", "cpu_mask", "cpu_strict", "poll",
    "n_threads", "type_k", "type_v", "use_mmap", "no_kv_offload", "split_mode", "main_gpu", "tensor_split",
    "flash_attn", "n_prompt", "n_gen", "n_depth",
)  # fmt: skip

# llama-bench's own fields by what they are in its JSON, in its order.
FIELDS: dict[str, type | tuple[type, ...]] = {
    "build_commit": str, "build_number": int, "cpu_info": str, "gpu_info": str, "backends": str,
    "model_filename": str, "model_type": str, "model_size": int, "model_n_params": int, "n_batch": int,
    "n_ubatch": int, "n_threads": int, "cpu_mask": str, "cpu_strict": bool, "poll": int, "type_k": str, "type_v": str,
    "n_gpu_layers": int, "n_cpu_moe": int, "split_mode": str, "main_gpu": int, "no_kv_offload": bool,
    "flash_attn": int, "devices": str, "tensor_split": str, "tensor_buft_overrides": str, "load_mode": str,
    "embeddings": bool, "no_op_offload": int, "no_host": bool, "fit_target": int, "fit_min_ctx": int,
    "n_prompt": int, "n_gen": int, "n_depth": int, "test_time": str, "avg_ns": int, "stddev_ns": int,
    "avg_ts": float, "stddev_ts": float,
}  # fmt: skip


def from_csv(text: str) -> list[dict[str, Any]]:
    return list(csv.DictReader(io.StringIO(text)))


def from_json(text: str) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = json.loads(text)
    return found


def from_jsonl(text: str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in text.splitlines()]


def from_markdown(text: str) -> list[dict[str, str]]:
    """The rows of the first table, by heading."""
    lines = [line for line in text.splitlines() if line.startswith("|")]
    head, rule, *rows = ([cell.strip() for cell in line.strip("|").split("|")] for line in lines)
    assert all(re.fullmatch(r"-+:?", cell) for cell in rule)
    return [dict(zip(head, row, strict=True)) for row in rows]


def speeds(rows: list[dict[str, Any]]) -> list[tuple[str, int, int, int, float]]:
    """(split mode, prompt, generation, depth, mean speed) of rows that went through the script's database."""
    database = sqlite3.connect(":memory:")
    database.execute(f"CREATE TABLE llama_bench ({', '.join(f'{name} {kind}' for name, kind in COLUMNS.items())})")
    for row in rows:
        assert row.keys() >= set(KEYS), f"missing: {set(KEYS) - row.keys()}"
        known = {name: value for name, value in row.items() if name in COLUMNS}
        marks = ", ".join("?" * len(known))
        database.execute(f"INSERT INTO llama_bench ({', '.join(known)}) VALUES ({marks})", tuple(known.values()))
    same = " AND ".join(f"one.{name} = other.{name}" for name in KEYS if name not in ("test_time", "avg_ts"))
    found = database.execute(
        "SELECT one.split_mode, one.n_prompt, one.n_gen, one.n_depth, AVG(other.avg_ts) "
        f"FROM llama_bench one JOIN llama_bench other ON {same} GROUP BY one.rowid ORDER BY one.rowid"
    )
    return list(found)
