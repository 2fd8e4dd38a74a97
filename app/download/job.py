"""One download as it is remembered and shown: what, where to, how far, and how fast."""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass, field
from pathlib import Path
from time import monotonic
from typing import Literal

from app.download.messages import Fetch, Phase
from app.download.offers import HubFile, Offer, model_file
from app.download.places import places
from app.language import QT_TRANSLATE_NOOP, translate
from app.widgets import numbers

State = Literal["waiting", "running", "paused", "failed", "done"]
WINDOW_S = 5.0  # over which the rate is taken

LEADS = {
    "checking": QT_TRANSLATE_NOOP("download", "Checking what is there"),
    "reconnecting": QT_TRANSLATE_NOOP("download", "The connection broke, trying again"),
}


@dataclass(eq=False)
class Job:
    """`done` counts bytes that are on disk. A job that was left unfinished by an earlier window is paused."""

    repository: str
    commit: str
    files: tuple[HubFile, ...]
    folder: str  # of the repository's files
    state: State = "paused"
    phase: Phase = "fetching"
    done: int = 0
    path: str = ""  # of the whole model
    sentence: str = ""  # what went wrong
    details: str = ""
    _seen: deque[tuple[float, int]] = field(default_factory=deque)

    @property
    def bytes(self) -> int:
        return sum(file.bytes for file in self.files)

    @property
    def name(self) -> str:
        return Path(model_file(self.files[0].name)).name

    @property
    def order(self) -> Fetch:
        return Fetch(self.repository, self.commit, self.files, self.folder)

    @property
    def part(self) -> float:
        return self.done / self.bytes if self.bytes else 0.0

    def same(self, other: Job) -> bool:
        return (self.folder, self.files[0].name) == (other.folder, other.files[0].name)

    def look(self) -> None:
        """See how far it came."""
        self.done = sum(place.on_disk() for place in places(self.folder, self.files))

    def note(self, phase: Phase, done: int) -> None:
        if phase != self.phase or (self._seen and done < self._seen[-1][1]):
            self._seen.clear()
        self.phase, self.done = phase, done
        now = monotonic()
        self._seen.append((now, done))
        while now - self._seen[0][0] > WINDOW_S:
            self._seen.popleft()

    def forget_rate(self) -> None:
        self._seen.clear()

    @property
    def rate(self) -> float | None:
        """Bytes a second over the last seconds; None while too little is known."""
        if len(self._seen) < 2 or self._seen[-1][0] - self._seen[0][0] < 0.5:
            return None
        (began, first), (ended, last) = self._seen[0], self._seen[-1]
        return (last - first) / (ended - began)

    def words(self) -> str:
        """ "1.2 of 4.7 GB · 12 MB/s · 5 min left"."""
        amount = translate("download", "{done} of {all}").format(
            done=numbers.file_size(self.done), all=numbers.file_size(self.bytes)
        )
        match self.state:
            case "waiting":
                return translate("download", "Waits for the one before it · {amount}").format(amount=amount)
            case "paused":
                return translate("download", "Paused · {amount}").format(amount=amount)
            case "failed":
                return self.sentence
            case "done":
                return translate("download", "Downloaded, checksum verified · {size}").format(
                    size=numbers.file_size(self.bytes)
                )
        said = [translate("download", LEADS[self.phase])] if self.phase in LEADS else []
        said.append(amount)
        rate = self.rate
        if rate and self.phase != "reconnecting":
            said += [numbers.rate(rate), numbers.time_left((self.bytes - self.done) / rate)]
        return " · ".join(said)


def job_for(repository: str, commit: str, offer: Offer, folder: str) -> Job:
    """Under `folder` every repository has its own, by publisher and name."""
    return Job(repository, commit, offer.files, str(Path(folder, *repository.split("/"))))
