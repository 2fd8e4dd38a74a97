"""What a model thinks and what it answers, however the text arrives."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.thinking import TAGS, ThinkingSplitter, begun_text

Parts = tuple[str, str]


def parts(pieces: list[str], prompt: str = "") -> Parts:
    """(thinking, answer) of a reply that arrives in `pieces`; the thinking must come first."""
    splitter = ThinkingSplitter(prompt)
    told = [piece for text in pieces for piece in splitter.feed(text)] + splitter.flush()
    assert all(piece.text for piece in told)
    assert [piece.thinking for piece in told] == sorted((piece.thinking for piece in told), reverse=True)
    thinking, answer = ("".join(piece.text for piece in told if piece.thinking is part) for part in (True, False))
    return thinking, answer


REPLIES = {
    "<think>\nLet me see.\n\nYes.\n</think>\n\nIt is 4.\n": ("Let me see.\n\nYes.", "It is 4.\n"),
    "[THINK]Hm.[/THINK]Four.": ("Hm.", "Four."),
    " \n<think>a</think>b": ("a", "b"),
    "<think>\n\n</think>\n\nAt once.": ("", "At once."),
    "<think>cut off in mid-thou": ("cut off in mid-thou", ""),
    "<think>cut off in the tag </th": ("cut off in the tag </th", ""),
    "<think>a</think>": ("a", ""),
    "<think>a < b </think>c</think> d": ("a < b", "c</think> d"),
    "<think>a [/THINK] b</think>c": ("a [/THINK] b", "c"),
    "  No thinking. ": ("", "  No thinking. "),
    "Later <think>is no tag</think>": ("", "Later <think>is no tag</think>"),
    "<thinking is no tag": ("", "<thinking is no tag"),
    "</think>neither": ("", "</think>neither"),
    "<thi": ("", "<thi"),
    " \n": ("", " \n"),
    "": ("", ""),
}
OPENED = {
    "I think.\n</think>\n\nSo.": ("I think.", "So."),
    "\n<think>\nAgain.</think>So.": ("Again.", "So."),
    "</think>So.": ("", "So."),
    "still thinking \n": ("still thinking", ""),
    " <thi": ("<thi", ""),
    "": ("", ""),
}


@pytest.mark.parametrize(("reply", "expected"), REPLIES.items())
def test_a_reply(reply: str, expected: Parts) -> None:
    assert parts([reply]) == expected
    assert parts(list(reply)) == expected


@pytest.mark.parametrize(("reply", "expected"), OPENED.items())
def test_a_prompt_that_ends_with_the_tag(reply: str, expected: Parts) -> None:
    prompt = "<|user|>Hi<|assistant|><think>\n"
    assert parts([reply], prompt) == expected
    assert parts(list(reply), prompt) == expected


def test_a_prompt_with_a_closed_tag_opens_nothing() -> None:
    assert parts(["Hello"], "<|assistant|><think>\n\n</think>\n\n") == ("", "Hello")


marks = [mark for pair in TAGS for mark in pair]
texts = st.lists(st.sampled_from([*marks, *[mark[:3] for mark in marks], " ", "\n", "a", "<", "[", "/"])).map("".join)


@given(texts, st.lists(st.integers(0, 60)), st.sampled_from(["", "x<think>\n", "[THINK]"]))
def test_the_cuts_do_not_matter(reply: str, cuts: list[int], prompt: str) -> None:
    places = [0, *sorted(min(cut, len(reply)) for cut in cuts), len(reply)]
    pieces = [reply[start:stop] for start, stop in pairwise(places)]
    assert parts(pieces, prompt) == parts([reply], prompt)


@given(texts, texts)
def test_nothing_but_tags_and_white_space_is_lost(thought: str, answer: str) -> None:
    thought = thought.replace("</think>", "")
    while "</think>" in thought:
        thought = thought.replace("</think>", "")
    assert parts([f"<think>{thought}</think>{answer}"]) == (thought.strip(), answer.lstrip())


def test_pieces_come_as_early_as_they_can() -> None:
    splitter = ThinkingSplitter()
    arriving = ("<think>", "Hm", " </", "b> ok", "</think>", "A")
    shown = [[piece.text for piece in splitter.feed(text)] for text in arriving]
    assert shown == [[], ["Hm"], [], [" </b> ok"], [], ["A"]]


WHOLE = "<think>\nLet me see.\n</think>\n\nIt is 4."


@pytest.mark.parametrize("opened", [False, True])
@pytest.mark.parametrize("cut", range(9, len(WHOLE)))
def test_a_cut_reply_is_told_apart_as_if_it_had_not_been_cut(cut: int, opened: bool) -> None:
    prompt = "Why?<think>\n" if opened else "Why?"
    written = WHOLE.removeprefix("<think>\n") if opened else WHOLE
    thinking, answer = parts([WHOLE[:cut].removeprefix("<think>\n") if opened else WHOLE[:cut]], prompt)
    if thinking.endswith(("<", "/", "think")) or (not answer and "</" in WHOLE[:cut]):
        return  # in the tag itself: what of it is kept as thinking stays there
    begun = begun_text(prompt, "", answer, thinking)
    assert written.startswith(begun.rstrip()) or not answer
    splitter = ThinkingSplitter(prompt)
    splitter.resume(begun)
    told = splitter.feed(WHOLE[cut:]) + splitter.flush()
    rest = ["".join(piece.text for piece in told if piece.thinking is part) for part in (True, False)]
    assert (thinking + rest[0]).replace(" ", "") == "Letmesee."
    assert answer + rest[1] == "It is 4."


def test_a_reply_is_begun_in_the_tags_of_its_model() -> None:
    assert begun_text("Why?", "{{ '[/THINK]' }}", "Four", "Hm") == "[THINK]\nHm\n[/THINK]\n\nFour"
    assert begun_text("Why?", "", "Four", "") == "Four"
    assert begun_text("Why?<think>\n", "", "Four", "") == "\n</think>\n\nFour"
