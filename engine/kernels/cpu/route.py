"""Which experts of a mixture a row goes to, and what each of them counts for."""

from __future__ import annotations

from typing import Any

import numpy as np

from engine.kernels.cpu.exponential import exponential
from engine.kernels.cpu.kernel import Kernel, record
from engine.kernels.cpu.memory import arguments, floats, words
from engine.kernels.cpu.share import share_start

FIELDS = record("logits", "rows", "experts", "used", "renormalised", "chosen", "counts", "aims", "aimed")
TAKEN = np.float32(-np.inf)


def _route(address: int, thread: int, threads: int) -> None:
    a: Any = arguments(address, FIELDS)
    logits_at, chosen_at, counts_at, aims, aimed = a.logits, a.chosen, a.counts, words(a.aims), a.aimed
    rows, experts, used, renormalised = a.rows, a.experts, a.used, a.renormalised != 0
    for row in range(share_start(rows, thread, threads), share_start(rows, thread + 1, threads)):
        logits = floats(logits_at + 4 * row * experts)
        chosen, counts = words(chosen_at + 8 * row * used), floats(counts_at + 4 * row * used)
        highest = logits[0]
        for expert in range(1, experts):
            highest = max(highest, logits[expert])
        total = np.float32(0)
        if not renormalised:
            for expert in range(experts):
                total += exponential(logits[expert] - highest)
        for place in range(used):
            best = 0
            for expert in range(1, experts):
                if logits[expert] > logits[best]:
                    best = expert
            chosen[place] = best
            counts[place] = exponential(logits[best] - highest)
            logits[best] = TAKEN
            if renormalised:
                total += counts[place]
        for place in range(used):
            counts[place] /= total
        for place in range(used):
            for aim in range(place * aimed, (place + 1) * aimed):
                words(aims[3 * aim])[0] = aims[3 * aim + 1] + chosen[place] * aims[3 * aim + 2]


route = Kernel(_route, FIELDS)
"""Of `logits` f32 [rows, experts], which are lost, the `used` highest, highest first: `chosen` int64 [rows, used]; and
what they count for, `counts` f32 [rows, used]: their parts of the softmax, if `renormalised` divided by their sum.

Of a single row the choice can be told to other calls: `aims` int64 [used, aimed, 3] holds where an argument lies, the
address to write there for expert 0, and how many bytes on it is for each further one.
"""
