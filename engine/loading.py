"""From a model's path to a session: everything that can be refused is refused before a worker reads anything."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path

import psutil

from engine import protocol
from engine.crew import Cancelled, Crew
from engine.devices.bandwidth import kept as kept_bandwidths
from engine.devices.links import find, links
from engine.errors import Told, words_of
from engine.families import model_config
from engine.gguf.chat_template import ChatTemplate
from engine.gguf.facts import ModelFacts, read_facts
from engine.gguf.header import GGUFError
from engine.gguf.vocabulary import Vocabulary
from engine.plan.build import plan
from engine.plan.links import Way
from engine.plan.types import Device, SplitPlan
from engine.sentence import QT_TRANSLATE_NOOP
from engine.session import Session
from engine.steps import Preparing, Reading

NO_RANK = QT_TRANSLATE_NOOP(
    "engine", "There is no rank {rank} in a single stage of this plan: project the mode tensor."
)
NO_KERNELS = QT_TRANSLATE_NOOP(
    "engine", "Only GPUs with kernels of their own can be projected: choose one with --devices."
)


class LoadError(Told):
    """A load that cannot succeed; the text is one plain sentence."""


def load(
    command: protocol.Load,
    path: Path,
    devices: Sequence[Device],
    send: Callable[[protocol.Event], None],
    cancelled: Callable[[], bool],
    crew: Crew,
) -> Session:
    """Plan, let the workers start, read the vocabulary while they read the weights.

    `crew` is a new one. Raises LoadError, GGUFError, UnsupportedModel, PlanError, Cancelled or CrewLost.
    """
    started = time.perf_counter()
    facts = read_facts(path)
    model_config(facts)  # an unknown family is refused here, not by every worker
    if command.only_rank is not None:  # whatever the others are, they take no room on this one's device
        devices = [replace(device, pool=f"{device.pool} {rank}") for rank, device in enumerate(devices)]
    if command.exact:
        devices = [replace(device, quantised=False) for device in devices]
    way: Way = "peers"
    trial = partial(send, protocol.LinkTrial(command.request))
    shared = command.mode != "none" and command.only_rank is None and not command.exact
    if shared and (tried := find(devices, cancelled, begun=trial)):
        way, speeds = tried.way, kept_bandwidths()
        devices = [replace(each, bandwidth=speeds.get(each.uuid or "", (each.bandwidth,))[0]) for each in devices]
    chosen = plan(
        facts, devices, command.mode, shares=command.shares, context=command.context, stages=command.stages,
        links=links(), kv_type=command.kv_type,
    )  # fmt: skip
    if not chosen.fits:
        raise LoadError(chosen.misfit)
    if command.only_rank is not None:
        _check_pretending(chosen, command.only_rank)
    if cancelled():
        raise Cancelled
    threads = threads_per_rank(chosen, command.threads)
    send(protocol.LoadStarted(command.request, chosen))
    crew.start(str(path), chosen, threads, command.only_rank, way)
    vocabulary, template, notes = read_text_side(facts)

    def progress(rank: int, how_far: Reading | Preparing) -> None:
        event = protocol.LoadProgress if isinstance(how_far, Reading) else protocol.PrepareProgress
        send(event(command.request, rank, how_far.done, how_far.total))

    crew.load(progress, cancelled)
    send(
        protocol.Loaded(
            command.request,
            str(path),
            chosen,
            time.perf_counter() - started,
            threads,
            has_vocabulary=vocabulary is not None,
            notes=(*notes, *crew.notes),
            sums=crew.sums,
        )
    )
    return Session(crew, facts, vocabulary, template, send)


def _check_pretending(chosen: SplitPlan, rank: int) -> None:
    """Raises LoadError where a rank cannot be started without the others."""
    if len(chosen.stages) > 1 or not 0 <= rank < chosen.world_size:
        raise LoadError(NO_RANK.format(rank=str(rank)))
    if not all(device.kind == "cuda" and device.quantised for device in chosen.devices):
        raise LoadError(NO_KERNELS)


def threads_per_rank(chosen: SplitPlan, threads: int | None) -> int:
    """The processor's cores, shared among the ranks that compute on it."""
    ranks = sum(device.kind == "cpu" for device in chosen.devices)
    cores = threads or psutil.cpu_count(logical=False) or psutil.cpu_count() or 1
    return max(1, cores // max(1, ranks))


def read_text_side(facts: ModelFacts) -> tuple[Vocabulary | None, ChatTemplate | None, tuple[str, ...]]:
    """Vocabulary and chat template. A model without a vocabulary can still be scored and timed."""
    try:
        vocabulary = Vocabulary.from_facts(facts)
    except GGUFError as error:
        return None, None, (words_of(error),)
    template = ChatTemplate.from_facts(facts, vocabulary)
    return vocabulary, template, (*vocabulary.notes, *([template.note] if template.note else []))
