"""The card that asks Hugging Face for a model by name, shows what there is, and begins a download."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QSignalBlocker
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QWidget

from app.download.model import Downloads
from app.download.offer_table import OfferTable
from app.download.offers import Asked, Repository, wished
from app.language import QT_TRANSLATE_NOOP, translate
from app.widgets import metrics
from app.widgets.announce import announce
from app.widgets.button import Button
from app.widgets.label import ElidedLabel, Label
from app.widgets.numbers import count, file_size
from app.widgets.popover import Popover
from app.widgets.text_field import TextField
from app.widgets.theme import Theme

ROWS, FEWEST_ROWS = 8, 3
QUIET = QT_TRANSLATE_NOOP("download", "Nothing goes over the network before you press Look up.")


class DownloadCard(Popover):
    """`free` tells the memory of the chosen devices in bytes, 0 if unknown; `folder` and `keep` the target folder."""

    def __init__(
        self, theme: Theme, window: QWidget, downloads: Downloads, free: Callable[[], int],
        folder: Callable[[], str], keep: Callable[[str], None],
    ) -> None:  # fmt: skip
        super().__init__(theme, window, metrics.POPOVER_WIDTH, translate("download", "Download from Hugging Face"))
        self._downloads, self._free, self._folder, self._keep = downloads, free, folder, keep
        self._repository: Repository | None = None
        self._room = ROWS
        self.name = TextField(
            theme,
            translate("download", "Model on Hugging Face"),
            translate("download", "owner/name, or the address of its page"),
        )
        self.look = Button(theme, translate("download", "Look up"))
        self.words = Label(theme, translate("download", QUIET), metrics.CAPTION, "muted", wrap=True)
        self.table = OfferTable(theme)
        self._place_words = ElidedLabel(theme, "", metrics.CONTROL)
        self.change = Button(theme, translate("download", "Change"), "link")
        self.change.setAccessibleName(translate("download", "Change the folder"))
        self.space = Label(theme, "", metrics.CAPTION, "muted", wrap=True)
        self.start = Button(theme, translate("download", "Download"), "primary")
        self.close_button = Button(theme, translate("download", "Close"), "icon", "close")
        self._assemble(theme)
        self.name.textEdited.connect(lambda text: self._forget())
        self.name.returnPressed.connect(self._look_up)
        self.look.clicked.connect(self._look_up)
        self.table.picked.connect(self._refresh)
        self.table.used.connect(self._begin)
        self.change.clicked.connect(self._change)
        self.start.clicked.connect(self._begin)
        self.close_button.clicked.connect(self.close_card)
        downloads.found.connect(self._on_found)
        downloads.not_found.connect(self._on_trouble)
        self.closed.connect(self._on_closed)
        self._refresh()

    def _assemble(self, theme: Theme) -> None:
        head, ask, place, last = QHBoxLayout(), QHBoxLayout(), QHBoxLayout(), QHBoxLayout()
        head.addWidget(Label(theme, translate("download", "Download from Hugging Face"), metrics.SECTION), 1)
        head.addWidget(self.close_button)
        ask.setSpacing(metrics.S)
        ask.addWidget(self.name, 1)
        ask.addWidget(self.look)
        place.setSpacing(metrics.S)
        self._to = Label(theme, translate("download", "To"), metrics.CONTROL, "muted")
        place.addWidget(self._to)
        place.addWidget(self._place_words, 1)
        place.addWidget(self.change)
        last.setSpacing(metrics.M)
        last.addWidget(self.space, 1)
        last.addWidget(self.start)
        self.body.addLayout(head)
        self.body.addLayout(ask)
        self.body.addWidget(self.words)
        self.body.addWidget(self.table)
        self.body.addLayout(place)
        self.body.addLayout(last)

    def _focus_first(self) -> None:
        self.name.setFocus()
        self.name.selectAll()

    def fit(self, height: int) -> None:
        self._room = max(FEWEST_ROWS, (height - metrics.DOWNLOAD_AROUND_TABLE) // metrics.CONTROL_HEIGHT_TABLE)
        self.table.setFixedHeight(self.table.wanted_height(min(ROWS, self._room)))

    def ask(self, text: str) -> None:
        """Put a name into the field, without asking anyone."""
        with QSignalBlocker(self.name):
            self.name.setText(text)
        self._forget()

    def _forget(self) -> None:
        """What is shown belongs to another name."""
        self._downloads.stop_looking()
        self._repository = None
        self._say(QUIET)
        self._refresh()

    def _say(self, words: str, role: str = "muted") -> None:
        self.words.setText(words)
        self.words.set_role(role)

    def _look_up(self) -> None:
        self._forget()
        self._say(translate("download", "Looking it up"))
        self._downloads.look_up(self.name.text())
        self._refresh()

    def _on_found(self, repository: Repository, asked: Asked) -> None:
        self._repository = repository
        many = len(repository.offers)
        found = translate(
            "download", "{name} offers {n}\xa0model files.", "", many, n=count(many)).format(name=repository.name)
        self._say(found)
        self.table.show_offers(repository.offers, self._free(), wished(repository, asked.wish))
        self._refresh()
        self.table.setFocus()
        announce(self, found)

    def _on_trouble(self, sentence: str) -> None:
        self._say(sentence, "error")
        self._refresh()
        announce(self, sentence)

    def _refresh(self) -> None:
        found = self._repository is not None
        for widget in (self.table, self._to, self._place_words, self.change, self.space, self.start):
            widget.setVisible(found)
        self.look.setEnabled(not self._downloads.looking)
        offer = self.table.offer if found else None
        folder = self._folder()
        self._place_words.setText(folder)
        free = free_space(folder)
        lacks = offer is not None and free is not None and offer.bytes > free
        told = (
            translate("download", "{free} free there, which is too little")
            if lacks else translate("download", "{free} free there")
        )  # fmt: skip
        self.space.setText("" if free is None else told.format(free=file_size(free)))
        self.space.set_role("error" if lacks else "muted")
        self.start.set_words(
            translate("download", "Download")
            if offer is None
            else translate("download", "Download {size}").format(size=file_size(offer.bytes))
        )
        self.start.setEnabled(offer is not None and not lacks)
        if self.isVisible():
            self._place()

    def _change(self) -> None:
        start = next((str(each) for each in _up(self._folder()) if each.is_dir()), "")
        if folder := QFileDialog.getExistingDirectory(self, translate("download", "Download to"), start):
            self._keep(folder)
            self._refresh()

    def _begin(self) -> None:
        offer = self.table.offer
        if self._repository is not None and offer is not None and self.start.isEnabled():
            self._downloads.start(self._repository, offer, self._folder())
            self.close_card()

    def _on_closed(self) -> None:
        self._downloads.stop_looking()
        if self._repository is None:
            self._say(QUIET)
        self._refresh()


def free_space(folder: str) -> int | None:
    """Bytes free where a folder is or would be; None if nothing there can be asked."""
    for each in _up(folder):
        try:
            return shutil.disk_usage(each).free
        except OSError:
            continue
    return None


def _up(folder: str) -> list[Path]:
    path = Path(folder)
    return [path, *path.parents]
