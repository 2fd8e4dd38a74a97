"""What is said of a load under way."""

from __future__ import annotations

from app.shell.engine_client import EngineClient
from app.split.loading import Loading
from engine.plan.build import plan
from engine.protocol import LinkTrial, Load, Loaded, LoadProgress, LoadStarted, PrepareProgress
from tests.engine.plan.models import cards, smollm2


def test_compiling_is_told_until_the_first_byte_is_read(client: EngineClient) -> None:
    loading = Loading(client)
    loading.load(Load(0, "model.gguf"))
    assert loading.wanted
    mine = loading.wanted.request
    assert loading.status.words() == "Starting a worker per device"
    loading.on_event(LinkTrial(mine))
    assert loading.status.words() == "Trying how the cards talk to each other"
    loading.on_event(LoadStarted(mine, plan(smollm2(), cards(None, None), "tensor")))
    assert loading.status.words() == "Starting a worker per device"
    loading.on_event(PrepareProgress(mine + 1, 0, 3, 23))
    assert loading.status.words() == "Starting a worker per device"
    loading.on_event(PrepareProgress(mine, 0, 5, 23))
    assert loading.status.words() == "Preparing kernels, 5 of 23"
    loading.on_event(PrepareProgress(mine, 1, 2, 23))  # where each rank compiles for itself, the slowest counts
    assert loading.status.words() == "Preparing kernels, 2 of 23"
    loading.on_event(LoadProgress(mine, 0, 50, 100))
    assert "Preparing kernels" not in loading.status.words()
    loading.load(Load(0, "model.gguf"))
    assert loading.status.words() == "Starting a worker per device"


def test_the_same_mode_in_other_places_is_another_load(client: EngineClient) -> None:
    """As Auto may take it: groups of cards, or another card than mode none would."""
    four = cards(None, None, None, None)
    pairs, together = (plan(smollm2(), four, "tensor", stages=stages) for stages in (2, 1))
    loading, command = Loading(client), Load(0, "model.gguf")
    loading.load(command)
    assert loading.wanted
    loading.on_event(Loaded(loading.wanted.request, "model.gguf", pairs, 1.0, 1, has_vocabulary=True))
    assert not loading.differs(command, pairs)
    assert loading.differs(command, together)
    assert loading.differs(command, plan(smollm2(), four, "layer"))
    loading.load(command)
    loading.on_event(
        Loaded(loading.wanted.request, "model.gguf", plan(smollm2(), four, "none"), 1.0, 1, has_vocabulary=True)
    )
    assert loading.differs(command, plan(smollm2(), four[1:], "none"))
