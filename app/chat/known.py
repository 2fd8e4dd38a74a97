"""Which chats of a file are here already, word for word, so that a second import of it doubles none."""

from __future__ import annotations

from collections.abc import Iterable

from app.chat.attachment import Attachment
from app.chat.conversation import Conversation
from app.chat.store import Store

Words = tuple[str, str, str, tuple[Attachment, ...]]


def not_here(store: Store, conversations: Iterable[Conversation]) -> list[Conversation]:
    """Those of which no conversation in the list holds every message; one that went on here holds what it held before.
    What is deleted does not count.

    Raises:
        sqlite3.Error: the store cannot be read.
    """
    left = {conversation.id: (conversation, _words(conversation)) for conversation in conversations}
    for summary in store.summaries():
        here = store.read(summary.id)
        words = _words(here) if here is not None else set[Words]()
        for key in [key for key, (_, wanted) in left.items() if wanted <= words]:
            del left[key]
    return [conversation for conversation, _ in left.values()]


def _words(conversation: Conversation) -> set[Words]:
    """Without what Markdown does not keep."""
    return {
        (turn.role, turn.text.strip(), turn.thinking.strip(), turn.files)
        for turn in conversation.tree.turns.values()
    }  # fmt: skip
