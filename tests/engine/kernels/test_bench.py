"""The benchmark runs what it says, on a pool's threads."""

from __future__ import annotations

import numpy as np
import pytest

from engine.kernels.cpu import bench
from engine.kernels.cpu.pool import Pool
from engine.kernels.cpu.products import Products


def test_a_row_per_type_shape_and_tokens(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    options = "--types Q4_0,Q4_K,F16 --shapes 32x256,16x96 --tokens 1,9 --rounds 1 --memory 1"
    monkeypatch.setattr("sys.argv", ["bench", *options.split()])
    bench.main()
    rows = [line.split() for line in capsys.readouterr().out.splitlines()[2:]]
    # 96 columns are no whole blocks of Q4_K.
    kinds = {"32x256": ("Q4_0", "Q4_K", "F16"), "16x96": ("Q4_0", "F16")}
    assert [row[:3] for row in rows] == [
        [shape, tokens, kind] for shape in kinds for tokens in ("1", "9") for kind in kinds[shape]
    ]
    assert all(float(row[3]) > 0 for row in rows)


def test_every_copy_is_multiplied_by_all_threads() -> None:
    """Outputs of the last copy: zeros would mean a share that nobody did."""
    pool = Pool(2)
    case = bench.case(pool, Products(None), "Q8_0", (40, 64), 3, 1 << 14)
    assert len(case.program) == 5
    case.seconds(pool)
    assert np.count_nonzero(case.outs[-1]) == case.outs[-1].numel()
