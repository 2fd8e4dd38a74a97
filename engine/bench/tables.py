"""Rows as the texts that llama-bench prints: a Markdown table, CSV, JSON, JSON lines, SQL."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from engine.bench.rows import FIELDS, OWN, record
from engine.protocol import BenchRow

# Column of the Markdown table, in llama-bench's order -> its heading. Ours stand before `test`: what comes first and
# last is where it is in llama-bench's table, and the columns between vary there too.
HEADINGS: Mapping[str, str] = {
    "model": "model", "size": "size", "params": "params", "backends": "backend", "n_gpu_layers": "ngl",
    "n_threads": "threads", "split_mode": "sm", "devices": "dev", "tensor_split": "ts",
    "type_k": "type_k", "type_v": "type_v",
    "n_ranks": "ranks", "n_stages": "stages", "median": "median", "spread": "spread", "test": "test", "t/s": "t/s",
}  # fmt: skip
LEFT = ("model", "backends", "devices")
# Fields that the table shows only where they differ from this, or from row to row.
USUAL: Mapping[str, object] = {"tensor_split": "0.00", "n_stages": 1, "type_k": "f16", "type_v": "f16"}
VARYING = ("devices", "tensor_split", "n_stages", "type_k", "type_v")

COMPUTED: Mapping[str, Callable[[BenchRow], str]] = {
    "model": lambda row: row.model_type,
    "size": lambda row: _size(row.model_size),
    "params": lambda row: _parameters(row.model_n_params),
    "median": lambda row: f"{row.median_ts:.2f}",
    "spread": lambda row: f"{100 * row.spread:.1f}%",
    "test": lambda row: row.test,
    "t/s": lambda row: f"{row.avg_ts:.2f} ± {row.stddev_ts:.2f}",
}


def markdown(rows: Sequence[BenchRow]) -> str:
    """llama-bench's table (mean and sample standard deviation) with our ranks, median and spread."""
    if not rows:
        return ""
    names = [name for name in HEADINGS if _shown(name, rows)]
    table = [[HEADINGS[name] for name in names], *([_cell(name, row) for name in names] for row in rows)]
    widths = [max(map(len, column)) for column in zip(*table, strict=True)]

    def line(cells: Sequence[str]) -> str:
        sides = (c.ljust(w) if n in LEFT else c.rjust(w) for n, c, w in zip(names, cells, widths, strict=True))
        return f"| {' | '.join(sides)} |"

    rule = ["-" * (width - 1) + ("-" if name in LEFT else ":") for name, width in zip(names, widths, strict=True)]
    build = f"build: {rows[0].build_commit} ({rows[0].build_number})"
    return "\n".join([line(table[0]), line(rule), *map(line, table[1:]), "", build, ""])


def csv_table(rows: Sequence[BenchRow]) -> str:
    """The single samples are left out, as llama-bench does."""
    out = io.StringIO()
    names = (*FIELDS, *OWN)
    out.write(",".join(names) + "\n")
    writer = csv.writer(out, quoting=csv.QUOTE_ALL, lineterminator="\n")
    writer.writerows([_plain(getattr(row, name)) for name in names] for row in rows)
    return out.getvalue()


def json_list(rows: Sequence[BenchRow]) -> str:
    return json.dumps([record(row) for row in rows], indent=2) + "\n"


def json_lines(rows: Sequence[BenchRow]) -> str:
    return "".join(json.dumps(record(row)) + "\n" for row in rows)


def sql(rows: Sequence[BenchRow]) -> str:
    """For sqlite3. Without our own fields, so that the rows go into a table that llama-bench made."""
    types = {bool: "INTEGER", int: "INTEGER", float: "REAL"}
    if not rows:
        return ""
    columns = ",\n".join(f"  {name} {types.get(type(getattr(rows[0], name)), 'TEXT')}" for name in FIELDS)
    lines = [f"CREATE TABLE IF NOT EXISTS llama_bench (\n{columns}\n);\n"]
    for row in rows:
        values = ", ".join("'" + _plain(getattr(row, name)).replace("'", "''") + "'" for name in FIELDS)
        lines.append(f"INSERT INTO llama_bench ({', '.join(FIELDS)}) VALUES ({values});")
    return "\n".join(lines) + "\n"


WRITERS: Mapping[str, Callable[[Sequence[BenchRow]], str]] = {
    "md": markdown, "csv": csv_table, "json": json_list, "jsonl": json_lines, "sql": sql,
}  # fmt: skip


def _shown(name: str, rows: Sequence[BenchRow]) -> bool:
    if name in ("n_gpu_layers", "n_threads"):
        on_cpu = any("CPU" in row.backends for row in rows)
        return on_cpu == (name == "n_threads") or len({getattr(row, name) for row in rows}) > 1
    if name not in VARYING:
        return True
    values = {getattr(row, name) for row in rows}
    return len(values) > 1 or (name in USUAL and values != {USUAL[name]})


def _cell(name: str, row: BenchRow) -> str:
    return COMPUTED[name](row) if name in COMPUTED else _plain(getattr(row, name))


def _plain(value: Any) -> str:
    """A value as llama-bench writes it outside JSON."""
    if isinstance(value, bool):
        return str(int(value))
    return f"{value:.6f}" if isinstance(value, float) else str(value)


def _size(count: int) -> str:
    return f"{count / 2**20:.2f} MiB" if count < 2**30 else f"{count / 2**30:.2f} GiB"


def _parameters(count: int) -> str:
    return f"{count / 1e6:.2f} M" if count < 1e9 else f"{count / 1e9:.2f} B"
