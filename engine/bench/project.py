"""What tensor mode over several equal cards would take, from each of its ranks timed alone on one card.

A rank is told that all others answer at once, so what is missing is the way between cards: for every sum over ranks the
time of a link stands in for the time that such a sum took when nothing had to travel. The slowest rank decides.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

LINKS: Mapping[str, float] = {
    "measured, torch's one-shot kernel": 9.0e-6,  # of 5,120 values over NVLink between two H100
    "measured, ours": 3.3e-6,  # the same, with the norm that follows
    "assumed": 4.5e-6,
}


@dataclass(frozen=True)
class Alone:
    """One rank: tokens per second of a test, and what its sums over ranks take of a second then."""

    speed: float
    sums: int  # over ranks, of a token
    sum_seconds: float  # each


def projected(ranks: Sequence[Alone], link_seconds: float) -> float:
    """Tokens per second of generation where a sum takes `link_seconds`."""
    return 1 / max(1 / rank.speed + rank.sums * (link_seconds - rank.sum_seconds) for rank in ranks)


def table(test: str, alone: float, ranks: Sequence[Alone]) -> str:
    """Markdown: the model on one card (`alone`, tokens per second), each rank without a way between them, and what
    comes of the links."""
    headings = ["test", "none", *(f"rank {rank} of {len(ranks)} alone" for rank in range(len(ranks)))]
    headings += [f"projected, {1e6 * seconds:.1f} us a sum ({what})" for what, seconds in LINKS.items()]
    cells = [test, f"{alone:.1f}", *(f"{rank.speed:.1f}" for rank in ranks)]
    cells += [f"{(speed := projected(ranks, seconds)):.1f} ({speed / alone:.2f} x)" for seconds in LINKS.values()]
    rule = ["---"] + ["---:"] * (len(headings) - 1)
    return "\n".join(f"| {' | '.join(line)} |" for line in (headings, rule, cells))
