"""Which product function to take for a type and a number of tokens; each is compiled when it is first asked for."""

from __future__ import annotations

from functools import cached_property
from pathlib import Path

from engine.kernels.cpu.compiler import Compiler
from engine.kernels.cpu.features import Level, usable
from engine.kernels.cpu.kernel import Call, record
from engine.kernels.cpu.product import FIELDS, TOKENS, product

RECORD = record(*FIELDS)
CACHE = 768 << 10  # bytes of activations that stay in a core's second-level cache beside the weights that pass


class Product:
    """`product.product` of a type and a number of tokens, compiled; any number of tokens may be given."""

    def __init__(self, compiler: Compiler, level: Level, kind: str, tokens: int) -> None:
        self._compiler = compiler
        self._level = level
        self.kind = kind
        self.tokens = tokens

    @cached_property
    def address(self) -> int:
        return self._compiler.address(product(self.kind, self.tokens, self._level))

    def call(self, **values: object) -> Call:
        """With the arguments of `product.FIELDS`; raises KeyError for one that is missing or unknown."""
        return Call(self, RECORD, values)

    def at_once(self, act_step: int) -> int:
        """The argument of that name, for activations so many bytes apart."""
        return max(1, CACHE // act_step // self.tokens) * self.tokens


class Products:
    """All of them for one level (by default this machine's best); `folder` keeps compiled code, see `Compiler`."""

    def __init__(self, folder: Path | None, level: Level | None = None) -> None:
        self._level = usable()[0] if level is None else level
        self._compiler = Compiler(self._level, folder)
        self._known: dict[tuple[str, int], Product] = {}

    def kernel(self, kind: str, tokens: int) -> Product:
        """For a matrix of type `kind` times so many tokens. Raises KeyError for a type without a layout."""
        at_a_time = next((each for each in TOKENS if each >= tokens), TOKENS[-1])
        key = kind, at_a_time
        if key not in self._known:
            self._known[key] = Product(self._compiler, self._level, *key)
        return self._known[key]
