"""Binds the conversation, its page, the engine and the settings."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QObject

from app.chat import store
from app.chat.model import Chat, Turn
from app.chat.sampling import SamplingCard, sampling
from app.chat.view import ChatPage
from app.settings.model import Settings
from app.split.loading import Loading
from app.widgets.banner import Banners, Notice


class ChatController(QObject):
    def __init__(
        self, chat: Chat, page: ChatPage, card: SamplingCard, loading: Loading, settings: Settings, banners: Banners,
        file: Path,
    ) -> None:  # fmt: skip
        super().__init__()
        self._chat, self._page, self._card = chat, page, card
        self._loading, self._settings, self._banners, self._file = loading, settings, banners, file
        page.composer.sent.connect(self._ask)
        page.composer.stopped.connect(chat.stop)
        page.composer.sampling.clicked.connect(lambda: card.open_under(page.composer.sampling))
        page.new_chat.connect(self.new_chat)
        chat.appended.connect(lambda index: self._refresh())
        chat.closed.connect(self._on_closed)
        chat.reset.connect(self._refresh)
        chat.failed.connect(self._on_failed)
        loading.changed.connect(self._refresh)
        chat.restore(store.load(file))

    def new_chat(self) -> None:
        """Begin anew; the old chat comes back by the banner's button."""
        if self._chat.turns:
            old = self._chat.clear()
            self._banners.show_notice(
                Notice(
                    "chat",
                    "A new chat has begun.",
                    "ok",
                    action="Bring back the old one",
                    do=lambda: self._undo(old),
                )
            )
            self.save()
        self._page.composer.setFocus()

    def save(self) -> None:
        try:
            store.save(self._file, self._chat.turns)
        except OSError as error:
            self._banners.show_notice(
                Notice(
                    "store",
                    f"The chat cannot be saved in {self._file.parent}: {error.strerror}. Free some space.",
                )
            )

    def _undo(self, turns: list[Turn]) -> None:
        self._banners.clear("chat")
        self._chat.stop()
        self._chat.interrupt()
        self._chat.restore(turns)
        self.save()

    def _ask(self, text: str) -> None:
        self._banners.clear("engine", "chat")
        settings, plan = self._settings, self._loading.plan
        self._page.composer.take()
        self._chat.ask(
            text,
            settings.system_prompt,
            sampling(settings),
            settings.max_tokens or None,
            plan.mode if plan else "",
        )

    def _on_closed(self, index: int) -> None:
        self._refresh()
        self.save()

    def _on_failed(self, sentence: str, details: str) -> None:
        self._banners.show_notice(Notice("engine", sentence, details=details))

    def _refresh(self) -> None:
        result = self._loading.result
        usable = self._loading.state == "loaded" and result is not None and result.has_vocabulary
        self._page.composer.set_state(self._chat.busy, usable)
        self._page.show_conversation(bool(self._chat.turns))
        self._page.show_gauge(self._chat.context_used)
