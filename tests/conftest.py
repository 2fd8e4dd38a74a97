"""The two real models that tests run."""

from __future__ import annotations

from pathlib import Path

import pytest

from engine import starter
from tests.real_models import gemma_path


@pytest.fixture(scope="session")
def starter_model() -> Path:
    """SmolLM2-135M-Instruct, where the app keeps it."""
    return starter.fetch(lambda done, total: None, lambda: False)


@pytest.fixture(scope="session")
def gemma_model() -> Path:
    """Gemma 3 270M, a base model with a SentencePiece vocabulary of 262,144 tokens."""
    return gemma_path()
