"""Other programs that use the processor are named; our own are not."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from engine import protocol
from engine.bench.busy import AFTERWARDS, NOW, sentence, wording
from tests.engine.conftest import Talk

# A look from a process of its own: what pytest starts beside it is another program to it, what it starts is its own.
LOOK = """
import json, subprocess, sys, time
from engine.bench.busy import Watch, busy_now, own_processes
own = subprocess.Popen([sys.argv[1], "-c", "while True: pass"])
watch = Watch([])
notes = busy_now([])
deadline = time.monotonic() + 20
while watch.cores(own_processes()).get("busy_other", 0) < 0.05 and time.monotonic() < deadline:
    time.sleep(0.1)
print(json.dumps([watch.cores(own_processes()), watch.cores(set()), notes, watch.notes()]))
own.kill()
"""


@pytest.fixture
def python(tmp_path: Path) -> Iterator[list[Path]]:
    """Python under two names that no other program has, the second one running and busy."""
    names = [tmp_path / "busy_own", tmp_path / "busy_other"]
    for name in names:
        name.symlink_to(Path(sys.executable).resolve())
    busy = subprocess.Popen([names[1], "-c", "while True: pass"])
    yield names
    busy.kill()
    busy.wait()


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere a program's name is that of the file behind the link")
def test_a_busy_program_is_seen_and_our_own_are_not(python: list[Path]) -> None:
    done = subprocess.run([sys.executable, "-c", LOOK, python[0]], capture_output=True, text=True, timeout=60)
    assert done.returncode == 0, done.stderr
    others, everyone, now, afterwards = json.loads(done.stdout)
    assert others["busy_other"] >= 0.05
    assert "busy_own" in everyone
    assert "busy_own" not in others
    for notes, end in ((now, "The figures will be low."), (afterwards, "The figures may be low.")):
        assert len(notes) <= 1  # none if the machine gave that program no time to be busy
        assert all(note.endswith(end) for note in notes)
    assert afterwards or sum(others.values()) < 0.25


def test_a_benchmark_is_told_of_it_first(python: list[Path], talk: Talk, small_model: Path) -> None:
    talk.load(small_model, "none", 1)
    started = talk.ask(protocol.Bench(5, 8, 0, 0, 1), protocol.BenchStarted, protocol.Failed)
    [note] = started.notes
    assert " busy: " in note
    assert note.endswith("The figures will be low.")
    talk.wait(protocol.BenchDone)


def test_the_sentence_names_the_busiest() -> None:
    assert sentence({"python3": 0.98, "bash": 0.01}, NOW) == "Another program is busy: python3 uses 98% of a core."
    assert sentence({"cc1plus": 3.26}, AFTERWARDS) == "Another program was busy: cc1plus used 3.3 cores."
    assert sentence({"a": 0.3, "b": 0.25, "c": 0.25}, NOW) == (
        "Other programs are busy: together they use 80% of a core, a the most of it."
    )


def test_figures_make_no_new_note() -> None:
    assert wording("python uses 98% of it") == wording("python uses 100% of it") != wording("bash uses 98% of it")
