"""A checked Form as JSON, so that starting costs milliseconds instead of reading YAML.

Written beside the YAML it was made from and believed only while that YAML is byte for byte the same
(length and CRC of every file). Knows the model's classes; checks nothing.
"""

import json
import zlib
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from xl2report.form.definition import model
from xl2report.ground.grids import Grid, GridCell
from xl2report.ground.points import Measure

FILE = "form.compiled.json"
_CLASSES: tuple[Any, ...] = (
    model.Form,
    model.Table,
    model.Row,
    model.Column,
    model.Point,
    model.Rule,
    model.Section,
    model.Indicator,
    model.FreeText,
    model.CoverField,
    model.Sheets,
    model.Item,
    model.ChartDefinition,
    model.Base,
    model.Compared,
    model.YearOnYear,
    model.Earlier,
    model.Sentence,
    model.Part,
    model.Narrative,
    Grid,
    GridCell,
    Measure,
)
_BY_NAME = {cls.__name__: cls for cls in _CLASSES}
# What the model's classes hold: a form compiled by other software is not believed.
_SHAPE = f"{zlib.crc32(repr([(cls.__name__, cls._fields) for cls in _CLASSES]).encode()):08x}"


def fingerprint(files: Iterable[Path]) -> str:
    """The model's shape, then names, lengths and CRCs of the files a form was read from."""
    parts = []
    for file in files:
        data = file.read_bytes()
        parts.append(f"{file.name}:{len(data)}:{zlib.crc32(data):08x}")
    return " ".join([_SHAPE, *parts])


def to_json(form: model.Form, stamp: str) -> str:
    """The form as JSON text with the fingerprint of its source."""
    return json.dumps({"source": stamp, "form": _plain(form)}, ensure_ascii=False, indent=0) + "\n"


def from_json(text: str, stamp: str) -> model.Form | None:
    """The form of a JSON text, or None where it was made from other files or by other software."""
    try:
        data = json.loads(text)
        if data["source"] != stamp:
            return None
        form = _built(data["form"])
    except (ValueError, TypeError, LookupError):
        return None
    return form if isinstance(form, model.Form) else None


def _plain(node: Any) -> Any:  # noqa: ANN401 - any part of the model
    kind = type(node)
    if kind in _CLASSES:
        return [kind.__name__, *map(_plain, node)]
    if isinstance(node, tuple):
        return [None, *map(_plain, node)]
    return node


def _built(node: Any) -> Any:  # noqa: ANN401 - any part of the model
    if type(node) is list:
        parts = [_built(part) if type(part) is list else part for part in node[1:]]
        return tuple(parts) if node[0] is None else _BY_NAME[node[0]](*parts)
    return node
