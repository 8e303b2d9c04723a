"""The sample city: clean returns, thirty returns with one fault each, and the published total."""

import random
from hashlib import sha256
from pathlib import Path
from typing import Any

import docx
import pytest

import city
from xl2report.chain.check import check
from xl2report.chain.merge import Merged, merge
from xl2report.chain.report import report
from xl2report.work.rollup import roll_up

FAULTS = [fault["id"] for fault in city.faults()]
# Those whose cell holds something else than a number.
UNCLEAR = [
    fault["id"]
    for fault in city.faults()
    if fault["at"] in city.plan().index and fault["write"]["type"] != "number"
]
CODE = city.unit("gov_office")["code"]


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The returns and the roster as files."""
    folder = tmp_path_factory.mktemp("city")
    city.put(folder / "returns", city.returns())
    (folder / "roster.xlsx").write_bytes(city.roster())
    return folder


@pytest.fixture(scope="module")
def merged(home: Path) -> Merged:
    return total(home / "returns", home / "city.xlsx", roster=home / "roster.xlsx")


def total(returns: Path, target: Path, **options: Any) -> Merged:  # noqa: ANN401 - as `merge` has them
    return merge([returns], target, reporter=city.CITY, code=CODE, **options)


def test_the_returns_are_clean(home: Path) -> None:
    found = check([home / "returns"], roster=home / "roster.xlsx", year=city.YEAR)

    assert found.findings == []
    assert [book.reporter for book in found.books if book.unassessable or book.broken] == []
    assert sorted(book.reporter for book in found.books) == sorted(
        unit["name"] for unit in city.units()
    )
    assert {book.holds for book in found.books} == {59}


@pytest.mark.parametrize("fault_id", FAULTS)
def test_a_fault_gives_its_one_finding_at_its_cells(fault_id: str, tmp_path: Path) -> None:
    fault = next(one for one in city.faults() if one["id"] == fault_id)

    found = city.checked(tmp_path, {"return.xlsx": city.faulty(fault_id)}).findings

    assert [(one.code, list(one.places)) for one in found] == [
        (fault["expect"]["code"], fault["expect"]["places"])
    ]


@pytest.mark.parametrize("fault_id", UNCLEAR)
def test_what_is_no_number_is_read_as_what_was_meant_or_not_at_all(fault_id: str) -> None:
    fault = next(one for one in city.faults() if one["id"] == fault_id)

    filing, _ = city.read_book(city.faulty(fault_id))

    right = str(fault["right"])
    assert city.shown(filing)[fault["at"]] in {right, None}


def test_the_total_is_the_published_one_in_every_cell(merged: Merged, home: Path) -> None:
    assert merged.workbook == (home / "city.xlsx").read_bytes()
    filing, findings = city.read_book(merged.workbook)
    points = city.published()["points"]

    assert findings == []
    assert len(points) == 198
    read = city.shown(filing)
    assert {point: read[point] for point in points} == {
        point: str(value) for point, value in points.items()
    }
    assert merged.findings == ()


def test_adding_up_alone_gives_the_published_total() -> None:
    filings = [city.read_book(book, name)[0] for name, book in city.returns().items()]
    total = roll_up(city.plan(), filings)

    points = city.published()["points"]
    index = city.plan().index
    show = {point: city.plan().form.points[index[point]].measure.show for point in points}
    assert {point: show[point](total.values[index[point]] or 0) for point in points} == {
        point: str(value) for point, value in points.items()
    }


def test_the_total_of_the_indicators_is_the_published_one(merged: Merged) -> None:
    assert merged.workbook is not None
    filing, _ = city.read_book(merged.workbook)
    facts = {
        key if key.startswith("text.") else f"text.{key}": str(value)
        for key, value in city.published()["indicators"].items()
    }
    read = city.shown(filing)

    assert facts
    assert {point: read[point] for point in facts} == facts


def test_the_citys_workbook_is_clean_and_names_all_its_parts(merged: Merged, home: Path) -> None:
    found = check([home / "city.xlsx"])
    filing, _ = city.read_book((home / "city.xlsx").read_bytes())

    assert found.findings == []
    categories = ["本级", *(unit["category"] for unit in city.units())]
    assert [(part.reporter, part.code) for part in filing.parts] == [
        (unit["name"], unit["code"])
        for unit in sorted(city.units(), key=lambda unit: categories.index(unit["category"]))
    ]
    for part in filing.parts:
        assert part.digest == sha256((home / "returns" / part.book).read_bytes()).hexdigest()
    assert filing.stamp is not None
    assert (filing.stamp.role, filing.stamp.forced) == ("city", 0)
    assert {state for _, state in merged.reporters} == {"accepted", "declared_zero"}


def test_every_number_of_the_total_walks_back_to_its_parts(merged: Merged) -> None:
    assert merged.workbook is not None
    filing, _ = city.read_book(merged.workbook)
    for number, point in enumerate(city.plan().form.points):
        given = [part.values[number] for part in filing.parts]
        if point.roll == "sum" and number not in city.plan().relations.fills:
            known = [value for value in given if value is not None]
            assert filing.values[number] == (sum(known) if known else None), point.id


def test_the_order_of_the_returns_does_not_matter(home: Path, tmp_path: Path) -> None:
    paths = sorted((home / "returns").iterdir())
    random.Random(2020).shuffle(paths)  # noqa: S311 - any order will do
    merge(paths, tmp_path / "city.xlsx", reporter=city.CITY, roster=home / "roster.xlsx")
    filing, _ = city.read_book((tmp_path / "city.xlsx").read_bytes())
    straight, _ = city.read_book((home / "city.xlsx").read_bytes())

    assert filing.values == straight.values


def test_a_city_of_two_halves_is_the_same_city(home: Path, tmp_path: Path) -> None:
    paths = sorted((home / "returns").iterdir())
    for number, half in enumerate((paths[::2], paths[1::2])):
        merge(half, tmp_path / "halves" / f"{number}.xlsx", reporter=f"市{number}")

    total(tmp_path / "halves", tmp_path / "city.xlsx")

    filing, _ = city.read_book((tmp_path / "city.xlsx").read_bytes())
    straight, _ = city.read_book((home / "city.xlsx").read_bytes())
    tables = [n for n, point in enumerate(city.plan().form.points) if point.table != "text"]
    assert [filing.values[n] for n in tables] == [straight.values[n] for n in tables]


@pytest.fixture
def faulty_home(home: Path, tmp_path: Path) -> Path:
    """The city with two returns that must be sent back."""
    books = {path.name: path.read_bytes() for path in (home / "returns").iterdir()}
    books["公安局.xlsx"] = city.faulty("negative-count")
    books["住房和城乡建设局.xlsx"] = city.faulty("wrong-check-digit")
    return city.put(tmp_path / "returns", books)


def test_merging_stops_at_errors_and_writes_nothing(faulty_home: Path, tmp_path: Path) -> None:
    target = tmp_path / "out" / "city.xlsx"

    found = total(faulty_home, target)

    assert found.workbook is None
    assert not target.exists()
    assert [name for name, state in found.reporters if state == "returned"] == [
        "乳山市住房和城乡建设局",
        "乳山市公安局",
    ]


def test_an_older_total_survives_a_merge_that_stops(faulty_home: Path, tmp_path: Path) -> None:
    target = tmp_path / "city.xlsx"
    target.write_bytes(b"last year's")

    total(faulty_home, target)

    assert target.read_bytes() == b"last year's"


def test_force_merges_and_the_workbook_and_the_report_say_so(
    faulty_home: Path, tmp_path: Path
) -> None:
    target = tmp_path / "city.xlsx"

    found = total(faulty_home, target, force=True)

    assert found.workbook is not None
    filing, _ = city.read_book(target.read_bytes())
    assert filing.stamp is not None
    assert filing.stamp.forced == found.check.errors == 2
    assert city.codes(check([target])) == ["M506"]
    alarm = city.plan().form.words["forced_note"].format(forced=2)
    assert alarm in city.parts_of(target.read_bytes())["xl/sharedStrings.xml"].decode()
    reported = report(target, tmp_path / "city.docx")
    assert reported.draft == city.plan().form.narrative.draft_forced.format(errors=2)
    assert reported.draft in all_text(tmp_path / "city.docx")


def all_text(path: Path) -> str:
    """The text of a document's pages, of headers and footers too."""
    document = docx.Document(str(path))
    parts = [document.element.body]
    parts += [section.header._element for section in document.sections]  # noqa: SLF001 - no other way
    parts += [section.footer._element for section in document.sections]  # noqa: SLF001 - no other way
    return "".join(
        node.text or "" for part in parts for node in part.iter() if node.tag.endswith("}t")
    )


def test_the_report_of_the_city_is_no_draft(merged: Merged, home: Path, tmp_path: Path) -> None:
    assert merged.workbook is not None
    reported = report(home / "city.xlsx", tmp_path / "city.docx")

    assert reported.draft == ""
    assert "53" in all_text(tmp_path / "city.docx")
