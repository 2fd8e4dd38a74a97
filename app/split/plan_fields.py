"""What of a load is chosen beside the split: context length, threads, and what the KV cache is kept in."""

from __future__ import annotations

from functools import cache

from PySide6.QtWidgets import QHBoxLayout, QWidget

from app.split.model import SplitChoice
from app.widgets import metrics
from app.widgets.label import Label
from app.widgets.menu_button import MenuButton
from app.widgets.number_field import WholeField
from app.widgets.numbers import plural
from app.widgets.theme import Theme
from engine.gguf.facts import ModelFacts
from engine.plan.kv_types import KV_TYPES, kv_complaint
from engine.plan.types import SplitPlan

CONTEXT_LEAST, CONTEXT_STEP = 256, 1024


class PlanFields(QWidget):
    def __init__(self, theme: Theme, choice: SplitChoice) -> None:
        super().__init__()
        self._choice = choice
        self.context = WholeField(theme, "Context length", 1, 1, CONTEXT_STEP)
        self.context.setGroupSeparatorShown(True)
        self.context.setSuffix(" tokens")
        self.context.setFixedSize(metrics.FIELD_WIDTH + metrics.XXL, metrics.CONTROL_HEIGHT)
        self.context.valueChanged.connect(choice.set_context)
        self.threads = WholeField(theme, "CPU threads of all ranks together", 0, _cores())
        self._threads_words = Label(theme, "Threads", metrics.CONTROL, "muted")
        self.threads.setToolTip(f"CPU threads of all ranks together; this computer has {plural(_cores(), 'core')}")
        self.threads.setSpecialValueText("all")
        self.threads.setFixedSize(metrics.NUMBER_WIDTH, metrics.CONTROL_HEIGHT)
        self.threads.valueChanged.connect(lambda count: choice.set_threads(count or None))
        self.kv_type = MenuButton(theme, "What keys and values are kept in", metrics.NUMBER_WIDTH + metrics.XL)
        self.kv_type.set_entries([(name, f"KV {name}") for name in KV_TYPES])
        self.kv_type.setToolTip("KV q8_0 takes half the memory of f16, and rounds keys and values more")
        self.kv_type.chosen.connect(choice.set_kv_type)
        self.cache = Label(theme, "", metrics.CONTROL, "muted")
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(metrics.S)
        row.addWidget(self._threads_words)
        row.addWidget(self.threads)
        row.addWidget(Label(theme, "Context", metrics.CONTROL, "muted"))
        row.addWidget(self.context)
        row.addWidget(self.kv_type)
        row.addWidget(self.cache)

    def show_plan(self, plan: SplitPlan, facts: ModelFacts) -> None:
        most = max(facts.context, plan.context)
        self.context.setToolTip(f"This model was made for {facts.context:,} tokens")
        _put(self.context, min(CONTEXT_LEAST, most), most, plan.context)
        _put(self.threads, 0, self.threads.maximum(), self._choice.threads or 0)
        for widget in (self.threads, self._threads_words):  # cards have no use for them
            widget.setVisible(any(device.trial_only for device in plan.devices))
        # Devices without kernels of their own have no choice, nor have heads that no block divides.
        allowed = self._choice.kv_types
        choosing = plan.kv_type in plan.kv_kept and len(allowed) > 1
        self.kv_type.setVisible(choosing)
        self.kv_type.set_current(self._choice.kv_type)
        others = [name for name in plan.kv_kept if not choosing or name != plan.kv_type]
        self.cache.setText(f"{'and' if choosing else 'KV'} {' and '.join(others)}" if others else "")
        self.cache.setVisible(bool(others))
        refused = (kv_complaint(facts, name) for name in KV_TYPES if name not in allowed)
        self.cache.setToolTip(next(refused, ""))


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
