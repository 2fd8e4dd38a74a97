"""Fetches the files of a model, continues where an earlier try ended, and believes nothing before its checksum agrees.

huggingface_hub lists and names the files and knows the user's login and proxies; the bytes are read here, because its
own `hf_hub_download` compares sizes and no checksums (huggingface_hub issues 2364 and 3643), cannot be paused, loses
its place when the process ends where it hands over to hf_xet, and refuses files above 50 GB without that.
"""

from __future__ import annotations

import contextlib
import hashlib
import os
import shutil
import time
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from app.download.messages import Fetch, Phase, Progress
from app.download.offers import HubFile
from app.download.places import Place, lock_path, places
from engine.errors import Told
from engine.sentence import QT_TRANSLATE_NOOP, Size

if TYPE_CHECKING:
    from httpx2 import Response

STEP = 1 << 30  # bytes asked for at once: no file is too large then, and no signed address too old
PIECE = 1 << 20  # bytes read from disk at once
TIMEOUT_S = 20  # without a byte
TELL_S = 0.2
WAITS_S = (1, 2, 4, 8, 15)  # between tries that bring nothing
SPARE = 64 << 20  # bytes of the disk that stay free
AGAIN = (408, 425, 429, 500, 502, 503, 504)  # the hub is busy

Tell = Callable[[Progress], None]


class Changed(Told):
    """The hub sends something else than what was listed."""


def fetch(endpoint: str | None, order: Fetch, tell: Tell, waits_s: tuple[float, ...] = WAITS_S) -> str:
    """The path of the first file. What has come in stays on disk, whatever goes wrong, unless it is itself wrong.

    Raises:
        Told: no room, another file of that name, another window at the same work, a wrong checksum.
        Exception: whatever the network or the disk raises; see `app.download.troubles`.
    """
    from filelock import FileLock, Timeout

    work = places(order.folder, order.files)
    Path(order.folder).mkdir(parents=True, exist_ok=True)
    try:  # two that append to one file would each believe it to be theirs
        with FileLock(lock_path(order.folder), timeout=0):
            return _fetch(endpoint, order, work, tell, waits_s)
    except Timeout:
        raise Told(
            QT_TRANSLATE_NOOP("download", "Another window is downloading to {folder}. Wait until it is done.").format(
                folder=str(order.folder)
            )
        ) from None


def _fetch(endpoint: str | None, order: Fetch, work: list[Place], tell: Tell, waits_s: tuple[float, ...]) -> str:
    _check_room(order, work)
    before = 0
    for place in work:
        _File(endpoint, order, place, before, tell, waits_s).bring()
        before += place.file.bytes
    for place in work:
        if place.checked.exists():
            os.replace(place.checked, place.final)
    with contextlib.suppress(OSError):  # Windows keeps an open file; filelock deletes it there
        lock_path(order.folder).unlink()
    return str(work[0].final)


def _check_room(order: Fetch, work: list[Place]) -> None:
    missing = sum(place.file.bytes - place.on_disk() for place in work)
    free = shutil.disk_usage(order.folder).free
    if missing and missing + SPARE > free:
        from app.widgets.numbers import file_size  # which needs Qt, and nothing else here does

        raise Told(
            QT_TRANSLATE_NOOP(
                "download",
                "The disk of {folder} has {free} free, and {missing} are to come. "
                "Free some space, or choose another folder.",
            ).format(folder=str(order.folder), free=Size(file_size(free)), missing=Size(file_size(missing)))
        )


class _File:
    """One file on its way. `before`: bytes of the files that come before it."""

    def __init__(
        self, endpoint: str | None, order: Fetch, place: Place, before: int, tell: Tell, waits_s: tuple[float, ...]
    ) -> None:
        self._endpoint, self._order, self._place = endpoint, order, place
        self._before, self._tell, self._waits_s = before, tell, waits_s
        self._hash = _hasher(place.file)
        self._have = 0
        self._told = 0.0

    def bring(self) -> None:
        """Until the file lies there under its `checked` name, or its own."""
        place = self._place
        if place.final.exists():
            self._read(place.final)
            if not self._agrees():
                raise Told(
                    QT_TRANSLATE_NOOP(
                        "download", "Another {name} is already in {folder}. Move it, or choose another folder."
                    ).format(name=place.final.name, folder=str(place.final.parent))
                )
            return
        place.part.parent.mkdir(parents=True, exist_ok=True)
        if place.checked.exists():  # it may be of another revision
            os.replace(place.checked, place.part)
        if place.part.exists():
            self._read(place.part)
            self._receive_all()
            if not self._agrees():
                self._begin_again()  # so may this be, or it was damaged since
        if not self._have:
            self._receive_all()
        if not self._agrees():
            place.part.unlink()
            raise Told(
                QT_TRANSLATE_NOOP(
                    "download",
                    "{name} arrived with a wrong checksum, so nothing of it was kept. "
                    "Retry; if it happens again, the connection or this computer's memory damages data.",
                ).format(name=place.final.name)
            )
        os.replace(place.part, place.checked)

    def _agrees(self) -> bool:
        return self._have == self._place.file.bytes and self._hash.hexdigest() == self._place.file.digest

    def _begin_again(self) -> None:
        os.truncate(self._place.part, 0)
        self._have, self._hash = 0, _hasher(self._place.file)

    def _read(self, path: Path) -> None:
        """What is there counts, and goes into the checksum."""
        with open(path, "rb") as file:
            while piece := file.read(PIECE):
                self._take(piece, "checking")

    def _take(self, piece: bytes, phase: Phase) -> None:
        self._hash.update(piece)
        self._have += len(piece)
        if time.monotonic() - self._told > TELL_S or self._have == self._place.file.bytes:
            self._say(phase)

    def _say(self, phase: Phase) -> None:
        self._told = time.monotonic()
        self._tell(Progress(phase, self._before + self._have))

    def _receive_all(self) -> None:
        """What is still to come, written out to the disk."""
        with open(self._place.part, "ab", buffering=0) as out:
            self._receive_rest(out.fileno())
            os.fsync(out.fileno())

    def _receive_rest(self, out: int) -> None:
        import httpx2
        from huggingface_hub.errors import HfHubHTTPError

        idle = 0  # tries in a row that brought nothing
        while self._have < self._place.file.bytes:
            had = self._have
            failed: Exception = httpx2.ReadError("nothing came")
            try:
                self._receive(out)
            except HfHubHTTPError as error:
                if error.response.status_code not in AGAIN:
                    raise
                failed = error
            except httpx2.TransportError as error:
                failed = error
            else:
                if self._have > had:
                    continue
            idle = 0 if self._have > had else idle
            if idle == len(self._waits_s):
                raise failed
            self._say("reconnecting")
            time.sleep(self._waits_s[idle])
            idle += 1

    def _receive(self, out: int) -> None:
        """One request, until it ends or breaks."""
        import httpx2
        from huggingface_hub import hf_hub_url
        from huggingface_hub.utils import build_hf_headers, get_session, hf_raise_for_status

        order, size = self._order, self._place.file.bytes
        url = hf_hub_url(order.repository, self._place.file.name, revision=order.commit, endpoint=self._endpoint)
        wanted = f"bytes={self._have}-{min(self._have + STEP, size) - 1}"
        headers = build_hf_headers() | {"Range": wanted, "Accept-Encoding": "identity"}
        with get_session().stream("GET", url, headers=headers, timeout=TIMEOUT_S, follow_redirects=True) as response:
            hf_raise_for_status(response)
            self._check(response)
            for piece in response.iter_raw():
                if self._have + len(piece) > size:
                    raise Changed(
                        QT_TRANSLATE_NOOP(
                            "download", "The hub sends more of {name} than it lists. Look it up again."
                        ).format(name=self._place.final.name)
                    )
                _write(out, piece)
                self._take(piece, "fetching")
                if response.status_code == 200 and self._have == size:
                    return
        if self._have < size and response.status_code == 200:
            raise httpx2.ReadError("the connection ended early")

    def _check(self, response: Response) -> None:
        """That what comes is what was asked for."""
        if response.status_code == 200:  # ranges are not known there: from the beginning
            if self._have:
                self._begin_again()
            return
        first, _, total = response.headers.get("Content-Range", "").removeprefix("bytes ").partition("/")
        if first.split("-")[0] != str(self._have) or total not in (str(self._place.file.bytes), "*"):
            raise Changed(
                QT_TRANSLATE_NOOP("download", "{name} is another file on the hub by now. Look it up again.").format(
                    name=self._place.final.name
                )
            )


class _GitHash:
    """Git's SHA-1 of a file: what the hub knows of those that it does not keep as large ones."""

    def __init__(self, size: int) -> None:
        self._sha = hashlib.sha1(f"blob {size}\0".encode(), usedforsecurity=False)

    def update(self, piece: bytes) -> None:
        self._sha.update(piece)

    def hexdigest(self) -> str:
        return self._sha.hexdigest()


def _hasher(file: HubFile) -> hashlib._Hash | _GitHash:
    return hashlib.sha256() if len(file.digest) == 64 else _GitHash(file.bytes)


def _write(out: int, piece: bytes) -> None:
    rest = memoryview(piece)
    while rest:
        rest = rest[os.write(out, rest) :]
