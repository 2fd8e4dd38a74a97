"""How cards talk is tried once, in an order, and kept; who cannot talk directly is not tried."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path

import pytest

from engine.devices import links
from engine.devices.links import BY_GLOO, find, find_all, kept, talk_directly
from engine.plan.links import Way, link_key
from engine.plan.types import Device

PAIR = tuple(Device(f"cuda:{i}", "cuda", "Card", f"uuid {i}", uuid=f"uuid {i}", quantised=True) for i in range(2))
TIMES = ((4096, 3e-6), (32768, 4e-6))


class Trial:
    """In the place of the real one: these ways work."""

    def __init__(self, *works: Way) -> None:
        self.works, self.asked = works, list[Way]()

    def __call__(
        self, devices: Sequence[Device], way: Way, cancelled: Callable[[], bool]
    ) -> tuple[tuple[int, float], ...] | None:
        self.asked.append(way)
        return TIMES if way in self.works else None


@pytest.fixture(autouse=True)
def _own_cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(links, "user_cache_path", lambda name: tmp_path)


@pytest.mark.parametrize(
    ("works", "way", "asked"),
    [
        (("peers", "host"), "peers", ["peers"]),
        (("host",), "host", ["peers", "host"]),
        ((), "gloo", ["peers", "host"]),
    ],
)
def test_the_first_way_that_works_is_kept(
    works: tuple[Way, ...], way: Way, asked: list[Way], monkeypatch: pytest.MonkeyPatch
) -> None:
    trial, begun = Trial(*works), list[int]()
    monkeypatch.setattr(links, "tried", trial)
    for _ in range(2):
        found = find(PAIR, begun=lambda: begun.append(1))
        assert found is not None
        assert found.way == way
        assert (found.link == BY_GLOO) == (way == "gloo") == (not found.link.measured)
    assert trial.asked == asked
    assert begun == [1]
    assert kept() == {link_key(PAIR): found}
    assert links.links()[link_key(PAIR[::-1])] == found.link
    find(PAIR, anew=True)
    assert trial.asked == asked * 2


def test_a_load_that_is_cancelled_keeps_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(links, "tried", Trial("peers"))
    assert find(PAIR, cancelled=lambda: True) is None
    assert kept() == {}


def test_a_spoilt_file_is_as_none(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "links.json").write_text('[{"devices": ["a"], "way": "peers", "points": [[1]]}]')
    assert kept() == {}
    monkeypatch.setattr(links, "tried", Trial("peers"))
    assert find(PAIR) is not None


@pytest.mark.parametrize(("cards", "trials"), [(1, 0), (2, 1), (3, 4), (4, 7), (5, 1)])
def test_few_cards_are_also_tried_two_by_two(cards: int, trials: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(links, "tried", Trial("peers"))
    some = [replace(PAIR[0], id=f"cuda:{i}", uuid=str(i), pool=str(i)) for i in range(cards)]
    inside = Device(f"cuda:{cards}", "cuda", "Graphics in the processor", "ram", uuid="x")
    find_all([*some, inside])
    assert len(kept()) == trials
    assert (link_key(some) in kept()) == (cards > 1), "those that cannot talk directly are no hindrance"
    assert (link_key(some[:2]) in kept()) == (1 < cards < 5)


def test_who_is_tried() -> None:
    assert talk_directly(PAIR)
    assert not talk_directly(PAIR[:1])
    assert not talk_directly([PAIR[0], PAIR[0]])  # they share a card
    assert not talk_directly([PAIR[0], replace(PAIR[1], quantised=False)])
    assert not talk_directly([PAIR[0], replace(PAIR[1], kind="cpu")])
