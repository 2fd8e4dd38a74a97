"""How full the context is, under the composer."""

from __future__ import annotations

from PySide6.QtWidgets import QHBoxLayout, QWidget

from app.language import translate
from app.widgets import metrics
from app.widgets.label import ElidedLabel
from app.widgets.memory_bar import MemoryBar, Piece
from app.widgets.numbers import count
from app.widgets.theme import Theme

NEARLY_FULL = 0.9


class ContextGauge(QWidget):
    """A bar and its words, such as "8,412 of 32,768 tokens"; the row keeps its height while it is empty."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self.setFixedHeight(metrics.CONTROL.line)
        self.bar = MemoryBar(theme, metrics.THIN_BAR_HEIGHT)
        self.bar.setFixedWidth(metrics.GAUGE_WIDTH)
        self.words = ElidedLabel(theme, "", metrics.CAPTION, "muted")
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(metrics.S)
        row.addWidget(self.bar)
        row.addWidget(self.words, 1)
        self.show_used(None)

    def show_used(self, used: tuple[int, int] | None, first: str = "", left_out: int = 0) -> None:
        """Tokens used and tokens in all; None: not known yet.

        `first`: the oldest message, which is left out first; `left_out`: how many the next question goes without.
        """
        for widget in (self.bar, self.words):
            widget.setVisible(used is not None)
        if used is None:
            return
        full = used[0] >= NEARLY_FULL * used[1] or left_out > 0
        words = translate("chat", "{used} of {all} tokens").format(used=count(used[0]), all=count(used[1]))
        told = words
        if left_out:
            told = translate(
                "chat", "{used}: the first {n}\xa0messages will be left out, from “{first}” on", "", left_out,
                n=count(left_out)).format(used=words, first=first)  # fmt: skip
        elif full and first:
            told = translate("chat", "{used}: “{first}” is left out first").format(used=words, first=first)
        elif full:
            told = translate("chat", "{used}: the context is nearly full, start a new chat soon").format(used=words)
        self.words.setText(told)
        self.words.set_role("warn" if full else "muted")
        pieces = [Piece("used", min(used), "warn" if full else "kv")]
        self.bar.show_pieces(pieces, used[1], translate("chat", "Context: {words}").format(words=words))
