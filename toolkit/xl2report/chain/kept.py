"""What is kept of a workbook that was read, as bytes that hold data and no code, and back again."""

import json
import zlib
from dataclasses import fields, is_dataclass
from importlib import import_module
from typing import Any

from xl2report.ground.packed import Row

_HOME = "xl2report."
_classes: dict[str, type] = {}


def packed(thing: object) -> bytes:
    """A record of this package as bytes. Raises TypeError for what is no plain data."""
    text = json.dumps(_plain(thing), separators=(",", ":"))
    return zlib.compress(text.encode(), 1)


def unpacked(data: bytes) -> object:
    """What was packed; None where the bytes are no such thing."""
    try:
        return _whole(json.loads(zlib.decompress(data)))
    except (ValueError, TypeError, LookupError, AttributeError, ImportError, zlib.error):
        return None


def _plain(value: Any) -> Any:  # noqa: ANN401 - data of any shape
    """A value as JSON has it: numbers, texts and lists as they are, all else under its kind."""
    if value is None or isinstance(value, bool | int | str):
        return value
    if isinstance(value, list):
        return [_plain(one) for one in value]
    if isinstance(value, Row):
        return {"row": list(value)}
    if isinstance(value, dict):
        return {"dict": [[_plain(key), _plain(one)] for key, one in value.items()]}
    if isinstance(value, frozenset):
        return {"set": sorted(map(_plain, value))}
    if isinstance(value, tuple):
        if not hasattr(value, "_fields"):
            return {"tuple": [_plain(one) for one in value]}
        parts = [_plain(one) for one in value]
    elif is_dataclass(value):
        parts = [_plain(getattr(value, field.name)) for field in fields(value)]
    else:
        raise TypeError(type(value).__name__)
    name = f"{type(value).__module__}:{type(value).__qualname__}"
    _class(name)
    return {name: parts}


def _whole(data: Any) -> Any:  # noqa: ANN401 - data of any shape
    if isinstance(data, list):
        return [_whole(one) for one in data]
    if not isinstance(data, dict):
        return data
    ((kind, inside),) = data.items()
    if kind == "row":
        return Row(inside)
    if kind == "dict":
        return {_whole(key): _whole(one) for key, one in inside}
    if kind == "set":
        return frozenset(map(_whole, inside))
    if kind == "tuple":
        return tuple(map(_whole, inside))
    return _class(kind)(*map(_whole, inside))


def _class(name: str) -> type:
    """A record of this package by its module and name; nothing else is ever made or called."""
    if name not in _classes:
        module, _, inside = name.partition(":")
        if not module.startswith(_HOME):
            raise TypeError(name)
        found = getattr(import_module(module), inside)
        record = isinstance(found, type) and (hasattr(found, "_fields") or is_dataclass(found))
        if not record or found.__module__ != module:
            raise TypeError(name)
        _classes[name] = found
    return _classes[name]
