"""Which instructions a product is built of: a row per level of CPU features, best first.

The code is generated for the level and not for the very CPU, so that kept code serves every machine of that level.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

import llvmlite.binding as llvm

Dot = Literal["vnni", "maddubs", "sdot", "plain"]


@dataclass(frozen=True)
class Level:
    """`lanes` dwords a vector; `dot` is how four bytes times four bytes are added to each, see `dot.py`."""

    name: str
    needs: frozenset[str]  # LLVM's names
    cpu: str  # that LLVM generates for; empty: the architecture's oldest
    options: str  # what it shall use beyond that
    lanes: int
    dot: Dot
    fuses: bool = True  # a * b + c and f16 to f32 are single instructions
    ahead: int = 3072  # bytes of the weights' stream that are asked for before they are needed; measured on a Xeon


LEVELS: Mapping[str, Level] = {
    each.name: each
    for each in (
        Level(
            "avx512-vnni",
            frozenset({"avx512vnni", "avx512bw", "avx512dq", "avx512vl", "fma", "f16c"}),
            "x86-64-v4",
            "+avx512vnni,-prefer-256-bit",
            16,
            "vnni",
        ),
        Level("avx-vnni", frozenset({"avxvnni", "avx2", "fma", "f16c"}), "x86-64-v3", "+avxvnni", 8, "vnni"),
        Level("avx2", frozenset({"avx2", "fma", "f16c"}), "x86-64-v3", "", 8, "maddubs"),
        Level("neon-dot", frozenset({"dotprod"}), "generic", "+dotprod,+neon", 4, "sdot"),  # not yet run on any CPU
        Level("generic", frozenset(), "", "", 4, "plain", fuses=False),
    )
}


def usable() -> list[Level]:
    """The levels that this machine has, best first; the generic one always."""
    features = llvm.get_host_cpu_features()
    return [level for level in LEVELS.values() if all(features.get(each) for each in level.needs)]
