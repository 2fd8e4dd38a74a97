"""What can be done with a row of the library, by right click, the menu key, or from its details."""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QUrl
from PySide6.QtGui import QDesktopServices, QGuiApplication
from PySide6.QtWidgets import QMenu, QWidget

from app.language import translate
from app.library.entry import Entry
from app.widgets import metrics

DBUS, DBUS_MS = "org.freedesktop.DBus", 500


def row_menu(
    parent: QWidget, entry: Entry, use: Callable[[str], None], remove: Callable[[str], None]
) -> QMenu:
    menu = QMenu(parent)
    menu.setFont(metrics.font(metrics.CONTROL))
    if entry.kind == "model":
        menu.addAction(translate("library", "Use this model\tEnter"), lambda: use(entry.path))
    menu.addAction(translate("library", "Show in folder"), lambda: show_in_folder(entry))
    menu.addAction(translate("library", "Copy path"), lambda: QGuiApplication.clipboard().setText(entry.path))
    if entry.kind != "folder":
        menu.addSeparator()
        menu.addAction(translate("library", "Remove from list\tDel"), lambda: remove(entry.path))
    return menu


def show_in_folder(entry: Entry) -> None:
    """In the system's file manager, the file selected where that can be asked for."""
    path = Path(entry.path)
    select = {"win32": ["explorer", f"/select,{path}"], "darwin": ["open", "-R", str(path)]}.get(sys.platform)
    if entry.kind != "folder" and select is not None:
        import subprocess

        subprocess.Popen(select)
    elif entry.kind == "folder" or not _file_manager(path):
        QDesktopServices.openUrl(QUrl.fromLocalFile(str(path if entry.kind == "folder" else path.parent)))


def _file_manager(path: Path) -> bool:
    """Ask the desktop's file manager by the interface that most of them have; False if none offers it."""
    from PySide6.QtDBus import QDBusConnection, QDBusMessage  # which most sessions never need

    bus, name = QDBusConnection.sessionBus(), "org.freedesktop.FileManager1"
    if not bus.isConnected():
        return False
    offered: set[str] = set()
    for what in ("ListNames", "ListActivatableNames"):
        asked = QDBusMessage.createMethodCall(DBUS, "/org/freedesktop/DBus", DBUS, what)
        offered.update(*(found for found in bus.call(asked, timeout=DBUS_MS).arguments() if isinstance(found, list)))
    if name not in offered:
        return False
    order = QDBusMessage.createMethodCall(name, "/org/freedesktop/FileManager1", name, "ShowItems")
    order.setArguments([[path.as_uri()], ""])
    return bus.send(order)  # without waiting: it may have to be started first
