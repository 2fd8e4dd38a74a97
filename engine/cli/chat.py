"""tandem-engine chat"""

from __future__ import annotations

import argparse
import json
import sys

from engine import protocol
from engine.cli.client import Client, Refused
from engine.cli.options import load, load_command, model_options, positive, tell
from engine.cli.reply import WholeReply
from engine.cli.sampling import sampling, sampling_options


def add_options(parser: argparse.ArgumentParser) -> None:
    model_options(parser)
    parser.add_argument("--prompt", metavar="TEXT", help="answer this and end; - reads it from standard input")
    parser.add_argument("--system", metavar="TEXT", help="system prompt")
    parser.add_argument("--raw", action="store_true", help="continue the prompt itself, without a chat template")
    parser.add_argument("--max-tokens", type=positive)
    parser.add_argument("--stop", action="append", default=[], metavar="TEXT", help="may be given several times")
    parser.add_argument("--json", action="store_true", help="with --prompt: the answer and its statistics as JSON")
    sampling_options(parser)


def run(args: argparse.Namespace) -> int:
    with Client() as client:
        load(client, load_command(args, args.split_mode))
        return _one(client, args) if args.prompt is not None else _interactive(client, args)


def _one(client: Client, args: argparse.Namespace) -> int:
    prompt = sys.stdin.read() if args.prompt == "-" else args.prompt
    if args.raw:
        command = _command(args, prompt=prompt)
    else:
        command = _command(args, (*_system(args), protocol.Message("user", prompt)))
    reply, finished = _reply(client, command, show=not args.json)
    if args.json:
        numbers = finished.statistics
        print(
            json.dumps(
                {
                    "text": reply.text,
                    "thinking": reply.thinking,
                    "token_ids": reply.token_ids,
                    "prompt_tokens": numbers.prompt_tokens,
                    "cached_tokens": numbers.cached_tokens,
                    "stop_reason": finished.stop_reason,
                    "pp_ts": numbers.pp_ts,
                    "tg_ts": numbers.tg_ts,
                    "ttft_s": numbers.ttft_s,
                    "thinking_s": numbers.thinking_s,
                }
            )
        )
    return 130 if finished.stop_reason == "cancelled" else 0


def _interactive(client: Client, args: argparse.Namespace) -> int:
    tell("Write a message and press Enter. Ctrl+C stops a reply, a second one the program.")
    messages = _system(args)
    while True:
        try:
            said = input("> ")
        except (EOFError, KeyboardInterrupt):
            print()
            return 0
        if not said.strip():
            continue
        asked = (*messages, protocol.Message("user", said))
        try:
            reply, finished = _reply(client, _command(args, asked), show=True)
        except Refused as refusal:  # too long, say: a shorter message may do
            tell(str(refusal))
            continue
        tell(_line(finished))
        messages = (*asked, protocol.Message("assistant", reply.text, reply.thinking))


def _reply(client: Client, command: protocol.Generate, show: bool) -> tuple[WholeReply, protocol.Finished]:
    """The whole reply; the first Ctrl+C ends it early, a second one raises KeyboardInterrupt."""
    reply = WholeReply(sys.stdout if show else None)
    try:
        return reply, _finished(client, command, reply)
    finally:
        reply.end()


def _finished(client: Client, command: protocol.Generate, reply: WholeReply) -> protocol.Finished:
    events = client.ask(command)
    interrupted = False
    while True:
        try:
            event = next(events)
        except KeyboardInterrupt:
            if interrupted:
                raise
            interrupted = True
            client.cancel()
            continue
        match event:
            case protocol.Text():
                reply.take(event)
            case protocol.Finished():
                return event


def _line(finished: protocol.Finished) -> str:
    numbers = finished.statistics
    parts = [
        f"{numbers.tg_ts:.1f} tok/s" if numbers.tg_ts else "",
        f"prompt {numbers.pp_ts:.0f} tok/s" if numbers.pp_ts else "",
        f"first token {numbers.ttft_s:.2f} s" if numbers.ttft_s else "",
        f"thought for {numbers.thinking_s:.1f} s" if numbers.thinking_s is not None else "",
        f"{numbers.generated_tokens} tokens",
        f"{numbers.cached_tokens} of {numbers.prompt_tokens} prompt tokens reused" if numbers.cached_tokens else "",
        "" if finished.stop_reason == "end" else f"stopped: {finished.stop_reason}",
    ]
    return "[" + ", ".join(part for part in parts if part) + "]"


def _system(args: argparse.Namespace) -> tuple[protocol.Message, ...]:
    return (protocol.Message("system", args.system),) if args.system else ()


def _command(
    args: argparse.Namespace, messages: tuple[protocol.Message, ...] = (), prompt: str | None = None
) -> protocol.Generate:
    return protocol.Generate(0, messages, prompt, sampling(args), args.max_tokens, tuple(args.stop))
