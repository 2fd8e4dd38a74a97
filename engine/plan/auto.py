"""Mode auto: the fastest of the plans that fit, as far as speeds are predicted, else the simplest of them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from engine.plan.memory import context_bytes, lacking
from engine.plan.modes import MODES, Draft, layer, tensor, whole
from engine.plan.reason import why_fastest, why_simplest
from engine.plan.request import Request
from engine.plan.speed import measured, predict
from engine.plan.types import Device
from engine.sentence import QT_TRANSLATE_NOOP

NOTHING_FITS = QT_TRANSLATE_NOOP("engine", "No split mode fits into the free memory; this one lacks least.")


def auto(request: Request) -> tuple[Draft, str]:
    """What to take, and why, in a sentence. If nothing fits, that of the three modes that lacks least."""
    if measured(request.devices):
        fitting = [draft for draft in _candidates(request) if not lacking(draft.plan)]
        timed = [replace(draft.plan, tokens_per_second=_speed(request, draft)) for draft in fitting]
        if timed:
            best = max(timed, key=lambda plan: plan.tokens_per_second or 0)  # the earlier one where two are equal
            return fitting[timed.index(best)], why_fastest(best, timed, request.devices)
    drafts = [make(request) for make in MODES.values()]
    for draft in drafts:
        if not lacking(draft.plan):
            return draft, why_simplest(draft.plan, request.devices)
    return min(drafts, key=lambda draft: sum(lacking(draft.plan).values())), NOTHING_FITS


def _candidates(request: Request) -> Iterator[Draft]:
    """The simpler ones first: each device alone, then some in a row, then in groups that share their layers."""
    used = [device for device, weight in zip(request.devices, request.weights, strict=True) if weight]
    for device in dict.fromkeys(used):
        yield whole(request, device)
    several = list(_several(request))
    for some in several:
        yield layer(some)
    for some in several:
        for stages in range(1, max(1, len(some.devices) // 2) + 1):  # of two ranks at least, or it were mode layer
            if stages <= len(some.facts.layers):
                yield tensor(replace(some, stages=stages))


def _several(request: Request) -> Iterator[Request]:
    """All devices; where the user did not say how they share, also the two fastest, the three fastest, ..., of all and
    of those with room for more than what a rank without a share takes.
    """
    count = len(request.devices)
    yield request
    if request.fixed:
        return
    fastest = sorted(range(count), key=lambda place: -(request.devices[place].bandwidth or 0))
    roomy = [place for place in fastest if _has_room(request, request.devices[place])]
    some = {frozenset(order[:size]): None for order in (fastest, roomy) for size in range(2, len(order) + 1)}
    for places in some:
        if len(places) < count:
            yield request.among(list(places))


def _has_room(request: Request, device: Device) -> bool:
    alone = whole(request, device).plan
    return device.memory_free is None or device.memory_free > context_bytes(request.facts, alone, 0).workspace


def _speed(request: Request, draft: Draft) -> float:
    found = predict(request.facts, draft.plan, request.links)
    assert found is not None  # as every bandwidth is known
    return found.tokens_per_second
