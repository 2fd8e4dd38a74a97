"""Binds the conversations, their page, the engine and the settings."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable

from PySide6.QtCore import QModelIndex, QObject, QTimer
from PySide6.QtGui import QTextCursor

from app.chat.asking import Asking, dropped
from app.chat.files_control import FilesController
from app.chat.keep_control import KeepController
from app.chat.link_card import LinkCard
from app.chat.model import Chat
from app.chat.queue_control import QueueController
from app.chat.sampling_table import own_presets, preset_of
from app.chat.takeover import take_over
from app.chat.turn import Turn
from app.chat.view import ChatPage
from app.chat.word_index import words_of
from app.language import QT_TRANSLATE_NOOP, translate
from app.library.model import Library
from app.settings.model import Settings
from app.settings.paths import Paths
from app.split.loading import Loading
from app.widgets.banner import Banners, Notice
from app.widgets.numbers import count
from app.widgets.theme import Theme

FIRST_LETTERS = 40  # of the message that would be left out
INDEX_MS = 50  # between two looks for messages that a search cannot find yet by its index
WRITING = QT_TRANSLATE_NOOP("chat", "A reply is being written. Stop it first.")


class ChatController(QObject):
    def __init__(
        self, theme: Theme, chat: Chat, page: ChatPage, loading: Loading, settings: Settings, library: Library,
        banners: Banners, paths: Paths,
    ) -> None:  # fmt: skip
        super().__init__()
        self._chat, self._page = chat, page
        self._loading, self._settings, self._library = loading, settings, library
        self._banners = banners
        self._edited: Turn | None = None
        self._deleted: list[str] = []  # what the undo bar would bring back
        self._narrow = False
        self._link: LinkCard | None = None
        self._theme = theme
        self.files = FilesController(chat, page, banners, self._with_store)
        self.keep = KeepController(chat, page, banners, self.files)
        self._queue = QueueController(chat, page, self._asking, lambda: self._usable, self._with_store)
        for helper in (self.files, self.keep, self._queue):
            helper.setParent(self)
        self._connect()
        self._begin(paths)
        self._indexing = QTimer(self)
        self._indexing.setInterval(INDEX_MS)
        self._indexing.timeout.connect(self._index_more)
        self._indexing.start()

    def _connect(self) -> None:
        chat, page, composer = self._chat, self._page, self._page.composer
        composer.sent.connect(self._send)
        composer.stopped.connect(chat.stop)
        composer.edit_ended.connect(self._forget_edit)
        page.new_chat.connect(self.new_chat)
        page.fold.connect(self.toggle_list)
        page.column.list.opened.connect(self._open)
        page.column.list.deleted.connect(self._delete)
        page.column.list.pinned.connect(lambda key, wanted: self._with_store(lambda: chat.pin(key, wanted)))
        page.head.more.clicked.connect(self._show_menu)
        page.transcript.edit.connect(self._edit)
        page.transcript.regenerate.connect(lambda index: chat.regenerate(index, self._asking()))
        page.transcript.sibling.connect(chat.show_sibling)
        page.transcript.resume.connect(lambda: chat.resume(self._asking()))
        page.transcript.link.connect(self._show_link)
        chat.appended.connect(lambda index: self.refresh())
        chat.replaced.connect(lambda index: self._on_replaced())
        chat.reset.connect(composer.end_edit)
        for signal in (chat.busy_changed, chat.reset, chat.listed, self._loading.changed, self._library.picked):
            signal.connect(self.refresh)
        self._loading.changed.connect(self._queue.go_on)
        chat.failed.connect(self._on_failed)

    def _begin(self, paths: Paths) -> None:
        """The chat that was open last, or the newest."""
        def open_last() -> None:
            take_over(paths.old_chat, self._chat.store)
            newest = [summary.id for summary in self._chat.store.summaries()[:1]]
            for key in [self._settings.chat] if self._settings.chat else newest:
                self._chat.open_kept(key)  # unless it was a new one, without a question yet

        self._with_store(open_last)
        self._page.composer.field.setPlainText(self._settings.draft)
        self._page.composer.field.moveCursor(QTextCursor.MoveOperation.End)
        self._show_list(self._settings.chat_list)
        self.refresh()

    def _with_store(self, action: Callable[[], object]) -> None:
        try:
            action()
        except sqlite3.Error as error:
            path = self._chat.store.path
            self.keep.tell(
                translate(
                    "chat",
                    "The chats in {path} cannot be read or written: {error}. Check the file's rights and free space.",
                ).format(path=path, error=error)
            )

    def _index_more(self) -> None:
        """Chats of older versions, and what was being written when a window ended."""
        try:
            if self._chat.store.index_more():
                return
        except sqlite3.Error:
            pass  # a search reads those messages as they are
        self._indexing.stop()

    # What the reader asks for

    def new_chat(self) -> None:
        if self._chat.turns:
            self._chat.begin()
        self._page.composer.setFocus()

    def save(self) -> None:
        """The window closes."""
        self._settings.draft = self._page.composer.draft
        self._chat.keeper.flush()

    def search(self) -> None:
        self._show_list(True)
        self._page.search()

    def show_deleted(self) -> None:
        self._show_list(True)
        self._page.column.show_trash()

    def toggle_list(self) -> None:
        wanted = self._page.column.isHidden()
        if not self._narrow:
            self._settings.chat_list = wanted
        self._show_list(wanted)

    def follow_settings(self) -> None:
        """Whether the list is wanted has been switched elsewhere."""
        self._show_list(self._settings.chat_list and not self._narrow)

    def set_narrow(self, narrow: bool) -> None:
        """A narrow window folds the list; it can be had back there too, until the window's width changes sides."""
        if narrow != self._narrow:
            self._narrow = narrow
            self._show_list(self._settings.chat_list and not narrow)

    def _show_list(self, wanted: bool) -> None:
        self._page.show_list(wanted)

    def _open(self, key: str) -> None:
        """A chat that a search has found shows where."""
        self._with_store(lambda: self._chat.open_kept(key))
        if wanted := words_of(self._page.chats.wanted):
            self._page.show_found(max(wanted, key=len))

    def _delete(self, key: str) -> None:
        def delete() -> None:
            self._chat.delete(key)
            if not self._page.undo_bar.offers(self._bring_back):
                self._deleted.clear()
            self._deleted.append(key)
            deleted = len(self._deleted)
            words = (
                translate("chat", "{n} chats are deleted.", "", deleted, n=count(deleted))
                if deleted > 1
                else translate("chat", "The chat is deleted.")
            )
            self._page.undo_bar.offer(words, self._bring_back)

        self._with_store(delete)

    def _bring_back(self) -> None:
        for key in reversed(self._deleted):
            self._bring_one_back(key)
        self._deleted.clear()

    def _bring_one_back(self, key: str) -> None:
        self._with_store(lambda: self._chat.bring_back(key))

    def _edit(self, index: int) -> None:
        self._edited = self._chat.turns[index]
        self._page.composer.begin_edit(self._edited.text)

    def _forget_edit(self) -> None:
        self._edited, self._queue.edited = None, ""
        self._queue.refresh()

    def _on_replaced(self) -> None:
        if self._edited is not None and self._edited not in self._chat.turns:
            self._page.composer.end_edit()  # it is in a branch that is not read any more
        self.refresh()

    def _send(self, text: str) -> None:
        edited, files = self._edited, tuple(self._page.composer.files)
        if edited is not None and self._chat.busy:
            return  # it stays in the field until the reply has ended
        if self._queue.keep_edit(text):
            self._page.composer.end_edit()
            return
        self._banners.clear("engine")
        self._page.composer.take()
        if self._chat.busy or not self._usable:
            self._chat.enqueue(text, files)
        elif edited is not None and edited in self._chat.turns:
            self._chat.edit(self._chat.turns.index(edited), text, self._asking())
        else:
            self._chat.ask(text, self._asking(), files)

    def _asking(self) -> Asking:
        defaults, plan = self._settings.of(self._library.path), self._loading.plan
        limit, mode = defaults.max_tokens or None, plan.mode if plan else ""
        return Asking(defaults.system_prompt, defaults.sampling, limit, mode, plan.context if plan else 0)

    def _show_link(self, address: str) -> None:
        if self._link is None:
            self._link = LinkCard(self._theme, self._page.window())
        self._link.show_link(address, self._page.composer)

    def _show_menu(self) -> None:
        """What can be done with the open chat, as in the list."""
        chats, rows = self._page.chats, self._page.column.list
        menu = rows.menu_for(chats.index(chats.open_row) if chats.open_row >= 0 else QModelIndex())
        anchor = self._page.head.more
        menu.popup(anchor.mapToGlobal(anchor.rect().bottomLeft()))

    # What is shown

    @property
    def _usable(self) -> bool:
        result = self._loading.result
        loaded = self._loading.state == "loaded" and result is not None and result.has_vocabulary
        return loaded and self._loading.comparison is None

    @property
    def _why_not(self) -> str:
        """What is missing where no model can answer, and what to do."""
        if self._loading.comparison is not None:
            return translate("chat", "A comparison is running. You can send when it has ended.")
        if self._loading.state == "loaded":
            return translate("chat", "The loaded model holds no vocabulary. Load another one to go on.")
        if self._library.facts is None:
            return translate("chat", "Pick a model and load it to go on.")
        return translate("chat", "Load {name} to go on.").format(name=self._library.name)

    @property
    def _other(self) -> str:
        """The name of the loaded model where another one is picked."""
        loaded = self._loading.wanted
        return "" if loaded is None or loaded.model == self._library.path else self._library.name_of(loaded.model)

    def _on_failed(self, sentence: str, details: str) -> None:
        self._banners.show_notice(Notice("engine", sentence, details=details))

    def refresh(self) -> None:
        """Something that the page shows has changed: the chat, the model, or what is chosen for its replies."""
        page, chat, usable = self._page, self._chat, self._usable
        comparing = self._loading.comparison is not None
        queues = chat.busy or (self._loading.state == "loading" and not comparing)
        page.composer.set_state(chat.busy, usable, self._why_not, queues, self._other)
        self._queue.refresh()
        why = translate("chat", WRITING) if chat.busy else "" if usable else self._why_not
        page.transcript.set_why_no_writing(why)
        page.show_conversation(bool(chat.turns))
        page.head.title.setText(chat.conversation.title or translate("chat", "New chat"))
        self._show_context()
        self._settings.chat = chat.conversation.id
        defaults = self._settings.of(self._library.path)
        own = own_presets(self._settings)
        preset = preset_of(defaults.sampling, own)
        page.composer.show_controls(
            bool(defaults.system_prompt.strip()), preset if preset in own else translate("chat", preset)
        )

    def _show_context(self) -> None:
        """How full the context is, and what the next question would leave out."""
        how, turns = self._asking(), self._chat.turns
        context = how.context or (self._chat.context_used or (0, 0))[1]
        gone = dropped(turns, context, len(how.system))
        oldest = turns[0] if len(turns) > 2 else None
        words = "" if oldest is None else " ".join([oldest.text[:FIRST_LETTERS], *(each.name for each in oldest.files)])
        self._page.gauge.show_used(self._chat.context_used, " ".join(words.split())[:FIRST_LETTERS], gone)

    def load_words(self) -> str:
        """ "Context 8,192 tokens, 2 threads per rank": what was chosen at the load and not here."""
        plan, result = self._loading.plan, self._loading.result
        if plan is None or result is None:
            return translate("chat", "Context and threads are chosen in the plan")
        threads = result.threads
        return translate(
            "chat", "Context {context} tokens, {n}\xa0threads per rank", "", threads,
            n=count(threads)).format(context=count(plan.context))  # fmt: skip
