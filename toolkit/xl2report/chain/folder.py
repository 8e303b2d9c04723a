"""A work folder: the settings, the roster, the returns and last year's workbooks of one city.

`xl2report.toml` holds city, year, form and the deadlines by group, `roster.xlsx` the units that report,
`returns/` what they have sent, `last/` last year's workbooks, city workbook or published report,
`templates/` what is sent out to the units, `output/` what a run makes.
"""

from collections.abc import Iterable
from datetime import date
from pathlib import Path
from typing import NamedTuple

from xl2report.chain.errors import CannotWork

SETTINGS = "xl2report.toml"
ROSTER = "roster.xlsx"
RETURNS = "returns"
LAST = "last"
OUTPUT = "output"
TEMPLATES = "templates"
# The group of units whose row names none.
COMMON = "全部"

_KEYS = {
    "city": str,
    "code": str,
    "form": str,
    "year": int,
    "office": str,
    "contact": str,
    "deadlines": dict,
}


class Folder(NamedTuple):
    """A work folder with its settings; `deadlines` are the last days by group."""

    path: Path
    city: str
    code: str
    form: str
    year: int
    office: str
    contact: str
    deadlines: dict[str, date]

    @property
    def roster(self) -> Path | None:
        """The roster, where there is one."""
        path = self.path / ROSTER
        return path if path.is_file() else None

    @property
    def returns(self) -> Path:
        """Where the returned workbooks lie."""
        return self.path / RETURNS

    @property
    def last(self) -> tuple[Path, ...]:
        """Last year's files; none where nothing lies there."""
        path = self.path / LAST
        return (path,) if path.is_dir() and any(_seen(path)) else ()

    @property
    def output(self) -> Path:
        """Where results go."""
        return self.path / OUTPUT

    @property
    def templates(self) -> Path:
        """Where the workbooks to be sent out go."""
        return self.path / TEMPLATES

    def deadline(self, group: str) -> date | None:
        """The last day for a group; the common one where the group has none of its own."""
        return self.deadlines.get(group) or self.deadlines.get(COMMON)


class Given(NamedTuple):
    """What a command is to work with: as it was told, and where it was not, as a work folder says.

    `groups` are the deadline groups that the roster may name, none where they are not known.
    """

    paths: tuple[Path, ...]
    roster: Path | None = None
    last: tuple[Path, ...] = ()
    year: int | None = None
    form: str | None = None
    groups: tuple[str, ...] = ()
    folder: Folder | None = None


def given_of(
    paths: Iterable[Path | str],
    *,
    roster: Path | str | None = None,
    last: Iterable[Path | str] = (),
    year: int | None = None,
    form: str | None = None,
) -> Given:
    """What was given; of a work folder, named alone, all that was not. Raises CannotWork."""
    listed = tuple(Path(path) for path in paths)
    past = tuple(Path(path) for path in last)
    named = Path(roster) if roster is not None else None
    if len(listed) != 1 or not is_folder(listed[0]):
        return Given(listed, named, past, year, form)
    folder = open_folder(listed[0])
    return Given(
        listed,
        named or folder.roster,
        past or folder.last,
        year or folder.year,
        form or folder.form,
        tuple(folder.deadlines),
        folder,
    )


def returns_of(path: Path) -> Path:
    """Where workbooks are looked for: of a work folder its returns, else the folder itself."""
    return path / RETURNS if is_folder(path) else path


def _seen(folder: Path) -> list[Path]:
    return [path for path in folder.rglob("*") if path.is_file() and path.name[0] not in ".~"]


def is_folder(path: Path | str) -> bool:
    """Whether a path is a work folder."""
    return (Path(path) / SETTINGS).is_file()


def home_of(book: Path | str) -> Folder | None:
    """The work folder in which a workbook lies, itself or among the results; None where it lies elsewhere.

    Raises CannotWork where its settings are wrong.
    """
    folder = Path(book).parent
    if not is_folder(folder) and folder.resolve().name == OUTPUT:
        folder = folder.parent if folder.name == OUTPUT else folder.resolve().parent
    return open_folder(folder) if is_folder(folder) else None


def open_folder(path: Path | str) -> Folder:
    """The work folder at a path. Raises CannotWork where there is none or its settings are wrong."""
    import tomllib

    folder = Path(path)
    file = folder / SETTINGS
    try:
        text = file.read_text(encoding="utf-8-sig")
    except OSError:
        chinese = f"{folder} 不是工作文件夹：没有 {SETTINGS}。可用 xl2report init 建立"
        english = f"{folder} is no work folder: it has no {SETTINGS}. Make one by xl2report init"
        raise CannotWork(chinese, english) from None
    except UnicodeDecodeError:
        chinese = f"{file} 不是 UTF-8 编码，请另存为 UTF-8"
        raise CannotWork(chinese, f"{file} is not in UTF-8; save it so") from None
    try:
        found = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        chinese = f"{file} 写法有误：{error}"
        raise CannotWork(chinese, f"{file} is written wrongly: {error}") from None
    return _folder(folder, file, found)


def _folder(folder: Path, file: Path, found: dict[str, object]) -> Folder:
    from difflib import get_close_matches

    for key, value in found.items():
        if key not in _KEYS:
            near = get_close_matches(key, _KEYS, 1)
            hint, hint_en = (f"，是否应为 {near[0]}", f"; is it {near[0]}") if near else ("", "")
            known = ", ".join(_KEYS)
            raise CannotWork(
                f"{file} 中没有“{key}”这一项{hint}？可用：{known}",
                f"{file}: there is no setting {key}{hint_en}? Known: {known}",
            )
        kind = _KEYS[key]
        if not isinstance(value, kind) or isinstance(value, bool):
            chinese = f"{file}：{key} 应写成{_SHAPES[kind][0]}，现为 {value!r}"
            raise CannotWork(chinese, f"{file}: {key} should be {_SHAPES[kind][1]}, not {value!r}")
    missing = next((key for key in ("city", "form", "year") if not found.get(key)), "")
    if missing:
        chinese = f"{file} 缺少 {missing}"
        raise CannotWork(chinese, f"{file} lacks {missing}")
    words = {key: str(found.get(key, "")) for key in ("city", "code", "form", "office", "contact")}
    days = {name: _day(file, name, day) for name, day in _table(found, "deadlines").items()}
    return Folder(folder, **words, year=int(str(found["year"])), deadlines=days)


def _table(found: dict[str, object], key: str) -> dict[str, object]:
    """A section of the settings; empty where there is none."""
    section = found.get(key)
    return dict(section) if isinstance(section, dict) else {}


_SHAPES = {
    str: ('带引号的文字，如 "乳山市"', 'a text in quotes, such as "乳山市"'),
    int: ("四位数字，如 2025", "a number, such as 2025"),
    dict: ("一节 [deadlines]", "a section [deadlines]"),
}


def _day(file: Path, name: str, day: object) -> date:
    if isinstance(day, str):
        try:
            return date.fromisoformat(day)
        except ValueError:
            pass
    elif type(day) is date:
        return day
    chinese = f"{file}：[deadlines] 中“{name}”应写成日期，如 2026-01-20，现为 {day!r}"
    english = f"{file}: “{name}” of [deadlines] should be a date such as 2026-01-20, not {day!r}"
    raise CannotWork(chinese, english)
