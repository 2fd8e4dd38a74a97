"""Times a model over one card, two, three and so on, in every split mode, and checks that all give one card's answers.

Usage: python -m engine.bench.scaling MODEL [--devices cuda:0,cuda:1,...] [--shares 2,1] [--depth 8192] [-r 3]
"""

from __future__ import annotations

import argparse
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from statistics import fmean

from engine import protocol
from engine.cli.client import Client, CommandFailed
from engine.cli.options import clear_progress, counts, load, names, positive
from engine.plan.types import Mode

TOKENS = tuple(1 + 97 * place % 509 for place in range(64))  # to be scored
LIKELIEST = 20
HEAD = ("way", "cards", "load, s", "pp512", "tg128", "tg128 @ depth", "predicted tg128", "off by", "sum, us", "answers")

Scores = list[dict[int, float]]  # by position: log-probabilities of the likeliest tokens, the likeliest first


@dataclass(frozen=True)
class Way:
    """How a model is cut."""

    mode: Mode
    devices: tuple[str, ...]
    stages: int = 1
    shares: tuple[int, ...] = ()

    @property
    def name(self) -> str:
        if self.stages > 1:
            return f"{self.mode}, {self.stages} in a row"
        return f"{self.mode} {'/'.join(map(str, self.shares))}".strip()


def ways(devices: Sequence[str], shares: Sequence[int]) -> Iterator[Way]:
    """One card; then of each number of them a row, all in tensor, and, where they go up in pairs, pairs in a row."""
    yield Way("none", (devices[0],))
    for count in range(2, len(devices) + 1):
        some = tuple(devices[:count])
        yield Way("layer", some)
        yield Way("tensor", some)
        if count >= 4 and count % 2 == 0:
            yield Way("tensor", some, stages=count // 2)
    if shares:
        yield Way("tensor", tuple(devices[: len(shares)]), shares=tuple(shares))


def scored(client: Client) -> Scores:
    command = protocol.Score(0, tokens=TOKENS, top=LIKELIEST)
    events = [event for event in client.ask(command) if isinstance(event, protocol.ScoredPositions)]
    return [
        dict(zip(place.ids, place.logprobs, strict=True)) for event in events for place in event.positions
    ]


def agreement(one: Scores, several: Scores) -> str:
    """How many positions have the same likeliest token, and how far off the log-probabilities of common ones are."""
    same = sum(next(iter(a)) == next(iter(b)) for a, b in zip(one, several, strict=True))
    off = [abs(a[token] - b[token]) for a, b in zip(one, several, strict=True) for token in a.keys() & b.keys()]
    return f"{same} of {len(one)} the same, {fmean(off):.4f} off" if off else "nothing in common"


def timed(client: Client, depth: int, repetitions: int) -> list[float]:
    """Tokens per second of a prompt, of generation, and of that behind `depth` tokens."""
    tests = [(512, 0, 0), (0, 128, 0), *([(0, 128, depth)] if depth else [])]
    found = []
    for n_prompt, n_gen, n_depth in tests:
        answer = client.ask(protocol.Bench(0, n_prompt, n_gen, n_depth, repetitions))
        found += [event.row.median_ts for event in answer if isinstance(event, protocol.BenchResult)]
    return found


def row(client: Client, args: argparse.Namespace, way: Way, one: Scores) -> list[str]:
    """The cells of a way; `one` is filled with its scores if it is empty."""
    context = max(1, args.depth) + 512
    loaded = load(
        client, protocol.Load(0, args.model, way.mode, way.devices, way.shares, context=context, stages=way.stages)
    )
    scores = scored(client)
    one += [] if one else scores
    prompt, generated, *deep = timed(client, args.depth, args.repetitions)
    told = loaded.plan.tokens_per_second
    return [
        way.name, str(len(way.devices)), f"{loaded.seconds:.1f}", f"{prompt:,.0f}", f"{generated:.1f}",
        f"{deep[0]:.1f}" if deep else "-",
        f"{told:.1f}" if told else "-",
        f"{told / generated - 1:+.1%}" if told else "-",
        f"{1e6 * loaded.sums[1]:.1f}" if loaded.sums else "-",
        agreement(one, scores),
    ]  # fmt: skip


def main() -> None:
    parser = argparse.ArgumentParser(prog="engine.bench.scaling", description=__doc__.split("\n")[0])
    parser.add_argument("model", metavar="MODEL")
    parser.add_argument("--devices", type=names, default=(), metavar="cuda:0,cuda:1,...")
    parser.add_argument("--shares", type=counts, default=(), metavar="2,1", help="one more way: tensor in such shares")
    parser.add_argument("--depth", type=int, default=8192, metavar="N", help="0 leaves that test out")
    parser.add_argument("-r", "--repetitions", type=positive, default=3)
    args = parser.parse_args()
    one: Scores = []
    with Client() as client:
        devices = args.devices or [each.id for each in client.devices().devices if each.kind != "cpu"]
        if not devices:
            parser.error("there is no GPU here: name devices with --devices cpu,cpu")
        print(f"| {' | '.join(HEAD)} |\n|{'---|' * len(HEAD)}", flush=True)
        for way in ways(devices, args.shares):
            try:
                cells = row(client, args, way, one)
            except CommandFailed as failed:  # a way that does not fit leaves the others
                cells = [way.name, str(len(way.devices)), str(failed)]
            clear_progress()
            print(f"| {' | '.join(cells)} |", flush=True)


if __name__ == "__main__":
    main()
