"""What happens when chats cannot be kept: they go on in memory, and nothing is dropped without asking."""

from __future__ import annotations

from PySide6.QtCore import QObject, Qt
from PySide6.QtWidgets import QMessageBox

from app.chat.files_control import FilesController
from app.chat.model import Chat
from app.chat.view import ChatPage
from app.language import QT_TRANSLATE_NOOP, translate
from app.widgets.banner import Banners, Notice

RETRY, SAVE, DROP, STAY = (
    QT_TRANSLATE_NOOP("chat", "Retry"),
    QT_TRANSLATE_NOOP("chat", "Save as…"),
    QT_TRANSLATE_NOOP("chat", "Close without saving"),
    QT_TRANSLATE_NOOP("chat", "Keep open"),
)


class KeepController(QObject):
    def __init__(self, chat: Chat, page: ChatPage, banners: Banners, files: FilesController) -> None:
        super().__init__()
        self._chat, self._page, self._banners, self._files = chat, page, banners, files
        chat.keeper.failed.connect(self.tell)
        chat.keeper.saved.connect(lambda: banners.clear("unsaved"))
        if chat.store.trouble:
            banners.show_notice(Notice("store", chat.store.trouble))

    def tell(self, sentence: str) -> None:
        self._banners.show_notice(
            Notice(
                "unsaved",
                sentence,
                action=translate("chat", "Retry"),
                do=self._retry,
                other=translate("chat", "Save as…"),
                do_other=self.save_as,
            )
        )

    def _retry(self) -> None:
        self._chat.keeper.retry()

    def save_as(self) -> bool:
        """What is in memory only, into a file of the user's choice."""
        keeper = self._chat.keeper
        unsaved = keeper.unsaved or [self._chat.conversation]
        done = self._files.save(unsaved, unsaved[0].title if len(unsaved) == 1 else translate("chat", "Tandem chats"))
        if done:
            keeper.saved_elsewhere()
        return done

    def may_close(self) -> bool:
        """Whether everything is kept, or the user says that it need not be."""
        keeper = self._chat.keeper
        keeper.flush()
        while keeper.at_risk:
            answer = self.ask()
            if answer == RETRY:
                keeper.retry()
            elif answer == SAVE:
                self.save_as()
            else:
                return answer == DROP
        return True

    def ask(self) -> str:
        """What to do with chats that would be lost. Returns one of the four answers."""
        titles = ", ".join(f"“{each.title}”" for each in self._chat.keeper.at_risk[:3])
        box = QMessageBox(self._page)
        box.setWindowTitle("Tandem")
        box.setTextFormat(Qt.TextFormat.PlainText)
        box.setText(translate("chat", "New messages of {titles} are not on the disk.").format(titles=titles))
        box.setInformativeText(
            translate("chat", "{path} could not be written. Closing now would lose them.").format(
                path=self._chat.store.path
            )
        )
        answers = [RETRY, SAVE, DROP, STAY] if not self._chat.store.trouble else [SAVE, DROP, STAY]
        kinds = {DROP: QMessageBox.ButtonRole.DestructiveRole, STAY: QMessageBox.ButtonRole.RejectRole}
        buttons = [
            (box.addButton(translate("chat", each), kinds.get(each, QMessageBox.ButtonRole.ActionRole)), each)
            for each in answers
        ]
        stay = next(button for button, words in buttons if words == STAY)
        box.setDefaultButton(stay)  # a key that is pressed by mistake must not drop anything
        box.setEscapeButton(stay)
        box.exec()
        return next((words for button, words in buttons if button is box.clickedButton()), STAY)
