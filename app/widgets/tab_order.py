"""The order in which Tab comes to the controls of a page: as they stand there, also those that came later."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from itertools import pairwise

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

DIRECT = Qt.FindChildOption.FindDirectChildrenOnly


def order_tabs(parts: Collection[QWidget]) -> None:
    """`parts` in order. What lies in one and is no part itself follows it, in the order of its making."""
    stops = [each for part in parts for each in _inside(part, parts) if _is_stop(each)]
    for before, after in pairwise(stops):
        QWidget.setTabOrder(before, after)


def _inside(widget: QWidget, parts: Collection[QWidget]) -> Iterator[QWidget]:
    yield widget
    for child in widget.findChildren(QWidget, options=DIRECT):
        if child not in parts and not child.isWindow():
            yield from _inside(child, parts)


def _is_stop(widget: QWidget) -> bool:
    return widget.focusPolicy() & Qt.FocusPolicy.TabFocus == Qt.FocusPolicy.TabFocus
