"""What a worker does with a job: chunks of a prompt, then one token at a time, each step only once it is granted."""

from __future__ import annotations

import math
import time
from collections import deque
from collections.abc import Callable
from typing import Any

import torch
from torch import Tensor

from engine.gate import Gate
from engine.kernels.ops import TokenLoop
from engine.model import Model
from engine.plan.memory import LOGIT_ROWS
from engine.sampling.adjust import adjust
from engine.sampling.draw import candidates_needed, draw
from engine.steps import Begin, Distributions, Report, Times

POLL = 20e-6  # seconds


def run_job(model: Model, begin: Begin, gate: Gate, reporter: bool, send: Callable[[Any], None]) -> None:
    """Take the job's steps until it ends. One rank, the `reporter`, tells the supervisor what came of each.

    At the end every rank tells where its time went, if it knows.
    """
    model.waited()  # what was before does not count
    started = time.perf_counter_ns()
    loop = model.loop if model.loop is not None and model.loop.can_draw(begin.sampling) and not begin.top else None
    step = 0
    tokens = list(begin.tokens)
    history = [*begin.history, *tokens]
    position = begin.start
    token = -1
    prompt: tuple[int, float | None] | None = None  # once it is done: its steps, and how long they waited for others
    since = started

    def report(step: int, drawn: int) -> None:
        send(Report(begin.job, step, drawn, time.perf_counter_ns() - started).pack())

    def tell(steps: int, nanoseconds: int, waited: float | None) -> None:
        if waited is not None:
            send(Times(begin.job, steps, nanoseconds / 1e9, waited))

    while gate.wait(begin.job, step):
        if not tokens:  # the prompt is done: this step takes the token that the one before drew
            tokens = [token]
            history.append(token)
        chunk, tokens = tokens[: begin.chunk], tokens[begin.chunk :]
        if begin.top:
            act = model.forward(chunk, position)
            _score(model, act, begin, step, (chunk[1:] + tokens)[: len(chunk)], reporter, send)
        elif tokens:
            model.forward(chunk, position)
        else:
            logits = model.next_logits(chunk, position)
            token = _next(model, logits, begin, history, position + len(chunk))
        position += len(chunk)
        if reporter:
            report(step, -1 if tokens or begin.top else token)
        step += 1
        if not tokens and prompt is None:  # it is done, and what follows is timed by itself
            prompt = step, model.waited()
            since = time.perf_counter_ns()
            if loop is not None:
                loop.begin(token, position, begin.sampling, begin.seed)
                step = _run_ahead(
                    loop, begin.job, gate, step, lambda at, drawn: report(at, drawn) if reporter else None
                )
                break
    now = time.perf_counter_ns()
    if prompt is None:
        tell(step, now - started, model.waited())
    elif step == prompt[0]:
        tell(step, since - started, prompt[1])
    else:
        tell(step - prompt[0], now - since, model.waited())


def _run_ahead(loop: TokenLoop, job: int, gate: Gate, step: int, report: Callable[[int, int], None]) -> int:
    """Take steps on the device from `step` on, one launched while the one before runs; report each as it ends. Returns
    the step at which the job ended."""
    ahead: deque[tuple[int, int]] = deque()  # steps that are not reported, and the positions they draw for
    while True:
        if ahead and (len(ahead) > 1 or loop.ready(ahead[0][1])):
            done, position = ahead.popleft()
            report(done, loop.token(position))
        elif gate.open(job, step):
            ahead.append((step, loop.launch()))
            step += 1
        elif ahead:
            time.sleep(POLL)  # for the token or the grant, whichever comes first
        elif not gate.wait(job, step):
            return step


def _next(model: Model, logits: Tensor | None, begin: Begin, history: list[int], position: int) -> int:
    """Draw the token for `position`; known on every rank afterwards."""
    token = None
    if logits is not None:
        sampling = begin.sampling
        adjust(logits, model.vocabulary, history, sampling, begin.breakers)
        candidates = model.candidates(logits, candidates_needed(sampling, model.vocabulary_size), total=False)
        spread = model.spread(logits) if sampling.top_n_sigma > 0 else 0.0
        token = draw(candidates, sampling, begin.seed, position, spread)
    return model.share_token(token)


def _score(
    model: Model,
    act: Tensor | None,
    begin: Begin,
    step: int,
    following: list[int],
    reporter: bool,
    send: Callable[[Any], None],
) -> None:
    """Send the distributions after each token of a chunk; `following` are the tokens that really come next."""
    if act is None:
        return
    for first in range(0, act.shape[0], LOGIT_ROWS):
        rows = act[first : first + LOGIT_ROWS]
        logits = model.logits(rows)
        found = model.candidates(logits, min(begin.top, model.vocabulary_size))
        ahead = following[first : first + LOGIT_ROWS]
        next_logits = model.sum_over_stage(_picked(model, logits, ahead)).tolist()
        if reporter:
            send(
                Distributions(
                    begin.job,
                    step,
                    tuple(map(tuple, found.ids.tolist())),
                    tuple(map(tuple, found.logits.tolist())),
                    tuple(found.logsumexp.tolist()),
                    (*next_logits[: len(ahead)], *[math.nan] * (rows.shape[0] - len(ahead))),
                )
            )


def _picked(model: Model, logits: Tensor, ids: list[int]) -> Tensor:
    """The logit of each row's id where this rank holds it, else 0: [rows]."""
    picked = torch.zeros(logits.shape[0], device=logits.device)
    for row, token in enumerate(ids):
        if model.vocabulary.start <= token < model.vocabulary.stop:
            picked[row] = logits[row, token - model.vocabulary.start]
    return picked
