"""Parts of the window that are made when they are first asked for: the first paint does not wait for them."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from app.download.card import DownloadCard
    from app.settings.page import SettingsPage
    from app.shell.palette import Palette
    from app.shell.window import Window
    from app.split.popover import PlanCard


def make_plan_card(window: Window) -> PlanCard:
    from app.split.popover import PlanCard
    from app.split.worth import Worths

    models = window.models
    worths = Worths(models.library, models.live, models.history)
    card = PlanCard(window.theme, window, models.choice, models.library, models.hardware, models.loading, worths)
    card.load.connect(window.run.press)
    card.compare.connect(lambda: window.show_page("compare"))
    window.run.action.connect(card.show_action)
    card.show_action(*window.run.action_now)
    return card


def make_settings_page(window: Window) -> SettingsPage:
    from app.chat.trash_view import TrashView
    from app.settings.page import SettingsPage

    listed = [(command.group, command.name, command.keys) for command in window.commands]
    page = SettingsPage(window.theme, window.models.settings, window.models.paths, listed)
    page.changed.connect(window.keeping.soon)
    page.arranged.connect(window.follow_settings)
    page.add_to("Chats", TrashView(window.theme, window.models.chat, with_back=False))
    window.pages.addWidget(page)
    return page


def make_palette(window: Window) -> Palette:
    from app.shell.commands import recent_commands
    from app.shell.palette import Palette

    return Palette(window.theme, window, lambda: [*window.commands, *recent_commands(window)])


def make_download_card(window: Window) -> DownloadCard:
    from app.download.card import DownloadCard

    models = window.models

    def keep(folder: str) -> None:
        models.keep_download_folder(folder)
        window.keeping.soon()

    return DownloadCard(window.theme, window, models.downloads, models.free_memory, models.download_folder, keep)
