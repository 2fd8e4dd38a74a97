"""The small card with the sampling settings and the system prompt. Effect from the next message on."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QGridLayout, QPlainTextEdit, QWidget

from app.settings.model import Settings
from app.widgets import metrics
from app.widgets.button import Button
from app.widgets.label import Label
from app.widgets.number_field import DecimalField, WholeField
from app.widgets.popover import Popover
from app.widgets.theme import Theme
from engine.protocol import Sampling


@dataclass(frozen=True)
class Setting:
    """A number of `Settings`: its range, and what its lowest value means where that is special."""

    key: str
    name: str
    hint: str
    least: float
    most: float
    step: float  # below 1: a decimal number
    special: str = ""


TABLE = (
    Setting("temperature", "Temperature", "0 takes the likeliest token", 0, 5, 0.05),
    Setting("top_k", "Top-k", "Only the k likeliest tokens", 0, 1000, 1, "all"),
    Setting("top_p", "Top-p", "The likeliest tokens that sum to p; 1 is off", 0, 1, 0.01),
    Setting("min_p", "Min-p", "Tokens at least this likely, relative to the likeliest", 0, 1, 0.01, "off"),
    Setting("repeat_penalty", "Repetition penalty", "1 is off", 0.5, 2, 0.01),
    Setting("seed", "Seed", "The same seed gives the same reply", -1, 2**31 - 1, 1, "new each time"),
    Setting("max_tokens", "Longest reply, tokens", "Where a reply is cut", 0, 1_000_000, 64, "no limit"),
)


def sampling(settings: Settings) -> Sampling:
    return Sampling(
        temperature=settings.temperature, top_k=settings.top_k, top_p=settings.top_p, min_p=settings.min_p,
        repeat_penalty=settings.repeat_penalty, seed=None if settings.seed < 0 else settings.seed,
    )  # fmt: skip


class SamplingCard(Popover):
    changed = Signal()

    def __init__(self, theme: Theme, window: QWidget, settings: Settings) -> None:
        super().__init__(theme, window, metrics.PANEL_WIDTH, "Sampling and system prompt")
        self._settings = settings
        self._fields: dict[str, WholeField | DecimalField] = {}
        self.body.addWidget(Label(theme, "Sampling", metrics.SECTION))
        grid = QGridLayout()
        grid.setVerticalSpacing(metrics.XS)
        for row, setting in enumerate(TABLE):
            name = Label(theme, setting.name)
            name.setToolTip(setting.hint)
            grid.addWidget(name, row, 0)
            field = self._fields[setting.key] = self._field(setting)
            grid.addWidget(field, row, 1)
        grid.setColumnStretch(0, 1)
        self.body.addLayout(grid)
        self.body.addWidget(Label(theme, "System prompt", metrics.SECTION))
        self.prompt = QPlainTextEdit(settings.system_prompt)
        self.prompt.setAccessibleName("System prompt")
        self.prompt.setPlaceholderText("What the model should know before every chat")
        self.prompt.setFixedHeight(metrics.CONTROL.line * 4)
        self.prompt.setTabChangesFocus(True)
        self.prompt.textChanged.connect(self._take_prompt)
        self.body.addWidget(self.prompt)
        reset = Button(theme, "Reset to defaults", "link")
        reset.clicked.connect(self._reset)
        self.body.addWidget(reset)

    def _field(self, setting: Setting) -> WholeField | DecimalField:
        field: WholeField | DecimalField
        if setting.step < 1:
            field = DecimalField(self._theme, setting.name, setting.least, setting.most, setting.step)
        else:
            field = WholeField(
                self._theme, setting.name, int(setting.least), int(setting.most), int(setting.step)
            )
        field.setValue(getattr(self._settings, setting.key))
        field.setSpecialValueText(setting.special)
        field.setToolTip(setting.hint)
        field.setFixedSize(metrics.FIELD_WIDTH + metrics.XXL, metrics.CONTROL_HEIGHT_TABLE)
        field.valueChanged.connect(lambda new, key=setting.key: self._take(key, new))
        return field

    def _take(self, key: str, value: float) -> None:
        setattr(self._settings, key, round(value, 4) if isinstance(value, float) else value)
        self.changed.emit()

    def _take_prompt(self) -> None:
        self._settings.system_prompt = self.prompt.toPlainText()
        self.changed.emit()

    def _reset(self) -> None:
        defaults = Settings()
        for key, field in self._fields.items():
            field.setValue(getattr(defaults, key))
        self.prompt.setPlainText(defaults.system_prompt)
