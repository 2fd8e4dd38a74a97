"""The models behind the window, made once, in order of what they need; none of them knows a widget."""

from __future__ import annotations

from pathlib import Path

from app.chat.model import Chat
from app.chat.store import Store
from app.compare.history import History
from app.compare.model import Comparison
from app.download.job import Job
from app.download.model import Downloads
from app.hardware.free_memory import FreeMemory
from app.hardware.lately import Lately
from app.hardware.model import DeviceList
from app.library.catalog import Catalog, under
from app.library.fit import Fits
from app.library.model import Library
from app.live.model import LiveSpeeds
from app.settings.model import SettingsFile
from app.settings.paths import Paths
from app.shell.engine_client import EngineClient
from app.shell.event_log import log_engine_end, log_event, log_refusal
from app.split.loading import Loading
from app.split.model import SplitChoice
from app.telemetry.reader import Telemetry
from app.telemetry.track import Track
from engine.protocol import Event


class Models:
    def __init__(self, client: EngineClient, paths: Paths, telemetry: Telemetry | None = None) -> None:
        self.client, self.paths = client, paths
        self.file = SettingsFile(paths.settings)
        self.settings = self.file.settings
        self.hardware = DeviceList()
        self.telemetry = telemetry or Telemetry()
        self.lately, self.track = Lately(), Track()
        for memory in (self.lately, self.track):
            self.telemetry.arrived.connect(memory.add)
        self.library = Library(client, self.settings)
        self.catalog = Catalog(self.settings, paths.library)
        self.fits = Fits(self.catalog, self.hardware, self.settings)
        self.downloads = Downloads(paths.downloads)
        self.downloads.arrived.connect(self._take_in)
        self.choice = SplitChoice(self.library, self.hardware, self.settings)
        self.choice.changed.connect(self.fits.refresh)
        self.loading = Loading(client)
        self.memory_watch = FreeMemory(self.hardware, self.loading, self.telemetry)
        self.live = LiveSpeeds(self.loading)
        self.store = Store(paths.chats)
        self.chat = Chat(client, self.store)
        self.comparison = Comparison(client, self.loading)
        self.history = History(paths.bench)
        client.arrived.connect(log_event)
        client.arrived.connect(self._on_event)
        client.ended.connect(log_engine_end)
        self.library.failed.connect(log_refusal)
        client.ended.connect(lambda sentence: self._cut_off())
        self.loading.lost.connect(lambda sentence, details: self._cut_off())

    def _on_event(self, event: Event) -> None:
        for model in (self.hardware, self.live, self.chat, self.comparison):
            model.on_event(event)

    def _take_in(self, job: Job) -> None:
        """A download is a model of the library: its folder is watched from now on."""
        if under(job.path, self.catalog.folders):
            self.catalog.rescan()
        else:
            self.catalog.watch(str(Path(job.folder).parents[1]))

    def _cut_off(self) -> None:
        """The model is gone: what was being written stays, as far as it came."""
        self.chat.interrupt()
        self.comparison.interrupt()
        self.live.stop()

    def free_memory(self) -> int:
        """Bytes free on the chosen devices together."""
        return sum(device.memory_free or 0 for device in set(self.hardware.devices()))

    def download_folder(self) -> str:
        """Where downloads go: the user's choice, the first folder that is watched, or one in the home folder."""
        own = self.settings.folders
        return self.settings.download_folder or (own[0] if own else str(Path.home() / "Models"))

    def keep_download_folder(self, folder: str) -> None:
        self.settings.download_folder = folder
