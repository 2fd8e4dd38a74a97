"""tandem-engine bench"""

from __future__ import annotations

import argparse
import csv
import json
import sys
from collections import defaultdict
from collections.abc import Iterator
from datetime import UTC, datetime
from itertools import product

from engine import __version__, protocol
from engine.bench import markdown, record
from engine.cli.client import Client
from engine.cli.options import counts, load, load_command, model_options, positive, show_progress
from engine.gguf.facts import ModelFacts, read_facts
from engine.plan.memory import PREFILL_CHUNK


def add_options(parser: argparse.ArgumentParser) -> None:
    model_options(parser, split_modes=True)
    parser.add_argument("-p", "--n-prompt", type=counts, default=(512,), metavar="N[,N]", help="0: leave it out")
    parser.add_argument("-n", "--n-gen", type=counts, default=(128,), metavar="N[,N]", help="0: leave it out")
    parser.add_argument("-d", "--n-depth", type=counts, default=(0,), metavar="N[,N]", help="tokens before the test")
    parser.add_argument("-r", "--repetitions", type=positive, default=5)
    parser.add_argument("-o", "--output", choices=WRITERS, default="md")


def run(args: argparse.Namespace) -> int:
    rows: list[protocol.BenchRow] = []
    with Client() as client:
        for mode in args.split_mode:
            rows += _mode(client, args, mode)
    WRITERS[args.output](rows)
    return 0


def _mode(client: Client, args: argparse.Namespace, mode: str) -> Iterator[protocol.BenchRow]:
    """One load, and every test in it."""
    context = max(args.n_depth) + max(*args.n_prompt, *args.n_gen, 1)
    loaded = load(client, load_command(args, mode, context))
    facts = read_facts(loaded.model)
    tests = [(p, 0) for p in args.n_prompt if p] + [(0, n) for n in args.n_gen if n]
    for depth, (n_prompt, n_gen) in product(args.n_depth, tests):
        began = datetime.now(UTC).isoformat(timespec="seconds")
        samples: defaultdict[int, int] = defaultdict(int)
        for event in client.ask(protocol.Bench(0, n_prompt, n_gen, depth, args.repetitions)):
            if isinstance(event, protocol.BenchSample):
                samples[event.repetition] = round(event.seconds * 1e9)
                label = f"pp{n_prompt}" if n_prompt else f"tg{n_gen}"
                show_progress(f"{loaded.plan.mode} {label}: {event.ts:.1f} tok/s", len(samples), args.repetitions)
        yield _row(args, loaded, facts, (n_prompt, n_gen, depth), began, tuple(samples.values()))


def _row(
    args: argparse.Namespace,
    loaded: protocol.Loaded,
    facts: ModelFacts,
    test: tuple[int, int, int],
    began: str,
    samples: tuple[int, ...],
) -> protocol.BenchRow:
    devices = loaded.plan.devices
    return protocol.BenchRow(
        build_number=__version__,
        cpu_info=next((each.name for each in devices if each.kind == "cpu"), ""),
        gpu_info=", ".join(each.name for each in devices if each.kind != "cpu"),
        backends=",".join(sorted({each.kind.upper() for each in devices})),
        model_filename=loaded.model,
        model_type=f"{facts.architecture} {facts.name} {facts.quant}",
        model_size=sum(tensor.nbytes for tensor in facts.tensors.values()),
        model_n_params=facts.parameters,
        n_batch=PREFILL_CHUNK,
        n_threads=loaded.threads,
        type_k="f32",
        type_v="f32",
        split_mode=loaded.plan.mode,
        devices=",".join(each.id for each in devices),
        tensor_split=",".join(map(str, args.shares)),
        n_prompt=test[0],
        n_gen=test[1],
        n_depth=test[2],
        test_time=began,
        samples_ns=samples,
        n_ranks=len(devices),
    )


def _markdown(rows: list[protocol.BenchRow]) -> None:
    print(markdown(rows))


def _csv(rows: list[protocol.BenchRow]) -> None:
    """As llama-bench: everything but the single samples."""
    records = [{k: v for k, v in record(row).items() if not k.startswith("samples")} for row in rows]
    writer = csv.DictWriter(sys.stdout, list(records[0]) if records else [], quoting=csv.QUOTE_ALL)
    writer.writeheader()
    writer.writerows(records)


def _json(rows: list[protocol.BenchRow]) -> None:
    print(json.dumps([record(row) for row in rows], indent=2))


def _jsonl(rows: list[protocol.BenchRow]) -> None:
    for row in rows:
        print(json.dumps(record(row)))


WRITERS = {"md": _markdown, "csv": _csv, "json": _json, "jsonl": _jsonl}
