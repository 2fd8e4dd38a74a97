"""The conversation on screen, with all that the reader can do in it by mouse and by keyboard."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QPoint, Qt, QTimer, Signal
from PySide6.QtGui import (
    QContextMenuEvent,
    QFocusEvent,
    QGuiApplication,
    QHelpEvent,
    QKeyEvent,
    QKeySequence,
    QMouseEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import QAbstractSlider, QMenu, QToolTip

from app.chat import accessible
from app.chat.link_card import shown_address
from app.chat.message_view import MessageView
from app.chat.model import Chat
from app.chat.spot import Spot
from app.language import QT_TRANSLATE_NOOP, translate
from app.widgets import metrics
from app.widgets.announce import announce
from app.widgets.focus_ring import DRAWS_OWN_FOCUS
from app.widgets.theme import Theme

EDGE_MS = 30  # between two steps while a selection is drawn past an edge
SCROLL_KEYS = {
    Qt.Key.Key_Up: QAbstractSlider.SliderAction.SliderSingleStepSub,
    Qt.Key.Key_Down: QAbstractSlider.SliderAction.SliderSingleStepAdd,
    Qt.Key.Key_PageUp: QAbstractSlider.SliderAction.SliderPageStepSub,
    Qt.Key.Key_PageDown: QAbstractSlider.SliderAction.SliderPageStepAdd,
    Qt.Key.Key_Home: QAbstractSlider.SliderAction.SliderToMinimum,
    Qt.Key.Key_End: QAbstractSlider.SliderAction.SliderToMaximum,
}
STEP_KEYS = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1}
MESSAGE_KEYS = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}  # with Ctrl
PRESS_KEYS = (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space)
KEYS_IN_WORDS = QT_TRANSLATE_NOOP(
    "chat", "Left and right move through what can be pressed, Ctrl+Up and Ctrl+Down through messages."
)


class Transcript(MessageView):
    """What the reader asks for: `edit(index)`, `regenerate(index)`, `sibling(index, step)`, `resume` the last reply,
    `link(address)`, which nobody has checked.
    """

    copied = Signal(str)
    edit = Signal(int)
    regenerate = Signal(int)
    sibling = Signal(int, int)
    resume = Signal()
    link = Signal(str)
    find_wanted = Signal()

    def __init__(self, theme: Theme, chat: Chat) -> None:
        super().__init__(theme, chat)
        accessible.install()
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setProperty(DRAWS_OWN_FOCUS, True)  # around the one thing that Enter would press
        self.setAccessibleName(translate("chat", "Conversation"))
        self.setAccessibleDescription(translate("chat", KEYS_IN_WORDS))
        self.viewport().setMouseTracking(True)
        self.viewport().setCursor(Qt.CursorShape.IBeamCursor)
        self._drawn_to = QPoint()
        self._edge = QTimer(self)
        self._edge.setInterval(EDGE_MS)
        self._edge.timeout.connect(lambda: self._extend_to(self._drawn_to))

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.setFont(metrics.font(metrics.CONTROL))
        copy = menu.addAction(translate("chat", "Copy\tCtrl+C"), lambda: self._copy(self.selection.text()))
        copy.setEnabled(not self.selection.empty)
        menu.addAction(translate("chat", "Select all\tCtrl+A"), self._select_all)
        menu.addAction(translate("chat", "Find…\tCtrl+F"), self.find_wanted.emit)
        menu.popup(event.globalPos())

    def _select_all(self) -> None:
        self.selection.take_all()
        self.viewport().update()

    def _place(self, where: QPoint) -> tuple[int, QPoint]:
        """The message at a point of the viewport, and the point inside it."""
        index = self.heights.index_at(where.y() + self.verticalScrollBar().value())
        return index, where - QPoint(self.column.left(), self.top_in_view(index))

    def _press(self, index: int, spot: Spot) -> None:
        """Do what a spot is for."""
        if spot.why_not:
            return
        if spot.kind in ("copy message", "copy code"):
            self._copy(spot.value)
        elif spot.kind == "thinking":
            self._fold(index)
        elif spot.kind in ("previous", "next"):
            self.sibling.emit(index, -1 if spot.kind == "previous" else 1)
        elif spot.kind == "link":
            self.link.emit(spot.value)
        elif spot.kind == "continue":
            self.resume.emit()
        else:
            {"edit": self.edit, "regenerate": self.regenerate}[spot.kind].emit(index)

    def _fold(self, index: int) -> None:
        """Show or hide what a reply thought; its row stays under the pointer."""
        turn = self._chat.turns[index]
        turn.unfolded = not turn.unfolded
        self._following = self._following and turn.open
        self.selection.clear()
        self.finder.again()
        self._enter_height(index, self.layout_of(index).grow(), above=0)
        self.viewport().update()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if not self.heights or event.button() != Qt.MouseButton.LeftButton:
            return
        index, point = self._place(event.position().toPoint())
        self.cursor_spot.leave()
        shift = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
        if shift and self.selection.begun:
            self.selection.extend((index, *self.layout_of(index).character_at(point)))
            self.selection.started = True
        elif self.layout_of(index).spot_at(point) is None:
            self.selection.start((index, *self.layout_of(index).character_at(point)))
        else:
            self.selection.clear()
        self.viewport().update()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if not self.heights:
            return
        index, point = self._place(event.position().toPoint())
        layout = self.layout_of(index)
        if event.buttons() & Qt.MouseButton.LeftButton and self.selection.started:
            self._extend_to(event.position().toPoint())
            return
        if layout.spot_at(point) is not None or layout.link_at(point):
            shape = Qt.CursorShape.PointingHandCursor
        else:
            over = layout.block_at(point) is not None
            shape = Qt.CursorShape.IBeamCursor if over else Qt.CursorShape.ArrowCursor
        self.viewport().setCursor(shape)
        self._point_at(index)

    def _extend_to(self, where: QPoint) -> None:
        """Select to a point; past an edge the messages move under it, until the button is let go."""
        past = min(where.y(), 0) + max(where.y() - self.viewport().height(), 0)
        self._drawn_to = where
        if past and not self._edge.isActive():
            self._edge.start()
        elif not past:
            self._edge.stop()
        bar = self.verticalScrollBar()
        bar.setValue(bar.value() + max(-metrics.XXXL, min(past, metrics.XXXL)))
        index, point = self._place(QPoint(where.x(), min(max(where.y(), 0), self.viewport().height() - 1)))
        self.selection.extend((index, *self.layout_of(index).character_at(point)))
        self.viewport().update()

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """The word under the pointer."""
        if not self.heights or event.button() != Qt.MouseButton.LeftButton:
            return
        index, point = self._place(event.position().toPoint())
        layout = self.layout_of(index)
        if layout.spot_at(point) is None and layout.blocks:
            place, character = layout.character_at(point)
            start, end = layout.blocks[place].word_at(character)
            self.selection.start((index, place, start))
            self.selection.extend((index, place, end))
            self.selection.finish()
            self.viewport().update()

    def _point_at(self, index: int) -> None:
        if index != self._pointed:
            self._pointed = index
            self.viewport().update()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if not self.heights or event.button() != Qt.MouseButton.LeftButton:
            return
        index, point = self._place(event.position().toPoint())
        layout, empty = self.layout_of(index), self.selection.empty
        self.selection.finish()
        self._edge.stop()
        spot, link = layout.spot_at(point), layout.link_at(point)
        if empty and spot is not None:
            self._press(index, spot)
        elif empty and link:
            self.link.emit(link)

    def viewportEvent(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Leave:
            self._point_at(-1)
        elif isinstance(event, QHelpEvent) and event.type() == QEvent.Type.ToolTip and self.heights:
            index, point = self._place(event.pos())
            spot = self.layout_of(index).spot_at(point)
            words = spot.why_not if spot is not None else shown_address(self.layout_of(index).link_at(point))
            QToolTip.showText(event.globalPos(), words, self)
            return True
        return super().viewportEvent(event)

    def wheelEvent(self, event: QWheelEvent) -> None:
        sideways = event.angleDelta().x() or (
            event.angleDelta().y() if event.modifiers() & Qt.KeyboardModifier.ShiftModifier else 0
        )
        if sideways and self.heights:
            index, point = self._place(event.position().toPoint())
            block = self.layout_of(index).block_at(point)
            if block is not None and block.scroll(-sideways):
                self.viewport().update()
            event.accept()
            return
        super().wheelEvent(event)

    # The keyboard

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        by_key = event.reason() in (Qt.FocusReason.TabFocusReason, Qt.FocusReason.BacktabFocusReason)
        if by_key and self.heights:
            self._walk_to(self._last_in_view)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.viewport().update()

    @property
    def _last_in_view(self) -> int:
        return self.heights.index_at(self.verticalScrollBar().value() + self.viewport().height() - 1)

    def _walk_to(self, index: int) -> None:
        """To a message, which is read out."""
        self.cursor_spot.go(index)
        self._show_cursor(accessible.spoken(self._chat.turns[self.cursor_spot.message]))

    def _show_cursor(self, before: str = "") -> None:
        """Scroll to what Enter would press, and say its name, after other words."""
        spot, bar = self.cursor_spot.spot, self.verticalScrollBar()
        if spot is None:
            return
        index = self.cursor_spot.message
        box = spot.rect.translated(0, self.top_in_view(index))
        margin = metrics.S
        below = box.bottom() + margin - self.viewport().height()
        bar.setValue(bar.value() + max(below, 0) + min(box.top() - margin, 0))
        announce(
            self,
            translate("chat", "{before} {words}, message {place} of {all}")
            .format(before=before, words=spot.words, place=index + 1, all=len(self.heights))
            .strip(),
        )
        self.viewport().update()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = Qt.Key(event.key())
        ctrl = bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)
        here = self.cursor_spot
        if event.matches(QKeySequence.StandardKey.Copy) and not self.selection.empty:
            self._copy(self.selection.text())
        elif event.matches(QKeySequence.StandardKey.SelectAll):
            self._select_all()
        elif self.heights and here.spot is None and (key in STEP_KEYS or (ctrl and key in MESSAGE_KEYS)):
            self._walk_to(self._last_in_view)
        elif ctrl and key in MESSAGE_KEYS:
            self._walk_to(here.message + MESSAGE_KEYS[key])
        elif key in STEP_KEYS and here.spot is not None:
            here.step(STEP_KEYS[key])
            self._show_cursor()
        elif key in PRESS_KEYS and here.spot is not None:
            self._press(here.message, here.spot)
        elif key in SCROLL_KEYS:
            self.verticalScrollBar().triggerAction(SCROLL_KEYS[key])
        else:
            super().keyPressEvent(event)

    def copy_last_reply(self) -> None:
        replies = [turn.text for turn in self._chat.turns if turn.role == "assistant" and turn.text]
        if replies:
            self._copy(replies[-1])

    def _copy(self, words: str) -> None:
        QGuiApplication.clipboard().setText(words)
        self.copied.emit(words)
