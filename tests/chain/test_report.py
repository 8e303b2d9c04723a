"""`report`: several files at once, all of them or none; what it compares with; what it refuses."""

import random
import zipfile
from pathlib import Path

import pytest

import city
from command import clear, xl2report
from page_samples import PageRead
from word_files import parts, zipped
from xl2report.chain import outlet
from xl2report.chain.errors import CannotWork
from xl2report.chain.outlet import write_together
from xl2report.chain.report import report
from xl2report.files.document.base import make_base

KINDS = ("R.docx", "R.html", "R.fragment.html")


@pytest.fixture
def book(tmp_path: Path) -> Path:
    path = tmp_path / "民政局.xlsx"
    path.write_bytes(city.book("civil_affairs"))
    return path


@pytest.fixture
def asked(tmp_path: Path) -> Path:
    """A unit's return with figures in every table."""
    path = tmp_path / "全.xlsx"
    given = city.full(city.later_plan(), random.Random(5))  # noqa: S311 - figures
    path.write_bytes(city.template_of(city.later_plan(), given))
    return path


@pytest.fixture
def out(tmp_path: Path) -> Path:
    return tmp_path / "结果"


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir()) if folder.exists() else []


# --------------------------------------------------------------------------------------- several


def test_each_name_gets_what_its_ending_says(book: Path, out: Path) -> None:
    reported = report(book, [out / name for name in KINDS])

    assert reported.documents == tuple(out / name for name in KINDS)
    assert zipfile.is_zipfile(out / "R.docx")
    page = (out / "R.html").read_text(encoding="utf-8")
    assert page.startswith("<!doctype html>")
    fragment = (out / "R.fragment.html").read_text(encoding="utf-8")
    assert fragment.startswith('<div lang="zh-CN"')
    assert len(PageRead(page).tables) == len(PageRead(fragment).tables) == 3


def test_all_say_the_same_numbers(asked: Path, out: Path) -> None:
    report(asked, [out / name for name in KINDS])
    rows = [
        [cell.text for cell in read.cells]
        for name in KINDS[1:]
        for read in PageRead((out / name).read_text(encoding="utf-8")).tables
    ]

    assert rows[:3] == rows[3:]
    document = parts((out / "R.docx").read_bytes())["word/document.xml"].decode()
    for text in {text for table in rows for text in table if text.isdigit()}:
        assert f">{text}</w:t>" in document


def test_the_same_workbook_gives_the_same_bytes(book: Path, out: Path) -> None:
    report(book, [out / "1" / name for name in KINDS])
    report(book, [out / "2" / name for name in KINDS])

    for name in KINDS:
        assert (out / "1" / name).read_bytes() == (out / "2" / name).read_bytes()


def test_one_file_and_one_twice_are_one(book: Path, out: Path) -> None:
    assert report(book, out / "R.docx").documents == (out / "R.docx",)
    assert report(book, [out / "R.docx", str(out / "R.docx")]).documents == (out / "R.docx",)


@pytest.mark.parametrize("name", ["R.HTML", "R.Fragment.Html", "报告.2020.html"])
def test_endings_are_read_as_people_type_them(book: Path, out: Path, name: str) -> None:
    report(book, out / name)

    text = (out / name).read_text(encoding="utf-8")
    assert text.startswith("<div" if "fragment" in name.lower() else "<!doctype")


# ----------------------------------------------------------------------------------- all or none


@pytest.mark.parametrize("bad", ["R.txt", "R", "R.doc", "html", ".fragment"])
def test_an_unknown_ending_stops_all(book: Path, out: Path, bad: str) -> None:
    with pytest.raises(CannotWork, match=r"Only \.pdf, \.html, \.docx, \.fragment\.html can"):
        report(book, [out / "R.docx", out / bad])

    assert names(out) == []


def test_where_one_file_cannot_be_written_none_is(book: Path, out: Path) -> None:
    (out / "R.html").mkdir(parents=True)
    (out / "R.docx").write_bytes(b"old")

    with pytest.raises(CannotWork, match=r"R\.html"):
        report(book, [out / "R.docx", out / "R.html", out / "R.fragment.html"])
    assert names(out) == ["R.docx", "R.html"]
    assert (out / "R.docx").read_bytes() == b"old"


def test_a_rename_that_fails_brings_back_what_was_there(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    first, second, third, old = (tmp_path / name for name in "abcd")
    first.write_bytes(b"before")
    old.write_bytes(b"gone?")
    real = Path.replace

    def fails(self: Path, target: Path) -> Path:
        if target == third and self.name.endswith(outlet._OURS):  # noqa: SLF001 - only our rename
            raise PermissionError
        return real(self, target)

    monkeypatch.setattr(Path, "replace", fails)
    with pytest.raises(CannotWork, match="Excel or WPS"):
        write_together({first: b"1", second: b"2", third: b"3"}, [old])
    assert {path.name: path.read_bytes() for path in tmp_path.iterdir()} == {
        "a": b"before",
        "d": b"gone?",
    }


def test_files_are_put_in_their_order_and_the_gone_go_last(tmp_path: Path) -> None:
    old = tmp_path / "old"
    old.write_bytes(b"x")
    write_together({tmp_path / "a": b"1", tmp_path / "b": b"2"}, [old, tmp_path / "never"])

    assert {path.name: path.read_bytes() for path in tmp_path.iterdir()} == {"a": b"1", "b": b"2"}


def test_an_input_is_never_replaced(book: Path, out: Path) -> None:
    style = out / "样式.docx"
    out.mkdir()
    style.write_bytes(make_base())
    before = style.read_bytes()

    with pytest.raises(CannotWork, match="also an input"):
        report(book, [out / "R.html", style], style=style)
    assert style.read_bytes() == before
    assert names(out) == ["样式.docx"]


# -------------------------------------------------------------------------------------- refusals


def test_nowhere_to_write_is_said(book: Path) -> None:
    assert "--bundle" in clear(xl2report("report", book))
    assert "--bundle" in clear(xl2report("report", book, language="en"))


def test_two_kinds_of_base_are_refused(book: Path, out: Path, tmp_path: Path) -> None:
    base = tmp_path / "底.docx"
    base.write_bytes(make_base())
    said = clear(
        xl2report("report", book, "-o", out / "R.docx", "--style", base, "--template", base)
    )

    assert "--template" in said
    assert names(out) == []


def test_a_word_file_that_is_none_is_said(book: Path, out: Path, tmp_path: Path) -> None:
    broken = tmp_path / "坏.docx"
    broken.write_bytes(b"PK nothing")

    for option in ("--style", "--template"):
        ran = xl2report("report", book, "-o", out / "R.docx", "-o", out / "R.html", option, broken)
        assert "坏.docx" in clear(ran)
        gone = xl2report("report", book, "-o", out / "R.docx", option, tmp_path / "nix.docx")
        assert "nix.docx" in clear(gone)
    assert names(out) == []


# ---------------------------------------------------------------------------------- what it takes


def test_an_office_file_with_marked_places(book: Path, out: Path, tmp_path: Path) -> None:
    office = tmp_path / "本单位.docx"
    content = parts(make_base())
    body = content["word/document.xml"].decode()
    mark = "<w:p><w:r><w:t>新收{{requests.new_received.total}}件 &lt;甲&gt;</w:t></w:r></w:p>"
    content["word/document.xml"] = body.replace("<w:body>", f"<w:body>{mark}").encode()
    office.write_bytes(zipped(content))
    report(book, [out / "R.docx", out / "R.html"], template=office)

    text = parts((out / "R.docx").read_bytes())["word/document.xml"].decode()
    assert "{{" not in text
    assert "&lt;甲&gt;" in text
    assert "一、总体情况" not in text
    assert "一、总体情况" in (out / "R.html").read_text(encoding="utf-8")


def test_charts_are_drawn_only_where_asked_for(asked: Path, out: Path) -> None:
    report(asked, [out / "a.docx", out / "a.html"])
    report(asked, [out / "b.docx", out / "b.html"], charts=True)

    assert "<svg" not in (out / "a.html").read_text(encoding="utf-8")
    assert "<svg" in (out / "b.html").read_text(encoding="utf-8")
    charts = [name for name in parts((out / "b.docx").read_bytes()) if "chart" in name]
    assert charts
    assert not [name for name in parts((out / "a.docx").read_bytes()) if "chart" in name]


def test_tracing_puts_comments_on_the_numbers(asked: Path, out: Path) -> None:
    report(asked, out / "R.docx", trace=True)

    comments = parts((out / "R.docx").read_bytes())["word/comments.xml"].decode()
    assert "三、申请办理!" in comments


def test_last_year_is_compared_with_and_a_stranger_is_told(
    book: Path, out: Path, tmp_path: Path
) -> None:
    given = city.data("civil_affairs")
    given["year"] = 2019
    last = tmp_path / "上年.xlsx"
    last.write_bytes(city.made(given))
    other = tmp_path / "别人.xlsx"
    other.write_bytes(city.book(_other("civil_affairs")))
    alone = report(book, out / "a.html")
    compared = report(book, out / "b.html", last=[last])
    strange = report(book, out / "c.html", last=other)

    texts = [(out / f"{name}.html").read_text(encoding="utf-8") for name in "abc"]
    assert "上年" in texts[1]
    assert texts[1] != texts[0] == texts[2]
    assert (alone.warnings, compared.warnings) == ((), ())
    assert [finding.code for finding in strange.warnings] == ["M507"]


def _other(unit_id: str) -> str:
    return str(next(one["id"] for one in city.units() if one["id"] != unit_id))


def test_the_prose_is_proofread_before_it_is_written(out: Path, tmp_path: Path) -> None:
    given = city.data("civil_affairs")
    total = int(city.shown(city.read_book(city.made(given))[0])["requests.new_received.total"] or 0)
    text = next(one.id for one in city.plan().form.texts if one.section == "requests")
    given["texts"] = {text: f"2020年共收到政府信息公开申请{total + 3}件。"}
    book = tmp_path / "a.xlsx"
    book.write_bytes(city.made(given))
    reported = report(book, out / "R.docx")
    codes = {finding.code for finding in reported.contradictions if finding.level == "error"}

    assert codes == {"T801"}
    assert f"{total + 3}" in " ".join(one.message("zh") for one in reported.contradictions)
    ran = xl2report("report", book, "-o", out / "R.html")
    assert ran.code == 1
    assert "T801" in ran.err
    assert "R.html" in ran.err


def test_a_clean_report_is_written_without_a_word_too_much(book: Path, out: Path) -> None:
    ran = xl2report("report", book, *(x for name in KINDS for x in ("-o", out / name)))

    told = [line for line in ran.err.splitlines() if line]
    assert ran.out == ""
    assert [line for line in told if line.endswith(KINDS)] == [str(out / name) for name in KINDS]
    assert not [line for line in told if "错误" in line]
    assert ran.code == 0


def test_the_workbook_is_not_changed(book: Path, out: Path) -> None:
    before = book.read_bytes()
    report(book, out / "R.html")

    assert book.read_bytes() == before
