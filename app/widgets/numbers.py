"""How numbers are written: as the language has it, a no-break space before the unit, three significant digits."""

from __future__ import annotations

from PySide6.QtCore import QLocale

from app.language import translate

NBSP = "\u00a0"


def unknown() -> str:
    return translate("widgets", "not reported")


def decimal(value: float, digits: int) -> str:
    """With so many digits after the point, or the comma."""
    return QLocale().toString(round(float(value), digits), "f", digits)


def percent(part: float) -> str:
    """ "45%" of 0.45."""
    return translate("widgets", "{number}%").format(number=decimal(100 * part, 0))


def figure(value: float | None) -> str:
    """36.2, 7.04, 1,548: three significant digits below 100, none after the point from there on."""
    return unknown() if value is None else decimal(value, _digits(value))


def _digits(value: float) -> int:
    return 0 if abs(value) >= 99.95 else 1 if abs(value) >= 9.995 else 2


def tick(value: float) -> str:
    """Beside an axis: 0.5, 40, 1,500, without digits that say nothing."""
    return QLocale().toString(float(value), "g", 6)


def plus_minus(value: float, half: float) -> str:
    """ "36.2 ± 0.4": both with as many digits after the point as the first of them needs."""
    return f"{figure(value)}{NBSP}±{NBSP}{decimal(half, _digits(value))}"


def speed(value: float | None) -> str:
    return unknown() if value is None else translate("widgets", "{speed}\u00a0tok/s").format(speed=figure(value))


def count(value: int) -> str:
    return QLocale().toString(value)


def memory(value: int | None) -> str:
    """Memory as its makers count it: 1 GB = 2**30 bytes."""
    return unknown() if value is None else _scaled(value, 1024)


def memory_of(value: int, total: int | None) -> str:
    """ "18.2 of 24 GB", "341 MB of 24 GB"."""
    if total is None:
        return memory(value)
    amount, _, unit = memory(value).partition(NBSP)
    whole = memory(total)
    short = amount if whole.endswith(f"{NBSP}{unit}") else memory(value)
    return translate("widgets", "{amount} of {whole}").format(amount=short, whole=whole)


def parameters(value: int) -> str:
    """ "135M", "32.8B": how people call the size of a model."""
    unit, amount = ("B", value / 1e9) if value >= 999_500_000 else ("M", value / 1e6)
    return f"{_short(amount)}{unit}"


def file_size(value: int | None) -> str:
    """Files and downloads: 1 GB = 10**9 bytes."""
    return unknown() if value is None else _scaled(value, 1000)


def _scaled(value: float, base: int) -> str:
    if value < base:
        return translate("widgets", "{number}\u00a0bytes").format(number=_short(value))
    for unit in ("KB", "MB"):
        value /= base
        if value < base * 0.9995:
            return f"{_short(value)}{NBSP}{unit}"
    return f"{_short(value / base)}{NBSP}GB"


def _short(value: float) -> str:
    """No digits after the point that say nothing: "24 GB", "98 MB", "18.2 GB"."""
    if value >= 99.95 or abs(value - round(value)) < 0.005:
        return decimal(value, 0)
    digits = 1 if value >= 9.995 or abs(10 * value - round(10 * value)) < 0.05 else 2
    return decimal(value, digits)


def rate(bytes_per_s: float) -> str:
    """ "240 MB/s"."""
    return translate("widgets", "{size}/s").format(size=file_size(round(bytes_per_s)))


def seconds(value: float | None) -> str:
    return unknown() if value is None else f"{figure(value)}{NBSP}s"


def time_left(value: float) -> str:
    """A rough remaining time: "5 s left", "3 min left"."""
    if value < 90:
        return translate("widgets", "{seconds}\u00a0s left").format(seconds=decimal(max(value, 1), 0))
    return translate("widgets", "{minutes}\u00a0min left").format(minutes=decimal(value / 60, 0))
