"""What of a load is chosen beside the split: context length and threads; what the KV cache is kept in is said."""

from __future__ import annotations

from functools import cache

from PySide6.QtWidgets import QHBoxLayout, QWidget

from app.language import translate
from app.split.model import SplitChoice
from app.widgets import metrics
from app.widgets.label import Label
from app.widgets.number_field import WholeField
from app.widgets.numbers import count
from app.widgets.theme import Theme
from engine.gguf.facts import ModelFacts
from engine.plan.types import SplitPlan

CONTEXT_LEAST, CONTEXT_STEP = 256, 1024


class PlanFields(QWidget):
    def __init__(self, theme: Theme, choice: SplitChoice) -> None:
        super().__init__()
        self._choice = choice
        self.context = WholeField(theme, translate("split", "Context length"), 1, 1, CONTEXT_STEP)
        self.context.setGroupSeparatorShown(True)
        self.context.setSuffix(translate("split", " tokens"))
        self.context.setFixedSize(metrics.FIELD_WIDTH + metrics.XXL, metrics.CONTROL_HEIGHT)
        self.context.valueChanged.connect(choice.set_context)
        self.threads = WholeField(theme, translate("split", "CPU threads of all ranks together"), 0, _cores())
        self._threads_words = Label(theme, translate("split", "Threads"), metrics.CONTROL, "muted")
        cores = _cores()
        self.threads.setToolTip(
            translate(
                "split", "CPU threads of all ranks together; this computer has {n}\xa0cores", "", cores, n=count(cores))
        )
        self.threads.setSpecialValueText(translate("split", "all"))
        self.threads.setFixedSize(metrics.NUMBER_WIDTH, metrics.CONTROL_HEIGHT)
        self.threads.valueChanged.connect(lambda count: choice.set_threads(count or None))
        self.cache = Label(theme, "", metrics.CONTROL, "muted")
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(metrics.S)
        row.addWidget(self._threads_words)
        row.addWidget(self.threads)
        row.addWidget(Label(theme, translate("split", "Context"), metrics.CONTROL, "muted"))
        row.addWidget(self.context)
        row.addWidget(self.cache)

    def show_plan(self, plan: SplitPlan, facts: ModelFacts) -> None:
        most = max(facts.context, plan.context)
        self.context.setToolTip(
            translate("split", "This model was made for {context} tokens").format(context=count(facts.context))
        )
        _put(self.context, min(CONTEXT_LEAST, most), most, plan.context)
        _put(self.threads, 0, self.threads.maximum(), self._choice.threads or 0)
        for widget in (self.threads, self._threads_words):  # cards have no use for them
            widget.setVisible(any(device.trial_only for device in plan.devices))
        kinds = sorted({"f16" if device.quantised else "f32" for device in plan.devices})
        self.cache.setText(
            translate("split", "KV {kinds}").format(kinds=", ".join(kinds))
            if len(kinds) != 2
            else translate("split", "KV {one} and {other}").format(one=kinds[0], other=kinds[1])
        )


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
