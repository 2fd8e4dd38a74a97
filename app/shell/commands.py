"""Everything the window can be told to do, in one table: the palette, the shortcuts and their list are made of it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtGui import QKeySequence

from app.language import translate
from app.split.model import MODES, mode_name
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

    in_chat, model, page = translate("shell", "Chat"), translate("shell", "Model"), translate("shell", "Page")
    view, help_, frame = translate("shell", "View"), translate("shell", "Help"), translate("shell", "Window")
    told = translate("shell", "Split mode: {mode}")
    rows: list[tuple[str, str, str, Callable[[], object]]] = [
        (in_chat, translate("shell", "New chat"), "Ctrl+N", on_chat(chat.new_chat)),
        (in_chat, translate("shell", "Find on this page"), "Ctrl+F", window.find_words),
        (in_chat, translate("shell", "Search all chats"), "Ctrl+Shift+F", on_chat(chat.search)),
        (in_chat, translate("shell", "Write a message"), "Ctrl+L", on_chat(composer.setFocus)),
        (in_chat, translate("shell", "Attach text files"), "Ctrl+Shift+A", on_chat(chat.files.choose)),
        (in_chat, translate("shell", "Stop the reply"), "Esc", models.chat.stop),
        (in_chat, translate("shell", "Copy the last reply"), "Ctrl+Shift+C", transcript.copy_last_reply),
        (in_chat, translate("shell", "System prompt"), "Ctrl+Shift+P", on_chat(composer.prompt.click)),
        (in_chat, translate("shell", "Sampling"), "Ctrl+Shift+S", on_chat(composer.sampling.click)),
        (in_chat, translate("shell", "Show or hide the list of chats"), "Ctrl+B", on_chat(chat.toggle_list)),
        (
            in_chat,
            translate("shell", "Wider list of chats"),
            "Ctrl+Alt+Right",
            partial(window.sash.step, metrics.LIST_STEP),
        ),
        (
            in_chat,
            translate("shell", "Narrower list of chats"),
            "Ctrl+Alt+Left",
            partial(window.sash.step, -metrics.LIST_STEP),
        ),
        (in_chat, translate("shell", "Deleted chats"), "Ctrl+Shift+X", on_chat(chat.show_deleted)),
        (in_chat, translate("shell", "Export all chats"), "Ctrl+Shift+E", partial(chat.files.export, "")),
        (in_chat, translate("shell", "Import chats"), "Ctrl+Shift+I", on_chat(chat.files.take_in)),
        (model, translate("shell", "Open a model file"), "Ctrl+O", window.browse),
        (model, translate("shell", "Pick a model"), "Ctrl+M", window.pick_model),
        (model, translate("shell", "Find a model in the library"), "Ctrl+Shift+L", window.search_library),
        (model, translate("shell", "Download a model"), "Ctrl+J", window.show_download),
        (model, translate("shell", "Scan the watched folders again"), "F5", models.catalog.rescan),
        (model, translate("shell", "Watch a folder"), "Ctrl+Shift+W", lambda: window.library_page.ask_folder()),
        (model, translate("shell", "Load, reload, cancel or unload"), "Ctrl+R", window.run.press),
        (model, translate("shell", "Show the split plan"), "Ctrl+P", window.show_plan),
        *(
            (model, told.format(mode=mode_name(mode)), f"Ctrl+Shift+{place}", partial(models.choice.set_mode, mode))
            for place, mode in enumerate(MODES, start=1)
        ),
        (model, translate("shell", "Compare the split modes"), "Ctrl+E", window.compare_modes),
        *(
            (page, name, f"Ctrl+{place}", partial(window.show_page, key))
            for place, (key, name) in enumerate(window.pages_listed, start=1)
        ),
        (
            page,
            translate("shell", "Copy the report on the hardware"),
            "Ctrl+Shift+H",
            lambda: window.hardware.copy_report(),
        ),
        (page, translate("shell", "Settings"), "Ctrl+,", partial(window.show_page, "settings")),
        (view, translate("shell", "Show or hide the live panel"), "Ctrl+Alt+B", window.toggle_live),
        (view, translate("shell", "Larger letters"), "Ctrl++", lambda: looks().step_letters(metrics.PERCENT_STEP)),
        (view, translate("shell", "Smaller letters"), "Ctrl+-", lambda: looks().step_letters(-metrics.PERCENT_STEP)),
        (view, translate("shell", "Letters as they were made"), "Ctrl+0", lambda: looks().take_letters(100)),
        (view, translate("shell", "Light or dark"), "Ctrl+Shift+D", lambda: looks().flip()),
        (help_, translate("shell", "All commands"), "Ctrl+K", window.show_palette),
        (help_, translate("shell", "Keyboard shortcuts"), "F1", partial(window.show_settings, "Keyboard")),
        (help_, translate("shell", "About Tandem"), "Shift+F1", partial(window.show_settings, "About")),
        (help_, translate("shell", "Open the log folder"), "Ctrl+Shift+G", window.open_logs),
        (frame, translate("shell", "Quit"), "Ctrl+Q", window.close),
    ]
    return [Command(*row) for row in rows]


def recent_commands(window: Window) -> Iterator[Command]:
    """A command per model that was used lately, for the palette."""
    for path in window.models.settings.existing_recent():
        name = translate("shell", "Pick {model}").format(model=Path(path).stem)
        yield Command(translate("shell", "Model"), name, "", partial(window.use, path))
