"""How a download ended, for those who are on another page than the library's: there its row says it."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QObject

from app.download.job import Job
from app.download.model import Downloads
from app.language import translate
from app.settings.model import Settings
from app.widgets.banner import Banners, Notice


class DownloadNews(QObject):
    """`use(path)` picks a model, `show_page(key)` brings a page up."""

    def __init__(
        self, downloads: Downloads, banners: Banners, settings: Settings, use: Callable[[str], None],
        show_page: Callable[[str], None],
    ) -> None:  # fmt: skip
        super().__init__()
        self._banners, self._settings, self._use, self._show_page = banners, settings, use, show_page
        downloads.arrived.connect(self._tell)
        downloads.failed.connect(self._tell)

    def _tell(self, job: Job) -> None:
        if self._settings.page == "library":
            return
        if job.state == "done":
            sentence, level = (
                translate("download", "{name} is downloaded, and its checksum agrees.").format(name=job.name),
                "ok",
            )
            action, do = translate("download", "Use this model"), partial(self._use, job.path)
        else:
            sentence, level = job.sentence, "error"
            action, do = translate("download", "Show downloads"), partial(self._show_page, "library")
        self._banners.show_notice(Notice("download", sentence, level, job.details, action, do))
