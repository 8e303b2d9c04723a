"""A city's year before from its units' workbooks: added up where they are whole, else said and left out."""

from pathlib import Path

import docx
import pytest

import city
from continuity_samples import return_of
from xl2report.chain.books import BookFile
from xl2report.chain.earlier import Before
from xl2report.chain.lastcity import ROLLED
from xl2report.chain.lastyear import last_values
from xl2report.chain.merge import merge
from xl2report.chain.report import report
from xl2report.chain.run import run
from xl2report.chain.told import Sources, Told, tell
from xl2report.files.rosters.writer import write_roster
from xl2report.ground.units import Unit
from xl2report.work.narrative.story import Paragraph
from xl2report.work.origins import origin_lines

UNITS = {"民政局.xlsx": "civil_affairs", "市场局.xlsx": "market", "公安局.xlsx": "police"}
NEW = "requests.new_received.natural_person"


def _return(year: int, unit: str, **points: int) -> city.Data:
    return return_of(year, unit=unit, **points)


def _books(year: int, **points: int) -> dict[str, city.Data]:
    return {name: _return(year, unit, **points) for name, unit in UNITS.items()}


def _put(folder: Path, books: dict[str, city.Data]) -> Path:
    return city.put(folder, {name: city.made(data) for name, data in books.items()})


def _merged(folder: Path, year: int, **points: int) -> Path:
    """A city's workbook of a year, with the units' workbooks beside it in `returns`."""
    _put(folder / "returns", _books(year, **points))
    merge([folder / "returns"], folder / "全市.xlsx", reporter=city.CITY)
    return folder / "全市.xlsx"


def _told(book: Path, *last: Path, units: tuple[Unit, ...] = (), **asked: bool) -> Told:
    return tell(BookFile(str(book.parent), book.name), Sources(last, units), **asked)


def _codes(told: Told) -> list[str]:
    return [one.code for one in told.warnings]


def _compared(told: Told) -> list[str]:
    """The sentences that speak of last year."""
    texts = [block.text for block in told.story.blocks if isinstance(block, Paragraph)]
    return [text for text in texts if "同比" in text or "上年相比" in text or "较上年" in text]


@pytest.fixture(scope="module")
def now(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return _merged(tmp_path_factory.mktemp("now"), 2020)


@pytest.fixture(scope="module")
def then(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The city's workbook of 2019; its units' lie in `returns` beside it."""
    return _merged(tmp_path_factory.mktemp("then"), 2019)


def test_the_units_workbooks_say_the_same_as_the_citys(now: Path, then: Path) -> None:
    summed = _told(now, then.parent / "returns")
    own = _told(now, then)

    assert _compared(own)
    assert summed.story == own.story
    assert _codes(own) == []
    (told,) = summed.warnings
    assert (told.code, told.level, told.args["count"]) == ("C411", "information", "3")


def test_a_missing_unit_is_named_and_nothing_compared(now: Path, tmp_path: Path) -> None:
    books = _books(2019)
    del books["公安局.xlsx"]
    told = _told(now, _put(tmp_path, books))

    assert _compared(told) == []
    (found,) = told.warnings
    assert (found.code, found.level) == ("C410", "warning")
    assert "缺 1 个单位的（乳山市公安局）" in found.message("zh")
    assert "多出" not in found.message("zh")
    assert told.story == _told(now).story


def test_a_unit_too_many_is_named_and_nothing_compared(now: Path, tmp_path: Path) -> None:
    books = _books(2019) | {"财政局.xlsx": _return(2019, "finance")}
    told = _told(now, _put(tmp_path, books))

    assert _compared(told) == []
    (found,) = told.warnings
    assert found.code == "C410"
    assert "多出 1 个单位的（乳山市财政局" in found.message("zh")
    assert "缺" not in found.message("zh")


def _unit(
    unit: str, short: str = "", first_year: int | None = None, last_year: int | None = None
) -> Unit:
    row = city.unit(unit)
    found = Unit(row["name"], row["code"], short or row["short"], "部门")
    return found._replace(first_year=first_year, last_year=last_year)


def test_units_that_the_roster_begins_or_ends_are_no_gap(now: Path, tmp_path: Path) -> None:
    books = _books(2019) | {"财政局.xlsx": _return(2019, "finance")}
    del books["公安局.xlsx"]
    last = _put(tmp_path / "last", books)
    units = (
        _unit("civil_affairs"),
        _unit("market"),
        _unit("police", first_year=2020),
        _unit("finance", last_year=2019),
    )
    told = _told(now, last, units=units)

    assert [(one.code, one.args["count"]) for one in told.warnings] == [("C411", "3")]
    merge([last], tmp_path / "then.xlsx", reporter=city.CITY)
    assert told.story == _told(now, tmp_path / "then.xlsx").story
    # Ended by the roster only after this year, it should be in the total.
    late = (*units[:3], _unit("finance", last_year=2020))
    assert _codes(_told(now, last, units=late)) == ["C410"]


def test_units_that_were_joined_are_added_by_their_old_names(now: Path, tmp_path: Path) -> None:
    books = _books(2019)
    for name, data in (("a.xlsx", "老局甲"), ("b.xlsx", "老局乙")):
        books[name] = _return(2019, "finance")
        books[name]["reporter"] = {"name": data, "code": ""}
    del books["公安局.xlsx"]
    units = (_unit("civil_affairs"), _unit("market"), _unit("police", short="老局甲、老局乙"))
    told = _told(now, _put(tmp_path, books), units=units)

    assert [(one.code, one.args.get("count")) for one in told.warnings] == [("C411", "4")]
    assert _compared(told)


def test_a_workbook_that_two_units_claim_is_not_counted_twice(now: Path, tmp_path: Path) -> None:
    books = _books(2019)
    books["民政局.xlsx"]["reporter"]["name"] = "老局"
    del books["公安局.xlsx"]
    units = (_unit("civil_affairs"), _unit("market"), _unit("police", short="老局"))
    told = _told(now, _put(tmp_path, books), units=units)

    assert _codes(told) == ["C410"]
    assert "缺 1 个单位的" in told.warnings[0].message("zh")


def test_a_renamed_unit_is_found_and_another_of_its_name_is_told(now: Path, tmp_path: Path) -> None:
    books = _books(2019)
    twice = _return(2019, "police")
    twice["reporter"] = {**twice["reporter"], "code": city.unit("finance")["code"]}
    told = _told(now, _put(tmp_path, books | {"又一份.xlsx": twice}))

    assert _compared(told) == []
    assert _codes(told)[-1] == "C410"


def test_two_versions_of_a_unit_count_once(now: Path, tmp_path: Path) -> None:
    books = _books(2019) | {"民政局（改）.xlsx": _return(2019, "civil_affairs", **{NEW: 9})}
    told = _told(now, _put(tmp_path, books))

    assert _codes(told) == ["C403", "C411"]
    assert _compared(told)


def test_the_citys_own_figures_go_first_and_a_difference_is_told(
    now: Path, then: Path, tmp_path: Path
) -> None:
    books = _books(2019)
    books["公安局.xlsx"]["values"]["proactive.licensing.decisions"] += 8
    last = _put(tmp_path / "last", books)
    told = _told(now, last, then)

    assert _codes(told) == ["C403", "C409"]  # the city's workbook has its own version of the unit
    found = told.warnings[-1]
    assert (found.code, found.book, found.args["units"]) == ("C409", then.name, "3")
    assert found.args["label"] in found.message("zh")
    city_says, sum_says = (int(found.args[key].removesuffix("件")) for key in ("city", "total"))
    assert sum_says - city_says == 8
    assert told.story == _told(now, then).story
    assert _codes(_told(now, then.parent / "returns", then)) == []


def test_a_published_report_goes_before_the_units_workbooks(
    now: Path, then: Path, tmp_path: Path
) -> None:
    report(then, tmp_path / "年报.docx")
    books = _books(2019)
    books["公安局.xlsx"]["values"]["proactive.licensing.decisions"] += 8
    last = _put(tmp_path / "last", books)
    told = _told(now, last, tmp_path / "年报.docx", trace=True)

    assert _codes(told) == ["C409"]
    assert told.origins is not None
    assert told.origins["last.requests.new_received.total"].place == "年报.docx"


def test_the_workbook_of_a_unit_named_like_the_city_is_not_the_citys(tmp_path: Path) -> None:
    def books(year: int) -> dict[str, city.Data]:
        found = _books(year)
        found["公安局.xlsx"]["reporter"]["name"] = city.CITY
        return found

    merge([_put(tmp_path / "now", books(2020))], tmp_path / "now.xlsx", reporter=city.CITY)
    last = _put(tmp_path / "last", books(2019))
    merge([last], tmp_path / "then.xlsx", reporter=city.CITY)
    told = _told(tmp_path / "now.xlsx", last)

    assert _codes(told) == ["C411"]
    assert told.story == _told(tmp_path / "now.xlsx", tmp_path / "then.xlsx").story
    # Alone, it is no more the city's.
    alone = _put(tmp_path / "alone", {"公安局.xlsx": books(2019)["公安局.xlsx"]})
    assert _compared(_told(tmp_path / "now.xlsx", alone)) == []


@pytest.mark.parametrize("write", [city.BLANK, city.text("若干")], ids=["blank", "text"])
def test_what_one_unit_does_not_say_is_not_known_of_the_city(
    now: Path, tmp_path: Path, write: city.Write
) -> None:
    last = _put(tmp_path, _books(2019))
    path, place = last / "公安局.xlsx", city.cell("proactive.punishment.decisions")
    path.write_bytes(city.wrong(path.read_bytes(), place, write))
    told = _told(now, last)
    summed = told.warnings[-1]

    assert (summed.code, summed.level) == ("C411", "warning")
    assert "乳山市公安局" in summed.message("zh")
    assert told.story.uncompared == ("行政处罚",)
    (text,) = [one for one in _compared(told) if "行政许可" in one]
    assert "行政处罚同比" not in text


def test_a_blank_that_is_declared_to_be_zero_is_one(now: Path, tmp_path: Path) -> None:
    books = _books(2019)
    books["公安局.xlsx"]["declarations"]["blank_is_zero"] = ["proactive", "requests", "disputes"]
    del books["公安局.xlsx"]["values"]["proactive.punishment.decisions"]
    told = _told(now, _put(tmp_path, books))

    assert [(one.code, one.args["but"]) for one in told.warnings] == [("C411", "")]
    assert told.story.uncompared == ()


def test_an_indicator_left_blank_is_none_as_in_a_merge(now: Path, tmp_path: Path) -> None:
    books = _books(2019)
    for data in books.values():
        data["values"].pop("text.consultations", None)
    told = _told(now, _put(tmp_path, books))

    assert [(one.code, one.args["but"]) for one in told.warnings] == [("C411", "")]


def test_a_unit_that_filed_another_edition_is_told(now: Path, then: Path) -> None:
    before, _ = last_values([then.parent / "returns"])
    listed = [
        one._replace(form="disclosure-2021") if "公安局" in one.reporter else one for one in before
    ]
    told = tell(BookFile(str(now.parent), now.name), Sources(before=Before(listed)))

    assert _codes(told) == ["C410"]
    assert "乳山市公安局（disclosure-2021）" in told.warnings[0].message("zh")


def test_the_trend_and_the_origins_know_the_sum(now: Path, then: Path) -> None:
    told = _told(now, then.parent / "returns", charts=True, trace=True)

    trend = next(one for one in told.charts if one.id == "trend")
    assert trend.categories == ("2019年", "2020年")
    assert told.origins is not None
    claims = [
        run.claim
        for block in told.story.blocks
        if isinstance(block, Paragraph)
        for run in block.runs
        if run.claim is not None and any(name.startswith("last.") for name in run.claim.points)
    ]
    lines = origin_lines(claims[0], told.origins)
    assert any(line.endswith(f"（{ROLLED}）") for line in lines), lines


def test_two_levels_add_up_counties(tmp_path: Path) -> None:
    for year in (2019, 2020):
        for name, units in (("甲县", ("civil_affairs", "market")), ("乙县", ("police",))):
            home = tmp_path / str(year) / name
            books = {f"{unit}.xlsx": _return(year, unit) for unit in units}
            merge([_put(home, books)], tmp_path / f"{year}县" / f"{name}.xlsx", reporter=name)
        merge([tmp_path / f"{year}县"], tmp_path / f"{year}市.xlsx", reporter="某市")
    told = _told(tmp_path / "2020市.xlsx", tmp_path / "2019县")

    assert [(one.code, one.args["count"]) for one in told.warnings] == [("C411", "2")]
    assert told.story == _told(tmp_path / "2020市.xlsx", tmp_path / "2019市.xlsx").story


def test_the_report_takes_old_names_from_a_roster(now: Path, tmp_path: Path) -> None:
    books = _books(2019)
    books["公安局.xlsx"]["reporter"] = {"name": "乳山县公安局", "code": ""}
    last = _put(tmp_path / "last", books)
    units = [_unit("civil_affairs"), _unit("market"), _unit("police", short="乳山县公安局")]
    roster = tmp_path / "roster.xlsx"
    roster.write_bytes(write_roster(units))
    without = report(now, tmp_path / "a.docx", last=last)
    with_it = report(now, tmp_path / "b.docx", last=last, roster=roster)

    assert [one.code for one in without.warnings] == ["C410"]
    assert [one.code for one in with_it.warnings] == ["C411"]


def test_run_compares_with_what_is_named(tmp_path: Path, then: Path) -> None:
    returns = _put(tmp_path / "returns", _books(2020))
    ran = run(
        [returns], tmp_path / "out", reporter=city.CITY, last=[then.parent / "returns"], trace=True
    )

    document = next(path for path in ran.written if path.suffix == ".docx")
    text = "\n".join(one.text for one in docx.Document(str(document)).paragraphs)
    assert "同比" in text
    assert ran.reported is not None
    assert [one.code for one in ran.reported.warnings] == ["C411"]
