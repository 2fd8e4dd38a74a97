"""What crosses between the window and the process that talks to Hugging Face."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from app.download.offers import HubFile, Repository

Phase = Literal["checking", "fetching", "reconnecting"]


@dataclass(frozen=True)
class LookUp:
    repository: str
    revision: str


@dataclass(frozen=True)
class Fetch:
    """`folder` holds the repository's files by the names that they have there."""

    repository: str
    commit: str
    files: tuple[HubFile, ...]
    folder: str


@dataclass(frozen=True)
class Found:
    repository: Repository


@dataclass(frozen=True)
class Progress:
    """`done` counts bytes of all files together that are on disk, or that are read again in "checking"."""

    phase: Phase
    done: int


@dataclass(frozen=True)
class Fetched:
    """The first file's path; all are in place and agree with their digests."""

    path: str


@dataclass(frozen=True)
class Trouble:
    sentence: str
    details: str = ""


Order = LookUp | Fetch
Report = Found | Progress | Fetched | Trouble
