"""The plan before it is loaded: a drawing, a row per rank, a row per mode, shares and context, and why."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from itertools import pairwise

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from app.hardware.model import DeviceList, counted, rank_names
from app.library.model import Library
from app.split import boundary
from app.split.loading import Loading
from app.split.misfit import MisfitRow
from app.split.mode_rows import ModeRow, ModeRows
from app.split.model import MODE_NAMES, SplitChoice
from app.split.plan_fields import PlanFields
from app.split.rank_row import Legend, RankRow
from app.split.selector import plan_cells
from app.split.share_glyph import ShareGlyph
from app.split.worth import Worth, Worths
from app.widgets import metrics
from app.widgets.button import Button
from app.widgets.card import Rule
from app.widgets.label import ElidedLabel, Label
from app.widgets.numbers import plural
from app.widgets.popover import Popover
from app.widgets.scroll_column import ScrollColumn
from app.widgets.tab_order import order_tabs
from app.widgets.theme import Theme
from engine.plan.types import Mode, SplitPlan

TITLES = {
    "none": "None: one device holds the whole model",
    "layer": "Layer: devices take whole layers, one after another",
    "tensor": "Tensor: devices share every layer",
}
STATES = {"Unload": "loaded", "Cancel": "loading", "Stop": "comparing"}  # by what the run bar's button says
FEW = 3  # ranks, whose shares are told in a row
ROWS: tuple[Mode, ...] = ("none", "layer", "tensor")


class PlanCard(Popover):
    """Everything in it follows the choice at once; `load` is what the button asks for, `compare` the other one."""

    load = Signal()
    compare = Signal()

    def __init__(
        self, theme: Theme, window: QWidget, choice: SplitChoice, library: Library, hardware: DeviceList,
        loading: Loading, worths: Worths,
    ) -> None:  # fmt: skip
        super().__init__(theme, window, metrics.POPOVER_WIDTH, "Split plan")
        self._choice, self._library, self._loading, self._worths = choice, library, loading, worths
        self.rows: list[RankRow] = []
        self._title = ElidedLabel(theme, "", metrics.SECTION)
        self._state = Label(theme, "", metrics.CAPTION, "muted")
        self.glyph = ShareGlyph(theme)
        self.glyph.moved.connect(self._move)
        self.glyph.stepped.connect(self._step)
        self.glyph.reset.connect(lambda: choice.set_shares(()))
        self._glyph_words = Label(theme, "", metrics.CAPTION, "muted", wrap=True)
        self._glyph_words.setFixedWidth(metrics.GLYPH_LARGE[0])
        rows = QWidget()
        self._list = QVBoxLayout(rows)
        self._list.setContentsMargins(0, 0, metrics.XS, 0)
        self._list.setSpacing(metrics.M)
        self._area = ScrollColumn(theme, "What each rank holds", rows)
        self.mode_rows = ModeRows(theme)
        self.words = Label(theme, "", metrics.CONTROL, wrap=True)
        self.notes = Label(theme, "", metrics.CAPTION, "muted", wrap=True)
        self.misfit = MisfitRow(theme, choice, library, hardware)
        self.fields = PlanFields(theme, choice)
        self._even = Button(theme, "Automatic shares", "link")
        self._even.clicked.connect(lambda: choice.set_shares(()))
        self.button = Button(theme, "Load", "primary")
        self.button.clicked.connect(self.load)
        self.prove = Button(theme, "Prove it: Compare")
        self.prove.clicked.connect(self._compare)
        self._was_loading = False
        self._assemble(theme)
        choice.changed.connect(self._refresh)
        loading.changed.connect(self._on_loading)
        self._refresh()

    def _assemble(self, theme: Theme) -> None:
        self._head, self._foot, self._drawing = QWidget(), QWidget(), QWidget()
        head = QHBoxLayout(self._head)
        head.setContentsMargins(0, 0, 0, 0)
        head.addWidget(self._title, 1)
        head.addWidget(self._state)
        left = QVBoxLayout(self._drawing)
        left.setContentsMargins(0, 0, 0, 0)
        left.setSpacing(metrics.XS)
        left.addWidget(self.glyph)
        left.addWidget(self._glyph_words)
        left.addWidget(self._even)
        left.addStretch(1)
        right = QVBoxLayout()
        right.setSpacing(metrics.S)
        right.addWidget(self._area)
        right.addWidget(Legend(theme))
        right.addStretch(1)
        top = QHBoxLayout()
        top.setSpacing(metrics.L)
        top.addWidget(self._drawing)
        top.addLayout(right, 1)
        foot = QHBoxLayout(self._foot)
        foot.setContentsMargins(0, 0, 0, 0)
        foot.setSpacing(metrics.S)
        foot.addWidget(self.button)
        foot.addWidget(self.prove)
        foot.addStretch(1)
        foot.addWidget(self.fields)
        self.body.addWidget(self._head)
        self.body.addLayout(top)
        self.body.addWidget(Rule(theme))
        self.body.addWidget(self.mode_rows)
        self.body.addWidget(self.words)
        self.body.addWidget(self.notes)
        self.body.addWidget(self.misfit)
        self.body.addWidget(self._foot)

    def show_action(self, words: str, enabled: bool) -> None:
        """What the run bar's button would do; the card offers it where it brings a model in, or stops that."""
        self.button.set_words(words)
        self.button.set_look("plain" if words == "Cancel" else "primary")
        self.button.setEnabled(enabled)
        self.button.setVisible(words not in ("Unload", "Stop"))
        self._state.setText(STATES.get(words, "not loaded yet"))

    def fit(self, height: int) -> None:
        """The list scrolls where the window has no room for all ranks."""
        inner = self.card.width() - 2 * metrics.L
        wanted = self._list.totalHeightForWidth(inner - metrics.GLYPH_LARGE[0] - metrics.L)
        legend, least = metrics.S + metrics.CAPTION.line, metrics.GLYPH_LARGE[1] // 2
        room = height - 2 * metrics.S - 2 * metrics.L - metrics.BORDER - metrics.M
        room -= sum(self._height(row, inner) for row in (self._head, self.mode_rows, self.misfit, self._foot))
        drawing = metrics.GLYPH_LARGE[1] + metrics.XS + self._height(self._glyph_words, metrics.GLYPH_LARGE[0])
        for words in (self.words, self.notes):  # these give way first: the rows' tooltip has them too
            words.setVisible(bool(words.text()) and self._needs(words, inner) <= room - max(drawing, least + legend))
            room -= self._height(words, inner)
        self._drawing.setVisible(drawing <= room)  # the rows say the same in numbers
        self._area.setFixedHeight(max(min(wanted, room - legend), least))
        self.body.invalidate()

    def _height(self, row: QWidget, width: int) -> int:
        """What a row takes of the card, with the gap before the next one."""
        return 0 if row.isHidden() else self._needs(row, width)

    def _needs(self, row: QWidget, width: int) -> int:
        tall = row.heightForWidth(width) if row.hasHeightForWidth() else row.sizeHint().height()
        return tall + self.body.spacing()

    def open_under(self, anchor: QWidget) -> None:
        self._refresh()  # a reply or a benchmark may have been measured since
        super().open_under(anchor)

    def _compare(self) -> None:
        self.close_card()
        self.compare.emit()

    def _move(self, rank: int, part: float) -> None:
        self._choice.share(boundary.moved(self._shares(), rank, part))

    def _step(self, rank: int, step: int) -> None:
        plan = self._choice.plan
        shares = boundary.stepped(plan, rank, step, self._choice.planned) if plan is not None else None
        if shares is not None:
            self._choice.share(shares)

    def _shares(self) -> tuple[int, ...]:
        """The chosen shares, or what the plan gives every rank without any."""
        if self._choice.shares:
            return self._choice.shares
        plan = self._choice.plan
        assert plan is not None
        edges = [0.0, *(line.at for line in boundary.boundaries(plan)), 1.0]
        return boundary.of_whole([round(boundary.WHOLE * (b - a)) for a, b in pairwise(edges)])

    def _on_loading(self) -> None:
        if self._loading.state == "loaded" and self.isVisible() and self._was_loading:
            self.close_card()
        self._was_loading = self._loading.state == "loading"
        if self.isVisible():
            self._refresh()

    def _refresh(self) -> None:
        plan, facts = self._choice.plan, self._library.facts
        if plan is None or facts is None:
            return
        shareable = boundary.is_shareable(plan, len(self._choice.ranks))
        self._show_drawing(plan, shareable)
        self._show_ranks(plan)
        self._show_modes()
        auto = self._choice.plans.get("auto")
        reason = f"Auto picks {auto.mode}. {auto.reason}" if auto is not None and auto.fits else ""
        self.words.setText(reason)
        self.mode_rows.setToolTip(reason)
        more = f" {plural(len(plan.notes) - 1, 'more note')} like it." if len(plan.notes) > 1 else ""
        self.notes.setText(plan.notes[0] + more if plan.notes else "")
        self.notes.setToolTip("\n".join(plan.notes))
        self.notes.setAccessibleDescription(" ".join(plan.notes))
        self.misfit.show_plan(plan)
        self._even.setVisible(bool(self._choice.shares))
        self.fields.show_plan(plan, facts)
        self.fit(self._window.height())

    def _show_drawing(self, plan: SplitPlan, shareable: bool) -> None:
        facts = self._library.facts
        assert facts is not None
        mixed = f"Tensor in {len(plan.stages)} groups: each shares its layers, and they follow one another"
        self._title.setText(mixed if plan.mixed else TITLES[plan.mode])
        names = [name.split(",")[0] for name in rank_names(plan.devices)]
        percents = _percents(plan)
        labels = [f"{_short(name, rank)}\n{percents[rank]:.0f}%" for rank, name in enumerate(names)]
        words = ", ".join(labels).replace("\n", " ")
        self.glyph.show_cells(plan_cells(plan), labels, f"{MODE_NAMES[plan.mode]}: {words}")
        self.glyph.show_boundaries(boundary.boundaries(plan) if shareable else [], rank_names(plan.devices))
        what = f"{self._library.name}, {plural(len(facts.layers), 'layer')} on {counted(plan.devices)}"
        hint = f"Drag to share. {boundary.rounding(plan)}."
        if self._choice.shares and len(names) <= FEW:
            asked = [100 * share / sum(self._choice.shares) for share in self._choice.shares]
            hint = f"Asked {_listed(asked)}, rounded to {_listed(percents)}. {boundary.rounding(plan)}."
        self._glyph_words.setText(hint if shareable else what)

    def _show_ranks(self, plan: SplitPlan) -> None:
        from engine.plan.table import plan_rows

        assert self._library.facts is not None
        names = rank_names(plan.devices)
        if self._make_rows(len(names)):
            self._order_focus()
        shares = self._choice.percents()
        for row, figures, name in zip(self.rows, plan_rows(self._library.facts, plan), names, strict=True):
            row.show_rank(name, plan, figures, None if shares is None else shares[figures.rank])
        status, under_way = self._loading.status, self._loading.plan
        if self._loading.state == "loading" and under_way is not None and under_way.world_size == len(names):
            for rank, (row, name) in enumerate(zip(self.rows, names, strict=True)):
                done, total = status.by_rank.get(rank, (0, under_way.bytes[rank].weights))
                row.show_loading(name, done, total, status.words_of(rank))

    def _make_rows(self, wanted: int) -> bool:
        """Whether there are others now."""
        changed = len(self.rows) != wanted
        while len(self.rows) > wanted:
            row = self.rows.pop()
            self._list.removeWidget(row)
            row.deleteLater()
        while len(self.rows) < wanted:
            row = RankRow(self._theme)
            row.share_changed.connect(partial(self._choice.share_rank, len(self.rows)))
            self.rows.append(row)
            self._list.addWidget(row)
        return changed

    def _order_focus(self) -> None:
        """As one reads: the drawing's lines, the rows, the buttons, the fields; some of them are made later."""
        shares = (row.share for row in self.rows)
        last = (self.button, self.prove, self.fields.threads, self.fields.context, self.fields.kv_type)
        order_tabs([*self.glyph.handles, self._even, *shares, *last])

    def _show_modes(self) -> None:
        rows, chosen = [], self._choice.plan
        assert chosen is not None
        auto = self._choice.plans.get("auto")
        several = len(self._choice.ranks) > 1  # one card runs every mode alike
        self.prove.setVisible(several)
        shown: list[tuple[str, str, Mode, SplitPlan]] = [
            (MODE_NAMES[mode], mode, mode, self._choice.plans[mode]) for mode in ROWS if several or mode == "none"
        ]
        if auto is not None and auto.mixed:
            shown.append(("Mixed", "mixed", "tensor", auto))
        for name, look, mode, plan in shown:
            worth = self._worths.of(mode, plan) if plan.fits else Worth()
            lack = "" if plan.fits else "does not fit"
            rows.append(ModeRow(name, look, plan_cells(plan), worth, plan.stages == chosen.stages, lack))
        self.mode_rows.show_rows(rows)


def _percents(plan: SplitPlan) -> list[float]:
    """Of the bytes of weights, by rank."""
    total = sum(held.weights for held in plan.bytes) or 1
    return [100 * held.weights / total for held in plan.bytes]


def _listed(percents: Sequence[float]) -> str:
    """ "60 / 40"."""
    return " / ".join(f"{percent:.0f}" for percent in percents)


def _short(name: str, rank: int) -> str:
    return str(rank) if name.startswith("CPU") else name
