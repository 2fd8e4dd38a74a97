"""What the engine is asked: files before words, and the oldest messages left out where the context is full."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise

from app.chat.asking import Asking, dropped, messages
from app.chat.attachment import Attachment
from app.chat.turn import Turn
from engine.protocol import Message
from tests.app.fake_engine import STATISTICS


def talk(pairs: int, letters: int, tokens_each: int = 0) -> list[Turn]:
    """Questions and replies; with `tokens_each` the replies say that a pair takes so many tokens."""
    turns = []
    for number in range(pairs):
        used = (number + 1) * tokens_each
        told = replace(STATISTICS, prompt_tokens=used - tokens_each // 2, context_used=used) if tokens_each else None
        turns.append(Turn("user", f"{number:04}" + "q" * (letters - 4)))
        turns.append(Turn("assistant", "a" * letters, statistics=told))
    return turns


def test_files_go_before_the_words_fenced_by_more_than_they_hold() -> None:
    files = (Attachment("a.md", "```\ncode\n```\n"), Attachment("b.txt", "plain"))
    (asked,) = messages([Turn("user", "Compare", files=files)], Asking())
    assert asked.content == "a.md:\n````\n```\ncode\n```\n````\n\nb.txt:\n```\nplain\n```\n\nCompare"
    (alone,) = messages([Turn("user", "", files=files[1:])], Asking())
    assert alone.content == "b.txt:\n```\nplain\n```"


def test_nothing_is_left_out_while_it_fits_or_nobody_knows_the_context() -> None:
    assert dropped(talk(10, 300), 8192) == 0
    assert dropped(talk(10, 300_000), 0) == 0


def test_whole_pairs_are_left_out_and_the_question_never() -> None:
    turns = [*talk(40, 300, 200), Turn("user", "Now?")]  # 8,000 tokens
    gone = dropped(turns, 4096)
    assert gone % 2 == 0
    assert 0 < gone < len(turns) - 1
    left = (len(turns) - gone) * 100
    assert 4096 * 0.65 - 300 < left < 4096 * 0.9 + 100
    asked = messages(turns, Asking("Be brief", context=4096))
    assert asked[0] == Message("system", "Be brief")
    assert asked[1].content.startswith(f"{gone // 2:04}")
    assert asked[-1].content == "Now?"
    huge = [*talk(2, 300_000), Turn("user", "x" * 300_000)]
    assert messages(huge, Asking(context=4096))[-1].content == huge[-1].text


def test_what_is_left_out_moves_in_steps_so_that_the_cache_is_of_use() -> None:
    gone = [dropped([*talk(pairs, 300, 200), Turn("user", "Next")], 4096) for pairs in range(1, 60)]
    assert gone == sorted(gone)
    changes = sum(before != after for before, after in pairwise(gone))
    assert changes <= 60 * 200 / 1024 + 1


def test_replies_say_how_many_letters_a_token_has() -> None:
    dense, sparse = talk(10, 300, 500), talk(10, 300, 100)
    assert dropped([*dense, Turn("user", "?")], 4096) > 0
    assert dropped([*sparse, Turn("user", "?")], 4096) == 0
    after = [*talk(40, 300, 200), Turn("user", "q"), Turn("assistant", "a", statistics=STATISTICS)]  # it was cut then
    assert dropped([*after, Turn("user", "?")], 4096) > 0


def test_a_reply_that_was_cut_in_mid_thought_goes_along() -> None:
    turns = [Turn("user", "Why?"), Turn("assistant", "", "cancelled", thinking="Because")]
    assert messages(turns, Asking())[-1] == Message("assistant", "", "Because")
    assert messages([*turns, Turn("user", "Go on")], Asking()) == (Message("user", "Go on"),)
