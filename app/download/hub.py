"""Asks a hub what a repository holds. Runs in a process of its own: the window never imports these libraries."""

from __future__ import annotations

from app.download.offers import HubFile, Repository, offers_of
from engine.errors import Told
from engine.sentence import QT_TRANSLATE_NOOP

TIMEOUT_S = 20


def look_up(endpoint: str | None, name: str, revision: str) -> Repository:
    """The .gguf files of a repository. `endpoint`: another hub than the one that huggingface_hub is set up for.

    Raises:
        Told: it holds none.
        Exception: whatever huggingface_hub raises; see `app.download.troubles`.
    """
    from huggingface_hub import HfApi

    info = HfApi(endpoint=endpoint).model_info(name, revision=revision, files_metadata=True, timeout=TIMEOUT_S)
    files = []
    for found in info.siblings or []:
        digest = found.lfs.sha256 if found.lfs is not None else found.blob_id
        if found.size is not None and digest:
            files.append(HubFile(found.rfilename, found.size, digest))
    offers = offers_of(files)
    if not offers:
        raise Told(
            QT_TRANSLATE_NOOP(
                "download", "{name} holds no .gguf model. Look for a repository whose name ends in GGUF."
            ).format(name=name)
        )
    return Repository(info.id, info.sha or revision, offers)
