"""How long the window is deaf: handler and repaint of whatever the user or the model does in a long chat.

    python -m tests.app.bench_window [--tokens 100000] [--size 1280x800] [--scale 1] [--only wheel,find]

A turn is one action with all that follows from it at once: its handler, layout, painting. Printed per action are
median, 99th percentile and worst, in wall-clock time and, since other programs may be running, in the thread's own CPU
time. The chat also holds messages of 400 KB: in many paragraphs, in one, in one line of code, in one word, and one in
one line of the user's.
"""

from __future__ import annotations

import argparse
import gc
import os
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from random import Random

from tests.app.long_chat import code, long_chat, prose

TOKENS_AT_ONCE = 12  # letters per turn of a streaming reply: three tokens, as at 150 tok/s with 50 turns


class Turns:
    """The turns of each action, in s: (wall, CPU)."""

    def __init__(self) -> None:
        from PySide6.QtWidgets import QApplication

        self._process = QApplication.processEvents
        self.of: dict[str, list[tuple[float, float]]] = {}

    def time(self, name: str, act: Callable[[], object] = lambda: None) -> None:
        wall, cpu = time.perf_counter(), time.thread_time()
        act()
        self._process()
        self.of.setdefault(name, []).append((time.perf_counter() - wall, time.thread_time() - cpu))

    def table(self) -> Iterator[str]:
        yield f"{'':22}{'turns':>6}{'median':>9}{'p99':>8}{'worst':>8}   CPU: {'median':>6}{'p99':>8}{'worst':>8}   ms"
        for name, turns in self.of.items():
            wall, cpu = (sorted(1000 * turn[kind] for turn in turns) for kind in (0, 1))
            shown = [(times[len(times) // 2], times[int(0.99 * (len(times) - 1))], times[-1]) for times in (wall, cpu)]
            yield (f"{name:22}{len(turns):6}{shown[0][0]:9.1f}{shown[0][1]:8.1f}{shown[0][2]:8.1f}"
                   f"        {shown[1][0]:6.1f}{shown[1][1]:8.1f}{shown[1][2]:8.1f}")  # fmt: skip


class Bench:
    def __init__(self, profile: str, tokens: int, size: tuple[int, int]) -> None:
        from PySide6.QtWidgets import QApplication

        from app.settings.paths import find_paths
        from app.shell.collector import Collector
        from app.shell.engine_client import EngineClient
        from app.shell.models import Models
        from app.shell.window import Window
        from app.widgets import metrics
        from app.widgets.theme import Theme
        from tests.app.fake_engine import FakeEngine

        self.application = QApplication([])
        metrics.load_fonts()
        self.theme = Theme(self.application, "light")
        client = EngineClient(FakeEngine)
        self.models = Models(client, find_paths(profile))
        self.window = Window(self.models, self.theme, self.application)
        client.start()
        FakeEngine.last().say_ready()
        FakeEngine.last().say_devices()
        self.window.resize(*size)
        self.window.show()
        self.chat, self.view = self.models.chat, self.window.chat_page.transcript
        self.bar, self.draw = self.view.verticalScrollBar(), Random(3)
        self.turns = Turns()
        gc.freeze()  # as the program does
        Collector(self.window)
        self.kept = [self._keep(long_chat(tokens)), self._keep(long_chat(2000, huge=False))]
        self._settle()

    def _keep(self, conversation) -> str:  # type: ignore[no-untyped-def]
        self.models.store.write(conversation, conversation.tree.path())
        return str(conversation.id)

    def _settle(self) -> None:
        for _ in range(30):
            self.application.processEvents()
            time.sleep(0.01)

    def run(self, only: list[str]) -> None:
        for name in only or self.actions():
            self.chat.open_kept(self.kept[0])
            self._settle()
            getattr(self, f"do_{name}")()

    @classmethod
    def actions(cls) -> list[str]:
        return [name.removeprefix("do_") for name in vars(cls) if name.startswith("do_")]

    # What is timed

    def do_open(self) -> None:
        for _ in range(8):
            self.chat.open_kept(self.kept[1])
            self._settle()
            self.turns.time("open a chat", lambda: self.chat.open_kept(self.kept[0]))

    def do_switch(self) -> None:
        from app.shell.ahead import Ahead

        ahead = Ahead(self.window, self.application)
        while not ahead.done:
            self.turns.time("pages made ahead")
            time.sleep(0.005)
        for turn in range(6):
            for page in ("library", "hardware", "compare", "settings", "chat"):
                name = "page, first visit" if not turn and page != "chat" else "page, again"
                self.turns.time(name, lambda page=page: self.window.show_page(page))  # type: ignore[misc]

    def do_wheel(self) -> None:
        from PySide6.QtCore import QPoint, QPointF, Qt
        from PySide6.QtGui import QWheelEvent

        middle = QPointF(self.view.viewport().rect().center())
        where = QPointF(self.view.viewport().mapToGlobal(middle.toPoint()))
        for turn in range(400):
            step = QPoint(0, -120 if turn < 200 else 120)
            if turn % 20 == 0:
                self.bar.setValue(self._places()[turn // 20 % len(self._places())])
                self._settle()
            event = QWheelEvent(middle, where, QPoint(), step, Qt.MouseButton.NoButton, Qt.KeyboardModifier.NoModifier,
                                Qt.ScrollPhase.NoScrollPhase, False)  # fmt: skip
            self.turns.time("wheel", lambda event=event: self.application.sendEvent(self.view.viewport(), event))  # type: ignore[misc]

    def do_page(self) -> None:
        from PySide6.QtCore import Qt
        from PySide6.QtTest import QTest

        self.bar.setValue(0)
        self._settle()
        self.view.setFocus()
        for turn in range(150):
            if turn % 15 == 0:
                self.bar.setValue(self._places()[turn // 15 % len(self._places())])
                self._settle()
            self.turns.time("page down", lambda: QTest.keyClick(self.view, Qt.Key.Key_PageDown))

    def do_jump(self) -> None:
        for _ in range(150):
            self.turns.time("scroll-bar jump", lambda: self.bar.setValue(self.draw.randint(0, self.bar.maximum())))
        for place in self._places():
            self.bar.setValue(0)
            self._settle()
            self.turns.time("jump to 400 KB", lambda place=place: self.bar.setValue(place))  # type: ignore[misc]

    def _places(self) -> list[int]:
        """Where the huge messages begin and end."""
        huge = [index for index, turn in enumerate(self.chat.turns) if len(turn.text) > 100_000]
        heights = self.view.heights
        return [place for index in huge for place in (heights.top_of(index), heights.top_of(index + 1) - 900)]

    def do_resize(self) -> None:
        wide, high = self.window.width(), self.window.height()
        for place in (self.bar.maximum(), *self._places()):
            self.bar.setValue(place)
            self._settle()
            for turn in range(10):
                size = (wide - 10 * (turn % 5), high)
                self.turns.time("resize", lambda size=size: self.window.resize(*size))  # type: ignore[misc]

    def do_theme(self) -> None:
        for place in (self.bar.maximum(), *self._places()):
            self.bar.setValue(place)
            self._settle()
            for choice in ("dark", "light"):
                self.turns.time("theme", lambda choice=choice: self.theme.choose(choice))  # type: ignore[misc]

    def do_find(self) -> None:
        finder = self.view.finder
        for wanted in ("arithmetic", "total_7", "the model", "nowhere to be found"):
            self.turns.time("find, begin", lambda wanted=wanted: finder.search(wanted, 0))  # type: ignore[misc]
            while finder.searching:
                self.turns.time("find, search")
            for _ in range(20):
                self.turns.time("find, next", lambda: finder.step(1))
        finder.stop()

    def do_stream(self) -> None:
        words = prose(self.draw, 30_000)
        self._stream("stream prose", words)
        self._stream("stream one paragraph", words.replace("\n\n", " "))
        self._stream("stream 2,000 lines", f"```python\n{code(self.draw, 2000)}\n```\n")

    def _stream(self, name: str, text: str) -> None:
        from tests.app.fake_engine import FakeEngine

        asking = self.window.conversation._asking()
        self.chat.ask("Go on", asking)
        self._settle()
        step = max(TOKENS_AT_ONCE, len(text) // 1000)
        for at in range(0, len(text), step):
            self.turns.time(name, lambda at=at: FakeEngine.last().say_text(text[at : at + step]))  # type: ignore[misc]
            time.sleep(0.002)  # as tokens come; the throttle draws by the clock
        FakeEngine.last().say_finished()
        self.turns.time(f"{name}, end")


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--tokens", type=int, default=100_000)
    parser.add_argument("--size", default="1280x800")
    parser.add_argument("--scale", default="1")
    parser.add_argument("--only", default="", help=f"of {','.join(Bench.actions())}")
    arguments = parser.parse_args()
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    os.environ["QT_SCALE_FACTOR"] = arguments.scale
    sys.setswitchinterval(0.0005)  # as the program does
    width, height = (int(part) for part in arguments.size.split("x"))
    with tempfile.TemporaryDirectory() as profile:
        bench = Bench(profile, arguments.tokens, (width, height))
        bench.run([name for name in arguments.only.split(",") if name])
        print("\n".join(bench.turns.table()))
        import psutil

        print(f"resident: {psutil.Process().memory_info().rss / 2**20:.0f} MB")
        sys.stdout.flush()
        os._exit(0)


if __name__ == "__main__":
    main()
