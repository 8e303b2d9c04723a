"""One mistake at a time in a small form: told with file, line, id and the nearest right word."""

from pathlib import Path
from typing import NamedTuple

import pytest

from small_form import BLOCKS, write_small_form
from xl2report.chain.forms import load_form
from xl2report.form.definition.errors import FormError


class Case(NamedTuple):
    """What is wrong, the text that is replaced, what stands there instead, and what is told.

    `line` is a fragment of the line that must be named; `words` must be in the message.
    """

    name: str
    old: str
    new: str
    line: str
    words: tuple[str, ...]


RULE = "fills: whole = north + south"
SECOND = """\
  - id: shops.second
    table: shops
    each: column
    {}
    says: 另一条
    says_en: Another one
    source: 表一
"""
ROW = "{id: south, label: 南区}"
CASES = [
    # keys
    Case("top key", "notice:", "notise:", "notise:", ("notise", "“notice”")),
    Case("table key", "heading_rows:", "header_rows:", "header_rows:", ("shops", "“heading_rows”")),
    Case("row key", "label: 北区", "lable: 北区", "lable", ("shops › rows › north", "“label”")),
    Case("column key", "decimals: 2", "decimal: 2", "decimal:", ("sales", "“decimals”")),
    Case("cell key", "{values: north}", "{valeus: north}", "valeus", ("grid", "“values”")),
    Case("rule key", "fills:", "filling:", "filling", ("shops.whole", "“fills”")),
    Case("indicator key", "agg: sum", "aggr: sum", "aggr", ("markets", "“agg”")),
    Case("text key", "label: 说明}", "label: 说明, hlep: 无}", "hlep", ("remarks", "“help”")),
    Case("years key", "{first: 2020}", "{frist: 2020}", "frist", ("years", "“first”")),
    Case("narrative key", "rounding:", "round:", "round:", ("narrative", "“rounding”")),
    Case("part key", "paragraphs:", "paragraph:", "paragraph:", ("parts", "“paragraphs”")),
    Case("sentence key", "- says:", "- saying:", "saying", ("parts", "“says”")),
    Case("missing key", "notice: 商字〔2020〕1号\n", "", "form: small", ("notice", "missing")),
    Case("missing in a table", "    title: 一、商店情况\n", "", "id: shops", ("shops › title",)),
    Case("missing in a rule", "    source: 表一栏目\n", "", "id: shops.whole", ("› source",)),
    # values
    Case("no year", "{first: 2020}", "{first: 今年}", "今年", ("years › first", "今年")),
    Case("no number of decimals", "decimals: 2", "decimals: 9", "decimals: 9", ("sales", "9")),
    Case("list instead of text", "title: 商业年报", "title: [商业]", "title: [商业]", ("title",)),
    Case("unknown kind", "type: amount", "type: ammount", "ammount", ("sales › type", "'amount'")),
    Case("unknown each", "each: column", "each: colum", "each: colum", ("'column'", "shops.whole")),
    Case(
        "restated without last year",
        RULE,
        f"{RULE}\n    restatable: true",
        "restatable",
        ("shops.whole", "last year"),
    ),
    Case("unknown severity", RULE, f"{RULE}\n    severity: eror", "eror", ("severity", "'error'")),
    Case("unknown agg", "agg: sum", "agg: summe", "summe", ("markets › agg", "'sum'")),
    Case("id with a capital", "id: north,", "id: North,", "North", ("rows", "pattern")),
    Case("sheet name", "sheet: 一、商店", "sheet: 一/商店", "sheet: 一/商店", ("shops › sheet",)),
    # ids
    Case("table twice", "rules:", "  - {id: shops}\nrules:", "- {id: shops}", ("shops › sheet",)),
    Case(
        "rule twice", "sections:", SECOND.replace("second", "whole").format("holds: north = south")
        + "sections:", "holds: north = south@-3", ("rules › shops.whole", "twice"),
    ),
    Case("row twice", "{id: south, label: 南区}", "{id: north, label: 南区}", "label: 南区", ("north", "twice")),
    Case("column twice", "{id: sales,", "{id: number,", "label: 销售额", ("number", "twice")),
    Case(
        "indicator twice", "texts:", "  - {id: markets, section: life, label: 夜市, unit: 场, agg: sum,"
        ' says: "{n}"}\ntexts:', "label: 夜市", ("indicators › markets", "twice"),
    ),
    # YAML
    Case("key twice", "each: column", "each: column\n    each: row", "each: row", ('"each"',)),
    Case("top key twice", "rules:", "title: 又一个\nrules:", "title: 又一个", ('"title"',)),
    Case("tab", "    each:", "\teach:", "\teach", ("tab", "空格")),
    Case("full-width colon", "table: shops\n    each", "table：shops\n    each", "table：", ("full-width",)),
    Case("bracket left open", "{values: south}]", "{values: south}", "values: whole", ()),
    Case("indented wrongly", "    each: column", "   each: column", "   each", ()),
    # the grid
    Case("cells overlap", "{column: number}, {column: sales}]\n      - [{row: north}, {values: north}]",
         "{column: number, down: 2}, {column: sales}]\n      - [{row: north, across: 2}]",
         "row: north", ("shops", "overlap")),
    Case("a tall cell in the way", "{row: south}, {values: south}", "{row: south, down: 2}, {values: south}",
         "row: whole", ("shops", "wider than 3")),
    Case("row too short", "[{row: south}, {values: south}]", "[{row: south}]", "- [{row: south}]",
         ("shops", "column 2")),
    Case("row too long", "{column: sales}]", "{column: sales}, {header: 备注}]", "备注",
         ("wider than 3",)),
    Case("below the table", "{row: whole}, {values", "{row: whole, down: 2}, {values", "row: whole",
         ("below the table",)),
    Case("point twice", "{values: south}", "{values: north}", "grid:", ("twice", "shops.north.number")),
    Case("unknown row", "{values: south}", "{values: sooth}", "sooth", ("shops", "sooth", "“south”")),
    Case("unknown column", "{column: sales}", "{column: sale}", "{column: sale}", ("“sales”",)),
    Case("unknown value", "{values: south}", "{value: south.number}, {value: sooth.sales}", "sooth",
         ("sooth.sales", "“south”")),
    Case("two kinds in a cell", "{row: south}", "{row: south, header: 南}", "header: 南", ("one kind",)),
    # what names something else
    Case("unknown table", "table: shops\n    each", "table: shop\n    each", "table: shop\n", ("“shops”",)),
    Case("table of a part", "      table: shops", "      table: shoops", "shoops", ("“shops”",)),
    Case("text of a part", "      table: shops", "      text: remark", "text: remark", ("“remarks”",)),
    Case("unknown section", "section: life, label: 早市", "section: live, label: 早市", "live", ("“life”",)),
    Case("section of a text", "section: life, label: 说明", "section: live, label: 说明", "live", ("“life”",)),
    Case("unknown switch", RULE, f"{RULE}\n    switch: no_rulemakin", "switch:", ("“no_rulemaking”",)),
    Case("cover field is no switch", RULE, f"{RULE}\n    switch: reporter", "switch:", ("no_rulemaking",)),
    Case("row of a rule", "each: column", "each: row\n    rows: [norht]", "rows: [norht]", ("“north”",)),
    Case("column of a rule", "each: column", "each: column\n    columns: [sale]", "sale]", ("“sales”",)),
    Case("clause without number", "举办早市{n}场", "举办早市", "举办早市", ("markets › says", "{n}")),
    Case("no such include", "[cover.yaml]", "[cover.yaml, tables.yaml]", "include", ("tables.yaml",)),
    Case("include is no list", "[cover.yaml]", "cover.yaml", "include", ("list",)),
    Case("include clashes", "rules:", "sheets: {guide: 甲}\nrules:", "cover.yaml:2", ("sheets", "form.yaml:")),
    # rules
    Case("fills and holds", RULE, f"{RULE}\n    holds: whole = 1", "- id: shops.whole", ("either",)),
    Case("neither", f"    {RULE}\n", "", "- id: shops.whole", ("either",)),
    Case("misspelt row", RULE, "fills: whole = north + sooth", "- id: shops.whole", ("sooth", "“south”")),
    Case("misspelt point", RULE, "fills: whole = north + shops.south.numbr", "- id: shops.whole", ("“shops.south.number”",)),
    Case("no comparison", RULE, "fills: whole + north", "- id: shops.whole", ("comparison is missing",)),
    Case("two comparisons", RULE, "fills: whole = north = south", "- id: shops.whole", ("left over",)),
    Case("sum left open", RULE, "fills: whole = sum(north:south", "- id: shops.whole", ("expected )",)),
    Case("last year from its end", RULE, "holds: whole = sum(north:last.south)", "- id: shops.whole", ("sum(last.",)),
    Case("sum backwards", RULE, "fills: whole = sum(south:north)", "- id: shops.whole", ("wrong order",)),
    Case("sum across", RULE, "fills: whole = sum(shops.north.number:shops.south.sales)", "- id: shops.whole", ("one row or column",)),
    Case("strange sign", RULE, "fills: whole = north × south", "- id: shops.whole", ("×",)),
    Case("ends in a plus", RULE, "fills: whole = north +", "- id: shops.whole", ("expected name", "end")),
    Case("fills a sum", RULE, "fills: whole + north = south", "- id: shops.whole", ("a fill reads",)),
    Case("fills by an order", RULE, "fills: whole <= south", "- id: shops.whole", ("a fill reads",)),
    Case("fills from last year", RULE, "fills: whole = last.whole + north", "- id: shops.whole", ("last",)),
    Case("fills itself", RULE, "fills: whole = whole + north", "- id: shops.whole", ("depend", "shops.whole.number")),
    Case("number on the left", RULE, "holds: 0 <= whole", "- id: shops.whole", ("left side needs a point",)),
    Case("decimals mixed", RULE, "holds: whole = shops.north.sales", "- id: shops.whole", ("decimals",)),
    Case("given misspelt", RULE, "holds: whole >= north\n    given: shops.nort.number", "- id: shops.whole", ("“shops.north.number”",)),
    Case("given of other decimals", RULE, "holds: whole >= north\n    given: shops.north.number + shops.north.sales", "- id: shops.whole", ("decimals",)),
    Case("a fill that is given", RULE, f"{RULE}\n    given: shops.north.number", "- id: shops.whole", ("always computed",)),
    Case(
        "fills in a circle", "sections:", SECOND.format("fills: north = whole - south") + "sections:",
        "- id: shops.whole", ("depend on each other", "shops.whole.number", "shops.north.number"),
    ),
    # the narrative
    Case("placeholder", "{year}年共有", "{yaer}年共有", "yaer", ("一、商店", "“year”")),
    Case("point in a sentence", "{shops.whole.number}", "{shops.whole.nummer}", "nummer", ("“shops.whole.number”",)),
    Case("brace left open", "{shops.whole.number}", "{shops.whole.number", "{shops.whole.number个", ("braces",)),
    Case("full-width brace", "{year}年共有", "｛year｝年共有", "｛year｝", ("half-width",)),
    Case("condition", "- - says:", "- - when: shops.hole.number > 0\n            says:", "when:", ("“shops.whole.number”",)),
    Case("phrase", '- - says: "{year}年共有商店{shops.whole.number}个。"', "- - use: shops", "use: shops", ("no such phrase",)),
    Case("two kinds of sentence", "- - says:", "- - indicators: life\n            says:", "- indicators", ("exactly one",)),
    Case("word of the title", 'title: "{reporter}', 'title: "{reporte}', "narrative:", ("title", "“reporter”")),
]  # fmt: skip


def line_of(text: str, fragment: str) -> str:
    """`form.yaml:12` of the line that holds the fragment, `@n` lines further on if it ends so."""
    if fragment.startswith("cover.yaml:"):
        return fragment
    fragment, _, shift = fragment.partition("@")
    lines = [
        number for number, line in enumerate(text.splitlines(keepends=True), 1) if fragment in line
    ]
    assert lines, f"no line holds {fragment!r}"
    return f"form.yaml:{lines[0] + (int(shift) if shift else 0)}"


@pytest.mark.parametrize("case", CASES, ids=[case.name for case in CASES])
def test_a_mistake_is_told_with_its_line(tmp_path: Path, case: Case) -> None:
    folder = write_small_form(tmp_path / "small")
    file = folder / "form.yaml"
    text = file.read_text(encoding="utf-8")
    assert case.old in text
    text = text.replace(case.old, case.new, 1)
    file.write_text(text, encoding="utf-8")
    with pytest.raises(FormError) as told:
        load_form(folder)
    place = line_of(text, case.line)
    mistakes = [line for line in told.value.mistakes if line.startswith(f"{place}: ")]
    assert mistakes, f"{place} expected, told is\n{told.value}"
    for word in case.words:
        assert any(word in line for line in mistakes), f"{word!r} is not in\n{told.value}"


def test_the_small_form_itself_has_no_mistake(tmp_path: Path) -> None:
    form = load_form(write_small_form(tmp_path / "small"))
    assert [point.id for point in form.points if point.table == "shops"] == [
        f"shops.{row}.{column}"
        for row in ("north", "south", "whole")
        for column in ("number", "sales")
    ]


def test_all_mistakes_are_told_at_once(tmp_path: Path) -> None:
    folder = write_small_form(
        tmp_path / "small",
        rules=BLOCKS["rules"].replace("table: shops", "table: shop"),
        texts=BLOCKS["texts"].replace("section: life", "section: live"),
    )
    with pytest.raises(FormError) as told:
        load_form(folder)
    assert len(told.value.mistakes) == 3
    assert str(told.value).splitlines() == list(told.value.mistakes)


def test_a_mistake_in_an_include_is_told_there(tmp_path: Path) -> None:
    folder = write_small_form(tmp_path / "small", rules="")
    rules = BLOCKS["rules"].replace("says_en", "says_em")
    (folder / "rules.yaml").write_text(f"# 规则\n{rules}", encoding="utf-8")
    file = folder / "form.yaml"
    text = file.read_text(encoding="utf-8").replace("[cover.yaml]", "[cover.yaml, rules.yaml]")
    file.write_text(text, encoding="utf-8")
    with pytest.raises(FormError) as told:
        load_form(folder)
    assert any(line.startswith("rules.yaml:8: rules › shops.whole") for line in told.value.mistakes)


@pytest.mark.parametrize(
    "data", [b"", b"- 1\n", b"\xff\xfe\x00", b"a: [", b"a: &x [*x]\n", b"\x00\x01"]
)
def test_bytes_that_are_no_form_are_told(tmp_path: Path, data: bytes) -> None:
    folder = write_small_form(tmp_path / "small")
    (folder / "form.yaml").write_bytes(data)
    with pytest.raises(FormError) as told:
        load_form(folder)
    assert all(line.startswith("form.yaml:") for line in told.value.mistakes)
