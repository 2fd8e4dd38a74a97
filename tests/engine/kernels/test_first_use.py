"""What is compiled at first use: all that can run, by one at a time, and not again."""

from __future__ import annotations

import importlib
import pkgutil
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

import engine.kernels.cpu
from engine.kernels.cpu.features import LEVELS
from engine.kernels.cpu.first_use import compile_all, first_use
from engine.kernels.cpu.kernel import Kernel
from engine.kernels.cpu.layout import LAYOUTS
from engine.kernels.cpu.needed import code_needed
from engine.kernels.cpu.products import Products


def test_one_compiles_and_the_other_waits_and_finds_it_kept(tmp_path: Path) -> None:
    inside: list[str] = []

    def rank(_: int) -> bool:
        with first_use(tmp_path, "Q4_K") as first:
            if first:
                inside.append("in")
                time.sleep(0.2)
                inside.append("out")
            return first

    with ThreadPoolExecutor(3) as ranks:
        assert sorted(ranks.map(rank, range(3))) == [False, False, True]
    assert inside == ["in", "out"]
    with first_use(tmp_path, "Q4_K") as first:
        assert not first
    with first_use(tmp_path, "Q4_K-Q6_K") as first:
        assert first


def test_one_that_fails_leaves_it_to_the_next(tmp_path: Path) -> None:
    def fail() -> None:
        with first_use(tmp_path, "Q4_K"):
            raise MemoryError

    with pytest.raises(MemoryError):
        fail()
    with first_use(tmp_path, "Q4_K") as first:
        assert first


def test_without_a_folder_nobody_waits(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("not a folder")
    together = threading.Barrier(2)

    def rank(_: int) -> bool:
        with first_use(tmp_path / "file" / "kernels", "Q4_K") as first:
            together.wait(timeout=10)
            return first

    with ThreadPoolExecutor(2) as ranks:
        assert list(ranks.map(rank, range(2))) == [True, True]


@pytest.mark.parametrize(("seconds", "told"), [(0.0, []), (0.3, [(2, 3), (3, 3)])])
def test_only_what_takes_long_is_told(seconds: float, told: list[tuple[int, int]]) -> None:
    heard: list[tuple[int, int]] = []
    compile_all([lambda: time.sleep(seconds)] * 3, lambda *progress: heard.append(progress))
    assert heard == told


def test_every_kernel_there_is_is_compiled_while_a_model_loads() -> None:
    known: set[Kernel] = set()
    for module in pkgutil.iter_modules(engine.kernels.cpu.__path__, "engine.kernels.cpu."):
        if not module.name.endswith(".bench"):
            held = vars(importlib.import_module(module.name)).values()
            known.update(each for each in held if isinstance(each, Kernel))
            known.update(each for table in held if isinstance(table, dict) for each in table.values()
                         if isinstance(each, Kernel))  # fmt: skip
    products = Products(None, LEVELS["amx"])
    assert known <= set(code_needed(products, LAYOUTS))
    assert len(known) > 8
