"""Downloads as the window runs them: a process each, paused, resumed, killed, remembered."""

from __future__ import annotations

import os
import random
import time
from collections.abc import Iterator
from pathlib import Path

import psutil
import pytest
from pytestqt.qtbot import QtBot

from app.download.job import Job
from app.download.model import Downloads
from app.download.offers import Repository
from app.download.places import LOCK
from tests.app.fake_hub import FakeHub, running

NAME = "maker/Large-GGUF"
FILE = "Large-Q4_K_M.gguf"
SIZE = 200_000_000
WHOLE_MS = 60_000


@pytest.fixture(scope="module")
def content() -> bytes:
    return random.Random(1).randbytes(SIZE)


@pytest.fixture
def hub(content: bytes) -> Iterator[FakeHub]:
    with running(FakeHub({NAME: {FILE: content, "Small-Q8_0.gguf": content[:100_000]}})) as made:
        yield made


@pytest.fixture
def downloads(hub: FakeHub, tmp_path: Path, qtbot: QtBot) -> Iterator[Downloads]:
    made = Downloads(tmp_path / "downloads.json", hub.url)
    yield made
    made.close()


def look_up(downloads: Downloads, qtbot: QtBot) -> Repository:
    with qtbot.waitSignal(downloads.found, timeout=20_000) as answer:
        downloads.look_up(NAME)
    return answer.args[0]


def begin(downloads: Downloads, qtbot: QtBot, folder: Path, label: str = "Q4_K_M") -> Job:
    repository = look_up(downloads, qtbot)
    offer = next(offer for offer in repository.offers if offer.label == label)
    downloads.start(repository, offer, str(folder))
    return downloads.jobs[-1]


def models(folder: Path) -> list[str]:
    return [path.name for path in folder.rglob("*.gguf")]


def test_a_large_file_over_a_bad_line(
    downloads: Downloads, qtbot: QtBot, hub: FakeHub, content: bytes, tmp_path: Path
) -> None:
    hub.drop_after, hub.drops, hub.busy, hub.rate = 70_000_000, 2, 1, 60e6
    job = begin(downloads, qtbot, tmp_path)
    seen: list[tuple[str, int]] = []
    downloads.changed.connect(lambda: seen.append((job.words(), len(models(tmp_path)))))
    qtbot.waitUntil(lambda: job.state == "done", timeout=WHOLE_MS)
    assert Path(job.path) == tmp_path / "maker" / "Large-GGUF" / FILE
    assert Path(job.path).read_bytes() == content
    assert hub.sent == SIZE
    assert any("trying again" in words for words, _ in seen)
    assert any("/s" in words and "left" in words for words, _ in seen)
    assert {count for words, count in seen if not words.startswith("Downloaded")} == {0}  # until the last moment


def test_a_pause_ends_the_traffic_and_goes_on_from_there(
    downloads: Downloads, qtbot: QtBot, hub: FakeHub, content: bytes, tmp_path: Path
) -> None:
    hub.rate = 100e6
    job = begin(downloads, qtbot, tmp_path)
    qtbot.waitUntil(lambda: job.done > 40_000_000, timeout=WHOLE_MS)
    began = time.monotonic()
    downloads.pause(job)
    assert time.monotonic() - began < 0.5
    assert job.state == "paused"
    assert not [child for child in psutil.Process().children() if "spawn_main" in " ".join(child.cmdline())]
    kept = job.done
    qtbot.wait(300)
    assert job.done == kept == (tmp_path / "maker" / "Large-GGUF" / f"{FILE}.part").stat().st_size
    hub.rate, hub.sent = 0.0, 0
    downloads.resume(job)
    qtbot.waitUntil(lambda: job.state == "done", timeout=WHOLE_MS)
    assert hub.sent == SIZE - kept
    assert Path(job.path).read_bytes() == content


def test_a_killed_download_and_a_new_window_go_on_from_there(
    downloads: Downloads, qtbot: QtBot, hub: FakeHub, content: bytes, tmp_path: Path
) -> None:
    hub.rate = 100e6
    job = begin(downloads, qtbot, tmp_path)
    qtbot.waitUntil(lambda: job.done > 20_000_000, timeout=WHOLE_MS)
    for child in psutil.Process().children():
        if "spawn_main" in " ".join(child.cmdline()):
            child.kill()
    qtbot.waitUntil(lambda: job.state == "failed", timeout=5000)
    assert "stopped unexpectedly" in job.words()
    assert models(tmp_path) == []
    asked = len(hub.asked)
    again = Downloads(tmp_path / "downloads.json", hub.url)
    (kept,) = again.jobs
    assert (kept.state, kept.name) == ("paused", FILE)
    assert kept.done >= 20_000_000
    qtbot.wait(300)
    assert len(hub.asked) == asked  # nothing goes over the network unasked
    hub.rate, hub.sent = 0.0, 0
    again.resume(kept)
    qtbot.waitUntil(lambda: kept.state == "done", timeout=WHOLE_MS)
    assert hub.sent <= SIZE - 20_000_000
    assert Path(kept.path).read_bytes() == content
    again.close()
    assert Downloads(tmp_path / "downloads.json", hub.url).jobs == []


def test_wrong_bytes_end_in_a_sentence_and_no_file(
    downloads: Downloads, qtbot: QtBot, hub: FakeHub, tmp_path: Path
) -> None:
    hub.flip = 150_000_000
    job = begin(downloads, qtbot, tmp_path)
    qtbot.waitUntil(lambda: job.state == "failed", timeout=WHOLE_MS)
    assert "wrong checksum" in job.words()
    assert os.listdir(tmp_path / "maker" / "Large-GGUF") in ([], [LOCK])
    assert job.done == 0


def test_one_at_a_time_and_cancel_leaves_nothing(
    downloads: Downloads, qtbot: QtBot, hub: FakeHub, tmp_path: Path
) -> None:
    hub.rate = 50e6
    first = begin(downloads, qtbot, tmp_path)
    second = begin(downloads, qtbot, tmp_path, "Q8_0")
    qtbot.waitUntil(lambda: first.done > 1_000_000, timeout=WHOLE_MS)
    assert second.state == "waiting"
    begin(downloads, qtbot, tmp_path, "Q8_0")
    assert len(downloads.jobs) == 2  # asked for twice is asked for once
    downloads.cancel(first)
    qtbot.waitUntil(lambda: second.state == "done", timeout=WHOLE_MS)
    assert downloads.jobs == [second]
    downloads.close()  # until then it can be taken back
    assert [path.name for path in tmp_path.rglob("*") if path.is_file() and path.suffix != ".json"] == [
        "Small-Q8_0.gguf"
    ]


def test_the_process_ends_with_the_window_that_began_it(hub: FakeHub, tmp_path: Path) -> None:
    import multiprocessing

    hub.rate = 1e6
    context = multiprocessing.get_context("spawn")
    tell, told = context.Pipe()
    window = context.Process(target=_window, args=(hub.url, str(tmp_path), told))
    window.start()
    assert tell.poll(30)
    download = psutil.Process(tell.recv())
    window.kill()
    download.wait(5)


def _window(url: str, folder: str, told: object) -> None:
    from app.download.messages import Fetch
    from app.download.offers import HubFile
    from engine.link import Child

    order = Fetch(NAME, "main", (HubFile(FILE, SIZE, "0" * 64),), folder)
    child = Child("app.download.process:main", (order, url), "download", lambda report: None, lambda cause: None)
    while not (Path(folder) / f"{FILE}.part").exists():
        time.sleep(0.05)
    told.send(child.process.pid)  # type: ignore[attr-defined]
    time.sleep(60)
