"""How a row of the list of conversations looks: a group's head, or a title over a second line."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QModelIndex, QPersistentModelIndex, QRect, QSize, Qt
from PySide6.QtGui import QHelpEvent, QPainter, QPalette
from PySide6.QtWidgets import (
    QAbstractItemView,
    QLineEdit,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QToolTip,
    QWidget,
)

from app.chat.chat_list import ROW, ChatList, Entry, Head
from app.chat.trash_list import TrashList
from app.language import translate
from app.widgets import metrics, paint
from app.widgets.theme import Theme

Index = QModelIndex | QPersistentModelIndex


class ChatRow(QStyledItemDelegate):
    def __init__(self, theme: Theme, chats: ChatList | TrashList) -> None:
        super().__init__()
        self._theme, self._chats = theme, chats

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        head = isinstance(index.data(ROW), Head)
        return QSize(0, metrics.GROUP_HEAD_HEIGHT if head else metrics.ROW_HEIGHT)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        row, color = index.data(ROW), self._theme.color
        box: QRect = option.rect
        state: QStyle.StateFlag = option.state
        if isinstance(row, Head):
            words = box.adjusted(metrics.M, metrics.S, -metrics.S, 0)
            paint.text(painter, words, metrics.CAPTION_LINK, color("faint"), row.words)
            return
        is_open = index.row() == self._chats.open_row
        lit = is_open or (isinstance(self._chats, TrashList) and state & QStyle.StateFlag.State_Selected)
        ground = self._ground(box)
        if lit or state & QStyle.StateFlag.State_MouseOver:
            paint.rounded(painter, ground, metrics.RADIUS_CONTROL, color("select" if lit else "accent_soft"))
        view = option.widget
        if state & QStyle.StateFlag.State_HasFocus and isinstance(view, QAbstractItemView) and view.hasFocus():
            paint.rounded(painter, ground, metrics.RADIUS_CONTROL, None, color("accent"), metrics.FOCUS_WIDTH)
        title = self._title_box(box)
        style = metrics.CONTROL_STRONG if is_open else metrics.CONTROL
        paint.text(painter, title, style, color("text"), row.title)
        second = title.translated(0, title.height())
        second.setHeight(metrics.CAPTION.line)
        paint.text(painter, second, metrics.CAPTION, color("muted"), row.second)

    @staticmethod
    def _ground(box: QRect) -> QRect:
        return box.adjusted(metrics.S, 1, -metrics.S, -1)

    @staticmethod
    def _title_box(box: QRect) -> QRect:
        both = metrics.CONTROL.line + metrics.CAPTION.line
        top = box.top() + (box.height() - both) // 2
        return QRect(box.left() + metrics.L, top, box.width() - 2 * metrics.L, metrics.CONTROL.line)

    def helpEvent(
        self, event: QHelpEvent, view: QAbstractItemView, option: QStyleOptionViewItem, index: Index
    ) -> bool:
        """The whole title where it is cut."""
        row = index.data(ROW)
        if event.type() != QEvent.Type.ToolTip or not isinstance(row, Entry):
            return False
        room = self._title_box(option.rect).width()
        cut = metrics.text_width(metrics.CONTROL_STRONG, row.title) > room
        QToolTip.showText(event.globalPos(), row.title if cut else "", view)
        return True

    # Renaming, in the row

    def createEditor(self, parent: QWidget, option: QStyleOptionViewItem, index: Index) -> QWidget:
        field = QLineEdit(parent)
        field.setFont(metrics.font(metrics.CONTROL))
        field.setAccessibleName(translate("chat", "Title"))
        field.setTextMargins(metrics.XS, 0, metrics.XS, 0)
        palette = field.palette()
        palette.setColor(QPalette.ColorRole.Base, self._theme.color("surface"))  # the list's own is transparent
        field.setPalette(palette)
        return field

    def updateEditorGeometry(self, editor: QWidget, option: QStyleOptionViewItem, index: Index) -> None:
        editor.setGeometry(self._ground(option.rect))  # over both lines

    def setModelData(self, editor: QWidget, model: object, index: Index) -> None:
        if isinstance(editor, QLineEdit):
            self._chats.setData(index, editor.text(), Qt.ItemDataRole.EditRole)
