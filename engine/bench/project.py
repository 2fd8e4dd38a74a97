"""What tensor mode over several equal cards would take, from each of its ranks timed alone on one card.

A rank is told that all others answer at once, so what is missing is the way between cards: for every sum over ranks the
time of a link stands in for the time that such a sum took when nothing had to travel. The slowest rank decides.

Where the same ranks share that one card, it also reads what the others need: that can be timed, so it tests the way of
projecting (`engine.bench.shared_card`).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

LINKS: Mapping[str, float] = {
    "measured, torch's one-shot kernel": 9.0e-6,  # of 5,120 values over NVLink between two H100
    "measured, ours": 3.3e-6,  # the same, with the norm that follows
    "assumed": 4.5e-6,
}
SHARED_LINK = 3.2e-6  # of ranks that share a card under CUDA MPS, a bare sum of 5,120 values


@dataclass(frozen=True)
class Alone:
    """One rank: tokens per second of a test, and what its sums over ranks take of a second then."""

    speed: float
    sums: int  # over ranks, of a token
    sum_seconds: float  # each


def projected(ranks: Sequence[Alone], link_seconds: float) -> float:
    """Tokens per second of generation where a sum takes `link_seconds`."""
    return 1 / max(1 / rank.speed + rank.sums * (link_seconds - rank.sum_seconds) for rank in ranks)


def projected_sharing(ranks: Sequence[Alone], reading: float) -> float:
    """The same where ranks share one card, which takes `reading` seconds for the weights of each."""
    return 1 / (1 / projected(ranks, SHARED_LINK) + (len(ranks) - 1) * reading)


def table(test: str, alone: float, ranks: Sequence[Alone], reading: float | None = None) -> str:
    """Markdown: the model on one card (`alone`, tokens per second), each rank without a way between them, and what
    comes of the links; of sharing the card as well if it is known what it takes to read, see `projected_sharing`."""
    headings = ["test", "none", *(f"rank {rank} of {len(ranks)} alone" for rank in range(len(ranks)))]
    headings += [f"projected, {1e6 * seconds:.1f} us a sum ({what})" for what, seconds in LINKS.items()]
    cells = [test, f"{alone:.1f}", *(f"{rank.speed:.1f}" for rank in ranks)]
    speeds = [projected(ranks, seconds) for seconds in LINKS.values()]
    if reading is not None:
        headings.append(f"projected, sharing this card, {1e6 * SHARED_LINK:.1f} us a sum")
        speeds.append(projected_sharing(ranks, reading))
    cells += [f"{speed:.1f} ({speed / alone:.2f} x)" for speed in speeds]
    rule = ["---"] + ["---:"] * (len(headings) - 1)
    return "\n".join(f"| {' | '.join(line)} |" for line in (headings, rule, cells))
