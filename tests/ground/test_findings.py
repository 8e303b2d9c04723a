"""The one table of codes: complete in both languages, and all of it is used."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path
from string import Formatter

import pytest

import xl2report
from xl2report.ground.findings import Finding, place_of
from xl2report.ground.wordings import CODES
from xl2report.ground.wordings.model import SEVERITY_NAMES
from xl2report.ground.wordings.workbooks import UNREADABLE

PACKAGE = Path(xl2report.__file__).parent
LETTERS = {
    "W": 2,
    "E": 1,
    "R": 3,
    "U": 4,
    "M": 5,
    "N": 6,
    "P": 7,
    "T": 8,
    "L": 9,
    "C": 4,
}  # and the digit that each code begins with
CHINESE = re.compile(r"[\u4e00-\u9fff]")
# Chinese that stands in English words: what is chosen on the sheet itself.
QUOTED = re.compile(r"choose 是|only 是 or 否")


def places(template: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(template) if name}


def sources() -> Iterator[Path]:
    yield from sorted(PACKAGE.rglob("*.py"))


@pytest.mark.parametrize("code", CODES)
def test_a_code_is_complete_in_both_languages(code: str) -> None:
    wording = CODES[code]
    assert LETTERS[code[0]] == int(code[1])
    assert re.fullmatch(r"[A-Z]\d{3}", code)
    assert wording.severity in SEVERITY_NAMES
    assert all(part.strip() for part in wording)
    assert CHINESE.search(wording.name_zh)
    assert CHINESE.search(wording.says_zh) or code in {
        "W201",
        "R302",
        "P701",
    }  # said by their places
    assert CHINESE.search(wording.remedy_zh)
    for english in (wording.name_en, wording.says_en, wording.remedy_en):
        assert not CHINESE.search(QUOTED.sub("", english))


@pytest.mark.parametrize("code", CODES)
def test_both_languages_have_the_same_places(code: str) -> None:
    wording = CODES[code]
    assert places(wording.says_zh) == places(wording.says_en)
    # `gap`, `fault`, `reason` … have English twins of their own, so the names stay the same.
    assert places(wording.remedy_zh) - {"cells"} == places(wording.remedy_en) - {"cells"}
    for template in wording:
        assert not any(name.endswith("_en") for name in places(template))


@pytest.mark.parametrize("code", CODES)
def test_a_finding_says_all_that_it_is_given(code: str) -> None:
    wording = CODES[code]
    named = places(wording.says_zh) | places(wording.remedy_zh) | places(wording.remedy_en)
    own = {"left", "right", "difference", "cells", "where"}
    args = {name: f"<{name}>" for name in named - own}
    finding = Finding(
        code, "书.xlsx", "某处", ("表!D7:E8", "表!D29"), args, left="1", right="2", difference="9"
    )
    for words in (finding.message("zh"), finding.message("en")):
        assert "{" not in words
        for name in places(wording.says_zh) & args.keys():
            assert f"<{name}>" in words
    if "{cells}" in wording.remedy_zh:
        assert "D7:E8、D29" in finding.remedy("zh")
    if "{cells}" in wording.remedy_en:
        assert "D7:E8, D29" in finding.remedy("en")
    assert finding.name("zh") == wording.name_zh
    assert finding.name("en") == wording.name_en


def test_an_english_twin_is_used_in_english_only() -> None:
    finding = Finding("W201", "书.xlsx", "", args={"reason": "坏了", "reason_en": "broken"})
    assert (finding.message("zh"), finding.message("en")) == ("坏了", "broken")


@pytest.mark.parametrize(
    ("count", "said"),
    [
        ("1", "1 cell is blank and blanks are not declared zero; 3 relations cannot be checked"),
        ("2", "2 cells are blank and blanks are not declared zero; 3 relations cannot be checked"),
    ],
)
def test_english_counts_one_and_many(count: str, said: str) -> None:
    args = {"count": count, "relations": "3", "declare": "D3"}
    assert Finding("E108", "书.xlsx", "", args=args).message("en") == said


def test_in_one_line_the_parts_are_kept_apart_in_the_marks_of_the_language() -> None:
    args = {"left_words": "一 1", "right_words": "三 2", "says": "两边相等", "source": "表三",
            "says_en": "Both are equal", "explain": ""}  # fmt: skip
    one = Finding(
        "R301", "书.xlsx", "申请办理 › D 列", args=args, difference="1", where_en="column D"
    )
    assert one.brief("zh") == "申请办理 › D 列：一 1；三 2；差 1；两边相等（表三）"
    assert one.brief("en") == "column D: 一 1; 三 2; difference 1; Both are equal (表三)"
    assert one.flowing("zh") == "一 1；三 2；差 1\n两边相等（表三）"


@pytest.mark.parametrize("code", CODES)
def test_no_english_wording_counts_without_a_choice(code: str) -> None:
    for template in (CODES[code].says_en, CODES[code].remedy_en):
        found = re.findall(r"\{(?:count|points|relations)\} [a-z]+s\b", template)
        assert not found or code in {"C406", "M501", "P722"}, template  # never of one only


def test_a_rule_may_set_the_severity() -> None:
    assert Finding("R301", "书.xlsx", "").level == "error"
    assert Finding("R301", "书.xlsx", "", severity="warning").level == "warning"


def test_names_of_codes_are_told_apart() -> None:
    assert len({wording.name_zh for wording in CODES.values()}) == len(CODES)
    assert len({wording.name_en for wording in CODES.values()}) == len(CODES)


def test_every_code_is_raised_somewhere_and_every_raised_code_is_known() -> None:
    raised: set[str] = set()
    for path in sources():
        if path.name == "findings.py" and path.parent.name == "ground":
            continue
        raised |= set(re.findall(r"\"([A-Z]\d{3})\"", path.read_text(encoding="utf-8")))
    assert raised == set(CODES)


def reasons(path: Path) -> Iterator[str]:
    """The reasons that a source gives to UnreadableBook, those of its table of magics included."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and ast.unparse(node.func) == "UnreadableBook":
            yield from words(node.args[0])
        elif isinstance(node, ast.Assign) and ast.unparse(node.targets[0]) == "_OTHER_KINDS":
            yield from words(node.value)


def words(node: ast.expr) -> Iterator[str]:
    parts: list[ast.AST] = [node]
    if isinstance(node, ast.IfExp):  # the condition is no reason
        parts = [node.body, node.orelse]
    for part in parts:
        for leaf in ast.walk(part):
            if isinstance(leaf, ast.Constant) and isinstance(leaf.value, str):
                yield leaf.value


def test_every_reason_of_the_reader_has_its_words() -> None:
    found = {reason for path in sources() for reason in reasons(path)}
    found |= set(re.findall(r"unreadable\([^)]*\"(\w+)\"\)", "".join(map(read, sources()))))
    assert found == set(UNREADABLE)
    for chinese, english in UNREADABLE.values():
        assert CHINESE.search(chinese)
        assert english
        assert not CHINESE.search(english)


def read(path: Path) -> str:
    return path.read_text(encoding="utf-8")


def test_a_place_inside_a_book() -> None:
    assert place_of("书.xlsx", "封面", "C4") == "封面!C4"
    assert place_of("书.xlsx", "封面") == "封面"
