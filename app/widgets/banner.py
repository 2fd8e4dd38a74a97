"""What happened, to which file or device, and what to do about it; details unfold, nothing pops up."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QGuiApplication, QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QPlainTextEdit, QVBoxLayout, QWidget

from app.language import QT_TRANSLATE_NOOP, translate
from app.widgets import metrics, paint
from app.widgets.announce import announce
from app.widgets.button import Button
from app.widgets.label import Label
from app.widgets.theme import Theme

MOST_SHOWN = 2
LEVELS = {
    "error": QT_TRANSLATE_NOOP("widgets", "Error"), "warn": QT_TRANSLATE_NOOP("widgets", "Warning"),
    "ok": QT_TRANSLATE_NOOP("widgets", "Done"),
}  # fmt: skip


@dataclass(frozen=True)
class Notice:
    """`kind` names what it is about: a newer notice of the same kind takes the place of the older one."""

    kind: str
    sentence: str
    level: str = "error"  # of `LEVELS`
    details: str = ""
    action: str = ""
    do: Callable[[], object] | None = None
    other: str = ""  # a second thing to do
    do_other: Callable[[], object] | None = None

    @property
    def spoken(self) -> str:
        """With its level in words: on screen a colour and an icon tell it."""
        return f"{translate('widgets', LEVELS[self.level])}: {self.sentence}"


class _Mark(QWidget):
    """The icon of a level, as high as the shortest banner, so that it stands at its first line."""

    def __init__(self, theme: Theme, level: str) -> None:
        super().__init__()
        self._theme, self._level = theme, level
        self.setFixedSize(metrics.ICON, metrics.BANNER_HEIGHT - 2 * metrics.XS)

    def paintEvent(self, event: QPaintEvent) -> None:
        top = (self.height() - metrics.ICON) // 2
        paint.icon(QPainter(self), self._level, self._theme.color(self._level), 0, top)


class Banner(QWidget):
    def __init__(self, theme: Theme, notice: Notice, close: Callable[[], None]) -> None:
        super().__init__()
        self._theme, self.notice = theme, notice
        self.setAccessibleName(notice.spoken)
        self.sentence = Label(theme, notice.sentence, wrap=True)
        self.details = QPlainTextEdit(notice.details)
        self.details.setReadOnly(True)
        self.details.setFont(metrics.font(metrics.CODE))
        self.details.setAccessibleName(translate("widgets", "Details"))
        self.details.setFixedHeight(metrics.CODE.line * 8)
        self.details.hide()
        row = QHBoxLayout()
        row.setSpacing(metrics.S)
        row.addWidget(self.sentence, 1)
        if notice.details:
            unfold = Button(theme, translate("widgets", "Details"), "link")
            unfold.clicked.connect(lambda: self.details.setVisible(self.details.isHidden()))
            copy = Button(theme, translate("widgets", "Copy"), "link")
            copy.clicked.connect(
                lambda: QGuiApplication.clipboard().setText(f"{notice.sentence}\n{notice.details}")
            )
            row.addWidget(unfold)
            row.addWidget(copy)
        if notice.other and notice.do_other is not None:
            self.other = Button(theme, notice.other)
            self.other.clicked.connect(lambda: _call(notice.do_other))
            row.addWidget(self.other)
        if notice.action and notice.do is not None:
            self.action = Button(theme, notice.action)
            self.action.clicked.connect(lambda: _call(notice.do))
            row.addWidget(self.action)
        shut = Button(theme, translate("widgets", "Close this message"), "icon", "close")
        shut.clicked.connect(close)
        row.addWidget(shut)
        words = QVBoxLayout()
        words.addLayout(row)
        words.addWidget(self.details)
        whole = QHBoxLayout(self)
        whole.setContentsMargins(metrics.L, metrics.XS, metrics.S, metrics.XS)
        whole.setSpacing(metrics.S)
        whole.addWidget(_Mark(theme, notice.level), 0, Qt.AlignmentFlag.AlignTop)
        whole.addLayout(words, 1)
        self.setMinimumHeight(metrics.BANNER_HEIGHT)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter, level = QPainter(self), self.notice.level
        painter.fillRect(self.rect(), self._theme.color(f"{level}_ground"))
        painter.fillRect(QRect(0, 0, metrics.MARK, self.height()), self._theme.color(level))


def _call(action: Callable[[], object] | None) -> None:
    if action is not None:
        action()


class Banners(QWidget):
    """At most two, newest of each kind, the newest on top; each stays until solved or closed."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(1)
        self._shown: list[Banner] = []

    def notices(self) -> list[Notice]:
        return [banner.notice for banner in self._shown]

    def show_notice(self, notice: Notice) -> None:
        self.clear(notice.kind)
        banner = Banner(self._theme, notice, lambda: self.clear(notice.kind))
        self._shown.insert(0, banner)
        self._column.insertWidget(0, banner)
        announce(self, notice.spoken)
        for old in self._shown[MOST_SHOWN:]:
            self._remove(old)

    def clear(self, *kinds: str) -> None:
        for banner in [b for b in self._shown if b.notice.kind in kinds]:
            self._remove(banner)

    def _remove(self, banner: Banner) -> None:
        self._shown.remove(banner)
        self._column.removeWidget(banner)
        banner.hide()
        banner.deleteLater()
