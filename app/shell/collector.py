"""Cyclic garbage is collected on the main thread alone.

Python's collector runs on whichever thread happens to allocate, and deletes there what it finds: objects of Qt do not
survive that. So it is switched off, and its own thresholds are looked at between events: a window that rests is not
woken for it.
"""

from __future__ import annotations

import gc
import time

from PySide6.QtCore import QAbstractEventDispatcher, QObject

APART_S = 0.1  # what a busy second leaves behind takes 60 to 90 ms to collect at once


class Collector(QObject):
    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        gc.disable()
        self._next = 0.0
        QAbstractEventDispatcher.instance().awake.connect(self._look)

    def _look(self) -> None:
        """Collect the oldest generation whose turn it is."""
        now = time.monotonic()
        if now < self._next:
            return
        self._next = now + APART_S
        turns = enumerate(zip(gc.get_count(), gc.get_threshold(), strict=True))
        due = [generation for generation, (count, most) in turns if most and count > most]
        if due:
            gc.collect(due[-1])
