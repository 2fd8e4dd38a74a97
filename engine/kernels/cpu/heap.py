"""Large buffers that come and go with every layer: kept by the process in between."""

from __future__ import annotations

import ctypes
import sys

M_TRIM_THRESHOLD, M_MMAP_THRESHOLD = -1, -3  # glibc's numbers, see mallopt(3)
LARGEST = 1 << 30  # bytes


def keep_free_memory() -> None:
    """Have freed buffers stay with this process, up to a gigabyte each; does nothing where malloc is not glibc's.

    By default each is given back at once, and the next one is made of new pages that the system first fills with zeros.
    To be called when weights are loaded: what loading needed for a while is then already given back.
    """
    if sys.platform == "linux" and hasattr(libc := ctypes.CDLL(None), "mallopt"):
        libc.mallopt(M_MMAP_THRESHOLD, LARGEST)
        libc.mallopt(M_TRIM_THRESHOLD, LARGEST)
