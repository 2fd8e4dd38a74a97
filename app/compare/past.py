"""The card of a model's earlier results."""

from __future__ import annotations

from collections.abc import Sequence

from app.compare.history import Run
from app.language import translate
from app.widgets import metrics
from app.widgets.card import Card
from app.widgets.label import ElidedLabel, Label
from app.widgets.theme import Theme

MOST_SHOWN = 12


class PastRuns(Card):
    def __init__(self, theme: Theme) -> None:
        super().__init__(theme)
        self.lines = [ElidedLabel(theme, "", metrics.CAPTION) for _ in range(MOST_SHOWN)]
        self._more = Label(theme, "", metrics.CAPTION, "muted", wrap=True)
        self.body.addWidget(Label(theme, translate("compare", "Measured so far"), metrics.CONTROL_STRONG))
        for line in self.lines:
            self.body.addWidget(line)
        self.body.addWidget(self._more)

    def show_runs(self, runs: Sequence[Run], path: str) -> None:
        """Newest first; `path` is where all of them stand."""
        for line, run in zip(self.lines, runs, strict=False):
            line.setText(run.words())
        for place, line in enumerate(self.lines):
            line.setVisible(place < len(runs))
        more = len(runs) - MOST_SHOWN
        self._more.setText(
            translate("compare", "{more} more in {path}").format(more=more, path=path) if more > 0 else ""
        )
        self._more.setVisible(more > 0)
        self.setVisible(bool(runs))
