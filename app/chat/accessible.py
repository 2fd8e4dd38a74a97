"""The conversation for a screen reader: a list with every message, on screen or not."""

from __future__ import annotations

from functools import cache
from typing import cast

from PySide6.QtCore import QObject, QPoint, QRect
from PySide6.QtGui import QAccessible, QAccessibleInterface, QWindow
from shiboken6 import isValid

from app.chat.attachment import with_files
from app.chat.message_view import MessageView
from app.chat.turn import Turn
from app.chat.words import statistics_line, thinking_line
from app.language import QT_TRANSLATE_NOOP, translate

# What Qt takes for "there is none"; PySide's types do not know it.
NOTHING = cast(QAccessibleInterface, None)
WHO = {"user": QT_TRANSLATE_NOOP("chat", "You"), "assistant": QT_TRANSLATE_NOOP("chat", "Reply")}


@cache
def install() -> None:
    """Once per process. Qt asks the factory only if something reads the screen."""
    QAccessible.installFactory(_factory)


def _factory(key: str, thing: QObject) -> QAccessibleInterface:
    return ConversationAccessible(thing) if isinstance(thing, MessageView) else NOTHING


def spoken(turn: Turn) -> str:
    """A message as it is read out."""
    files = [translate("chat", "With {files}.").format(files=each.words) for each in turn.files]
    return " ".join([f"{translate('chat', WHO[turn.role])}: {turn.text}", *files])


class _Accessible(QAccessibleInterface):
    """What both have in common. Qt holds bare pointers, so whoever makes one keeps it.

    `interface_cast` is left as it is: PySide 6.11 crashes where Python overrides it.
    """

    def __init__(self, view: MessageView) -> None:
        super().__init__()
        self._view = view

    def window(self) -> QWindow:
        return self._view.window().windowHandle() if isValid(self._view) else cast(QWindow, None)

    def setText(self, kind: QAccessible.Text, words: str) -> None:
        """Nothing here is written to."""


class ConversationAccessible(_Accessible):
    def __init__(self, view: MessageView) -> None:
        super().__init__(view)
        view.accessible = self
        self._messages: dict[int, MessageAccessible] = {}

    def isValid(self) -> bool:
        return isValid(self._view)

    def object(self) -> QObject:
        return self._view

    def parent(self) -> QAccessibleInterface:
        above = self._view.parentWidget()
        return QAccessible.queryAccessibleInterface(above) if above is not None else NOTHING

    def childCount(self) -> int:
        return len(self._view.turns)

    def child(self, index: int) -> QAccessibleInterface:
        if not 0 <= index < self.childCount():
            return NOTHING
        if index not in self._messages:
            self._messages[index] = MessageAccessible(self._view, index)
        return self._messages[index]

    def indexOfChild(self, child: QAccessibleInterface) -> int:
        return child.index if isinstance(child, MessageAccessible) else -1

    def childAt(self, x: int, y: int) -> QAccessibleInterface:
        where = self._view.viewport().mapFromGlobal(QPoint(x, y))
        inside = self._view.viewport().rect().contains(where) and self.childCount()
        return self.child(self._view.index_at(where.y())) if inside else NOTHING

    def focusChild(self) -> QAccessibleInterface:
        return self.child(self._view.cursor_spot.message) if self._view.hasFocus() else NOTHING

    def text(self, kind: QAccessible.Text) -> str:
        words = {
            QAccessible.Text.Name: self._view.accessibleName(),
            QAccessible.Text.Description: self._view.accessibleDescription(),
        }
        return words.get(kind, "")

    def rect(self) -> QRect:
        return QRect(self._view.mapToGlobal(QPoint(0, 0)), self._view.size())

    def role(self) -> QAccessible.Role:
        return QAccessible.Role.List

    def state(self) -> QAccessible.State:
        made = QAccessible.State()
        made.focusable, made.focused = True, self._view.hasFocus()
        made.invisible = not self._view.isVisible()
        return made


class MessageAccessible(_Accessible):
    def __init__(self, view: MessageView, index: int) -> None:
        super().__init__(view)
        self.index = index

    @property
    def _turn(self) -> Turn | None:
        turns = self._view.turns if isValid(self._view) else []
        return turns[self.index] if self.index < len(turns) else None

    def isValid(self) -> bool:
        return self._turn is not None

    def object(self) -> QObject:
        return cast(QObject, None)

    def parent(self) -> QAccessibleInterface:
        return QAccessible.queryAccessibleInterface(self._view)

    def childCount(self) -> int:
        return 0

    def child(self, index: int) -> QAccessibleInterface:
        return NOTHING

    def indexOfChild(self, child: QAccessibleInterface) -> int:
        return -1

    def childAt(self, x: int, y: int) -> QAccessibleInterface:
        return NOTHING

    def focusChild(self) -> QAccessibleInterface:
        return NOTHING

    def text(self, kind: QAccessible.Text) -> str:
        turn = self._turn
        if turn is None:
            return ""
        if kind == QAccessible.Text.Name:
            return spoken(turn)
        if kind == QAccessible.Text.Value:
            return with_files(turn.text, turn.files)
        if kind == QAccessible.Text.Description and turn.role == "assistant":
            thought = f"{thinking_line(turn)}. " if turn.thinking else ""
            return thought + statistics_line(turn)
        return ""

    def rect(self) -> QRect:
        view = self._view
        if self._turn is None:
            return QRect()
        top = view.viewport().mapToGlobal(QPoint(view.column.left(), view.top_in_view(self.index)))
        return QRect(top.x(), top.y(), view.column.width(), view.heights[self.index])

    def role(self) -> QAccessible.Role:
        return QAccessible.Role.ListItem

    def state(self) -> QAccessible.State:
        made = QAccessible.State()
        made.readOnly = True
        inside = self._turn is not None and self.rect().intersects(
            QRect(self._view.viewport().mapToGlobal(QPoint(0, 0)), self._view.viewport().size())
        )
        made.offscreen = not inside
        return made
