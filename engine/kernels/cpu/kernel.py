"""What a CPU kernel is: compiled code at an address, called with the address of its arguments, a thread and how many.

The code is numba's, so no C compiler is needed. It is compiled when its address is first asked for.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from functools import cached_property
from pathlib import Path
from tempfile import TemporaryFile
from typing import Any, Protocol, TypeVar

import llvmlite
import llvmlite.binding as llvm
import numba
import numpy as np
from numba.core import caching as numba_caching
from numba.core import config as numba_config
from numba.extending import intrinsic as numba_intrinsic
from numpy.typing import DTypeLike
from torch import Tensor

njit: Any = numba.njit
config: Any = numba_config
caching: Any = numba_caching

Function = TypeVar("Function", bound=Callable[..., Any])
Body = Callable[[int, int, int], None]

CPU = Path(__file__).parent
COMM = CPU.parent.parent / "comm"

# Sums may be taken in another order, which is what lets them be vectors, and a * b + c be rounded once; NaN and
# infinity keep their meaning.
FAST = {"reassoc", "contract", "nsz", "arcp"}


class Kept(caching.IndexDataCacheFile):  # type: ignore[misc]
    """Where numba keeps a function. A disk that takes no more costs time, not the model."""

    def save(self, key: Any, data: Any) -> None:
        try:
            super().save(key, data)
        except OSError:
            config.CACHE_DIR = ""


caching.IndexDataCacheFile = Kept


def keep_compiled(folder: Path) -> Path:
    """Keep what numba compiles in this process from now on, for the next one; if `folder` cannot be written, do not.

    Returns the place in `folder`: by the text of all modules with such functions, as numba itself looks only at the
    file that a function is in, not at what it calls; and by what else decides what the code is.
    """
    sources = sorted(source for package in (CPU, COMM) for source in package.glob("*.py"))
    processor = f"{llvm.get_host_cpu_name()} {llvm.get_host_cpu_features().flatten()}"
    text = hashlib.sha256(f"{numba.__version__} {llvmlite.__version__} {processor}".encode())
    for source in sources:
        text.update(source.read_bytes())
    place = folder / text.hexdigest()[:16]
    try:
        place.mkdir(parents=True, exist_ok=True)
        with TemporaryFile(dir=place):
            config.CACHE_DIR = str(place)
    except OSError:
        config.CACHE_DIR = ""
    return place


def keeps() -> bool:
    """Whether `keep_compiled` found a folder that it can write to, and all could be written so far."""
    return bool(config.CACHE_DIR)


def entry(function: Function, signature: str) -> Any:
    """Compile a function that Python calls, with the interpreter's lock released."""
    return njit(signature, nogil=True, error_model="numpy", cache=keeps())(function)


def compiled(function: Function) -> Function:
    """For what kernels call: inlined into them by LLVM, never seen by Python."""
    inlined: Function = njit(function, error_model="numpy", fastmath=FAST)
    return inlined


def compiled_in_order(function: Function) -> Function:
    """The same for arithmetic whose order is meant."""
    inlined: Function = njit(function, error_model="numpy", fastmath={"contract"})
    return inlined


def intrinsic(function: Callable[..., Any]) -> Callable[..., Any]:
    """For what Python cannot say: the function returns a signature and an emitter of LLVM instructions."""
    emitted: Callable[..., Any] = numba_intrinsic(function)
    return emitted


NUMBERS = frozenset((int, float, bool))


class Code(Protocol):
    """Whatever has the address of a `void(args, thread, threads)`, however it was compiled."""

    @property
    def address(self) -> int: ...


class Kernel:
    """A function (arguments, thread, threads) that does one thread's share of some work.

    `fields` names its arguments, in order: "x", a whole number or an address, or "scale:f8", a float. Each takes eight
    bytes, so that an argument record is an array of int64 to whoever knows the order.
    """

    def __init__(self, body: Body, record: np.dtype[Any]) -> None:
        self._body = body
        self._record = record

    @cached_property
    def address(self) -> int:
        code: Any = numba.cfunc("void(intp, intp, intp)", cache=keeps(), error_model="numpy", fastmath=FAST)(self._body)
        address: int = code.address
        return address

    def call(self, **values: object) -> Call:
        """With these arguments: numbers; tensors and arrays, which are passed by their address; None, address 0.

        Raises KeyError for an argument that is missing or unknown.
        """
        return Call(self, self._record, values)


class Call:
    """One kernel and its argument record, which keeps alive what it points to."""

    def __init__(self, kernel: Code, record: np.dtype[Any], values: dict[str, object]) -> None:
        names = record.names or ()
        if wrong := set(values) ^ set(names):
            raise KeyError(f"arguments missing or unknown: {', '.join(sorted(wrong))}")
        self.kernel = kernel
        words = np.zeros(len(names), np.int64)
        self.address: int = words.ctypes.data
        # Python's views of the same memory, as numpy's take four times as long to write one number to.
        views = {"i": words.data, "f": words.view(np.float64).data}
        self._places = {name: (views[record[name].kind], index) for index, name in enumerate(names)}
        self._kept: dict[str, object] = {}
        for name, value in values.items():
            self.set(name, value)

    def place(self, name: str) -> int:
        """Where an argument lies, for a kernel that gives it to this one."""
        return self.address + 8 * self._places[name][1]

    def set(self, name: str, value: Any) -> None:
        """Change one argument; the record stays where it is, so programs that hold this call need no change."""
        view, index = self._places[name]
        if type(value) not in NUMBERS:  # asked first because it is quickly answered
            self._kept[name] = value
            if value is None:
                value = 0
            elif isinstance(value, Tensor):
                value = value.data_ptr()
            else:
                value = value.ctypes.data
        view[index] = value


def record(*fields: str) -> np.dtype[Any]:
    """The layout of an argument record, from the names of its fields; see `Kernel`."""
    pairs: list[tuple[str, DTypeLike]] = []
    for field in fields:
        name, _, kind = field.partition(":")
        pairs.append((name, np.dtype(kind or "i8")))
    return np.dtype(pairs)
