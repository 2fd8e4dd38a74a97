"""Which instructions a product is built of: a row per level of CPU features, best first.

The code is generated for the level and not for the very CPU, so that kept code serves every machine of that level.
"""

from __future__ import annotations

import ctypes
import platform
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Literal

import llvmlite.binding as llvm

ARCH_PRCTL, ARCH_REQ_XCOMP_PERM, XFEATURE_XTILEDATA = 158, 0x1023, 18

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
    tiles: bool = False  # AMX: long batches are multiplied in bf16, see `tile_product.py`
    ahead: int = 3072  # bytes of the weights' stream that are asked for before they are needed; measured on a Xeon


AVX512_VNNI = frozenset({"avx512vnni", "avx512bw", "avx512dq", "avx512vl", "fma", "f16c"})

LEVELS: Mapping[str, Level] = {
    each.name: each
    for each in (
        Level(
            "amx",
            AVX512_VNNI | {"amx-tile", "amx-bf16"},
            "x86-64-v4",
            "+avx512vnni,+amx-tile,+amx-bf16,-prefer-256-bit",
            16,
            "vnni",
            tiles=True,
        ),
        Level(
            "avx512-vnni",
            AVX512_VNNI,
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
    found = [level for level in LEVELS.values() if all(features.get(each) for each in level.needs)]
    return [level for level in found if not level.tiles or tiles_permitted()]


@cache
def tiles_permitted() -> bool:
    """Ask the system for the use of tile registers; once asked, all threads of this process have it.

    They make a thread's saved state ten times as large, so Linux gives them to those who ask
    (https://docs.kernel.org/arch/x86/xstate.html).
    """
    if sys.platform != "linux" or platform.machine() != "x86_64":
        return False  # not tried elsewhere
    call = ctypes.CDLL(None).syscall
    return bool(call(ARCH_PRCTL, ARCH_REQ_XCOMP_PERM, XFEATURE_XTILEDATA) == 0)
