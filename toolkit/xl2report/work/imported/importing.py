"""A published report → the filing of the form that fits its tables best, with all that is uncertain told."""

from collections.abc import Iterable

from xl2report.form.plan import Plan
from xl2report.form.relations import fill_carefully
from xl2report.ground.filing import Filing
from xl2report.ground.published import Published
from xl2report.work.imported.findings import Read, findings_of
from xl2report.work.imported.harvest import harvest
from xl2report.work.imported.model import Harvest, Hit, Imported
from xl2report.work.imported.prose import passages, titled
from xl2report.work.imported.shapes import Shapes
from xl2report.work.imported.values import said

WAY = "published"
# A cell of a workbook holds 32,767 signs.
LONGEST_TEXT = 32_000


def import_published(
    document: Published, plans: Iterable[Plan], *, year: int | None = None, reporter: str = ""
) -> Imported | None:
    """The document as a filing; None where its tables are of none of the forms.

    The form is chosen by the labels of the tables; the year only decides between equals. `year` and
    `reporter` go before what the title says.
    """
    best: tuple[tuple[int, bool], Plan, Harvest] | None = None
    for plan in plans:
        found = harvest(document, Shapes(plan))
        said_year = year or titled(document, plan.form.title).year
        rank = (_score(found), bool(said_year and plan.form.covers_year(said_year)))
        if best is None or rank > best[0]:
            best = (rank, plan, found)
    if best is None or not (best[2].hits or best[2].troubles) or best[0][0] <= 0:
        return None
    return _filed(document, best[1], best[2], year, reporter)


def _score(found: Harvest) -> int:
    lost = sum(len(trouble.points) for trouble in found.troubles)
    return found.score - 4 * len(found.alike) - 3 * len(found.untaken) - lost // 4


def _filed(
    document: Published, plan: Plan, found: Harvest, year: int | None, reporter: str
) -> Imported:
    title = titled(document, plan.form.title)
    words = passages(document, plan.form)
    read = Read(document, plan, found, title, words)
    points, fills = plan.form.points, plan.relations.fills
    values: list[int | None] = [None] * len(points)
    filing = Filing(
        document.name,
        plan.form.id,
        year or title.year,
        reporter or title.reporter,
        "",
        values,
        way=WAY,
        texts={name: text for name, text in words.texts.items() if len(text) <= LONGEST_TEXT},
    )
    filing.cover = {"reporter": filing.reporter, "year": str(filing.year or "")}
    uncertain = {
        point
        for trouble in found.troubles
        for point in trouble.points
        if trouble.why == "twice" or point not in found.hits
    }
    blank: set[int] = set()
    for number, point in enumerate(points):
        if point.table == "text":
            blank.add(number)
            continue
        hit = found.hits.get(number) or found.zeros.get(number)
        if number in uncertain or hit is None:
            filing.odd[number] = ("missing", hit.text if hit else "")
            continue
        filing.places[number] = (hit.spot.table, _place(hit))
        value = said(hit.text, point.measure, hit.unit)
        if number in found.zeros and number not in found.hits:
            values[number] = 0
        elif number in fills:
            if value.how == "no_number":
                filing.odd[number] = ("text", hit.text)
            filing.standing[number] = value.steps
        elif value.how == "no_number":
            filing.odd[number] = ("text", hit.text)
        elif value.how == "blank":
            blank.add(number)
        else:
            values[number] = value.steps
        if value.how:
            read.told(number, hit, value)
    filing.blank = frozenset(blank)
    fill_carefully(plan.relations, values)
    return Imported(plan, filing, tuple(findings_of(read, filing)), _score(found))


def _place(hit: Hit) -> str:
    return f"第{hit.spot.row}行 {hit.heading}".strip()
