"""What a repository of models offers: its .gguf files, those of a set together, and how people name a repository."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import PurePosixPath
from urllib.parse import unquote, urlsplit

from engine.sentence import QT_TRANSLATE_NOOP

NAME = re.compile(r"[\w.-]+/[\w.-]+")
SITES = ("huggingface.co", "www.huggingface.co", "hf.co", "hf-mirror.com")
PAGES = ("tree", "blob", "resolve", "raw")  # what follows the repository in an address that leads to a revision
MAIN = "main"


@dataclass(frozen=True)
class HubFile:
    """`digest` is what the hub says the content's is: SHA-256 for a large file, Git's own SHA-1 for a small one."""

    name: str  # inside the repository, with its folders
    bytes: int
    digest: str


@dataclass(frozen=True)
class Offer:
    """One model to download: a file, or all parts of a set."""

    label: str  # "Q4_K_M", or what else tells it from the others
    files: tuple[HubFile, ...]

    @property
    def bytes(self) -> int:
        return sum(file.bytes for file in self.files)

    @property
    def name(self) -> str:
        """The file's name; of a set, what its parts have in common."""
        return model_file(self.files[0].name)


@dataclass(frozen=True)
class Repository:
    """At one commit, so that what is fetched later is what was listed."""

    name: str
    commit: str
    offers: tuple[Offer, ...]


@dataclass(frozen=True)
class Asked:
    """What someone typed. `wish` is a file's name or a quant's that they pointed at; empty if they did not."""

    repository: str
    revision: str = MAIN
    wish: str = ""


def parse_name(text: str, site: str = "") -> Asked:
    """ "owner/name", "owner/name:Q4_K_M", or the address of a repository or of a file in it. `site`: of another hub.

    Raises:
        ValueError: it is none of these; the text is a sentence for the user.
    """
    words = text.strip().removeprefix("hf://")
    if words.split("://")[-1].split("/")[0].lower() in (*SITES, site):
        return _of_address(words if "://" in words else f"https://{words}")
    name, _, wish = words.partition(":")
    if not NAME.fullmatch(name):
        raise ValueError(QT_TRANSLATE_NOOP(
            "download", "Write owner/name as it stands on Hugging Face, or paste the page's address."
        ))
    return Asked(name, wish=wish)


def _of_address(address: str) -> Asked:
    parts = [unquote(part) for part in urlsplit(address).path.split("/") if part]
    name, _, wish = "/".join(parts[:2]).partition(":")
    if not NAME.fullmatch(name) or parts[0] in ("datasets", "spaces"):
        raise ValueError(QT_TRANSLATE_NOOP(
            "download", "This address leads to no model. Paste the address of a model's page, or write owner/name."
        ))
    if len(parts) < 4 or parts[2] not in PAGES:
        return Asked(name, wish=wish)
    return Asked(name, parts[3], "/".join(parts[4:]))


def offers_of(files: Iterable[HubFile]) -> tuple[Offer, ...]:
    """What can be run among the files of a repository, smallest first."""
    from engine.gguf.split import split_parts

    sets: dict[str, list[HubFile]] = {}
    wanted: dict[str, int] = {}
    for file in files:
        if not file.name.lower().endswith(".gguf") or is_no_model(file.name):
            continue
        part = split_parts(file.name)
        key = model_file(file.name)
        sets.setdefault(key, []).append(file)
        wanted[key] = part.count if part else 1
    whole = {name: sorted(found, key=lambda file: file.name) for name, found in sets.items()}
    made = [Offer(_label(name, whole), tuple(found)) for name, found in whole.items() if len(found) == wanted[name]]
    return tuple(sorted(made, key=lambda offer: (offer.bytes, offer.label)))


def is_no_model(name: str) -> bool:
    """Projectors for images and importance matrices lie beside models and cannot be run."""
    stem = PurePosixPath(name).name.lower()
    return "mmproj" in stem or "imatrix" in stem


def model_file(name: str) -> str:
    """ "a/Big-Q8_0.gguf" of any part of that set; a file that is no part as it is."""
    from engine.gguf.split import split_parts

    part = split_parts(name)
    return name if part is None else str(PurePosixPath(name).with_name(f"{part.prefix}.gguf"))


def _label(name: str, others: Iterable[str]) -> str:
    """The quant that the name ends in, or the name itself where that says too little."""
    from engine.gguf.facts import QUANT_LABEL

    def quant(of: str) -> str:
        found = QUANT_LABEL.search(PurePosixPath(of).stem)
        return found[0][1:] if found else ""

    label = quant(name)
    alone = [quant(other) for other in others].count(label) == 1
    return label if label and alone else PurePosixPath(name).stem


def wished(repository: Repository, wish: str) -> Offer | None:
    """The offer that someone pointed at by a file's name or a quant's."""
    if not wish:
        return None
    low = wish.lower()
    for offer in repository.offers:
        if offer.label.lower() == low or any(file.name.lower() == low for file in offer.files):
            return offer
    return None
