"""The process that does one thing for the window and ends: look up a repository, or fetch files of it.

The window stays small and quick, and a pause is an end of this process: what has come in is on disk by then.
"""

from __future__ import annotations

import os
from multiprocessing.connection import Connection

from app.download.messages import Fetch, Fetched, Found, LookUp, Order, Report
from engine.pipe import Inbox, Outbox


def main(order: Order, endpoint: str | None, reads: Connection, writes: Connection) -> None:
    Inbox(reads, lambda message: None, lambda: os._exit(0))  # the window is gone
    outbox = Outbox(writes)
    outbox.send(_done(order, endpoint, outbox))
    outbox.close()
    os._exit(0)  # threads of the libraries have nothing left to do


def _done(order: Order, endpoint: str | None, outbox: Outbox) -> Report:
    from app.download.fetch import fetch
    from app.download.hub import look_up
    from app.download.troubles import trouble

    try:
        if isinstance(order, LookUp):
            return Found(look_up(endpoint, order.repository, order.revision))
        return Fetched(fetch(endpoint, order, outbox.send))
    except Exception as error:  # the window says it in a sentence
        return trouble(error, order.repository, order.folder if isinstance(order, Fetch) else "", endpoint)
