"""The two real models, each beside llama.cpp's answers about it and beside our engine."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.oracle.llamacpp import Oracle
from tests.oracle.ours import Ours


@dataclass(frozen=True)
class RealModel:
    """`bos`: what stands before every raw prompt."""

    path: Path
    oracle: Oracle
    bos: tuple[int, ...]

    def ids(self, text: str) -> list[int]:
        return [*self.bos, *self.oracle.tokens(text)]


@pytest.fixture(scope="session")
def smollm2(starter_model: Path) -> Iterator[RealModel]:
    with Oracle(starter_model) as oracle:
        yield RealModel(starter_model, oracle, bos=())


@pytest.fixture(scope="session")
def gemma(gemma_model: Path) -> Iterator[RealModel]:
    with Oracle(gemma_model) as oracle:
        yield RealModel(gemma_model, oracle, bos=(2,))


@pytest.fixture(scope="session", params=["smollm2", "gemma"])
def model(request: pytest.FixtureRequest) -> RealModel:
    """Each real model in turn."""
    chosen = request.getfixturevalue(request.param)
    assert isinstance(chosen, RealModel)
    return chosen


@pytest.fixture(scope="session")
def ours(model: RealModel) -> Iterator[Ours]:
    """Our engine with that model on one CPU rank, exact."""
    with Ours(model.path) as engine:
        yield engine


@pytest.fixture(scope="session")
def passage() -> str:
    """About 3,500 characters of prose, tables, code and five languages."""
    return Path(__file__).with_name("passage.txt").read_text("utf-8")
