"""What is made of ranks that were timed alone, and of the times that ranks tell."""

from __future__ import annotations

import pytest

from engine.bench.project import SHARED_LINK, Alone, projected, projected_sharing, table
from engine.bench.times import times_note
from engine.protocol import RankTimes


def test_the_slowest_rank_pays_for_the_links() -> None:
    quick, slow = Alone(400.0, 80, 3e-6), Alone(380.0, 80, 3e-6)
    assert projected([quick, slow], 3e-6) == pytest.approx(380.0)  # a link as fast as none
    assert projected([slow, quick], 9e-6) == pytest.approx(1 / (1 / 380 + 80 * 6e-6))


def test_the_table_has_both_figures_of_every_link() -> None:
    heading, _, cells = table("tg128", 245.0, [Alone(378.0, 80, 3e-6)] * 2).splitlines()
    assert heading.count("|") == cells.count("|")
    assert "rank 1 of 2 alone" in heading
    assert "9.0 us a sum (measured, torch's one-shot kernel)" in heading
    assert f"{projected([Alone(378.0, 80, 3e-6)], 9e-6):.1f} (1.31 x)" in cells


def test_ranks_that_share_a_card_read_one_after_the_other() -> None:
    ranks = [Alone(400.0, 80, SHARED_LINK)] * 3
    assert projected_sharing(ranks, 0.0) == pytest.approx(400.0)
    assert 1 / projected_sharing(ranks, 1e-3) == pytest.approx(1 / 400 + 2e-3)  # its own weights are in a rank's time
    heading, _, cells = table("tg128", 245.0, ranks, 1e-3).splitlines()
    assert heading.endswith("sharing this card, 3.2 us a sum |")
    assert cells.endswith(f"| {1 / (1 / 400 + 2e-3):.1f} (0.91 x) |")


def test_where_time_went_is_said_of_several_ranks() -> None:
    ranks = [RankTimes(2.4e-3, 0.28e-3, 0.05e-3), RankTimes(2.4e-3, 0.28e-3, 0.1e-3)]
    assert times_note("tg128", ranks, (80, 3.5e-6)) == [
        "tg128: of 2.40 ms a step, rank 0 waited 0.05 ms and rank 1 waited 0.10 ms for others, which includes what the "
        "messages take; the 80 sums of a token take 0.28 ms if nobody is late."
    ]
    assert times_note("tg128", ranks[:1], (80, 3.5e-6)) == []
    assert times_note("tg128", ranks, (0, 0.0)) == [
        "tg128: of 2.40 ms a step, rank 0 waited 0.05 ms and rank 1 waited 0.10 ms for others, which includes what the "
        "messages take: stages compute one after another."
    ]
    assert times_note("tg128", ranks, None) == []
