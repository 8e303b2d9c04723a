"""The tables of a document as figures: blanks that the printed totals show to be zero, blank totals."""

from xl2report.form.plan import Plan
from xl2report.form.relations import fill_carefully
from xl2report.ground.filing import Filing
from xl2report.ground.findings import Finding

_MOST = 6
# So many printed totals may disagree, of those that agree, before blanks are left blank.
_ONE_IN = 5


def settled(plan: Plan, filing: Filing) -> Filing:
    """The filing with blanks taken as 0 in the tables whose printed totals agree with that.

    Computed points are computed anew. A table in which no printed total speaks for it keeps its blanks.
    """
    values = list(filing.values)
    fills = plan.relations.fills
    for table in plan.form.tables:
        points = [at for at, point in enumerate(plan.form.points) if point.table == table.id]
        blank = [at for at in points if at in filing.blank and at not in fills]
        if not blank:
            continue
        tried = list(values)
        for at in blank:
            tried[at] = 0
        fill_carefully(plan.relations, tried)
        printed = {at: filing.standing.get(at) for at in points if at in fills}
        known = {at: total for at, total in printed.items() if total is not None}
        depend = [at for at in known if set(plan.relations.base[at]) & set(blank)]
        wrong = sum(tried[at] != known[at] for at in depend)
        if depend and wrong * _ONE_IN <= len(depend):
            values = tried
    fill_carefully(plan.relations, values)
    # Where items are missing, a printed total is the best that is known of it.
    for at in fills:
        if values[at] is None and filing.standing.get(at) is not None:
            values[at] = filing.standing[at]
    return filing.changed(values=values)


def table_findings(plan: Plan, filing: Filing, taken: Filing) -> list[Finding]:
    """Totals that are blank beside figures, and totals that are not the sum of their items.

    `filing` is the document's as it was read, `taken` the same as it was settled.
    """
    found: list[Finding] = []
    for table in plan.form.tables:
        blank: list[int] = []
        for at in plan.relations.fills:
            point = plan.form.points[at]
            if point.table != table.id or at not in filing.standing:
                continue
            printed, computed = filing.standing[at], taken.values[at]
            if printed is None:
                if computed and filing.state(at) != "text":
                    blank.append(at)
            elif computed is not None and printed != computed:
                found.append(_wrong(plan, filing, at, printed, computed))
        if blank:
            labels = [plan.form.points[at].label for at in blank]
            listed = "、".join(labels[:_MOST]) + ("等" if len(labels) > _MOST else "")
            english = ", ".join(labels[:_MOST]) + (" and more" if len(labels) > _MOST else "")
            args = {"count": str(len(blank)), "labels": listed, "labels_en": english}
            places = tuple(_place(filing, at) for at in blank)
            found.append(Finding("T816", filing.book, table.title, places, args))
    return _without_consequences(plan, found)


def _wrong(plan: Plan, filing: Filing, at: int, printed: int, computed: int) -> Finding:
    point = plan.form.points[at]
    show = point.measure.show
    return Finding(
        "T819",
        filing.book,
        _where(filing, at),
        (_place(filing, at),),
        {"label": point.label},
        point=point.id,
        left=show(printed),
        right=show(computed),
        difference=show(abs(printed - computed)),
        where_en=_where(filing, at, english=True),
    )


def _without_consequences(plan: Plan, found: list[Finding]) -> list[Finding]:
    """A grand total is not told of where a total below it is wrong by as much."""
    wrong = {one.point: one for one in found if one.code == "T819"}
    told = []
    for one in found:
        if one.code == "T819":
            at = plan.index[one.point]
            own = set(plan.relations.base[at])
            inside = [
                other
                for other in wrong.values()
                if other is not one and set(plan.relations.base[plan.index[other.point]]) < own
            ]
            if any(other.difference == one.difference for other in inside):
                continue
        told.append(one)
    return told


def compared(plan: Plan, taken: Filing, workbook: list[int | None]) -> list[Finding]:
    """Every cell of the document's tables that differs from the workbook's; blank is not compared."""
    found = []
    told: set[int] = set()
    fills = plan.relations.fills
    # Typed cells first: a total that is another only because of them is not told again.
    for at in sorted(range(len(plan.form.points)), key=fills.__contains__):
        point = plan.form.points[at]
        if point.table == "text" or at not in taken.places:
            continue
        if at in fills and told.intersection(plan.relations.base[at]):
            continue
        standing = taken.standing.get(at)
        mine = standing if standing is not None else taken.values[at]
        if mine is None or workbook[at] is None or mine == workbook[at]:
            continue
        show = point.measure.show
        told.add(at)
        found.append(
            Finding(
                "T817",
                taken.book,
                _where(taken, at),
                (_place(taken, at),),
                {"label": point.label},
                point=point.id,
                left=show(mine),
                right=show(workbook[at] or 0),
                where_en=_where(taken, at, english=True),
            )
        )
    return found


def _place(filing: Filing, at: int) -> str:
    table, cell = filing.places.get(at, ("", ""))
    return f"{table}!{cell}" if table else ""


def _where(filing: Filing, at: int, *, english: bool = False) -> str:
    table, cell = filing.places.get(at, ("", ""))
    if english:
        table = table.replace("第", "table ").replace("个表格", "")
        row, _, column = cell.partition(" ")
        row = row.replace("第", "row ").replace("行", "")
        return ", ".join(part for part in (table, row) if part) + (f" ({column})" if column else "")
    return f"{table} › {cell}" if table else ""
