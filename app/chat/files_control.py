"""Files in and out of the chat page: what goes along with a question, exports and imports."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from pathlib import Path

from PySide6.QtCore import QObject, QStandardPaths
from PySide6.QtWidgets import QFileDialog

from app.chat import attachment, transfer
from app.chat.conversation import Conversation
from app.chat.known import not_here
from app.chat.model import Chat
from app.chat.view import ChatPage
from app.language import QT_TRANSLATE_NOOP, translate
from app.settings.files import write_text
from app.widgets.banner import Banners, Notice
from app.widgets.numbers import count

JSON, MARKDOWN = (
    QT_TRANSLATE_NOOP("chat", "JSON, with all branches (*.json)"),
    QT_TRANSLATE_NOOP("chat", "Markdown, what is read (*.md)"),
)


class FilesController(QObject):
    def __init__(
        self, chat: Chat, page: ChatPage, banners: Banners, with_store: Callable[[Callable[[], object]], None]
    ) -> None:
        super().__init__()
        self._chat, self._page, self._banners, self._with_store = chat, page, banners, with_store
        page.dropped.connect(self.attach)
        page.composer.attach.connect(self.choose)
        page.column.list.exported.connect(self.export)
        page.column.list.imported.connect(self.take_in)

    def attach(self, paths: Iterable[str]) -> None:
        """Text files, to go along with the next question."""
        self._banners.clear("file")
        for path in paths:
            try:
                self._page.composer.add_file(attachment.read(Path(path)))
            except attachment.Refused as refusal:
                self._banners.show_notice(Notice("file", str(refusal)))
        self._page.composer.setFocus()

    def choose(self) -> None:
        """Ask which files are to go along."""
        paths, _ = QFileDialog.getOpenFileNames(self._page, translate("chat", "Attach text files"))
        self.attach(paths)

    def export(self, key: str) -> None:
        """One conversation, or all of them where `key` is empty."""
        found = list[Conversation]()
        keys = [key] if key else [each.id for each in self._chat.store.summaries()]
        self._chat.keeper.flush()
        self._with_store(lambda: found.extend(each for one in keys if (each := self._chat.found(one)) is not None))
        if found:
            self.save(found, found[0].title if key else translate("chat", "Tandem chats"))

    def save(self, conversations: list[Conversation], name: str) -> bool:
        """Ask where, and write. Returns whether that was done."""
        kinds = [translate("chat", each) for each in ((JSON, MARKDOWN) if len(conversations) == 1 else (JSON,))]
        start = re.sub(r"[^\w\- ]+", "", name)[:60].strip() or "chat"
        folder = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DocumentsLocation)
        where = str(Path(folder) / f"{start}.json")
        chosen, kind = QFileDialog.getSaveFileName(
            self._page, translate("chat", "Save chats as"), where, ";;".join(kinds)
        )
        if not chosen:
            return False
        path = Path(chosen)
        markdown = len(conversations) == 1 and (path.suffix == ".md" or kind == kinds[-1])
        if not path.suffix or (markdown and path.suffix != ".md"):
            path = path.with_suffix(".md" if markdown else ".json")
        text = transfer.to_markdown(conversations[0]) if markdown else transfer.to_json(conversations)
        try:
            write_text(path, text)
        except OSError as error:
            sentence = translate("chat", "{path} cannot be written: {reason}. Choose another folder.").format(
                path=path, reason=error.strerror
            )
            self._banners.show_notice(Notice("file", sentence))
            return False
        self._banners.show_notice(Notice("file", translate("chat", "Saved in {path}.").format(path=path), "ok"))
        return True

    def take_in(self) -> None:
        """Chats of a file, beside those that are there; none twice."""
        path, _ = QFileDialog.getOpenFileName(
            self._page, translate("chat", "Import chats"), "", translate("chat", "Chats (*.json *.md);;All files (*)")
        )
        if not path:
            return
        try:
            found = transfer.read(Path(path))
        except transfer.NotChats as refusal:
            self._banners.show_notice(Notice("file", str(refusal)))
            return
        self._banners.clear("file")
        self._with_store(lambda: self._keep(found, Path(path)))

    def _keep(self, found: list[Conversation], path: Path) -> None:
        """Raises sqlite3.Error: they cannot be written."""
        self._chat.keeper.flush()
        new = not_here(self._chat.store, found)
        self._chat.take_in(new)
        came, known = len(new), len(found) - len(new)
        said = [
            translate("chat", "{n} chats of {path} are imported.", "", came, n=count(came)) if came else "",
            translate("chat", "{n} chats of {path} are here already.", "", known, n=count(known)) if known else "",
        ]
        words = " ".join(filter(None, said)).format(path=path.name)
        self._banners.show_notice(Notice("file", words, "ok" if came else "warn"))
