"""tandem-engine: everything that the window can do, without a window."""

from __future__ import annotations

import argparse
import errno
import importlib
import io
import os
import sys

from engine import __version__

COMMANDS = {
    "devices": "list the devices of this computer",
    "inspect": "show what a model file holds, and how it would be split",
    "chat": "talk to a model, or answer one prompt",
    "score": "print the log-probabilities of a text",
    "bench": "time prompt and generation in one or more split modes",
    "compare": "do the same work in several split modes by turns, and say which is faster",
}

FULL = (errno.ENOSPC, errno.EFBIG, getattr(errno, "EDQUOT", errno.ENOSPC))  # disk, file size, quota


def main(argv: list[str] | None = None) -> int:
    """Run one command; returns the exit code: 0, 1 after a failure told in one sentence, 130 after Ctrl+C."""
    _open_streams()
    try:
        code = _run(sys.argv[1:] if argv is None else argv)
        sys.stdout.flush()  # what cannot be written any more is noticed here, and not by Python at its end
        return code
    except KeyboardInterrupt:
        return 130
    except BrokenPipeError:
        _drop_output()
        return 0  # whoever reads our output has read enough
    except OSError as error:
        if error.errno not in FULL or error.filename:
            raise
        _drop_output()
        print(f"tandem-engine: The output cannot be written: {error.strerror}. Send it elsewhere.", file=sys.stderr)
        return 1


def _open_streams() -> None:
    """None is missing, and none fails over a character that it cannot hold.

    A program may be started without some of them, and the pipes to its children would get their numbers. Bytes that are
    no text, and characters that the output's encoding lacks, become marks, as they do in a prompt.
    """
    for name, mode in (("stdin", "r"), ("stdout", "w"), ("stderr", "w")):  # in the order of their numbers
        stream = getattr(sys, name)
        if stream is None:
            setattr(sys, name, open(os.devnull, mode, encoding="utf-8"))  # noqa: SIM115 (open to the end)
        elif isinstance(stream, io.TextIOWrapper) and stream.errors == "strict":
            stream.reconfigure(errors="replace")


def _drop_output() -> None:
    """Python writes what is left of the output at its end, and would complain once more."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _run(arguments: list[str]) -> int:
    parser = argparse.ArgumentParser(prog="tandem-engine", description=__doc__)
    parser.add_argument("--version", action="version", version=f"tandem-engine {__version__}")
    commands = parser.add_subparsers(dest="command", required=True, metavar="COMMAND")
    for name, summary in COMMANDS.items():
        command = commands.add_parser(name, help=summary, description=summary)
        if name in arguments:  # only the chosen command's module is imported: this file runs again in every child
            importlib.import_module(f"engine.cli.{name}").add_options(command)
    args = parser.parse_args(arguments)
    from engine.cli.client import CommandFailed

    try:
        return int(importlib.import_module(f"engine.cli.{args.command}").run(args))
    except CommandFailed as failure:
        print(f"tandem-engine: {failure}", file=sys.stderr)
        return 1


if __name__ == "__main__":
    sys.exit(main())
