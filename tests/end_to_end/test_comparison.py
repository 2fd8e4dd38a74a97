"""A comparison of split modes on the compare page, with the real engine."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import Qt

from app.compare.history import read_runs
from tests.end_to_end.conftest import Desk
from tests.random_model import random_model


@pytest.fixture(scope="module")
def small_model(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A random model that loads and runs at once, without a vocabulary."""
    return random_model(tmp_path_factory.mktemp("models") / "Small-F32.gguf", "llama", heads=6, kv_heads=3, context=512)


def prepare(desk: Desk, model: Path) -> None:
    """The compare page with two CPU ranks, the model picked, None against Tensor."""
    desk.until(lambda: bool(desk.models.hardware.ranks))
    desk.models.hardware._set(["cpu", "cpu"])
    desk.window.run.pick(str(model))
    desk.window.show_page("compare")
    desk.until(lambda: desk.models.choice.plan is not None)
    head = desk.window.compare_page.head
    desk.qtbot.mouseClick(head.toggles["layer"], Qt.MouseButton.LeftButton)


def run(desk: Desk, *sizes: int) -> None:
    """Prompt, generation, depth, repetitions."""
    head = desk.window.compare_page.head
    head.choose_kind("own")
    for field, size in zip(head.sizes, sizes, strict=True):
        field.setValue(size)
    desk.until(head.button.isEnabled)
    desk.qtbot.mouseClick(head.button, Qt.MouseButton.LeftButton)


def test_two_modes_are_timed_in_mirrored_order_and_kept(desk: Desk, small_model: Path) -> None:
    prepare(desk, small_model)
    run(desk, 32, 8, 0, 2)
    comparison, page = desk.models.comparison, desk.window.compare_page
    desk.until(lambda: not comparison.running)
    assert desk.sentences() == []
    assert comparison.state == "finished"
    assert [block.mode for block in comparison.blocks] == ["none", "tensor", "tensor", "none"]
    assert [block.plan.world_size for block in comparison.blocks] == [1, 2, 2, 1]
    desk.until(lambda: page.verdict.title.text() != "Too early to say", 2000)
    assert "All modes gave the same 8 tokens" in page.verdict.answers.text()
    for bars in page.results.bars.values():
        assert all(bars.bar_rect(index).width() > 0 for index in range(2))
    runs = read_runs(desk.models.paths.bench)
    assert sorted((run.mode, run.test) for run in runs) == sorted(
        (mode, test) for mode in ("none", "tensor") for test in ("pp32", "tg8") for _ in range(2)
    )
    assert desk.models.history.of(desk.models.library.path) == runs
    assert page.past.isVisible()
    assert desk.models.loading.state == "loaded"
    assert len(desk.workers()) == 1  # the last block's


def test_stop_ends_it_soon_and_a_killed_worker_with_a_banner(desk: Desk, small_model: Path) -> None:
    prepare(desk, small_model)
    run(desk, 32, 8, 0, 50)
    comparison, page = desk.models.comparison, desk.window.compare_page
    desk.until(lambda: comparison.timing is not None and bool(comparison.timing._samples))
    desk.qtbot.mouseClick(page.head.button, Qt.MouseButton.LeftButton)
    desk.until(lambda: comparison.state == "stopped", 5000)
    assert desk.sentences() == []

    desk.until(lambda: page.head.button.text() == "Run")
    page.head.choose_kind("prompt")
    desk.qtbot.keyClicks(page.head.prompt.text, "Hello")
    page.head.longest.setValue(300)
    desk.until(page.head.button.isEnabled)
    desk.qtbot.mouseClick(page.head.button, Qt.MouseButton.LeftButton)
    loading = desk.models.loading
    desk.until(lambda: loading.state == "loaded" and loading.plan is not None and loading.plan.mode == "tensor")
    desk.workers()[0].kill()
    desk.until(lambda: comparison.state == "failed", 5000)
    desk.until(lambda: loading.state == "none", 5000)
    (sentence,) = desk.sentences()
    assert "Load it again" in sentence
    assert comparison.blocks[0].text
    desk.until(lambda: page.head.words.text().startswith("Ended after 1 of 4"), 5000)
    assert page.replies.texts[0].toPlainText() == comparison.blocks[0].text
