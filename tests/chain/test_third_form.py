"""A form that the toolkit has never seen goes through every command without a line of Python."""

import ast
import json
import re
from pathlib import Path

import docx
import pytest

import city
import xl2report
from command import Ran
from command import xl2report as run
from small_form import write_small_form
from xl2report.chain.forms import open_plan
from xl2report.form.definition.loader import load_yaml
from xl2report.form.definition.model import Form

HAN = re.compile("[\u3400-\u9fff]")
SHOPS = {
    "东城": {"shops.north.number": 3, "shops.north.sales": "12.5", "shops.south.number": 4,
             "shops.south.sales": "0.05", "text.markets": 2},
    "西城": {"shops.north.number": 0, "shops.north.sales": 0, "shops.south.number": 1,
             "shops.south.sales": "7.25"},
}  # fmt: skip


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the small form, its two returns, and nothing else."""
    folder = tmp_path_factory.mktemp("third")
    write_small_form(folder / "forms" / "small")
    for name, values in SHOPS.items():
        data = {"form": "small", "year": 2020, "reporter": {"name": name}, "values": values}
        (folder / f"{name}.json").write_text(json.dumps(data), encoding="utf-8")
        filled = command(folder, "fill", "small", f"{name}.json", "-o", f"returns/{name}.xlsx")
        assert filled.code == 0, filled.err
    return folder


def command(home: Path, *arguments: object) -> Ran:
    return run(*arguments, cwd=home, XL2REPORT_FORMS=str(home / "forms"))


def test_it_is_among_the_forms_with_its_rules(home: Path) -> None:
    listed = command(home, "forms")
    shown = command(home, "forms", "small")
    rules = command(home, "forms", "small", "--rules")

    assert (listed.code, shown.code, rules.code) == (0, 0, 0)
    assert [line.split()[0] for line in listed.out.splitlines()] == [
        "disclosure-2019", "disclosure-2021", "small",
    ]  # fmt: skip
    assert "一、商店情况" in shown.out
    assert "合计等于北区与南区之和" in rules.out


def test_a_template_by_its_folder(home: Path, tmp_path: Path) -> None:
    made = run("template", "./forms/small", "--year", 2020, "-o", tmp_path / "blank.xlsx", cwd=home)

    assert (made.code, made.out) == (0, "")
    read = command(home, "read", tmp_path / "blank.xlsx")
    assert {cell["state"] for cell in read.data[0]["values"].values()} == {"blank"}


def test_it_is_read_with_its_totals(home: Path) -> None:
    read = command(home, "read", "returns/东城.xlsx")

    values = read.data[0]["values"]
    assert {point: cell["value"] for point, cell in values.items()} == {
        "shops.north.number": "3",
        "shops.north.sales": "12.5",
        "shops.south.number": "4",
        "shops.south.sales": "0.05",
        "shops.whole.number": "7",
        "shops.whole.sales": "12.55",
        "text.markets": "2",
    }
    assert values["shops.whole.sales"]["cached"] == "12.55"


def test_its_clean_returns_are_checked(home: Path) -> None:
    checked = command(home, "check", "returns", "--format", "json")

    codes = [found["code"] for book in checked.data["books"] for found in book["findings"]]
    assert (checked.code, set(codes)) == (0, {"E121"})
    assert checked.data["relations"] == {"holds": 4, "broken": 0, "unassessable": 0}


def test_a_stale_total_with_decimals_is_not_taken_for_its_smallest_steps(
    home: Path, tmp_path: Path
) -> None:
    plan = open_plan(str(home / "forms" / "small"))
    book = (home / "returns" / "东城.xlsx").read_bytes()
    place = city.cell("shops.whole.sales", plan)
    # 12.55 is 1255 hundredths: a result of 1255 would be a hundred times too much.
    sheet, _, spot = place.partition("!")
    formula = plan.formulas.fill(plan.relations.fills[plan.index["shops.whole.sales"]])
    stale = {"type": "formula", "value": formula, "cached": 1255}
    (tmp_path / "stale.xlsx").write_bytes(city.wrong(book, f"{sheet}!{spot}", stale))

    checked = command(home, "check", tmp_path / "stale.xlsx", "--format", "json")

    found = {one["code"]: one for one in checked.data["books"][0]["findings"]}
    assert (found["R305"]["left"], found["R305"]["right"]) == ("1255", "12.55")


def test_it_is_merged_reported_and_run(home: Path) -> None:
    merged = command(home, "merge", "returns", "-o", "out/total.xlsx", "--reporter", "全市")
    assert merged.code == 0, merged.err
    values = command(home, "read", "out/total.xlsx").data[0]["values"]
    assert values["shops.whole.number"]["value"] == "8"
    assert values["shops.whole.sales"]["value"] == "19.8"
    assert values["text.markets"]["value"] == "2"

    reported = command(home, "report", "out/total.xlsx", "-o", "out/report.docx")
    assert reported.code == 0, reported.err
    words = [
        paragraph.text for paragraph in docx.Document(str(home / "out/report.docx")).paragraphs
    ]
    assert "全市2020年商业年报" in words
    assert "2020年共有商店8个。" in words

    ran = command(home, "run", "returns", "-o", "run", "--reporter", "全市")
    assert ran.code == 0, ran.err
    assert {path.name for path in (home / "run").iterdir()} >= {
        "全市.xlsx", "全市2020年商业年报.docx",
    }  # fmt: skip


def test_a_fault_in_it_is_told_in_its_own_words(home: Path, tmp_path: Path) -> None:
    plan = open_plan(str(home / "forms" / "small"))
    book = (home / "returns" / "东城.xlsx").read_bytes()
    typed = city.wrong(book, city.cell("shops.whole.number", plan), city.number(9))
    (tmp_path / "东城.xlsx").write_bytes(typed)

    checked = command(home, "check", tmp_path / "东城.xlsx")

    assert checked.code == 1
    assert "R303" in checked.out
    assert "合计等于北区与南区之和（表一栏目）" in checked.out


SHIPPED = ("disclosure-2019", "disclosure-2021")
# The subject of the whole toolkit, as its help says; and everyday words of messages about any form.
COMMON = {"政府信息公开工作年度报告", "由市级统一填写", "其他", "合计", "说明"}


def words_of(form: Form) -> set[str]:
    """Every label, sentence and clause of a form that its readers see."""
    found = {form.title, form.notice, form.source, *form.guide}
    for table in form.tables:
        found |= {table.sheet, table.title, table.source}
        found |= {cell.text for cell in table.grid.cells}
        found |= {column.label for column in table.columns}
        found |= {word for row in table.rows for word in (row.label, row.mark)}
    for rule in form.rules:
        found |= {rule.says, rule.says_en, rule.source}
    for indicator in form.indicators:
        found |= {indicator.label, indicator.says, indicator.says_zero, indicator.help}
    found |= {word for text in form.texts for word in (text.label, text.help)}
    for part in form.narrative.parts:
        found.add(part.heading)
        for sentence in (sentence for paragraph in part.paragraphs for sentence in paragraph):
            found |= {sentence.says, sentence.opens, sentence.all, sentence.one}
            found |= {item.name for item in sentence.items}
            found |= {base.says for base in sentence.bases}
    return {word for word in found if len(HAN.findall(word)) > 1 or len(word) > 20}


def said_by(path: Path) -> str:
    """All strings of a program but its docstrings, which may show by example."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    explained = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
    strings = (node for node in ast.walk(tree) if isinstance(node, ast.Constant))
    return "\n".join(
        node.value for node in strings if isinstance(node.value, str) and id(node) not in explained
    )


@pytest.mark.parametrize("form_id", [*SHIPPED, "small"])
def test_no_word_of_a_form_stands_in_the_program(form_id: str, tmp_path: Path) -> None:
    form = (
        load_yaml(write_small_form(tmp_path / "small"))
        if form_id == "small"
        else open_plan(form_id).form
    )
    package = Path(xl2report.__file__).parent
    programs = {path: said_by(path) for path in package.rglob("*.py")}
    assert len(programs) > 50

    found = [
        f"{path.relative_to(package)}: {word}"
        for path, said in programs.items()
        for word in words_of(form) - COMMON
        if word in said
    ]

    assert found == []
