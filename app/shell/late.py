"""Parts of the window that are made when they are first asked for: the first paint does not wait for them."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from app.chat.prompt import PromptCard
    from app.chat.sampling import SamplingCard
    from app.compare.controller import CompareController
    from app.download.card import DownloadCard
    from app.hardware.controller import HardwareController
    from app.library.page import LibraryPage
    from app.settings.page import SettingsPage
    from app.shell.palette import Palette
    from app.shell.window import Window
    from app.split.popover import PlanCard


def make_library_page(window: Window) -> LibraryPage:
    from app.library.page import LibraryPage

    models = window.models
    page = LibraryPage(window.theme, models.catalog, models.fits, models.settings, models.downloads)
    page.used.connect(window.use)
    page.reset.connect(models.library.reset)
    page.fetch.clicked.connect(window.show_download)
    window.pages.addWidget(page)
    return page


def make_hardware(window: Window) -> HardwareController:
    """The page, and who keeps it true."""
    from app.hardware.controller import HardwareController
    from app.hardware.view import HardwarePage

    models = window.models
    page = HardwarePage(window.theme, models.hardware)
    window.pages.addWidget(page)
    made = HardwareController(
        page, models.hardware, models.library, models.choice, models.loading, models.telemetry, models.lately,
        models.client,
    )  # fmt: skip
    made.setParent(window)  # it ends with the widgets that it speaks to
    window.live.watch(page)
    return made


def make_compare(window: Window) -> CompareController:
    """The page, and who keeps it true."""
    from app.compare.controller import CompareController
    from app.compare.view import ComparePage

    models = window.models
    page = ComparePage(window.theme, window.live.new_view())
    window.pages.addWidget(page)
    made = CompareController(
        page, models.comparison, models.history, models.library, models.hardware, models.choice, models.loading,
        models.chat, models.live, window.banners, window.run.command,
    )  # fmt: skip
    made.setParent(window)
    made.hardware_asked.connect(lambda: window.show_page("hardware"))
    made.model_asked.connect(window.browse_to_compare)
    return made


def make_sampling_card(window: Window) -> SamplingCard:
    from app.chat.sampling import SamplingCard

    models, chat = window.models, window.conversation
    card = SamplingCard(window.theme, window, models.settings, models.library)
    card.changed.connect(chat.refresh)
    card.changed.connect(window.keeping.soon)
    card.plan_asked.connect(window.show_plan)
    models.loading.changed.connect(lambda: card.show_load(chat.load_words()))
    card.show_load(chat.load_words())
    return card


def make_prompt_card(window: Window) -> PromptCard:
    from app.chat.prompt import PromptCard

    card = PromptCard(window.theme, window, window.models.settings, window.models.library)
    card.changed.connect(window.conversation.refresh)
    card.changed.connect(window.keeping.soon)
    return card


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
