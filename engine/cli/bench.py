"""tandem-engine bench"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator
from dataclasses import replace
from itertools import product
from typing import Any

from engine import protocol
from engine.bench.busy import wording
from engine.bench.project import Alone, table
from engine.bench.tables import WRITERS
from engine.cli.client import Client, CommandFailed
from engine.cli.options import (
    clear_progress,
    history_file,
    history_options,
    load,
    load_command,
    model_options,
    pair,
    positive,
    ranges,
    show_progress,
    tell,
)


def add_options(parser: argparse.ArgumentParser) -> None:
    model_options(parser, split_modes=True)
    counts: dict[str, Any] = {"type": ranges, "action": "extend", "metavar": "N[,N|-N+STEP|-N*FACTOR]"}
    parser.add_argument("-p", "--n-prompt", **counts, help="tokens of the prompt (512); 0: leave the test out")
    parser.add_argument("-n", "--n-gen", **counts, help="tokens to generate (128); 0: leave the test out")
    parser.add_argument("-d", "--n-depth", **counts, help="tokens before each test (0)")
    parser.add_argument("-pg", type=pair, action="append", default=[], metavar="PP,TG", help="both as one test")
    parser.add_argument("-r", "--repetitions", type=positive, default=5)
    parser.add_argument("-o", "--output", choices=WRITERS, default="md")
    parser.add_argument("-oe", "--output-err", choices=WRITERS, help="a second output, on the error stream")
    project = "time each of N ranks of tensor mode alone, on one GPU"
    parser.add_argument("--project", type=positive, metavar="N", help=project)
    history_options(parser)


def run(args: argparse.Namespace) -> int:
    if args.project:
        with Client() as client:
            _project(client, args)
        return 0
    if not any(n_prompt or n_gen for n_prompt, n_gen, _ in _tests(args)):
        from engine.bench.run import NOTHING  # with all that an engine needs, which this process does without

        raise CommandFailed(NOTHING)
    rows: list[protocol.BenchRow] = []
    try:
        with Client() as client:
            for mode in args.split_mode:
                for row in _mode(client, args, mode):
                    rows.append(row)
    finally:  # what is finished is printed, however it ends
        clear_progress()
        if args.output_err and rows:
            tell(WRITERS[args.output_err](rows).rstrip("\n"))
        if rows:
            sys.stdout.write(WRITERS[args.output](rows))
    return 0


def _project(client: Client, args: argparse.Namespace) -> None:
    """Generation alone: what of a prompt travels is overlapped by no rank that is alone."""
    from engine.gguf.facts import read_facts
    from engine.plan.speed import most_tokens_per_second

    if len(args.devices) > 1:
        raise CommandFailed("--project times ranks on one GPU, one after another: give one with --devices.")
    device = args.devices[0] if args.devices else client.devices().devices[0].id
    count, depth = (args.n_gen or [128])[0], (args.n_depth or [0])[0]
    load_one = load_command(args, "none", max(1, depth) + count)
    command = protocol.Bench(0, 0, count, depth, args.repetitions)

    def speed() -> float:
        [row] = [event.row for event in client.ask(command) if isinstance(event, protocol.BenchResult)]
        return row.median_ts

    ranks = []  # before the whole model, since what cannot be projected is refused here
    for rank in range(args.project):
        share = replace(load_one, mode="tensor", devices=(device,) * args.project, only_rank=rank)
        loaded = load(client, share)
        assert loaded.sums is not None
        ranks.append(Alone(speed(), *loaded.sums))
    most = most_tokens_per_second(read_facts(loaded.model, vocabulary=False), loaded.plan)  # the plan of each rank
    load(client, replace(load_one, devices=(device,)))
    alone = speed()
    clear_progress()
    print(table(protocol.bench_label(0, count, depth), alone, ranks, 1 / most if most and not depth else None))


def _tests(args: argparse.Namespace) -> list[tuple[int, int, bool]]:
    """Tokens of prompt and of generation, and whether both are one test. Of one that is left out both are 0."""
    return [
        *((count, 0, False) for count in args.n_prompt or (512,)),
        *((0, count, False) for count in args.n_gen or (128,)),
        *((*both, True) for both in args.pg),
    ]


def _mode(client: Client, args: argparse.Namespace, mode: str) -> Iterator[protocol.BenchRow]:
    """One load, and every test in it."""
    tests = _tests(args)
    depths = args.n_depth or (0,)
    told: set[str] = set()
    longest = max(n_prompt + n_gen for n_prompt, n_gen, _ in tests)
    loaded = load(client, load_command(args, mode, max(1, max(depths) + longest)))
    for depth, (n_prompt, n_gen, together) in product(depths, tests):
        if not n_prompt and not n_gen:
            continue
        label = protocol.bench_label(n_prompt, n_gen, depth)
        command = protocol.Bench(
            0, n_prompt, n_gen, depth, args.repetitions, history=history_file(args), together=together
        )
        for event in client.ask(command):
            match event:
                case protocol.BenchStarted(notes=notes) | protocol.BenchDone(notes=notes):
                    for note in notes:
                        if wording(note) not in told:
                            told.add(wording(note))
                            tell(note)
                case protocol.BenchSample():
                    done = event.repetition + 1
                    show_progress(f"{loaded.plan.mode} {label}: {event.ts:.1f} tok/s", done, args.repetitions)
                case protocol.BenchResult(row=row):
                    yield row
