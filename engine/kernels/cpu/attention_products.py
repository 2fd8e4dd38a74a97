"""The two products of attention, up to four queries at a time against a run of positions: vectors of LLVM's.

Vectors are sixteen wide in name; a target with narrower ones gets several for each, and fewer at a time.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from itertools import chain
from typing import Any, NamedTuple

from llvmlite import ir
from numba import types
from numba.core import cgutils

from engine.kernels.cpu.cache_layout import BLOCK, KEY_GRAIN, TILE, TILES_GRAIN
from engine.kernels.cpu.halves import widened
from engine.kernels.cpu.kernel import intrinsic
from engine.kernels.cpu.kv_cache import CODES, HALVES

QUERIES = 4  # at most at a time


class Blocking(NamedTuple):
    """How much is under way at once: enough that additions need not wait for one another, and no more than registers.

    Of keys, `tiles` tiles and `steps` steps along their length; of values, `vectors`.
    """

    tiles: int
    steps: int
    vectors: int


# By the number of queries, with 32 registers of 16 values, and with 16 registers of 8.
WIDE = {1: Blocking(2, 4, 4), 2: Blocking(2, 4, 4), 3: Blocking(2, 2, 4), 4: Blocking(2, 2, 4)}
NARROW = {1: Blocking(1, 4, 4), 2: Blocking(1, 2, 2), 3: Blocking(1, 1, 1), 4: Blocking(1, 1, 1)}

CACHE_LINE = 64  # bytes
WORD, FLOAT = ir.IntType(64), ir.FloatType()
VECTOR = ir.VectorType(FLOAT, TILE)
HALF, CODE = ir.HalfType(), ir.IntType(8)
ELEMENTS = {0: FLOAT, HALVES: HALF, CODES: CODE}  # by a cache's form
SIZES = {FLOAT: 4, HALF: 2, CODE: 1}


def _blocking(context: Any, queries: int) -> Blocking:
    """For the CPU that numba generates code for."""
    _, _, features = context.codegen().magic_tuple()
    return (WIDE if "+avx512f" in features.split(",") else NARROW)[queries]


def _number(value: int) -> Any:
    return ir.Constant(WORD, value)


def _at(builder: Any, address: Any, *terms: Any) -> Any:
    for term in terms:
        address = builder.add(address, term)
    return address


def _load_vector(context: Any, builder: Any, address: Any, element: Any) -> Any:
    loaded = builder.load(builder.inttoptr(address, ir.VectorType(element, TILE).as_pointer()))
    loaded.align = min(2, SIZES[element])
    if element is CODE:
        return builder.sitofp(builder.sext(loaded, ir.VectorType(ir.IntType(32), TILE)), VECTOR)
    return loaded if element is FLOAT else widened(context, builder, loaded)


def _store_vector(builder: Any, vector: Any, address: Any) -> None:
    builder.store(vector, builder.inttoptr(address, VECTOR.as_pointer())).align = 4


def _load_everywhere(context: Any, builder: Any, address: Any, element: Any = FLOAT) -> Any:
    """One number in all sixteen places, as f32."""
    one = builder.load(builder.inttoptr(address, element.as_pointer()))
    one = one if element is FLOAT else widened(context, builder, one)
    nowhere = ir.Constant(VECTOR, ir.Undefined)
    first = builder.insert_element(nowhere, one, ir.Constant(ir.IntType(32), 0))
    return builder.shuffle_vector(first, nowhere, ir.Constant(ir.VectorType(ir.IntType(32), TILE), [0] * TILE))


def _register(builder: Any) -> Any:
    with builder.goto_entry_block():
        return builder.alloca(VECTOR)


def _prefetch(builder: Any, address: Any) -> None:
    pointer = builder.inttoptr(address, ir.IntType(8).as_pointer())
    kind = ir.FunctionType(ir.VoidType(), [pointer.type] + [ir.IntType(32)] * 3)
    fetch = builder.module.declare_intrinsic("llvm.prefetch.p0", (), kind)
    to_read, wanted_much, data = (ir.Constant(ir.IntType(32), value) for value in (0, 3, 1))
    builder.call(fetch, [pointer, to_read, wanted_much, data])


def _add_product(builder: Any, total: Any, a: Any, b: Any) -> None:
    product = builder.fmul(a, b, flags=("contract",))
    builder.store(builder.fadd(builder.load(total), product, flags=("contract",)), total)


@contextmanager
def _counting(builder: Any, count: Any) -> Iterator[Any]:
    with cgutils.for_range(builder, count, intp=WORD) as loop:
        yield loop.index


def _for_each_form(builder: Any, form: Any, queries: Any, emit: Callable[[Any, int], None]) -> None:
    """Emit the code for every element type and number of queries, and the jump to the one that is wanted."""
    done = builder.append_basic_block("done")
    wanted = builder.add(builder.mul(form, _number(QUERIES + 1)), queries)
    jump = builder.switch(wanted, done)
    for number, element in ELEMENTS.items():
        for count in range(1, QUERIES + 1):
            block = builder.append_basic_block(f"form_{number}_{count}")
            jump.add_case(_number(number * (QUERIES + 1) + count), block)
            builder.position_at_end(block)
            emit(element, count)
            builder.branch(done)
    builder.position_at_end(done)


@intrinsic
def dot_keys(
    typing: Any, form: Any, queries: Any, q: Any, q_stride: Any, keys: Any, scales: Any, length: Any, tiles: Any,
    out: Any, out_stride: Any, ahead: Any,
) -> Any:  # fmt: skip
    """out[query][position] = query . key for `tiles` tiles of keys. Addresses; strides in bytes, `length` filled up. Of
    codes, `scales` are those of the first tile.

    Tiles are read, and written in `out`, up to a multiple of TILES_GRAIN. As much memory as the keys take is fetched
    from `ahead` meanwhile: what is to be read next.
    """

    def emit(context: Any, builder: Any, signature: Any, args: Any) -> Any:
        form, queries, q, q_stride, keys, scales, length, tiles, out, out_stride, ahead = args

        def emitted(element: Any, count: int) -> None:
            line = TILE * SIZES[element]
            at_once, steps, _ = _blocking(context, count)
            assert KEY_GRAIN % steps == 0  # and so a block is
            assert TILES_GRAIN % at_once == 0
            sums = {
                (query, tile): [_register(builder) for _ in range(steps)]
                for query in range(count)
                for tile in range(at_once)
            }
            key_bytes = builder.mul(length, _number(line))
            blocks = builder.sdiv(length, _number(BLOCK))

            def scale_of(tile: Any, step: Any) -> Any:
                """What a tile's codes count for in these steps, which are within a block; None if there are none."""
                if element is not CODE:
                    return None
                block = builder.add(builder.mul(tile, blocks), builder.sdiv(step, _number(BLOCK // steps)))
                return _load_vector(
                    context, builder, _at(builder, scales, builder.mul(block, _number(2 * TILE))), HALF
                )

            groups = builder.sdiv(builder.add(tiles, _number(at_once - 1)), _number(at_once))
            with _counting(builder, groups) as group:
                for total in chain.from_iterable(sums.values()):
                    builder.store(ir.Constant(VECTOR, [0.0] * TILE), total)
                first = builder.mul(group, _number(at_once))
                starts = [builder.mul(builder.add(first, _number(tile)), key_bytes) for tile in range(at_once)]
                with _counting(builder, builder.sdiv(length, _number(steps))) as step:
                    scaling = [scale_of(builder.add(first, _number(tile)), step) for tile in range(at_once)]
                    for i in range(steps):
                        at = _at(builder, builder.mul(step, _number(steps)), _number(i))
                        vectors = []
                        for tile, start in enumerate(starts):
                            offset = builder.add(start, builder.mul(at, _number(line)))
                            if i * line % CACHE_LINE == 0:
                                _prefetch(builder, _at(builder, ahead, offset))
                            vector = _load_vector(context, builder, _at(builder, keys, offset), element)
                            vectors.append(vector if element is not CODE else builder.fmul(vector, scaling[tile]))
                        for query in range(count):
                            place = _at(
                                builder, q, builder.mul(q_stride, _number(query)), builder.mul(at, _number(4))
                            )
                            everywhere = _load_everywhere(context, builder, place)
                            for tile, vector in enumerate(vectors):
                                _add_product(builder, sums[query, tile][i], vector, everywhere)
                for (query, tile), totals in sums.items():
                    parts = [builder.load(total) for total in totals]
                    while len(parts) > 1:
                        parts = [builder.fadd(a, b) for a, b in zip(parts[::2], parts[1::2], strict=True)]
                    place = _at(
                        builder, out, builder.mul(out_stride, _number(query)),
                        builder.mul(builder.add(first, _number(tile)), _number(4 * TILE)),
                    )  # fmt: skip
                    _store_vector(builder, parts[0], place)

        _for_each_form(builder, form, queries, emitted)
        return context.get_dummy_value()

    return types.void(*[types.intp] * 11), emit


@intrinsic
def highest_of(typing: Any, scores: Any, tiles: Any) -> Any:
    """The highest of so many tiles of scores, at least one, at an address.

    Here because LLVM, which must respect NaN, would compare the scores of a plain loop one by one.
    """

    def emit(context: Any, builder: Any, signature: Any, args: Any) -> Any:
        scores, tiles = args
        highest = _register(builder)
        builder.store(_load_vector(context, builder, scores, FLOAT), highest)
        with _counting(builder, tiles) as tile:
            vector = _load_vector(context, builder, _at(builder, scores, builder.mul(tile, _number(4 * TILE))), FLOAT)
            before = builder.load(highest)
            builder.store(builder.select(builder.fcmp_ordered(">", vector, before), vector, before), highest)
        kind = ir.FunctionType(FLOAT, [VECTOR])
        reduce = builder.module.declare_intrinsic(f"llvm.vector.reduce.fmax.v{TILE}f32", (), kind)
        return builder.call(reduce, [builder.load(highest)], fastmath=("nnan",))

    return types.float32(types.intp, types.intp), emit


@intrinsic
def add_values(
    typing: Any, form: Any, queries: Any, weights: Any, weights_stride: Any, values: Any, scales: Any, length: Any,
    positions: Any, factors: Any, out: Any, ahead: Any,
) -> Any:  # fmt: skip
    """out[query] = out[query] * factor[query] + sum over positions of weight[query][position] * value[position].

    Addresses; strides in bytes. `length` filled up: of a value, and so of a row of `out`. `ahead` as in `dot_keys`.
    """

    def emit(context: Any, builder: Any, signature: Any, args: Any) -> Any:
        form, queries, weights, weights_stride, values, scales, length, positions, factors, out, ahead = args

        def emitted(element: Any, count: int) -> None:
            size = SIZES[element]
            value_bytes = builder.mul(length, _number(size))
            vectors = builder.sdiv(length, _number(TILE))
            blocks = builder.sdiv(length, _number(BLOCK))

            def scale_of(position: Any, vector: Any) -> Any:
                """What the codes of two vectors of a value, of which `vector` is one, count for."""
                block = builder.sdiv(vector, _number(BLOCK // TILE))
                place = builder.mul(builder.add(builder.mul(position, blocks), block), _number(2))
                return _load_everywhere(context, builder, _at(builder, scales, place), HALF)

            def columns(first: Any, width: int) -> None:
                """`width` vectors of every query, from the vector `first` on."""
                totals = [[_register(builder) for _ in range(width)] for _ in range(count)]
                places = [
                    [
                        _at(
                            builder, out, builder.mul(length, _number(4 * query)),
                            builder.mul(builder.add(first, _number(i)), _number(4 * TILE)),
                        )
                        for i in range(width)
                    ]
                    for query in range(count)
                ]  # fmt: skip
                for query in range(count):
                    factor = _load_everywhere(context, builder, _at(builder, factors, _number(4 * query)))
                    for i in range(width):
                        before = _load_vector(context, builder, places[query][i], FLOAT)
                        builder.store(builder.fmul(before, factor), totals[query][i])
                column = builder.mul(first, _number(size * TILE))
                with _counting(builder, positions) as position:
                    offset = builder.add(column, builder.mul(position, value_bytes))
                    row = _at(builder, values, offset)
                    for i in range(0, width * size * TILE, CACHE_LINE):
                        _prefetch(builder, _at(builder, ahead, offset, _number(i)))
                    loaded = [
                        _load_vector(context, builder, _at(builder, row, _number(i * size * TILE)), element)
                        for i in range(width)
                    ]
                    if element is CODE:
                        scaling = [scale_of(position, builder.add(first, _number(i))) for i in range(0, width, 2)]
                        loaded = [builder.fmul(each, scaling[i // 2]) for i, each in enumerate(loaded)]
                    for query in range(count):
                        place = _at(
                            builder, weights, builder.mul(weights_stride, _number(query)),
                            builder.mul(position, _number(4)),
                        )  # fmt: skip
                        weight = _load_everywhere(context, builder, place)
                        for i in range(width):
                            _add_product(builder, totals[query][i], loaded[i], weight)
                for query in range(count):
                    for i in range(width):
                        _store_vector(builder, builder.load(totals[query][i]), places[query][i])

            width = _blocking(context, count).vectors
            whole = builder.sdiv(vectors, _number(width))
            with _counting(builder, whole) as step:
                columns(builder.mul(step, _number(width)), width)
            if width > 1:
                covered = builder.mul(whole, _number(width))
                with _counting(builder, builder.sub(vectors, covered)) as left:
                    columns(builder.add(covered, left), 1)

        _for_each_form(builder, form, queries, emitted)
        return context.get_dummy_value()

    return types.void(*[types.intp] * 11), emit
