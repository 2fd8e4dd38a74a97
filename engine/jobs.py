"""Runs one job on all workers from the supervisor's side: grants steps, hands back what comes of them."""

from __future__ import annotations

from collections.abc import Callable, Generator
from dataclasses import dataclass

from engine.crew import Crew
from engine.steps import LOOKAHEAD, Begin, Distributions, End, Grant, Report


@dataclass(frozen=True)
class Job:
    """`begin`, and the number of steps after which it ends by itself."""

    begin: Begin
    steps: int

    @property
    def prompt_steps(self) -> int:
        return prompt_steps(len(self.begin.tokens), self.begin.chunk)


def prompt_steps(tokens: int, chunk: int) -> int:
    """How many steps a prompt takes; the last of them draws the first new token."""
    return -(-tokens // chunk)


def run(crew: Crew, job: Job, cancelled: Callable[[], bool]) -> Generator[Report | Distributions]:
    """Take the job's steps, LOOKAHEAD at most beyond the last one reported.

    Closing the iterator early ends the job on all ranks at the same step. Raises Cancelled and CrewLost as
    `Crew.receive` does.
    """
    number = job.begin.job
    crew.broadcast(job.begin)
    try:
        done = 0
        while done < job.steps:
            crew.broadcast(Grant(number, min(job.steps, done + LOOKAHEAD)).pack())
            message = _of_job(crew, number, cancelled)
            if isinstance(message, Report):
                done = message.step + 1
            yield message
    finally:
        crew.broadcast(End(number))


def _of_job(crew: Crew, number: int, cancelled: Callable[[], bool]) -> Report | Distributions:
    """The next message of this job; those of one that was ended early may still arrive before it."""
    while True:
        _, message = crew.receive(cancelled)
        if isinstance(message, bytes):
            message = Report.unpack(message)
        if isinstance(message, Report | Distributions) and message.job == number:
            return message
