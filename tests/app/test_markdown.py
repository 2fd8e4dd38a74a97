"""Streaming Markdown: the result never depends on how the text was cut, and what is finished stays."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.chat.markdown import BlockSource, BlockStream, to_html

TEXT = """A paragraph with **words**.

```python
def f():
    return 1

print(f())
```

1. one
2. two

   more of two

| a | b |
|---|---|
| 1 | 2 |

~~~
open fence
"""


def blocks_of(*pieces: str) -> list[BlockSource]:
    stream, text = BlockStream(), ""
    for piece in pieces:
        text += piece
        stream.feed(text)
    return stream.blocks


def test_blocks_are_cut_at_the_top_level() -> None:
    kinds = [(block.kind, block.language, block.closed) for block in blocks_of(TEXT)]
    assert kinds == [
        ("prose", "", True), ("code", "python", True), ("prose", "", True), ("prose", "", True), ("code", "", False),
    ]  # fmt: skip


@settings(max_examples=60, deadline=None)
@given(st.lists(st.integers(0, len(TEXT)), max_size=12))
def test_the_cuts_of_a_stream_do_not_matter(cuts: list[int]) -> None:
    ends = [*sorted(cuts), len(TEXT)]
    pieces = [TEXT[start:end] for start, end in zip([0, *ends], ends, strict=False)]
    assert blocks_of(*pieces) == blocks_of(TEXT)


def test_finished_blocks_are_not_parsed_again() -> None:
    stream = BlockStream()
    stream.feed("One.\n\nTwo.\n\nThr")
    assert stream.feed("One.\n\nTwo.\n\nThree.") == 2
    first = stream.blocks[0]
    assert stream.feed("One.\n\nTwo.\n\nThree.\n\nFour.") == 2
    assert stream.blocks[0] is first
    assert [block.text.strip() for block in stream.blocks] == ["One.", "Two.", "Three.", "Four."]


def test_a_fence_closes_only_at_its_own_mark() -> None:
    assert not blocks_of("````\n```\ncode")[0].closed
    assert blocks_of("````\n```\ncode\n````")[0] == BlockSource("code", "```\ncode")


@pytest.mark.parametrize(
    "source", ["<script>alert(1)</script>", '<img src="file:///etc/passwd">', "a <b>bold</b> claim"]
)
def test_html_is_shown_and_not_obeyed(source: str) -> None:
    assert "&lt;" in to_html(source)
    assert "<script" not in to_html(source)
    assert "<img" not in to_html(source)


def test_images_are_links_at_most() -> None:
    assert "<img" not in to_html("![a picture](https://example.org/x.png)")
