"""What is known of a token's sums over ranks, of all ranks together."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from engine.crew import Crew
from engine.plan.build import plan
from engine.steps import Loaded
from tests.engine.plan.models import cpus, llama_8b


@pytest.fixture
def crew() -> Iterator[Crew]:
    """Of two pairs in a row, whose workers only exist: what they would say is put into its queue."""
    made = Crew(lambda: None)
    made.plan = plan(llama_8b(), cpus(4), "tensor", stages=2)
    made._workers += [made._worker(rank) for rank in range(1, 4)]
    yield made
    made.close()


def told(crew: Crew, *sums: tuple[int, float] | None) -> None:
    for rank, each in enumerate(sums):
        crew._messages.put((rank, Loaded((), each)))
    crew.load(lambda rank, how_far: None, lambda: False)


def test_stages_have_their_own_sums(crew: Crew) -> None:
    told(crew, (32, 3e-6), (32, 4e-6), (30, 5e-6), (30, 5e-6))
    assert crew.sums == (62, 5e-6)
    assert crew.summing(1) == pytest.approx(32 * 4e-6)


def test_one_that_does_not_know_leaves_all_unknown(crew: Crew) -> None:
    told(crew, (32, 3e-6), (32, 4e-6), None, (30, 5e-6))
    assert crew.sums is None
    assert crew.times(1) == ()
