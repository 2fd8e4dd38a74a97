"""How numbers read."""

from __future__ import annotations

import pytest

from app.widgets import numbers


@pytest.mark.parametrize(
    ("value", "words"),
    [
        (36.21, "36.2"),
        (7.042, "7.04"),
        (1548.2, "1,548"),
        (99.96, "100"),
        (9.999, "10.0"),
        (None, "not reported"),
    ],
)
def test_figures(value: float | None, words: str) -> None:
    assert numbers.figure(value) == words


@pytest.mark.parametrize(
    ("value", "words"),
    [(24 << 30, "24\u00a0GB"), (1 << 20, "1\u00a0MB"), (0, "0\u00a0bytes"), (19_500_000_000, "18.2\u00a0GB")],
)
def test_memory_counts_in_powers_of_two(value: int, words: str) -> None:
    assert numbers.memory(value) == words


def test_files_count_in_powers_of_ten() -> None:
    assert numbers.file_size(98_362_432) == "98.4\u00a0MB"
    assert numbers.file_size(None) == "not reported"


def test_unknown_is_never_zero() -> None:
    assert numbers.speed(None) == numbers.seconds(None) == numbers.memory(None) == "not reported"
