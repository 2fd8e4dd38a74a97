"""The models behind the window, made once, in order of what they need; none of them knows a widget."""

from __future__ import annotations

from app.chat.model import Chat
from app.hardware.model import DeviceList
from app.library.model import Library
from app.live.model import LiveSpeeds
from app.settings.model import SettingsFile
from app.settings.paths import Paths
from app.shell.engine_client import EngineClient
from app.split.loading import Loading
from app.split.model import SplitChoice
from engine.protocol import Event


class Models:
    def __init__(self, client: EngineClient, paths: Paths) -> None:
        self.client, self.paths = client, paths
        self.file = SettingsFile(paths.settings)
        self.settings = self.file.settings
        self.hardware = DeviceList(self.settings.devices)
        self.library = Library(client, self.settings)
        self.choice = SplitChoice(self.library, self.hardware, self.settings)
        self.loading = Loading(client)
        self.live = LiveSpeeds(self.loading)
        self.chat = Chat(client)
        client.arrived.connect(self._on_event)
        client.ended.connect(lambda sentence: self._cut_off())
        self.loading.lost.connect(lambda sentence, details: self._cut_off())
        self.hardware.changed.connect(self._keep_devices)

    def _on_event(self, event: Event) -> None:
        for model in (self.hardware, self.live, self.chat):
            model.on_event(event)

    def _cut_off(self) -> None:
        """The model is gone: what was being written stays, as far as it came."""
        self.chat.interrupt()
        self.live.stop()

    def _keep_devices(self) -> None:
        self.settings.devices = list(self.hardware.ranks)
