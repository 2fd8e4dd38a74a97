"""Runs the tests of a benchmark on a loaded model and tells each repetition."""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from engine import protocol
from engine.bench.busy import Watch
from engine.bench.history import append
from engine.bench.rows import make_row
from engine.bench.times import times_note
from engine.crew import Cancelled
from engine.sentence import QT_TRANSLATE_NOOP
from engine.session import RequestError, Session

SHORT_CONTEXT = QT_TRANSLATE_NOOP(
    "engine",
    "The benchmark needs {tokens} tokens, and the context holds {context}. Load the model with a longer context.",
)
COUNTS = QT_TRANSLATE_NOOP(
    "engine", "A benchmark needs counts that are not negative and at least one repetition."
)
NOTHING = QT_TRANSLATE_NOOP(
    "engine", "There is nothing to time: ask for tokens of a prompt, of a generation, or of both."
)


@dataclass(frozen=True)
class Measured:
    """Tokens per second of each repetition, and the tokens that the last repetition of the generation drew."""

    pp_ts: tuple[float, ...]
    tg_ts: tuple[float, ...]
    token_ids: tuple[int, ...]
    notes: tuple[str, ...]


def bench(
    session: Session,
    command: protocol.Bench,
    shares: Sequence[int],
    notes: tuple[str, ...],
    send: Callable[[protocol.Event], None],
    cancelled: Callable[[], bool],
) -> Measured:
    """Time prompt and generation at a depth. `notes` are what is known to make the figures doubtful.

    Like llama-bench: random tokens, a warm-up before each test, the depth's prompt outside the measured time. Unlike
    it, generation includes drawing each token (greedily) and goes on with it. Every run takes the same tokens.

    Raises RequestError; CrewLost; Cancelled, after the `BenchDone` that says so.
    """
    tests = _tests(command)
    longest = command.n_depth + max(sum(test) for test in tests)
    if longest > session.crew.plan.context:
        raise RequestError(SHORT_CONTEXT.format(tokens=longest, context=session.crew.plan.context))
    send(protocol.BenchStarted(command.request, notes))
    watch = Watch(session.crew.plan.devices)
    later: list[str] = []
    rows: dict[tuple[int, int], protocol.BenchRow] = {}
    drawn: tuple[int, ...] = ()
    dice = random.Random(0)

    def timed(count: int, start: int, draws: int) -> tuple[int, tuple[int, ...]]:
        tokens = [dice.randrange(session.facts.vocabulary) for _ in range(count)]
        return session.timed(tokens, start, draws, cancelled)

    try:
        if command.n_depth:
            timed(command.n_depth, 0, 1)
        for n_prompt, n_gen in tests:
            began = datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
            draws = n_gen + bool(n_prompt)  # the last step of a prompt draws a token of its own
            timed(n_prompt or 1, command.n_depth, 1)
            samples: list[int] = []
            for repetition in range(command.repetitions):
                nanoseconds, tokens = timed(n_prompt or 1, command.n_depth, draws)
                samples.append(nanoseconds)
                drawn = tokens if n_gen else drawn
                send(
                    protocol.BenchSample(
                        command.request, n_prompt, n_gen, command.n_depth, repetition, nanoseconds / 1e9
                    )
                )
            test = (n_prompt, n_gen, command.n_depth)
            row = make_row(session.facts, session.crew.plan, session.crew.threads, shares, test, began, samples)
            rows[bool(n_prompt), bool(n_gen)] = row
            later += times_note(row.test, session.rank_times(), session.crew.sums)
            send(protocol.BenchResult(command.request, row))
            if command.history and (failed := append(command.history, row)):
                later.append(failed)
    except Cancelled:
        send(protocol.BenchDone(command.request, cancelled=True))
        raise
    if not notes:
        later += watch.notes()
    told = tuple(dict.fromkeys(later))
    send(protocol.BenchDone(command.request, cancelled=False, notes=told))
    speeds = {test: row.samples_ts for test, row in rows.items()}
    return Measured(speeds.get((True, False), ()), speeds.get((False, True), ()), drawn, told)


def _tests(command: protocol.Bench) -> list[tuple[int, int]]:
    """Counts of prompt and generation of each test."""
    if command.repetitions < 1 or min(command.n_prompt, command.n_gen, command.n_depth) < 0:
        raise RequestError(COUNTS)
    tests = [(command.n_prompt, 0), (0, command.n_gen)]
    if command.together:
        tests = [(command.n_prompt, command.n_gen)]
    tests = [test for test in tests if any(test)]
    if not tests:
        raise RequestError(NOTHING)
    return tests
