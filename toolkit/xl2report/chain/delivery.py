"""Notes and marked copies put into a folder beside those of earlier checks; a stranger's file stays.

A hidden list in the folder says what this tool wrote there, of which workbook, and its digest. What
is in it and unchanged may be replaced, or removed once its workbook has been checked again and needs
it no more. Everything else stays as it is and is told. What is about to be written is noted in a
journal beside the list first, so that the files of a run that was killed are known too.
"""

import json
import os
from collections.abc import Iterable, Mapping
from contextlib import suppress
from hashlib import blake2b
from pathlib import Path, PurePosixPath
from typing import Literal, NamedTuple

from xl2report.chain.errors import CannotWork
from xl2report.chain.outlet import write_whole

MANIFEST = ".xl2report.json"
JOURNAL = ".xl2report.journal"
Kind = Literal["notes", "copies"]
Why = Literal["changed", "gone", "strange"]
WHY: dict[Why, tuple[str, str]] = {
    "changed": ("写出后被改动过，没有删除", "changed since it was written, and so not removed"),
    "gone": (
        "它所属的工作簿已不在原处，没有删除",
        "its workbook is no longer where it was; not removed",
    ),
    "strange": (
        "已有同名文件，不是本工具写的或写出后被改动过，没有覆盖",
        "is not of this tool or was changed since, and so not replaced",
    ),
}


class Entry(NamedTuple):
    """A file in the list: its digest, and where the workbook lies that it is about."""

    digest: str
    of: str


class Stays(NamedTuple):
    """A file that was left as it is, and why."""

    path: Path
    why: Why

    def told(self, *, english: bool) -> str:
        """The file and the reason, in words."""
        reason = WHY[self.why][english]
        return f"{self.path}: {reason}" if english else f"{self.path}：{reason}"


class Delivered(NamedTuple):
    """What was written, what an earlier check had left and was removed, and what stays."""

    written: tuple[Path, ...]
    removed: tuple[Path, ...]
    stays: tuple[Stays, ...]


class Delivery:
    """Files of one kind on their way into a folder; `inputs` are neither replaced nor removed."""

    def __init__(self, folder: Path, kind: Kind, inputs: Iterable[Path | str] = ()) -> None:
        self.folder = folder
        self._kind = kind
        self._before = _entries(folder, kind)
        self._inputs = inputs
        self._inputs_there: frozenset[str] | None = None
        self._now: dict[str, Entry] = {}
        self._written: list[Path] = []
        self._stays: list[Stays] = []

    def put(self, name: str, data: bytes, of: Path) -> Path:
        """Write a file, under another name where a stranger's has this one.

        Raises CannotWork, also where an input has the name.
        """
        self._refuse_input(self.folder / name)
        free, number = name, 1
        while self._taken(free):
            number += 1
            if number == 2:
                self._stays.append(Stays(self.folder / name, "strange"))
            path = PurePosixPath(name)
            free = str(path.with_name(f"{path.stem}-{number}{path.suffix}"))
        target = self.folder / free
        self._refuse_input(target)
        entry = Entry(_digest(data), str(of.resolve()))
        self._note(free, entry)
        write_whole(target, data)
        self._now[free] = entry
        self._written.append(target)
        return target

    def _refuse_input(self, target: Path) -> None:
        if self._is_input(target):
            chinese = f"输出文件 {target} 也是输入文件，请换一个文件夹"
            english = f"The result {target} is also an input; give another folder"
            raise CannotWork(chinese, english)

    def _is_input(self, path: Path) -> bool:
        if not path.exists():
            return False
        if self._inputs_there is None:
            # Resolved once, and only where something lies in the folder already.
            self._inputs_there = frozenset(map(os.path.realpath, self._inputs))
        return os.path.realpath(path) in self._inputs_there

    def _note(self, name: str, entry: Entry) -> None:
        """Say in the journal what is about to be written; where it cannot, the list says it later."""
        line = json.dumps([self._kind, name, *entry], ensure_ascii=True) + "\n"
        with suppress(OSError):
            self.folder.mkdir(parents=True, exist_ok=True)
            # A line break before it as well: a run may have been killed amid its line.
            with (self.folder / JOURNAL).open("ab") as journal:
                journal.write(b"\n" + line.encode())

    def _taken(self, name: str) -> bool:
        if name in self._now:
            return True
        path = self.folder / name
        return path.exists() and not self._ours(name)

    def _ours(self, name: str) -> bool:
        known = self._before.get(name, ())
        try:
            return bool(known) and self._digest_of(name) in {one.digest for one in known}
        except OSError:
            return False

    def _digest_of(self, name: str) -> str:
        return _digest((self.folder / name).read_bytes())

    def finish(self, checked: Mapping[str, Path]) -> Delivered:
        """Remove what is out of date of the workbooks that were checked, and keep the list."""
        again = {str(path.resolve()) for path in checked.values()}
        removed: list[Path] = []
        left: dict[str, Entry] = {}
        for name, entries in self._before.items():
            path = self.folder / name
            if name in self._now or not path.exists():
                continue
            entry = left[name] = self._latest(name, entries)
            if entry.of not in again:
                if not Path(entry.of).exists():
                    self._stays.append(Stays(path, "gone"))
            elif self._is_input(path):
                continue
            elif not self._ours(name):
                self._stays.append(Stays(path, "changed"))
            else:
                with suppress(OSError):
                    path.unlink()
                    removed.append(path)
                    del left[name]
        known = left | self._now
        if known or self._before:
            _keep(self.folder, self._kind, known)
        return Delivered(tuple(self._written), tuple(removed), tuple(self._stays))

    def _latest(self, name: str, entries: tuple[Entry, ...]) -> Entry:
        """What is known of a file: of several entries that of the one that lies there."""
        if len(entries) > 1:
            with suppress(OSError):
                digest = self._digest_of(name)
                return next((one for one in entries if one.digest == digest), entries[-1])
        return entries[-1]


def _digest(data: bytes) -> str:
    return blake2b(data, digest_size=16).hexdigest()


def _read(folder: Path) -> dict[str, object]:
    try:
        found = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))
    except (OSError, ValueError, RecursionError):
        return {}
    return found if isinstance(found, dict) else {}


def _entries(folder: Path, kind: Kind) -> dict[str, tuple[Entry, ...]]:
    """What the list and the journal say of a kind; whatever is not as this tool writes it is none of ours.

    Of one file they may say several things: a run may be killed before or behind its writing.
    """
    listed = _read(folder).get(kind)
    said = [
        (name, entry.get("digest"), entry.get("of"))
        for name, entry in (listed if isinstance(listed, dict) else {}).items()
        if isinstance(entry, dict)
    ]
    said += [line[1:] for line in _journal(folder) if line[0] == kind]
    found: dict[str, tuple[Entry, ...]] = {}
    for name, digest, of in said:
        inside = PurePosixPath(name)
        if inside.is_absolute() or ".." in inside.parts:
            continue
        if isinstance(digest, str) and isinstance(of, str):
            found[name] = (*found.get(name, ()), Entry(digest, of))
    return found


def _journal(folder: Path) -> list[tuple[str, str, str, str]]:
    """The lines of the journal that a killed run has left: kind, name, digest, workbook."""
    try:
        lines = (folder / JOURNAL).read_bytes().splitlines()
    except OSError:
        return []
    found = []
    for line in lines:
        with suppress(ValueError, RecursionError):
            said = json.loads(line)
            if isinstance(said, list) and len(said) == 4 and all(isinstance(x, str) for x in said):
                found.append((said[0], said[1], said[2], said[3]))
    return found


def _keep(folder: Path, kind: Kind, entries: Mapping[str, Entry]) -> None:
    """Write the list; the journal goes but for what it says of the other kind."""
    everything = _read(folder)
    everything[kind] = {name: entry._asdict() for name, entry in sorted(entries.items())}
    text = json.dumps(everything, ensure_ascii=False, indent=1, sort_keys=True) + "\n"
    write_whole(folder / MANIFEST, text.encode())
    others = [line for line in _journal(folder) if line[0] != kind]
    with suppress(OSError):
        if others:
            lines = "".join(json.dumps(line, ensure_ascii=True) + "\n" for line in others)
            write_whole(folder / JOURNAL, lines.encode())
        else:
            (folder / JOURNAL).unlink(missing_ok=True)
