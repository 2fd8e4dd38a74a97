"""A comparison in words: the table's cells, and all of it as Markdown."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from statistics import median

from app.hardware.model import counted, rank_names
from app.widgets.numbers import figure
from engine.protocol import BlockDone, Compared, ModeResult, Speed, Verdict

COLUMNS = ("Mode", "Generation, tok/s", "95% interval", "Prompt, tok/s", "95% interval", "Loads")
NOTHING = "–"
NO_SPEED = Speed(0.0, None, None, ())


def interval(low: float | None, high: float | None, unit: str = "") -> str:
    """ "1.57x to 1.67x"; a dash where there is none."""
    return NOTHING if low is None or high is None else f"{figure(low)}{unit} to {figure(high)}{unit}"


def table(results: Sequence[ModeResult]) -> list[tuple[str, ...]]:
    """A row of texts per mode, under `COLUMNS`."""

    def cells(speed: Speed | None) -> tuple[str, str]:
        return (NOTHING, NOTHING) if speed is None else (figure(speed.value), interval(speed.low, speed.high))

    return [
        (each.mode, *cells(each.tg), *cells(each.pp), str(len((each.tg or each.pp or NO_SPEED).blocks)))
        for each in results
    ]


def markdown_table(results: Sequence[ModeResult]) -> str:
    rows = [COLUMNS, ("---", *["---:"] * (len(COLUMNS) - 1)), *table(results)]
    return "\n".join(f"| {' | '.join(row)} |" for row in rows)


def verdict_words(verdict: Verdict) -> str:
    """The interval below a verdict's sentence: "1.57x to 1.67x of layer, 95% interval"."""
    if verdict.low is None or verdict.high is None:
        return ""
    than = f" of {verdict.other}" if verdict.other else ""
    return f"{interval(verdict.low, verdict.high, 'x')} the speed{than}, 95% interval"


@dataclass(frozen=True)
class Facts:
    """What a report says beside the figures."""

    model: str
    quant: str
    work: str
    when: datetime


def conditions(blocks: Sequence[BlockDone]) -> str:
    """ "2 CPU ranks: CPU rank 0, CPU rank 1"; of the block with the most devices."""
    if not blocks:
        return ""
    devices = max((block.plan.devices for block in blocks), key=len)
    return f"{counted(devices)}: {', '.join(rank_names(devices))}"


def markdown(facts: Facts, known: Compared, blocks: Sequence[BlockDone]) -> str:
    """The whole comparison, to be pasted where people discuss it."""
    lines = [f"## Split modes of {facts.model} {facts.quant}".rstrip(), "", markdown_table(known.results), ""]
    for name, verdict in (("Generation", known.tg), ("Prompt", known.pp)):
        if verdict is not None:
            told = verdict_words(verdict)
            lines.append(f"- {name}: {verdict.sentence}" + (f" ({told})" if told else ""))
    if known.answers:
        lines.append(f"- Answers: {known.answers}")
    for block in blocks:
        speeds = [f"{name} {figure(median(ts))}" for name, ts in (("tg", block.tg_ts), ("pp", block.pp_ts)) if ts]
        lines.append(f"- Load {block.index + 1}, {block.mode}: {', '.join(speeds)} tok/s")
    lines += [f"- Work: {facts.work}", f"- Devices: {conditions(blocks)}"]
    lines += [f"- {note}" for note in known.notes]
    lines.append(f"- Measured with Tandem on {facts.when:%Y-%m-%d %H:%M}")
    return "\n".join(lines) + "\n"
