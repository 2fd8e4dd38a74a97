"""Which pictures are made: a line each, of what matters in combination and not of all that can be combined."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from tests.app.screens import chat_scenes as chat
from tests.app.screens import page_scenes as page
from tests.app.screens.stage import Stage

Size = tuple[int, int]
USUAL, SMALL, LARGE = (1280, 800), (960, 600), (2560, 1440)


@dataclass(frozen=True)
class Shot:
    """`scale`: device pixels per pixel. `percent`: the size of letters; `later`: set when the window stands already."""

    page: str
    scene: Callable[[Stage], None]
    theme: str = "light"
    size: Size = USUAL
    scale: float = 1
    percent: int = 100
    cards: int = 2
    later: bool = False

    @property
    def name(self) -> str:
        scene = self.scene.__name__.replace("_", "-").removeprefix(f"{self.page}-")
        size = "x".join(map(str, self.size))
        parts = [*dict.fromkeys((self.page, scene)), self.theme, size, f"{self.scale:g}x", f"{self.percent}pc"]
        return "-".join([*parts, f"{self.cards}cards", *(["later"] if self.later else [])])


SHOTS = (
    # Chat: as it is first seen, full, busy, failed
    Shot("chat", chat.empty),
    Shot("chat", chat.empty, "dark", SMALL, cards=0),
    Shot("chat", chat.empty, size=LARGE, cards=1),
    Shot("chat", chat.fetching, "dark"),
    Shot("chat", chat.fetching, size=SMALL, percent=150),
    Shot("chat", chat.picked),
    Shot("chat", chat.reply),
    Shot("chat", chat.reply, "dark"),
    Shot("chat", chat.reply, scale=1.25),
    Shot("chat", chat.reply, "dark", scale=2),
    Shot("chat", chat.reply, size=SMALL),
    Shot("chat", chat.reply, "dark", SMALL, percent=150),
    Shot("chat", chat.reply, percent=85),
    Shot("chat", chat.reply, "dark", percent=150, later=True),
    Shot("chat", chat.reply, size=LARGE, cards=3),
    Shot("chat", chat.reply, cards=8),
    Shot("chat", chat.reply, "dark", percent=150, cards=8),
    Shot("chat", chat.reply_end, size=SMALL, scale=2),
    Shot("chat", chat.reply_end, "dark", percent=150),
    Shot("chat", chat.thinking),
    Shot("chat", chat.writing),
    Shot("chat", chat.writing, "dark", SMALL),
    Shot("chat", chat.writing, size=SMALL, percent=150),
    Shot("chat", chat.prompt_busy, "dark", cards=1),
    Shot("chat", chat.finished, cards=3),
    Shot("chat", chat.dead),
    Shot("chat", chat.dead, "dark", SMALL, percent=150),
    Shot("chat", chat.out_of_memory, "dark"),
    Shot("chat", chat.find),
    Shot("chat", chat.search_nothing, "dark"),
    Shot("chat", chat.search_nothing, size=SMALL, percent=150),
    Shot("chat", chat.deleted),
    Shot("chat", chat.trash, "dark"),
    Shot("chat", chat.sampling),
    Shot("chat", chat.sampling, "dark", SMALL, percent=150),
    Shot("chat", chat.system_prompt, "dark"),
    Shot("chat", chat.palette),
    Shot("chat", chat.palette, "dark", SMALL, percent=150),
    # The plan
    Shot("plan", chat.loading),
    Shot("plan", chat.loading, "dark", SMALL),
    Shot("plan", page.plan),
    Shot("plan", page.plan, "dark", cards=3),
    Shot("plan", page.plan, cards=1),
    Shot("plan", page.plan, cards=8),
    Shot("plan", page.plan, "dark", SMALL, percent=150),
    Shot("plan", page.plan, size=LARGE, scale=1.25),
    Shot("plan", page.plan_layer, scale=2),
    Shot("plan", page.misfit),
    Shot("plan", page.misfit, "dark", SMALL, percent=150),
    # Library
    Shot("library", page.library_empty),
    Shot("library", page.library_empty, "dark", SMALL, percent=150),
    Shot("library", page.library),
    Shot("library", page.library, "dark", SMALL),
    Shot("library", page.library, size=LARGE, scale=1.25),
    Shot("library", page.library, "dark", percent=150),
    Shot("library", page.library, size=SMALL, percent=150, later=True),
    Shot("library", page.library_details, "dark"),
    Shot("library", page.library_details, percent=85, scale=2),
    Shot("library", page.library_details, size=SMALL, percent=150),
    Shot("library", page.library_tensors),
    Shot("library", page.library_nothing, "dark"),
    Shot("library", page.library_downloads),
    Shot("library", page.library_downloads, "dark", SMALL, percent=150),
    Shot("library", page.download),
    Shot("library", page.download, "dark", SMALL, percent=150),
    Shot("library", page.download, percent=150, later=True),
    Shot("library", page.download_trouble, "dark"),
    # Hardware
    Shot("hardware", page.hardware),
    Shot("hardware", page.hardware, "dark"),
    Shot("hardware", page.hardware, cards=0),
    Shot("hardware", page.hardware, "dark", cards=1),
    Shot("hardware", page.hardware, size=LARGE, scale=1.25, cards=3),
    Shot("hardware", page.hardware, "dark", cards=8),
    Shot("hardware", page.hardware, size=SMALL, scale=2),
    Shot("hardware", page.hardware, "dark", SMALL, percent=150, cards=3),
    Shot("hardware", page.hardware, percent=150, cards=3, later=True),
    Shot("hardware", page.hardware, percent=85, cards=3),
    Shot("hardware", page.hardware_error),
    # Compare
    Shot("compare", page.compare_empty),
    Shot("compare", page.compare_ready, "dark"),
    Shot("compare", page.compare_ready, cards=1),
    Shot("compare", page.compare_own),
    Shot("compare", page.compare_own, "dark", SMALL, percent=150),
    Shot("compare", page.compare_own, size=SMALL),
    Shot("compare", page.compare_prompt, size=SMALL, percent=150),
    Shot("compare", page.compare_running, "dark"),
    Shot("compare", page.compare_running, cards=8),
    Shot("compare", page.compare_done),
    Shot("compare", page.compare_done, "dark", scale=2),
    Shot("compare", page.compare_done, size=SMALL),
    Shot("compare", page.compare_done, "dark", SMALL, percent=150),
    Shot("compare", page.compare_done, size=LARGE, percent=85, scale=1.25),
    Shot("compare", page.compare_even, percent=150),
    Shot("compare", page.compare_error, "dark"),
    Shot("compare", page.compare_past),
    # Settings
    Shot("settings", page.settings),
    Shot("settings", page.settings, "dark", SMALL),
    Shot("settings", page.settings, size=SMALL, percent=150),
    Shot("settings", page.settings, "dark", scale=1.25, percent=85),
    Shot("settings", page.settings_end, "dark"),
    Shot("settings", page.settings_end, size=LARGE, percent=150),
    Shot("settings", page.settings_end, size=SMALL, percent=150, later=True),
)  # fmt: skip
