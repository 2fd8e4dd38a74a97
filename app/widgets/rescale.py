"""Letters of another size in widgets that are on screen already: their fonts and their fixed sizes follow.

A widget takes its font and sizes from `metrics` when it is built; here both are multiplied by how much the scale has
changed. What was there at 100% is kept with the widget, so that going back and forth adds up to nothing.
"""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QFont, QResizeEvent
from PySide6.QtWidgets import QAbstractScrollArea, QApplication, QHeaderView, QListView, QTableView, QWidget
from shiboken6 import isValid

from app.widgets import metrics

AT_100 = "sizeAt100"  # a Qt property: what was set last, and what that is at 100%
FINEST = metrics.MARK  # px: lines and marks stay as thin as they are
SIZES = (
    (QWidget.minimumWidth, QWidget.setMinimumWidth), (QWidget.minimumHeight, QWidget.setMinimumHeight),
    (QWidget.maximumWidth, QWidget.setMaximumWidth), (QWidget.maximumHeight, QWidget.setMaximumHeight),
)  # fmt: skip


def rescale(widgets: Sequence[QWidget], before: float) -> None:
    """Call after `metrics.set_scale`; `before` was the scale until then."""
    for widget in widgets:
        if not isValid(widget):
            continue
        if not widget.isWindow() and not widget.objectName().startswith("qt_"):  # those are Qt's own inner parts
            _set_sizes(widget, before)
        if widget.testAttribute(Qt.WidgetAttribute.WA_SetFont):  # after the sizes: some fit their size to their font
            _set_font(widget, before)
        if isinstance(widget, QTableView):
            _set_sections(widget, before)
        widget.updateGeometry()
    for widget in widgets:
        if isValid(widget) and isinstance(widget, QAbstractScrollArea):
            if isinstance(widget, QListView):
                widget.scheduleDelayedItemsLayout()
            QApplication.sendEvent(widget, QResizeEvent(widget.size(), QSize()))  # its content is laid out anew


def _set_font(widget: QWidget, before: float) -> None:
    font = QFont(widget.font())
    if font.pixelSize() > 0:  # else it was set in points, and not by us
        font.setPixelSize(_follow(widget, "font", font.pixelSize(), before))
        widget.setFont(font)


def _set_sizes(widget: QWidget, before: float) -> None:
    for place, (read, write) in enumerate(SIZES):
        now = read(widget)
        if FINEST < now < metrics.UNBOUNDED:
            write(widget, _follow(widget, str(place), now, before))


def _set_sections(table: QTableView, before: float) -> None:
    rows, columns = table.verticalHeader(), table.horizontalHeader()
    rows.setDefaultSectionSize(_follow(rows, "rows", rows.defaultSectionSize(), before))
    for place in range(columns.count()):
        fixed = columns.sectionResizeMode(place) == QHeaderView.ResizeMode.Fixed
        if fixed and not columns.isSectionHidden(place):
            columns.resizeSection(place, _follow(columns, f"column {place}", columns.sectionSize(place), before))


def _follow(widget: QWidget, what: str, now: int, before: float) -> int:
    """The new value of something that is `now`, and what it is at 100% kept with the widget."""
    kept = dict(widget.property(AT_100) or {})
    was, base = kept.get(what, (None, 0.0))
    if was != now:  # somebody else has set it since
        base = now / before
    value: int = round(base * metrics.scale())
    kept[what] = (value, base)
    widget.setProperty(AT_100, kept)
    return value
