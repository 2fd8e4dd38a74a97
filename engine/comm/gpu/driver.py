"""What of CUDA's driver PyTorch does not offer: memory that other processes may open, and host memory that cards see.

PyTorch's own way to share a tensor exports the whole segment in which its allocator put it, and leaves a file behind
where a process is killed.
"""

from __future__ import annotations

import ctypes
import sys
from functools import cache
from typing import Any

HANDLE_BYTES = 64


class DriverError(Exception):
    """The driver refused; the text names the call and its number."""


class _Handle(ctypes.Structure):
    _fields_ = (("bytes", ctypes.c_char * HANDLE_BYTES),)


@cache
def _driver() -> Any:
    try:
        return ctypes.CDLL("nvcuda.dll" if sys.platform == "win32" else "libcuda.so.1")
    except OSError as error:
        raise DriverError(str(error)) from error


def _call(name: str, *arguments: Any) -> None:
    if code := getattr(_driver(), name)(*arguments):
        raise DriverError(f"{name} gave error {code}")


class SharedMemory:
    """Zeroed memory of the current device, for as long as the process lives. Raises DriverError."""

    def __init__(self, nbytes: int) -> None:
        """The device's context must be current, as it is once PyTorch has used the device."""
        address = ctypes.c_uint64()
        _call("cuMemAlloc_v2", ctypes.byref(address), ctypes.c_size_t(nbytes))
        self.address = int(address.value)
        _call("cuMemsetD8_v2", address, ctypes.c_ubyte(0), ctypes.c_size_t(nbytes))
        handle = _Handle()
        _call("cuIpcGetMemHandle", ctypes.byref(handle), address)
        self.handle = ctypes.string_at(ctypes.byref(handle), HANDLE_BYTES)


def opened(handle: bytes) -> int:
    """The address here of another process's `SharedMemory`. Raises DriverError, as of cards too far apart."""
    address = ctypes.c_uint64()
    lazily_enable_peer_access = 1
    _call("cuIpcOpenMemHandle_v2", ctypes.byref(address), _Handle.from_buffer_copy(handle), lazily_enable_peer_access)
    return int(address.value)


def registered(address: int, nbytes: int) -> int:
    """The address at which the current device sees host memory, which stays where it is from now on."""
    portable_and_mapped = 1 | 2
    _call("cuMemHostRegister_v2", ctypes.c_void_p(address), ctypes.c_size_t(nbytes), portable_and_mapped)
    seen = ctypes.c_uint64()
    _call("cuMemHostGetDevicePointer_v2", ctypes.byref(seen), ctypes.c_void_p(address), 0)
    return int(seen.value)


def unregister(address: int) -> None:
    """Undo `registered`, before the memory may go."""
    _call("cuMemHostUnregister", ctypes.c_void_p(address))
