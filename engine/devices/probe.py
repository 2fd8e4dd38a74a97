"""Runs in a short-lived process: look at the GPUs, tell, and end."""

from __future__ import annotations

from multiprocessing.connection import Connection

from engine.devices import recall
from engine.pipe import Outbox


def main(measured: bool, _: Connection, answers: Connection) -> None:
    """Send every GPU that torch can use here, as a tuple of devices; if `measured`, time their memory first."""
    outbox = Outbox(answers)
    found = () if measured else recall.recalled()
    if not found:
        from engine.devices.look import look

        found = look(measured)
        recall.keep(found)
    outbox.send(found)
    outbox.close(timeout=5)
