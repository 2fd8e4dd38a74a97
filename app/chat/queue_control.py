"""Binds the prompts that wait to their chips, and asks the next one when its turn comes."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject

from app.chat.asking import Asking
from app.chat.composer import EDITING_QUEUED
from app.chat.model import Chat
from app.chat.queued import Queued
from app.chat.view import ChatPage
from app.language import QT_TRANSLATE_NOOP, translate

IN_TURN = QT_TRANSLATE_NOOP("chat", "sent one after another, when the reply has ended")
PAUSED = QT_TRANSLATE_NOOP("chat", "waiting for you")
NO_MODEL = QT_TRANSLATE_NOOP("chat", "waiting for a model")


class QueueController(QObject):
    """`asking` says how to ask; `usable` whether a model can answer."""

    def __init__(
        self, chat: Chat, page: ChatPage, asking: Callable[[], Asking], usable: Callable[[], bool],
        with_store: Callable[[Callable[[], object]], None],
    ) -> None:  # fmt: skip
        super().__init__()
        self._chat, self._page = chat, page
        self._asking, self._usable, self._with_store = asking, usable, with_store
        self.edited = ""  # id of the prompt that stands in the composer
        page.queue_bar.edit.connect(self._edit)
        page.queue_bar.remove.connect(self._remove)
        page.queue_bar.go.connect(self._go)
        chat.queue.shown.connect(self.refresh)
        chat.busy_changed.connect(self.go_on)

    def keep_edit(self, text: str) -> bool:
        """A prompt that was being edited is kept, changed; false if none was."""
        if not self.edited:
            return False
        self._chat.queue.edit(self.edited, text)
        self.edited = ""
        return True

    def refresh(self) -> None:
        chat = self._chat
        entries = chat.queue.of(chat.conversation.id)
        waits = translate("chat", NO_MODEL if not self._usable() else PAUSED if chat.queue.paused else IN_TURN)
        can_go = not chat.busy and self._usable()
        self._page.queue_bar.show_queue(entries, waits, can_go)

    def _edit(self, key: str) -> None:
        entry = self._chat.queue.get(key)
        if entry is not None:
            self._page.composer.end_edit()
            self.edited = key
            self._page.composer.begin_edit(entry.text, EDITING_QUEUED)

    def _remove(self, key: str) -> None:
        entry = self._chat.queue.get(key)
        if entry is None:
            return
        if key == self.edited:
            self._page.composer.end_edit()
        self._chat.queue.remove(key)
        self._page.undo_bar.offer(translate("chat", "The queued prompt is removed."), lambda: self._put_back(entry))
        self._page.composer.setFocus()

    def _put_back(self, entry: Queued) -> None:
        self._chat.queue.put_back(entry)
        self.go_on()

    def _go(self) -> None:
        self._chat.queue.pause(False)
        self.go_on()

    def go_on(self) -> None:
        """A reply has ended, or a model can answer now. One that is being edited waits, and all behind it."""
        waiting = self._chat.queue.waiting()
        if not self._chat.busy and self._usable() and waiting and waiting[0].id != self.edited:
            self._with_store(lambda: self._chat.ask_next(self._asking()))
        self.refresh()
