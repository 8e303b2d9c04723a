"""The progress of a collection: states and stages, days late, reminders, questions; text, JSON, list, page."""

import json
from datetime import date
from html.parser import HTMLParser
from io import BytesIO
from pathlib import Path

import pytest
from openpyxl import load_workbook

import city
from arrival_samples import BUREAU, NOON, OFFICE, again, at, first, rostered, versions, work_folder
from browser import Browser, find_axe, find_browser
from command import clear, xl2report
from xl2report.chain.forms import open_plan
from xl2report.chain.run import run
from xl2report.chain.status import overview_list, overview_page, status
from xl2report.files.rosters.writer import write_roster
from xl2report.ground.findings import Finding
from xl2report.ground.progress import Progress, Question, RuleLine, UnitLine
from xl2report.ground.units import Unit
from xl2report.work.peers import Peer, questions

# 2021-01-07, some hours before or after noon wherever the tests run.
TODAY = date(2021, 1, 20)
FINANCE = Unit("乳山市财政局", city.unit("finance")["code"], "财政局", "部门", group="部门")


def place(work: Path, **books: bytes) -> None:
    for name, data in books.items():
        city.put(work / "returns", {f"{name}.xlsx": data})
        at(work / "returns" / f"{name}.xlsx", NOON)


def unit(now: Progress, name: str = BUREAU.name) -> UnitLine:
    return next(one for one in now.units if one.unit == name)


def stood(now: Progress, name: str = BUREAU.name) -> tuple[str, str]:
    one = unit(now, name)
    return one.state, one.stage


def test_who_has_sent_nothing_is_missing_and_overdue_from_the_day_after(tmp_path: Path) -> None:
    work = work_folder(tmp_path, BUREAU, deadline="2021-01-15")
    assert stood(status(work, today=date(2021, 1, 15))) == ("missing", "missing")
    assert unit(status(work, today=date(2021, 1, 15))).late == 0
    assert unit(status(work, today=date(2021, 1, 16))).late == 1


def test_a_return_goes_from_received_by_returned_and_corrected_to_merged(tmp_path: Path) -> None:
    work = work_folder(tmp_path, BUREAU)
    broken = city.wrong(first(), city.cell("requests.granted.natural_person"), city.number(99))
    place(work, 民政局=broken)
    assert stood(status(work)) == ("returned", "received")
    run([work])
    now = status(work)
    assert stood(now) == ("returned", "returned")
    assert unit(now).errors
    assert unit(now).todo
    # The clerk's new file takes the place of the old one, under the same name.
    place(work, 民政局=again())
    assert stood(status(work)) == ("accepted", "corrected")
    ran = run([work])
    assert [path.suffix for path in ran.written] == [".xlsx", ".docx"]
    assert stood(status(work)) == ("accepted", "merged")
    assert status(work).reminders == []


def test_a_correction_after_the_deadline_is_not_late_where_the_first_came_in_time(
    tmp_path: Path,
) -> None:
    work = work_folder(tmp_path, BUREAU, deadline="2021-01-10")
    place(work, 民政局=first())
    assert unit(status(work)).late == 0
    place(work, 民政局=again())
    at(work / "returns" / "民政局.xlsx", NOON + 86_400 * 30)
    assert unit(status(work)).late == 0
    # Without what is remembered it can only go by the file.
    (work / "xl2report.db").unlink()
    assert unit(status(work)).late > 20


def test_states_of_every_kind(tmp_path: Path) -> None:
    police = Unit("乳山市公安局", city.unit("police")["code"], "公安局", "部门")
    nil = Unit(city.unit("rushankou")["name"], city.unit("rushankou")["code"], "", "乡镇街道")
    missing = Unit("乳山市审计局", "", "审计局", "部门", contact="李四", phone="0631-1")
    work = work_folder(
        tmp_path, BUREAU, FINANCE._replace(group=""), police, nil, missing, OFFICE,
        deadline="2021-01-10",
    )  # fmt: skip
    versions(work / "returns", apart=1.0)
    place(work, 财政局=city.book("finance"), 公安局=city.faulty("negative-count"), 零=city.book("rushankou"),
          办公室=city.book("gov_office"), 市场局=city.book("market"))  # fmt: skip
    at(work / "returns" / "财政局.xlsx", NOON + 86_400 * 7)
    now = status(work, today=TODAY)
    assert {one.unit: (one.state, one.stage) for one in now.units} == {
        BUREAU.name: ("duplicate", "received"),
        FINANCE.name: ("late", "accepted"),
        police.name: ("returned", "received"),
        nil.name: ("declared_zero", "accepted"),
        missing.name: ("missing", "missing"),
        OFFICE.name: ("accepted", "accepted"),
    }
    assert unit(now, FINANCE.name).late == 4
    assert [(one.book, one.standing) for one in now.strangers] == [("市场局.xlsx", "unknown")]
    assert {one.unit for one in now.reminders} == {BUREAU.name, police.name, missing.name}
    assert unit(now, nil.name).stage_name("zh") == "通过（零报告）"


def test_a_deadline_is_that_of_the_units_group(tmp_path: Path) -> None:
    work = work_folder(tmp_path, FINANCE, BUREAU, deadline="2021-01-18")
    text = (work / "xl2report.toml").read_text(encoding="utf-8") + '"部门" = 2021-01-10\n'
    (work / "xl2report.toml").write_text(text, encoding="utf-8")
    now = status(work, today=TODAY)
    assert [(one.deadline, one.late) for one in now.units] == [
        ("2021-01-10", 10),
        ("2021-01-18", 2),
    ]


def test_a_wrong_roster_is_told(tmp_path: Path) -> None:
    work = work_folder(tmp_path, BUREAU._replace(group="没有的批次"))
    assert any("没有的批次" in note.words[0] for note in status(work).notes)
    assert "L907" in {one.code for one in run_codes(work)}


def run_codes(work: Path) -> list[Finding]:
    place(work, 民政局=first())
    return run([work]).check.findings


# ---- questions -------------------------------------------------------------------------------------


def peers(**own: int) -> list[Peer]:
    """Six units of one kind with figures as they should be; the first with some of its own."""
    plan = open_plan("disclosure-2021")

    def values(given: dict[str, int]) -> list[int | None]:
        row: list[int | None] = [0] * len(plan.form.points)
        for point, value in given.items():
            row[plan.index[point]] = value
        return row

    usual = {
        "requests.granted.natural_person": 18, "requests.denied_process_info.natural_person": 2,
        "requests.results_total.natural_person": 20, "proactive.licensing.decisions": 400,
        "text.site_items": 300,
    }  # fmt: skip
    first_ = {**usual, **{key.replace("__", "."): value for key, value in own.items()}}
    found = [Peer("甲局", "部门", values(first_), values(usual))]
    return found + [
        Peer(f"{name}局", "部门", values(usual), values(usual)) for name in "乙丙丁戊己"
    ]


def asked(units: list[Peer]) -> list[Question]:
    return questions(open_plan("disclosure-2021"), units)


def test_units_alike_are_asked_nothing() -> None:
    assert asked(peers()) == []


def test_a_share_far_above_the_others_is_a_question() -> None:
    (one,) = asked(
        peers(requests__granted__natural_person=6, requests__denied_process_info__natural_person=14)
    )
    assert one.unit == "甲局"
    assert (
        one.asks[0]
        == "“不予公开”占 70%（14/20），同类其他单位合计占 10%（10/100）。是否与实际相符？"
    )


def test_small_numbers_are_not_compared() -> None:
    assert not asked(
        peers(
            requests__granted__natural_person=1, requests__denied_process_info__natural_person=4,
            requests__results_total__natural_person=5,
        )
    )  # fmt: skip
    assert not asked(peers(text__site_items=0)[:4])


def test_a_jump_that_the_others_do_not_show_is_a_question() -> None:
    (one,) = asked(peers(proactive__licensing__decisions=1300))
    assert "由上年 400 变为 1300" in one.asks[0]
    assert one.asks[0].endswith("？")


def test_a_zero_where_the_others_have_many_is_a_question() -> None:
    (one,) = asked(peers(text__site_items=0))
    assert (
        one.asks[0]
        == "“政府网站公开信息”为 0；同类其他 5 个单位中有 5 个大于 0，中位数 300 条。是否确为 0？"
    )
    # Who has declared to have nothing has answered it.
    units = peers(text__site_items=0)
    assert not asked([units[0]._replace(zero=True), *units[1:]])


# ---- as text, JSON, list and page --------------------------------------------------------------------


EVIL = '<script>alert(1)</script>"\'&=HYPERLINK("x")'


def evil() -> Progress:
    one = UnitLine(
        EVIL, EVIL, EVIL, EVIL, "returned", "returned", book=f"{EVIL}.xlsx", received="2021-01-01",
        deadline="2021-01-02", late=3, errors=2, contact=EVIL, phone=EVIL, todo=((EVIL, EVIL),),
    )  # fmt: skip
    rule = RuleLine("R301", (EVIL, EVIL), (EVIL, EVIL), "error", 1, 1)
    asks = Question(EVIL, EVIL, (EVIL, EVIL), "1", "2")
    return Progress(EVIL, 2020, EVIL, "2021-01-20", (one,), (), (rule,), (asks,))


class _Tags(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.tags: set[str] = set()
        self.attributes: list[tuple[str, str | None]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        self.attributes += attrs


@pytest.mark.parametrize("language", ["zh", "en"])
def test_what_is_injected_stays_text_and_nothing_comes_from_outside(
    language: str, tmp_path: Path
) -> None:
    page = overview_page(evil(), tmp_path, tmp_path / "returns", language).decode()  # type: ignore[arg-type]  # one of the two
    found = _Tags()
    found.feed(page)
    assert "script" not in found.tags
    assert not found.tags & {"link", "img", "iframe", "object", "base", "form"}
    names = {name for name, _ in found.attributes}
    assert not {name for name in names if name.startswith("on")}
    assert not names & {"src", "style"}
    links = [value for name, value in found.attributes if name == "href"]
    assert links
    assert all(link is not None and link.startswith("./") for link in links)
    assert "default-src 'none'" in page
    assert page.count("&lt;script&gt;") > 5


def test_a_list_holds_texts_and_no_formulas() -> None:
    book = load_workbook(BytesIO(overview_list(evil(), "zh")))
    cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row]
    assert {cell.data_type for cell in cells} <= {"s", "n"}
    assert book.sheetnames == ["各单位情况", "催报名单", "没有计入的文件", "问题类型", "可以问一问"]
    assert book["催报名单"]["A2"].value == EVIL
    assert overview_list(evil(), "zh") == overview_list(evil(), "zh")


def test_the_command_in_all_its_forms(tmp_path: Path) -> None:
    work = work_folder(tmp_path / "w", BUREAU, FINANCE._replace(group=""))
    place(work, 民政局=first())
    said = xl2report("status", work, "--today", "2021-01-20")
    assert said.code == 0
    assert "乳山市财政局    未报    截止 2021-01-15    逾期 5 天" in said.out
    assert said.out.strip().endswith(
        "应报 2：未报 1，已收 0，退回 0，已改报 0，通过 1，已汇总 0；逾期 1"
    )
    data = xl2report("status", work, "--today", "2021-01-20", "--format", "json").data
    assert [(one["reporter"], one["state"], one["stage"]) for one in data["reporters"]] == [
        (BUREAU.name, "accepted", "accepted"), (FINANCE.name, "missing", "missing"),
    ]  # fmt: skip
    assert data["reminders"] == [FINANCE.name]
    assert json.dumps(data)
    for kind in ("xlsx", "html"):
        target = tmp_path / f"概览.{kind}"
        assert xl2report("status", work, "--format", kind, "-o", target).code == 0
        assert target.stat().st_size > 3000
    assert "工作文件夹" in clear(xl2report("status", tmp_path))
    assert "-o" in clear(xl2report("status", work, "--format", "html"))
    assert "--because" in clear(xl2report("status", work, "--accept", "民政局.xlsx", "--by", "我"))
    ran = xl2report("status", work, "--accept", "民政局.xlsx", "--by", "我", "--because", "试")
    assert ran.code == 0
    assert "已记录" in ran.err


def test_a_run_writes_the_overview_with_links_to_the_returns(tmp_path: Path) -> None:
    work = work_folder(tmp_path, BUREAU)
    place(work, 民政局=first())
    ran = run([work], today=TODAY)
    page = work / "output" / "概览.html"
    assert page in ran.told
    assert 'href="./../returns/%E6%B0%91%E6%94%BF%E5%B1%80.xlsx"' in page.read_text(
        encoding="utf-8"
    )


@pytest.mark.skipif(find_browser() is None, reason="no Chromium")
@pytest.mark.parametrize("width", [1280, 390])
def test_a_browser_shows_it_without_sideways_scrolling_or_faults(
    width: int, tmp_path: Path
) -> None:
    work = work_folder(tmp_path, BUREAU, FINANCE._replace(group=""), OFFICE)
    rostered(work, BUREAU, FINANCE._replace(group="", phone="0631-6651234"), OFFICE)
    versions(work / "returns")
    place(work, 财政局=city.wrong(city.book("finance"), city.cover("code"), city.text("错")))
    run([work], today=TODAY)
    with Browser() as browser:
        browser.open(work / "output" / "概览.html", width, phone=width < 500)
        assert browser.value("document.documentElement.scrollWidth") <= width
        assert browser.value("document.querySelectorAll('table.units tbody tr').length") == 3
        # The style was let in by its fingerprint.
        assert browser.value("getComputedStyle(document.querySelector('h1')).fontSize") == "26px"
        axe = find_axe()
        assert axe is None or browser.violations(axe) == []


@pytest.mark.parametrize("blank", [True, False])
def test_a_roster_that_is_not_filled_in_yet_is_told(tmp_path: Path, *, blank: bool) -> None:
    work = work_folder(tmp_path, BUREAU)
    (work / "roster.xlsx").unlink()
    if blank:
        (work / "roster.xlsx").write_bytes(write_roster())
    assert any("roster.xlsx 中还没有单位" in note.words[0] for note in status(work).notes)
    rostered(work, BUREAU)
    assert not status(work).notes
