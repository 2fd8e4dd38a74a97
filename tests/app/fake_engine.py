"""An engine link without an engine: it keeps what it is sent, and says what the test tells it to."""

from __future__ import annotations

from collections.abc import Callable
from typing import ClassVar, TypeVar

from app.shell.models import Models
from engine.plan.types import Device
from engine.protocol import (
    Command,
    Devices,
    Event,
    Finished,
    Generate,
    Loaded,
    LoadProgress,
    LoadStarted,
    Ready,
    Statistics,
    StopReason,
    Text,
)

CPU = Device("cpu", "cpu", "A processor", "memory", 16 << 30, 8 << 30)
CARD = Device("cuda:0", "cuda", "NVIDIA GeForce RTX 4090", "card 0", 24 << 30, 23 << 30, "0000:01:00.0")
STATISTICS = Statistics(20, 0, 8, 1548.2, 36.21, 0.31, 28, 4096)

Kind = TypeVar("Kind", bound=Command)


class FakeEngine:
    lives: ClassVar[list[FakeEngine]] = []

    def __init__(self, on_event: Callable[[Event], None], on_end: Callable[[str], None]) -> None:
        self.say, self.die = on_event, on_end
        self.sent: list[Command] = []
        self.closed = False
        FakeEngine.lives.append(self)

    @classmethod
    def last(cls) -> FakeEngine:
        return cls.lives[-1]

    def start(self) -> None:
        pass

    def send(self, command: Command) -> None:
        self.sent.append(command)

    def close(self) -> None:
        self.closed = True

    def newest(self, kind: type[Kind]) -> Kind:
        """The last command of a kind."""
        return next(command for command in reversed(self.sent) if isinstance(command, kind))

    def say_ready(self) -> None:
        self.say(Ready("0"))

    def say_devices(self, *devices: Device) -> None:
        self.say(Devices(devices or (CPU,)))

    def finish_load(self, models: Models) -> None:
        wanted, plan = models.loading.wanted, models.choice.plan
        assert wanted is not None
        assert plan is not None
        self.say(LoadStarted(wanted.request, plan))
        for rank in range(plan.world_size):
            self.say(LoadProgress(wanted.request, rank, 10, 10))
        self.say(Loaded(wanted.request, wanted.model, plan, 0.1, 1, has_vocabulary=True))

    def say_text(self, *pieces: str) -> None:
        request = self.newest(Generate).request
        for place, piece in enumerate(pieces):
            self.say(Text(request, piece, (place,), 0.1))

    def say_finished(self, reason: StopReason = "end") -> None:
        self.say(Finished(self.newest(Generate).request, reason, STATISTICS))
