"""Compiled kernels are kept from one run of the tests to the next, where the app keeps them; and pools are shared."""

from __future__ import annotations

from collections.abc import Iterator

import platformdirs
import pytest

from engine.kernels.cpu.kernel import keep_compiled
from engine.kernels.cpu.pool import Pool


def keep() -> None:
    keep_compiled(platformdirs.user_cache_path("tandem") / "kernels")


@pytest.fixture(scope="session", autouse=True)
def kept_kernels() -> None:
    keep()


@pytest.fixture(scope="session")
def pools(kept_kernels: None) -> Iterator[list[Pool]]:
    """Of one, two and three threads: alone, with a neighbour, and more than the smallest machine has cores."""
    made = [Pool(threads) for threads in (1, 2, 3)]
    yield made
    for pool in made:
        pool.close()
