"""YAML files as one mapping, with the line of everything that stands in it.

Knows ruamel.yaml and includes; not what the keys mean. Imported only when YAML is read.
"""

import re
from pathlib import Path
from typing import Any

from ruamel.yaml import YAML
from ruamel.yaml.comments import CommentedMap, CommentedSeq
from ruamel.yaml.error import MarkedYAMLError, YAMLError

from xl2report.form import homes
from xl2report.form.definition.errors import FormError

Path_ = tuple[str | int, ...]
_FULL_WIDTH_COLON = re.compile(r"^\s*(?:- )?[A-Za-z_]+：")
_TAB = re.compile(r"^ *\t")


class Source:
    """The merged mapping of a form and its includes; `where(path)` gives `file:line`."""

    def __init__(self, data: dict[str, Any], tops: dict[str, str], places: dict[int, str]) -> None:
        self.data = data
        self._tops = tops
        self._places = places

    def where(self, path: Path_) -> str:
        """`form.yaml:12` of the innermost thing on this path that has a line of its own."""
        if not path:
            return "form.yaml:1"
        best = self._tops.get(str(path[0]), "form.yaml:1")
        node: Any = self.data.get(str(path[0]))
        for step in path[1:]:
            best = self._places.get(id(node), best)
            try:
                below = node[step]
            except (KeyError, IndexError, TypeError):
                return best
            if isinstance(node, CommentedMap):
                best = f"{best.rpartition(':')[0]}:{node.lc.key(step)[0] + 1}"
            elif isinstance(node, CommentedSeq):
                best = f"{best.rpartition(':')[0]}:{node.lc.item(step)[0] + 1}"
            else:  # lists of several files, joined
                best = self._places.get(id(below), best)
            node = below
        return best


def read_source(folder: Path) -> Source:
    """`form.yaml` of the folder with all it includes, as one mapping.

    Lists under one key are joined (the form's own first), any other key may stand once.
    Raises FormError for what is no YAML, a duplicate key, an unknown include.
    """
    places: dict[int, str] = {}
    own = _load(folder / "form.yaml", places)
    data: dict[str, Any] = {}
    tops: dict[str, str] = {}
    for file, mapping in (("form.yaml", own), *_included(folder, own, places)):
        for key, value in mapping.items():
            line = f"{file}:{mapping.lc.key(key)[0] + 1}"
            if key not in data:
                data[key] = value
                tops[key] = line
            elif isinstance(data[key], list) and isinstance(value, list):
                data[key] = [*data[key], *value]
            else:
                raise FormError([f"{line}: {key}: 已在 {tops[key]} 定义 already stands there"])
    return Source(data, tops, places)


def _included(
    folder: Path, own: CommentedMap, places: dict[int, str]
) -> list[tuple[str, CommentedMap]]:
    names: Any = own.get("include") or []
    line = f"form.yaml:{own.lc.key('include')[0] + 1}" if names else ""
    if not isinstance(names, list):
        raise FormError([f"{line}: include: 应为文件名列表 a list of files is expected"])
    found = []
    for name in names:
        file = homes.shared_file(folder, str(name))
        if file is None:
            raise FormError([f"{line}: include: 找不到文件 no such file: {name}"])
        found.append((file.name, _load(file, places)))
    return found


def _load(file: Path, places: dict[int, str]) -> CommentedMap:
    data = file.read_bytes()
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        number = data.count(b"\n", 0, error.start) + 1
        raise FormError([f"{file.name}:{number}: 应存为 UTF-8 save the file as UTF-8"]) from None
    for number, line in enumerate(text.splitlines(), 1):
        # YAML reports both of these on a later line, in words that lead astray.
        if _FULL_WIDTH_COLON.match(line):
            raise FormError([f"{file.name}:{number}: 冒号应为半角 “:” the colon is full-width"])
        if _TAB.match(line):
            raise FormError([f"{file.name}:{number}: 缩进应为空格 indent with spaces, not tabs"])
    try:
        mapping = YAML(typ="rt").load(text)
    except MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        number = mark.line + 1 if mark is not None else 1
        told = (error.problem or "").splitlines()[0] if error.problem else "YAML"
        raise FormError([f"{file.name}:{number}: {told}"]) from None
    except YAMLError as error:
        told = str(error).splitlines()[0]
        raise FormError([f"{file.name}:1: {told}"]) from None
    if not isinstance(mapping, CommentedMap):
        raise FormError([f"{file.name}:1: 应为键值表 a mapping of keys is expected"])
    _mark(mapping, file.name, places)
    return mapping


def _mark(node: object, file: str, places: dict[int, str]) -> None:
    """Remember file and line of every mapping and list; the nodes stay alive in the Source."""
    if isinstance(node, CommentedMap | CommentedSeq):
        places[id(node)] = f"{file}:{node.lc.line + 1}"
        children = node.values() if isinstance(node, CommentedMap) else node
        for child in children:
            _mark(child, file, places)
