"""`report --bundle`: every format and the figures as open data, the same bytes each time."""

import csv
import io
import json
import random
import re
import subprocess
import sys
import zipfile
from decimal import Decimal
from hashlib import sha256
from pathlib import Path

import openpyxl
import pytest

import city
from command import clear, xl2report
from xl2report.chain.bundle import MANIFEST
from xl2report.chain.errors import CannotWork
from xl2report.chain.read import read
from xl2report.chain.report import report

NAMES = {
    "report.docx", "report.html", "report.fragment.html", "points.csv", "points.json",
    "points.xlsx", "dictionary.csv", MANIFEST,
}  # fmt: skip
COLUMNS = ["id", "table", "row", "column", "unit", "value", "state"]


@pytest.fixture
def book(tmp_path: Path) -> Path:
    path = tmp_path / "民政局.xlsx"
    path.write_bytes(city.book("civil_affairs"))
    return path


@pytest.fixture
def no_office(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A machine without LibreOffice: the tests of the PDF are elsewhere."""
    monkeypatch.setenv("PATH", str(tmp_path / "nix"))
    monkeypatch.setattr("xl2report.files.pdf.office._HOMES", {})


def content(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.iterdir()}


def rows_of(data: bytes) -> list[dict[str, str]]:
    assert data.startswith(b"\xef\xbb\xbf")
    return list(csv.DictReader(io.StringIO(data.decode("utf-8-sig"), newline="")))


def changed(tmp_path: Path, **points: object) -> Path:
    path = tmp_path / "改.xlsx"
    path.write_bytes(city.made(city.data("civil_affairs", **points)))
    return path


# ------------------------------------------------------------------------------------ the figures


@pytest.mark.usefixtures("no_office")
def test_the_figures_are_those_of_the_workbook(book: Path, tmp_path: Path) -> None:
    report(book, bundle=tmp_path / "b")
    files = content(tmp_path / "b")
    (known,) = read([book])[0]
    rows = rows_of(files["points.csv"])
    points = json.loads(files["points.json"])["points"]

    assert list(rows[0]) == COLUMNS
    assert [row["id"] for row in rows] == list(known["values"])
    for row, point in zip(rows, points, strict=True):
        there = known["values"][row["id"]]
        assert (row["value"] or None) == point["value"] == there["value"]
        assert row["state"] == point["state"] == there["state"]
        assert {key: point[key] for key in COLUMNS if key != "value"} == {
            key: row[key] for key in COLUMNS if key != "value"
        }
        assert point["computed"] == there.get("computed", False)


@pytest.mark.usefixtures("no_office")
@pytest.mark.parametrize("edition", ["2019", "2021"])
def test_labels_are_those_of_the_printed_tables(tmp_path: Path, edition: str) -> None:
    plan = city.plan() if edition == "2019" else city.later_plan()
    path = tmp_path / "b.xlsx"
    path.write_bytes(city.template_of(plan, city.full(plan, random.Random(2))))  # noqa: S311 - figures
    report(path, bundle=tmp_path / "b")
    rows = {row["id"]: row for row in rows_of(content(tmp_path / "b")["points.csv"])}

    for point in plan.form.points:
        row = rows[point.id]
        assert f"{row['row']} / {row['column']}" == " / ".join(point.path)
        assert row["unit"] == point.measure.unit
    third = rows["requests.denied_third_party.business"]
    assert third["row"].endswith("（三）不予公开 / 4.保护第三方合法权益")
    assert third["column"] == "申请人情况 / 法人或其他组织 / 商业企业"
    fourth = rows["disputes.suit_direct.upheld"]
    assert (fourth["row"], fourth["column"]) == ("行政诉讼 / 未经复议直接起诉", "结果维持")


@pytest.mark.usefixtures("no_office")
def test_blank_is_not_zero_and_a_declared_blank_is_blank(tmp_path: Path) -> None:
    given = city.data("civil_affairs")
    given["values"]["requests.new_received.business"] = None
    given["values"]["requests.carried_in.business"] = 0
    given["declarations"] = {"zero_report": False, "blank_is_zero": ["requests"]}
    path = tmp_path / "b.xlsx"
    path.write_bytes(city.made(given))
    report(path, bundle=tmp_path / "b")
    rows = {row["id"]: row for row in rows_of(content(tmp_path / "b")["points.csv"])}

    blank, zero = rows["requests.new_received.business"], rows["requests.carried_in.business"]
    assert (blank["value"], blank["state"]) == ("", "blank")
    assert (zero["value"], zero["state"]) == ("0", "zero")


@pytest.mark.usefixtures("no_office")
def test_the_dictionary_knows_every_column_state_and_point(book: Path, tmp_path: Path) -> None:
    report(book, bundle=tmp_path / "b")
    files = content(tmp_path / "b")
    lexicon = rows_of(files["dictionary.csv"])
    rows = rows_of(files["points.csv"])

    by_kind = {
        kind: [one for one in lexicon if one["类别"] == kind] for kind in ("字段", "状态", "指标")
    }
    assert [one["编号"] for one in by_kind["字段"]] == list(rows[0])
    assert {row["state"] for row in rows} <= {one["编号"] for one in by_kind["状态"]}
    assert [one["编号"] for one in by_kind["指标"]] == [row["id"] for row in rows]
    assert all(one["说明"] for one in lexicon)
    total = next(one for one in lexicon if one["编号"] == "requests.new_received.total")
    assert "由表内计算得出" in total["说明"]


@pytest.mark.usefixtures("no_office")
def test_the_workbook_can_be_read_by_ear_and_by_program(book: Path, tmp_path: Path) -> None:
    report(book, bundle=tmp_path / "b")
    files = content(tmp_path / "b")
    opened = openpyxl.load_workbook(io.BytesIO(files["points.xlsx"]))
    rows = rows_of(files["points.csv"])

    assert opened.properties.language == "zh-CN"
    assert opened.properties.title == "乳山市民政局2020年政府信息公开工作年度报告（数据）"
    assert not opened.properties.creator
    assert opened.sheetnames == ["说明", "数据", "数据字典"]
    assert all(not sheet.merged_cells.ranges for sheet in opened)
    sheet = opened["数据"]
    assert sheet["A1"].value == "id（指标编号）"
    assert sheet.freeze_panes == "A2"
    assert [table.displayName for table in sheet.tables.values()] == ["points"]
    assert "全部数据" in opened.defined_names
    for line, row in zip(sheet.iter_rows(min_row=2, values_only=True), rows, strict=True):
        value = line[5]
        assert (None if not row["value"] else Decimal(row["value"])) == (
            None if value is None else Decimal(str(value))
        )
        assert [cell or "" for cell in (*line[:5], line[6])] == [
            row[key] for key in COLUMNS if key != "value"
        ]


@pytest.mark.usefixtures("no_office")
def test_amounts_keep_every_digit(tmp_path: Path) -> None:
    plan = city.later_plan()
    given = city.full(plan, random.Random(1))  # noqa: S311 - figures
    given["values"]["proactive.fees.amount"] = "1234567890123.654321"
    path = tmp_path / "b.xlsx"
    path.write_bytes(city.template_of(plan, given))
    report(path, bundle=tmp_path / "b")
    files = content(tmp_path / "b")
    rows = {row["id"]: row["value"] for row in rows_of(files["points.csv"])}
    sheet = openpyxl.load_workbook(io.BytesIO(files["points.xlsx"]))["数据"]
    shown = {line[0]: line[5] for line in sheet.iter_rows(min_row=2, values_only=True)}

    assert str(shown["proactive.fees.amount"]) == rows["proactive.fees.amount"]
    assert rows["proactive.fees.amount"].startswith("1234567890123")


# ----------------------------------------------------------------------------------- the manifest


@pytest.mark.usefixtures("no_office")
def test_the_manifest_lists_every_file_and_why_one_is_not_there(book: Path, tmp_path: Path) -> None:
    reported = report(book, bundle=tmp_path / "b")
    files = content(tmp_path / "b")
    lines = files[MANIFEST].decode().splitlines()

    assert set(files) == NAMES
    listed = {line[66:]: line[:64] for line in lines if not line.startswith("#")}
    assert listed == {
        name: sha256(data).hexdigest() for name, data in files.items() if name != MANIFEST
    }
    assert any("没有 report.pdf：没有找到 LibreOffice" in line for line in lines)
    assert reported.left_out[0][1].startswith("no report.pdf: LibreOffice was not found")
    assert {path.name for path in reported.documents} == NAMES


@pytest.mark.skipif(sys.platform == "win32", reason="sha256sum is coreutils'")
@pytest.mark.usefixtures("no_office")
def test_the_manifest_is_what_sha256sum_reads(book: Path, tmp_path: Path) -> None:
    report(book, bundle=tmp_path / "b")
    ran = subprocess.run(
        ["/usr/bin/sha256sum", "--check", "--strict", MANIFEST],
        cwd=tmp_path / "b", capture_output=True, check=False,
    )  # fmt: skip

    assert ran.returncode == 0, ran.stderr
    assert ran.stdout.count(b": OK") == len(NAMES) - 1


@pytest.mark.office
def test_with_libreoffice_there_is_a_pdf_and_all_is_the_same_again(
    book: Path, tmp_path: Path
) -> None:
    reported = report(book, bundle=tmp_path / "1", charts=True)
    report(book, bundle=tmp_path / "2", charts=True)

    assert reported.left_out == ()
    assert content(tmp_path / "1") == content(tmp_path / "2")
    assert set(content(tmp_path / "1")) == NAMES | {"report.pdf"}


@pytest.mark.usefixtures("no_office")
def test_the_bundle_is_the_same_from_another_place_and_under_another_clock(
    book: Path, tmp_path: Path
) -> None:
    report(book, bundle=tmp_path / "1")
    ran = xl2report(
        "report", book.name, "--bundle", "2", cwd=tmp_path, language="en",
        PATH=str(tmp_path / "nix"), TZ="Asia/Shanghai", PYTHONHASHSEED="7", USER="someone",
    )  # fmt: skip

    assert ran.code == 0, ran.err
    assert content(tmp_path / "1") == content(tmp_path / "2")


# -------------------------------------------------------------------------------------- scrubbing


@pytest.mark.usefixtures("no_office")
def test_nobody_is_named_and_no_machine(book: Path, tmp_path: Path) -> None:
    report(book, bundle=tmp_path / "b", trace=True)
    for name in ("report.docx", "points.xlsx"):
        with zipfile.ZipFile(tmp_path / "b" / name) as archive:
            core = archive.read("docProps/core.xml").decode()
            for tag in ("dc:creator", "cp:lastModifiedBy"):
                assert re.findall(rf"<{tag}>([^<]+)</{tag}>", core) == [], name
            stamps = set(re.findall(r"\d{4}-\d\d-\d\dT[\d:]+Z", core))
            assert stamps <= {"2021-01-01T00:00:00Z"}
            assert {info.date_time for info in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}
            assert {info.create_system for info in archive.infolist()} == {0}
            for part in archive.namelist():
                assert not re.search(rb' w:author="[^"]+"', archive.read(part)), part


@pytest.mark.usefixtures("no_office")
def test_an_office_file_leaves_its_author_behind(book: Path, tmp_path: Path) -> None:
    import docx

    office = docx.Document()
    office.add_paragraph("新收{{requests.new_received.total}}件")
    office.core_properties.author = "张三"
    office.core_properties.last_modified_by = "李四"
    path = tmp_path / "office.docx"
    office.save(str(path))
    report(book, bundle=tmp_path / "b", template=path)

    with zipfile.ZipFile(tmp_path / "b" / "report.docx") as archive:
        everything = b"".join(archive.read(name) for name in archive.namelist())
        app = archive.read("docProps/app.xml") if "docProps/app.xml" in archive.namelist() else b""
    assert "张三".encode() not in everything
    assert "李四".encode() not in everything
    assert b"Application" not in app
    assert docx.Document(str(tmp_path / "b" / "report.docx")).paragraphs[0].text.startswith("新收")


@pytest.mark.usefixtures("no_office")
def test_who_filled_in_the_form_is_not_published(tmp_path: Path) -> None:
    given = city.data("civil_affairs")
    given["cover"] = {"filled_by": "王小明"}
    path = tmp_path / "b.xlsx"
    field = next(one.id for one in city.plan().form.cover if one.kind == "person")
    path.write_bytes(
        city.wrong(city.made(given | {"cover": {}}), city.cover(field), city.text("王小明"))
    )
    report(path, bundle=tmp_path / "b")

    for name, data in content(tmp_path / "b").items():
        inside = [data]
        if zipfile.is_zipfile(io.BytesIO(data)):
            with zipfile.ZipFile(io.BytesIO(data)) as archive:
                inside = [archive.read(part) for part in archive.namelist()]
        assert not any("王小明".encode() in part for part in inside), name


# ------------------------------------------------------------------------- earlier ones, strangers


@pytest.mark.usefixtures("no_office")
def test_an_earlier_bundle_is_replaced_whole(book: Path, tmp_path: Path) -> None:
    folder = tmp_path / "b"
    report(book, bundle=folder)
    first = content(folder)
    report(changed(tmp_path, text__trainings=17), bundle=folder)

    second = content(folder)
    assert set(second) == NAMES
    assert second["points.csv"] != first["points.csv"]
    report(book, bundle=folder)
    assert content(folder) == first


@pytest.mark.usefixtures("no_office")
def test_what_an_earlier_bundle_had_and_this_has_not_goes(book: Path, tmp_path: Path) -> None:
    folder = tmp_path / "b"
    report(book, bundle=folder)
    old = b"%PDF of an earlier run"
    (folder / "report.pdf").write_bytes(old)
    manifest = folder / MANIFEST
    manifest.write_text(
        manifest.read_text(encoding="utf-8") + f"{sha256(old).hexdigest()}  report.pdf\n",
        encoding="utf-8",
    )
    report(book, bundle=folder)

    assert set(content(folder)) == NAMES


@pytest.mark.usefixtures("no_office")
def test_a_stranger_stays(book: Path, tmp_path: Path) -> None:
    folder = tmp_path / "b"
    (folder / "inside").mkdir(parents=True)
    (folder / "notes.txt").write_text("mine", encoding="utf-8")
    report(book, bundle=folder)
    report(changed(tmp_path, text__trainings=17), bundle=folder)

    assert (folder / "notes.txt").read_text(encoding="utf-8") == "mine"
    assert (folder / "inside").is_dir()


@pytest.mark.usefixtures("no_office")
@pytest.mark.parametrize("name", sorted(NAMES))
def test_a_strangers_file_of_the_same_name_is_never_replaced(
    book: Path, tmp_path: Path, name: str
) -> None:
    folder = tmp_path / "b"
    folder.mkdir()
    (folder / name).write_text("mine", encoding="utf-8")

    with pytest.raises(CannotWork, match="not replaced"):
        report(book, bundle=folder)
    assert content(folder) == {name: b"mine"}


@pytest.mark.usefixtures("no_office")
def test_a_file_changed_by_hand_is_not_replaced(book: Path, tmp_path: Path) -> None:
    folder = tmp_path / "b"
    report(book, bundle=folder)
    (folder / "report.html").write_text("polished", encoding="utf-8")
    before = content(folder)
    said = clear(xl2report("report", book, "--bundle", folder, PATH=str(tmp_path / "nix")))

    assert "report.html" in said
    assert content(folder) == before


@pytest.mark.usefixtures("no_office")
def test_a_manifest_cannot_lead_out_of_the_folder(book: Path, tmp_path: Path) -> None:
    folder = tmp_path / "b"
    report(book, bundle=folder)
    victim = tmp_path / "victim"
    victim.write_bytes(b"x")
    manifest = folder / MANIFEST
    text = manifest.read_text(encoding="utf-8")
    manifest.write_text(f"{text}{sha256(b'x').hexdigest()}  ../victim\n", encoding="utf-8")

    with pytest.raises(CannotWork, match="not replaced"):
        report(changed(tmp_path, text__trainings=17), bundle=folder)
    assert victim.exists()


@pytest.mark.usefixtures("no_office")
def test_a_bundle_cut_short_is_finished_by_the_next_run(book: Path, tmp_path: Path) -> None:
    folder = tmp_path / "b"
    report(book, bundle=folder)
    other = changed(tmp_path, text__trainings=17)
    report(other, bundle=tmp_path / "wanted")
    wanted = content(tmp_path / "wanted")
    # As a kill leaves it: what is coming is listed, half of the files are new.
    (folder / f".{MANIFEST}").write_bytes(wanted[MANIFEST])
    for name in ("report.docx", "points.csv"):
        (folder / name).write_bytes(wanted[name])
    third = tmp_path / "third.xlsx"
    third.write_bytes(city.made(city.data("civil_affairs", text__trainings=18)))
    report(third, bundle=folder)

    assert set(content(folder)) == NAMES
    assert b"18,number" in content(folder)["points.csv"]


@pytest.mark.usefixtures("no_office")
def test_the_workbook_itself_is_never_replaced(book: Path, tmp_path: Path) -> None:
    folder = tmp_path / "b"
    folder.mkdir()
    inside = folder / "points.xlsx"
    inside.write_bytes(book.read_bytes())

    with pytest.raises(CannotWork, match="also an input"):
        report(inside, bundle=folder)
    assert inside.read_bytes() == book.read_bytes()


@pytest.mark.usefixtures("no_office")
def test_a_file_is_no_folder_and_one_name_is_not_written_twice(book: Path, tmp_path: Path) -> None:
    with pytest.raises(CannotWork, match="no folder"):
        report(book, bundle=book)
    for way in (tmp_path / "b", tmp_path / "x" / ".." / "b"):
        with pytest.raises(CannotWork, match="Both"):
            report(book, way / "report.html", bundle=tmp_path / "b")
    assert not (tmp_path / "b").exists()


@pytest.mark.usefixtures("no_office")
def test_a_draft_says_so_in_every_file(tmp_path: Path) -> None:
    path = tmp_path / "b.xlsx"
    path.write_bytes(city.faulty("balance-broken"))
    reported = report(path, bundle=tmp_path / "b")
    files = content(tmp_path / "b")

    assert reported.draft
    for name in ("report.html", "report.fragment.html", "points.json", MANIFEST):
        assert reported.draft in files[name].decode(), name
    with zipfile.ZipFile(io.BytesIO(files["points.xlsx"])) as archive:
        assert reported.draft in archive.read("xl/sharedStrings.xml").decode()
