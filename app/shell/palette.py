"""The command palette: some letters find any command, Enter runs it. Each row says its shortcut."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QEvent, QModelIndex, QObject, QPersistentModelIndex, QPoint, QSize, Qt
from PySide6.QtGui import QKeyEvent, QPainter, QPalette
from PySide6.QtWidgets import (
    QFrame,
    QListWidget,
    QListWidgetItem,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)

from app.language import translate
from app.shell.commands import Command
from app.shell.fuzzy import found
from app.widgets import metrics, paint
from app.widgets.announce import announce
from app.widgets.focus_ring import DRAWS_OWN_FOCUS
from app.widgets.label import Label
from app.widgets.popover import Popover
from app.widgets.scroll_bar import ScrollBar
from app.widgets.text_field import TextField
from app.widgets.theme import Theme

COMMAND = Qt.ItemDataRole.UserRole
MOVES = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1, Qt.Key.Key_PageDown: 8, Qt.Key.Key_PageUp: -8}


class _Row(QStyledItemDelegate):
    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self._theme = theme

    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:
        return QSize(0, metrics.PALETTE_ROW_HEIGHT)

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        color, box, command = self._theme.color, option.rect, index.data(COMMAND)
        selected = bool(option.state & QStyle.StateFlag.State_Selected)
        if selected:
            paint.rounded(painter, box, metrics.RADIUS_CONTROL, color("select"))
        room = box.adjusted(metrics.M, 0, -metrics.M, 0)
        keys = metrics.text_width(metrics.CAPTION, command.keys_shown)
        group = metrics.text_width(metrics.CAPTION, command.group) + metrics.M
        style = metrics.CONTROL_STRONG if selected else metrics.CONTROL
        name = room.adjusted(0, 0, -keys - group, 0)
        paint.text(painter, name, style, color("text"), command.name)
        right = Qt.AlignmentFlag.AlignRight
        paint.text(painter, room.adjusted(0, 0, -keys - metrics.M, 0) if keys else room, metrics.CAPTION,
                   color("muted"), command.group, right)  # fmt: skip
        paint.text(painter, room, metrics.CAPTION, color("text"), command.keys_shown, right)


class Palette(Popover):
    """Centred near the top of the window. `commands` is asked each time it opens."""

    def __init__(self, theme: Theme, window: QWidget, commands: Callable[[], Sequence[Command]]) -> None:
        super().__init__(theme, window, metrics.PALETTE_WIDTH, translate("shell", "All commands"))
        self._commands, self._all = commands, list[Command]()
        self.field = TextField(theme, translate("shell", "Find a command"), translate("shell", "What should happen?"))
        self.field.textChanged.connect(self._filter)
        self.field.returnPressed.connect(self._run)
        self.field.installEventFilter(self)
        self.list = QListWidget()
        self.list.setAccessibleName(translate("shell", "Commands"))
        self.list.setFrameShape(QFrame.Shape.NoFrame)
        self.list.setItemDelegate(_Row(theme, self.list))
        self.list.setVerticalScrollBar(ScrollBar(theme))
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.setProperty(DRAWS_OWN_FOCUS, True)
        self.list.itemClicked.connect(lambda item: self._run())
        self.list.itemActivated.connect(lambda item: self._run())
        palette = self.list.palette()
        palette.setColor(QPalette.ColorRole.Base, Qt.GlobalColor.transparent)
        self.list.setPalette(palette)
        self._nothing = Label(theme, "", metrics.CONTROL, "muted")
        self._nothing.hide()
        self.body.setSpacing(metrics.S)
        self.body.addWidget(self.field)
        self.body.addWidget(self._nothing)
        self.body.addWidget(self.list)

    def open_palette(self) -> None:
        self._all = list(self._commands())
        self.field.clear()
        self._filter("")
        self.open_under(self._window)
        self.field.setFocus(Qt.FocusReason.PopupFocusReason)

    def shown(self) -> list[str]:
        """The names in the list, the best first."""
        return [self.list.item(row).data(COMMAND).name for row in range(self.list.count())]

    def _place(self) -> None:
        """Not under a control: where the eye is."""
        self.setGeometry(self._window.rect())
        top = self._window.height() // 8
        room = self._window.height() - top - metrics.CONTROL_HEIGHT - 4 * metrics.XL
        self.list.setFixedHeight(min(metrics.PALETTE_ROW_HEIGHT * metrics.PALETTE_ROWS, room))
        self.card.adjustSize()
        self.card.move(QPoint((self._window.width() - self.card.width()) // 2, top))
        self.update()

    def _filter(self, letters: str) -> None:
        self.list.clear()
        hits = found(letters, self._all, lambda command: f"{command.name} {command.group}")
        for command in hits:
            item = QListWidgetItem(", ".join(filter(None, (command.name, command.group, command.keys_shown))))
            item.setData(COMMAND, command)
            self.list.addItem(item)
        self.list.setCurrentRow(0)
        self.list.setVisible(bool(hits))
        self._nothing.setText(translate("shell", 'Nothing found for "{letters}"').format(letters=letters))
        self._nothing.setVisible(not hits)
        self._tell()

    def _tell(self) -> None:
        item = self.list.currentItem()
        announce(self.list, item.text() if item is not None else self._nothing.text())

    def _run(self) -> None:
        item = self.list.currentItem()
        if item is None:
            return
        command = item.data(COMMAND)
        self.close_card()
        command.act()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self.field and isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            step = MOVES.get(Qt.Key(event.key()))
            if step is not None and self.list.count():
                row = min(max(self.list.currentRow() + step, 0), self.list.count() - 1)
                self.list.setCurrentRow(row)
                self._tell()
                return True
        return super().eventFilter(watched, event)
