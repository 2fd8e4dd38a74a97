"""Replies that think, from a real engine: thinking and answer apart, and the next turn's prompt reuses the cache.

A random model says what it is told to by the samplers: each token of the script has a bias below the one before, and
whatever has been said is as good as ruled out.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from engine import protocol
from engine.gguf.facts import read_facts
from engine.gguf.vocabulary import Vocabulary
from engine.protocol import Generate, Message, Sampling, Statistics
from tests.engine.conftest import Talk
from tests.random_model import random_model

TURNS = (
    "{% for m in messages %}<|im_start|>{{ m.role }}\n{{ m.content }}<|im_end|>\n{% endfor %}"
    "{{ '<|im_start|>assistant\n' }}"
)
OPENING = TURNS + "{{ '<think>\n' }}"
THOUGHT = "{% if m.reasoning_content %}<think>{{ m.reasoning_content }}</think>{% endif %}"
KEEPING = TURNS.replace("{{ m.content }}", THOUGHT + "{{ m.content }}")
TAGS = {5: "<think>", 6: "</think>", 7: "[THINK]", 8: "[/THINK]"}  # control tokens, which are hidden elsewhere
END = "<|im_end|>"
HELLO = (Message("user", "hi"),)


@dataclass(frozen=True)
class Told:
    thinking: str
    text: str
    token_ids: list[int]
    stop_reason: str
    statistics: Statistics


@pytest.fixture(scope="module")
def models(tmp_path_factory: pytest.TempPathFactory) -> Mapping[str, Path]:
    folder = tmp_path_factory.mktemp("thinkers")
    sources = {"turns": TURNS, "opening": OPENING, "keeping": KEEPING}
    return {
        name: random_model(folder / f"{name}.gguf", "llama", layers=1, chat_template=source, renamed=TAGS)
        for name, source in sources.items()
    }


@pytest.fixture(scope="module")
def vocabulary(models: Mapping[str, Path]) -> Vocabulary:
    return Vocabulary.from_facts(read_facts(str(models["turns"])))


def ids(vocabulary: Vocabulary, *script: str) -> list[int]:
    parts = [vocabulary.encode(text, add_bos=False) for text in script]
    assert all(len(part) == 1 for part in parts), "each part of a script is a token of its own"
    return [token for part in parts for token in part]


def scripted(vocabulary: Vocabulary, *script: str) -> Sampling:
    tokens = ids(vocabulary, *script)
    biases = tuple((token, 1000.0 * (len(tokens) - place)) for place, token in enumerate(tokens))
    return Sampling(temperature=0, repeat_penalty=100, repeat_last_n=len(tokens) - 1, logit_bias=biases)


def told(talk: Talk, sampling: Sampling, messages: tuple[Message, ...] = HELLO, **more: Any) -> Told:
    talk.events.clear()
    finished = talk.ask(Generate(6, messages, sampling=sampling, **more), protocol.Finished, protocol.Failed)
    assert isinstance(finished, protocol.Finished), finished
    texts = [event for event in talk.events if isinstance(event, protocol.Text)]
    thinking, text = ("".join(event.text for event in texts if event.thinking is part) for part in (True, False))
    tokens = [token for event in texts for token in event.token_ids]
    return Told(thinking, text, tokens, finished.stop_reason, finished.statistics)


# What the model says, what else is asked, and what is to come of it: thinking, answer, why it ended.
SCRIPTS: tuple[tuple[tuple[str, ...], dict[str, Any], tuple[str, str, str]], ...] = (
    (("<think>", "  ", " a", " the", "</think>", " is", END), {}, ("a the", "is", "end")),
    (("[THINK]", "a", "[/THINK]", "e", END), {}, ("a", "e", "end")),
    ((" a", "<think>", " is", END), {}, ("", " a is", "end")),
    (("<think>", "</think>", " is", END), {}, ("", "is", "end")),
    (("<think>", " a", " the", "</think>", END), {"max_tokens": 3}, ("a the", "", "length")),
    (("<think>", " a", " the", "</think>", END), {"stop": (" the",)}, ("a", "", "stop")),
    (("<think>", " a", "</think>", " is", END), {"messages": (), "prompt": "hi"}, ("", " a is", "end")),  # raw
)


def test_replies(talk: Talk, models: Mapping[str, Path], vocabulary: Vocabulary) -> None:
    talk.load(models["turns"], "none", 1)
    for script, more, expected in SCRIPTS:
        reply = told(talk, scripted(vocabulary, *script), **more)
        assert (reply.thinking, reply.text, reply.stop_reason) == expected
        assert reply.token_ids == ids(vocabulary, *script)[: len(reply.token_ids)]
        assert reply.statistics.generated_tokens == len(reply.token_ids)
        seconds = reply.statistics.thinking_s
        assert (seconds is None) == (not reply.thinking)
        assert seconds is None or 0 <= seconds < 10


def test_a_template_that_opens_the_thinking(talk: Talk, models: Mapping[str, Path], vocabulary: Vocabulary) -> None:
    talk.load(models["opening"], "none", 1)
    reply = told(talk, scripted(vocabulary, " a", "</think>", " is", END))
    assert (reply.thinking, reply.text) == ("a", "is")
    assert told(talk, scripted(vocabulary, " a", " is", END)).thinking == "a is"


@pytest.mark.parametrize("name", ["turns", "keeping"])
def test_the_next_turn_reuses_what_is_the_same(
    talk: Talk, models: Mapping[str, Path], vocabulary: Vocabulary, name: str
) -> None:
    """Where the template leaves the thinking out, the cache is good up to where it stood."""
    talk.load(models[name], "none", 1)
    first = told(talk, scripted(vocabulary, "<think>", "a", "</think>", "e", END))
    asked = (*HELLO, Message("assistant", first.text, first.thinking), Message("user", "so"))
    greedy = Sampling(temperature=0)
    after = told(talk, greedy, asked, max_tokens=6)
    kept = 0 if name == "turns" else len(first.token_ids)
    assert after.statistics.cached_tokens == first.statistics.prompt_tokens + kept
    told(talk, greedy, (Message("system", "x"),), max_tokens=1)
    again = told(talk, greedy, asked, max_tokens=6)
    assert again.statistics.cached_tokens < first.statistics.prompt_tokens
    assert again.token_ids == after.token_ids
