"""Strings written by hand, each at a place where ways to cut words part."""

from __future__ import annotations

AWKWARD = (
    # Contractions: small, capital, mixed, after digits and signs, and look-alikes that fold to ASCII letters.
    "x'\u017fa 'k\u017fb 'l\u017fl", "'st 'sa 'se 'to 'ta 'te 'ma 'me 'mo 'da 'de 'do",
    "I'm we've he'll they'd you're it's can't", "I'M WE'VE HE'LL THEY'D YOU'RE IT'S CAN'T", "DON'Ts 'Ll 'lL 'rE 'Ve",
    "7's 'tis ''s 'sss x'y 'd'd", "'\u017f 'K \u2019s \u2019LL rock'n'roll", "O'Brien'S d'accord l'été",
    # Digits: runs, separators, other scripts, fractions, superscripts, beside letters and signs.
    "1 12 123 1234 12345 123456 1234567", "1,234,567.89 1.234.567,89 1 234 567", "3rd x86_64 v2.0.1 0xFF 1e-9 2nd4th",
    "1234abc5678 abc1234 $1234 #12345", "\u0661\u0662\u0663\u0664 \u0967\u0968\u0969\u096a \uff11\uff12\uff13\uff14",
    "x\u00b2\u00b3\u2074 \u00bd\u00be \u2167 \u3289 1\u00b2345", "12\u0663456 1234\u00bd5678", "  1234  5 67\n\n890",
    # Spaces: runs of every length, unusual ones, at the beginning and the end.
    " a", "a ", "  a", "a  ", " ", "  ", "   ", "a  b   c    d     e", " " * 13, "a" + " " * 40 + "b",
    " " * 300 + "x", " " * 67 + "b", "a" + " " * 35 + "b",
    "x" + " " * 700, "a\u00a0b \u00a0c\u00a0\u00a0d", "\u3000a\u3000\u3000b \u3000", "a\u2009\u200ab\u202fc\u205f d",
    "a\u2028b\u2029c\u0085d \u0085", "a\u200bb\u200dc\u2060d\ufeffe", "a\u1680b \u180ec", "\x0b\x0ca\x1c\x1db",
    # Newlines and tabs.
    "a\nb\n\nc\n\n\nd\n\n\n\n", "\n a\n  b\n   c\n", "a\r\nb\r\n\r\nc\r\rd\n\r", "\ta\t\tb\t \tc \t",
    "!\n!!\n\n! \n!\r\n/\n",
    "...\n\n\n   ...   \n", "a \n b \n\n c\t\n", "//\n/\r\n", "\n" * 9, "end.\n\n  \n\t\n  Next",
    # Signs.
    "!\"#$%&'()*+,-./:;<=>?@[\\]^_`{|}~", "a!b\"c#d$e%f&g(h)i*j+k,l-m.n/o:p;q<r=s>t?u@v[w\\x]y^z_a`b{c|d}e~f",
    " !a .b ,c _d $e ~f `g", "__init__ _a_ a__b snake_case_name", "---- ==== .... ~~~~ ____ ^^^^", "$$ ++ <=> ^~| ||",
    "a/b//c///", "\u20ac5 \u00a35 \u00a55 \u00b1\u00d7\u00f7\u2260",
    "\u2190\u2192\u21d2 \u221e\u2211\u222b \u25a0\u2588",
    "\u201ca\u201d \u2018b\u2019 \u2014c\u2014 \u2026d", "\uff01\uff0c\uff1a\uff1b\uff1f \u3001\u3002\u300c\u300d",
    "(a) [b] {c} <d>",
    "<sentinel:12> IMGIMGABCZ IMGIMGJZ xIMGIMGAZy", "<0x0A> <s> </s> [INST] <|im_start|>",
    # Letters: capitals in and before words, titlecase digraphs, modifiers, marks, ligatures.
    "camelCase PascalCase HTTPServer iPhone XMLHttpRequest aB Ab AB ab", "ÉCOLE École éCOLE ÜBERmut straßE STRASSE",
    "\u01c5ep \u01c4EP \u01c6ep \u01f2a \u1f88", "\u02b0\u02b1a \u02c7b \u02d0", "\u0345a\u0345 \u03b1\u0345\u03b2",
    "\u017fo \u212a \u212b",
    "e\u0301 E\u0301\u0302 \u0301a  \u0301 1\u0301 .\u0301", "\u0301\u0302", "nai\u0308ve cafe\u0301s",
    "\ufb01\ufb02 \u00aa\u00ba \u2102\u210d",
    "a b c d e", "x a\u0301 b y", "ΑΒΓ αβγ Αβγ ΟΔΟΣ", "Привет МИР пРИ", "հայ ՀԱՅ", "\u10d0\u10d1 \u1c90\u1c91",
    "\U00010400\U00010428a",
    # Scripts without spaces or capitals.
    "日本語のテキスト。カタカナ、ひらがな！", "中文字符abc混合123数字", "你好,世界 . 你好",
    "한국어 텍스트입니다. ㄱㄴㄷ ㅏㅑ", "ㄅㄆㄇ ﾊﾝｶｸ ＡＢＣａｂｃ",
    "ภาษาไทย ๑๒๓ กำลัง", "ພາສາລາວ", "ភាសាខ្មែរ", "မြန်မာ", "नमस्ते दुनिया क्षत्रिय १२३४", "বাংলা ভাষা", "தமிழ்",
    "مرحبا بالعالم ١٢٣ العربيّة،",
    "שָׁלוֹם עולם", "ܫܠܡܐ", "አማርኛ።", "𠀀𠀁𪚥 㐀㐁 豈更", "\u9fa5\u9fa6\u9fff", "\u0800\u3400\u4e00",
    "।॥ ۔ ، क।ख ا۔ب ا،ب", "a\uf900b\uf901c中\uf902d", "x︰︱y ﹏ ︰!", "ᄀᄁᆨ",
    # Emoji, private and odd characters.
    "👩‍💻👨‍👩‍👧‍👦 🇫🇷🇩🇪 ❤️ 🏳️‍🌈 1️⃣ 👍🏽a", "a😀b 😀😀  😀", "\ue000\uf8ff a\ue000b", "\ufffda\ufffd \ufffe\uffff",
    "\ud7ff\ue000 \U0010ffff", "\x00a\x01b\x1f\x7f", "\u0378\u0379a", "\U000e0041\U000e007f",
    # Code.
    "def f(x):\n\treturn x**2  # ok\n", "if (a[i]!=b->c){ d+=1; }\r\n", "https://a.b/c?d=%20&e=f#g",
    "print(\"%d\\n\", 10_000);",
)  # fmt: skip
