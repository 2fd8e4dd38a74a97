"""`bench` and `compare` as other programs call them."""

from __future__ import annotations

import argparse
import json
import os
import signal
import subprocess
from pathlib import Path

import pytest

from app.settings.paths import find_paths
from engine import protocol
from engine.cli.compare import bar, can_draw, report
from engine.cli.options import history_file, pair, ranges
from tests.engine.bench import llama_bench
from tests.engine.cli.test_commands import ENGINE, call

TWO = ("--split-mode", "none,layer", "--devices", "cpu,cpu")


def test_bench_prints_two_formats_and_keeps_the_rows(small_model: Path, tmp_path: Path) -> None:
    kept = tmp_path / "bench.jsonl"
    tests = ("-p", "8-32*4", "-n", 4, "-d", 8, "-pg", "4,2", "-r", 2)
    done = call("bench", small_model, *tests, *TWO, "-o", "jsonl", "-oe", "csv", "--history", kept)
    rows = llama_bench.from_jsonl(done.stdout)
    counts = [(8, 0), (32, 0), (0, 4), (4, 2)]
    wanted = [(mode, *count, 8) for mode in ("none", "layer") for count in counts]
    assert [row[:4] for row in llama_bench.speeds(rows)] == wanted
    assert all(row["model_filename"] == str(small_model) and len(row["samples_ts"]) == 2 for row in rows)
    printed = done.stderr[done.stderr.index("build_commit,") :]
    assert [row[:4] for row in llama_bench.speeds(llama_bench.from_csv(printed))] == wanted
    assert kept.read_text() == done.stdout


def test_the_usual_history_is_where_the_window_looks(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path))
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path))
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path))
    assert history_file(argparse.Namespace(history=None, no_history=False)) == str(find_paths().data / "bench.jsonl")
    assert history_file(argparse.Namespace(history="here", no_history=False)) == "here"
    assert history_file(argparse.Namespace(history=None, no_history=True)) == ""


def test_compare_in_words_and_json(small_model: Path) -> None:
    work = ("-p", 16, "-n", 4, "-r", 2, "--loads", 1, "--no-history")
    answer = json.loads(call("compare", small_model, *TWO, *work, "--json").stdout)
    assert [result["mode"] for result in answer["results"]] == ["none", "layer"]
    assert [block["mode"] for block in answer["blocks"]] == ["none", "layer"]
    assert answer["tg"]["sentence"] == "Too early to say"
    assert answer["answers"] == "All modes gave the same 4 tokens."
    assert not answer["cancelled"]
    assert "two different split modes" in call("compare", small_model, "--split-mode", "none", code=1).stderr


def test_the_first_interrupt_ends_a_comparison_with_what_is_known(slow_model: Path) -> None:
    work = ("-p", "64", "-n", "0", "-r", "2", "--loads", "50", "--no-history")
    command = [*ENGINE, "compare", str(slow_model), *TWO, *work]
    running = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    assert running.stderr
    assert any(line.startswith("Block 1") for line in iter(running.stderr.readline, ""))
    os.kill(running.pid, signal.SIGINT)
    out, errors = running.communicate(timeout=30)
    assert "Traceback" not in errors
    assert running.returncode == 130
    assert "Prompt, tokens per second" in out


@pytest.mark.parametrize(
    ("text", "counts"),
    [
        ("512", (512,)),
        ("1,2", (1, 2)),
        ("1-4", (1, 2, 3, 4)),
        ("128-512+128", (128, 256, 384, 512)),
        ("128-1024*2,7", (128, 256, 512, 1024, 7)),
        ("0-20+8", (0, 8, 16)),
    ],
)
def test_ranges_are_llama_benchs(text: str, counts: tuple[int, ...]) -> None:
    assert ranges(text) == counts


@pytest.mark.parametrize("text", ["", "x", "4-1", "1-4*1", "0-8*2", "0-0*2", "1-4+0", "-1", "1-", "1,,2", "1-4/2"])
def test_ranges_that_make_no_sense_are_refused(text: str) -> None:
    with pytest.raises(argparse.ArgumentTypeError):
        ranges(text)


def test_a_pair_is_two_counts() -> None:
    assert pair("512,128") == (512, 128)
    for text in ("512", "1,2,3", "0,1", "a,b"):
        with pytest.raises(argparse.ArgumentTypeError):
            pair(text)


def test_bars_start_at_zero_and_are_in_proportion() -> None:
    speeds = {"none": 20.0, "tensor": 30.0}
    results = tuple(
        protocol.ModeResult(mode, None, protocol.Speed(value, value - 1, value + 1, (value, value)))  # type: ignore[arg-type]
        for mode, value in speeds.items()
    )
    verdict = protocol.Verdict("tensor", "none", 1.5, 1.4, 1.6, "Tensor is 1.50x faster")
    known = protocol.Compared(1, results, verdict, None, "All modes gave the same 8 tokens.", ("Mind this.",), True)
    wide = report("m.gguf", known, 90, bars=True)
    assert all(len(line) <= 90 for line in wide)
    lengths = [line.count("█") for line in wide if "█" in line]
    assert lengths[0] / lengths[1] == pytest.approx(20 / 30, abs=0.05)
    assert "  Tensor is 1.50x faster (1.40 to 1.60)." in wide
    assert wide[-1] == "Mind this."
    for narrow in (report("m.gguf", known, 50, bars=True), report("m.gguf", known, 90, bars=False)):
        assert not any("█" in line for line in narrow)
    assert bar(1, 10) == "█" * 10
    assert (bar(0, 10), bar(0.5, 3)) == ("", "█▌")
    assert can_draw("utf-8")
    assert not can_draw("ascii")
    assert not can_draw(None)
