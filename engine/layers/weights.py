"""The tensors that one rank has read, handed out by GGUF name, each of them exactly where it is used."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from torch import Tensor

from engine.kernels.ops import Experts, Norm, Ops, Weight
from engine.quants.stored import Stored


class Weights:
    """Hands out tensors and remembers which: one that nobody asked for means a model that we would compute wrongly."""

    def __init__(self, ops: Ops, epsilon: float) -> None:
        self._ops = ops
        self._epsilon = epsilon
        self._matrices: dict[str, Weight] = {}
        self._experts: dict[str, Experts] = {}
        self._vectors: dict[str, Tensor] = {}
        self._asked: set[str] = set()

    def add_matrix(self, name: str, stored: Stored, progress: Callable[[int], None]) -> None:
        self._matrices[name] = self._ops.weight(stored, progress)

    def add_experts(self, name: str, stored: Sequence[Stored], progress: Callable[[int], None]) -> None:
        self._experts[name] = self._ops.experts(stored, progress)

    def add_vector(self, name: str, values: Tensor) -> None:
        self._vectors[name] = self._ops.vector(values)

    def matrix(self, name: str) -> Weight | None:
        """None where the rank's range of it is empty."""
        self._asked.add(name)
        return self._matrices.get(name)

    def experts(self, name: str) -> Experts | None:
        """None where the rank's range of each of them is empty."""
        self._asked.add(name)
        return self._experts.get(name)

    def vector(self, name: str) -> Tensor | None:
        self._asked.add(name)
        return self._vectors.get(name)

    def norm(self, name: str) -> Norm | None:
        weight = self.vector(name)
        return None if weight is None else Norm(weight, self._epsilon)

    def never_asked(self) -> list[str]:
        return sorted((self._matrices.keys() | self._experts.keys() | self._vectors.keys()) - self._asked)
