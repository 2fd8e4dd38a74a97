"""Speeds: measured over the last second, prompt and generation never mixed."""

from __future__ import annotations

import pytest

from app.live.cards import in_words
from app.live.model import RATE_HZ, SECONDS, LiveSpeeds
from app.live.plot import LINES
from app.shell.engine_client import EngineClient
from app.split.loading import Loading
from app.widgets.axis import axis_step
from engine.protocol import Finished, PromptProgress, RankTimes, Text
from tests.app.fake_engine import STATISTICS


class Clock:
    now = 100.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def live(client: EngineClient, clock: Clock) -> LiveSpeeds:
    return LiveSpeeds(Loading(client), clock)


def generate(live: LiveSpeeds, clock: Clock, tokens: int, per_second: float) -> None:
    for _ in range(tokens):
        clock.now += 1 / per_second
        live.on_event(Text(1, "x", (0,), 0.0))


def test_the_rate_is_that_of_the_last_second(live: LiveSpeeds, clock: Clock) -> None:
    generate(live, clock, 50, 10)
    generate(live, clock, 80, 40)
    assert live.generation == pytest.approx(40, rel=0.05)


def test_the_prompt_does_not_count_as_generation(live: LiveSpeeds, clock: Clock) -> None:
    live.on_event(PromptProgress(1, 120, 500, 20))
    assert live.prompt is None
    clock.now += 2
    live.on_event(PromptProgress(1, 500, 500, 20))
    assert live.prompt == pytest.approx(190)
    assert live.generation is None


def test_the_last_run_s_own_figures_stand_when_it_is_over(live: LiveSpeeds, clock: Clock) -> None:
    generate(live, clock, 30, 10)
    live.on_event(Finished(1, "end", STATISTICS))
    assert (live.generation, live.prompt, live.generating) == (36.21, 1548.2, False)
    assert live.measured == {}  # nothing is loaded: there is no mode to note it for


def test_the_ring_holds_a_minute_and_falls_silent(live: LiveSpeeds, clock: Clock) -> None:
    generate(live, clock, 20, 20)
    live.sample()
    assert len(live.ring) == SECONDS * RATE_HZ
    assert live.ring[-1] > 0
    live.stop()
    assert not live.silent
    for _ in range(SECONDS * RATE_HZ):
        live.sample()
    assert live.silent


@pytest.mark.parametrize(
    ("most", "step"), [(0.5, 0.5), (1.9, 1), (3, 2), (40, 20), (41, 50), (101, 100), (999, 500)]
)
def test_axis_steps_are_round_and_reach_the_top(most: float, step: float) -> None:
    assert axis_step(most, LINES) == step
    assert axis_step(most, LINES) * LINES >= most


def test_slow_generation_is_steady_and_a_stall_shows(live: LiveSpeeds, clock: Clock) -> None:
    generate(live, clock, 12, 2)
    rates = []
    for _ in range(10):
        clock.now += 0.05
        live.sample()
        rates.append(live.ring[-1])
    assert rates == pytest.approx([2.0] * 10)
    clock.now += 20
    live.sample()
    assert live.ring[-1] < 0.5


def test_where_ranks_time_went_is_that_of_the_last_reply(live: LiveSpeeds) -> None:
    times = RankTimes(2.384e-3, 0.281e-3, 0.052e-3)
    live.on_event(Finished(1, "end", STATISTICS, ranks=(times, times)))
    assert [in_words(each) for each in live.ranks] == ["2.38\xa0ms a token: 0.28 adding up, 0.05 waiting"] * 2
    live.on_event(Finished(2, "end", STATISTICS))
    assert live.ranks == ()
