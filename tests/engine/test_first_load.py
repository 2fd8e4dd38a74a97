"""A load on a machine that has compiled no kernels yet."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from engine import protocol
from engine.protocol import Cancel, Load
from tests.engine.conftest import Talk
from tests.engine.test_supervisor import SHORT, gone

ENDS = (protocol.Loaded, protocol.Failed)
SECONDS = 180  # a load that compiles, on a busy machine

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="elsewhere the cache folder cannot be set")


@pytest.fixture
def cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where the engine keeps compiled kernels."""
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    return tmp_path / "cache"


@pytest.fixture
def new_talk(cache: Path) -> Iterator[Talk]:
    made = Talk()
    yield made
    made.engine.close()


def changed(cache: Path) -> dict[Path, int]:
    """When each piece of compiled code was kept."""
    return {path: path.stat().st_mtime_ns for path in cache.rglob("*") if path.suffix in (".nbc", ".o")}


def told(talk: Talk) -> set[int]:
    """The ranks that told of compiling."""
    return {event.rank for event in talk.events if isinstance(event, protocol.PrepareProgress)}


def scored(talk: Talk) -> list[protocol.Position]:
    """Log-probabilities of a prompt long enough for every path."""
    talk.events.clear()
    talk.ask(protocol.Score(2, tokens=tuple(range(3, 63))), protocol.Scored, protocol.Failed)
    parts = [event.positions for event in talk.events if isinstance(event, protocol.ScoredPositions)]
    return [position for part in parts for position in part]


@pytest.mark.timeout(4 * SECONDS)
def test_one_rank_compiles_for_all_and_once(new_talk: Talk, cache: Path, small_model: Path) -> None:
    talk, load = new_talk, Load(1, str(small_model), "tensor", ("cpu", "cpu"), threads=2)
    talk.ask(load, protocol.PrepareProgress, timeout=SECONDS)
    ranks = [worker.pid for worker in talk.workers()]
    failed = talk.ask(Cancel(1), protocol.Failed, protocol.Loaded, timeout=SECONDS)
    assert failed.cancelled
    assert gone(ranks)

    talk.events.clear()
    loaded = talk.ask(load, protocol.Failed, protocol.Loaded, timeout=SECONDS)
    assert isinstance(loaded, protocol.Loaded)
    assert len(told(talk)) == 1
    kept = changed(cache)
    [note] = cache.rglob("complete-*")
    assert kept
    assert max(kept.values()) <= note.stat().st_mtime_ns  # nothing was left for when weights are read

    talk.events.clear()
    assert isinstance(talk.ask(SHORT, protocol.Finished, protocol.Failed), protocol.Finished)
    answers = scored(talk)
    assert isinstance(talk.ask(load, protocol.Failed, protocol.Loaded), protocol.Loaded)
    assert not told(talk)
    assert changed(cache) == kept
    assert scored(talk) == answers  # to the last bit: nothing rounds otherwise for having been compiled just now


@pytest.mark.timeout(2 * SECONDS)
def test_without_a_folder_to_keep_them_in_it_still_loads(new_talk: Talk, cache: Path, small_model: Path) -> None:
    cache.write_text("not a folder")
    load = Load(1, str(small_model), "tensor", ("cpu", "cpu"), threads=2)
    loaded = new_talk.ask(load, protocol.Failed, protocol.Loaded, timeout=SECONDS)
    assert isinstance(loaded, protocol.Loaded)
    assert told(new_talk) == {0, 1}
    assert isinstance(new_talk.ask(SHORT, protocol.Finished, protocol.Failed), protocol.Finished)


@pytest.mark.timeout(2 * SECONDS)
def test_with_a_full_disk_it_still_loads(cache: Path, small_model: Path, capfd: pytest.CaptureFixture[str]) -> None:
    """Files of more than 4 KiB are refused, as a disk refuses them that has no more room."""
    resource = pytest.importorskip("resource")
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (4096, hard))
    try:
        talk = Talk()
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
    try:
        for _ in range(2):
            loaded = talk.ask(Load(1, str(small_model), "none", ("cpu",)), *ENDS, timeout=SECONDS)
            assert isinstance(loaded, protocol.Loaded)
            assert isinstance(talk.ask(SHORT, protocol.Finished, protocol.Failed), protocol.Finished)
    finally:
        talk.engine.close()
    assert changed(cache), "what there was room for is kept"
    assert not list(cache.rglob("tmp*"))
    assert "Traceback" not in capfd.readouterr().err
