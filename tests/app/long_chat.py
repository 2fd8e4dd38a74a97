"""A conversation such as models write, as long as one likes, with the messages that are hardest to show."""

from __future__ import annotations

from random import Random

from app.chat.conversation import Conversation, in_a_row
from app.chat.turn import Turn

TOKEN = 4  # letters, about
HUGE = 400_000  # letters
SENTENCE = (
    "the model reads each layer from memory once per token so that speed follows bandwidth and not arithmetic "
    "while two cards share heads channels rows and add up what they have got after every part of a layer"
)
WORDS = SENTENCE.split()


def sentence(draw: Random) -> str:
    words = draw.choices(WORDS, k=draw.randint(6, 18))
    marked = draw.randrange(len(words))
    words[marked] = draw.choice(("**{}**", "*{}*", "`{}`", "{}", "{}", "{}")).format(words[marked])
    return " ".join(words).capitalize() + "."


def prose(draw: Random, letters: int) -> str:
    """Paragraphs of some sentences."""
    found, size = [], 0
    while size < letters:
        found.append(" ".join(sentence(draw) for _ in range(draw.randint(2, 6))))
        size += len(found[-1]) + 2
    return "\n\n".join(found)


def code(draw: Random, lines: int) -> str:
    numbers = [(n, draw.random(), WORDS[n % len(WORDS)]) for n in range(lines)]
    written = [f"    total_{n} = add(rows[{n}], scale={part:.3f})  # {word}" for n, part, word in numbers]
    return "\n".join(["def add_up(rows):", *written])


def reply(draw: Random, letters: int) -> str:
    items = "\n".join(f"- {sentence(draw)}" for _ in range(draw.randint(3, 8)))
    table = "| mode | tok/s |\n|---|---|\n" + "\n".join(f"| {word} | {draw.random():.2f} |" for word in WORDS[:4])
    fence = f"```python\n{code(draw, draw.randint(5, 40))}\n```"
    parts = [prose(draw, letters // 2), items, fence, table, prose(draw, letters // 3)]
    return f"## {sentence(draw)}\n\n" + "\n\n".join(parts)


def long_chat(tokens: int, huge: bool = True) -> Conversation:
    """Exchanges of `tokens` in all; among them, if `huge`, messages of 400 KB in many paragraphs, in one paragraph, in
    one line of code, in one word, and in one line that the user wrote.
    """
    draw, turns, letters = Random(7), list[Turn](), 0
    while letters < tokens * TOKEN:
        turns += [Turn("user", sentence(draw)), Turn("assistant", reply(draw, draw.randint(1000, 9000)))]
        letters += sum(len(turn.text) for turn in turns[-2:])
    if huge:
        line = " ".join(sentence(draw) for _ in range(HUGE // 70))
        hard = (prose(draw, HUGE), line, f"```\n{line}\n```", "ab" * (HUGE // 2))
        for place, text in enumerate(hard):
            at = (place + 1) * len(turns) // 6 // 2 * 2
            turns[at:at] = [Turn("user", sentence(draw)), Turn("assistant", text)]
        turns[-2:-2] = [Turn("user", line), Turn("assistant", sentence(draw))]
    return in_a_row(turns)
