"""What the report's charts show, as plain values: the form says which charts, a filing fills them.

Word, workbook and web page draw the same `Chart`. A blank is never drawn as zero, and a chart that
would show nothing is not made.
"""

import re
from collections.abc import Iterable
from typing import Literal, NamedTuple, TypeAlias

from xl2report.form.definition.errors import FormError
from xl2report.form.definition.model import ChartDefinition, Form
from xl2report.form.language import Expression, Mistake, Names, parse_expression
from xl2report.form.plan import Plan
from xl2report.ground.filing import Filing
from xl2report.ground.points import Measure

Values: TypeAlias = "list[int | None]"
YEARS = 3  # a trend shows this many at most, the report's own among them
# One for each series: told apart by those who see no red or no green, and in grey print, where
# they are 22, 68 and 87 per cent light. Each bar has a thin black edge besides.
COLOURS = ("1F4E79", "E69F00", "DDDDDD")
_PLACE = re.compile(r"\{([^{}]*)\}")
_KINDS = {"bar": "条形图", "column": "柱形图"}
_BLANK = "未填"


class Series(NamedTuple):
    """One row of bars: its name, and a value in whole steps for each category; None is blank."""

    name: str
    values: tuple[int | None, ...]


class Chart(NamedTuple):
    """A chart ready to be drawn: `bar` lies (one series), `column` stands (a series a number).

    `table` is the id of the table its numbers come from, after which it is placed; `alt` says the
    whole chart in words, for those who cannot see it.
    """

    id: str
    kind: Literal["bar", "column"]
    title: str
    table: str
    categories: tuple[str, ...]
    series: tuple[Series, ...]
    measure: Measure
    alt: str

    @property
    def unit(self) -> str:
        """The unit in which all values are counted."""
        return self.measure.unit

    def show(self, value: int | None) -> str:
        """A value as it is printed on its bar; nothing for a blank."""
        return "" if value is None else self.measure.show(value)


class _Read(NamedTuple):
    definition: ChartDefinition
    names: tuple[str, ...]
    numbers: tuple[Expression, ...]
    measure: Measure
    table: str


def compile_charts(form: Form) -> tuple[_Read, ...]:
    """The form's charts with their expressions read. Raises FormError, a line for each mistake."""
    mistakes: list[str] = []
    read = []
    for definition in form.charts:
        try:
            read.append(_read(form, definition))
        except Mistake as mistake:
            mistakes.append(f"{definition.origin}: charts › {definition.id}: {mistake}")
    if mistakes:
        raise FormError(mistakes)
    return tuple(read)


def make_charts(
    plan: Plan, filing: Filing, earlier: Iterable[tuple[Plan, Filing]] = ()
) -> tuple[Chart, ...]:
    """The charts of a filing, in the form's order.

    `earlier` are filings of the years before, each with the plan of its own form; a point that an
    older form does not know is blank there. Without any, or without a year, there is no trend; a
    chart whose values are all blank or zero is left out. Raises FormError.
    """
    if filing.year is None:
        return ()
    past = {
        other.year: _by_id(its, other)
        for its, other in earlier
        if other.year is not None and other.year < filing.year
    }
    made: list[Chart] = []
    chart: Chart | None
    for read in compile_charts(plan.form):
        if read.definition.kind == "parts":
            chart = _parts(read, filing.year, filing.values)
        else:
            chart = _trend(read, plan, filing.year, {**past, filing.year: _by_id(plan, filing)})
        if chart is not None and any(value for series in chart.series for value in series.values):
            made.append(chart)
    return tuple(made)


def _read(form: Form, definition: ChartDefinition) -> _Read:
    words = ("year", "first") if definition.kind == "trend" else ("year",)
    for place in _PLACE.findall(definition.title):
        if place not in words:
            known = "、".join(f"{{{word}}}" for word in words)
            raise Mistake(
                f"title: 没有这个占位 no such placeholder: {{{place}}}；可用 known: {known}"
            )
    names = Names(form)
    numbers = tuple(parse_expression(item.of, names) for item in definition.items)
    points = [form.points[term.point] for number in numbers for term in number.terms]
    if any(not number.terms for number in numbers):
        raise Mistake("list: 数须来自指标 a number comes from points")
    if any(term.last for number in numbers for term in number.terms):
        raise Mistake(
            "list: 图中没有上年数，用 kind: trend a chart knows no last year: use a trend"
        )
    if len({(point.measure.unit, point.measure.decimals) for point in points}) > 1:
        raise Mistake("list: 计量单位不同，不能画在一张图上 points of different units in one chart")
    labels = tuple(item.name for item in definition.items)
    return _Read(definition, labels, numbers, points[0].measure, points[0].table)


def _by_id(plan: Plan, filing: Filing) -> dict[str, tuple[Measure, int | None]]:
    pairs = zip(plan.form.points, filing.values, strict=True)
    return {point.id: (point.measure, value) for point, value in pairs}


def _parts(read: _Read, year: int, values: Values) -> Chart:
    amounts = tuple(number.value(values) for number in read.numbers)
    title = read.definition.title.replace("{year}", str(year))
    return _chart(read, "bar", title, read.names, (Series("", amounts),))


def _trend(
    read: _Read, plan: Plan, year: int, known: dict[int, dict[str, tuple[Measure, int | None]]]
) -> Chart | None:
    """A year that no filing is given for stays in its place, blank; it is not passed over."""
    by_year = {
        when: tuple(number.value(_same_points(plan, values)) for number in read.numbers)
        for when, values in known.items()
        if when > year - YEARS
    }
    given = [when for when, amounts in by_year.items() if any(n is not None for n in amounts)]
    if len(given) < 2 or year not in given:
        return None
    years = range(min(given), year + 1)
    none = (None,) * len(read.names)
    rows = [by_year.get(when, none) for when in years]
    series = tuple(
        Series(name, amounts)
        for name, amounts in zip(read.names, zip(*rows, strict=True), strict=True)
        if any(amount is not None for amount in amounts)
    )
    title = read.definition.title.replace("{year}", str(year)).replace("{first}", str(years[0]))
    return _chart(read, "column", title, tuple(f"{when}年" for when in years), series)


def _same_points(plan: Plan, values: dict[str, tuple[Measure, int | None]]) -> Values:
    """The values in the order of the plan's points; blank where the other form counts otherwise."""
    found: Values = []
    for point in plan.form.points:
        measure, value = values.get(point.id, (None, None))
        same = measure is not None and measure[:2] == point.measure[:2]
        found.append(value if same else None)
    return found


def _chart(
    read: _Read,
    kind: Literal["bar", "column"],
    title: str,
    categories: tuple[str, ...],
    series: tuple[Series, ...],
) -> Chart:
    told = []
    for one in series:
        pairs = zip(categories, one.values, strict=True)
        amounts = [
            f"{name}{_BLANK if value is None else f'{read.measure.show(value)}{read.measure.unit}'}"
            for name, value in pairs
        ]
        told.append(f"{one.name}：{'，'.join(amounts)}" if one.name else "，".join(amounts))
    alt = f"{_KINDS[kind]}：{title}。{'；'.join(told)}。"
    return Chart(read.definition.id, kind, title, read.table, categories, series, read.measure, alt)
