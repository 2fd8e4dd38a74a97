"""The plan before it is loaded: a drawing, a row per rank, shares and context, and why."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache, partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from app.hardware.model import counted, rank_names
from app.library.model import Library
from app.split.model import MODE_NAMES, SplitChoice, rebalanced
from app.split.rank_row import Legend, RankRow
from app.split.selector import plan_cells
from app.widgets import metrics
from app.widgets.button import Button
from app.widgets.label import Label
from app.widgets.number_field import WholeField
from app.widgets.numbers import plural
from app.widgets.plan_glyph import PlanGlyph
from app.widgets.popover import Popover
from app.widgets.scroll_column import ScrollColumn
from app.widgets.theme import Theme
from engine.plan.types import SplitPlan

CONTEXT_LEAST, CONTEXT_STEP = 256, 1024
TITLES = {
    "none": "None: one device holds the whole model",
    "layer": "Layer: devices take whole layers, one after another",
    "tensor": "Tensor: devices share every layer",
}


class PlanCard(Popover):
    """Everything in it follows the choice at once; `load` is what the button asks for."""

    load = Signal()

    def __init__(self, theme: Theme, window: QWidget, choice: SplitChoice, library: Library) -> None:
        super().__init__(theme, window, metrics.POPOVER_WIDTH, "Split plan")
        self._choice, self._library = choice, library
        self._rows: list[RankRow] = []
        self._title = Label(theme, "", metrics.SECTION)
        self._glyph = PlanGlyph(theme)
        self._glyph_words = Label(theme, "", metrics.CAPTION, "muted", wrap=True)
        self._glyph_words.setFixedWidth(metrics.GLYPH_LARGE[0])
        rows = QWidget()
        self._list = QVBoxLayout(rows)
        self._list.setContentsMargins(0, 0, metrics.XS, 0)
        self._list.setSpacing(metrics.M)
        self._area = ScrollColumn(theme, "What each rank holds", rows)
        self._words = Label(theme, "", metrics.CONTROL, wrap=True)
        self._misfit = Label(theme, "", metrics.CONTROL_LINK, "error", wrap=True)
        self.context = WholeField(theme, "Context length", 1, 1, CONTEXT_STEP)
        self.context.setGroupSeparatorShown(True)
        self.context.setSuffix(" tokens")
        self.context.setFixedSize(metrics.FIELD_WIDTH + metrics.XXXL, metrics.CONTROL_HEIGHT)
        self.context.valueChanged.connect(choice.set_context)
        self.threads = WholeField(theme, "CPU threads of all ranks together", 0, _cores())
        self._threads_words = Label(theme, "Threads", metrics.CONTROL, "muted")
        self.threads.setToolTip(f"CPU threads of all ranks together; this computer has {plural(_cores(), 'core')}")
        self.threads.setSpecialValueText("all")
        self.threads.setFixedSize(metrics.NUMBER_WIDTH, metrics.CONTROL_HEIGHT)
        self.threads.valueChanged.connect(lambda count: choice.set_threads(count or None))
        self._even = Button(theme, "Automatic shares", "link")
        self._even.clicked.connect(lambda: choice.set_shares(()))
        self.button = Button(theme, "Load", "primary")
        self.button.clicked.connect(self._load)
        self._assemble(theme)
        choice.changed.connect(self._refresh)
        self._refresh()

    def _assemble(self, theme: Theme) -> None:
        left = QVBoxLayout()
        left.setSpacing(metrics.XS)
        left.addWidget(self._glyph)
        left.addWidget(self._glyph_words)
        left.addStretch(1)
        right = QVBoxLayout()
        right.setSpacing(metrics.M)
        right.addWidget(self._area)
        right.addWidget(Legend(theme))
        right.addStretch(1)
        top = QHBoxLayout()
        top.setSpacing(metrics.L)
        top.addLayout(left)
        top.addLayout(right, 1)
        foot = QHBoxLayout()
        foot.setSpacing(metrics.S)
        foot.addWidget(self.button)
        foot.addWidget(self._even)
        foot.addStretch(1)
        foot.addWidget(self._threads_words)
        foot.addWidget(self.threads)
        foot.addSpacing(metrics.S)
        foot.addWidget(Label(theme, "Context", metrics.CONTROL, "muted"))
        foot.addWidget(self.context)
        self.body.addWidget(self._title)
        self.body.addLayout(top)
        self.body.addWidget(self._words)
        self.body.addWidget(self._misfit)
        self.body.addLayout(foot)

    def show_action(self, words: str, enabled: bool) -> None:
        """What the run bar's button would do; the card offers it where it brings a model in."""
        self.button.set_words(words)
        self.button.setEnabled(enabled)
        self.button.setVisible(words not in ("Unload", "Cancel", "Stop"))

    def fit(self, height: int) -> None:
        """The list scrolls where the window has no room for all ranks."""
        wanted = self._list.sizeHint().height()
        self._area.setFixedHeight(min(wanted, max(height - metrics.PLAN_AROUND_LIST, metrics.GLYPH_LARGE[1])))

    def _load(self) -> None:
        self.close_card()
        self.load.emit()

    def _refresh(self) -> None:
        plan, facts = self._choice.plan, self._library.facts
        if plan is None or facts is None:
            return
        from engine.plan.table import plan_rows

        names = rank_names(plan.devices)
        self._title.setText(TITLES[plan.mode])
        shares = [f"{row.share_percent:.0f}%" for row in plan_rows(facts, plan)]
        labels = [f"{self._short(name, rank)} {shares[rank]}" for rank, name in enumerate(names)]
        self._glyph.show_cells(plan_cells(plan), labels, f"{MODE_NAMES[plan.mode]}: {', '.join(labels)}")
        self._glyph_words.setText(
            f"{self._library.name}, {plural(len(facts.layers), 'layer')} on {counted(plan.devices)}"
        )
        self._fill_rows(plan, names)
        self._words.setText(" ".join([plan.reason, *plan.notes]).strip())
        self._words.setVisible(bool(self._words.text()))
        self._misfit.setText(plan.misfit)
        self._misfit.setVisible(not plan.fits)
        self._even.setVisible(bool(self._choice.shares))
        most = max(facts.context, plan.context)
        self.context.setToolTip(f"This model was made for {facts.context:,} tokens")
        _put(self.context, min(CONTEXT_LEAST, most), most, plan.context)
        _put(self.threads, 0, self.threads.maximum(), self._choice.threads or 0)
        for widget in (self.threads, self._threads_words):  # cards have no use for them
            widget.setVisible(any(device.trial_only for device in plan.devices))

    @staticmethod
    def _short(name: str, rank: int) -> str:
        return str(rank) if name.startswith("CPU") else name.split(",")[0]

    def _fill_rows(self, plan: SplitPlan, names: Sequence[str]) -> None:
        from engine.plan.table import plan_rows

        assert self._library.facts is not None
        while len(self._rows) > len(names):
            row = self._rows.pop()
            self._list.removeWidget(row)
            row.deleteLater()
        while len(self._rows) < len(names):
            row = RankRow(self._theme)
            row.share_changed.connect(partial(self._take_share, len(self._rows)))
            self._rows.append(row)
            self._list.addWidget(row)
        # A plan may use fewer devices than are listed; then shares say nothing about its ranks.
        shareable = plan.mode != "none" and plan.world_size == len(self._choice.ranks) > 1
        shares = self._choice.shares
        for row, figures, name in zip(self._rows, plan_rows(self._library.facts, plan), names, strict=True):
            share = 100 * shares[figures.rank] / sum(shares) if shares else figures.share_percent
            row.show_rank(name, figures, round(share) if shareable else None)

    def _take_share(self, rank: int, percent: int) -> None:
        shares = self._choice.shares or tuple(row.share.value() for row in self._rows)
        self._choice.set_shares(rebalanced(shares, rank, percent))


def _put(field: WholeField, least: int, most: int, value: int) -> None:
    """Show a value without reporting it as the user's; a field that is being typed into keeps what is typed."""
    field.blockSignals(True)
    field.setRange(least, most)
    if not field.hasFocus():
        field.setValue(value)
    field.blockSignals(False)


@cache
def _cores() -> int:
    """What the engine uses when it is told nothing."""
    import psutil

    return psutil.cpu_count(logical=False) or psutil.cpu_count() or 1
