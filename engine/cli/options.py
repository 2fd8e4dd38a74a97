"""The options that every command with a model shares, and how a load shows its progress on a console."""

from __future__ import annotations

import argparse
import re
import sys

from engine import protocol
from engine.cli.client import Client
from engine.plan.kv_types import DEFAULT_KV, KV_TYPES

MODES = ("none", "layer", "tensor", "auto")
MOST_THREADS = 1024  # more than any computer of one person runs at a time


def model_options(parser: argparse.ArgumentParser, split_modes: bool = False) -> None:
    """`split_modes` allows several, separated by commas."""
    parser.add_argument("model", metavar="MODEL", help="path of a .gguf file, or: starter")
    if split_modes:
        parser.add_argument("--split-mode", type=modes, default=("auto",), metavar="MODE[,MODE]")
    else:
        parser.add_argument("--split-mode", choices=MODES, default="auto")
    parser.add_argument("--devices", type=names, default=(), metavar="cpu,cpu | cuda:0,...", help="one rank each")
    parser.add_argument("--stages", type=positive, default=1, metavar="N", help="of tensor: groups of devices in a row")
    parser.add_argument("--shares", type=counts, default=(), metavar="2,1,1", help="relative, one per device")
    parser.add_argument("--ctx", type=positive, metavar="N", help="context length in tokens")
    kept = f"what the KV cache is kept in ({DEFAULT_KV}); --exact keeps f32"
    parser.add_argument("--kv-type", choices=KV_TYPES, default=DEFAULT_KV, help=kept)
    parser.add_argument("--threads", type=thread_count, metavar="N", help="CPU threads of all ranks together")
    parser.add_argument("--exact", action="store_true", help="float activations and f32 sums on every device")


def history_options(parser: argparse.ArgumentParser) -> None:
    """Where the results are kept: by default where the window looks for them."""
    where = parser.add_mutually_exclusive_group()
    where.add_argument("--history", metavar="FILE", help="keep the results in this file, not in the usual one")
    where.add_argument("--no-history", action="store_true", help="do not keep the results")


def history_file(args: argparse.Namespace) -> str:
    """The path of the history, empty for none."""
    from platformdirs import PlatformDirs

    if args.no_history:
        return ""
    return args.history or str(PlatformDirs("tandem", appauthor=False).user_data_path / "bench.jsonl")


def load_command(args: argparse.Namespace, mode: str, context: int | None = None) -> protocol.Load:
    """Of several modes only tensor takes stages; where it is not among them the engine refuses stages."""
    several = "tensor" in args.split_mode and mode != "tensor"
    return protocol.Load(
        request=0,
        model=args.model,
        mode=mode,  # type: ignore[arg-type]  # argparse has checked it against MODES
        devices=args.devices,
        shares=args.shares,
        context=args.ctx or context,
        threads=args.threads,
        exact=args.exact,
        kv_type=args.kv_type,
        stages=1 if several else args.stages,
    )


def load(client: Client, command: protocol.Load) -> protocol.Loaded:
    """Load with a progress line on the console's error stream. Raises CommandFailed."""
    prepared: dict[int, tuple[int, int]] = {}
    done: dict[int, tuple[int, int]] = {}
    for event in client.ask(command):
        match event:
            case protocol.FetchProgress(done=got, total=total):
                show_progress(f"Downloading the starter model: {got / 1e6:,.0f} MB", got, total)
            case protocol.LoadStarted(plan=plan):
                for note in (plan.reason, *plan.notes):
                    if note:
                        tell(note)
            case protocol.LinkTrial():
                show_progress("Trying how the cards talk to each other", 0, None)
            case protocol.PrepareProgress(rank=rank, done=got, total=total):
                prepared[rank] = got, total
                got, total = min(prepared.values())
                show_progress(f"Preparing kernels, {got} of {total}", got, total)
            case protocol.LoadProgress(rank=rank, done=got, total=total):
                done[rank] = got, total
                got, total = (sum(column) for column in zip(*done.values(), strict=True))
                show_progress(f"Loading: {got / 1e6:,.0f} of {total / 1e6:,.0f} MB", got, total)
            case protocol.Loaded():
                clear_progress()
                for note in event.notes:
                    tell(note)
                return event
    raise AssertionError("a load ends in Loaded or in a failure")


def tell(line: str) -> None:
    """For people, not for programs: on the error stream."""
    clear_progress()
    print(line, file=sys.stderr, flush=True)


def show_progress(text: str, done: int, total: int | None) -> None:
    if sys.stderr.isatty():
        percent = f" ({100 * done // total} %)" if total else ""
        print(f"\r\x1b[K{text}{percent}", end="", file=sys.stderr, flush=True)


def clear_progress() -> None:
    if sys.stderr.isatty():
        print("\r\x1b[K", end="", file=sys.stderr, flush=True)


def names(text: str) -> tuple[str, ...]:
    return tuple(part.strip() for part in text.split(",") if part.strip())


def modes(text: str) -> tuple[str, ...]:
    chosen = names(text)
    if not chosen or any(mode not in MODES for mode in chosen):
        raise argparse.ArgumentTypeError(f"choose from {', '.join(MODES)}, separated by commas")
    return chosen


def counts(text: str) -> tuple[int, ...]:
    """Whole numbers, not negative, separated by commas."""
    try:
        numbers = tuple(int(part) for part in names(text))
    except ValueError:
        numbers = (-1,)
    if not numbers or min(numbers) < 0:
        raise argparse.ArgumentTypeError("give whole numbers separated by commas, such as 2,1,1")
    return numbers


RANGE = re.compile(r"(\d+)(?:-(\d+)(?:([+*])(\d+))?)?")


def ranges(text: str) -> tuple[int, ...]:
    """Counts as llama-bench takes them: 1,2 or 1-4 or 128-512+128 or 128-1024*2, the last one included."""
    numbers: list[int] = []
    for part in text.split(","):
        match = RANGE.fullmatch(part)
        if not match:
            raise argparse.ArgumentTypeError("give counts such as 512 or 128,256 or 128-512+128 or 128-1024*2")
        first, last = int(match[1]), int(match[2] or match[1])
        sign, step = match[3] or "+", int(match[4] or 1)
        if step < (1 if sign == "+" else 2) or (sign == "*" and not first):
            raise argparse.ArgumentTypeError(f"{part} never ends: give a larger step")
        while first <= last:
            numbers.append(first)
            first = first + step if sign == "+" else first * step
    if not numbers:
        raise argparse.ArgumentTypeError(f"{text} is empty: give the smaller count first")
    return tuple(numbers)


def pair(text: str) -> tuple[int, int]:
    """Two counts above zero: prompt and generation."""
    numbers = text.split(",")
    if len(numbers) != 2:
        raise argparse.ArgumentTypeError("give two counts, such as 512,128")
    return positive(numbers[0]), positive(numbers[1])


def natural(text: str) -> int:
    if not text.isdecimal():
        raise argparse.ArgumentTypeError("give a whole number, or 0")
    return int(text)


def positive(text: str) -> int:
    if not text.isdecimal() or not int(text):
        raise argparse.ArgumentTypeError("give a whole number above zero")
    return int(text)


def thread_count(text: str) -> int:
    if (count := positive(text)) > MOST_THREADS:
        raise argparse.ArgumentTypeError(f"give {MOST_THREADS:,} at most")
    return count
