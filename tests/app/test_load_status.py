"""What is said of a load under way."""

from __future__ import annotations

from app.shell.engine_client import EngineClient
from app.split.loading import Loading
from engine.protocol import Load, LoadProgress, PrepareProgress


def test_compiling_is_told_until_the_first_byte_is_read(client: EngineClient) -> None:
    loading = Loading(client)
    loading.load(Load(0, "model.gguf"))
    assert loading.wanted
    mine = loading.wanted.request
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
