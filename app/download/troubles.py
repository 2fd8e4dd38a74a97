"""What went wrong with a download, as one plain sentence. Runs beside the libraries whose errors it knows."""

from __future__ import annotations

import errno
import traceback
from urllib.parse import urlsplit

from app.download.messages import Trouble
from engine.errors import Told
from engine.sentence import QT_TRANSLATE_NOOP

FULL = (errno.ENOSPC, getattr(errno, "EDQUOT", errno.ENOSPC))


def trouble(error: Exception, repository: str, folder: str, endpoint: str | None) -> Trouble:
    """`folder` is empty where nothing is written."""
    details = "".join(traceback.format_exception_only(error)).strip()
    if isinstance(error, Told):
        return Trouble(error.args[0], error.details)
    return Trouble(_sentence(error, repository, folder, _site(endpoint)), details)


def _site(endpoint: str | None) -> str:
    from huggingface_hub import constants

    return urlsplit(endpoint or constants.ENDPOINT).netloc


def _sentence(error: Exception, repository: str, folder: str, site: str) -> str:
    import httpx2
    from huggingface_hub import errors

    known = (  # the first that fits; gated ones are "not found" too
        (errors.GatedRepoError, QT_TRANSLATE_NOOP(
            "download",
            "{repository} is gated. Accept its terms on {site}/{repository}, log in with hf auth login, "
            "then try again.",
        )),
        (errors.DisabledRepoError, QT_TRANSLATE_NOOP(
            "download", "{site} has disabled {repository}. Choose another repository."
        )),
        (errors.RevisionNotFoundError, QT_TRANSLATE_NOOP(
            "download", "{repository} has no such revision. Look it up again."
        )),
        (errors.RemoteEntryNotFoundError, QT_TRANSLATE_NOOP(
            "download", "A file of {repository} is gone from {site}. Look it up again."
        )),
        (errors.RepositoryNotFoundError, QT_TRANSLATE_NOOP(
            "download", "{site} has no model {repository}, or it is private. Check the name."
        )),
        (errors.HFValidationError, QT_TRANSLATE_NOOP(
            "download", "{repository} cannot be a model's name. Write owner/name."
        )),
        (errors.OfflineModeIsEnabled, QT_TRANSLATE_NOOP(
            "download", "HF_HUB_OFFLINE is set, so nothing is fetched. Unset it and start Tandem again."
        )),
        (httpx2.TimeoutException, QT_TRANSLATE_NOOP(
            "download", "{site} does not answer. Check the connection and try again; nothing is lost."
        )),
        (httpx2.TransportError, QT_TRANSLATE_NOOP(
            "download", "{site} cannot be reached. Check the connection and try again; nothing is lost."
        )),
    )  # fmt: skip
    for kind, sentence in known:
        if isinstance(error, kind):
            return sentence.format(repository=repository, site=site)
    if isinstance(error, errors.HfHubHTTPError):
        return QT_TRANSLATE_NOOP(
            "download", "{site} answers with error {number}. Try again later; nothing is lost."
        ).format(site=site, number=str(error.response.status_code))
    if isinstance(error, OSError) and folder:
        if error.errno in FULL:
            return QT_TRANSLATE_NOOP(
                "download", "The disk of {folder} is full. Free some space and resume; nothing is lost."
            ).format(folder=folder)
        return QT_TRANSLATE_NOOP("download", "{path} cannot be written ({reason}). Choose another folder.").format(
            path=str(error.filename or folder), reason=str(error.strerror or error)
        )
    return QT_TRANSLATE_NOOP("download", "{repository} could not be fetched ({kind}). Try again.").format(
        repository=repository, kind=type(error).__name__
    )
