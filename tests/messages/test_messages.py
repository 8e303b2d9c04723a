"""Every code of the table: a workbook that earns it, and word for word what the clerk reads.

The expected texts lie beside this file, `R301.txt` in Chinese and `R301.en.txt` in English: read them
from top to bottom as a reviewer would. `pytest tests/messages --update-messages` writes them anew.
"""

import re
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

import pytest

import city
from adding_samples import SAMPLES as ADDING
from arrival_samples import BESIDES as ARRIVAL_BESIDES
from arrival_samples import SAMPLES as ARRIVALS
from arrival_samples import undecided
from city import BLANK, cell, cover, number, text, wrong
from continuity_samples import SAMPLES as CONTINUITY
from import_samples import BESIDES as IMPORT_BESIDES
from import_samples import SAMPLES as IMPORT
from last_samples import BESIDES as LAST_BESIDES
from last_samples import SAMPLES as LAST
from ods_books import ods
from proofread_samples import BESIDES as PROOFREAD_BESIDES
from proofread_samples import SAMPLES as PROOFREAD
from roster_samples import SAMPLES as ROSTERS
from xl2report.chain.check import check
from xl2report.chain.merge import merge
from xl2report.desk import language, show
from xl2report.files.reader.tables import read_filing
from xl2report.form import homes
from xl2report.form.definition.loader import load_yaml
from xl2report.form.definition.model import Form
from xl2report.form.plan import Plan
from xl2report.form.relations import build_relations
from xl2report.ground import rosters
from xl2report.ground.adjusting import ADJUSTMENT_HEADINGS
from xl2report.ground.findings import Finding
from xl2report.ground.wordings import CODES
from xl2report.work.assess.findings import assess

HERE = Path(__file__).resolve().parent
# Chinese characters, and the signs that only Chinese sets between them.
HAN = re.compile("[\u3000-\u303f\u3400-\u9fff\uff00-\uffef]+")
Findings = list[Finding]


class Sample(NamedTuple):
    """How the code is earned, and which other codes come with it and why that is right."""

    make: Callable[[Path], Findings]
    besides: frozenset[str] = frozenset()


def _one(workbook: Callable[[], bytes]) -> Sample:
    """A sample of one workbook."""
    return Sample(lambda folder: city.checked(folder, {"民政局.xlsx": workbook()}).findings)


def _slip(place: str, write: city.Write, unit: str = "civil_affairs") -> Sample:
    """A sample with one cell written over."""
    return _one(lambda: wrong(city.book(unit), place, write))


def _entry(write: city.Write, point: str = "disputes.review.corrected") -> Sample:
    return _slip(cell(point), write)


def _figures(unit: str = "civil_affairs", **points: object) -> Sample:
    """A sample with other figures, whose workbook was calculated after they were typed."""
    return _one(lambda: city.made(city.data(unit, **points)))


def _declared(unit: str, **declarations: object) -> Sample:
    def workbook() -> bytes:
        data = city.data(unit)
        data["declarations"] = {**data["declarations"], **declarations}
        return city.made(data)

    return _one(workbook)


def _nil_and_blank() -> bytes:
    data = city.data("rushankou")
    data["values"] = {}
    data["declarations"] = {**data["declarations"], "zero_report": True, "blank_is_zero": []}
    return city.made(data)


def _other_edition() -> bytes:
    return city.faulty("wrong-edition")


def _sheet_renamed() -> bytes:
    name = city.plan().form.tables[2].sheet
    return city.replaced(
        city.book("civil_affairs"), f'name="{name}"', f'name="{name} (2)"', "xl/workbook.xml"
    )


def _sheet_deleted() -> bytes:
    name = city.plan().form.tables[2].sheet
    parts = city.parts_of(city.book("civil_affairs"))
    listed = re.sub(f'<sheet name="{name}"[^>]*/>', "", parts["xl/workbook.xml"].decode())
    return city.zipped({**parts, "xl/workbook.xml": listed.encode()})


def _row_inserted() -> bytes:
    sheet = city.plan().form.tables[0].sheet
    return city.rewritten(city.book("civil_affairs"), lambda book: book[sheet].insert_rows(8))


def _sheet_added(workbook: bytes) -> bytes:
    """A sheet of the clerk's own, as Excel adds it."""
    kind = "application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"
    relation = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet"
    parts = city.parts_of(workbook)

    def before(name: str, end: str, added: str) -> None:
        parts[name] = parts[name].replace(end.encode(), (added + end).encode())

    before("xl/workbook.xml", "</sheets>", '<sheet name="底稿" sheetId="99" r:id="rId99"/>')
    before(
        "xl/_rels/workbook.xml.rels",
        "</Relationships>",
        f'<Relationship Id="rId99" Type="{relation}" Target="worksheets/sheet99.xml"/>',
    )
    before(
        "[Content_Types].xml",
        "</Types>",
        f'<Override PartName="/xl/worksheets/sheet99.xml" ContentType="{kind}"/>',
    )
    parts["xl/worksheets/sheet99.xml"] = (
        b'<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">'
        b'<sheetData><row r="1"><c r="A1"><v>7</v></c></row></sheetData></worksheet>'
    )
    return city.zipped(parts)


def _rostered(folder: Path, left_out: str, units: tuple[str, ...]) -> Findings:
    """The check of some units' returns against a roster without one of the city's units."""
    import make

    there = [one for one in city.units() if one["id"] != left_out and one["id"] in ROSTERED]
    (folder / "名录.xlsx").write_bytes(make.roster(there))
    books = {f"{city.unit(unit)['short']}.xlsx": city.book(unit) for unit in units}
    return city.checked(folder / "returns", books, roster=folder / "名录.xlsx").findings


ROSTERED = ("civil_affairs", "police", "market")


def _copied() -> dict[str, bytes]:
    """A town's return filled with its neighbour's figures."""
    town, neighbour = city.data("chengqu"), city.data("xiacun")
    return {
        "城区街道.xlsx": city.made(town),
        "夏村镇.xlsx": city.made({**neighbour, "values": town["values"]}),
    }


def _two_give_the_citys_figure(folder: Path) -> Findings:
    offices = {
        "市政府办公室.xlsx": city.book("gov_office"),
        "财政局.xlsx": city.made(city.data("finance", text__meetings_exec=3)),
    }
    merged = merge(
        [city.put(folder / "returns", offices)], folder / "city.xlsx", reporter=city.CITY
    )
    return [*merged.check.findings, *merged.findings]


def _by_force(folder: Path) -> Findings:
    books = {
        "民政局.xlsx": city.faulty("negative-count"),
        "市场监督管理局.xlsx": city.book("market"),
    }
    target = folder / "乳山市.xlsx"
    code = city.unit("gov_office")["code"]
    merge([city.put(folder / "returns", books)], target, reporter=city.CITY, code=code, force=True)
    return check([target]).findings


def _channels_not_given(folder: Path) -> Findings:
    """A rule over indicators, which a unit need not give."""
    home = homes.form_folder("disclosure-2019")
    assert home is not None
    own = folder / "disclosure-2019"
    shutil.copytree(home, own)
    rules = own / "form.yaml"
    rules.write_text(
        rules.read_text(encoding="utf-8")
        + """
  - id: requests.extended
    table: requests
    holds: text.extended <= requests.new_received.total
    says: 延期答复不大于本年新收
    says_en: No more answers are extended than requests received
    source: 文字指标
""",
        encoding="utf-8",
    )
    form = load_yaml(own)
    plan = Plan(form, build_relations(form))
    filing, findings = read_filing(
        city.template_of(plan, city.data("rushankou")), "乳山口镇.xlsx", lambda _: plan
    )
    assert filing is not None
    return list(assess(plan, filing, findings).findings)


def _texts(words: str, unit: str = "civil_affairs", text_id: str = "problems") -> bytes:
    """A return with a free text of its own."""
    data = city.data(unit)
    return city.made({**data, "texts": {**data["texts"], text_id: words}})


def _another_units_name(folder: Path) -> Findings:
    import make

    (folder / "名录.xlsx").write_bytes(make.roster([city.unit(unit) for unit in ROSTERED]))
    books = {f"{city.unit(unit)['short']}.xlsx": city.book(unit) for unit in ROSTERED}
    books["民政局.xlsx"] = _texts("2020年，乳山市公安局认真做好信息公开工作。")
    return city.checked(folder / "returns", books, roster=folder / "名录.xlsx").findings


def _one_text_for_two() -> dict[str, bytes]:
    words = "存在的问题：一是主动公开内容不够全面；二是信息更新不够及时；三是业务培训有待加强。今后将逐项改进。"
    return {
        "民政局.xlsx": _texts(words),
        "市场监督管理局.xlsx": _texts(words, "market"),
    }


def _explained_and_changed(folder: Path) -> Findings:
    """The same explanation over other numbers than those of the first check."""
    point = "proactive.normative_docs.disclosed"
    key = "proactive.disclosed_in_total@normative_docs"

    def book(disclosed: int) -> bytes:
        data = city.data("gov_office")
        total = int(data["values"].get("proactive.normative_docs.public_total") or 0)
        data["values"][point] = total + disclosed
        return city.made({**data, "explanations": {key: "含已废止的文件"}})

    first = city.checked(folder / "first", {"办公室.xlsx": book(1)})
    (folder / "first.json").write_text("".join(show.check_json(first)), encoding="utf-8")
    second = {"办公室.xlsx": book(2)}
    return city.checked(folder / "second", second, explained=folder / "first.json").findings


def _text_explained_and_changed(folder: Path) -> Findings:
    """The same explanation beside another wording than that of the first check."""

    def book(words: str) -> bytes:
        data = city.data("civil_affairs")
        return city.made({
            **data,
            "texts": {**data["texts"], "problems": words},
            "explanations": {"texts.problems": "2019年的事项延续到本年"},
        })  # fmt: skip

    words = "2019年，本局主动公开政务信息还不够全面，今后逐步改进。"
    first = city.checked(folder / "first", {"民政局.xlsx": book(words)})
    (folder / "first.json").write_text("".join(show.check_json(first)), encoding="utf-8")
    second = {"民政局.xlsx": book(words.replace("全面", "及时"))}
    return city.checked(folder / "second", second, explained=folder / "first.json").findings


def _last_year_of_another(folder: Path) -> Findings:
    before = city.made({**city.data("police"), "year": 2019})
    last = city.put(folder / "last", {"公安局.xlsx": before})
    books = {"民政局.xlsx": city.book("civil_affairs")}
    return city.checked(folder / "returns", books, last=[last]).findings


def _total_among_the_returns(folder: Path) -> Findings:
    books = {"民政局.xlsx": city.book("civil_affairs"), "市场局.xlsx": city.book("market")}
    merge([city.put(folder / "in", books)], folder / "in" / "全市.xlsx", reporter=city.CITY)
    return check([folder / "in"]).findings


SAMPLES: dict[str, Sample] = {
    "W201": _one(lambda: b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(504)),
    "W202": _one(lambda: city.faulty("not-our-form")),
    "W203": _one(_other_edition),
    "W204": _slip(cover("year"), number(2021)),
    "W205": _slip(cover("reporter"), text("乳山市教育和体育局")),
    "W206": _one(_sheet_deleted),
    "W207": _one(lambda: city.faulty("label-edited")),
    "W208": _one(lambda: city.faulty("number-outside")),
    "W209": _one(lambda: _sheet_added(city.book("civil_affairs"))),
    "W210": _one(
        lambda: city.replaced(city.book("civil_affairs"), "disclosure-2019|", "disclosure-2035|")
    ),
    "W214": _one(lambda: ods(city.book("civil_affairs"))),
    "W212": _one(_sheet_renamed),
    # The program that put the row in keeps no results of formulas.
    "W213": _one(_row_inserted)._replace(besides=frozenset({"R306"})),
    "E101": _entry(text("无")),
    "E102": _entry(text("0")),
    "E103": _entry(text("０")),
    "E104": _entry(text("0件")),
    "E105": _entry(text("2000万"), "proactive.central_procurement.amount"),
    "E106": _entry(number(-3641), "proactive.other_services.decisions"),
    "E107": _entry(number("18342.5"), "proactive.other_services.decisions"),
    "E108": _one(lambda: city.faulty("blank-cell")),
    "E109": _entry({"type": "error", "value": "#REF!"}, "proactive.other_services.decisions"),
    "E110": _entry({"type": "boolean", "value": True}, "proactive.other_services.decisions"),
    "E111": _entry({"type": "formula", "value": "1-1", "cached": 0}),
    "E112": _entry({"type": "formula", "value": "[1]Sheet1!B4"}),
    "E113": _entry({"type": "date", "value": "2021-03-01"}),
    "E114": _entry({"type": "formula", "value": "[1]Sheet1!B4", "cached": 12}),
    "E120": _slip(cover("reporter"), BLANK),
    "E121": _slip(cover("code"), BLANK),
    "E122": _slip(cover("code"), text("11371083DEM000057")),
    "E123": _slip(cover("year"), text("去年")),
    "E124": _declared("xiacun", zero_report=True),
    "E125": _declared("rushankou", zero_report=False),
    "E126": _one(_nil_and_blank),
    "E127": _slip(cover("no_rulemaking"), text("有")),
    "R301": _one(lambda: city.faulty("balance-broken")),
    "R302": _one(lambda: city.faulty("items-below-zero")),
    "R303": _one(lambda: city.faulty("total-typed-other")),
    "R304": _one(lambda: city.faulty("total-typed-same")),
    "R305": _slip(cell("disputes.suit_direct.other_result"), number(2)),
    "R306": _slip(cell("disputes.review.total"), BLANK),
    "R307": _slip(
        cell("disputes.review.total"), {"type": "formula", "value": "A7+B7", "cached": 0}
    ),
    "U401": Sample(_channels_not_given),
    "N601": _one(lambda: _texts("2019年，本局主动公开政务信息还不够全面，今后逐步改进。")),
    "N602": Sample(_another_units_name),
    "N603": Sample(lambda folder: city.checked(folder, _one_text_for_two()).findings),
    "N604": _one(
        lambda: _texts("全年公开信息100条，其中概况信息12条、动态信息78条、目录信息20条。")
    ),
    "N605": _one(lambda: _texts("全年共收到政府信息公开申请32件。", text_id="requests")),
    # The warning stands as before, without its explanation.
    "N610": Sample(_explained_and_changed, frozenset({"R302"})),
    "N611": Sample(_text_explained_and_changed, frozenset({"N601"})),
    "M501": Sample(undecided),
    "M502": Sample(lambda folder: city.checked(folder, _copied()).findings),
    "M503": Sample(
        lambda folder: _rostered(folder, "police", ("civil_affairs", "police", "market"))
    ),
    "M504": Sample(lambda folder: _rostered(folder, "", ("civil_affairs", "market"))),
    "M505": Sample(_two_give_the_citys_figure),
    "M506": Sample(_by_force),
    "M507": Sample(_last_year_of_another),
    "M508": Sample(_total_among_the_returns),
    **{code: Sample(make) for code, make in ADDING.items()},
    **{code: Sample(make) for code, make in ROSTERS.items()},
    **{
        code: Sample(make, ARRIVAL_BESIDES.get(code, frozenset()))
        for code, make in ARRIVALS.items()
    },
    **{code: Sample(make) for code, make in CONTINUITY.items()},
    **{code: Sample(make, LAST_BESIDES) for code, make in LAST.items()},
    **{
        code: Sample(make, PROOFREAD_BESIDES.get(code, frozenset()))
        for code, make in PROOFREAD.items()
    },
    **{code: Sample(make, IMPORT_BESIDES.get(code, frozenset())) for code, make in IMPORT.items()},
}


@pytest.fixture(params=sorted(CODES))
def sampled(request: pytest.FixtureRequest, tmp_path: Path) -> tuple[str, Finding]:
    """A code and the finding that its sample gives; any other finding is a fault of the sample."""
    code: str = request.param
    sample = SAMPLES[code]
    findings = sample.make(tmp_path)
    others = {finding.code for finding in findings} - {code, *sample.besides}
    assert not others, [show.finding_text(finding) for finding in findings]
    found = [finding for finding in findings if finding.code == code]
    assert found
    # What is between two workbooks is told to both.
    assert len(found) == 1 or code in {"M501", "N603"}
    return code, found[0]


def _speak(monkeypatch: pytest.MonkeyPatch, tongue: str) -> None:
    monkeypatch.setattr(language, "LANGUAGE", tongue)
    monkeypatch.setattr(show, "LANGUAGE", tongue)


def test_every_code_has_a_sample_and_no_sample_or_text_is_left_over() -> None:
    assert sorted(SAMPLES) == sorted(CODES)
    assert {path.name for path in HERE.glob("*.txt")} == {
        *(f"{code}.txt" for code in CODES),
        *(f"{code}.en.txt" for code in CODES),
    }


def test_the_clerk_reads_exactly_this(
    sampled: tuple[str, Finding], monkeypatch: pytest.MonkeyPatch, request: pytest.FixtureRequest
) -> None:
    code, finding = sampled
    update = request.config.getoption("--update-messages")
    for tongue, name in (("zh", f"{code}.txt"), ("en", f"{code}.en.txt")):
        _speak(monkeypatch, tongue)
        written = show.finding_text(finding) + "\n"
        if update:
            (HERE / name).write_text(written, encoding="utf-8", newline="\n")
        assert written == (HERE / name).read_text(encoding="utf-8")


def test_english_keeps_only_the_forms_own_words_and_the_clerks(
    sampled: tuple[str, Finding],
) -> None:
    _, finding = sampled
    said = "\n".join(
        [finding.place("en"), finding.name("en"), finding.message("en"), finding.remedy("en")]
    )
    # Longest first, so that a label inside another does not leave the rest of it behind.
    for known in sorted({*_labels(), *_typed(finding)}, key=len, reverse=True):
        said = said.replace(known, "")
    assert HAN.findall(said) == []


def _labels() -> set[str]:
    """The words printed on both editions of the form."""
    return _labels_of(city.plan().form) | _labels_of(city.later_plan().form)


def _labels_of(form: Form) -> set[str]:
    """The words printed on the form: labels, marks, sheets, sources, and the yes and no of its lists."""
    labels = {
        form.sheets.cover,
        form.sheets.checks,
        form.sheets.texts,
        *(one.label for one in form.texts),
        *(form.words[key] for key in ("yes_word", "no_word")),
    }
    for table in form.tables:
        labels |= {table.sheet, table.title}
        labels |= {one.label for one in table.columns} | {one.text for one in table.grid.cells}
        labels |= {mark for one in table.rows for mark in (one.label, one.mark)}
    labels |= {title for one in ADJUSTMENT_HEADINGS for title in one.titles}
    labels |= {rosters.SHEET, *(title for one in rosters.HEADINGS for title in one.titles)}
    labels |= {one.label for one in form.points} | {one.label for one in form.cover}
    labels |= {rule.source for rule in form.rules} | {one.measure.unit for one in form.points}
    return {label for label in labels if label}


def _typed(finding: Finding) -> set[str]:
    """What the clerk typed (in the cell, as a name, as the name of a file), and the form's source."""
    words = (
        "found", "reporter", "reporters_en", "other", "others_en", "books_en", "file", "sheet", "expected", "source",
        "known_en",
    )  # fmt: skip
    return {finding.args[key] for key in words if finding.args.get(key)}
