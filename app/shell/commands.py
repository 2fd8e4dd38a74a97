"""Everything the window can be told to do, in one table: the palette, the shortcuts and their list are made of it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtGui import QKeySequence

from app.split.model import MODE_NAMES, MODES
from app.widgets import metrics

if TYPE_CHECKING:
    from app.settings.appearance import Appearance
    from app.shell.window import Window


@dataclass(frozen=True)
class Command:
    """`keys` as Qt writes them, "Ctrl+N"; empty for what has none, as it is made for the palette."""

    group: str
    name: str
    keys: str
    act: Callable[[], object]

    @property
    def keys_shown(self) -> str:
        """As this system writes them."""
        return QKeySequence(self.keys).toString(QKeySequence.SequenceFormat.NativeText)


def window_commands(window: Window) -> list[Command]:
    """In the order in which they are listed."""
    chat, models = window.conversation, window.models
    composer, transcript = window.chat_page.composer, window.chat_page.transcript
    on_chat = window.on_chat

    def looks() -> Appearance:
        return window.settings_page.appearance

    rows: list[tuple[str, str, str, Callable[[], object]]] = [
        ("Chat", "New chat", "Ctrl+N", on_chat(chat.new_chat)),
        ("Chat", "Find on this page", "Ctrl+F", window.find_words),
        ("Chat", "Search all chats", "Ctrl+Shift+F", on_chat(chat.search)),
        ("Chat", "Write a message", "Ctrl+L", on_chat(composer.setFocus)),
        ("Chat", "Attach text files", "Ctrl+Shift+A", on_chat(chat.files.choose)),
        ("Chat", "Stop the reply", "Esc", models.chat.stop),
        ("Chat", "Copy the last reply", "Ctrl+Shift+C", transcript.copy_last_reply),
        ("Chat", "System prompt", "Ctrl+Shift+P", on_chat(composer.prompt.click)),
        ("Chat", "Sampling", "Ctrl+Shift+S", on_chat(composer.sampling.click)),
        ("Chat", "Show or hide the list of chats", "Ctrl+B", on_chat(chat.toggle_list)),
        ("Chat", "Wider list of chats", "Ctrl+Alt+Right", partial(window.sash.step, metrics.LIST_STEP)),
        ("Chat", "Narrower list of chats", "Ctrl+Alt+Left", partial(window.sash.step, -metrics.LIST_STEP)),
        ("Chat", "Deleted chats", "Ctrl+Shift+X", on_chat(chat.show_deleted)),
        ("Chat", "Export all chats", "Ctrl+Shift+E", partial(chat.files.export, "")),
        ("Chat", "Import chats", "Ctrl+Shift+I", on_chat(chat.files.take_in)),
        ("Model", "Open a model file", "Ctrl+O", window.browse),
        ("Model", "Pick a model", "Ctrl+M", window.pick_model),
        ("Model", "Find a model in the library", "Ctrl+Shift+L", window.search_library),
        ("Model", "Download a model", "Ctrl+J", window.show_download),
        ("Model", "Scan the watched folders again", "F5", models.catalog.rescan),
        ("Model", "Watch a folder", "Ctrl+Shift+W", lambda: window.library_page.ask_folder()),
        ("Model", "Load, reload, cancel or unload", "Ctrl+R", window.run.press),
        ("Model", "Show the split plan", "Ctrl+P", window.show_plan),
        *(
            ("Model", f"Split mode: {MODE_NAMES[mode]}", f"Ctrl+Shift+{place}", partial(models.choice.set_mode, mode))
            for place, mode in enumerate(MODES, start=1)
        ),
        ("Model", "Compare the split modes", "Ctrl+E", window.compare_modes),
        *(
            ("Page", name, f"Ctrl+{place}", partial(window.show_page, key))
            for place, (key, name) in enumerate(window.pages_listed, start=1)
        ),
        ("Page", "Copy the report on the hardware", "Ctrl+Shift+H", lambda: window.hardware.copy_report()),
        ("Page", "Settings", "Ctrl+,", partial(window.show_page, "settings")),
        ("View", "Show or hide the live panel", "Ctrl+Alt+B", window.toggle_live),
        ("View", "Larger letters", "Ctrl++", lambda: looks().step_letters(metrics.PERCENT_STEP)),
        ("View", "Smaller letters", "Ctrl+-", lambda: looks().step_letters(-metrics.PERCENT_STEP)),
        ("View", "Letters as they were made", "Ctrl+0", lambda: looks().take_letters(100)),
        ("View", "Light or dark", "Ctrl+Shift+D", lambda: looks().flip()),
        ("Help", "All commands", "Ctrl+K", window.show_palette),
        ("Help", "Keyboard shortcuts", "F1", partial(window.show_settings, "Keyboard")),
        ("Help", "About Tandem", "Shift+F1", partial(window.show_settings, "About")),
        ("Help", "Open the log folder", "Ctrl+Shift+G", window.open_logs),
        ("Window", "Quit", "Ctrl+Q", window.close),
    ]
    return [Command(*row) for row in rows]


def recent_commands(window: Window) -> Iterator[Command]:
    """A command per model that was used lately, for the palette."""
    for path in window.models.settings.existing_recent():
        yield Command("Model", f"Pick {Path(path).stem}", "", partial(window.use, path))
