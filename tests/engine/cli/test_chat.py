"""`chat`: every sampler has its option, and thinking is told apart on the screen and in JSON."""

from __future__ import annotations

import argparse
import io
import json
import math
import shlex
import subprocess
from dataclasses import fields
from pathlib import Path

import psutil
import pytest

from engine.cli.reply import WholeReply
from engine.cli.sampling import sampling, sampling_options
from engine.protocol import Sampling, Text
from tests.engine.cli.test_commands import ENGINE, call
from tests.engine.conftest import is_spawned
from tests.random_model import random_model

OPENED = "{% for m in messages %}{{ m.content }}{% endfor %}<think>"


def parsed(*arguments: str) -> Sampling:
    parser = argparse.ArgumentParser(exit_on_error=False)
    sampling_options(parser)
    return sampling(parser.parse_args(arguments))


def test_without_options_the_defaults_hold() -> None:
    assert parsed() == Sampling()


def test_every_setting_has_an_option() -> None:
    """Under llama.cpp's names."""
    arguments = shlex.split("""
        --temp 0.5 --dynatemp-range 0.1 --dynatemp-exp 2 --top-k 7 --top-p 0.8 --min-p 0.01 --top-n-sigma 1.5
        --typical 0.9 --xtc-probability 0.3 --xtc-threshold 0.2 --repeat-penalty 1.2 --presence-penalty -0.5
        --frequency-penalty 0.25 --repeat-last-n -1 --dry-multiplier 0.8 --dry-base 1.5 --dry-allowed-length 3
        --dry-penalty-last-n 99 --logit-bias 15+2.5 --logit-bias 16-1 --logit-bias 17-inf --seed 5
    """)
    breakers = ["--dry-sequence-breaker", "\\n\\n", "--dry-sequence-breaker", '"ä\\t']
    expected = Sampling(
        temperature=0.5, dynatemp_range=0.1, dynatemp_exponent=2.0, top_k=7, top_p=0.8, min_p=0.01, top_n_sigma=1.5,
        typical_p=0.9, xtc_probability=0.3, xtc_threshold=0.2, repeat_penalty=1.2, presence_penalty=-0.5,
        frequency_penalty=0.25, repeat_last_n=-1, dry_multiplier=0.8, dry_base=1.5, dry_allowed_length=3,
        dry_penalty_last_n=99, dry_sequence_breakers=("\n\n", '"ä\t'), seed=5,
        logit_bias=((15, 2.5), (16, -1.0), (17, -math.inf)),
    )  # fmt: skip
    assert parsed(*arguments, *breakers) == expected
    same = [field.name for field in fields(Sampling) if getattr(expected, field.name) == field.default]
    assert not same, "a setting of which nothing is tested"
    assert parsed("--dry-sequence-breaker", "none", "--seed", "-1") == Sampling(dry_sequence_breakers=())


@pytest.mark.parametrize("bias", ["15", "15*2", "x+1", "15+x", "+1"])
def test_a_bias_that_is_none(bias: str) -> None:
    with pytest.raises(argparse.ArgumentError, match="15043"):
        parsed("--logit-bias", bias)


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


def shown(screen: io.StringIO, *pieces: tuple[str, bool]) -> str:
    reply = WholeReply(screen)
    for text, thinking in pieces:
        reply.take(Text(1, text, (7,), 0.0, thinking))
    reply.end()
    return screen.getvalue()


def test_thinking_is_dimmed_and_for_people_only() -> None:
    pieces = (("", True), ("Hm", True), ("m.", True), ("", False), ("Yes", False), (".", False))
    assert shown(Terminal(), *pieces) == "\x1b[2mHmm.\x1b[0m\n\nYes.\n"
    assert shown(Terminal(), *pieces[:3]) == "\x1b[2mHmm.\x1b[0m\n"
    assert shown(Terminal(), *pieces[3:]) == "Yes.\n"
    assert shown(io.StringIO(), *pieces) == "Yes.\n"


def test_json_has_thinking_apart_and_nonsense_is_one_sentence(tmp_path: Path) -> None:
    renamed = {5: "<think>", 6: "</think>"}
    model = random_model(tmp_path / "thinker.gguf", "llama", layers=1, chat_template=OPENED, renamed=renamed)
    # Each token is likelier than the next, and none comes twice: a, </think>, e, the end.
    script = ("--logit-bias", "81+4000", "--logit-bias", "6+3000", "--logit-bias", "85+2000", "--logit-bias", "2+1000")
    once = ("--temp", 0, "--repeat-penalty", 100, "--repeat-last-n", 3)
    asked = ("chat", model, "--devices", "cpu", "--split-mode", "none", "--prompt", "hi")
    answer = json.loads(call(*asked, *script, *once, "--json").stdout)
    assert (answer["thinking"], answer["text"], answer["stop_reason"]) == ("a", "e", "end")
    assert answer["thinking_s"] >= 0
    refused = call(*asked, "--temp", "nan", code=1)
    assert "temperature" in refused.stderr
    assert refused.stderr.count("\n") == 1


def test_a_message_that_is_too_long_does_not_end_the_chat(small_model: Path) -> None:
    typed = f"Once\n{'long ' * 200}\nupon\n"
    done = call("chat", small_model, "--devices", "cpu", "--ctx", 64, "--max-tokens", 2, stdin=typed)
    assert done.stderr.count("the context holds 64") == 1
    assert done.stderr.count("tok/s") >= 2, "the message before it and the one after it are answered"


def test_a_model_that_is_lost_between_messages_is_told(small_model: Path) -> None:
    command = [*ENGINE, "chat", str(small_model), "--devices", "cpu", "--max-tokens", "2"]
    pipe = subprocess.PIPE
    with subprocess.Popen(command, stdin=pipe, stdout=pipe, stderr=pipe, text=True) as chat:
        assert chat.stdin
        assert chat.stderr
        while "Write a message" not in chat.stderr.readline():
            pass
        engine = next(filter(is_spawned, psutil.Process(chat.pid).children()))
        worker = next(filter(is_spawned, engine.children()))
        worker.kill()
        worker.wait(10)
        chat.stdin.write("Once\n")
        chat.stdin.close()
        told = chat.stderr.read()
        assert chat.wait(30) == 1
    assert "ended unexpectedly" in told
