"""The console's `score` and `chat`, as a user starts them, against llama.cpp."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from tests.oracle.divergence import compare
from tests.oracle.llamacpp import Oracle
from tests.random_model import random_model

EXACT = ("--json", "--exact", "--split-mode", "none", "--devices", "cpu")


@pytest.fixture
def model(tmp_path: Path) -> Path:
    return random_model(tmp_path / "model.gguf", "llama", seed=3)


def engine(command: str, model: Path, *options: str) -> Any:
    whole = [sys.executable, "-m", "engine.cli.main", command, str(model), *EXACT, *options]
    done = subprocess.run(whole, capture_output=True, text=True, timeout=120)
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


def test_score(model: Path, tmp_path: Path) -> None:
    ids = [(17 + 97 * place) % 701 for place in range(24)]
    (tmp_path / "ids.json").write_text(json.dumps(ids))
    answer = engine("score", model, "--tokens", str(tmp_path / "ids.json"), "--top", "1000")
    positions = answer["positions"]
    with Oracle(model) as oracle:
        expected = oracle.distributions(ids)
    found = [dict(zip(each["ids"], each["logprobs"], strict=True)) for each in positions]
    assert compare(expected, found).mean_kl < 1e-4
    assert [each["next"] for each in positions] == [*ids[1:], None]
    assert positions[-1]["next_logprob"] is None
    for distribution, position in zip(expected[:-1], positions, strict=False):
        assert position["next_logprob"] == pytest.approx(distribution[position["next"]], abs=0.02)
        assert position["logprobs"] == sorted(position["logprobs"], reverse=True)


def test_chat(model: Path) -> None:
    prompt = "the ferry left the harbour"
    answer = engine("chat", model, "--prompt", prompt, "--raw", "--temperature", "0", "--max-tokens", "16")
    with Oracle(model) as oracle:
        ids = oracle.tokens(prompt)
        assert answer["token_ids"] == oracle.greedy(ids, 16)
    assert answer["prompt_tokens"] == len(ids)
    assert answer["cached_tokens"] == 0
    assert answer["stop_reason"] == "length"
