"""A comparison in words: the table's cells, and all of it as Markdown."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from statistics import median

from app.hardware.model import counted, rank_names
from app.language import QT_TRANSLATE_NOOP, said, translate
from app.split.model import mode_word
from app.widgets.numbers import figure
from engine.protocol import BlockDone, Compared, ModeResult, Speed, Verdict

COLUMNS = (
    QT_TRANSLATE_NOOP("compare", "Mode"),
    QT_TRANSLATE_NOOP("compare", "Generation, tok/s"),
    QT_TRANSLATE_NOOP("compare", "95% interval"),
    QT_TRANSLATE_NOOP("compare", "Prompt, tok/s"),
    QT_TRANSLATE_NOOP("compare", "95% interval"),
    QT_TRANSLATE_NOOP("compare", "Loads"),
)
NOTHING = "–"
SPEEDS = (QT_TRANSLATE_NOOP("compare", "Generation"), QT_TRANSLATE_NOOP("compare", "Prompt"))
NO_SPEED = Speed(0.0, None, None, ())


def interval(low: float | None, high: float | None, unit: str = "") -> str:
    """ "1.57x to 1.67x"; a dash where there is none."""
    return (
        NOTHING
        if low is None or high is None
        else translate("compare", "{low} to {high}").format(low=figure(low) + unit, high=figure(high) + unit)
    )


def columns() -> tuple[str, ...]:
    return tuple(translate("compare", name) for name in COLUMNS)


def table(results: Sequence[ModeResult]) -> list[tuple[str, ...]]:
    """A row of texts per mode, under `columns()`."""

    def cells(speed: Speed | None) -> tuple[str, str]:
        return (NOTHING, NOTHING) if speed is None else (figure(speed.value), interval(speed.low, speed.high))

    return [
        (mode_word(each.mode), *cells(each.tg), *cells(each.pp), str(len((each.tg or each.pp or NO_SPEED).blocks)))
        for each in results
    ]


def markdown_table(results: Sequence[ModeResult]) -> str:
    rows = [columns(), ("---", *["---:"] * (len(COLUMNS) - 1)), *table(results)]
    return "\n".join(f"| {' | '.join(row)} |" for row in rows)


def verdict_words(verdict: Verdict) -> str:
    """The interval below a verdict's sentence: "1.57x to 1.67x of layer, 95% interval"."""
    if verdict.low is None or verdict.high is None:
        return ""
    times = interval(verdict.low, verdict.high, "x")
    if not verdict.other:
        return translate("compare", "{times} the speed, 95% interval").format(times=times)
    return translate("compare", "{times} the speed of {mode}, 95% interval").format(
        times=times, mode=mode_word(verdict.other)
    )


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
    model = f"{facts.model} {facts.quant}".rstrip()
    title = translate("compare", "Split modes of {model}").format(model=model)
    lines = [f"## {title}", "", markdown_table(known.results), ""]
    for name, verdict in zip(SPEEDS, (known.tg, known.pp), strict=True):
        if verdict is not None:
            told = verdict_words(verdict)
            lines.append(f"- {translate('compare', name)}: {said(verdict.sentence)}" + (f" ({told})" if told else ""))
    if known.answers:
        lines.append("- " + translate("compare", "Answers: {answers}").format(answers=said(known.answers)))
    for block in blocks:
        speeds = [f"{name} {figure(median(ts))}" for name, ts in (("tg", block.tg_ts), ("pp", block.pp_ts)) if ts]
        load = translate("compare", "Load {number}, {mode}: {speeds} tok/s")
        lines.append("- " + load.format(number=block.index + 1, mode=mode_word(block.mode), speeds=", ".join(speeds)))
    lines.append("- " + translate("compare", "Work: {work}").format(work=facts.work))
    lines.append("- " + translate("compare", "Devices: {devices}").format(devices=conditions(blocks)))
    lines += [f"- {said(note)}" for note in known.notes]
    when = translate("compare", "Measured with Tandem on {time}").format(time=f"{facts.when:%Y-%m-%d %H:%M}")
    lines.append(f"- {when}")
    return "\n".join(lines) + "\n"
