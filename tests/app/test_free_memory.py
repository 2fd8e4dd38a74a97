"""Plans follow the memory that other programs leave, and nothing else."""

from __future__ import annotations

import pytest
from pytestqt.qtbot import QtBot

from app.hardware.free_memory import STEADY
from engine.protocol import Devices
from tests.app import machines
from tests.app.conftest import Desk
from tests.app.machines import FIRST, GB, changed, reading

CARD = FIRST[0]


@pytest.fixture
def listed(desk: Desk, qtbot: QtBot) -> Desk:
    desk.engine.say(Devices(machines.devices(2)))
    qtbot.waitUntil(lambda: "cuda:1" in desk.models.hardware.known)
    return desk


def tell(desk: Desk, used: float, ours: float | None, times: int = STEADY) -> None:
    """Gigabytes of the first card."""
    facts = {"memory_used": int(used * GB), "memory_ours": None if ours is None else int(ours * GB)}
    for _ in range(times):
        desk.models.telemetry.arrived.emit(changed(reading(2), CARD, **facts))


def free(desk: Desk) -> float:
    return (desk.models.hardware.known[CARD.id].memory_free or 0) / GB


def test_what_others_take_and_give_back(listed: Desk) -> None:
    tell(listed, used=1.5, ours=0)
    assert free(listed) == 23, "the driver and the engine count differently: the first reading is where it starts"
    tell(listed, used=9.5, ours=0, times=STEADY - 1)
    assert free(listed) == 23
    tell(listed, used=9.5, ours=0, times=1)
    assert free(listed) == 15
    tell(listed, used=1.7, ours=0)
    assert free(listed) == pytest.approx(22.8)
    tell(listed, used=1.5, ours=0)
    assert free(listed) == pytest.approx(22.8), "too little to plan anew"


def test_our_own_model_is_nobody_else_s(listed: Desk) -> None:
    tell(listed, used=1.5, ours=0)
    tell(listed, used=19.5, ours=18)
    assert free(listed) == 23


def test_without_word_of_who_holds_what_nothing_is_taken_to_be_others_while_a_model_is_loaded(listed: Desk) -> None:
    tell(listed, used=1.5, ours=None)
    listed.models.loading.state = "loaded"
    tell(listed, used=19.5, ours=None)
    assert free(listed) == 23
    listed.models.loading.state = "none"
    tell(listed, used=19.5, ours=None)
    assert free(listed) == 5


def test_a_new_list_starts_anew(listed: Desk, qtbot: QtBot) -> None:
    tell(listed, used=1.5, ours=0)
    tell(listed, used=9.5, ours=0)
    with qtbot.waitSignal(listed.models.hardware.listed):
        listed.engine.say(Devices(machines.devices(2)))
    assert free(listed) == 23
    tell(listed, used=9.5, ours=0)
    assert free(listed) == 23


def test_plans_follow(listed: Desk, qtbot: QtBot, tiny_model: str) -> None:
    choice = listed.models.choice
    listed.window.run.pick(tiny_model)
    qtbot.waitUntil(lambda: choice.plan is not None)
    tell(listed, used=1.5, ours=0)
    choice.set_mode("none")
    assert choice.plan is not None
    assert choice.plan.devices[0].id == "cuda:0"
    tell(listed, used=24, ours=0)
    assert choice.plan is not None
    assert choice.plan.devices[0].id == "cuda:1", "the first card is full"
