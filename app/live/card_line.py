"""A row of the live panel: one device of the loaded model."""

from __future__ import annotations

from PySide6.QtCore import QSize
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from app.language import translate
from app.live.cards import CardWords
from app.live.tracks import line_pen, many
from app.widgets import metrics, paint
from app.widgets.label import ElidedLabel, Label
from app.widgets.memory_bar import MemoryBar
from app.widgets.theme import Theme


class Key(QWidget):
    """How this card's lines are drawn in the plots above, or the number that it has there."""

    def __init__(self, theme: Theme, place: int) -> None:
        super().__init__()
        self._theme, self._place, self._numbered = theme, place, False
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        theme.changed.connect(self.update)

    def show_numbered(self, numbered: bool) -> None:
        self._numbered = numbered
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(metrics.TRACK_KEY, metrics.CONTROL.line)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        if self._numbered:
            paint.text(painter, self.rect(), metrics.CAPTION, self._theme.color("muted"), str(self._place + 1))
            return
        painter.setPen(line_pen(self._theme, self._place))
        painter.drawLine(0, self.height() // 2, self.width(), self.height() // 2)


class CardLine(QWidget):
    def __init__(self, theme: Theme, place: int) -> None:
        super().__init__()
        self._key = Key(theme, place)
        self._name = ElidedLabel(theme, "", metrics.CONTROL_STRONG)
        self._busy, self._power, self._share = (Label(theme, "", metrics.CAPTION, "muted") for _ in range(3))
        self._slot = ElidedLabel(theme, "", metrics.CAPTION, "muted")
        self._bar = MemoryBar(theme)
        self._held = ElidedLabel(theme, "", metrics.CAPTION, "muted")
        self._times = ElidedLabel(theme, "", metrics.CAPTION, "muted")
        self._where = QWidget()
        head, foot, where = QHBoxLayout(), QHBoxLayout(), QHBoxLayout(self._where)
        where.setContentsMargins(0, 0, 0, 0)
        for row, left, right in (
            (head, self._name, self._busy), (where, self._slot, self._power), (foot, self._held, self._share),
        ):  # fmt: skip
            row.setSpacing(metrics.S)
            row.addWidget(left, 1)
            row.addWidget(right)
        head.insertWidget(0, self._key)
        rows = QVBoxLayout(self)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.setSpacing(metrics.XS)
        rows.addLayout(head)
        rows.addWidget(self._where)
        rows.addWidget(self._bar)
        rows.addLayout(foot)
        rows.addWidget(self._times)

    def show_card(self, words: CardWords, cards: int) -> None:
        """`cards`: how many share the plots; their lines need telling apart."""
        self._key.setVisible(cards > 1 and bool(words.slot_key))
        self._key.show_numbered(many(cards))
        self._name.setText(words.name)
        self._busy.setText(words.busy)
        self._slot.setText(words.slot)
        self._slot.set_role(words.slot_role)
        self._power.setText(words.power)
        self._where.setVisible(bool(words.slot or words.power))
        self._bar.show_pieces(
            words.pieces,
            words.total,
            translate("live", "Memory of {name}: {held}").format(name=words.name, held=words.held),
        )
        self._held.setText(words.held)
        self._share.setText(words.share)
        self._times.setText(words.times)
        self._times.setVisible(bool(words.times))
        told = (words.name, words.slot, words.busy, words.power, words.held)
        self.setAccessibleName(", ".join(part for part in told if part))
