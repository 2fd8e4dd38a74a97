"""tandem-engine: everything that the window can do, without a window."""

from __future__ import annotations

import argparse
import importlib
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


def main(argv: list[str] | None = None) -> int:
    """Run one command; returns the exit code: 0, 1 after a failure told in one sentence, 130 after Ctrl+C."""
    parser = argparse.ArgumentParser(prog="tandem-engine", description=__doc__)
    parser.add_argument("--version", action="version", version=f"tandem-engine {__version__}")
    commands = parser.add_subparsers(dest="command", required=True, metavar="COMMAND")
    arguments = sys.argv[1:] if argv is None else argv
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
    except KeyboardInterrupt:
        return 130
    except BrokenPipeError:
        return 0  # whoever reads our output has read enough


if __name__ == "__main__":
    sys.exit(main())
