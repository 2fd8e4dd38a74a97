"""Cyclic garbage is collected on the main thread alone.

Python's collector runs on whichever thread happens to allocate, and deletes there what it finds: objects of Qt do not
survive that. So it is switched off, and its own thresholds are looked at between events.
"""

from __future__ import annotations

import gc

from PySide6.QtCore import QObject, QTimer

INTERVAL_MS = 100  # what a busy second leaves behind takes 60 to 90 ms to collect at once


class Collector(QObject):
    def __init__(self, parent: QObject, interval: int = INTERVAL_MS) -> None:
        super().__init__(parent)
        gc.disable()
        timer = QTimer(self, interval=interval)
        timer.timeout.connect(self.look)
        timer.start()

    def look(self) -> None:
        """Collect the oldest generation whose turn it is."""
        turns = enumerate(zip(gc.get_count(), gc.get_threshold(), strict=True))
        due = [generation for generation, (count, most) in turns if most and count > most]
        if due:
            gc.collect(due[-1])
