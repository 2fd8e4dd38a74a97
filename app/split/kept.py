"""Which devices hold the ranks of a model, and their shares, as they are remembered."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from app.hardware.model import key_of, rank_names
from app.language import translate
from app.settings.model import KeptRank
from app.widgets.numbers import percent
from engine.plan.types import Device


def to_keep(devices: Sequence[Device], shares: Sequence[int]) -> list[KeptRank]:
    """By rank; without shares they are Tandem's to choose."""
    each = shares or [0] * len(devices)
    named = zip(devices, rank_names(devices), each, strict=True)
    return [KeptRank(key_of(device), name, share) for device, name, share in named]


def gone(kept: Sequence[KeptRank], known: Collection[Device]) -> list[KeptRank]:
    """Those whose device is not there; none before it is known which are."""
    here = {device.id for device in known} | {device.uuid for device in known}
    return [rank for rank in kept if rank.device and rank.device not in here] if known else []


def shares_of(kept: Sequence[KeptRank], devices: Sequence[Device]) -> tuple[int, ...]:
    """Of those kept ranks that these devices hold now, in their order; () where they are Tandem's to choose."""
    left, shares = list(kept), []
    for device in devices:
        match = next((rank for rank in left if rank.device in (device.uuid, device.id)), None)
        if match is None:
            return ()
        left.remove(match)
        shares.append(match.share)
    return tuple(shares) if any(shares) else ()


def gone_words(rank: KeptRank, ranks: Sequence[KeptRank]) -> str:
    """One sentence: which card, its share, and what happens to that."""
    total = sum(each.share for each in ranks)
    told = (
        translate(
            "split",
            "{name} held {part} of this model and is not there any more. The other devices take its part.",
        )
        if total
        else translate(
            "split", "{name} held a part of this model and is not there any more. The other devices take its part."
        )
    )
    return told.format(name=rank.name or rank.device, part=percent(rank.share / (total or 1)))
