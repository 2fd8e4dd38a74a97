"""The live panel: two numbers, one plot, one row per rank; as a strip where the window is narrow."""

from __future__ import annotations

from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from app.hardware.model import rank_names
from app.live.model import RATE_HZ, LiveSpeeds
from app.live.plot import SpeedPlot
from app.split.loading import Loading
from app.split.rank_row import of_memory, pieces
from app.widgets import metrics
from app.widgets.card import Ground
from app.widgets.label import ElidedLabel, Label
from app.widgets.memory_bar import MemoryBar, Piece
from app.widgets.numbers import NBSP, figure, file_size, memory
from app.widgets.theme import Theme
from engine.protocol import RankTimes

NOTHING = "–"


class Hero(QWidget):
    """A caption, a number, its unit; `muted` with "last run" while idle."""

    def __init__(self, theme: Theme, name: str, style: metrics.TextStyle) -> None:
        super().__init__()
        self._name = name
        self._caption = Label(theme, name, metrics.CAPTION, "muted")
        self._number = Label(theme, NOTHING, style, "muted")
        self._unit = Label(theme, "tok/s", metrics.CAPTION, "muted")
        line = QHBoxLayout()
        line.setSpacing(metrics.XS)
        line.addWidget(self._number)
        line.addWidget(self._unit, 0, Qt.AlignmentFlag.AlignBottom)
        line.addStretch(1)
        rows = QVBoxLayout(self)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.setSpacing(0)
        rows.addWidget(self._caption)
        rows.addStretch(1)
        rows.addLayout(line)

    def show_speed(self, value: float | None, live: bool) -> None:
        self._number.setText(NOTHING if value is None else figure(value))
        self._number.set_role("text" if live else "muted")
        self._caption.setText(self._name if live or value is None else f"{self._name}, last run")
        self.setAccessibleName(f"{self._caption.text()}: {self._number.text()} tokens per second")


class RankLine(QWidget):
    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._name = ElidedLabel(theme, "", metrics.CONTROL_STRONG)
        self._right = Label(theme, "", metrics.CAPTION, "muted")
        self._bar = MemoryBar(theme)
        self._below = Label(theme, "", metrics.CAPTION, "muted")
        self._times = Label(theme, "", metrics.CAPTION, "muted")
        head = QHBoxLayout()
        head.addWidget(self._name, 1)
        head.addWidget(self._right)
        rows = QVBoxLayout(self)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.setSpacing(metrics.XS)
        rows.addLayout(head)
        rows.addWidget(self._bar)
        rows.addWidget(self._below)
        rows.addWidget(self._times)

    def show_line(
        self, name: str, right: str, bar: list[Piece], total: float, below: str, times: str = ""
    ) -> None:
        self._name.setText(name)
        self._right.setText(right)
        self._bar.show_pieces(bar, total, f"{name}: {below}")
        self._below.setText(below)
        self._times.setText(times)
        self._times.setVisible(bool(times))


def in_words(times: RankTimes) -> str:
    """ "2.38 ms a token: 0.28 adding up, 0.05 waiting"."""
    step, summing, waiting = (1e3 * seconds for seconds in (times.step, times.summing, times.waiting))
    return f"{step:.2f}{NBSP}ms a token: {summing:.2f} adding up, {waiting:.2f} waiting"


class LivePanel(Ground):
    """Redrawn ten times a second while there is anything to see, and not at all when there is not."""

    def __init__(self, theme: Theme, live: LiveSpeeds, loading: Loading) -> None:
        super().__init__(theme, "window", "left")
        self._live, self._loading = live, loading
        self.generation = Hero(theme, "Generation", metrics.HERO)
        self.prompt = Hero(theme, "Prompt", metrics.TITLE)
        self.plot = SpeedPlot(theme, live, loading)
        self._heading = Label(theme, "Ranks", metrics.CONTROL_STRONG)
        self._lines: list[RankLine] = []
        self._list = QVBoxLayout()
        self._list.setSpacing(metrics.M)
        heroes = QHBoxLayout()
        heroes.addWidget(self.generation, 3)
        heroes.addWidget(self.prompt, 2)
        rows = QVBoxLayout(self)
        rows.setContentsMargins(metrics.L, metrics.L, metrics.L, metrics.L)
        rows.setSpacing(metrics.M)
        rows.addLayout(heroes)
        rows.addWidget(self.plot)
        rows.addWidget(Label(theme, "Generation, last 60 s", metrics.CAPTION, "muted"))
        rows.addWidget(self._heading)
        rows.addLayout(self._list)
        rows.addStretch(1)
        self.setFixedWidth(metrics.LIVE_WIDTH)
        self._timer = QTimer(self)
        self._timer.setInterval(1000 // RATE_HZ)
        self._timer.timeout.connect(self._tick)
        loading.changed.connect(self._show_ranks)
        live.finished.connect(self._show_ranks)
        self._show_ranks()

    def wake(self) -> None:
        """Something is being generated: start redrawing."""
        if not self._timer.isActive():
            self._timer.start()

    def _tick(self) -> None:
        self._live.sample()
        self.refresh()
        if self._live.silent:
            self._timer.stop()

    def refresh(self) -> None:
        live = self._live
        self.generation.show_speed(live.generation, live.generating)
        self.prompt.show_speed(live.prompt, live.generating and live.prompt_is_new)
        self.plot.redraw()

    def _show_ranks(self) -> None:
        plan, loading = self._loading.plan, self._loading
        count = plan.world_size if plan is not None else 0
        while len(self._lines) > count:
            line = self._lines.pop()
            self._list.removeWidget(line)
            line.deleteLater()
        while len(self._lines) < count:
            self._lines.append(RankLine(self._theme))
            self._list.addWidget(self._lines[-1])
        self._heading.setVisible(count > 0)
        if plan is None:
            return
        self._heading.setText("Cards" if not any(device.trial_only for device in plan.devices) else "Ranks")
        weights = sum(held.weights for held in plan.bytes) or 1
        for rank, name in enumerate(rank_names(plan.devices)):
            held, device = plan.bytes[rank], plan.devices[rank]
            if loading.state == "loading":
                done, total = loading.status.by_rank.get(rank, (0, 0))
                words = f"{file_size(done)} of {file_size(total)} read" if total else "starting"
                self._lines[rank].show_line(
                    name, "loading", [Piece("read", done, "accent")], total or 1, words
                )
                continue
            share = f"share {100 * held.weights / weights:.0f}%"
            known = self._live.ranks if len(self._live.ranks) == count and loading.state == "loaded" else ()
            self._lines[rank].show_line(
                name, share, pieces(held), device.memory_total or held.total, of_memory(held, device),
                in_words(known[rank]) if known else "",
            )  # fmt: skip


class LiveStrip(Ground):
    """The same in one line, for narrow windows."""

    def __init__(self, theme: Theme, live: LiveSpeeds, loading: Loading) -> None:
        super().__init__(theme, "window", "top")
        self._live, self._loading = live, loading
        self._words = ElidedLabel(theme, "", metrics.CAPTION, "muted")
        row = QHBoxLayout(self)
        row.setContentsMargins(metrics.L, 0, metrics.L, 0)
        row.addWidget(self._words)
        self.setFixedHeight(metrics.LIVE_STRIP_HEIGHT)
        loading.changed.connect(self.refresh)
        self.refresh()

    def refresh(self) -> None:
        live, plan = self._live, self._loading.plan
        parts = [
            f"Generation {figure(live.generation) if live.generation is not None else NOTHING}{NBSP}tok/s",
            f"Prompt {figure(live.prompt) if live.prompt is not None else NOTHING}{NBSP}tok/s",
        ]
        if plan is not None:
            names = rank_names(plan.devices)
            parts += [f"{name} {memory(held.total)}" for name, held in zip(names, plan.bytes, strict=True)]
        self._words.setText("  ·  ".join(parts))
