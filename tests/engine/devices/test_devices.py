"""What is told of GPUs: why one computes in plain PyTorch, and bandwidths that were measured once."""

from __future__ import annotations

import builtins
import sys
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from engine.cli.devices import _line
from engine.devices import bandwidth
from engine.kernels.triton.usable import why_plain
from engine.plan.types import Device

CARD = Device("cuda:0", "cuda", "GeForce GTX 1080", "card", 8 << 30, 7 << 30, "0000:01:00", "uuid", capability="6.1")


@pytest.fixture(autouse=True)
def cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    for module in (bandwidth, sys.modules["engine.kernels.triton.usable"]):
        monkeypatch.setattr(module, "user_cache_path", lambda name: tmp_path / name)
    return tmp_path


def test_a_card_too_old_is_named_with_what_is_needed() -> None:
    why = why_plain(replace(CARD, capability="5.2"), None)
    assert why.startswith("GeForce GTX 1080 has compute capability 5.2, and Tandem's kernels need 6.1: ")


def test_without_triton_its_package_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    real = builtins.__import__

    def without(name: str, *rest: Any) -> Any:
        if name == "triton":
            raise ImportError(name)
        return real(name, *rest)

    monkeypatch.setattr(builtins, "__import__", without)
    assert why_plain(CARD, None).startswith("Triton is not installed, so GeForce GTX 1080 computes in plain PyTorch")


@pytest.mark.parametrize(
    ("error", "said"),
    [
        (RuntimeError("Failed to find C compiler. Please specify via CC"), "Triton needs a C compiler"),
        (OSError("one\nno kernel image is available"), "a trial kernel failed (no kernel image is available)"),
    ],
)
def test_a_trial_that_fails_says_why(error: Exception, said: str, monkeypatch: pytest.MonkeyPatch) -> None:
    pytest.importorskip("triton", reason="Triton has wheels for Linux only")

    def fail(place: object) -> None:
        raise error

    monkeypatch.setattr("engine.kernels.triton.usable._try", fail)
    assert why_plain(CARD, None).startswith(said)


def test_a_trial_is_made_once(monkeypatch: pytest.MonkeyPatch) -> None:
    pytest.importorskip("triton", reason="Triton has wheels for Linux only")
    tried = []
    monkeypatch.setattr("engine.kernels.triton.usable._try", tried.append)
    assert [why_plain(CARD, place) for place in (1, 2)] == ["", ""]
    assert tried == [1]
    why_plain(replace(CARD, uuid="another"), 3)
    assert tried == [1, 3]


def test_bandwidths_are_kept_by_card(cache: Path) -> None:
    assert bandwidth.kept() == {}
    bandwidth.keep("a", bandwidth.Bandwidth(2e9, 3e9))
    bandwidth.keep("b", bandwidth.Bandwidth(4e9, 5e9))
    assert bandwidth.kept() == {"a": (2e9, 3e9), "b": (4e9, 5e9)}
    (cache / "tandem" / "bandwidth.json").write_text("{")
    assert bandwidth.kept() == {}


def test_a_line_tells_all_of_it() -> None:
    line = _line(replace(CARD, bandwidth=2.5e11, copy_bandwidth=2.4e11))
    for part in ("cuda:0", "uuid", "0000:01:00", "capability 6.1", "7.0 GB of 8.0 GB free"):
        assert part in line
    assert line.endswith("reads 250 GB/s, copies 240 GB/s")
    assert _line(replace(CARD, why_plain="It is slow.")).endswith("\n          It is slow.")
