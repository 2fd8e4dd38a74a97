"""Every sampler as its plain definition: slow, obvious, on whole vocabularies, in numpy. What the engine is held to."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence

import numpy as np

from engine.protocol import Sampling

Logits = dict[int, float]  # of the tokens that are still candidates


def softmax(logits: Logits) -> Logits:
    best = max(logits.values())
    weights = {token: math.exp(logit - best) for token, logit in logits.items()}
    total = math.fsum(weights.values())
    return {token: weight / total for token, weight in weights.items()}


def entropy(probabilities: Logits) -> float:
    return -math.fsum(p * math.log(p) for p in probabilities.values() if p > 0)


def by_likelihood(logits: Logits) -> list[int]:
    return sorted(logits, key=lambda token: -logits[token])


def until(order: Sequence[int], probabilities: Logits, enough: Callable[[float], bool]) -> list[int]:
    """The first of `order`, up to and including the one with which the sum is enough."""
    kept: list[int] = []
    total = 0.0
    for token in order:
        kept.append(token)
        total += probabilities[token]
        if enough(total):
            break
    return kept


def bias(logits: Logits, rule: Sampling) -> Logits:
    for token, amount in rule.logit_bias:
        logits = {**logits, token: logits[token] + amount}
    return {token: logit for token, logit in logits.items() if logit > -math.inf}


def penalties(logits: Logits, rule: Sampling, history: Sequence[int]) -> Logits:
    recent = list(history) if rule.repeat_last_n < 0 else list(history)[::-1][: rule.repeat_last_n]
    changed = dict(logits)
    for token in logits:
        if count := recent.count(token):
            logit = logits[token] / rule.repeat_penalty if logits[token] > 0 else logits[token] * rule.repeat_penalty
            changed[token] = logit - count * rule.frequency_penalty - rule.presence_penalty
    return changed


def dry(logits: Logits, rule: Sampling, history: Sequence[int], single: Sequence[int] = ()) -> Logits:
    """With sequence breakers that are tokens, `single`."""
    recent = list(history) if rule.dry_penalty_last_n < 0 else list(history)[::-1][: rule.dry_penalty_last_n][::-1]
    unbroken = len(recent)
    for place, token in enumerate(reversed(recent)):
        if token in single:
            unbroken = place
            break
    if rule.dry_multiplier == 0 or len(recent) <= rule.dry_allowed_length or unbroken < rule.dry_allowed_length:
        return logits
    changed = dict(logits)
    for token in logits:
        longest = -1
        for place in range(1, len(recent)):
            if recent[place] != token or token in single:
                continue
            length = 0
            while length < min(place, unbroken) and recent[place - 1 - length] == recent[-1 - length]:
                length += 1
            longest = max(longest, length)
        if longest >= rule.dry_allowed_length:
            changed[token] = logits[token] - rule.dry_multiplier * rule.dry_base ** (longest - rule.dry_allowed_length)
    return changed


def top_n_sigma(logits: Logits, rule: Sampling) -> Logits:
    if rule.top_n_sigma <= 0:
        return logits
    floor = max(logits.values()) - rule.top_n_sigma * float(np.std(list(logits.values())))
    return {token: logit if logit >= floor else -math.inf for token, logit in logits.items()}


def top_k(logits: Logits, rule: Sampling) -> Logits:
    order = by_likelihood(logits)
    return {token: logits[token] for token in (order[: rule.top_k] if rule.top_k else order)}


def typical(logits: Logits, rule: Sampling) -> Logits:
    if rule.typical_p >= 1:
        return logits
    probabilities = softmax(logits)
    level = entropy(probabilities)
    surprise = {token: -math.log(p) if p > 0 else math.inf for token, p in probabilities.items()}
    order = sorted(by_likelihood(logits), key=lambda token: abs(surprise[token] - level))
    kept = set(until(order, probabilities, lambda total: total > rule.typical_p))
    return {token: logits[token] for token in by_likelihood(logits) if token in kept}


def top_p(logits: Logits, rule: Sampling) -> Logits:
    kept = until(by_likelihood(logits), softmax(logits), lambda total: total >= rule.top_p)
    return {token: logits[token] for token in kept} if rule.top_p < 1 else logits


def min_p(logits: Logits, rule: Sampling) -> Logits:
    probabilities = softmax(logits)
    least = rule.min_p * max(probabilities.values())
    kept = [token for token in logits if probabilities[token] >= least]
    return {token: logits[token] for token in kept} if rule.min_p > 0 else logits


def xtc(logits: Logits, rule: Sampling, takes_part: bool) -> Logits:
    if not takes_part or rule.xtc_threshold > 0.5:
        return logits
    probabilities = softmax(logits)
    top = [token for token in by_likelihood(logits) if probabilities[token] >= rule.xtc_threshold]
    return {token: logit for token, logit in logits.items() if token not in top[:-1]}


def temperature(logits: Logits, rule: Sampling) -> Logits:
    """Probabilities."""
    heat = rule.temperature
    if rule.dynatemp_range > 0 and len(logits) > 1:
        low, high = max(0.0, heat - rule.dynatemp_range), heat + rule.dynatemp_range
        heat = low + (high - low) * (entropy(softmax(logits)) / math.log(len(logits))) ** rule.dynatemp_exponent
    if heat == 0:
        best = by_likelihood(logits)[0]
        return {token: float(token == best) for token in logits}
    best_logit = max(logits.values())
    return softmax({token: (logit - best_logit) / heat for token, logit in logits.items()})


def distribution(
    logits: Mapping[int, float],
    rule: Sampling,
    history: Sequence[int] = (),
    single: Sequence[int] = (),
    xtc_takes_part: bool = False,
) -> Logits:
    """The probabilities of the tokens that may be drawn, best first."""
    left = dry(penalties(bias(dict(logits), rule), rule, history), rule, history, single)
    left = min_p(top_p(typical(top_k(top_n_sigma(left, rule), rule), rule), rule), rule)
    probabilities = temperature(xtc(left, rule, xtc_takes_part), rule)
    return {token: probabilities[token] for token in by_likelihood(probabilities) if probabilities[token] > 0}
