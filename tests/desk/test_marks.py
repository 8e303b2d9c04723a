"""`forms --marks`: every mark that an office's own Word file may hold, and each of them works."""

import io
from pathlib import Path

import docx
import pytest

import city
from command import clear, xl2report
from office_files import office
from xl2report.chain.report import report

FORMS = ("disclosure-2019", "disclosure-2021")


def marks(form: str, *more: object) -> list[dict[str, object]]:
    ran = xl2report("forms", form, "--marks", "--format", "json", *more)
    assert ran.code == 0, ran.err
    found: list[dict[str, object]] = ran.data
    return found


@pytest.mark.parametrize("form", FORMS)
def test_text_and_json_list_the_same(form: str) -> None:
    text = xl2report("forms", form, "--marks").out
    listed = marks(form)

    assert [line.split("    ")[0].strip() for line in text.splitlines() if "{{" in line] == [
        one["mark"] for one in listed
    ]
    assert {"chart.results", "chart.applicants", "chart.trend", "table.requests", "title"} <= {
        one["name"] for one in listed
    }
    for one in listed:
        assert one["own_paragraph"] == (one["kind"] in {"part", "table", "chart"})
        assert f"{one['mark']}    {one['label']}" in text


def test_every_mark_that_is_listed_is_filled_in(tmp_path: Path) -> None:
    book, template = tmp_path / "市场局.xlsx", tmp_path / "本局.docx"
    book.write_bytes(city.book("market"))
    template.write_bytes(office(*(str(one["mark"]) for one in marks("disclosure-2019"))))
    report(book, tmp_path / "年报.docx", template=template)

    made = docx.Document(str(tmp_path / "年报.docx"))
    assert not [one.text for one in made.paragraphs if "{{" in one.text]


def test_parts_go_by_the_headings_of_the_offices_own_sentences(tmp_path: Path) -> None:
    (tmp_path / "narrative.yaml").write_text(
        "narrative:\n  parts:\n    - heading: 一、我们的申请\n      paragraphs:\n        - - use: received\n",
        encoding="utf-8",
    )
    names = {one["name"] for one in marks("disclosure-2021", "--sentences", tmp_path)}

    assert "一、我们的申请" in names
    assert "一、总体情况" not in names


def test_into_a_file_and_in_english(tmp_path: Path) -> None:
    out = tmp_path / "marks.txt"
    ran = xl2report("forms", "disclosure-2021", "--marks", "-o", out, language="en")

    assert (ran.code, ran.out) == (0, "")
    text = out.read_text(encoding="utf-8")
    assert text.startswith("Words: anywhere\n")
    assert "{{chart.trend}}" in text


def test_without_a_form_one_is_asked_for() -> None:
    assert "请指定报表" in clear(xl2report("forms", "--marks"))
    assert "json" in clear(xl2report("forms", "disclosure-2021", "--format", "json"))
    assert "yaml" in clear(xl2report("forms", "disclosure-2021", "--marks", "--format", "yaml"))


def test_a_mark_within_a_table_of_the_file_is_one_too(tmp_path: Path) -> None:
    book, template = tmp_path / "市场局.xlsx", tmp_path / "本局.docx"
    book.write_bytes(city.book("market"))
    document = docx.Document()
    document.add_table(1, 1).cell(0, 0).text = "{{reporter}}"
    buffer = io.BytesIO()
    document.save(buffer)
    template.write_bytes(buffer.getvalue())
    report(book, tmp_path / "年报.docx", template=template)

    made = docx.Document(str(tmp_path / "年报.docx"))
    assert made.tables[0].cell(0, 0).text == city.unit("market")["name"]
