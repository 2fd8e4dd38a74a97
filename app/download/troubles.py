"""What went wrong with a download, as one plain sentence. Runs beside the libraries whose errors it knows."""

from __future__ import annotations

import errno
import traceback
from urllib.parse import urlsplit

from app.download.messages import Trouble
from engine.errors import Told

FULL = (errno.ENOSPC, getattr(errno, "EDQUOT", errno.ENOSPC))


def trouble(error: Exception, repository: str, folder: str, endpoint: str | None) -> Trouble:
    """`folder` is empty where nothing is written."""
    details = "".join(traceback.format_exception_only(error)).strip()
    if isinstance(error, Told):
        return Trouble(str(error), error.details)
    return Trouble(_sentence(error, repository, folder, _site(endpoint)), details)


def _site(endpoint: str | None) -> str:
    from huggingface_hub import constants

    return urlsplit(endpoint or constants.ENDPOINT).netloc


def _sentence(error: Exception, repository: str, folder: str, site: str) -> str:
    import httpx2
    from huggingface_hub import errors

    gated = (
        f"{repository} is gated. Accept its terms on {site}/{repository}, log in with hf auth login, then try again."
    )
    known: tuple[tuple[type[Exception], str], ...] = (  # the first that fits; gated ones are "not found" too
        (errors.GatedRepoError, gated),
        (errors.DisabledRepoError, f"{site} has disabled {repository}. Choose another repository."),
        (errors.RevisionNotFoundError, f"{repository} has no such revision. Look it up again."),
        (errors.RemoteEntryNotFoundError, f"A file of {repository} is gone from {site}. Look it up again."),
        (errors.RepositoryNotFoundError, f"{site} has no model {repository}, or it is private. Check the name."),
        (errors.HFValidationError, f"{repository} cannot be a model's name. Write owner/name."),
        (errors.OfflineModeIsEnabled, "HF_HUB_OFFLINE is set, so nothing is fetched. Unset it and start Tandem again."),
        (httpx2.TimeoutException, f"{site} does not answer. Check the connection and try again; nothing is lost."),
        (httpx2.TransportError, f"{site} cannot be reached. Check the connection and try again; nothing is lost."),
    )
    for kind, sentence in known:
        if isinstance(error, kind):
            return sentence
    if isinstance(error, errors.HfHubHTTPError):
        return f"{site} answers with error {error.response.status_code}. Try again later; nothing is lost."
    if isinstance(error, OSError) and folder:
        if error.errno in FULL:
            return f"The disk of {folder} is full. Free some space and resume; nothing is lost."
        return f"{error.filename or folder} cannot be written ({error.strerror or error}). Choose another folder."
    return f"{repository} could not be fetched ({type(error).__name__}). Try again."
