"""Whatever goes wrong in the window's process ends in a log file, and in a report that the user sees and can copy."""

from __future__ import annotations

import contextlib
import faulthandler
import logging
import sys
import threading
import traceback
from datetime import datetime
from logging.handlers import RotatingFileHandler
from pathlib import Path
from types import TracebackType

from PySide6.QtCore import QMessageLogContext, QObject, Qt, QtMsgType, Signal, qInstallMessageHandler

from app.language import translate
from app.settings.paths import Paths
from app.shell.crash_report import CRASH_LOG, report, write_report

MOST_BYTES, KEPT = 1_000_000, 3  # of a log file, and how many there are
LEVELS = {
    QtMsgType.QtDebugMsg: logging.DEBUG, QtMsgType.QtInfoMsg: logging.INFO, QtMsgType.QtWarningMsg: logging.WARNING,
    QtMsgType.QtCriticalMsg: logging.ERROR, QtMsgType.QtFatalMsg: logging.CRITICAL,
}  # fmt: skip


def open_log(paths: Paths) -> str:
    """Log to the file from now on; hard crashes write their stacks beside it. Returns what the last one wrote there."""
    handler = RotatingFileHandler(paths.log_file, maxBytes=MOST_BYTES, backupCount=KEPT - 1, encoding="utf-8")
    handler.setFormatter(logging.Formatter("%(asctime)s %(levelname)s %(name)s: %(message)s"))
    logging.basicConfig(level=logging.INFO, handlers=[handler])
    logging.raiseExceptions = False  # a full disk must not fill standard error, which is logged itself
    before = _take_stacks(paths.log / CRASH_LOG)
    crash = open(paths.log / CRASH_LOG, "a", encoding="utf-8")  # noqa: SIM115  stays open: faulthandler writes to it
    faulthandler.enable(crash)
    qInstallMessageHandler(_on_qt_message)
    return before


def _take_stacks(path: Path) -> str:
    """What a hard crash has left, which is told once."""
    try:
        stacks = path.read_text(encoding="utf-8", errors="replace").strip()
    except OSError:
        return ""
    if stacks:
        with contextlib.suppress(OSError):
            path.replace(path.with_name(f"crash-{datetime.now():%Y%m%d-%H%M%S}.log"))
    return stacks


class ErrorReports(QObject):
    """Uncaught exceptions of all threads: logged, kept as a file, and `made(sentence, report)` on Qt's own thread.

    One and the same is told once; what would only repeat it is logged.
    """

    made = Signal(str, str)
    _raised = Signal(str, str, str)  # from any thread

    def __init__(self, paths: Paths) -> None:
        super().__init__()
        self._paths, self._told = paths, set[str]()
        self._raised.connect(self._on_raised, Qt.ConnectionType.QueuedConnection)

    def install(self) -> None:
        sys.excepthook = self.on_error
        threading.excepthook = lambda args: self.on_error(
            args.exc_type, args.exc_value, args.exc_traceback, args.thread.name if args.thread else ""
        )

    def of_start(self, error: Exception) -> str:
        """The window cannot even be made: what to say of it. The report is kept."""
        details = "".join(traceback.format_exception(error))
        logging.getLogger("tandem").error("the window cannot be made\n%s", details)
        where = write_report(self._paths, report(self._paths, details))
        kept = (
            translate("shell", "The report is kept in {where}.").format(where=where)
            if where
            else translate("shell", "The report could not be written: the disk may be full.")
        )
        return translate(
            "shell", "Tandem cannot open its window ({kind}). {kept} Chats and settings are not touched."
        ).format(kind=type(error).__name__, kept=kept)

    def on_error(
        self, kind: type[BaseException], error: BaseException | None, trace: TracebackType | None, thread: str = ""
    ) -> None:
        details = "".join(traceback.format_exception(kind, error, trace))
        logging.getLogger("tandem").error("uncaught exception%s\n%s", f" in {thread}" if thread else "", details)
        if not issubclass(kind, KeyboardInterrupt):
            self._raised.emit(kind.__name__, details, thread)

    def _on_raised(self, kind: str, details: str, thread: str) -> None:
        if details in self._told:
            return
        self._told.add(details)
        words = report(self._paths, details, thread)
        where = write_report(self._paths, words)
        kept = (
            translate("shell", "The report is kept in {where}.").format(where=where)
            if where
            else translate("shell", "The report could not be written: the disk may be full.")
        )
        self.made.emit(
            translate("shell", "Something went wrong in the window ({kind}). {kept}").format(kind=kind, kept=kept),
            words,
        )


def _on_qt_message(kind: QtMsgType, context: QMessageLogContext, message: str) -> None:
    logging.getLogger("qt").log(LEVELS[kind], message)
