"""Pictures that are kept beside this script, for people: `python -m tests.app.screens --gallery` makes them anew."""

from __future__ import annotations

from pathlib import Path

from tests.app.screens import chat_scenes as chat
from tests.app.screens import page_scenes as page
from tests.app.screens.table import LARGE, SMALL, Shot

FOLDER = Path(__file__).parent / "pictures"
GALLERY = (
    ("A reply of a model over two cards", Shot("chat", chat.reply)),
    ("The same in the dark", Shot("chat", chat.reply, "dark")),
    ("A reply that is being written, in a small window", Shot("chat", chat.writing, "dark", SMALL)),
    ("Before the first model", Shot("chat", chat.empty, "dark", SMALL, cards=0)),
    ("The engine has ended: what happened, and the way back", Shot("chat", chat.dead)),
    ("Sampling, letters at 150%", Shot("chat", chat.sampling, "dark", SMALL, percent=150)),
    ("Every command", Shot("chat", chat.palette)),
    ("The plan: what each card will hold", Shot("plan", page.plan)),
    ("The plan over eight cards", Shot("plan", page.plan, cards=8)),
    ("A model that does not fit, and what would", Shot("plan", page.misfit)),
    ("The library", Shot("library", page.library)),
    ("A file's details", Shot("library", page.library_details, "dark")),
    ("A download from Hugging Face", Shot("library", page.download)),
    ("Two cards", Shot("hardware", page.hardware)),
    ("Eight cards", Shot("hardware", page.hardware, "dark", cards=8)),
    ("Three cards on a large screen", Shot("hardware", page.hardware, size=LARGE, scale=1.25, cards=3)),
    ("A comparison that is running", Shot("compare", page.compare_running, "dark")),
    ("A comparison that is done", Shot("compare", page.compare_done)),
    ("The settings", Shot("settings", page.settings)),
    ("In German", Shot("hardware", page.hardware, "light", language="de")),
)


def page_of_pictures() -> str:
    """Markdown."""
    about = (
        "These are made by `python -m tests.app.screens --gallery`, of the real window with made-up cards, models and "
        "figures; `python -m tests.app.screens OUT` makes all of them."
    )
    shown = [f"## {caption}\n\n![{caption}]({shot.name}.png)" for caption, shot in GALLERY]
    return "\n\n".join(["# The window in pictures", about, *shown]) + "\n"
