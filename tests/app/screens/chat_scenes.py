"""The chat page and what opens over it, in every state that it can be in."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from app.chat.conversation import Conversation
from app.chat.tree import Tree
from app.chat.turn import Turn
from engine.child import SIGNALLED
from engine.link import STOPPED
from engine.plan.types import Mode
from engine.protocol import (
    Failed,
    FetchProgress,
    FetchStarter,
    Finished,
    Generate,
    Load,
    LoadProgress,
    LoadStarted,
    PromptProgress,
    RankTimes,
    Statistics,
    Text,
)
from engine.worker import NO_MEMORY
from tests.app.screens.stage import Stage
from tests.app.test_chat_page import keep
from tests.engine.plan.models import llama_8b, qwen3_32b

LONG = "A title that is far longer than any column: what a narrow slot costs, measured on two unequal cards, in full"
STATISTICS = Statistics(412, 0, 412, 1548.2, 36.21, 0.31, 8412, 32768, thinking_s=4.2)
THOUGHT = "The user has two cards. Per layer there are two all-reduces.\n\nSo 64 layers make 128 of them per token."
REPLY = r"""## What it costs

Yes, for chatting. Each layer ends in **two all-reduces** of 10 KB; over `PCIe 3 x4` one takes about 21 µs:

$$t = 64 \cdot 2 \cdot 21\,\mu s = 2.7\,ms$$

so with $b = 936$ GB/s the saving is still larger.

| Mode | Prompt, tok/s | Generation, tok/s |
|---|---:|---:|
| none | 1,074 | 22.1 |
| layer | 1,890 | 22.4 |
| tensor | 1,548 | 36.2 |

```python
layers, reduces, us = 64, 2, 21
cost_ms = layers * reduces * us / 1000  # per token
print(f"{45.2 - 32.1 - cost_ms:.1f} ms won per token, which is a long line that goes on beyond the edge of the card")
```

1. Keep *tensor* for chatting.
2. For long prompts keep layer mode: it was 1.22x faster.

> Measured, not believed. See [the table](https://example.org/table).
"""
EARLIER = (("Rewrite the release notes", 0, "layer"), ("Why is the sky blue?", 1, "none"), (LONG, 3, "tensor"),
           ("SQL for the quarterly report", 9, "tensor"))  # fmt: skip


def conversation() -> Conversation:
    """A question that was edited, with a reply that was made twice."""
    first = Turn("user", "My second card sits in a slow slot.")
    asked = Turn("user", "My second card sits in a PCIe 3 x4 slot. Is tensor mode still worth it?")
    earlier = Turn("assistant", "It depends.", "end", "layer", STATISTICS, parent=asked.id)
    reply = Turn("assistant", REPLY, "end", "tensor", STATISTICS, THOUGHT, 4.2, parent=asked.id)
    made = Conversation(title=LONG, mode="tensor", tg_ts=36.2, tree=Tree([first, asked, earlier, reply]))
    made.tree.show(asked)
    made.tree.show(reply)
    return made


def chats(stage: Stage) -> None:
    """A list of chats, the long one open."""
    for title, days, mode in EARLIER:
        told = Turn("assistant", f"About {title}", "end", mode, STATISTICS)
        keep(stage.desk, title, days, Turn("user", title), told)
    made = conversation()
    stage.models.store.write(made, made.tree.turns.values())
    stage.models.chat.listed.emit()
    stage.window.conversation._open(made.id)
    stage.wait(60)
    stage.waitUntil(lambda: len(stage.models.chat.turns) == 2)


def ready(stage: Stage, mode: Mode = "tensor") -> None:
    """A model that is loaded on all the cards, and what they were doing lately."""
    stage.pick(*((qwen3_32b(), mode) if stage.cards > 1 else (llama_8b(), "none", "Llama-3.1-8B-Instruct")))
    stage.load()
    stage.live_history()
    stage.window.live_panel.plot.fill()


def empty(stage: Stage) -> None:
    stage.live()


def fetching(stage: Stage) -> None:
    stage.window.run.try_starter()
    request = stage.engine.newest(FetchStarter).request
    stage.engine.say(FetchProgress(request, 41_000_000, 93_000_000))


def picked(stage: Stage) -> None:
    stage.pick(qwen3_32b())
    stage.live()


def reply(stage: Stage) -> None:
    ready(stage)
    chats(stage)


def reply_end(stage: Stage) -> None:
    reply(stage)
    stage.window.chat_page.transcript.jump_to_end()


def thinking(stage: Stage) -> None:
    reply(stage)
    stage.models.chat.turns[1].unfolded = True
    stage.window.chat_page.transcript.jump_to_end()
    bar = stage.window.chat_page.transcript.verticalScrollBar()
    bar.setValue(0)


def ask(stage: Stage, words: str) -> None:
    field = stage.window.chat_page.composer.field
    field.setPlainText(words)
    QTest.keyClick(field, Qt.Key.Key_Return)


def writing(stage: Stage) -> None:
    """A reply that is coming in, two prompts that wait."""
    reply(stage)
    ask(stage, "And with three cards?")
    request = stage.engine.newest(Generate).request
    stage.engine.say(PromptProgress(request, 412, 412, 0))
    for place in range(40):
        stage.engine.say(Text(request, "Three cards share the heads unevenly. ", (place,), 0.3 + place / 36))
    ask(stage, "Write that as a table.")
    ask(stage, "And then the same again, but for a long prompt of thirty-two thousand tokens, with every step shown.")


def prompt_busy(stage: Stage) -> None:
    reply(stage)
    ask(stage, "And with three cards?")
    stage.engine.say(PromptProgress(stage.engine.newest(Generate).request, 4096, 31_904, 0))


def finished(stage: Stage) -> None:
    """As after a reply that reported where its time went."""
    writing(stage)
    times = tuple(RankTimes(0.028, 0.004, 0.003) for _ in range(stage.cards))
    stage.engine.say(Finished(stage.engine.newest(Generate).request, "length", STATISTICS, (), times))


def dead(stage: Stage) -> None:
    reply(stage)
    stage.engine.die(STOPPED.format(cause=SIGNALLED.format(signal="SIGKILL")))


def out_of_memory(stage: Stage) -> None:
    stage.pick(qwen3_32b())
    stage.window.run.load()
    request = stage.engine.newest(Load).request
    sentence = NO_MEMORY.format(device="RTX 3090 Ti", rank="1")
    stage.engine.say(Failed(request, "load", sentence, "Trace"))
    chats(stage)


def loading(stage: Stage) -> None:
    stage.pick(qwen3_32b())
    stage.window.run.load()
    stage.waitUntil(lambda: stage.models.loading.state == "loading")
    wanted, plan = stage.models.loading.wanted, stage.models.choice.plan
    assert wanted is not None
    assert plan is not None
    stage.engine.say(LoadStarted(wanted.request, plan))
    for rank, each in enumerate(plan.bytes):
        stage.engine.say(LoadProgress(wanted.request, rank, each.weights * (rank + 2) // 8, each.weights))
    stage.live()
    stage.window.show_plan()


def find(stage: Stage) -> None:
    reply(stage)
    stage.window.chat_page.find_words()
    stage.wait(30)
    field = stage.window.chat_page.find_bar.findChild(type(stage.window.chat_page.column.search))
    QTest.keyClicks(field, "tensor")


def search_nothing(stage: Stage) -> None:
    reply(stage)
    stage.window.chat_page.column.search.setText("zebra")


def deleted(stage: Stage) -> None:
    """The undo bar, and the deleted chats in the list's place."""
    reply(stage)
    key = stage.models.store.summaries("quarterly")[0].id
    stage.window.conversation._delete(key)


def trash(stage: Stage) -> None:
    deleted(stage)
    stage.window.chat_page.column.show_trash()


def sampling(stage: Stage) -> None:
    reply(stage)
    stage.window.chat_page.composer.sampling.click()


def system_prompt(stage: Stage) -> None:
    reply(stage)
    stage.window.chat_page.composer.prompt.click()


def palette(stage: Stage) -> None:
    reply(stage)
    stage.window.show_palette()
