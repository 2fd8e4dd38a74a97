"""Drawing helpers that several painted widgets share: rounded boxes, hatches, tinted icons, line-height text."""

from __future__ import annotations

from functools import cache, lru_cache
from importlib.resources import files
from math import ceil, floor

from PySide6.QtCore import QByteArray, QLineF, QRect, QRectF, Qt
from PySide6.QtGui import QColor, QIcon, QPainter, QPainterPath, QPen, QPixmap
from PySide6.QtSvg import QSvgRenderer
from PySide6.QtWidgets import QWidget

from app.widgets import metrics

NEARLY = 0.01  # of a pixel


def rounded(
    painter: QPainter, rect: QRect | QRectF, radius: float, fill: QColor | None, border: QColor | None = None,
    width: float = metrics.BORDER,
) -> None:  # fmt: skip
    """A box whose border lies inside `rect`, so that neighbours line up."""
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    box, ratio = QRectF(rect), painter.device().devicePixelRatioF()
    if border is not None and ratio != round(ratio):
        box, width = _on_pixels(painter, box), max(1, round(width * ratio)) / ratio
    inset = width / 2 if border is not None else 0.0
    painter.setPen(QPen(border, width) if border is not None else Qt.PenStyle.NoPen)
    painter.setBrush(fill if fill is not None else Qt.BrushStyle.NoBrush)
    painter.drawRoundedRect(box.adjusted(inset, inset, -inset, -inset), radius, radius)
    painter.restore()


def _on_pixels(painter: QPainter, box: QRectF) -> QRectF:
    """The same from whole pixel to whole pixel of a screen at 125%: a border between them is two pale ones."""
    to_device = painter.deviceTransform()
    exact = to_device.mapRect(box)
    left, top = ceil(exact.left() - NEARLY), ceil(exact.top() - NEARLY)  # inwards: what is outside is clipped
    whole = QRectF(left, top, floor(exact.right() + NEARLY) - left, floor(exact.bottom() + NEARLY) - top)
    back, invertible = to_device.inverted()
    return back.mapRect(whole) if invertible else box


def hatch(painter: QPainter, rect: QRectF, color: QColor, radius: float = metrics.RADIUS_BAR) -> None:
    """Diagonal lines clipped to a rounded box: a second sign beside hue."""
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    path = QPainterPath()
    path.addRoundedRect(rect, radius, radius)
    painter.setClipPath(path)
    painter.setPen(QPen(color, 1))
    x = rect.left() - rect.height()
    while x < rect.right():
        painter.drawLine(QLineF(x, rect.bottom(), x + rect.height(), rect.top()))
        x += metrics.HATCH_STEP
    painter.restore()


def text(
    painter: QPainter, rect: QRect, style: metrics.TextStyle, color: QColor, words: str,
    align: Qt.AlignmentFlag = Qt.AlignmentFlag.AlignLeft,
) -> None:  # fmt: skip
    """One line, elided at the right where it does not fit."""
    painter.setFont(metrics.font(style))
    painter.setPen(color)
    shown, letters = words, painter.fontMetrics()
    if letters.horizontalAdvance(words) > rect.width():  # elidedText alone cuts texts that just fit
        shown = letters.elidedText(words, Qt.TextElideMode.ElideRight, rect.width())
    painter.drawText(rect, align | Qt.AlignmentFlag.AlignVCenter, shown)


def tell_whole(widget: QWidget, words: str, style: metrics.TextStyle, width: int) -> None:
    """In a tooltip, while words are elided in a widget that has nothing else to say."""
    if metrics.text_width(style, words) <= width:
        if widget.toolTip() == words:
            widget.setToolTip("")
    elif not widget.toolTip():
        widget.setToolTip(words)


@cache
def _svg(name: str) -> str:
    return files("assets").joinpath("icons", f"{name}.svg").read_text(encoding="utf-8")


@lru_cache(maxsize=256)
def _icon_pixmap(name: str, color: str, size: int, ratio: float) -> QPixmap:
    source = _svg(name).replace("currentColor", color)
    renderer = QSvgRenderer(QByteArray(source.encode()))
    pixmap = QPixmap(round(size * ratio), round(size * ratio))
    pixmap.fill(Qt.GlobalColor.transparent)
    painter = QPainter(pixmap)
    renderer.render(painter)
    painter.end()
    pixmap.setDevicePixelRatio(ratio)
    return pixmap


def icon(painter: QPainter, name: str, color: QColor, x: float, y: float, size: int | None = None) -> None:
    """An icon of assets/icons in one colour, its left upper corner at (x, y); as large as icons are by default."""
    size = size or metrics.ICON
    ratio = painter.device().devicePixelRatioF()
    painter.drawPixmap(round(x), round(y), _icon_pixmap(name, color.name(), size, ratio))


def app_icon() -> QIcon:
    made = QIcon()
    for size in (16, 32, 64, 128, 256):
        made.addPixmap(_icon_pixmap("tandem", "", size, 1.0))
    return made
