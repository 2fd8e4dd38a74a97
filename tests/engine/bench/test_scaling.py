"""Over one card, two, three and so on: which ways are timed, and whether a wrong answer shows."""

from __future__ import annotations

from pathlib import Path

import pytest

from engine.bench.scaling import agreement, main, ways
from tests.random_model import random_model

DEVICES = ("a", "b", "c", "d")


def test_every_number_of_cards_in_every_way() -> None:
    found = [(way.name, len(way.devices)) for way in ways(DEVICES, (2, 1))]
    assert found == [
        ("none", 1), ("layer", 2), ("tensor", 2), ("layer", 3), ("tensor", 3), ("layer", 4), ("tensor", 4),
        ("tensor, 2 in a row", 4), ("tensor 2/1", 2),
    ]  # fmt: skip


def test_other_answers_show() -> None:
    one = [{7: -0.5, 3: -2.0}, {1: -0.1, 2: -3.0}]
    assert agreement(one, one) == "2 of 2 the same, 0.0000 off"
    assert agreement(one, [{3: -0.5, 7: -1.0}, {1: -0.1}]) == "1 of 2 the same, 0.6667 off"
    assert agreement(one, [{8: -0.5}, {9: -0.1}]) == "nothing in common"


def test_a_real_model_over_ranks_of_the_processor(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """A way that cannot be loaded takes one row and no other."""
    path = random_model(tmp_path / "model.gguf", "llama", layers=2, context=1024)
    arguments = ["scaling", str(path), "--devices", "cpu,cpu", "--depth", "0", "-r", "1", "--shares", "0,0"]
    monkeypatch.setattr("sys.argv", arguments)
    main()
    rows = [line.strip("| ").split(" | ") for line in capsys.readouterr().out.splitlines()[2:]]
    assert [row[:2] for row in rows] == [["none", "1"], ["layer", "2"], ["tensor", "2"], ["tensor 0/0", "2"]]
    assert all(row[-1].startswith("64 of 64 the same") for row in rows[:3])
    assert len(rows[3]) == 3
    assert "Shares" in rows[3][2]
