"""A number followed through workbooks: the report's sentence, the city's cell, the units' cells; and back."""

from collections.abc import Sequence
from functools import cached_property
from hashlib import sha256
from pathlib import Path
from typing import Any, NamedTuple

from xl2report.chain.books import BookFile, find_books, read_books
from xl2report.chain.earlier import Before
from xl2report.chain.errors import CannotWork
from xl2report.chain.explain import point_data, unknown
from xl2report.chain.folder import home_of, is_folder, open_folder
from xl2report.chain.forms import open_plan
from xl2report.chain.told import Sources, tell
from xl2report.form.layout import ADJUSTMENTS_AMOUNT, ADJUSTMENTS_SHEET, ADJUSTMENTS_TOP
from xl2report.form.plan import Plan
from xl2report.ground.filing import Filing
from xl2report.ground.points import Measure
from xl2report.ground.rollup import Contribution
from xl2report.work.adjustments import find_point
from xl2report.work.narrative.claims import claims_of
from xl2report.work.origins import Origin, formula_in_words

# A city within a province within a country, and one to spare.
_DEEPEST = 6


class Known(NamedTuple):
    """A workbook that was read: where it lies, what stands in it; `named` tells that somebody named it."""

    book: BookFile
    filing: Filing
    plan: Plan
    named: bool


def trace(subject: str, paths: Sequence[Path], form: str | None, password: str) -> dict[str, Any]:
    """A point with its chains through the workbooks of the paths. Raises CannotWork."""
    shelf = _Shelf(paths, password)
    if not shelf.known:
        raise CannotWork("没有可以读取的工作簿", "There is no workbook that could be read")
    plans = (
        [open_plan(form)]
        if form
        else list({known.plan.form.id: known.plan for known in shelf.known}.values())
    )
    found = [(plan, point) for plan in plans if (point := find_point(plan, subject)) is not None]
    if not found:
        raise unknown(subject, plans)
    plan, point = found[0]
    name = plan.form.points[point].id
    books = [
        _Followed(known, name, shelf).data() for known in shelf.heads if name in known.plan.index
    ]
    if not books:
        books = [shelf.together(plan, point)]
    return {"kind": "point", **point_data(plan, point), "books": books}


class _Shelf:
    """The workbooks of the paths; those of a folder that nobody named are looked into when wanted."""

    def __init__(self, paths: Sequence[Path], password: str) -> None:
        self._files: dict[str, BookFile] = {}
        self._read: dict[str, Known | None] = {}
        self.known: list[Known] = []
        for path in paths:
            folder = is_folder(path)
            if folder and (output := open_folder(path).output).is_dir():
                for file in sorted(output.glob("*.xlsx")):
                    self._add(BookFile(str(file.parent), file.name, searched=True), read=True)
            cities = folder and any(_is_city(known) for known in self.known)
            for book in find_books([path], password=password):
                # Where there is a total, its parts are only looked at when the chain leads to them.
                self._add(book, read=not cities)

    def _add(self, book: BookFile, *, read: bool) -> None:
        key = str(book.path.resolve())
        if key in self._files:
            return
        self._files[key] = book
        if read and (known := self._open(key)) is not None:
            self.known.append(known)

    def _open(self, key: str) -> Known | None:
        if key not in self._read:
            book = self._files[key]
            name, filing, plan, _ = next(iter(read_books([book])))
            del name
            whole = filing is not None and plan is not None
            self._read[key] = Known(book, filing, plan, not book.searched) if whole else None  # type: ignore[arg-type]  # both are there
        return self._read[key]

    @property
    def heads(self) -> list[Known]:
        """The workbooks to begin with: totals, and units' own that somebody named."""
        return [known for known in self.known if known.named or _is_city(known)]

    @property
    def cities(self) -> list[Known]:
        """The totals."""
        return [known for known in self.known if _is_city(known)]

    def file_of(self, part: Contribution) -> BookFile | None:
        """The file that a part came from: the one of that name, of several the one with its bytes."""
        there = [
            book
            for book in self._files.values()
            if book.name == part.book or book.path.name == Path(part.book).name
        ]
        same = [book for book in there if part.digest and digest_of(book) == part.digest]
        return next(iter([*same, *there]), None)

    def opened(self, book: BookFile) -> Known | None:
        """What stands in a file."""
        return self._open(str(book.path.resolve()))

    def together(self, plan: Plan, point: int) -> dict[str, Any]:
        """Units' workbooks without a total: what each of them gives, and what they come to."""
        given = [known for known in self.known if known.plan.form.id == plan.form.id]
        measure = plan.form.points[point].measure
        parts = [_own(known, point) for known in given]
        known_values = [
            value for known in given if (value := known.filing.values[point]) is not None
        ]
        total = None
        if known_values:
            total = (
                max(known_values) if plan.form.points[point].roll == "max" else sum(known_values)
            )
        return {
            "book": "", "role": "none", "reporter": "", "year": None, "place": "", "value": _show(total, measure),
            "sentences": [], "from": [], "parts": [one for one in parts if one["value"] not in {None, "0"}],
            "zero": sum(value == 0 for value in known_values), "blank": len(given) - len(known_values),
            "adjustments": [], "goes_into": [],
        }  # fmt: skip


def _is_city(known: Known) -> bool:
    return bool(known.filing.parts)


def digest_of(book: BookFile) -> str:
    """The SHA-256 of a file as it is now; "" where it cannot be read."""
    try:
        return sha256(book.path.read_bytes()).hexdigest()
    except OSError:
        return ""


def _show(value: int | None, measure: Measure) -> str | None:
    return None if value is None else measure.show(value)


def _own(known: Known, point: int) -> dict[str, Any]:
    """A unit's own cell."""
    filing, plan = known.filing, known.plan
    sheet, cell = filing.stands(point, plan.layout.cells[point])
    return {
        "reporter": filing.reporter or (filing.stamp.reporter if filing.stamp else ""),
        "book": known.book.name,
        "sha256": filing.digest or digest_of(known.book),
        "place": f"{sheet}!{cell}",
        "value": _show(filing.values[point], plan.form.points[point].measure),
    }


class _Followed:
    """One workbook, and one point of it."""

    def __init__(self, known: Known, point: str, shelf: _Shelf) -> None:
        self.known, self.shelf = known, shelf
        self.filing, self.plan = known.filing, known.plan
        self.point = known.plan.index[point]

    def data(self) -> dict[str, Any]:
        """The chain: sentences, cell, what it is computed from, parts and adjustments, and where it goes."""
        filing, city = self.filing, _is_city(self.known)
        own = _own(self.known, self.point)
        return {
            "book": own["book"],
            "role": "city" if city else "unit",
            "reporter": own["reporter"],
            "year": filing.year,
            "place": own["place"],
            "value": own["value"],
            "sha256": own["sha256"],
            "sentences": self.sentences(),
            "from": self.addends(),
            **self.parts(self.known, 0),
            "adjustments": self.adjustments(self.known),
            "goes_into": [] if city else self.goes_into(own),
        }

    def sentences(self) -> list[dict[str, Any]]:
        """Where the report says this number, or one that is computed from it."""
        plan = self.plan
        name = plan.form.points[self.point].id
        built = {
            plan.form.points[point].id
            for point, typed in plan.relations.base.items()
            if self.point in typed and point != self.point
        }
        found = []
        # In the office's own sentences; what a number has to do with last year is told elsewhere.
        sources = Sources(home=home_of(self.known.book.path), before=Before())
        for told in claims_of(tell(self.known.book, sources).story):
            via = [point for point in told.points if point in built]
            if name in told.points or via:
                found.append(
                    {
                        "printed": told.printed,
                        "sentence": told.sentence.strip(),
                        "formula": told.formula,
                        "words": formula_in_words(told.formula, self.labels),
                        "via": []
                        if name in told.points
                        else [plan.form.points[plan.index[point]].label for point in via],
                    }
                )
        return found

    @cached_property
    def labels(self) -> dict[str, Origin]:
        """The points by their printed labels."""
        return {point.id: Origin(point.label, "", "") for point in self.plan.form.points}

    def addends(self) -> list[dict[str, Any]]:
        """What a computed cell is the sum of, where it is not zero."""
        plan = self.plan
        if self.point not in plan.relations.fills:
            return []
        found = []
        for point in plan.relations.base[self.point]:
            if self.filing.values[point] != 0:
                sheet, cell = self.filing.stands(point, plan.layout.cells[point])
                value = _show(self.filing.values[point], plan.form.points[point].measure)
                found.append(
                    {"point": plan.form.points[point].id, "label": plan.form.points[point].label, "place": f"{sheet}!{cell}", "value": value}
                )  # fmt: skip
        return found

    def parts(self, known: Known, depth: int) -> dict[str, Any]:
        """What each reporter gave, those with a number one by one; files are followed further down."""
        values = [(part, part.values[self.point]) for part in known.filing.parts]
        return {
            "parts": [self.part(part, value, depth) for part, value in values if value],
            "zero": sum(value == 0 for _, value in values),
            "blank": sum(value is None for _, value in values),
        }

    def part(self, part: Contribution, value: int | None, depth: int) -> dict[str, Any]:
        """A unit's cell, as it was when it was added up and as it is now."""
        measure = self.plan.form.points[self.point].measure
        sheet, cell = self.plan.layout.cells[self.point]
        found: dict[str, Any] = {
            "reporter": part.reporter, "book": part.book, "category": part.category,
            "sha256": part.digest, "saved": part.saved,
            "place": f"{sheet}!{cell}", "value": _show(value, measure), "file": None,
        }  # fmt: skip
        file = self.shelf.file_of(part)
        if file is None:
            return found
        found["file"] = file.path.as_posix()
        below = self.shelf.opened(file)
        if part.digest and digest_of(file) != part.digest:
            now = below.filing.values[self.point] if below is not None else None
            return {**found, "changed": True, "now": _show(now, measure)}
        found["changed"] = False if part.digest else None
        if below is None or below.plan.form.id != self.plan.form.id:
            return found
        sheet, cell = below.filing.stands(self.point, self.plan.layout.cells[self.point])
        found["place"] = f"{sheet}!{cell}"
        if _is_city(below) and depth < _DEEPEST:
            found.update(self.parts(below, depth + 1))
            found["adjustments"] = self.adjustments(below)
        return found

    def adjustments(self, known: Known) -> list[dict[str, Any]]:
        """What the office has added to the point, or to what it is computed from."""
        plan = self.plan
        wanted = {self.point, *plan.relations.base.get(self.point, ())}
        found = []
        for row, one in enumerate(known.filing.adjustments, ADJUSTMENTS_TOP):
            if one.point in wanted:
                point = plan.form.points[one.point]
                amount = point.measure._replace(signed=True).show(one.amount, sign=True)
                found.append(
                    {
                        "label": point.label, "amount": amount, "reason": one.reason, "author": one.author,
                        "date": one.date, "reporter": one.reporter,
                        "place": f"{ADJUSTMENTS_SHEET}!{ADJUSTMENTS_AMOUNT}{row}",
                    }
                )  # fmt: skip
        return found

    def goes_into(self, own: dict[str, Any]) -> list[dict[str, Any]]:
        """The totals that this unit's cell is part of, and what the report says of them."""
        return [
            {
                **_pick(_Followed(city, self.plan.form.points[self.point].id, self.shelf)),
                "counted": counted,
            }
            for city in self.shelf.cities
            if self.plan.form.id == city.plan.form.id
            and (counted := _counted(city, own, self.point)) is not None
        ]


def _counted(city: Known, own: dict[str, Any], point: int) -> dict[str, Any] | None:
    """How a total has counted a file: by its bytes, else by its name."""
    parts = city.filing.parts
    same = [part for part in parts if part.digest and part.digest == own["sha256"]]
    named = [part for part in parts if Path(part.book).name == Path(own["book"]).name]
    part = next(iter([*same, *named]), None)
    if part is None:
        return None
    measure = city.plan.form.points[point].measure
    return {"value": _show(part.values[point], measure), "same_file": bool(same)}


def _pick(followed: _Followed) -> dict[str, Any]:
    own = _own(followed.known, followed.point)
    return {
        "book": own["book"], "place": own["place"], "value": own["value"],
        "sentences": followed.sentences(),
    }  # fmt: skip
