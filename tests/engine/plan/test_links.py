"""What an all-reduce costs: between measured points, beyond them, and where nothing was measured."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.plan.links import UNMEASURED, Link, link_between, link_key, links_from_json, links_to_json
from engine.plan.types import Device
from tests.engine.plan.models import cards, cpus

MEASURED = Link(((1024, 8e-6), (8192, 10e-6), (65536, 30e-6)), "peer access")
points = st.lists(st.tuples(st.integers(0, 1 << 24), st.floats(0, 1)), min_size=1, max_size=6, unique_by=lambda p: p[0])
links = st.builds(lambda p, what: Link(tuple(sorted(p)), what), points, st.text(max_size=9))
keys = st.lists(st.text(min_size=1, max_size=5), min_size=1, max_size=4).map(lambda names: tuple(sorted(names)))


@pytest.mark.parametrize(
    ("nbytes", "micros"),
    [(0, 8), (1024, 8), (4608, 9), (8192, 10), (36864, 20), (65536, 30), (122880, 50)],
)
def test_on_the_lines_between_the_points(nbytes: int, micros: float) -> None:
    assert MEASURED.seconds(nbytes) == pytest.approx(micros * 1e-6)


def test_noise_never_makes_a_longer_message_free() -> None:
    falling = Link(((0, 9e-6), (4096, 8e-6)), "")
    assert falling.seconds(1 << 30) == pytest.approx(8e-6)
    assert Link(((64, 5e-6),), "").seconds(1 << 30) == 5e-6


@given(links)
def test_every_point_is_met(link: Link) -> None:
    for nbytes, seconds in link.points:
        assert link.seconds(nbytes) == pytest.approx(seconds)


@pytest.mark.parametrize("wrong", [(), ((8, 1.0), (8, 2.0)), ((9, 1.0), (8, 2.0)), ((8, -1.0),), ((8, float("nan")),)])
def test_points_without_sense_are_refused(wrong: tuple[tuple[int, float], ...]) -> None:
    with pytest.raises(ValueError, match="growing bytes"):
        Link(wrong, "")


@given(st.dictionaries(keys, links, max_size=4))
def test_json_and_back(kept: dict[tuple[str, ...], Link]) -> None:
    assert links_from_json(json.loads(json.dumps(links_to_json(kept)))) == kept


@pytest.mark.parametrize("damaged", [[{}], [{"devices": ["a"], "what": "", "points": [[1]]}], [3]])
def test_damaged_json_is_said(damaged: object) -> None:
    with pytest.raises((ValueError, TypeError, KeyError)):
        links_from_json(damaged)


def test_cards_are_known_by_uuid_in_any_order_and_ranks_are_counted() -> None:
    one, other = (replace(card, uuid=name) for card, name in zip(cards(None, None), ("GPU-b", "GPU-a"), strict=True))
    assert link_key([one, other]) == link_key([other, one]) == ("GPU-a", "GPU-b")
    measured = {link_key([one, other]): MEASURED}
    assert link_between([replace(other, id="cuda:7"), one], measured) is MEASURED
    assert not link_between([one, one], measured).measured


def test_some_of_those_measured_are_taken_to_be_no_faster_than_all() -> None:
    four = cards(None, None, None, None)
    slow = replace(MEASURED, what="four")
    measured = {link_key(four): slow, link_key(four[:3]): MEASURED}
    assert link_between(four[1:3], measured) is MEASURED
    assert link_between(four[2:], measured) is slow
    assert link_between(four, {link_key(four[:2]): MEASURED}).measured is False


@pytest.mark.parametrize(
    ("devices", "kind"), [(cards(None, None), "gpu"), (cpus(2), "cpu"), ([*cards(None), *cpus(1)], "mixed")]
)
def test_what_was_not_measured_is_guessed_by_kind(devices: list[Device], kind: str) -> None:
    latency, rate, what = UNMEASURED[kind]
    link = link_between(devices, {})
    assert (link.what, link.measured) == (what, False)
    assert link.seconds(0) == latency
    assert link.seconds(20480) == pytest.approx(latency + 20480 / rate)
    assert link_between([*devices, devices[0]], {}).seconds(20480) == pytest.approx(latency + 2 * 20480 / rate)
