"""Levels that this machine cannot run are at least compiled; none needs more than its row says."""

from __future__ import annotations

import subprocess
import sys

import llvmlite.binding as llvm
import pytest

from engine.kernels.cpu.features import LEVELS, usable
from engine.kernels.cpu.product import UNITS, product


@pytest.fixture(scope="module")
def arm() -> llvm.TargetMachine:
    llvm.initialize_all_targets()
    llvm.initialize_all_asmprinters()
    level = LEVELS["neon-dot"]
    try:
        target = llvm.Target.from_triple("aarch64-linux-gnu")
    except RuntimeError:
        pytest.skip("this LLVM knows no ARM")
    return target.create_target_machine(level.cpu, level.options, opt=2)


@pytest.mark.parametrize("kind", sorted(UNITS))
def test_arm_code(arm: llvm.TargetMachine, kind: str) -> None:
    text = arm.emit_assembly(llvm.parse_assembly(str(product(kind, 1, LEVELS["neon-dot"]))))
    assert ("sdot" in text) == (kind not in ("F32", "F16", "BF16"))
    assert "fmla" in text
    assert "\tbl\t" not in text  # nothing that would need a library


def test_the_generic_level_is_always_there(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(llvm, "get_host_cpu_features", lambda: {"avx2": True, "fma": True, "f16c": False})
    assert [level.name for level in usable()] == ["generic"]


def test_a_planner_may_ask_for_sizes() -> None:
    """The layout is known without torch, numba or LLVM."""
    code = (
        "import sys, engine.kernels.cpu.layout\nassert not {'torch', 'numba', 'llvmlite', 'gguf'} & sys.modules.keys()"
    )
    subprocess.run([sys.executable, "-c", code], check=True)
