"""Whatever goes wrong in the window's process ends in a log file, and as one sentence in the window."""

from __future__ import annotations

import faulthandler
import logging
import sys
import threading
import traceback
from collections.abc import Callable
from logging.handlers import RotatingFileHandler
from types import TracebackType

from PySide6.QtCore import QMessageLogContext, QtMsgType, qInstallMessageHandler

from app.settings.paths import Paths

MOST_BYTES, KEPT = 1_000_000, 3  # of a log file, and how many there are
LEVELS = {
    QtMsgType.QtDebugMsg: logging.DEBUG, QtMsgType.QtInfoMsg: logging.INFO, QtMsgType.QtWarningMsg: logging.WARNING,
    QtMsgType.QtCriticalMsg: logging.ERROR, QtMsgType.QtFatalMsg: logging.CRITICAL,
}  # fmt: skip


def open_log(paths: Paths) -> None:
    """Log to the file from now on; hard crashes write their stacks beside it."""
    handler = RotatingFileHandler(paths.log_file, maxBytes=MOST_BYTES, backupCount=KEPT - 1, encoding="utf-8")
    handler.setFormatter(logging.Formatter("%(asctime)s %(levelname)s %(name)s: %(message)s"))
    logging.basicConfig(level=logging.INFO, handlers=[handler])
    logging.raiseExceptions = False  # a full disk must not fill standard error, which is logged itself
    crash = open(paths.log / "crash.log", "a", encoding="utf-8")  # noqa: SIM115  stays open: faulthandler writes to it
    faulthandler.enable(crash)
    qInstallMessageHandler(_on_qt_message)


def report_errors(show: Callable[[str, str], None], paths: Paths) -> None:
    """Log uncaught exceptions; those of Qt's own thread are shown too: `show(sentence, details)`."""

    def log(kind: type[BaseException], error: BaseException | None, trace: TracebackType | None) -> str:
        details = "".join(traceback.format_exception(kind, error, trace))
        logging.getLogger("tandem").error("uncaught exception\n%s", details)
        return details

    def on_error(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
        details = log(kind, error, trace)
        show(
            f"Something went wrong in the window ({kind.__name__}). It is written in {paths.log_file}.",
            details,
        )

    sys.excepthook = on_error
    threading.excepthook = lambda args: log(args.exc_type, args.exc_value, args.exc_traceback) and None


def _on_qt_message(kind: QtMsgType, context: QMessageLogContext, message: str) -> None:
    logging.getLogger("qt").log(LEVELS[kind], message)
