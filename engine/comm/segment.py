"""A piece of memory that the engine process makes and its ranks attach to. No torch: the supervisor imports this."""

from __future__ import annotations

import ctypes
import os
import secrets
from contextlib import suppress
from multiprocessing.shared_memory import SharedMemory
from pathlib import Path
from typing import Self

MOUNT = Path("/dev/shm")  # where Linux keeps named memory; other systems have no such folder


class SegmentError(Exception):
    """The system gives no shared memory; the text is the reason in the system's words."""


class Segment:
    """Zeroed when made. Its memory is given back when the last process that attached has ended.

    Its name is taken back with `unlink`, as soon as all ranks have attached: whatever is killed afterwards, in whatever
    way, nothing stays behind.
    """

    def __init__(self, memory: SharedMemory) -> None:
        self._memory = memory
        assert memory.buf is not None
        self.address = ctypes.addressof(ctypes.c_char.from_buffer(memory.buf))

    @classmethod
    def create(cls, size: int) -> Self:
        """`size` in bytes, all of it there from now on. Raises SegmentError."""
        # At most 31 characters with the system's own slash: macOS allows no more.
        name = f"tandem-{os.getpid()}-{secrets.token_hex(4)}"
        try:
            memory = SharedMemory(name, create=True, size=size)
        except (OSError, ValueError, OverflowError) as error:
            raise SegmentError(_reason(error)) from error
        try:
            _reserve(MOUNT / name, size)
        except OSError as error:
            memory.close()
            memory.unlink()
            raise SegmentError(_reason(error)) from error
        return cls(memory)

    @classmethod
    def attach(cls, name: str) -> Self:
        """Raises SegmentError."""
        try:
            return cls(SharedMemory(name))
        except OSError as error:
            raise SegmentError(_reason(error)) from error

    @property
    def name(self) -> str:
        return self._memory.name

    def unlink(self) -> None:
        """Take the name back and leave; ranks that have attached keep the memory. A second call does nothing."""
        self._memory.close()
        with suppress(FileNotFoundError):
            self._memory.unlink()


def _reserve(path: Path, size: int) -> None:
    """Take the pages now: where /dev/shm is full, a later write would end the process with a bus error."""
    if hasattr(os, "posix_fallocate") and path.exists():
        with path.open("r+b") as file:
            os.posix_fallocate(file.fileno(), 0, size)


def _reason(error: Exception) -> str:
    return (isinstance(error, OSError) and error.strerror) or str(error)
