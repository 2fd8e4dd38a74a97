"""What to compare: the modes, the work, how many loads, and the button that runs it; below, how far it is."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from PySide6.QtCore import QSize, Signal
from PySide6.QtGui import QPainter, QPaintEvent, QPalette, QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QFrame, QGridLayout, QHBoxLayout, QPlainTextEdit, QVBoxLayout, QWidget

from app.compare.strip import BlockStrip
from app.compare.toggle import ModeToggle
from app.compare.work import LEAST_LOADS, MOST_LOADS, NAMES, PRESETS, Kind, describe
from app.widgets import metrics, paint
from app.widgets.button import Button
from app.widgets.focus_ring import DRAWS_OWN_FOCUS
from app.widgets.label import ElidedLabel, Label
from app.widgets.menu_button import MenuButton
from app.widgets.number_field import WholeField
from app.widgets.theme import Theme
from engine.plan.types import Mode
from engine.protocol import Bench, Generate, Message

COMPARED: tuple[Mode, ...] = ("none", "layer", "tensor")
MOST_TOKENS = 1 << 20
REPLY_TOKENS = 128
SIZES = (  # name, least, most, step, start; in the order of `Bench`
    ("Prompt", 0, MOST_TOKENS, 128, 512), ("Generation", 0, MOST_TOKENS, 32, 128),
    ("Depth", 0, MOST_TOKENS, 1024, 0), ("Repetitions", 1, 50, 1, 5),
)  # fmt: skip


class PromptField(QWidget):
    """Three lines to write in, with the edge of a control."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self.text = QPlainTextEdit()
        self.text.setFrameShape(QFrame.Shape.NoFrame)
        self.text.setFont(metrics.font(metrics.CONTROL))
        self.text.setAccessibleName("Prompt to compare by")
        self.text.setPlaceholderText("What every mode is asked")
        self.text.setTabChangesFocus(True)
        self.text.setProperty(DRAWS_OWN_FOCUS, True)
        self.text.viewport().setAutoFillBackground(False)
        palette = self.text.palette()
        palette.setColor(QPalette.ColorRole.Base, "transparent")
        self.text.setPalette(palette)
        rows = QVBoxLayout(self)
        rows.setContentsMargins(metrics.S, metrics.XS, metrics.S, metrics.XS)
        rows.addWidget(self.text)
        self.setFixedHeight(3 * metrics.CONTROL.line + 2 * metrics.S)
        self.text.cursorPositionChanged.connect(self.update)
        theme.changed.connect(self.update)

    def paintEvent(self, event: QPaintEvent) -> None:
        focused = self.text.hasFocus()
        paint.rounded(QPainter(self), self.rect(), metrics.RADIUS_CONTROL, self._theme.color("surface"),
                      self._theme.color("accent" if focused else "edge"),
                      metrics.FOCUS_WIDTH if focused else metrics.BORDER)  # fmt: skip


class Head(QWidget):
    """`changed`: the user chose something else. `pressed`: the button."""

    changed = Signal()
    pressed = Signal()

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self.toggles: dict[Mode, ModeToggle] = {mode: ModeToggle(theme, mode) for mode in COMPARED}
        self.kind = MenuButton(theme, "What to time", metrics.WORK_WIDTH)
        self.kind.set_entries(list(NAMES.items()))
        self.loads = WholeField(theme, "Loads per mode", LEAST_LOADS, MOST_LOADS)
        self.loads.setSuffix(" loads each")
        self.loads.setToolTip("How often every mode is loaded anew: speeds differ more between loads than within one")
        self.loads.setFixedSize(metrics.FIELD_WIDTH, metrics.CONTROL_HEIGHT)
        self.button = Button(theme, "Run", "primary")
        self.words = ElidedLabel(theme, "", metrics.CONTROL, "muted")
        self.strip = BlockStrip(theme)
        self.summary = ElidedLabel(theme, "", metrics.CAPTION, "muted")
        self.sizes: list[WholeField] = []
        self._size_labels: list[Label] = []
        self.prompt = PromptField(theme)
        self.longest = WholeField(theme, "Longest reply", 1, MOST_TOKENS, 32)
        self._first, self._work = QBoxLayout(QBoxLayout.Direction.LeftToRight), QHBoxLayout()
        self._own, self._asked = self._size_row(theme), self._prompt_row(theme)
        self._arrange(theme)
        for toggle in self.toggles.values():
            toggle.toggled.connect(lambda on: self.changed.emit())
        self.kind.chosen.connect(self._take_preset)
        for field in (self.loads, self.longest, *self.sizes):
            field.valueChanged.connect(lambda value: self.changed.emit())
        self.prompt.text.textChanged.connect(self.changed)
        self.button.clicked.connect(self.pressed)
        self._show_kind()

    def _arrange(self, theme: Theme) -> None:
        toggles, first = QHBoxLayout(), self._first
        toggles.setSpacing(metrics.S)
        for toggle in self.toggles.values():
            toggles.addWidget(toggle)
        toggles.addStretch(1)
        self._work.setSpacing(metrics.S)
        self._work.addWidget(self.kind)
        self._work.addWidget(self.loads)
        self._work.addWidget(self.button)
        self._work.addStretch(1)
        first.setSpacing(metrics.L)
        first.addLayout(toggles)
        first.addLayout(self._work, 1)
        progress = QHBoxLayout()
        progress.setSpacing(metrics.M)
        progress.addWidget(self.strip)
        progress.addWidget(self.words, 1)
        rows = QVBoxLayout(self)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.setSpacing(metrics.S)
        rows.addWidget(Label(theme, "Compare split modes", metrics.TITLE))
        rows.addLayout(first)
        rows.addWidget(self._own)
        rows.addWidget(self._asked)
        rows.addWidget(self.summary)
        rows.addLayout(progress)

    def minimumSizeHint(self) -> QSize:
        """Its first row may become two."""
        whole = super().minimumSizeHint()
        return QSize(min(whole.width(), self._work.minimumSize().width() + metrics.XL), whole.height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        toggles = sum(toggle.sizeHint().width() + metrics.S for toggle in self.toggles.values())
        tall = toggles + metrics.L + self._work.minimumSize().width() > self.width()
        way = QBoxLayout.Direction.TopToBottom if tall else QBoxLayout.Direction.LeftToRight
        self._first.setDirection(way)
        sizes = sum(each.sizeHint().width() + metrics.M for each in self._size_labels)
        sizes += len(self.sizes) * (metrics.SIZE_FIELD_WIDTH + metrics.M)
        self._place_sizes(len(SIZES) if sizes <= self.width() else len(SIZES) // 2)

    def _size_row(self, theme: Theme) -> QWidget:
        made = QWidget()
        self._grid = QGridLayout(made)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(metrics.M)
        self._grid.setVerticalSpacing(metrics.S)
        self._grid.setColumnStretch(2 * len(SIZES), 1)
        for name, least, most, step, start in SIZES:
            field = WholeField(theme, name, least, most, step)
            self.sizes.append(field)
            self._size_labels.append(Label(theme, name, metrics.CONTROL, "muted"))
            field.setValue(start)
            field.setGroupSeparatorShown(True)
            field.setFixedSize(metrics.SIZE_FIELD_WIDTH, metrics.CONTROL_HEIGHT)
        self._place_sizes(len(SIZES))
        return made

    def _place_sizes(self, in_a_row: int) -> None:
        for place, pair in enumerate(zip(self._size_labels, self.sizes, strict=True)):
            row, column = divmod(place, in_a_row)
            for beside, widget in enumerate(pair):
                self._grid.removeWidget(widget)
                self._grid.addWidget(widget, row, 2 * column + beside)

    def _prompt_row(self, theme: Theme) -> QWidget:
        made = QWidget()
        self.longest.setValue(REPLY_TOKENS)
        self.longest.setGroupSeparatorShown(True)
        self.longest.setFixedSize(metrics.SIZE_FIELD_WIDTH, metrics.CONTROL_HEIGHT)
        side = QVBoxLayout()
        side.setSpacing(metrics.XS)
        side.addWidget(Label(theme, "Longest reply, tokens", metrics.CONTROL, "muted"))
        side.addWidget(self.longest)
        side.addStretch(1)
        row = QHBoxLayout(made)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(metrics.M)
        row.addWidget(self.prompt, 1)
        row.addLayout(side)
        made.setMaximumWidth(metrics.READING_WIDTH)
        return made

    # What is chosen

    def modes(self) -> tuple[Mode, ...]:
        return tuple(mode for mode, toggle in self.toggles.items() if toggle.on)

    def work(self) -> Bench | Generate:
        """Its request is of no meaning yet."""
        kind = self._kind()
        if kind == "prompt":
            asked = Message("user", self.prompt.text.toPlainText().strip())
            return Generate(0, (asked,), max_tokens=self.longest.value())
        if kind in PRESETS:
            return PRESETS[kind].bench
        prompt, generation, depth, repetitions = (field.value() for field in self.sizes)
        return Bench(0, prompt, generation, depth, repetitions)

    def _kind(self) -> Kind:
        return next(kind for kind in NAMES if kind == self.kind.current)

    def choose_kind(self, kind: Kind) -> None:
        """As if the user had chosen it."""
        self.kind.set_current(kind)
        self._take_preset()

    def _take_preset(self) -> None:
        preset = PRESETS.get(self._kind())
        self.loads.setValue(preset.loads if preset is not None else LEAST_LOADS)
        self._show_kind()
        self.changed.emit()

    def _show_kind(self) -> None:
        self._own.setVisible(self._kind() == "own")
        self._asked.setVisible(self._kind() == "prompt")

    # What is shown

    def show_durations(self, durations: Mapping[Kind, str], kept: str) -> None:
        """ "about 3 min" beside every kind of which that can be told; `kept` is the KV cache's type."""
        self.kind.set_entries([
            (kind, f"{name} · {durations[kind]}" if durations.get(kind) else name) for kind, name in NAMES.items()
        ])  # fmt: skip
        self.summary.setText(describe(self.work(), self.loads.value(), kept))

    def show_words(self, words: str, role: str = "muted") -> None:
        """How far it is, or why it cannot run."""
        self.words.setText(words)
        self.words.set_role(role)

    def show_button(self, running: bool, enabled: bool, primary: bool) -> None:
        self.button.set_words("Stop" if running else "Run")
        self.button.set_look("primary" if primary and not running else "plain")
        self.button.setEnabled(enabled)
        for control in self._choices():
            control.setEnabled(not running)

    def _choices(self) -> Iterator[QWidget]:
        yield from (self.kind, self.loads, self._own, self._asked)
