"""What a loaded model takes, beside what its plan predicts: `python -m tests.race.memory MODEL... [--ctx N]`, on Linux.

Counted are the proportional set sizes (PSS) of the engine process and its workers: their own memory, what they share
with each other, and the model's mapped pages; not the pages of programs and libraries, whose share depends on what
else runs. What the same processes take with a tiny random model is subtracted. A second run counts: in the first,
kernels are compiled, and the compiler's memory is not given back.
"""

from __future__ import annotations

import argparse
import tempfile
import threading
from dataclasses import astuple, dataclass
from pathlib import Path

import psutil

from engine import protocol
from engine.cli.client import Client
from engine.plan.memory import RUNTIME
from engine.plan.types import SplitPlan
from tests.random_model import random_model

LOOK_SECONDS = 0.05  # between two looks at a load
GENERATED = 8  # tokens, after a prompt that fills the rest of the context
TINY_CONTEXT = 64


@dataclass(frozen=True)
class Taken:
    """Bytes of all processes; `worker` of one, and `total` of all, libraries included."""

    plan: SplitPlan
    peak: int  # the highest seen while loading
    loaded: int
    full: int  # once the context has been filled
    worker: int
    total: int


class Highest(threading.Thread):
    """The most that `taken` says while the `with` block lasts."""

    def __init__(self, model: Path) -> None:
        super().__init__(daemon=True)
        self._model, self._over = model, threading.Event()
        self.bytes = 0

    def run(self) -> None:
        while not self._over.wait(LOOK_SECONDS):
            self.bytes = max(self.bytes, taken(self._model))

    def __enter__(self) -> Highest:
        self.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._over.set()
        self.join()


def taken(model: Path) -> int:
    """Bytes that the engine and its workers hold now."""
    total = 0
    for process in psutil.Process().children(recursive=True):
        try:
            total += sum(each.pss for each in process.memory_maps() if _counts(each.path, model))
        except psutil.Error:  # it has just ended
            continue
    return total


def _counts(path: str, model: Path) -> bool:
    """Whether a mapping is memory of a process's own, shared memory, or the model."""
    return not path.startswith("/") or path.startswith(("/dev/shm/", "/dev/zero")) or path == str(model)


def whole_bytes() -> tuple[int, int]:
    """PSS with everything: the mean of the workers, which are the engine's children, and the sum of all processes."""
    sizes = {each: each.memory_full_info().pss for each in psutil.Process().children(recursive=True)}
    spawned = [each for each in sizes if "spawn_main" in " ".join(each.cmdline())]
    engine = next(each.pid for each in spawned if each.ppid() == psutil.Process().pid)
    workers = [sizes[each] for each in spawned if each.ppid() == engine]
    return sum(workers) // len(workers), sum(sizes.values())


def measure(model: Path, context: int, options: argparse.Namespace) -> Taken:
    """One load in an engine of its own, and then the benchmark that fills the context."""
    command = protocol.Load(
        0, str(model), options.split_mode, tuple(options.devices.split(",")), context=context, exact=options.exact
    )
    with Client() as client:
        client.devices()
        with Highest(model) as highest:
            loaded = next(event for event in client.ask(command) if isinstance(event, protocol.Loaded))
        after_load = taken(model)
        list(client.ask(protocol.Bench(0, context - GENERATED, GENERATED, 0, 1, together=True)))
        return Taken(loaded.plan, max(highest.bytes, after_load), after_load, taken(model), *whole_bytes())


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("models", type=lambda text: Path(text).resolve(), nargs="+")
    parser.add_argument("--split-mode", default="none")
    parser.add_argument("--devices", default="cpu")
    parser.add_argument("--ctx", type=int, default=2048)
    parser.add_argument("--exact", action="store_true")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        tiny = random_model(Path(folder) / "tiny.gguf", "llama", types={"attn": "Q8_0", "ffn": "Q8_0"})
        empty = measure(tiny, TINY_CONTEXT, options)
    runtime = sum(RUNTIME[device.kind] for device in empty.plan.devices) // empty.plan.world_size
    print(f"A worker with a tiny model: {mib(empty.worker)} MiB, planned {mib(runtime)} MiB.\n")
    print("| MiB | weights | KV cache | workspace | sum | most in load | loaded | context full | of the sum | in all |")
    print("|---|---:|---:|---:|---:|---:|---:|---:|---:|---:|")
    for model in options.models:
        found = measure(model, options.ctx, options)
        weights, kv, workspace = (sum(column) for column in zip(*map(astuple, found.plan.bytes), strict=True))
        workspace -= sum(RUNTIME[device.kind] for device in found.plan.devices)  # the empty processes have it too
        planned = weights + kv + workspace
        seen = [size - empty.full for size in (found.peak, found.loaded, found.full)]
        sizes = " | ".join(map(mib, (weights, kv, workspace, planned, *seen)))
        print(f"| {model.stem} | {sizes} | {seen[-1] / planned:.2f} | {mib(found.total)} |", flush=True)


def mib(size: int) -> str:
    return f"{size / 2**20:,.0f}"


if __name__ == "__main__":
    main()
