"""A text in one of the type styles and palette roles; one-line labels elide and keep the whole in a tooltip."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPalette, QShowEvent
from PySide6.QtWidgets import QLabel, QSizePolicy, QWidget

from app.widgets import metrics, paint
from app.widgets.theme import Theme


class Label(QLabel):
    """Wraps where `wrap` is set. Colour follows the theme."""

    def __init__(
        self, theme: Theme, words: str = "", style: metrics.TextStyle = metrics.CONTROL, role: str = "text",
        wrap: bool = False, parent: QWidget | None = None,
    ) -> None:  # fmt: skip
        super().__init__(words, parent)
        self._theme, self._role, self.style_row = theme, role, style
        self._color: QColor | None = None
        self.setTextFormat(Qt.TextFormat.PlainText)  # names come out of files: never markup
        self.setFont(metrics.font(style))
        self.setWordWrap(wrap)
        if not wrap:
            self.setMinimumHeight(style.line)
        theme.changed.connect(self._follow)
        self._tint()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._tint()

    def set_role(self, role: str) -> None:
        if role != self._role:
            self._role = role
            self._tint()

    def _follow(self) -> None:
        """A page that is not in view has a hundred labels: they follow when they are shown."""
        if self.isVisible():
            self._tint()

    def _tint(self) -> None:
        color = self._theme.color(self._role)
        if color != self._color:
            self._color, palette = color, self.palette()
            palette.setColor(QPalette.ColorRole.WindowText, color)
            self.setPalette(palette)


class ElidedLabel(Label):
    """One line that gives way: "SmolLM2-135M-Instr..."."""

    def __init__(self, theme: Theme, words: str = "", style: metrics.TextStyle = metrics.CONTROL,
                 role: str = "text", parent: QWidget | None = None) -> None:  # fmt: skip
        super().__init__(theme, words, style, role, parent=parent)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        return QSize(metrics.text_width(self.style_row, self.text()), self.style_row.line)

    def minimumSizeHint(self) -> QSize:
        return QSize(0, self.style_row.line)

    def paintEvent(self, event: QPaintEvent) -> None:
        cut = metrics.text_width(self.style_row, self.text()) > self.width()
        self.setToolTip(self.text() if cut else "")
        painter = QPainter(self)
        across = self.alignment() & Qt.AlignmentFlag.AlignHorizontal_Mask
        paint.text(painter, self.rect(), self.style_row, self._theme.color(self._role), self.text(), across)
