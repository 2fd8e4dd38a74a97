"""Something went wrong in the window itself: a report that can be read and copied, and the window goes on."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QDialog, QFrame, QHBoxLayout, QPlainTextEdit, QVBoxLayout, QWidget

from app.language import QT_TRANSLATE_NOOP, translate
from app.widgets import metrics
from app.widgets.button import Button
from app.widgets.label import Label
from app.widgets.scroll_bar import ScrollBar
from app.widgets.theme import Theme

KEPT = QT_TRANSLATE_NOOP(
    "shell", "Chats and settings are kept on disk. You can go on; if the window behaves oddly, restart it."
)


class CrashDialog(QDialog):
    """Blocks nothing. Later errors are added to the one that is open."""

    def __init__(self, theme: Theme, parent: QWidget, sentence: str, report: str) -> None:
        super().__init__(parent)
        self.setWindowTitle(translate("shell", "Tandem: something went wrong"))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setModal(False)
        self.sentence = Label(theme, sentence, metrics.CONTROL_STRONG, wrap=True)
        self.text = QPlainTextEdit(report)
        self.text.setReadOnly(True)
        self.text.setFont(metrics.font(metrics.CODE))
        self.text.setFrameShape(QFrame.Shape.NoFrame)
        self.text.setAccessibleName(translate("shell", "Report"))
        self.text.setTabChangesFocus(True)
        self.text.setVerticalScrollBar(ScrollBar(theme))
        self.copy = Button(theme, translate("shell", "Copy report"))
        self.copy.clicked.connect(lambda: QGuiApplication.clipboard().setText(self.text.toPlainText()))
        self.quit = Button(theme, translate("shell", "Quit Tandem"))
        self.quit.clicked.connect(parent.close)
        self.go_on = Button(theme, translate("shell", "Go on"), "primary")
        self.go_on.clicked.connect(self.close)
        row = QHBoxLayout()
        row.setSpacing(metrics.S)
        row.addWidget(self.copy)
        row.addWidget(self.quit)
        row.addStretch(1)
        row.addWidget(self.go_on)
        column = QVBoxLayout(self)
        column.setContentsMargins(metrics.L, metrics.L, metrics.L, metrics.L)
        column.setSpacing(metrics.M)
        column.addWidget(self.sentence)
        column.addWidget(Label(theme, translate("shell", KEPT), metrics.CONTROL, "muted", wrap=True))
        column.addWidget(self.text, 1)
        column.addLayout(row)
        self.resize(metrics.POPOVER_WIDTH, metrics.POPOVER_WIDTH * 2 // 3)
        self.go_on.setFocus()

    def add(self, sentence: str, report: str) -> None:
        self.sentence.setText(sentence)
        self.text.appendPlainText(f"\n{report}")
