"""`proofread`: a finished document against its own tables, and against the workbook it was made from."""

from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING

from xl2report.chain.blame import with_suspects
from xl2report.chain.books import find_books, read_books
from xl2report.chain.errors import CannotWork
from xl2report.chain.forms import all_plans, find_plan
from xl2report.form.claims.opening import lexicon_of
from xl2report.form.plan import Plan
from xl2report.ground.filing import Filing
from xl2report.ground.findings import Finding
from xl2report.ground.published import Published
from xl2report.work.assess.findings import assess
from xl2report.work.imported.importing import import_published
from xl2report.work.proofread.model import Proofread
from xl2report.work.proofread.proofreading import figures_findings, proofread_prose, without_places
from xl2report.work.proofread.tables import settled

if TYPE_CHECKING:
    from xl2report.chain.earlier import Before

# What an import says of cells that it could not take; the rest of its findings is about the workbook.
_OF_TABLES = frozenset({"P701", "P704", "P705", "P706", "P707", "P709", "P710", "P715"})
_RELATIONS = frozenset({"R301", "R302"})


def proofread(
    document: Path | str,
    *,
    against: Path | str | None = None,
    last: Path | str | None = None,
    password: str = "",
) -> Proofread:
    """What a finished document (.docx, .html, .txt, .md, .pdf) says that is not so.

    `against` is the workbook that it was made from; its numbers count before the document's tables
    where these have none. `last` is last year's report or workbook, or a folder of them: changes since
    then are compared with it; workbooks of a city's units are added up where `against` is the city's.
    Raises CannotWork and FormError.
    """
    path = Path(document)
    published = _opened(path)
    book = _workbook(against, password) if against is not None else None
    before = _last_year(last, password) if last is not None else None
    plans = [book[0]] if book is not None else all_plans()
    summed = _added_up(book, before)
    done = proofread_published(published, plans, book, before=before)
    return done._replace(findings=(*done.findings, *summed))


def proofread_published(
    published: Published,
    plans: Iterable[Plan],
    book: tuple[Plan, Filing] | None = None,
    *,
    whole: bool = True,
    before: "Before | None" = None,
) -> Proofread:
    """The same for a document that has been read already; one that is not `whole` may lack tables.

    `before` is what is known of last year. Raises CannotWork where that is of another year or body, and
    FormError.
    """
    imported = import_published(published, plans)
    name = published.name
    no_tables = (_no_tables(name),) if whole else ()
    if imported is None:
        if book is None:
            return Proofread(name, None, None, no_tables, ())
        plan, filing = book
        bare = filing.changed(book=name, values=[None] * len(filing.values), standing={}, places={})
        last = _values_of(before, filing, plan)
        told, found = proofread_prose(
            published, plan, lexicon_of(plan.form), bare, filing.values, last
        )
        return Proofread(name, plan, None, (*no_tables, *found), tuple(told))
    plan, filing = imported.plan, imported.filing
    taken = settled(plan, filing)
    workbook = None
    if book is not None:
        workbook = list(book[1].values)
        taken.year = taken.year or book[1].year
        taken.reporter = taken.reporter or book[1].reporter
    found = [one for one in imported.findings if one.code in _OF_TABLES]
    found.extend(_missing_tables(plan, filing) if whole else ())
    found.extend(_relations(plan, taken))
    found.extend(figures_findings(plan, filing, taken, workbook))
    last = _values_of(before, taken, plan)
    told, prose = proofread_prose(published, plan, lexicon_of(plan.form), taken, workbook, last)
    return Proofread(name, plan, taken, (*found, *prose), tuple(told))


def _opened(path: Path) -> Published:
    from xl2report.chain.imported import open_document

    return open_document(path)


def _workbook(path: Path | str, password: str) -> tuple[Plan, Filing]:
    """The one workbook to compare with. Raises CannotWork for anything else."""
    for reading in read_books(find_books([path], password=password)):
        plan = find_plan(reading.filing.form) if reading.filing is not None else None
        if reading.filing is not None and plan is not None:
            return plan, reading.filing
        said = [one.message("zh") for one in reading.findings[:1]]
        english = [one.message("en") for one in reading.findings[:1]]
        raise CannotWork(
            f"{reading.name}：不能作为核对的工作簿。{''.join(said)}",
            f"{reading.name}: cannot be compared with. {''.join(english)}",
        )
    raise CannotWork(f"没有找到工作簿：{path}", f"No workbook found in: {path}")


def _last_year(path: Path | str, password: str) -> "Before":
    """What a file or folder tells of last year. Raises CannotWork where that is nothing."""
    from xl2report.chain.lastyear import last_values

    before, told = last_values([path], password)
    if before:
        return before
    said = [one.message("zh") for one in told[:1]]
    english = [one.message("en") for one in told[:1]]
    raise CannotWork(
        f"{path}：不能作为上年的年报或工作簿。{''.join(said)}",
        f"{path}: cannot be taken as last year's report or workbook. {''.join(english)}",
    )


def _added_up(book: tuple[Plan, Filing] | None, before: "Before | None") -> list[Finding]:
    """What is told of units' workbooks that stand for a city's year before. Raises CannotWork if they cannot."""
    if book is None or before is None:
        return []
    from xl2report.chain.lastcity import add_up, earlier_city

    plan, filing = book
    told = add_up(filing, plan, before)
    if told and earlier_city(filing, before, (filing.year or 0) - 1) is None:
        raise CannotWork(told[0].message("zh"), told[0].message("en"))
    return told


def _values_of(before: "Before | None", filing: Filing, plan: Plan) -> list[int | None] | None:
    """Last year's values of the reporter; a single earlier report counts whatever name it bears.

    A title may leave out 人民政府 or 办公室. Raises CannotWork where none is of the year before.
    """
    if before is None:
        return None
    from xl2report.chain.lastyear import last_year, values_for

    found = last_year(filing, plan, before)
    if found is not None:
        return found.values
    year = (filing.year or 0) - 1
    of_year = [one for one in before if one.year == year]
    if len(of_year) == 1:
        return values_for(plan, of_year[0])
    years = "、".join(str(one) for one in sorted({one.year for one in before}))
    raise CannotWork(
        f"给出的上年材料中没有本单位的 {year} 年数据（有 {years} 年的 {len(list(before))} 份）；"
        "如是所属各单位的工作簿，请同时用 --against 给出汇总表",
        f"Nothing that was given is the {year} report of this body (there are {len(list(before))}, of {years});"
        " if they are the workbooks of its units, name the city's workbook with --against",
    )


def _no_tables(name: str) -> Finding:
    return Finding(
        "T820", name, "", args={"tables": "任何统计表", "tables_en": "Any table of the form"}
    )


def _missing_tables(plan: Plan, filing: Filing) -> list[Finding]:
    gone = []
    for table in plan.form.tables:
        points = [at for at, point in enumerate(plan.form.points) if point.table == table.id]
        if not any(at in filing.places for at in points):
            gone.append(table.title)
    if not gone:
        return []
    words = "、".join(f"“{title}”" for title in gone)
    return [Finding("T820", filing.book, "", args={"tables": words, "tables_en": ", ".join(gone)})]


def _relations(plan: Plan, taken: Filing) -> list[Finding]:
    """Broken relations between figures of the tables, told by their places in the document."""
    bare = without_places(taken)
    found = [
        one
        for one in assess(plan, bare, []).findings
        if one.code in _RELATIONS and one.level != "information"
    ]
    blamed = with_suspects(plan, bare, found, None)
    spots = {f"{sheet}!{cell}": at for at, (sheet, cell) in enumerate(plan.layout.cells)}
    return [_in_document(one, spots, taken) for one in blamed]


def _in_document(finding: Finding, spots: dict[str, int], taken: Filing) -> Finding:
    def there(place: str) -> str:
        at = spots.get(place)
        table, cell = taken.places.get(at, ("", "")) if at is not None else ("", "")
        return f"{table}!{cell}" if table else place

    places = tuple(there(place) for place in finding.places)
    table = places[0].partition("!")[0] if places else ""
    label = finding.where.partition("（")[2].rstrip("）")
    where = f"{table}（{label}）" if label else table
    english = table.replace("第", "table ").replace("个表格", "") + (f" ({label})" if label else "")
    suspects = tuple(one._replace(place=there(one.place)) for one in finding.suspects)
    return finding._replace(places=places, where=where, where_en=english, suspects=suspects)
