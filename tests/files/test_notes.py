"""The return note, read back with python-docx and opened with LibreOffice."""

import io
import re
import zipfile
from pathlib import Path

import docx
import pytest

from conftest import Soffice
from telling_samples import told_book
from xl2report.files.document.base import make_base
from xl2report.files.notes.words import WORDS
from xl2report.files.notes.writer import write_note
from xl2report.ground.telling import Counts, ToldBook
from xl2report.ground.wordings.model import Language

HAN = re.compile("[\u3000-\u3013\u3016-\u303f\u3400-\u9fff\uff00-\uffef]")
LETTER = {
    "deadline": "2021年1月20日",
    "contact": "张三 & 李四 0631-6651234",
    "office": "乳山市人民政府办公室",
    "date": "2021年1月10日",
}


def note(
    book: ToldBook | None = None, language: Language = "zh", letter: dict[str, str] | None = None
) -> bytes:
    return write_note(book or told_book(), language, make_base(), **(letter or {}))


def paragraphs(data: bytes) -> list[str]:
    return [paragraph.text for paragraph in docx.Document(io.BytesIO(data)).paragraphs]


def test_it_says_unit_file_findings_deadline_and_contact() -> None:
    book = told_book()
    said = paragraphs(note(book, letter=LETTER))

    assert said[:2] == ["审核意见", "民政局："]
    assert "“民政局.xlsx”" in said[2]
    assert "错误 2 处、提示 2 处" in said[2]
    assert "于2021年1月20日前重新报送" in said[2]
    assert said[-3:] == [
        "联系人及电话：张三 & 李四 0631-6651234",
        "乳山市人民政府办公室",
        "2021年1月10日",
    ]


def test_what_there_is_none_of_is_not_mentioned() -> None:
    book = told_book()
    errors = book._replace(counts=book.counts._replace(warnings=0, explained=0))
    assert "发现错误 2 处（全部列在下面）" in paragraphs(note(errors))[2]
    assert "Errors: 2; all are listed below." in paragraphs(note(errors, "en"))[2]


def test_every_finding_stands_there_with_place_before_what_to_do_errors_first() -> None:
    book = told_book()
    said = "\n".join(paragraphs(note(book, letter=LETTER)))

    kinds = ("error", "warning", "explained", "information")
    by_level = sorted(
        book.lines, key=lambda one: kinds.index("explained" if one.explained else one.severity)
    )
    position = 0
    for number, one in enumerate(by_level, 1):
        for text in (
            f"{number}．{one.place}（{one.name} {one.code}）",
            f"现状与应有：{one.message}",
            f"处理办法：{one.remedy}",
            f"疑似：{one.suspects}",
            f"单位说明：{one.explanation}",
        ):
            position = said.index(text, position)
    for heading in ("一、须改正的错误", "二、请核实的提示", "三、已说明的提示", "四、说明"):
        assert heading in said


def test_what_is_not_given_is_marked_to_be_filled_in() -> None:
    document = docx.Document(io.BytesIO(note()))

    marked = [
        run.text
        for paragraph in document.paragraphs
        for run in paragraph.runs
        if run.font.highlight_color is not None
    ]
    assert marked == [
        "〔待填：期限〕",
        "〔待填：联系人及电话〕",
        "〔待填：审核单位〕",
        "〔待填：日期〕",
    ]
    given = docx.Document(io.BytesIO(note(letter=LETTER)))
    assert not any(run.font.highlight_color for part in given.paragraphs for run in part.runs)


def test_a_book_that_only_could_not_be_assessed_is_told_so() -> None:
    book = ToldBook("甲.xlsx", "", "returned", Counts(0, 0, 0, 0, 40, 0, 3), ())
    said = paragraphs(note(book))

    assert said[1] == "填报单位："
    assert "有 3 条勾稽关系无法核对" in said[2]


def test_it_has_the_reports_styles() -> None:
    document = docx.Document(io.BytesIO(note()))

    names = {paragraph.style.name for paragraph in document.paragraphs if paragraph.style}
    assert names == {"Title", "Body Text", "Heading 1"}
    assert document.sections[0].page_width is not None


def test_the_same_book_gives_the_same_bytes_without_clock_or_machine() -> None:
    data = note(letter=LETTER)

    assert data == note(letter=LETTER)
    with zipfile.ZipFile(io.BytesIO(data)) as parts:
        assert {info.date_time for info in parts.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        assert {info.create_system for info in parts.infolist()} == {0}


def test_both_languages_have_all_words_and_english_has_no_chinese() -> None:
    assert WORDS["zh"].keys() == WORDS["en"].keys()
    assert not HAN.search("".join(WORDS["en"].values()))
    assert paragraphs(note(language="en"))[:2] == ["Return note", "To 民政局:"]


@pytest.mark.office
def test_libreoffice_opens_it(tmp_path: Path, soffice: Soffice) -> None:
    path = tmp_path / "note.docx"
    path.write_bytes(note(letter=LETTER))

    text = soffice.convert(path, "txt:Text (encoded):UTF8", tmp_path / "out").read_text(
        encoding="utf-8-sig"
    )

    assert text.startswith("审核意见")
    assert "<script>alert(1)</script>" in text
    assert LETTER["contact"] in text
