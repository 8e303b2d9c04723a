"""Workbooks that are no plain .xlsx: other formats, passwords, strict OOXML, styles nobody can read."""

import io
import json
import subprocess
import sys
import warnings
from pathlib import Path

import openpyxl
import pytest
from msoffcrypto.format.ooxml import OOXMLFile

import city
from command import xl2report
from conftest import Soffice
from files.reader_books import MAIN, OFFICE, STRICT
from hostile.files import MADE
from xl2report.chain.books import BookFile, Password, find_books
from xl2report.chain.forms import find_plan
from xl2report.files.reader import foreign, foreign_child
from xl2report.files.reader.foreign import WAY, ForeignBook, open_any
from xl2report.files.reader.package import UnreadableBook
from xl2report.files.reader.tables import read_filing
from xl2report.ground.filing import Filing
from xl2report.ground.findings import Finding

SECRET = "密码 1 ‘“"  # noqa: S105 - of files made here
STRICT_OFFICE = "http://purl.oclc.org/ooxml/officeDocument/relationships"


def encrypted(workbook: bytes, password: str = SECRET) -> bytes:
    out = io.BytesIO()
    OOXMLFile(io.BytesIO(workbook)).encrypt(password, out)
    return out.getvalue()


def codes(findings: list[Finding]) -> list[str]:
    return [finding.code for finding in findings]


def read(data: bytes, password: str = "") -> tuple[Filing | None, list[Finding]]:
    return read_filing(data, "book.xlsx", find_plan, password)


@pytest.fixture(scope="module")
def converted(soffice: Soffice, tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    """A return, a faulty one and a merged city, as .xls and .ods by LibreOffice."""
    folder = tmp_path_factory.mktemp("foreign")
    cell = city.cell("requests.new_received.natural_person")
    total = city.cell("disputes.review.total")
    city.put(
        folder,
        {
            "good.xlsx": city.book("civil_affairs"),
            "blank.xlsx": city.wrong(city.book("civil_affairs"), cell, city.BLANK),
            "text.xlsx": city.wrong(city.book("civil_affairs"), cell, city.text("12 件")),
            "typed.xlsx": city.wrong(city.book("civil_affairs"), total, city.number(987)),
            "error.xlsx": city.wrong(
                city.book("civil_affairs"), total, {"type": "error", "value": "#REF!"}
            ),
        },
    )
    found: dict[str, bytes] = {}
    books = sorted(folder.glob("*.xlsx"))
    for kind in ("xls", "ods"):
        for path in soffice.convert_all(books, kind, folder / kind):
            found[path.name] = path.read_bytes()
    return found


@pytest.mark.office
@pytest.mark.parametrize("kind", ["xls", "ods"])
def test_another_format_gives_the_same_values_and_says_so(
    kind: str, converted: dict[str, bytes]
) -> None:
    expected, _ = city.read_book(city.book("civil_affairs"))
    filing, findings = read(converted[f"good.{kind}"])

    assert filing is not None
    assert codes(findings) == ["W214"]
    assert foreign.KINDS[kind] in findings[0].message("zh")
    assert filing.values == expected.values
    assert filing.cover == expected.cover
    assert filing.texts == expected.texts
    assert filing.stamp == expected.stamp
    assert (filing.way, expected.way) == (WAY, "single-pass")


@pytest.mark.office
@pytest.mark.parametrize("kind", ["xls", "ods"])
@pytest.mark.parametrize(
    ("book", "told"), [("blank", None), ("text", "E104"), ("typed", "R303"), ("error", "R306")]
)
def test_faults_are_told_in_another_format_too(
    book: str, told: str | None, kind: str, converted: dict[str, bytes]
) -> None:
    filing, findings = read(converted[f"{book}.{kind}"])
    assert filing is not None
    point = city.plan().index["requests.new_received.natural_person"]
    if told is None:
        assert filing.state(point) == "blank"
    else:
        assert told in codes(findings)
    if book == "text":
        assert filing.values[point] == 12


@pytest.mark.office
def test_read_tells_the_way_and_fill_takes_it_back(
    converted: dict[str, bytes], tmp_path: Path
) -> None:
    city.put(tmp_path, {"old.et": converted["good.xls"], "good.xlsx": city.book("civil_affairs")})
    ran = xl2report("read", tmp_path)
    assert {book["book"]: book["way"] for book in ran.data} == {
        "good.xlsx": "single-pass",
        "old.et": "fallback: calamine",
    }
    given = tmp_path / "old.json"
    given.write_text(json.dumps(ran.data[1]), encoding="utf-8")
    assert xl2report("fill", "disclosure-2019", given, "-o", tmp_path / "new.xlsx").code == 0


@pytest.mark.office
def test_what_it_is_counts_and_not_its_name(converted: dict[str, bytes]) -> None:
    assert isinstance(open_any(converted["good.xls"]), ForeignBook)
    assert not isinstance(open_any(city.book("civil_affairs")), ForeignBook)


def test_a_password_opens_what_is_encrypted() -> None:
    expected, _ = city.read_book(city.book("civil_affairs"))
    filing, findings = read(encrypted(city.book("civil_affairs")), SECRET)
    assert findings == []
    assert filing is not None
    assert (filing.values, filing.way) == (expected.values, "single-pass")


@pytest.mark.parametrize(
    ("password", "said", "english"),
    [("", "--password", "--password"), ("wrong", "给出的密码打不开", "does not open")],
)
def test_without_the_right_password_one_message(password: str, said: str, english: str) -> None:
    filing, findings = read(encrypted(city.book("civil_affairs")), password)
    assert filing is None
    assert codes(findings) == ["W201"]
    assert said in findings[0].message("zh")
    assert english in findings[0].message("en")


def test_the_password_of_one_book_does_not_matter_to_another(tmp_path: Path) -> None:
    secret, plain = encrypted(city.book("police")), city.book("civil_affairs")
    books = city.put(tmp_path / "in", {"a.xlsx": secret, "b.xlsx": plain})
    for ran in (
        xl2report("check", books, "--password", SECRET),
        xl2report("check", books, XL2REPORT_PASSWORD=SECRET),
    ):
        assert (ran.code, "W201" in ran.out) == (0, False)
    for command in (["read"], ["run", "-o", tmp_path / "out"]):
        assert xl2report(command[0], books, *command[1:], "--password", SECRET).code == 0
    target = tmp_path / "city.xlsx"
    merged = xl2report("merge", books, "-o", target, "--reporter", "市", "--password", SECRET)
    assert merged.code == 0
    assert target.is_file()
    document = tmp_path / "a.docx"
    xl2report("report", books / "a.xlsx", "-o", document, "--password", SECRET)
    assert document.is_file()
    for written in (target, document, *(tmp_path / "out").rglob("*.*")):
        assert SECRET.encode() not in written.read_bytes()


def test_a_password_is_not_shown_by_what_holds_it(tmp_path: Path) -> None:
    city.put(tmp_path, {"a.xlsx": b""})
    books = find_books([tmp_path], password=SECRET)
    assert books[0].password == SECRET
    assert SECRET not in repr(books)
    assert "password=Password()" in repr(BookFile("", "a"))
    assert f"{Password(SECRET)!r}" == "Password(…)"


def strict(workbook: bytes) -> bytes:
    parts = city.parts_of(workbook)
    return city.zipped(
        {
            name: part.replace(MAIN.encode(), STRICT.encode()).replace(
                OFFICE.encode(), STRICT_OFFICE.encode()
            )
            for name, part in parts.items()
        }
    )


def test_strict_ooxml_is_read_in_the_single_pass() -> None:
    data = strict(city.book("civil_affairs"))
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        assert openpyxl.load_workbook(io.BytesIO(data)).sheetnames == []
    expected, _ = city.read_book(city.book("civil_affairs"))
    filing, findings = read(data)
    assert filing is not None
    assert (filing.values, filing.way, findings) == (expected.values, "single-pass", [])


def test_styles_that_openpyxl_refuses_do_not_matter() -> None:
    data = city.replaced(city.book("civil_affairs"), "<fills ", "<fills x=", "xl/styles.xml")
    with pytest.raises(Exception):  # noqa: B017, PT011 - whatever openpyxl stumbles over
        openpyxl.load_workbook(io.BytesIO(data))
    filing, findings = read(data)
    assert filing is not None
    assert findings == []


@pytest.mark.parametrize(
    "data",
    [b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(4_000), b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"],
)
def test_what_calamine_cannot_read_either_keeps_its_reason(data: bytes) -> None:
    with pytest.raises(UnreadableBook) as refused:
        open_any(data)
    assert refused.value.reason == "xls"


def test_far_apart_cells_end_the_other_process_only(tmp_path: Path) -> None:
    """calamine 0.9.1 aborts (tafia/calamine#693); it must do so where we are not."""
    (tmp_path / "far.ods").write_bytes(MADE["ods-repeated"]())
    ran = xl2report("check", tmp_path)
    assert ran.code == 2
    assert "W201" in ran.out
    assert "Traceback" not in ran.err


def test_a_number_keeps_its_shortest_spelling() -> None:
    shown = [foreign_child.spelt(value) for value in (12.0, 12, 0.1, 1e20, -3.5, True, "x")]
    assert shown == [
        ["n", "12"],
        ["n", "12"],
        ["n", "0.1"],
        ["n", "1e+20"],
        ["n", "-3.5"],
        ["b", "1"],
        ["s", "x"],
    ]


def test_without_calamine_the_old_message_stands(tmp_path: Path) -> None:
    (tmp_path / "python_calamine.py").write_text("raise ImportError\n", encoding="utf-8")
    child = Path(foreign_child.__file__)
    run = subprocess.run(
        [sys.executable, "-P", child, "read"],
        input=b"0\n",
        env={"PYTHONPATH": str(tmp_path)},
        capture_output=True,
        check=False,
    )
    assert run.returncode == foreign_child.NOT_INSTALLED
