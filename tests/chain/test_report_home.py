"""The report of a work folder: its own sentences and last year, by `report` as by `run`, and said so."""

import zipfile
from pathlib import Path

import docx
import pytest

import city
from command import clear, xl2report
from continuity_samples import return_of
from office_files import office
from xl2report.chain.errors import CannotWork
from xl2report.chain.init import init
from xl2report.chain.report import report
from xl2report.chain.run import run
from xl2report.files.rosters.writer import write_roster
from xl2report.form.definition.errors import FormError
from xl2report.ground.units import Unit

UNITS = ("civil_affairs", "market", "police")
OWN = 'phrases:\n  received:\n    - says: "全年收到申请{requests.new_received.total}件。"\n'


def _put(folder: Path, year: int) -> Path:
    books = {
        f"{city.unit(unit)['short']}.xlsx": city.made(return_of(year, unit=unit)) for unit in UNITS
    }
    return city.put(folder, books)


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """A work folder of three units with this year's returns and last year's workbooks."""
    folder = tmp_path / "2020年"
    init(folder, form="disclosure-2019", year=2020, city=city.CITY)
    rows = [city.unit(unit) for unit in UNITS]
    units = [Unit(row["name"], row["code"], row["short"], "部门") for row in rows]
    (folder / "roster.xlsx").write_bytes(write_roster(units))
    _put(folder / "returns", 2020)
    _put(folder / "last", 2019)
    return folder


def _text(path: Path) -> str:
    return "\n".join(one.text for one in docx.Document(str(path)).paragraphs)


def _report(folder: Path) -> Path:
    return next((folder / "output").glob("*.docx"))


def _city(folder: Path) -> Path:
    return folder / "output" / f"{city.CITY}.xlsx"


def test_run_and_report_say_the_same_in_the_offices_own_words(home: Path, tmp_path: Path) -> None:
    (home / "phrases.yaml").write_text(OWN, encoding="utf-8")
    ran = run([home])
    again = report(_city(home), tmp_path / "again.docx")

    assert "全年收到申请" in _text(_report(home))
    assert "同比" in _text(_report(home))
    assert (tmp_path / "again.docx").read_bytes() == _report(home).read_bytes()
    assert ran.reported is not None
    own = f"句子：{home / 'phrases.yaml'}"
    assert own in [chinese for chinese, _ in ran.reported.taken]
    assert own in [chinese for chinese, _ in again.taken]
    assert [one.code for one in again.warnings] == ["C411"]


def test_what_was_taken_is_said_on_stderr(home: Path, tmp_path: Path) -> None:
    (home / "phrases.yaml").write_text(OWN, encoding="utf-8")
    run([home])
    ran = xl2report("report", _city(home), "-o", tmp_path / "a.docx", language="en")

    assert ran.out == ""
    assert f"Sentences: {home / 'phrases.yaml'}\n" in ran.err
    assert f"Last year: {home / 'last'}\n" in ran.err
    assert "C411" in ran.err


def test_what_is_named_goes_first(home: Path, tmp_path: Path) -> None:
    (home / "phrases.yaml").write_text(OWN, encoding="utf-8")
    run([home])
    (tmp_path / "none").mkdir()
    told = report(_city(home), tmp_path / "a.docx", sentences=tmp_path / "none")

    assert "全年收到申请" not in _text(tmp_path / "a.docx")
    assert "句子：报表自带的" in [chinese for chinese, _ in told.taken]
    other = _put(tmp_path / "other", 2019)
    (other / "公安局.xlsx").unlink()
    told = report(_city(home), tmp_path / "b.docx", last=other)
    assert [one.code for one in told.warnings] == ["C410"]


def test_a_workbook_of_another_year_or_elsewhere_takes_nothing(home: Path, tmp_path: Path) -> None:
    (home / "phrases.yaml").write_text(OWN, encoding="utf-8")
    run([home])
    settings = home / "xl2report.toml"
    written = settings.read_text(encoding="utf-8")
    elsewhere = tmp_path / "elsewhere.xlsx"
    elsewhere.write_bytes(_city(home).read_bytes())

    assert report(elsewhere, tmp_path / "a.docx").taken == ()
    # A unit's return is the unit's own report.
    unit = home / "returns" / "公安局.xlsx"
    assert report(unit, tmp_path / "b.docx").taken == ()
    settings.write_text(written.replace("2020", "2019"), encoding="utf-8")
    assert report(_city(home), tmp_path / "c.docx").taken == ()


def test_a_mistake_in_them_stops_the_run_before_anything_is_written(home: Path) -> None:
    (home / "phrases.yaml").write_text(OWN.replace("received:", "recieved:"), encoding="utf-8")
    with pytest.raises(FormError) as error:
        run([home])

    assert "phrases.yaml:2" in error.value.mistakes[0]
    assert not _city(home).exists()
    assert "phrases.yaml:2" in xl2report("run", home).err


def test_sentences_that_are_not_there_stop_it_too(home: Path, tmp_path: Path) -> None:
    with pytest.raises(CannotWork, match="No such file or folder of sentences"):
        run([home], sentences=tmp_path / "nowhere")
    with pytest.raises(CannotWork, match="No such file or folder of sentences"):
        run([home / "returns"], tmp_path / "out", sentences=tmp_path / "nowhere")
    assert not (tmp_path / "out").exists()


def test_run_draws_charts_and_traces_numbers(home: Path) -> None:
    ran = xl2report("run", home, "--charts", "--trace")

    assert ran.code == 0, ran.err
    with zipfile.ZipFile(_report(home)) as package:
        names = package.namelist()
        comments = package.read("word/comments.xml").decode()
    assert sum(name.startswith("word/charts/chart") for name in names) == 3
    # A growth says where last year's number comes from, too.
    assert "各单位上年工作簿合计" in comments
    with zipfile.ZipFile(_city(home)) as package:
        assert any("charts/chart" in name for name in package.namelist())


def test_run_without_them_has_none(home: Path) -> None:
    run([home])

    for path in (_report(home), _city(home)):
        with zipfile.ZipFile(path) as package:
            assert not [name for name in package.namelist() if "chart" in name or "comment" in name]


def test_run_fills_an_offices_own_file(home: Path, tmp_path: Path) -> None:
    template = tmp_path / "本府.docx"
    template.write_bytes(office("{{title}}", "{{chart.results}}"))
    ran = xl2report("run", home, "--template", template)

    assert ran.code == 0, ran.err
    assert _text(_report(home)).startswith(f"{city.CITY}2020年")
    assert "--style" in clear(xl2report("run", home, "--template", template, "--style", template))


def test_run_of_one_workbook_knows_the_same_options(tmp_path: Path) -> None:
    book = tmp_path / "市场局.xlsx"
    book.write_bytes(city.made(return_of(2020, unit="market")))
    last = _put(tmp_path / "last", 2019)
    ran = xl2report(
        "run", book, "-o", tmp_path / "out", "--last", last, "--charts", "--trace", language="en"
    )
    (made,) = (tmp_path / "out").glob("*.docx")

    assert "同比" in _text(made)
    with zipfile.ZipFile(made) as package:
        assert "word/comments.xml" in package.namelist()
        assert "word/charts/chart1.xml" in package.namelist()
    assert ran.code in {0, 1}


def test_what_an_offices_sentence_says_of_last_year_is_proofread(
    home: Path, tmp_path: Path
) -> None:
    run([home])
    (home / "phrases.yaml").write_text(OWN.replace("件。", "件，同比增长87.5%。"), encoding="utf-8")
    told = report(_city(home), tmp_path / "a.docx")

    (found,) = told.contradictions
    assert found.code.startswith("T")
    assert "87.5%" in found.message("zh")
    # What the tool says of its own holds.
    (home / "phrases.yaml").unlink()
    assert report(_city(home), tmp_path / "b.docx").contradictions == ()


def test_an_offices_file_of_another_year_is_filled_in_all_the_same(
    home: Path, tmp_path: Path
) -> None:
    run([home])
    template = tmp_path / "本府.docx"
    words = f"{city.CITY}2016年政府信息公开工作年度报告"
    template.write_bytes(office(words, "{{part.requests}}", "{{table.requests}}"))
    told = report(_city(home), tmp_path / "a.docx", template=template)

    assert told.documents == (tmp_path / "a.docx",)
    assert "与上年持平" in _text(tmp_path / "a.docx")
