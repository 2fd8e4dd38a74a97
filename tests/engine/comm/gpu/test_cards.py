"""Small models shared by cards, prompts and the loop of tokens included, without a card: see `card_rank`."""

from __future__ import annotations

import queue
from pathlib import Path
from typing import Any

import pytest
import torch

from engine.child import Child
from engine.comm.segment import Segment
from engine.gguf.facts import read_facts
from tests.engine.comm.gpu.card_rank import CHUNKS, mail_bytes, split, tokens_of
from tests.engine.kernels.test_ops import CPU, logits, model
from tests.random_model import random_model

VOCABULARY = 320


def all_ranks(path: Path, ranks: int, shares: tuple[int, ...], stages: int) -> list[Any]:
    """What every rank answers."""
    in_stage, each = mail_bytes(split(path, ranks, shares, stages), read_facts(path).hidden)
    segment, said = Segment.create(stages * in_stage + ranks * each), queue.SimpleQueue[tuple[int, Any]]()

    def child(rank: int) -> Child:
        arguments = rank, path, ranks, shares, stages, segment.name
        return Child(
            "tests.engine.comm.gpu.card_rank:main", arguments, f"rank {rank}",
            lambda message: said.put((rank, message)), lambda cause: said.put((rank, cause)),
        )  # fmt: skip

    children, answers = [child(rank) for rank in range(ranks)], dict[int, Any]()
    try:
        while len(answers) < ranks:
            rank, message = said.get(timeout=300)
            if isinstance(message, int):
                for each in children[1:]:
                    each.outbox.send(message)
            elif rank not in answers:
                assert not isinstance(message, str), message
                answers[rank] = message
    finally:
        for each in children:
            each.kill()
        segment.unlink()
    return [answers[rank] for rank in range(ranks)]


@pytest.mark.timeout(600)
@pytest.mark.parametrize(("ranks", "shares", "stages"), [(2, (2, 1), 1), (3, (), 2)])
def test_they_say_what_one_alone_says(ranks: int, shares: tuple[int, ...], stages: int, tmp_path: Path) -> None:
    """One family, since each takes half a minute: with norms after a sub-layer, windows, and an uneven split."""
    from engine.kernels.triton.ops import TritonOps

    shapes = {"layers": stages, "hidden": 64, "ffn": 64, "vocabulary": VOCABULARY, "heads": 6, "kv_heads": 3}
    types = dict.fromkeys(("attn", "ffn", "token_embd"), "Q8_0")
    path = random_model(tmp_path / "model.gguf", "gemma3", types=types, **shapes)
    alone, start, tokens = model(path, TritonOps(CPU)), 0, tokens_of(VOCABULARY)
    answers = all_ranks(path, ranks, shares, stages)
    for chunk, rows in enumerate(CHUNKS):
        found = torch.cat([torch.tensor(each[0][chunk]) for each in answers if each[0][chunk] is not None])
        expected = logits(alone, tokens[start : start + rows], start)[-1]
        error = (found - expected).square().mean().sqrt() / expected.std()
        assert error < 0.03, f"{rows} rows at {start}: {error:.1e}"
        start += rows
    for _, drawn, wanted in answers:
        assert drawn == wanted == answers[0][1]
