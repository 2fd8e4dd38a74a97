"""Which versions run here, and whose work they are."""

from __future__ import annotations

from PySide6.QtGui import QGuiApplication, QPainter, QPaintEvent
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from app.language import QT_TRANSLATE_NOOP, translate
from app.settings.licences import parts, versions
from app.widgets import metrics, paint
from app.widgets.button import Button
from app.widgets.label import Label
from app.widgets.theme import Theme

WHAT = QT_TRANSLATE_NOOP(
    "settings",
    "Runs GGUF language models on all the GPUs of this computer, and shows which split mode is fastest on them.",
)
LICENCE = QT_TRANSLATE_NOOP(
    "settings",
    "Tandem comes under the Apache License 2.0. It is used with the software below, under their own licences.",
)


class _Mark(QWidget):
    """The program's own icon."""

    def __init__(self) -> None:
        super().__init__()
        self.setFixedSize(metrics.XXXL, metrics.XXXL)

    def paintEvent(self, event: QPaintEvent) -> None:
        pixmap = paint.app_icon().pixmap(self.size())
        QPainter(self).drawPixmap(0, 0, pixmap)


class About(QWidget):
    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._licences: QWidget | None = None
        head = QHBoxLayout()
        head.setSpacing(metrics.M)
        head.addWidget(_Mark())
        head.addWidget(Label(theme, translate("settings", WHAT), metrics.CONTROL, wrap=True), 1)
        table = QGridLayout()
        table.setHorizontalSpacing(metrics.L)
        table.setVerticalSpacing(metrics.XS)
        table.setColumnStretch(1, 1)
        for row, (name, version) in enumerate(versions()):
            table.addWidget(Label(theme, name, metrics.CONTROL, "muted"), row, 0)
            table.addWidget(Label(theme, version, metrics.CONTROL), row, 1)
        self.copy = Button(theme, translate("settings", "Copy versions"))
        self.copy.clicked.connect(self._copy)
        self.unfold = Button(theme, translate("settings", "Licences"), "link")
        self.unfold.clicked.connect(self._toggle)
        buttons = QHBoxLayout()
        buttons.setSpacing(metrics.S)
        buttons.addWidget(self.copy)
        buttons.addWidget(self.unfold)
        buttons.addStretch(1)
        self._rows = QVBoxLayout(self)
        self._rows.setContentsMargins(0, 0, 0, 0)
        self._rows.setSpacing(metrics.M)
        self._rows.addLayout(head)
        self._rows.addLayout(table)
        self._rows.addLayout(buttons)

    @staticmethod
    def _copy() -> None:
        QGuiApplication.clipboard().setText("\n".join(f"{name} {version}" for name, version in versions()))

    def _toggle(self) -> None:
        """Read when somebody asks: it takes a moment."""
        if self._licences is None:
            self._licences = self._table()
            self._rows.addWidget(self._licences)
        else:
            self._licences.setVisible(self._licences.isHidden())

    def _table(self) -> QWidget:
        whole = QWidget()
        table = QGridLayout(whole)
        table.setContentsMargins(0, 0, 0, 0)
        table.setHorizontalSpacing(metrics.L)
        table.setVerticalSpacing(metrics.XS)
        table.setColumnStretch(2, 1)
        theme = self._theme
        table.addWidget(Label(theme, translate("settings", LICENCE), metrics.CAPTION, "muted", wrap=True), 0, 0, 1, 3)
        for row, part in enumerate(parts(), start=1):
            table.addWidget(Label(theme, part.name, metrics.CAPTION), row, 0)
            table.addWidget(Label(theme, part.version, metrics.CAPTION, "muted"), row, 1)
            table.addWidget(Label(theme, part.licence, metrics.CAPTION, wrap=True), row, 2)
        return whole
