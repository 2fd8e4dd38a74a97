"""Text that is cut off: by its own widget, by what that stands in, or by an elision mark that no tooltip explains."""

from __future__ import annotations

from PySide6.QtCore import QPoint, QRectF, Qt
from PySide6.QtGui import QHelpEvent
from PySide6.QtWidgets import QAbstractScrollArea, QAbstractSpinBox, QApplication, QLineEdit, QToolTip, QWidget

from app.widgets import metrics
from tests.app.screens.sight import Finding, Sight, Text, scroller, surroundings

LETTING_GO = 1.5  # px that a letter's edge may stand out without being missed
MARK = "…"
UNSAID = "nothing yet"


def cut_texts(sight: Sight) -> list[Finding]:
    found = []
    for text in sight.texts:
        if text.seen.isEmpty() and scroller(text.widget) is not None:
            continue  # further up or down than the view
        words = f'"{text.run.words[:60]}"'
        if not _own_line(text.widget) and _beyond(sight, text):
            found.append(sight.finding(text.widget, f"{words} is cut off"))
        elif _shortened(text) and not sight.covered(text.widget, text.box) and not _said(sight, text):
            found.append(sight.finding(text.widget, f"{words} is shortened and no tooltip has the whole"))
    return found


def _shortened(text: Text) -> bool:
    """Whether the elision mark is the window's, and not the widget's own word for "a dialog follows"."""
    own = getattr(text.widget, "text", lambda: "")()
    return MARK in text.run.words and text.run.words != own


def _own_line(widget: QWidget) -> bool:
    """What the user types scrolls in its field."""
    return isinstance(widget, QLineEdit) and bool(widget.text()) and not isinstance(widget.parent(), QAbstractSpinBox)


def _beyond(sight: Sight, text: Text) -> bool:
    area = scroller(text.widget)
    view = area is not None and area.viewport() is text.widget
    room = QRectF(sight.place(text.widget))
    if view:
        return _beside(room, text.box) and text.run.family != metrics.MONO_FAMILY and not _sideways(area)
    every = (text.widget, *surroundings(text.widget))
    if any(not _holds(QRectF(sight.place(each)), text.box) for each in every):
        return True
    return area is not None and _beside(QRectF(sight.place(area.viewport())), text.box) and not _sideways(area)


def _sideways(area: QAbstractScrollArea | None) -> bool:
    return area is not None and area.horizontalScrollBarPolicy() != Qt.ScrollBarPolicy.ScrollBarAlwaysOff \
        and area.horizontalScrollBar().maximum() > 0  # fmt: skip


def _beside(room: QRectF, box: QRectF) -> bool:
    return box.left() < room.left() - LETTING_GO or box.right() > room.right() + LETTING_GO


def _holds(room: QRectF, box: QRectF) -> bool:
    return room.adjusted(-LETTING_GO, -LETTING_GO, LETTING_GO, LETTING_GO).contains(box)


def _said(sight: Sight, text: Text) -> bool:
    """Whether a mouse that rests there is told anything."""
    at = text.seen.center().toPoint() - sight.place(text.widget).topLeft()
    QToolTip.showText(QPoint(0, 0), UNSAID)
    event = QHelpEvent(QHelpEvent.Type.ToolTip, at, text.widget.mapToGlobal(at))
    QApplication.sendEvent(text.widget, event)
    said = QToolTip.text()
    return said not in ("", UNSAID)
