"""Strings that tokenizers get wrong: always the same ones, so that answers about them can be kept."""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence

RANGES = (
    (0x01, 0x1F), (0x20, 0x7E), (0xA0, 0x17F), (0x370, 0x3FF), (0x400, 0x4FF), (0x590, 0x5FF),
    (0x600, 0x6FF), (0x900, 0x97F), (0xE00, 0xE7F), (0x1100, 0x11FF), (0x1E00, 0x1EFF), (0x2000, 0x206F),
    (0x20A0, 0x20BF), (0x2190, 0x22FF), (0x2580, 0x259F), (0x3000, 0x30FF), (0x4E00, 0x9FFF),
    (0xAC00, 0xD7A3), (0xE000, 0xE0FF), (0xFE00, 0xFE0F), (0xFF00, 0xFFEF), (0x10330, 0x1034A),
    (0x1D400, 0x1D7FF), (0x1F300, 0x1FAFF), (0x20000, 0x2A6DF),
)  # fmt: skip
WORDS = (
    "the", "The", "THE", "ferry", "don't", "I'll", "we've", "it's", "He'd", "naïve", "café", "Straße",
    "internationalisation", "x1", "3rd", "1,234.56", "0xFF", "100%", "e-mail", "U.S.A.", "C++", "#tag",
    "@name", "https://example.org/a?b=c&d=%20", "foo_bar", "fooBar", "FOO", "façade", "über", "Привет",
    "мир", "日本語", "你好", "한국어", "שלום", "مرحبا", "नमस्ते", "สวัสดี", "Ω", "½", "№", "…", "—",
    "“quoted”", "'single'", "\u0301", "e\u0301", "ﬁ",
)  # fmt: skip
SPACES = (
    " ", "  ", "   ", "        ", "\t", "\t\t", "\n", "\n\n", "\n\n\n", "\r\n", " \n ",
    "\u00a0", "\u3000", "\u2009", "\u200b", "\u2581",
)  # fmt: skip
CODE = (
    "def f(x):\n    return x**2\n",
    "for (int i=0;i<10;++i){\n\ta[i] = b[i];\n}",
    "if __name__ == '__main__':",
    '{"key": [1, 2.5, null, true], "s": "a\\nb"}',
    "SELECT * FROM t WHERE a >= 10 AND b <> 'x';",
    '<div class="a">&nbsp;</div>',
    "x = [i for i in range(100) if i % 2 == 0]  # even",
    "\\frac{a}{b} + \\sqrt{x_1^2}",
    "$ grep -rn 'a|b' . | wc -l",
    "    \t  mixed\tindent",
    "/* comment */ #include <stdio.h>",
    "λ x → x ∘ x",
    "a/b\\c:d;e",
    "==== ---- ____ ....",
)
EMOJI = ("😀", "👍🏽", "👩‍💻", "👨‍👩‍👧‍👦", "🇫🇷", "❤️", "🏳️‍🌈", "1️⃣", "🍞", "☃", "🧑🏿‍🚀", "©️")


def texts(count: int, seed: int, specials: Sequence[str]) -> list[str]:
    """`count` different strings; some of them hold `specials`, whole, cut short and side by side."""
    chance = random.Random(seed)

    def characters() -> str:
        low, high = chance.choice(RANGES)
        return "".join(chr(chance.randint(low, high)) for _ in range(chance.randint(1, 24)))

    def prose() -> str:
        return "".join(chance.choice(WORDS) + chance.choice(SPACES) for _ in range(chance.randint(1, 16)))

    def code() -> str:
        return chance.choice(SPACES[3:9]).join(chance.sample(CODE, chance.randint(1, 3)))

    def emoji() -> str:
        return "".join(chance.choice(EMOJI + WORDS) for _ in range(chance.randint(1, 10)))

    def spaces() -> str:
        return "".join(chance.choice(SPACES) for _ in range(chance.randint(1, 12)))

    def digits() -> str:
        return "".join(chance.choice("0123456789 .,-/:²٣") for _ in range(chance.randint(1, 20)))

    def special() -> str:
        name = chance.choice(specials)
        return chance.choice((name, name, f" {name} ", name[: chance.randint(1, len(name))], name * 2))

    kinds: tuple[Callable[[], str], ...] = (characters, prose, code, emoji, spaces, digits, special)
    found: dict[str, None] = {}
    while len(found) < count:
        found["".join(chance.choice(kinds)() for _ in range(chance.randint(1, 4)))] = None
    return list(found)
