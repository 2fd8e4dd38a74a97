"""GGUF's blocks to the lines of `layout.py` and back. Nothing is rounded: what comes back are the same bytes."""

from __future__ import annotations

import numba
import numpy as np
import numpy.typing as npt

from engine.kernels.cpu.layout import COPY, FLIP, LINE, SPREAD, TILE, Extent, Layout
from engine.quants.types import TYPES

Bytes = npt.NDArray[np.uint8]
Lines = npt.NDArray[np.uint32]


def empty(shape: tuple[int, int, int, int]) -> Lines:
    """Dwords of `Extent.shape`, uninitialised, on a cache line's edge."""
    nbytes = int(np.prod(shape)) * 4
    room = np.empty(nbytes + LINE, np.uint8)
    skipped = -room.ctypes.data % LINE
    return room[skipped : skipped + nbytes].view(np.uint32).reshape(shape)


def pack(blocks: Bytes, what: Extent, out: Lines | None = None) -> Lines:
    """`blocks` [rows, bytes]: those that `what` holds, or whole tiles' rows of them with the tiles to write as `out`.

    Rows up to a whole tile and columns up to a whole unit become zeros, scales included. Without the interpreter's
    lock, so that a loader's threads may pack side by side.
    """
    layout = what.layout
    if out is None:
        out = empty(what.shape)
    tiles, units = out.shape[:2]
    width = units * (layout.unit // layout.block) * layout.block_bytes
    if blocks.shape != (tiles * TILE, width):
        padded = np.zeros((tiles * TILE, width), np.uint8)
        padded[: blocks.shape[0], : blocks.shape[1]] = blocks
        blocks = padded
    words = _gathered(np.ascontiguousarray(blocks), layout).view(np.uint16)
    if layout.name == "Q6_K":
        d = words.reshape(tiles * TILE, units, -1)[..., 104].view(np.float16).astype(np.float32)
        _pack_q6_k(words, np.ascontiguousarray(d).view(np.uint32), out)
    else:
        _pack(words, *_table(layout), out)
    return out


def unpack(lines: Lines, what: Extent) -> Bytes:
    """The blocks again, [rows, bytes]."""
    layout = what.layout
    tiles, units = lines.shape[:2]
    by_row = np.ascontiguousarray(lines.transpose(0, 3, 1, 2)).reshape(tiles * TILE, units, -1)
    words = _unpack_q6_k(by_row) if layout.name == "Q6_K" else _unpack(by_row, layout)
    blocks = _scattered(words.view(np.uint8).reshape(tiles * TILE, -1), layout)
    return np.ascontiguousarray(blocks[: what.rows, : len(what.blocks) * layout.block_bytes])


def _gathered(blocks: Bytes, layout: Layout) -> Bytes:
    """Of every unit, the bytes that come first, then all others."""
    if not layout.gathered:
        return blocks
    each = blocks.reshape(-1, layout.unit // layout.block, layout.block_bytes)
    parts = (np.ascontiguousarray(part).reshape(len(each), -1) for part in np.split(each, [layout.gathered], 2))
    return np.concatenate([*parts], 1).reshape(blocks.shape)


def _scattered(units: Bytes, layout: Layout) -> Bytes:
    """Whole blocks again."""
    if not layout.gathered:
        return units
    blocks = layout.unit // layout.block
    each = units.reshape(-1, blocks * layout.block_bytes)
    parts = (part.reshape(len(each), blocks, -1) for part in np.split(each, [blocks * layout.gathered], 1))
    return np.concatenate([*parts], 2).reshape(units.shape)


def _table(layout: Layout) -> tuple[npt.NDArray[np.int64], npt.NDArray[np.int64], npt.NDArray[np.int64]]:
    low, high, change = np.array([(each.low, each.high, each.change) for each in layout.lines], np.int64).T.copy()
    return low, high, change


@numba.njit(nogil=True, cache=True)
def _pack(words, low, high, change, out):  # type: ignore[no-untyped-def]
    tiles, units, lines, rows = out.shape
    step = words.shape[1] // units
    for tile in range(tiles):
        for unit in range(units):
            for line in range(lines):
                a, b = unit * step + low[line], unit * step + high[line]
                to = out[tile, unit, line]
                for row in range(rows):
                    from_row = words[tile * rows + row]
                    to[row] = np.uint32(from_row[a]) | np.uint32(from_row[b]) << np.uint32(16)
                if change[line] == FLIP:
                    for row in range(rows):
                        to[row] ^= np.uint32(0x80808080)
                elif change[line] == SPREAD:
                    for row in range(rows):
                        to[row] = _lowest_index_bit_up(_lowest_index_bit_up(to[row]))


@numba.njit(nogil=True, inline="always")
def _lowest_index_bit_up(x):  # type: ignore[no-untyped-def]
    """Even bits to the lower half, odd bits to the upper: twice, and bit 4j + b is bit 8b + j."""
    t = (x ^ (x >> np.uint32(1))) & np.uint32(0x22222222)
    x ^= t ^ (t << np.uint32(1))
    t = (x ^ (x >> np.uint32(2))) & np.uint32(0x0C0C0C0C)
    x ^= t ^ (t << np.uint32(2))
    t = (x ^ (x >> np.uint32(4))) & np.uint32(0x00F000F0)
    x ^= t ^ (t << np.uint32(4))
    t = (x ^ (x >> np.uint32(8))) & np.uint32(0x0000FF00)
    return x ^ t ^ (t << np.uint32(8))


@numba.njit(nogil=True, cache=True)
def _pack_q6_k(words, d, out):  # type: ignore[no-untyped-def]
    tiles, units, _, rows = out.shape
    quads = np.empty((64, rows), np.uint32)
    for tile in range(tiles):
        for unit in range(units):
            to, at = out[tile, unit], unit * 105
            scales = to[1:5].view(np.uint8).reshape(16, rows)
            for row in range(rows):
                to[0, row] = d[tile * rows + row, unit]
                block = words[tile * rows + row, at : at + 105]
                for i in range(8):
                    scales[2 * i, row] = block[96 + i] & 255
                    scales[2 * i + 1, row] = block[96 + i] >> 8
                for i in range(64):  # four columns each: GGUF has their low and their high bits in strides of 64 and 32
                    half, k = i // 32, i % 32
                    a, b = 32 * half + 2 * (k % 16), 64 + 16 * half + 2 * (k % 8)
                    low = np.uint32(block[a]) | np.uint32(block[a + 1]) << np.uint32(16)
                    high = np.uint32(block[b]) | np.uint32(block[b + 1]) << np.uint32(16)
                    low = (low >> np.uint32(4 * (k // 16))) & np.uint32(0x0F0F0F0F)
                    high = (high >> np.uint32(2 * (k // 8))) & np.uint32(0x03030303)
                    quads[i, row] = low | high << np.uint32(4)
            for group in range(16):
                for row in range(rows):
                    last = quads[4 * group + 3, row]
                    for i, mask, shift in ((0, 0x30303030, 2), (1, 0x0C0C0C0C, 4), (2, 0x03030303, 6)):
                        own = quads[4 * group + i, row]
                        to[5 + 3 * group + i, row] = own | (last & np.uint32(mask)) << np.uint32(shift)


def _unpack(by_row: Lines, layout: Layout) -> npt.NDArray[np.uint16]:
    """[rows, units, lines] to the units' 16-bit words."""
    words = np.zeros((*by_row.shape[:2], layout.unit // layout.block * layout.block_bytes // 2), np.uint16)
    for at, line in enumerate(layout.lines):
        dword = np.ascontiguousarray(by_row[..., at])
        if line.change == FLIP:
            dword ^= np.uint32(0x80808080)
        elif line.change != COPY:
            bits = np.unpackbits(dword.view(np.uint8), bitorder="little").reshape(-1, 4, 8)
            dword = np.packbits(bits.transpose(0, 2, 1), bitorder="little").view(np.uint32).reshape(dword.shape)
        words[..., line.low], words[..., line.high] = dword, dword >> np.uint32(16)
    return words


def _unpack_q6_k(by_row: Lines) -> npt.NDArray[np.uint16]:
    rows, units = by_row.shape[:2]
    block = np.zeros((rows, units, TYPES["Q6_K"].block_bytes), np.uint8)
    d = np.ascontiguousarray(by_row[..., 0]).view(np.float32).astype(np.float16)
    block[..., 208:] = d[..., None].view(np.uint8)
    tiles = by_row.reshape(-1, TILE, units, 53).transpose(0, 2, 3, 1)[:, :, 1:5]
    scales = np.ascontiguousarray(tiles).view(np.uint8).reshape(-1, units, 16, TILE)
    block[..., 192:208] = scales.transpose(0, 3, 1, 2).reshape(rows, units, 16)
    quads = np.ascontiguousarray(by_row[..., 5:]).view(np.uint8).reshape(rows, units, 16, 3, 4)
    fourth = (quads[..., 0, :] >> 2 & 0x30) | (quads[..., 1, :] >> 4 & 0x0C) | quads[..., 2, :] >> 6
    codes = np.concatenate([quads & 63, fourth[..., None, :]], -2).reshape(rows, units, 2, 2, 2, 32)
    for half in range(2):
        low, high = codes[:, :, half], np.zeros((rows, units, 32), np.uint8)
        nibbles = (low[:, :, 0] & 15) | (low[:, :, 1] & 15) << 4
        block[..., 64 * half : 64 * half + 64] = nibbles.reshape(rows, units, 64)
        for i in range(4):
            high |= low[:, :, i // 2, i % 2] >> 4 << 2 * i
        block[..., 128 + 32 * half : 160 + 32 * half] = high
    return block.view(np.uint16)
