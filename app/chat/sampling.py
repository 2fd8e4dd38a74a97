"""The card with everything that decides how a reply is drawn. Effect from the next message on, kept per model."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from functools import partial
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from app.chat import sampling_table as table
from app.chat.preset_row import PresetRow
from app.chat.sampling_table import CUSTOM, EVERYDAY, MORE, PRESETS, Number
from app.language import QT_TRANSLATE_NOOP, translate
from app.library.model import Library
from app.settings.model import ModelDefaults, SavedSampling, Settings
from app.widgets import metrics
from app.widgets.button import Button
from app.widgets.label import ElidedLabel, Label
from app.widgets.lines_field import LinesField
from app.widgets.number_field import DecimalField, WholeField, wide_enough
from app.widgets.popover import Popover
from app.widgets.scroll_column import ScrollColumn
from app.widgets.theme import Theme
from engine.protocol import Sampling

BREAKERS = QT_TRANSLATE_NOOP("chat", "DRY sequence breakers")
BREAKERS_HINT = QT_TRANSLATE_NOOP("chat", "Phrases end at these, one a line; \\n is a line end")
BIAS = QT_TRANSLATE_NOOP("chat", "Logit bias")
BIAS_HINT = QT_TRANSLATE_NOOP("chat", "Token id = bias, one a line; -inf never takes it")


class SamplingCard(Popover):
    """`changed` when the user changed something; `plan_asked`: context and threads are chosen in the plan."""

    changed = Signal()
    plan_asked = Signal()

    def __init__(self, theme: Theme, window: QWidget, settings: Settings, library: Library) -> None:
        super().__init__(theme, window, metrics.SAMPLING_WIDTH, translate("chat", "Sampling"))
        self._settings, self._library = settings, library
        self.fields: dict[str, WholeField | DecimalField] = {}
        self.row = PresetRow(theme, translate("chat", "Preset"), translate("chat", "Name of the new preset"))
        self.presets = self.row.menu
        self.row.chosen.connect(self._choose)
        self.row.saved.connect(self._save_preset)
        self.row.deleted.connect(self._delete_preset)
        self.bias = LinesField(
            theme,
            translate("chat", "Logit bias, a line each: token id = bias"),
            "1234 = -2.5",
            table.read_bias,
            table.write_bias,
        )
        self.breakers = LinesField(
            theme, translate("chat", "DRY sequence breakers, one a line"), "", table.read_breakers, table.write_breakers
        )
        self.bias.taken.connect(partial(self._take, "logit_bias"))
        self.breakers.taken.connect(partial(self._take, "dry_sequence_breakers"))
        self.more_button = Button(theme, translate("chat", "More samplers"), "link")
        self.more_button.clicked.connect(lambda: self._unfold(self._more.isHidden()))
        self.load_words = ElidedLabel(theme, "", metrics.CAPTION, "muted")
        self.plan_link = Button(theme, translate("chat", "Change"), "link", style=metrics.CAPTION_LINK)
        self.plan_link.setAccessibleName(translate("chat", "Change context and threads in the plan"))
        self.plan_link.clicked.connect(self._ask_plan)
        self.reset_button = Button(theme, translate("chat", "Reset to defaults"), "link")
        self.reset_button.clicked.connect(self._reset)
        self._assemble(theme)
        library.picked.connect(self._show)
        self._unfold(False)
        self._show()

    @property
    def _defaults(self) -> ModelDefaults:
        return self._settings.of(self._library.path)

    @property
    def own(self) -> dict[str, Sampling]:
        """The user's own presets."""
        return table.own_presets(self._settings)

    def _assemble(self, theme: Theme) -> None:
        self._more = QWidget()
        hidden = QVBoxLayout(self._more)
        hidden.setContentsMargins(0, 0, 0, 0)
        hidden.setSpacing(metrics.S)
        self._add_rows(theme, hidden, MORE)
        for name, hint, field in (
            (BREAKERS, BREAKERS_HINT, self.breakers),
            (BIAS, BIAS_HINT, self.bias),
        ):
            hidden.addWidget(_named(theme, translate("chat", name), translate("chat", hint)))
            hidden.addWidget(field)
        content = QWidget()
        self._rows = QVBoxLayout(content)
        self._rows.setContentsMargins(0, 0, metrics.XS, 0)
        self._rows.setSpacing(metrics.S)
        self._add_rows(theme, self._rows, EVERYDAY)
        line = QHBoxLayout()
        line.addWidget(self.more_button)
        line.addStretch(1)
        self._rows.addLayout(line)
        self._rows.addWidget(self._more)
        self._rows.addStretch(1)
        self._area = ScrollColumn(theme, translate("chat", "Samplers"), content)
        self._area.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOn)  # fields stay where they are
        load = QHBoxLayout()
        load.addWidget(self.load_words, 1)
        load.addWidget(self.plan_link)
        foot = QHBoxLayout()
        foot.addWidget(self.reset_button)
        foot.addStretch(1)
        self.body.addWidget(Label(theme, translate("chat", "Sampling"), metrics.SECTION))
        self.body.addWidget(self.row)
        self.body.addWidget(self._area)
        self.body.addLayout(load)
        self.body.addLayout(foot)

    def _add_rows(self, theme: Theme, rows: QVBoxLayout, numbers: Iterable[Number]) -> None:
        for number in numbers:
            field = self.fields[number.key] = _field(theme, number)
            field.valueChanged.connect(partial(self._take, number.key))
            row = QHBoxLayout()
            row.addWidget(_named(theme, translate("chat", number.name), translate("chat", number.hint)), 1)
            row.addWidget(field)
            rows.addLayout(row)

    def fit(self, height: int) -> None:
        room = height - metrics.SAMPLING_AROUND_ROWS - self.row.sizeHint().height()
        self._area.setFixedHeight(min(self._rows.sizeHint().height(), room))

    def show_load(self, words: str) -> None:
        """What the model was loaded with."""
        self.load_words.setText(words)

    def _unfold(self, wanted: bool) -> None:
        self._more.setVisible(wanted)
        self.more_button.set_words(
            translate("chat", "Fewer samplers") if wanted else translate("chat", "More samplers")
        )

    def _ask_plan(self) -> None:
        self.close_card()
        self.plan_asked.emit()

    def _take(self, key: str, value: Any) -> None:
        table.take(self._defaults, key, value)
        self._show()
        self.changed.emit()

    def _choose(self, name: str) -> None:
        preset = (PRESETS | self.own).get(name)
        if preset is not None:
            defaults = self._defaults
            defaults.sampling = replace(preset, seed=defaults.sampling.seed)
            self._show()
            self.changed.emit()

    def _save_preset(self, name: str) -> None:
        saved = SavedSampling(name, replace(self._defaults.sampling, seed=None))
        self._settings.presets = [*(each for each in self._settings.presets if each.name != name), saved]
        self._show()
        self.changed.emit()

    def _delete_preset(self, name: str) -> None:
        """The name goes; what is set stays."""
        self._settings.presets = [each for each in self._settings.presets if each.name != name]
        self._show()
        self.changed.emit()

    def _reset(self) -> None:
        self._defaults.sampling, self._defaults.max_tokens = ModelDefaults().sampling, ModelDefaults().max_tokens
        self._show()
        self.changed.emit()

    def _show(self) -> None:
        """What is kept for the picked model."""
        defaults = self._defaults
        for key, field in self.fields.items():
            field.blockSignals(True)
            field.setValue(table.read(defaults, key))
            field.blockSignals(False)
        self.bias.set_value(defaults.sampling.logit_bias)
        self.breakers.set_value(defaults.sampling.dry_sequence_breakers)
        own = self.own
        preset = table.preset_of(defaults.sampling, own)
        self.row.show_presets([*PRESETS, *([CUSTOM] if preset == CUSTOM else [])], own, preset)


def _named(theme: Theme, name: str, hint: str) -> QWidget:
    """A setting's name, over what it does."""
    both = QWidget()
    column = QVBoxLayout(both)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(0)
    column.addWidget(Label(theme, name))
    column.addWidget(ElidedLabel(theme, hint, metrics.CAPTION, "muted"))
    return both


def _field(theme: Theme, number: Number) -> WholeField | DecimalField:
    field: WholeField | DecimalField
    name = translate("chat", number.name)
    if number.step < 1:
        field = DecimalField(theme, name, number.least, number.most, number.step)
    else:
        field = WholeField(theme, name, int(number.least), int(number.most), int(number.step))
        field.setGroupSeparatorShown(number.key != "seed")
    field.setSpecialValueText(translate("chat", number.special))
    field.setAccessibleDescription(translate("chat", number.hint))
    field.setFixedSize(wide_enough(field, metrics.FIELD_WIDTH + metrics.XXL), metrics.CONTROL_HEIGHT)
    return field
