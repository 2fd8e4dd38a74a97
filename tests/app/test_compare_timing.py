"""How long a comparison takes, before and while it runs."""

from __future__ import annotations

import pytest

from app.compare.timing import Known, Timing, predict
from engine.protocol import Bench, BenchSample


def test_the_time_of_a_block_is_predicted_then_learned() -> None:
    work = Bench(0, 100, 10, 0, 3)
    known = {"none": Known(100.0, 10.0), "tensor": Known(None, 10.0)}
    assert predict(work, ("none", "tensor"), 2, known, 1.0) == pytest.approx(2 * 2 * (1 + 4 + 4))  # type: ignore[arg-type]
    assert predict(work, ("none", "tensor"), 2, {}, 1.0) is None
    now = [0.0]
    timing = Timing(work, None, lambda: now[0])
    timing.begin("none")
    assert timing.left(("tensor",)) is None
    now[0] = 2.0
    timing.loaded()
    timing.sample(BenchSample(1, 100, 0, 0, 0, 1.0))
    assert timing.left(("tensor",)) is None
    timing.sample(BenchSample(1, 0, 10, 0, 0, 2.0))
    assert timing.left(("tensor",)) == pytest.approx((2 + 4 + 8 - 2) + 14)
    now[0] = 12.0
    timing.end()
    assert timing.left(("tensor", "tensor")) == pytest.approx(24)
    timing.begin("tensor")
    now[0] = 100.0
    assert timing.left(()) == 0
