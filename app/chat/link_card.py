"""What a model writes is not to be trusted: a link shows where it leads before it is opened."""

from __future__ import annotations

from PySide6.QtCore import QUrl, Signal
from PySide6.QtGui import QDesktopServices, QGuiApplication, QTextOption
from PySide6.QtWidgets import QHBoxLayout, QWidget

from app.language import QT_TRANSLATE_NOOP, translate
from app.widgets import metrics
from app.widgets.button import Button
from app.widgets.label import Label
from app.widgets.lines_field import TextArea
from app.widgets.popover import Popover
from app.widgets.theme import Theme

SAFE = ("http", "https")
LINES = 4
OPENS = QT_TRANSLATE_NOOP("chat", "It opens in your browser, and its owner learns your network address.")
OPENS_NOT = QT_TRANSLATE_NOOP("chat", "Tandem opens web addresses only. You can copy it.")


class LinkCard(Popover):
    opened = Signal(str)

    def __init__(self, theme: Theme, window: QWidget) -> None:
        super().__init__(theme, window, metrics.SAMPLING_WIDTH, translate("chat", "Open a link"))
        self._address = ""
        self.address = TextArea(theme, translate("chat", "Address of the link"), "", LINES)
        self.address.setReadOnly(True)
        self.address.setFont(metrics.font(metrics.CODE))
        self.address.setWordWrapMode(QTextOption.WrapMode.WrapAnywhere)
        self.why = Label(theme, translate("chat", OPENS), metrics.CAPTION, "muted", wrap=True)
        self.open_button = Button(theme, translate("chat", "Open"))
        self.open_button.clicked.connect(self._open)
        self.copy_button = Button(theme, translate("chat", "Copy address"), "link")
        self.copy_button.clicked.connect(self._copy)
        self.cancel_button = Button(theme, translate("chat", "Cancel"), "link")
        self.cancel_button.clicked.connect(self.close_card)
        buttons = QHBoxLayout()
        buttons.addWidget(self.open_button)
        buttons.addWidget(self.copy_button)
        buttons.addStretch(1)
        buttons.addWidget(self.cancel_button)
        self.body.addWidget(Label(theme, translate("chat", "Open this address?"), metrics.SECTION))
        self.body.addWidget(self.address)
        self.body.addWidget(self.why)
        self.body.addLayout(buttons)

    def show_link(self, address: str, anchor: QWidget) -> None:
        self._address = address
        safe = QUrl(address).scheme().lower() in SAFE
        self.address.setPlainText(shown_address(address))
        self.why.setText(translate("chat", OPENS if safe else OPENS_NOT))
        self.open_button.setVisible(safe)
        self.open_under(anchor)
        (self.open_button if safe else self.copy_button).setFocus()

    def _open(self) -> None:
        self.close_card()
        QDesktopServices.openUrl(QUrl(self._address))
        self.opened.emit(self._address)

    def _copy(self) -> None:
        QGuiApplication.clipboard().setText(self._address)
        self.close_card()


def shown_address(address: str) -> str:
    """As the browser will be asked: letters that only look like others are spelled out."""
    return bytes(QUrl(address).toEncoded().data()).decode()
