"""What is told of an imported report: codes P…, with the place in the document and what stands there."""

import re
from collections.abc import Iterator

from xl2report.form.plan import Plan
from xl2report.ground.filing import Filing
from xl2report.ground.findings import Finding
from xl2report.ground.published import Published
from xl2report.work.imported.labels import plain
from xl2report.work.imported.model import Harvest, Hit, Spot, Trouble
from xl2report.work.imported.prose import Passages, Titled
from xl2report.work.imported.values import Said

_MOST = 6
_LONGEST = 40
# Figures that are left out are told, not counted: the widest line has 15.
_ALL_CELLS = 20
# A code for each reason why cells were not taken.
_CODES = {
    "count": "P704",
    "heading": "P705",
    "no_heading": "P705",
    "twice": "P706",
    "group": "P707",
}


class Read:
    """All that the findings are made from; cells worth a word are noted while values are read."""

    def __init__(
        self, document: Published, plan: Plan, found: Harvest, title: Titled, words: Passages
    ) -> None:
        self.document = document
        self.plan = plan
        self.found = found
        self.title = title
        self.words = words
        self.noted: list[tuple[int, Hit, Said]] = []

    def told(self, point: int, hit: Hit, value: Said) -> None:
        """Note a cell that is not just a number."""
        self.noted.append((point, hit, value))


def findings_of(read: Read, filing: Filing) -> Iterator[Finding]:
    """Every finding of an import, the gravest things first."""
    yield from _document(read, filing)
    yield from _tables(read, filing)
    for trouble in read.found.troubles:
        yield _trouble(read, trouble)
    yield from _cells(read)
    yield from _totals(read, filing)
    yield from _gentle(read, filing)


def _document(read: Read, filing: Filing) -> Iterator[Finding]:
    name, form = read.document.name, read.plan.form
    for chinese, english in read.document.doubts:
        yield Finding("P701", name, "", args={"doubt": chinese, "doubt_en": english})
    if filing.year is not None and not form.covers_year(filing.year):
        until = str(form.last_year or "")
        span = f"{form.first_year}—{until} 年度" if until else f"{form.first_year} 年度及以后"
        span_en = f"{form.first_year} to {until}" if until else f"{form.first_year} and later"
        args = {"form": form.id, "year": str(filing.year), "span": span, "span_en": span_en}
        yield Finding("P702", name, "", args=args)
    if not filing.reporter:
        yield Finding("P703", name, "")
    if read.title.year and filing.year and read.title.year != filing.year:
        args = {"found": str(read.title.year), "year": str(filing.year)}
        yield Finding("P711", name, "", args=args)


def _tables(read: Read, filing: Filing) -> Iterator[Finding]:
    """Tables and lines of the form of which nothing stands in the document."""
    form = read.plan.form
    told = {point for trouble in read.found.troubles for point in trouble.points}
    for table in form.tables:
        points = [n for n, point in enumerate(form.points) if point.table == table.id]
        gone = [n for n in points if filing.state(n) == "missing" and n not in told]
        if not gone:
            continue
        if len(gone) == len(points):
            yield Finding("P708", read.document.name, table.title, args={"table": table.title})
            continue
        labels = [form.points[number].label for number in gone]
        args = {"count": str(len(gone)), **_listed("labels", labels)}
        yield Finding("P709", read.document.name, table.title, args=args)


def _trouble(read: Read, trouble: Trouble) -> Finding:
    args = {
        "found": _cut(trouble.label) or "—",
        **_listed("texts", [_cut(text) for text in trouble.texts], _ALL_CELLS),
        "count": str(len(trouble.texts)),
        "expected": str(trouble.expected),
        "points": str(len(trouble.points)),
        **_listed("names", [read.plan.form.points[point].label for point in trouble.points]),
    }
    point = read.plan.form.points[trouble.points[0]].id if trouble.points else ""
    return _at(read, _CODES[trouble.why], trouble.spot, trouble.label, args, point)


def _cells(read: Read) -> Iterator[Finding]:
    """Cells that hold no number, and numbers that had to be cleaned."""
    points, fills = read.plan.form.points, read.plan.relations.fills
    groups: dict[tuple[str, str], list[tuple[int, Hit, Said]]] = {}
    for number, hit, value in read.noted:
        if value.how in {"no_number", "remark", "converted"}:
            # One sign in many cells is one habit; a remark is one cell's own.
            key = (value.how, hit.text if value.how == "no_number" else f"{hit.text}{number}")
            groups.setdefault(key, []).append((number, hit, value))
    for (how, _), cells in groups.items():
        number, hit, value = cells[0]
        point = points[number]
        shown = "" if value.steps is None else point.measure.show(value.steps)
        labels = [points[one].label for one, _, _ in cells]
        args = {
            "found": _cut(hit.text),
            "value": shown,
            "unit": point.measure.unit,
            "count": str(len(cells)),
            **_listed("labels", labels),
        }
        code = {"no_number": "P710", "remark": "P713", "converted": "P714"}[how]
        if how == "no_number" and all(one in fills for one, _, _ in cells):
            code = "P715"
        yield _at(read, code, hit.spot, hit.heading, args, point.id)


def _totals(read: Read, filing: Filing) -> Iterator[Finding]:
    """Printed totals against the sums of what was read: another number, or none to compare with."""
    points = read.plan.form.points
    lost: list[str] = []
    blank: list[str] = []
    for number, printed in filing.standing.items():
        point = points[number]
        computed = filing.values[number]
        if printed is None:
            parts = read.plan.relations.base[number]
            figures = any(filing.values[part] is not None for part in parts)
            if figures and filing.state(number) != "text":
                blank.append(point.label)
        elif computed is None:
            lost.append(f"{point.label} {point.measure.show(printed)}")
        elif computed != printed:
            hit = read.found.hits[number]
            left, right = point.measure.show(printed), point.measure.show(computed)
            found = _at(read, "P712", hit.spot, point.label, {}, point.id)
            gap = point.measure.show(abs(printed - computed))
            yield Finding(
                found.code, found.book, found.where, found.places, {}, point=point.id,
                left=left, right=right, difference=gap, where_en=found.where_en,
            )  # fmt: skip
    name = read.document.name
    if lost:
        args = {"count": str(len(lost)), **_listed("labels", lost, 40)}
        yield Finding("P716", name, "", args=args)
    if blank:
        args = {"count": str(len(blank)), **_listed("labels", blank)}
        yield Finding("P717", name, "", args=args)


def _gentle(read: Read, filing: Filing) -> Iterator[Finding]:
    """What was left out, taken by likeness, or stayed blank."""
    form, found, name = read.plan.form, read.found, read.document.name
    for table in form.tables:
        empty = [
            number
            for number in filing.blank
            if form.points[number].table == table.id and number not in read.plan.relations.fills
        ]
        if empty:
            labels = [form.points[number].label for number in sorted(empty)]
            args = {"count": str(len(empty)), **_listed("labels", labels)}
            yield Finding("P718", name, table.title, args=args)
    seen: set[tuple[str, str]] = set()
    for alike in found.alike:
        key = (plain(alike.found), alike.label)
        if key not in seen:
            seen.add(key)
            args = {"found": _cut(alike.found), "label": alike.label}
            yield _at(read, "P719", alike.spot, "", args)
    for trouble in found.untaken:
        if trouble.spot.table in found.used:
            args = {
                "found": _cut(trouble.label) or "—",
                **_listed("texts", [_cut(text) for text in trouble.texts], _ALL_CELLS),
            }
            yield _at(read, "P720", trouble.spot, trouble.label, args)
    if found.unlabelled:
        spot = found.unlabelled[0]
        yield _at(read, "P721", spot, "", {"count": str(len(found.unlabelled))})
    if found.zeros:
        spot = next(iter(found.zeros.values())).spot
        yield _at(read, "P722", spot, "", {"count": str(len(found.zeros))})
    others = [table.place for table in read.document.tables if table.place not in found.used]
    if others:
        args = {"count": str(len(others)), **_listed("labels", others)}
        args["labels_en"] = ", ".join(_english(place) for place in others[:_MOST])
        yield Finding("P723", name, "", args=args)
    known = {text.id: text for text in form.texts}
    for text_id, text in read.words.texts.items():
        if text_id not in filing.texts:
            args = {"label": known[text_id].label, "count": str(len(text))}
            yield Finding("P724", name, "", args=args)
    if read.words.left_out:
        yield Finding("P725", name, "", args={"count": str(read.words.left_out)})


def _at(
    read: Read, code: str, spot: Spot, label: str, args: dict[str, str], point: str = ""
) -> Finding:
    mark = _cut(label)
    where = f"{spot.table} 第{spot.row}行" + (f"（{mark}）" if mark else "")
    where_en = f"{_english(spot.table)}, row {spot.row}" + (f" ({mark})" if mark else "")
    places = (f"{spot.table}!第{spot.row}行",)
    return Finding(code, read.document.name, where, places, args, point=point, where_en=where_en)


def _english(place: str) -> str:
    """`第3个表格` is table 3."""
    return re.sub(r"^第(\d+)个表格$", r"table \1", place)


def _cut(text: str) -> str:
    return text if len(text) <= _LONGEST else f"{text[:_LONGEST]}…"


def _listed(key: str, words: list[str], most: int = _MOST) -> dict[str, str]:
    """A list as an argument in both languages: the first few, and that there are more."""
    shown = words[:most]
    more = len(words) > most
    return {
        key: "、".join(shown) + ("等" if more else ""),
        f"{key}_en": ", ".join(shown) + (" and more" if more else ""),
    }
