"""GGUF's blocks to planes, on the device that will read them: table-driven tensor operations, no code per type.

Every code and scale is copied bit for bit; see `layout.py` for where it goes.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache

import torch
from torch import Tensor

from engine.kernels.triton.layout import GROUP, Layout
from engine.quants.types import Bits


def pack(blocks: Tensor, what: Layout, buffer: Tensor, first: int, rows: int) -> None:
    """Write rows `first` .. `first + rows` of the matrix. `blocks` uint8 [>= rows x bytes of a row] are those rows as
    the file holds them, whole blocks; `buffer` uint8 [what.nbytes]. Both on one device.
    """
    kind = what.kind
    each = blocks.view(-1, kind.block_bytes)
    codes = _whole(each, kind.codes).view(rows, -1, GROUP)
    codes = codes[:, what.lead : what.lead + what.groups]
    shift = 0
    for plane, bits in enumerate(what.bits):
        _put(buffer, what.places[plane], what.rows, first, _planes(codes, bits, shift))
        shift += bits
    at = len(what.bits)
    per_group = GROUP // kind.group
    if kind.scales:
        scales = _whole(each, kind.scales)
        if not kind.scale_signed:
            scales -= kind.scale_offset  # modulo 256: the bits of an int8
        _put(buffer, what.places[at], what.rows, first, _of_groups(scales, what, rows, per_group))
    if kind.mins:
        mins = _of_groups(_whole(each, kind.mins), what, rows, per_group)
        _put(buffer, what.places[at + 1], what.rows, first, mins)
    d = _exponents(each[:, kind.d]) if kind.d_is_exponent else each[:, kind.d : kind.d + 2]
    _put(buffer, what.places[at + 2], what.rows, first, d.reshape(rows, -1))
    if kind.dmin is not None:
        dmin = each[:, kind.dmin : kind.dmin + 2]
        _put(buffer, what.places[at + 3], what.rows, first, dmin.reshape(rows, -1))



def _of_groups(numbers: Tensor, what: Layout, rows: int, per_group: int) -> Tensor:
    """[rows, groups' numbers] of the slice, from those of whole blocks."""
    every = numbers.view(rows, -1)
    return every[:, what.lead * per_group : (what.lead + what.groups) * per_group]


def _put(buffer: Tensor, place: int, rows: int, first: int, values: Tensor) -> None:
    """`values` uint8 [some rows, bytes of a row] into a plane of so many rows."""
    width = values[0].numel()
    plane = buffer[place : place + rows * width].view(rows, width)
    plane[first : first + len(values)] = values.reshape(len(values), width)


def _planes(codes: Tensor, bits: int, shift: int) -> Tensor:
    """Bits `shift` .. `shift + bits` of codes [rows, groups, 32] as a plane, uint8 [rows, groups, 4 x bits].

    A group's columns count as [half, word, byte]: 2 x 4 x 4. Bytes stay bytes; of each byte, words and halves share out
    the bits, so that one shift and one mask bring the bits of four neighbours into four bytes.
    """
    if bits == 8:
        return codes
    part: Tensor = ((codes >> shift) & ((1 << bits) - 1)).unflatten(-1, (2, 4, 4))
    if bits == 4:
        low, high = part.unbind(-3)
        return torch.bitwise_or(low, high << 4).flatten(-2)
    out = torch.zeros_like(part[..., :, 0, :])
    for word in range(4):
        out |= part[..., :, word, :] << (bits * word)
    if bits == 2:
        return out.flatten(-2)
    joined: Tensor = out[..., 0, :] | (out[..., 1, :] << 4)
    return joined


def _whole(blocks: Tensor, pieces: Sequence[Bits]) -> Tensor:
    """The numbers that lie in `pieces`, uint8 [blocks, numbers]."""
    out: Tensor | None = None
    for piece in pieces:
        byte, shift, mask = _on(blocks.device, piece)
        part = blocks.index_select(1, byte)
        if shift is not None:
            part = part >> shift
        if mask is not None:
            part &= mask
        part = part << piece.place if piece.place else part
        out = part if out is None else out.bitwise_or_(part)
    assert out is not None
    return out


@cache
def _on(device: torch.device, piece: Bits) -> tuple[Tensor, Tensor | None, Tensor | None]:
    """Bytes, shifts and masks, where there are any; kept, since bringing them over waits for the device."""
    byte, shift, mask = (torch.from_numpy(each).to(device) for each in (piece.byte, piece.shift, piece.mask))
    return (
        byte,
        shift.to(torch.uint8) if piece.shift.any() else None,
        mask.to(torch.uint8) if (piece.mask < 255).any() else None,
    )


def _exponents(e: Tensor) -> Tensor:
    """2^(e - 128) as the two bytes of a bf16, subnormals included."""
    wide = e.to(torch.int16)
    halved = torch.where(wide < 2, torch.where(wide == 0, 0x20, 0x40), (wide - 1) << 7)
    return halved.to(torch.int16)[:, None].view(torch.uint8)
