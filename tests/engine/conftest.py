"""A real engine process to talk to, and small models for it."""

from __future__ import annotations

import queue
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, TypeVar

import psutil
import pytest

from engine import protocol
from engine.link import Engine
from tests.random_model import random_model

T = TypeVar("T")


class Talk:
    """Sends commands to a real engine and waits for events, keeping all of them."""

    def __init__(self) -> None:
        self.events: list[protocol.Event] = []
        self.ends: queue.SimpleQueue[str] = queue.SimpleQueue()
        self._arrived: queue.SimpleQueue[protocol.Event] = queue.SimpleQueue()
        self.engine = Engine(self._arrived.put, self.ends.put)
        self.engine.start()

    def wait(self, *kinds: type[Any], timeout: float = 60, where: Callable[[Any], bool] = lambda event: True) -> Any:
        """The next event of one of `kinds`."""
        deadline = time.monotonic() + timeout
        while True:
            event = self._arrived.get(timeout=max(0.01, deadline - time.monotonic()))
            self.events.append(event)
            if isinstance(event, kinds) and where(event):
                return event

    def ask(self, command: protocol.Command, *kinds: type[Any], timeout: float = 60) -> Any:
        self.engine.send(command)
        return self.wait(*kinds, timeout=timeout)

    def load(self, path: Path, mode: protocol.Mode, ranks: int, **more: Any) -> Any:
        """Loaded or Failed."""
        devices = ("cpu",) * ranks
        command = protocol.Load(1, str(path), mode, devices, threads=2, **more)
        return self.ask(command, protocol.Loaded, protocol.Failed)

    def workers(self) -> list[psutil.Process]:
        """The ranks, in order; the resource tracker that Python adds is not one."""
        children = psutil.Process(self.engine.pid).children()
        spawned = [child for child in children if is_spawned(child)]
        return sorted(spawned, key=lambda process: process.create_time())


def is_spawned(process: psutil.Process) -> bool:
    try:
        return "spawn_main" in " ".join(process.cmdline())
    except psutil.NoSuchProcess:  # it ended while it was looked at
        return False


@pytest.fixture(scope="session")
def lasting_talk() -> Iterator[Talk]:
    made = Talk()
    yield made
    made.engine.close()


@pytest.fixture
def talk(lasting_talk: Talk) -> Talk:
    """An engine that lives through many tests, as a user's does; each test loads what it needs."""
    lasting_talk.events.clear()
    return lasting_talk


@pytest.fixture
def fresh_talk() -> Iterator[Talk]:
    """An engine of the test's own, to kill."""
    made = Talk()
    yield made
    made.engine.close()


@pytest.fixture(scope="session")
def small_model(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A llama of 3 layers, 5 query heads, 1 KV head."""
    return random_model(tmp_path_factory.mktemp("models") / "small.gguf", "llama", context=512)


@pytest.fixture(scope="session")
def slow_model(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Large enough that a long reply can be interrupted."""
    path = tmp_path_factory.mktemp("models") / "slow.gguf"
    return random_model(path, "llama", layers=12, hidden=512, heads=8, kv_heads=4, ffn=1536, context=4096)
