"""With all samplers on, every split mode draws the same text, and it is the one that the definitions draw."""

from __future__ import annotations

import math
from dataclasses import replace
from pathlib import Path

import pytest

from engine import protocol
from engine.gguf.facts import read_facts
from engine.gguf.vocabulary import Vocabulary
from engine.protocol import Generate, Sampling, Score
from engine.sampling.draw import XTC_COUNTER
from engine.sampling.generator import uniform
from tests.engine.conftest import Talk
from tests.engine.sampling import definitions

PROMPT = "the cat sat on the mat: the cat sat"
COUNT = 24
SEED = 20
EVERYTHING = Sampling(
    temperature=1.3, dynatemp_range=0.5, dynatemp_exponent=1.2, top_k=60, top_p=0.97, min_p=0.005, typical_p=0.98,
    top_n_sigma=3.0, xtc_probability=0.5, xtc_threshold=0.1, repeat_penalty=1.1, presence_penalty=0.2,
    frequency_penalty=0.1, repeat_last_n=-1, dry_multiplier=2.0, dry_allowed_length=1, dry_penalty_last_n=-1,
    dry_sequence_breakers=("a",), logit_bias=((300, 1.0), (310, -math.inf)), seed=SEED,
)  # fmt: skip
# A few tokens much likelier than all others, so that there is much to repeat; 81 is the sequence breaker.
FEW = tuple((token, 18.0) for token in (81, 85, 300, 310, 320))
REPETITIVE = replace(EVERYTHING, repeat_penalty=1.02, presence_penalty=0.1, xtc_threshold=0.2, logit_bias=FEW)
WITHOUT_TOP_K = Sampling(temperature=1.5, top_k=0, top_p=0.9, min_p=0.0, typical_p=0.9, top_n_sigma=2.0, seed=SEED)


def drawn(talk: Talk, rule: Sampling) -> list[int]:
    talk.events.clear()
    command = Generate(3, prompt=PROMPT, sampling=rule, max_tokens=COUNT)
    finished = talk.ask(command, protocol.Finished, protocol.Failed)
    assert isinstance(finished, protocol.Finished), finished
    return [token for event in talk.events if isinstance(event, protocol.Text) for token in event.token_ids]


def all_logits(talk: Talk, tokens: list[int], size: int) -> list[dict[int, float]]:
    """After each of `tokens`."""
    talk.events.clear()
    talk.ask(Score(4, tokens=tuple(tokens), top=size), protocol.Scored)
    scored = [each for event in talk.events if isinstance(event, protocol.ScoredPositions) for each in event.positions]
    return [
        {token: logprob + each.logsumexp for token, logprob in zip(each.ids, each.logprobs, strict=True)}
        for each in scored
    ]


def defined(logits: dict[int, float], rule: Sampling, history: list[int], single: list[int]) -> int:
    """The token that follows `history` by the definitions, drawn with the engine's random numbers."""
    xtc_takes_part = uniform(SEED, XTC_COUNTER + len(history)) < rule.xtc_probability
    odds = definitions.distribution(logits, rule, history, single, xtc_takes_part)
    left = uniform(SEED, len(history))
    for token, probability in odds.items():
        left -= probability
        if left < 0:
            return token
    return list(odds)[-1]


@pytest.mark.timeout(120)
def test_every_mode_draws_what_the_definitions_draw(talk: Talk, small_model: Path) -> None:
    vocabulary = Vocabulary.from_facts(read_facts(str(small_model)))
    single = [token for token in range(len(vocabulary)) if b"a" in vocabulary.token_bytes(token, skip_special=False)]
    prompt = vocabulary.encode(PROMPT, add_bos=False)
    rules = EVERYTHING, REPETITIVE, WITHOUT_TOP_K
    modes: tuple[tuple[protocol.Mode, int], ...] = (("none", 1), ("layer", 2), ("tensor", 2), ("tensor", 3))
    texts = []
    for mode, ranks in modes:
        talk.load(small_model, mode, ranks, exact=True)
        texts.append([drawn(talk, rule) for rule in rules])
    assert texts == [texts[0]] * len(modes)
    for rule, text in zip(rules, texts[0], strict=True):
        assert len(text) == COUNT
        whole = [*prompt, *text]
        after = all_logits(talk, whole[:-1], len(vocabulary))
        expected = [
            defined(after[place - 1], rule, whole[:place], single) for place in range(len(prompt), len(whole))
        ]
        assert text == expected


def test_nonsense_is_refused_and_the_model_stays(talk: Talk, small_model: Path) -> None:
    talk.load(small_model, "tensor", 2)
    for rule in (Sampling(temperature=math.nan), Sampling(top_k=-5), Sampling(logit_bias=((701, 1.0),))):
        failed = talk.ask(Generate(5, prompt=PROMPT, sampling=rule), protocol.Finished, protocol.Failed)
        assert isinstance(failed, protocol.Failed)
        assert failed.sentence.endswith(".")
        assert not failed.details
    assert len(drawn(talk, Sampling(temperature=0))) == COUNT
