"""What the engine does, in the log: versions, devices, loads, failures. Never a word of what is said in a chat."""

from __future__ import annotations

import logging
import platform

from engine.protocol import (
    BenchDone,
    Compared,
    Devices,
    Event,
    Failed,
    Fetched,
    Finished,
    Loaded,
    LoadStarted,
    ModelLost,
    Ready,
    Unloaded,
)

PACKAGES = ("tandem-gguf", "PySide6-Essentials", "torch", "numpy", "gguf")

log = logging.getLogger("tandem")


def log_start() -> None:
    """The first lines of a run: what runs on what."""
    from app.settings.licences import version

    log.info("started: Python %s on %s", platform.python_version(), platform.platform())
    log.info("packages: %s", ", ".join(f"{name} {version(name)}" for name in PACKAGES))


def log_event(event: Event) -> None:
    """One line for an event that matters afterwards; the details of a failure stand below it."""
    said = describe(event)
    if said is not None:
        log.log(*said)


def log_engine_end(sentence: str) -> None:
    log.error("engine lost: %s", sentence)


def log_refusal(sentence: str, details: str) -> None:
    """A file that was picked and cannot be opened."""
    log.warning("not opened: %s", _lines(sentence, details))


def describe(event: Event) -> tuple[int, str] | None:
    """Level and text; None for events that would only fill the log."""
    match event:
        case Ready():
            return logging.INFO, f"engine is up: version {event.version}"
        case Devices():
            names = [f"{device.id} ({device.name}, {device.memory_total} bytes)" for device in event.devices]
            return logging.INFO, _lines(f"devices: {', '.join(names) or 'none'}", *event.notes)
        case LoadStarted():
            plan = event.plan
            ranks = ", ".join(device.id for device in plan.devices)
            kept = f"context {plan.context}, KV {'/'.join(plan.kv_kept)}"
            return logging.INFO, f"load {event.request} began: {plan.mode} on {ranks}, {kept}"
        case Loaded():
            what = f"load {event.request} finished: {event.model} in {event.seconds:.1f} s"
            return logging.INFO, _lines(f"{what}, {event.threads} threads per CPU rank", *event.notes)
        case Failed(cancelled=True):
            return logging.INFO, f"{event.what} {event.request} was cancelled"
        case Failed():
            return logging.ERROR, _lines(f"{event.what} {event.request} failed: {event.sentence}", event.details)
        case ModelLost():
            return logging.ERROR, _lines(f"model lost: {event.sentence}", event.details)
        case Finished():
            found = event.statistics
            speeds = f"prompt {found.prompt_tokens} at {found.pp_ts}, {found.generated_tokens} at {found.tg_ts} tok/s"
            return logging.INFO, _lines(f"reply {event.request} ended ({event.stop_reason}): {speeds}", *event.notes)
        case Fetched():
            return logging.INFO, f"starter model fetched: {event.path}"
        case Unloaded():
            return logging.INFO, "model unloaded"
        case BenchDone():
            return logging.INFO, f"benchmark {event.request} ended"
        case Compared(last=True):
            return logging.INFO, f"comparison {event.request} ended"
    return None


def _lines(*parts: str) -> str:
    return "\n  ".join(line for part in parts if part for line in part.splitlines())
