"""What dies takes nothing along: not the window, not the chat, not the way back."""

from __future__ import annotations

from pathlib import Path
from time import monotonic

import pytest

from app.chat.turn import INTERRUPTED
from tests.end_to_end.conftest import Desk


@pytest.mark.parametrize("victim", ["worker", "engine"])
def test_a_kill_in_mid_reply_is_told_and_survived(desk: Desk, starter_model: Path, victim: str) -> None:
    desk.load(starter_model, "tensor", 3)
    desk.defaults.max_tokens = 0
    desk.ask("Tell me a long story.")
    desk.until(lambda: desk.models.chat.turns[-1].text.count(" ") > 3)
    process = desk.workers()[-1] if victim == "worker" else desk.engine()
    process.kill()
    killed = monotonic()
    desk.until(lambda: len(desk.sentences()) == 1, 5000)
    assert monotonic() - killed < 2
    assert "Load it again" in desk.sentences()[0]
    assert "Traceback" not in desk.sentences()[0]
    desk.until(lambda: not desk.models.chat.busy, 2000)
    turn = desk.models.chat.turns[-1]
    assert turn.stop == INTERRUPTED
    kept = turn.text
    assert kept.count(" ") > 3
    desk.until(lambda: hasattr(desk.window.banners._shown[0], "action"), 2000)  # the loss is told after the reply's end
    desk.window.banners._shown[0].action.click()
    desk.until_loaded()
    assert desk.models.chat.turns[-1].text == kept
    desk.defaults.max_tokens = 4
    desk.ask("Hello?")
    desk.until(lambda: not desk.models.chat.busy)
    assert desk.models.chat.turns[-1].stop in ("end", "length")


def test_a_broken_file_is_refused_in_words(desk: Desk, starter_model: Path, tmp_path: Path) -> None:
    broken = tmp_path / "half.gguf"
    with open(starter_model, "rb") as whole:
        broken.write_bytes(whole.read(5_000_000))
    desk.window.run.pick(str(broken))
    desk.until(lambda: len(desk.sentences()) == 1, 20_000)
    assert "half.gguf" in desk.sentences()[0]
    assert not desk.window.run_bar.button.isEnabled()
