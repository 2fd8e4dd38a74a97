"""Downloads under way, at the foot of the library: a row each with its bar, its words and what can be done."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from app.download.job import Job
from app.download.model import Downloads
from app.language import QT_TRANSLATE_NOOP, translate
from app.widgets import metrics
from app.widgets.button import Button
from app.widgets.card import Ground
from app.widgets.label import ElidedLabel, Label
from app.widgets.memory_bar import MemoryBar, Piece
from app.widgets.scroll_column import ScrollColumn
from app.widgets.theme import Theme

ROLES = {"failed": "error", "done": "ok", "running": "accent"}
STEP = {
    "running": QT_TRANSLATE_NOOP("download", "Pause"),
    "waiting": QT_TRANSLATE_NOOP("download", "Pause"),
    "paused": QT_TRANSLATE_NOOP("download", "Resume"),
    "failed": QT_TRANSLATE_NOOP("download", "Retry"),
    "done": QT_TRANSLATE_NOOP("download", "Use this model"),
}
MOST_HEIGHT, MOST_PART = 3 * metrics.DOWNLOAD_ROW, 0.3  # px, and of the window's height


class JobRow(QWidget):
    """`step`: the button for the state it is in. `off`: give it up, or take it off the list."""

    step = Signal()
    off = Signal()

    def __init__(self, theme: Theme, job: Job) -> None:
        super().__init__()
        self.job = job
        self.name = ElidedLabel(theme, job.name, metrics.CONTROL_STRONG)
        self.bar = MemoryBar(theme, metrics.THIN_BAR_HEIGHT)
        self.words = Label(theme, "", metrics.CAPTION, "muted", wrap=True)
        self.button = Button(theme, "")
        self.button.setFixedWidth(metrics.DOWNLOAD_BUTTON)
        self.button.clicked.connect(self.step)
        self.shut = Button(theme, translate("download", "Cancel"), "icon", "close")
        self.shut.clicked.connect(self.off)
        column = QVBoxLayout()
        column.setSpacing(metrics.XS)
        column.addWidget(self.name)
        column.addWidget(self.bar)
        column.addWidget(self.words)
        row = QHBoxLayout(self)
        row.setContentsMargins(metrics.L, metrics.S, metrics.L, metrics.S)
        row.setSpacing(metrics.M)
        row.addLayout(column, 1)
        row.addWidget(self.button)
        row.addWidget(self.shut)
        self.refresh()

    def refresh(self) -> None:
        job = self.job
        words = job.words()
        if words != self.words.text():
            self.words.setText(words)
        self.words.set_role(ROLES.get(job.state, "muted") if job.state != "running" else "muted")
        role = "accent" if job.state == "running" else "muted"
        done = [Piece("done", job.part, role)]
        self.bar.show_pieces(done, 1.0, f"{job.name}, {job.part:.0%}")
        self.bar.setVisible(job.state != "done")
        step = translate("download", STEP[job.state])
        self.button.set_words(step)
        self.button.setAccessibleName(f"{step}, {job.name}")
        shut = (
            translate("download", "Take {name} off this list").format(name=job.name)
            if job.state == "done"
            else translate("download", "Cancel {name}").format(name=job.name)
        )
        self.shut.setAccessibleName(shut)
        self.shut.setToolTip(shut)


class DownloadStrip(Ground):
    """`used(path)`: a model that is whole is picked. `cancelled(job)`: given up, and can be taken back for a while."""

    used = Signal(str)
    cancelled = Signal(object)

    def __init__(self, theme: Theme, downloads: Downloads) -> None:
        super().__init__(theme, "window", "top")
        fixed = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        fixed.setHeightForWidth(True)
        self.setSizePolicy(fixed)
        self._downloads = downloads
        self._holder = QWidget()
        self._column = QVBoxLayout(self._holder)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(0)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, metrics.BORDER, 0, 0)
        self._scroll = ScrollColumn(theme, translate("download", "Downloads"), self._holder)
        whole.addWidget(self._scroll)
        downloads.changed.connect(self.refresh)
        self.refresh()

    def rows(self) -> list[JobRow]:
        """From top to bottom."""
        found = self._holder.findChildren(JobRow, options=Qt.FindChildOption.FindDirectChildrenOnly)
        return sorted(found, key=self._column.indexOf)

    def controls(self) -> list[QWidget]:
        """In the order in which Tab is to reach them."""
        return [self._scroll, *self.rows()]

    def refresh(self) -> None:
        jobs = self._downloads.jobs
        shown = {id(row.job): row for row in self.rows()}
        for row in [row for row in shown.values() if not any(row.job is job for job in jobs)]:
            self._column.removeWidget(row)
            row.setParent(None)
            row.deleteLater()
        for place, job in enumerate(jobs):
            if id(job) in shown:
                shown[id(job)].refresh()
            else:
                self._insert(place, job)
        self.setVisible(bool(jobs))
        self.updateGeometry()

    def _insert(self, place: int, job: Job) -> None:
        row = JobRow(self._theme, job)
        row.step.connect(lambda: self._step(job))
        row.off.connect(lambda: self._off(job))
        self._column.insertWidget(place, row)

    def _step(self, job: Job) -> None:
        if job.state == "done":
            self._downloads.dismiss(job)
            self.used.emit(job.path)
        elif job.state in ("running", "waiting"):
            self._downloads.pause(job)
        else:
            self._downloads.resume(job)

    def _off(self, job: Job) -> None:
        if job.state == "done":
            self._downloads.dismiss(job)
        else:
            self._downloads.cancel(job)
            self.cancelled.emit(job)

    def heightForWidth(self, width: int) -> int:
        """As high as its rows, up to three of them: the table keeps its room."""
        wanted = sum(max(row.heightForWidth(width), row.sizeHint().height()) for row in self.rows())
        return min(wanted, MOST_HEIGHT, round(self.window().height() * MOST_PART)) + metrics.BORDER

    def sizeHint(self) -> QSize:
        return QSize(super().sizeHint().width(), self.heightForWidth(self.width()))

    minimumSizeHint = sizeHint
