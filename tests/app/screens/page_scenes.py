"""The other pages: library, hardware, compare, settings and the plan."""

from __future__ import annotations

import os

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from app.download.job import Job, State
from app.download.offers import HubFile
from engine.protocol import Failed
from tests.app.bench_rows import line
from tests.app.compare_script import EARLY, EVEN, WON, Script
from tests.app.fake_hub import FakeHub, running
from tests.app.screens.stage import Stage
from tests.engine.gguf.files import write_llama
from tests.engine.plan.models import llama_8b, qwen3_14b, qwen3_32b
from tests.random_model import random_model

MISTRAL = "Mistral-Small-3.2-24B-Instruct-2506"
MODELS = (
    "Qwen/Qwen3-14B-GGUF/Qwen3-14B-Q4_K_M.gguf", f"bartowski/{MISTRAL}-GGUF/mistralai_{MISTRAL}-Q6_K.gguf",
    "unsloth/gemma-3-27b-it-GGUF/gemma-3-27b-it-Q8_0.gguf",
)  # fmt: skip


def library_empty(stage: Stage) -> None:
    stage.window.show_page("library")


def library(stage: Stage) -> None:
    """Models of several folders, one damaged, one of which a part is missing."""
    folder = stage.folder / "models"
    first = random_model(stage.folder / "first.gguf", "llama", heads=6, kv_heads=3, context=131072)
    for name in MODELS:
        (folder / name).parent.mkdir(parents=True)
        os.link(first, folder / name)
    write_llama(folder / "small-F32.gguf")
    write_llama(folder / "Half-Q4_0-00001-of-00003.gguf")
    (folder / "Broken-Q4_0.gguf").write_bytes(b"GGUF")
    stage.window.show_page("library")
    stage.models.catalog.watch(str(folder))
    stage.waitUntil(lambda: stage.models.catalog.progress is None)
    stage.waitUntil(lambda: all(stage.models.fits.of(entry).words for entry in stage.models.catalog.entries))


def library_details(stage: Stage) -> None:
    library(stage)
    page = stage.window.library_page
    page.rows.selectRow(1)
    page.rows.setFocus()
    stage.wait(50)
    if not page.details.isVisible():
        page.unfold.click()


def library_tensors(stage: Stage) -> None:
    library_details(stage)
    stage.wait(50)
    stage.window.library_page.details.tabs.setCurrentIndex(2)
    stage.wait(200)


def library_nothing(stage: Stage) -> None:
    library(stage)
    stage.window.library_page.search.setText("zebra")


def download(stage: Stage) -> None:
    """The card with the quants of a repository, which a server on this computer lists."""
    files = {f"Pear-14B-Instruct-{quant}.gguf": bytes(1000 * size) for quant, size in (
        ("Q4_K_M", 900), ("Q5_K_M", 1000), ("Q6_K", 1200), ("Q8_0", 1500), ("F16", 2900))}  # fmt: skip
    with running(FakeHub({"maker/Pear-GGUF": files})) as hub:
        stage.models.downloads.endpoint = hub.url
        stage.models.settings.download_folder = str(stage.folder / "models")
        stage.window.show_download()
        stage.window.download_card.ask("maker/Pear-GGUF")
        QTest.keyClick(stage.window.download_card.name, Qt.Key.Key_Return)
        stage.waitUntil(lambda: not stage.models.downloads.looking)


def download_trouble(stage: Stage) -> None:
    with running(FakeHub({"maker/Pear-GGUF": {"README.md": b"."}})) as hub:
        stage.models.downloads.endpoint = hub.url
        stage.window.show_download()
        stage.window.download_card.ask("maker/Pear-GGUF")
        QTest.keyClick(stage.window.download_card.name, Qt.Key.Key_Return)
        stage.waitUntil(lambda: not stage.models.downloads.looking)


def library_downloads(stage: Stage) -> None:
    """One that waits for the user, one that failed, one that is whole."""
    library(stage)
    states: tuple[tuple[str, State, float, str], ...] = (
        ("Pear-14B-Q4_K_M.gguf", "paused", 0.42, ""),
        ("Plum-8B-Q8_0.gguf", "failed", 0.9, "Plum-8B-Q8_0.gguf came with a wrong checksum. Retry fetches it again."),
        ("Fig-1B-Q8_0.gguf", "done", 1.0, ""),
    )
    for name, state, part, sentence in states:
        file = HubFile(name, 9_000_000_000, "0" * 64)
        job = Job(f"maker/{name}", "c0ffee", (file,), str(stage.folder), state, sentence=sentence)
        job.done = round(part * file.bytes)
        stage.models.downloads.jobs.append(job)
    stage.models.downloads.changed.emit()


def _pick(stage: Stage) -> None:
    if stage.cards > 1:
        stage.pick(qwen3_14b(), "tensor", "Qwen3-14B")
    else:
        stage.pick(llama_8b(), "none", "Llama-3.1-8B-Instruct")


def plan(stage: Stage) -> None:
    _pick(stage)
    stage.live()
    stage.window.show_plan()


def plan_layer(stage: Stage) -> None:
    plan(stage)
    stage.models.choice.set_mode("layer")


def misfit(stage: Stage) -> None:
    """A model that lacks memory, with what would make it fit."""
    stage.pick(qwen3_32b(), "none")
    stage.models.choice.set_context(32768)
    stage.live()
    stage.window.show_plan()


def hardware(stage: Stage) -> None:
    _pick(stage)
    if stage.cards:
        stage.load()
    stage.window.show_page("hardware")
    stage.live_history()


def hardware_error(stage: Stage) -> None:
    stage.engine.say(Failed(None, "devices", "The NVIDIA driver does not answer. Restart the computer.", "NVML: 999"))
    hardware(stage)


def compare_empty(stage: Stage) -> None:
    stage.window.show_page("compare")


def compare_ready(stage: Stage) -> None:
    _pick(stage)
    stage.window.show_page("compare")


def compare_own(stage: Stage) -> None:
    compare_ready(stage)
    stage.window.compare_page.head.choose_kind("own")


def compare_prompt(stage: Stage) -> None:
    compare_ready(stage)
    stage.window.compare_page.head.choose_kind("prompt")


def _script(stage: Stage) -> Script:
    compare_ready(stage)
    stage.live_history()
    stage.waitUntil(stage.window.compare_page.head.button.isEnabled)
    stage.window.compare_page.head.button.click()
    return Script(stage.desk, stage)  # type: ignore[arg-type]  # it waits as pytest-qt's bot does


def compare_running(stage: Stage) -> None:
    script = _script(stage)
    script.play([0, 1])
    script.tell(EARLY, last=False)
    script.begin(2)
    script.load(2)


def compare_done(stage: Stage) -> None:
    script = _script(stage)
    script.play(range(len(script.order)))
    script.tell(WON, last=True, half=0.9)
    stage.waitUntil(lambda: stage.models.comparison.state == "finished")


def compare_even(stage: Stage) -> None:
    script = _script(stage)
    script.play(range(len(script.order)))
    script.tell(EVEN, last=True, half=2.0)
    stage.waitUntil(lambda: stage.models.comparison.state == "finished")


def compare_error(stage: Stage) -> None:
    script = _script(stage)
    script.play([0])
    script.tell(EARLY, last=False)
    script.begin(1)
    script.say(Failed(script.command.request, "compare", "RTX 3090 Ti ran out of memory in layer mode.", "Trace"))
    stage.waitUntil(lambda: stage.models.comparison.state == "failed")


def compare_past(stage: Stage) -> None:
    """What was measured on other days."""
    _pick(stage)
    path = stage.models.library.path
    rows = [line(mode, ts=(speed,), n_gen=128, model=path) for mode, speed in (("none", 22.1), ("tensor", 36.2))]
    stage.models.paths.bench.write_text("".join(f"{row}\n" for row in rows))
    stage.window.show_page("compare")


def settings(stage: Stage) -> None:
    stage.window.show_page("settings")


def settings_end(stage: Stage) -> None:
    settings(stage)
    stage.window.show_settings("About")
