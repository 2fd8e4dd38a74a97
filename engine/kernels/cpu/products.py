"""Which product function to take for a type and a number of tokens; each is compiled when it is first asked for."""

from __future__ import annotations

from functools import cached_property
from pathlib import Path
from typing import Literal

from engine.kernels.cpu import tile_product
from engine.kernels.cpu.compiler import Compiler
from engine.kernels.cpu.features import Level, usable
from engine.kernels.cpu.kernel import Call, record
from engine.kernels.cpu.product import FIELDS, TOKENS, product
from engine.kernels.cpu.values import VALUES
from engine.quants.types import DENSE

RECORD = record(*FIELDS)
TILE_RECORD = record(*tile_product.FIELDS)
CACHE = 768 << 10  # bytes of activations that stay in a core's second-level cache beside the weights that pass
MANY = 24  # tokens; with fewer, turning codes into bf16 costs more than tiles save: measured on a Xeon

Form = Literal["records", "floats", "tiles"]  # of the activations, see `multiply.py`


class Product:
    """`product.product` of a type and a number of tokens, compiled; any number of tokens may be given."""

    def __init__(self, compiler: Compiler, level: Level, kind: str, tokens: int) -> None:
        self._compiler = compiler
        self._level = level
        self.kind = kind
        self.tokens = tokens
        self.form: Form = "floats" if kind in DENSE else "records"

    @cached_property
    def address(self) -> int:
        return self._compiler.address(product(self.kind, self.tokens, self._level))

    def call(self, **values: object) -> Call:
        """With the arguments of `product.FIELDS`; raises KeyError for one that is missing or unknown."""
        return Call(self, RECORD, values)

    def at_once(self, act_step: int) -> int:
        """The argument of that name, for activations so many bytes apart."""
        return max(1, CACHE // act_step // self.tokens) * self.tokens


class TileProduct:
    """`tile_product.tile_product` of a type, compiled."""

    form: Form = "tiles"

    def __init__(self, compiler: Compiler, level: Level, kind: str) -> None:
        self._compiler = compiler
        self._level = level
        self.kind = kind

    @cached_property
    def address(self) -> int:
        return self._compiler.address(tile_product.tile_product(self.kind, self._level))

    def call(self, **values: object) -> Call:
        """With the arguments of `tile_product.FIELDS`; raises KeyError for one that is missing or unknown."""
        return Call(self, TILE_RECORD, values)


class Products:
    """All of them for one level (by default this machine's best); `folder` keeps compiled code, see `Compiler`."""

    def __init__(self, folder: Path | None, level: Level | None = None) -> None:
        self._level = usable()[0] if level is None else level
        self._compiler = Compiler(self._level, folder)
        self._known: dict[tuple[str, int], Product | TileProduct] = {}

    def kernel(self, kind: str, tokens: int) -> Product | TileProduct:
        """For a matrix of type `kind` times so many tokens. Raises KeyError for a type without a layout."""
        if self._level.tiles and tokens > MANY and kind in VALUES:
            return self._known.setdefault((kind, 0), TileProduct(self._compiler, self._level, kind))
        at_a_time = next((each for each in TOKENS if each >= tokens), TOKENS[-1])
        key = kind, at_a_time
        if key not in self._known:
            self._known[key] = Product(self._compiler, self._level, *key)
        return self._known[key]

    def kernels(self, kind: str) -> list[Product | TileProduct]:
        """All that a matrix of this type may need."""
        return list({id(each): each for each in (self.kernel(kind, n) for n in (*TOKENS, MANY + 1))}.values())
