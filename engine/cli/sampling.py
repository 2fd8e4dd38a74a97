"""The samplers' options, under llama.cpp's names."""

from __future__ import annotations

import argparse
import re

from engine.protocol import Sampling

# The field of `Sampling` that holds a number, its flags, and what to know about it; in the order of the samplers.
NUMBERS = (
    ("temperature", ("--temperature", "--temp"), "0: the likeliest token"),
    ("dynatemp_range", ("--dynatemp-range",), "the temperature moves by up to this, with the entropy; 0: off"),
    ("dynatemp_exponent", ("--dynatemp-exp",), "how the entropy counts there"),
    ("top_k", ("--top-k",), "0: off"),
    ("top_p", ("--top-p",), "1: off"),
    ("min_p", ("--min-p",), "0: off"),
    ("top_n_sigma", ("--top-n-sigma", "--top-nsigma"), "0 and below: off"),
    ("typical_p", ("--typical", "--typical-p"), "1: off"),
    ("xtc_probability", ("--xtc-probability",), "0: off"),
    ("xtc_threshold", ("--xtc-threshold",), "above 0.5: off"),
    ("repeat_penalty", ("--repeat-penalty",), "1: off"),
    ("presence_penalty", ("--presence-penalty",), "0: off"),
    ("frequency_penalty", ("--frequency-penalty",), "0: off"),
    ("repeat_last_n", ("--repeat-last-n",), "tokens that these penalties look back; -1: all"),
    ("dry_multiplier", ("--dry-multiplier",), "0: off"),
    ("dry_base", ("--dry-base",), "the penalty grows by this with every repeated token"),
    ("dry_allowed_length", ("--dry-allowed-length",), "repeated tokens without a penalty"),
    ("dry_penalty_last_n", ("--dry-penalty-last-n",), "tokens that DRY looks back; -1: all"),
)

ESCAPES = {"\\n": "\n", "\\t": "\t", "\\r": "\r", '\\"': '"', "\\\\": "\\"}
BIAS = re.compile(r"(\d+)([+-].+)")


def sampling_options(parser: argparse.ArgumentParser) -> None:
    group = parser.add_argument_group("samplers")
    for field, flags, help in NUMBERS:
        default = getattr(Sampling(), field)
        group.add_argument(
            *flags, dest=field, type=type(default), default=default, metavar="N", help=f"{help} (default {default:g})"
        )
    group.add_argument(
        "--dry-sequence-breaker",
        dest="dry_sequence_breakers",
        type=_unescaped,
        action="append",
        metavar="TEXT",
        help="no repetition counts across this; in place of newline : \" and *; may be repeated; none: nothing breaks",
    )
    group.add_argument(
        "--logit-bias",
        type=_bias,
        action="append",
        default=[],
        metavar="TOKEN(+/-)BIAS",
        help="a token is likelier (15043+1), less likely (15043-1) or impossible (15043-inf); may be repeated",
    )
    group.add_argument("--seed", type=int, metavar="N", help="the same seed gives the same text; -1: always a new one")


def sampling(args: argparse.Namespace) -> Sampling:
    """What the options say; whether it makes sense is the engine's to judge."""
    breakers = args.dry_sequence_breakers
    return Sampling(
        **{field: getattr(args, field) for field, _, _ in NUMBERS},
        dry_sequence_breakers=(
            Sampling().dry_sequence_breakers if breakers is None else tuple(text for text in breakers if text != "none")
        ),
        logit_bias=tuple(args.logit_bias),
        seed=None if args.seed == -1 else args.seed,
    )


def _unescaped(text: str) -> str:
    """A shell gives a newline as backslash and n."""
    return re.sub(r'\\[ntr"\\]', lambda found: ESCAPES[found.group()], text)


def _bias(text: str) -> tuple[int, float]:
    found = BIAS.fullmatch(text)
    token, bias = found.groups() if found else ("", "")
    try:
        return int(token), float(bias)
    except ValueError:
        raise argparse.ArgumentTypeError("give a token and its bias, such as 15043+1 or 15043-inf") from None
