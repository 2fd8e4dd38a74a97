"""Stop strings never show, in whatever pieces the text arrives."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from engine.stopping import StopStrings

WORDS = st.text(alphabet="ab<>", max_size=12)


def fed(pieces: list[str], stops: list[str]) -> str:
    filter_ = StopStrings(stops)
    shown = ""
    for piece in pieces:
        text, stopped = filter_.feed(piece)
        shown += text
        if stopped:
            return shown
    return shown + filter_.flush()


@given(st.lists(WORDS, max_size=8), st.lists(WORDS, max_size=3))
def test_what_is_shown_ends_before_the_first_stop_string(pieces: list[str], stops: list[str]) -> None:
    text = "".join(pieces)
    places = [text.find(stop) for stop in stops if stop and stop in text]
    shown = fed(pieces, stops)
    if places:
        assert not any(stop and stop in shown for stop in stops)
        assert text.startswith(shown)
        assert len(shown) >= min(places) or shown == text[: len(shown)]
    else:
        assert shown == text


@given(WORDS, WORDS.filter(bool), WORDS)
def test_one_stop_string_cuts_exactly(before: str, stop: str, after: str) -> None:
    text = before + stop + after
    assert fed(list(text), [stop]) == text[: text.find(stop)]


def test_a_beginning_is_held_until_it_is_clear() -> None:
    filter_ = StopStrings(["</end>"])
    assert filter_.feed("a </e") == ("a ", False)
    assert filter_.feed("vil>") == ("</evil>", False)
