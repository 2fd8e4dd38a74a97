"""tandem-engine compare"""

from __future__ import annotations

import argparse
import json
import shutil
import sys
from collections.abc import Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path
from statistics import median

from engine import protocol
from engine.cli.client import Answer, Client
from engine.cli.options import (
    clear_progress,
    history_file,
    history_options,
    load_command,
    model_options,
    natural,
    positive,
    show_progress,
    tell,
)

WIDEST_BAR = 60  # characters
NARROWEST_BAR = 10  # below this no bar is drawn
BAR, PART = "█", " ▏▎▍▌▋▊▉"  # a whole character and its eighths
TESTS = {"tg": "Generation", "pp": "Prompt"}


def add_options(parser: argparse.ArgumentParser) -> None:
    model_options(parser, split_modes=True)
    parser.set_defaults(split_mode=("none", "layer", "tensor"))
    parser.add_argument("--prompt", metavar="TEXT", help="answer this in each mode, instead of timing random tokens")
    parser.add_argument("--max-tokens", type=positive, default=128, metavar="N", help="of the answer to --prompt")
    parser.add_argument("-p", "--n-prompt", type=natural, default=512, metavar="N", help="0: leave it out")
    parser.add_argument("-n", "--n-gen", type=natural, default=128, metavar="N", help="0: leave it out")
    parser.add_argument("-d", "--n-depth", type=natural, default=0, metavar="N", help="tokens before the test")
    parser.add_argument("-r", "--repetitions", type=positive, default=5)
    parser.add_argument("--loads", type=positive, default=2, metavar="N", help="per mode; two or more give intervals")
    parser.add_argument("--json", action="store_true")
    history_options(parser)


@dataclass
class Seen:
    """What has been told of the comparison so far."""

    block: str = ""  # the one that runs, in words
    blocks: list[protocol.BlockDone] = field(default_factory=list)
    known: protocol.Compared | None = None
    stopping: bool = False


def run(args: argparse.Namespace) -> int:
    seen = Seen()
    with Client() as client:
        _follow(client, client.ask(_command(args)), seen)
    if seen.known is None:
        raise AssertionError("a comparison ends in Compared or in a failure")
    if args.json:
        answer = asdict(seen.known) | {"model": args.model, "blocks": [asdict(block) for block in seen.blocks]}
        print(json.dumps({name: answer[name] for name in answer if name not in ("request", "last")}, indent=2))
    else:
        columns = shutil.get_terminal_size().columns
        print("\n".join(report(Path(args.model).name, seen.known, columns, can_draw(sys.stdout.encoding))))
    return 130 if seen.known.cancelled else 0


def report(model: str, known: protocol.Compared, columns: int, bars: bool) -> list[str]:
    """Lines of at most `columns` characters, but for the sentences: speeds with bars from zero, then what they mean."""
    lines = [model]
    for name, title in TESTS.items():
        speeds = [(result.mode, getattr(result, name)) for result in known.results]
        speeds = [(mode, speed) for mode, speed in speeds if speed]
        verdict = getattr(known, name)
        if speeds and verdict:
            lines += ["", f"{title}, tokens per second", *_rows(speeds, columns if bars else 0)]
            lines.append(f"  {verdict.sentence}{_interval(verdict)}.")
    if known.answers:
        lines += ["", known.answers]
    return [*lines, *([""] if known.notes else []), *known.notes]


def can_draw(encoding: str | None) -> bool:
    """Whether the output knows the characters that bars are made of."""
    try:
        (BAR + PART).encode(encoding or "ascii")
    except (UnicodeEncodeError, LookupError):
        return False
    return True


def _rows(speeds: Sequence[tuple[str, protocol.Speed]], columns: int) -> list[str]:
    """A line per mode: its speed, the interval, the loads, and a bar whose length is proportional to the speed."""
    heads = [f"  {mode:7} {speed.value:10.2f}  {_bounds(speed):>19}" for mode, speed in speeds]
    room = min(WIDEST_BAR, columns - max(map(len, heads)) - 2)
    if room < NARROWEST_BAR:
        return heads
    most = max(speed.value for _, speed in speeds)
    return [f"{head}  {bar(speed.value / most, room)}" for head, (_, speed) in zip(heads, speeds, strict=True)]


def bar(share: float, width: int) -> str:
    """`share` of `width` characters, to an eighth of one."""
    whole, eighths = divmod(round(share * width * 8), 8)
    return BAR * whole + (PART[eighths] if eighths else "")


def _bounds(speed: protocol.Speed) -> str:
    return "one load" if speed.low is None else f"{speed.low:.2f} to {speed.high:.2f}"


def _interval(verdict: protocol.Verdict) -> str:
    return "" if verdict.low is None else f" ({verdict.low:.2f} to {verdict.high:.2f})"


def _command(args: argparse.Namespace) -> protocol.Compare:
    work: protocol.Bench | protocol.Generate = protocol.Bench(
        0, args.n_prompt, args.n_gen, args.n_depth, args.repetitions
    )
    context = args.n_depth + max(args.n_prompt, args.n_gen, 1)
    if args.prompt is not None:
        messages = (protocol.Message("user", args.prompt),)
        work, context = protocol.Generate(0, messages, max_tokens=args.max_tokens), None
    return protocol.Compare(
        0,
        load_command(args, "tensor", context),
        args.split_mode,
        work,
        args.loads,
        history_file(args),
    )


def _follow(client: Client, events: Answer, seen: Seen) -> None:
    """Until the end; the first Ctrl+C asks for it, and what is known by then still comes."""
    while True:
        try:
            for event in events:
                _tell(event, seen)
            return
        except KeyboardInterrupt:
            if seen.stopping:
                raise
            seen.stopping = True
            client.cancel()


def _tell(event: protocol.Event, seen: Seen) -> None:
    match event:
        case protocol.FetchProgress(done=done, total=total):
            show_progress(f"Downloading the starter model: {done / 1e6:,.0f} MB", done, total)
        case protocol.BlockStarted(index=index, order=order):
            seen.block = f"Block {index + 1} of {len(order)}, {order[index]}"
            show_progress(f"{seen.block}: loading", index, len(order))
        case protocol.BenchSample():
            label = protocol.bench_label(event.n_prompt, event.n_gen, event.n_depth)
            show_progress(f"{seen.block}, {label}: {event.ts:.1f} tok/s", 0, None)
        case protocol.BlockDone():
            seen.blocks.append(event)
            tell(f"{seen.block}: {_medians(event)}")
        case protocol.Compared():
            seen.known = event
            clear_progress()


def _medians(block: protocol.BlockDone) -> str:
    speeds = [f"{name} {median(ts):.1f} tok/s" for name, ts in (("pp", block.pp_ts), ("tg", block.tg_ts)) if ts]
    return ", ".join(speeds) or "nothing timed"
