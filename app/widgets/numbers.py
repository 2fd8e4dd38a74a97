"""How numbers are written: a thousands comma, a no-break space before the unit, three significant digits."""

from __future__ import annotations

NBSP = "\u00a0"
UNKNOWN = "not reported"


def figure(value: float | None) -> str:
    """36.2, 7.04, 1,548: three significant digits below 100, none after the point from there on."""
    if value is None:
        return UNKNOWN
    if abs(value) >= 99.95:
        return f"{value:,.0f}"
    return f"{value:.1f}" if abs(value) >= 9.995 else f"{value:.2f}"


def plus_minus(value: float, half: float) -> str:
    """ "36.2 ± 0.4": both with as many digits after the point as the first of them needs."""
    digits = 0 if abs(value) >= 99.95 else 1 if abs(value) >= 9.995 else 2
    return f"{figure(value)}{NBSP}±{NBSP}{half:,.{digits}f}"


def speed(value: float | None) -> str:
    return UNKNOWN if value is None else f"{figure(value)}{NBSP}tok/s"


def count(value: int) -> str:
    return f"{value:,}"


def plural(value: int, one: str, many: str | None = None) -> str:
    """ "1 card", "3 cards"."""
    return f"{value:,}{NBSP}{one if value == 1 else many or one + 's'}"


def memory(value: int | None) -> str:
    """Memory as its makers count it: 1 GB = 2**30 bytes."""
    return UNKNOWN if value is None else _scaled(value, 1024)


def memory_of(value: int, total: int | None) -> str:
    """ "18.2 of 24 GB", "341 MB of 24 GB"."""
    if total is None:
        return memory(value)
    amount, _, unit = memory(value).partition(NBSP)
    whole = memory(total)
    return f"{amount} of {whole}" if whole.endswith(f"{NBSP}{unit}") else f"{memory(value)} of {whole}"


def parameters(value: int) -> str:
    """ "135M", "32.8B": how people call the size of a model."""
    unit, amount = ("B", value / 1e9) if value >= 999_500_000 else ("M", value / 1e6)
    return f"{_short(amount)}{unit}" if amount < 99.95 else f"{amount:,.0f}{unit}"


def file_size(value: int | None) -> str:
    """Files and downloads: 1 GB = 10**9 bytes."""
    return UNKNOWN if value is None else _scaled(value, 1000)


def _scaled(value: float, base: int) -> str:
    for unit in ("bytes", "KB", "MB"):
        if value < base * (0.9995 if unit != "bytes" else 1):
            return f"{_short(value)}{NBSP}{unit}"
        value /= base
    return f"{_short(value)}{NBSP}GB"


def _short(value: float) -> str:
    """No digits after the point that say nothing: "24 GB", "98 MB", "18.2 GB"."""
    if value >= 99.95 or abs(value - round(value)) < 0.005:
        return f"{value:,.0f}"
    return f"{value:.1f}" if value >= 9.995 else f"{value:.2f}".rstrip("0")


def seconds(value: float | None) -> str:
    return UNKNOWN if value is None else f"{figure(value)}{NBSP}s"


def time_left(value: float) -> str:
    """A rough remaining time: "5 s left", "3 min left"."""
    return f"{max(value, 1):.0f}{NBSP}s left" if value < 90 else f"{value / 60:.0f}{NBSP}min left"
