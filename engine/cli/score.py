"""tandem-engine score"""

from __future__ import annotations

import argparse
import json
from dataclasses import asdict
from pathlib import Path
from typing import Any

from engine import protocol
from engine.cli.client import Client, CommandFailed
from engine.cli.options import load, load_command, model_options, positive


def add_options(parser: argparse.ArgumentParser) -> None:
    model_options(parser)
    source = parser.add_mutually_exclusive_group(required=True)
    source.add_argument("--text", metavar="FILE", help="a UTF-8 text; BOS is added where the vocabulary says so")
    source.add_argument("--tokens", metavar="FILE.json", help="a JSON array of token ids; nothing is added")
    parser.add_argument("--top", type=positive, default=20, help="likeliest tokens listed per position")
    parser.add_argument("--json", action="store_true")


def run(args: argparse.Namespace) -> int:
    command = protocol.Score(0, _text(args.text), _tokens(args.tokens), args.top)
    positions: list[protocol.Position] = []
    perplexity = None
    with Client() as client:
        load(client, load_command(args, args.split_mode))
        for event in client.ask(command):
            match event:
                case protocol.ScoredPositions(positions=more):
                    positions += more
                case protocol.Scored(perplexity=measured):
                    perplexity = measured
    if args.json:
        print(json.dumps({"positions": [asdict(each) for each in positions], "perplexity": perplexity}))
    else:
        measure = "not defined" if perplexity is None else f"{perplexity:.4f}"
        print(f"{len(positions):,} tokens, perplexity {measure}")
    return 0


def _text(path: str | None) -> str | None:
    if path is None:
        return None
    try:
        return Path(path).read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise CommandFailed(f"{path} cannot be read as text: {error}.") from None


def _tokens(path: str | None) -> tuple[int, ...] | None:
    if path is None:
        return None
    try:
        ids: Any = json.loads(Path(path).read_text(encoding="utf-8"))
    except (OSError, ValueError, RecursionError) as error:
        raise CommandFailed(f"{path} cannot be read as JSON: {error}.") from None
    if not isinstance(ids, list) or not all(isinstance(each, int) for each in ids):
        raise CommandFailed(f"{path} must hold a JSON array of token ids.")
    return tuple(ids)
