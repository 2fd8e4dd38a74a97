"""The pipes between processes: order, records, and what happens when either side dies."""

from __future__ import annotations

import gc
import os
import queue
import signal
import time
import weakref
from multiprocessing.connection import Connection
from typing import Any

import psutil
import pytest

from engine.child import Child
from engine.pipe import Inbox, Outbox


def echo(reads: Connection, writes: Connection) -> None:
    """In the child: send back whatever comes, and end when nothing more can come."""
    outbox = Outbox(writes)
    ended: queue.SimpleQueue[None] = queue.SimpleQueue()
    Inbox(reads, outbox.send, lambda: ended.put(None))
    ended.get()
    outbox.close()


def flood(reads: Connection, writes: Connection) -> None:
    """In the child: send large messages for ever."""
    while True:
        writes.send_bytes(b"\0" + bytes(1 << 20))


@pytest.fixture
def child() -> Any:
    messages: queue.SimpleQueue[Any] = queue.SimpleQueue()
    ends: queue.SimpleQueue[str] = queue.SimpleQueue()
    made = Child("tests.engine.test_child:echo", (), "echo", messages.put, ends.put)
    yield made, messages, ends
    made.kill()


def test_objects_and_records_come_back_in_order(child: Any) -> None:
    made, messages, _ = child
    sent = [("a", 1), b"record", b"", {"b": [2]}, b"\1not a pickle"]
    for message in sent:
        made.outbox.send(message)
    assert [messages.get(timeout=20) for _ in sent] == sent


def test_a_killed_child_is_told_at_once_with_its_signal(child: Any) -> None:
    made, messages, ends = child
    made.outbox.send("up")
    messages.get(timeout=20)
    started = time.monotonic()
    os.kill(made.process.pid, signal.SIGKILL)
    assert ends.get(timeout=5) == "ended by SIGKILL"
    assert time.monotonic() - started < 2
    made.outbox.send("to nobody")  # does not raise, does not block


def test_a_child_killed_in_mid_message_does_not_hang_its_reader() -> None:
    messages: queue.SimpleQueue[Any] = queue.SimpleQueue()
    ends: queue.SimpleQueue[str] = queue.SimpleQueue()
    made = Child("tests.engine.test_child:flood", (), "flood", messages.put, ends.put)
    assert len(messages.get(timeout=20)) == 1 << 20
    os.kill(made.process.pid, signal.SIGKILL)
    assert ends.get(timeout=5) == "ended by SIGKILL"


def test_closing_the_outbox_ends_the_child(child: Any) -> None:
    made, messages, ends = child
    made.outbox.send("last")
    made.outbox.close()
    assert messages.get(timeout=20) == "last"
    assert ends.get(timeout=5) == "exit code 0"
    assert not psutil.pid_exists(made.process.pid) or not made.process.is_alive()


@pytest.mark.skipif(not hasattr(signal, "pthread_sigmask"), reason="Windows has its own Ctrl+C")
def test_ctrl_c_while_a_child_starts_is_not_its_business(child: Any) -> None:
    made, messages, _ = child
    os.kill(made.process.pid, signal.SIGINT)
    made.outbox.send("up")
    assert messages.get(timeout=20) == "up"


def test_nothing_of_a_dead_child_is_left() -> None:
    """An engine that loads models for weeks has as many threads and pipes as on its first day. Without the collector,
    which may not look at what is old for hours."""
    messages: queue.SimpleQueue[Any] = queue.SimpleQueue()
    ends: queue.SimpleQueue[str] = queue.SimpleQueue()
    gc.disable()
    try:
        made = Child("tests.engine.test_child:echo", (), "echo", messages.put, ends.put)
        made.outbox.send("up")
        messages.get(timeout=20)
        thread, pipe, process = made.outbox._thread, made.outbox._connection, weakref.ref(made.process)
        made.kill()
        del made
        ends.get(timeout=5)
        thread.join(5)
        assert not thread.is_alive()
        assert pipe.closed
        deadline = time.monotonic() + 5
        while process() is not None and time.monotonic() < deadline:
            time.sleep(0.01)
        assert process() is None  # it holds two pipes
    finally:
        gc.enable()
