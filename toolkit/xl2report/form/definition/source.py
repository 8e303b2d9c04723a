"""YAML files as one mapping, with the line of everything that stands in it.

Knows ruamel.yaml and includes; not what the keys mean. Imported only when YAML is read.
"""

import re
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from ruamel.yaml import YAML
from ruamel.yaml.comments import CommentedMap, CommentedSeq
from ruamel.yaml.error import MarkedYAMLError, YAMLError

from xl2report.form import homes
from xl2report.form.definition.errors import FormError, nearest

Path_ = tuple[str | int, ...]
_FULL_WIDTH_COLON = re.compile(r"^\s*(?:- )?[A-Za-z_]+：")
_TAB = re.compile(r"^ *\t")
# What an office may say in its own words: not what is asked, and not what must hold.
_SENTENCES = ("narrative", "phrases", "year_on_year")


class Source:
    """The merged mapping of a form and its includes; `where(path)` gives `file:line`.

    `added` names the phrases that an office's own files bring and the form does not have.
    """

    def __init__(
        self,
        data: dict[str, Any],
        tops: dict[str, str],
        places: dict[int, str],
        added: tuple[str, ...] = (),
    ) -> None:
        self.data = data
        self.added = added
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
            else:  # lists of several files, joined, or sentences put in the place of others
                best = self._tops.get(f"{path[0]}.{step}", self._places.get(id(below), best))
            node = below
        return best

    def names(self, path: Path_) -> list[str]:
        """The path as a person finds it: list positions replaced by the id that stands there."""
        node: Any = self.data
        names = []
        for step in path:
            try:
                node = node[step]
            except (KeyError, IndexError, TypeError):
                node = None
            own = node.get("id") if isinstance(node, dict) else None
            names.append(str(own) if isinstance(step, int) and own else str(step))
        return names

    def told(self, path: Path_, words: str) -> str:
        """A mistake as one line: `file:line: a › b: words`."""
        return f"{self.where(path)}: {' › '.join(self.names(path))}: {words}"


def read_source(folder: Path, own: Iterable[Path] = ()) -> Source:
    """`form.yaml` of the folder with all it includes, as one mapping.

    Lists under one key are joined (the form's own first), any other key may stand once. `own` are an
    office's files of sentences: what stands in them replaces the form's, key by key.
    Raises FormError for what is no YAML, a duplicate key, an unknown include.
    """
    places: dict[int, str] = {}
    form = _load(folder / "form.yaml", places)
    data: dict[str, Any] = {}
    tops: dict[str, str] = {}
    for name, mapping in (("form.yaml", form), *_included(folder, form, places)):
        for key, value in mapping.items():
            line = f"{name}:{mapping.lc.key(key)[0] + 1}"
            if key not in data:
                data[key] = value
                tops[key] = line
            elif isinstance(data[key], list) and isinstance(value, list):
                data[key] = [*data[key], *value]
            else:
                raise FormError([f"{line}: {key}: 已在 {tops[key]} 定义 already stands there"])
    known = set(data.get("phrases") or ())
    for file in own:
        _replace(data, tops, places, file)
    added = tuple(name for name in data.get("phrases") or () if name not in known)
    return Source(data, tops, places, added)


def _replace(
    data: dict[str, Any], tops: dict[str, str], places: dict[int, str], file: Path
) -> None:
    """Put an office's own sentences in the place of the form's."""
    # The form has files of the same names: a mistake must not send people to those.
    name = f"{file.resolve().parent.name}/{file.name}"
    mapping = _load(file, places, name)
    for key, value in mapping.items():
        line = f"{name}:{mapping.lc.key(key)[0] + 1}"
        if key not in _SENTENCES:
            words = "此文件只放句子 only sentences stand here"
            raise FormError([f"{line}: {key}: {words}{nearest(str(key), _SENTENCES)}"])
        if not isinstance(value, CommentedMap):
            raise FormError([f"{line}: {key}: 应为键值表 a mapping of keys is expected"])
        data[key] = {**(data.get(key) or {}), **value}
        tops[key] = line
        lines = {inner: f"{name}:{value.lc.key(inner)[0] + 1}" for inner in value}
        tops.update({f"{key}.{inner}": at for inner, at in lines.items()})


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


def _load(file: Path, places: dict[int, str], name: str = "") -> CommentedMap:
    name = name or file.name
    data = file.read_bytes()
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        number = data.count(b"\n", 0, error.start) + 1
        raise FormError([f"{name}:{number}: 应存为 UTF-8 save the file as UTF-8"]) from None
    for number, line in enumerate(text.splitlines(), 1):
        # YAML reports both of these on a later line, in words that lead astray.
        if _FULL_WIDTH_COLON.match(line):
            raise FormError([f"{name}:{number}: 冒号应为半角 “:” the colon is full-width"])
        if _TAB.match(line):
            raise FormError([f"{name}:{number}: 缩进应为空格 indent with spaces, not tabs"])
    try:
        mapping = YAML(typ="rt").load(text)
    except MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        number = mark.line + 1 if mark is not None else 1
        told = (error.problem or "").splitlines()[0] if error.problem else "YAML"
        raise FormError([f"{name}:{number}: {told}"]) from None
    except YAMLError as error:
        told = str(error).splitlines()[0]
        raise FormError([f"{name}:1: {told}"]) from None
    if not isinstance(mapping, CommentedMap):
        raise FormError([f"{name}:1: 应为键值表 a mapping of keys is expected"])
    _mark(mapping, name, places)
    return mapping


def _mark(node: object, file: str, places: dict[int, str]) -> None:
    """Remember file and line of every mapping and list; the nodes stay alive in the Source."""
    if isinstance(node, CommentedMap | CommentedSeq):
        places[id(node)] = f"{file}:{node.lc.line + 1}"
        children = node.values() if isinstance(node, CommentedMap) else node
        for child in children:
            _mark(child, file, places)
