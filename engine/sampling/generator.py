"""Random numbers that depend on a seed and a counter alone, so that ranks need not tell each other what they drew."""

from __future__ import annotations

_WORD = (1 << 64) - 1


def uniform(seed: int, counter: int) -> float:
    """A number in [0, 1) from a counter: SplitMix64 (Steele, Lea and Flood 2014). The same on every device."""
    z = (seed + (counter + 1) * 0x9E3779B97F4A7C15) & _WORD
    z = ((z ^ (z >> 30)) * 0xBF58476D1CE4E5B9) & _WORD
    z = ((z ^ (z >> 27)) * 0x94D049BB133111EB) & _WORD
    return ((z ^ (z >> 31)) >> 11) / (1 << 53)
