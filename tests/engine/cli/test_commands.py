"""The commands as other programs call them: their JSON, their exit codes, their sentences."""

from __future__ import annotations

import json
import os
import shlex
import shutil
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from engine import __version__
from engine.cli.main import main
from tests.random_model import random_model

ENGINE = [sys.executable, "-m", "engine.cli.main"]


def call(*arguments: object, code: int = 0, stdin: str | None = None) -> subprocess.CompletedProcess[str]:
    done = subprocess.run([*ENGINE, *map(str, arguments)], capture_output=True, text=True, input=stdin, timeout=120)
    assert done.returncode == code, done.stderr
    assert "Traceback" not in done.stderr
    return done


def test_version_and_devices() -> None:
    assert call("--version").stdout.strip() == f"tandem-engine {__version__}"
    devices = json.loads(call("devices", "--json").stdout)
    cpu = next(device for device in devices if device["id"] == "cpu")
    assert cpu["trial_only"]
    assert 0 < cpu["memory_free"] <= cpu["memory_total"]


def test_inspect_shows_the_plan(small_model: Path) -> None:
    record = json.loads(call("inspect", small_model, "--plan", 3, "--json").stdout)
    assert record["architecture"] == "llama"
    assert len(record["layers"]) == 3
    assert record["plan"]["mode"] == "tensor"
    assert len(record["plan"]["devices"]) == 3
    shown = call("inspect", small_model, "--plan", 2, "--shares", "3,1").stdout
    assert "5 query heads, 1 KV heads" in shown
    assert "share" in shown
    assert "ask for one with --plan" in call("inspect", small_model, "--shares", "3,1", code=1).stderr


def test_stages_are_groups_of_ranks_in_a_row(small_model: Path) -> None:
    record = json.loads(call("inspect", small_model, "--plan", 4, "--stages", 2, "--json").stdout)
    assert [stage["ranks"] for stage in record["plan"]["stages"]] == [[0, 1], [2, 3]]
    assert record["predicted_tokens_per_second"] is None  # nobody has measured the processor's memory
    tests = ("-p", 8, "-n", 4, "-r", 1, "--no-history", "-o", "json", "--threads", 2, "--devices", "cpu,cpu,cpu")
    rows = json.loads(call("bench", small_model, *tests, "--split-mode", "none,tensor", "--stages", 2).stdout)
    assert [(row["split_mode"], row["n_ranks"], row["n_stages"]) for row in rows[::2]] == [
        ("none", 1, 1), ("tensor", 3, 2),
    ]  # fmt: skip
    refused = call("chat", small_model, "--prompt", "x", "--split-mode", "layer", "--stages", 2, code=1).stderr
    assert "split mode tensor" in refused
    assert "above zero" in call("inspect", small_model, "--plan", 2, "--stages", 0, code=2).stderr
    assert "1,024 at most" in call("inspect", small_model, "--threads", 1025, code=2).stderr


def test_inspect_says_what_is_widened(small_model: Path, tmp_path: Path) -> None:
    ternary = random_model(tmp_path / "ternary.gguf", "llama", hidden=256, heads=4, types={"attn_q": "TQ2_0"})
    assert "Neither the CPU nor GPUs have kernels for TQ2_0" in call("inspect", ternary).stdout
    assert "TQ2_0" in json.loads(call("inspect", ternary, "--json").stdout)["widened"]
    assert "widened" not in call("inspect", small_model).stdout
    assert json.loads(call("inspect", small_model, "--json").stdout)["widened"] is None


def test_chat_answers_once_in_json(small_model: Path) -> None:
    asked = ("--prompt", "-", "--raw", "--temperature", 0, "--max-tokens", 6, "--seed", 1, "--json")
    devices = ("--split-mode", "tensor", "--devices", "cpu,cpu", "--shares", "2,1", "--threads", 2, "--ctx", 64)
    answer = json.loads(call("chat", small_model, *asked, *devices, "--exact", stdin="Once upon").stdout)
    assert answer["stop_reason"] == "length"
    assert len(answer["token_ids"]) == 6
    assert answer["prompt_tokens"] > 0
    assert answer["cached_tokens"] == 0
    assert answer["pp_ts"] > 0
    assert answer["tg_ts"] > 0
    assert answer["ttft_s"] > 0
    assert isinstance(answer["text"], str)


def test_score_of_tokens_and_its_limits(small_model: Path, tmp_path: Path) -> None:
    tokens = [11, 57, 300, 12]
    ids = tmp_path / "ids.json"
    ids.write_text(json.dumps(tokens))
    scored = json.loads(call("score", small_model, "--tokens", ids, "--top", 5, "--json").stdout)
    assert scored["perplexity"] > 1
    assert [position["next"] for position in scored["positions"]] == [57, 300, 12, None]
    for position in scored["positions"]:
        assert set(position) >= {"ids", "logprobs", "logsumexp", "next", "next_logprob"}
        assert len(position["ids"]) == len(position["logprobs"]) == 5
        assert position["logprobs"] == sorted(position["logprobs"], reverse=True)
    assert "context" in call("score", small_model, "--tokens", ids, "--ctx", 3, "--json", code=1).stderr
    ids.write_text("[1, 999999]")
    assert "999999" in call("score", small_model, "--tokens", ids, code=1).stderr
    ids.write_text("[" * 100_000)
    assert "cannot be read as JSON" in call("score", small_model, "--tokens", ids, code=1).stderr


def test_failures_are_one_sentence(tmp_path: Path, small_model: Path) -> None:
    missing = tmp_path / "none.gguf"
    assert call("chat", missing, "--prompt", "x", code=1).stderr.count("\n") == 1
    assert "none.gguf" in call("inspect", missing, code=1).stderr
    assert "shares" in call("inspect", small_model, "--plan", 2, "--shares", "1,2,3", code=1).stderr
    assert "usage" in call("chat", small_model, "--split-mode", "diagonal", code=2).stderr


def test_the_first_interrupt_ends_the_reply_and_keeps_its_text(slow_model: Path) -> None:
    command = [*ENGINE, "chat", str(slow_model), "--prompt", "Once", "--raw", "--devices", "cpu,cpu"]
    running = subprocess.Popen(
        [*command, "--split-mode", "tensor"], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    )
    assert running.stdout
    first = running.stdout.read(1)
    os.kill(running.pid, signal.SIGINT)
    rest, errors = running.communicate(timeout=30)
    assert "Traceback" not in errors
    assert running.returncode == 130
    assert first
    assert rest.endswith("\n")


def test_an_interrupt_while_a_command_is_imported_is_no_traceback(monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupted(name: str) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("importlib.import_module", interrupted)
    assert main(["chat", "starter"]) == 130


def test_a_benchmark_of_nothing_is_refused(small_model: Path) -> None:
    for more in ((), ("-d", "8,16")):
        done = call("bench", small_model, "--devices", "cpu", "-p", 0, "-n", 0, *more, "--no-history", code=1)
        assert done.stderr.startswith("tandem-engine: There is nothing to time")


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="a disk that is always full is Linux's")
def test_output_that_finds_no_room_is_one_sentence(small_model: Path) -> None:
    with open("/dev/full", "w") as full:
        command = [*ENGINE, "inspect", str(small_model)]
        done = subprocess.run(command, stdout=full, stderr=subprocess.PIPE, text=True, timeout=60)
    assert done.returncode == 1
    assert done.stderr == "tandem-engine: The output cannot be written: No space left on device. Send it elsewhere.\n"


def test_what_is_no_text_becomes_marks(small_model: Path, tmp_path: Path) -> None:
    """A prompt that is no UTF-8, typed or not, and a name that the output cannot spell."""
    chat = ("chat", small_model, "--devices", "cpu", "--raw", "--max-tokens", 2)
    named = shutil.copy(small_model, tmp_path / "größe.gguf")
    for encoding, command in (
        ("utf-8", chat), ("utf-8", (*chat, "--prompt", "-")), ("ascii", ("inspect", named)),
    ):  # fmt: skip
        strict = {**os.environ, "PYTHONIOENCODING": f"{encoding}:strict"}  # as most people's, and not the tests'
        command = [*ENGINE, *map(str, command)]
        done = subprocess.run(command, input=b"Once \xff upon\n", capture_output=True, env=strict, timeout=60)
        assert done.returncode == 0, done.stderr.decode()
        assert done.stdout


@pytest.mark.skipif(sys.platform == "win32", reason="a shell there closes no streams")
@pytest.mark.parametrize("closed", ["<&-", ">&-", "2>&-", "<&- >&- 2>&-"])
def test_streams_that_are_closed_are_nothing_to_read_or_write(small_model: Path, closed: str) -> None:
    chat = shlex.join([*ENGINE, "chat", str(small_model), "--devices", "cpu", "--max-tokens", "2"])
    for more in ("", " --raw --prompt Once"):
        done = subprocess.run(
            ["sh", "-c", f"{chat}{more} {closed}"], stdin=subprocess.DEVNULL, capture_output=True, text=True, timeout=60
        )
        assert done.returncode == 0, done.stderr
        assert "Traceback" not in done.stderr
