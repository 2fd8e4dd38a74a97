"""Values out of a JSON file, checked against type hints: what has another type falls back to its default."""

from __future__ import annotations

import dataclasses
from types import UnionType
from typing import Any, TypeVar, get_args, get_origin, get_type_hints

Record = TypeVar("Record")


def record(kind: type[Record], found: Any) -> Record:
    """A dataclass from a JSON object, field by field: one bad value does not cost the good ones beside it."""
    made: dict[str, Any] = {}
    if isinstance(found, dict):
        for name, hint in get_type_hints(kind).items():
            try:
                made[name] = value(hint, found[name])
            except (KeyError, TypeError):
                continue
    return kind(**made)


def value(hint: Any, found: Any) -> Any:
    """`found` as what `hint` says. Raises TypeError if it is something else."""
    if dataclasses.is_dataclass(hint) and isinstance(hint, type):
        return record(hint, found)
    read = CONTAINERS.get(get_origin(hint))
    if read is not None:
        return read(get_args(hint), found)
    if hint is float and type(found) is int:
        return float(found)
    if type(found) is not hint:  # a bool is an int in Python and not in a file
        raise TypeError
    return found


def _list(kinds: tuple[Any, ...], found: Any) -> list[Any]:
    return [value(kinds[0], item) for item in _as(list, found)]


def _tuple(kinds: tuple[Any, ...], found: Any) -> tuple[Any, ...]:
    items = _as(list, found)
    if kinds[-1] is ...:
        kinds = kinds[:1] * len(items)
    if len(kinds) != len(items):
        raise TypeError
    return tuple(value(kind, item) for kind, item in zip(kinds, items, strict=True))


def _dict(kinds: tuple[Any, ...], found: Any) -> dict[str, Any]:
    return {name: value(kinds[1], item) for name, item in _as(dict, found).items()}


def _union(kinds: tuple[Any, ...], found: Any) -> Any:
    if found is None and type(None) in kinds:
        return None
    (kind,) = (kind for kind in kinds if kind is not type(None))
    return value(kind, found)


def _as(kind: type, found: Any) -> Any:
    if not isinstance(found, kind):
        raise TypeError
    return found


CONTAINERS: dict[Any, Any] = {list: _list, tuple: _tuple, dict: _dict, UnionType: _union}
