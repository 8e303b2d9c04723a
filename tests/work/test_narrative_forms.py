"""A mistake in the narrative's YAML is told with file, line, sentence and the nearest right word."""

import shutil
from pathlib import Path

import pytest

from work.narrative_filings import form_of
from xl2report.form import homes
from xl2report.form.definition.errors import FormError
from xl2report.form.definition.loader import load_yaml
from xl2report.work.narrative.plan import compile_narrative

RESULTS = "从办理结果看，{base}中，"
INTERVIEWS = "开展在线访谈{n}次"
# file, what stands there, what is typed instead, what is told besides file and line
MISTAKES = [
    ("narrative.yaml", "数据统计期限为{year}年", "数据统计期限为{yaer}年", "“year”"),
    ("narrative.yaml", "{reporter}{year}年{title}。", "{n}{year}年{title}。", "{n}"),
    ("narrative.yaml", 'title: "{reporter}{year}', 'title: "{reportr}{year}', "narrative › title"),
    ("narrative.yaml", "〔待填：{what}〕", "〔待填：{label}〕", "known: what"),
    ("narrative.yaml", "〔待填：{what}〕", "〔待填〕", "{what}"),
    ("narrative.yaml", "尚有{errors}处错误", "尚有{error}处错误", "“errors”"),
    ("narrative.yaml", RESULTS, "从办理结果看，{base中，", "不成对"),
    ("narrative.yaml", RESULTS, "从办理结果看，base}中，", "不成对"),
    ("narrative.yaml", RESULTS, "从办理结果看，{{base}中，", "不成对"),
    ("narrative.yaml", RESULTS, "从办理结果看，｛base｝中，", "半角"),
    ("narrative.yaml", RESULTS, "从办理结果看，{bases}中，", "“base”"),
    ("narrative.yaml", "占{share}", "占{n}", "known: share"),
    ("narrative.yaml", "占{share}", "有占比", "{share}"),
    ("narrative.yaml", "of: requests.granted.total", "of: requests.grantd.total", ".granted."),
    ("narrative.yaml", "of: requests.granted.total", "of: '5'", "来自指标"),
    ("narrative.yaml", "of: requests.granted.total", "of: last.requests.granted.total", "上年"),
    (
        "narrative.yaml",
        "of: requests.granted.total",
        "of: proactive.central_procurement.amount",
        "小数位数",
    ),
    ("narrative.yaml", "when: requests.results_total.total > 0", "when: maybe", "maybe"),
    ("narrative.yaml", "requests.results_total.total > 0", "requests.results_total.totl > 0", "total"),
    ("narrative.yaml", "opens: 年末项目中，", 'opens: "{last.proactive.fees.items_change}项中，"', "上年"),
    ("narrative.yaml", "of: proactive.rules.made}", "of: proactive.rules.mad}", "proactive.rules.made"),
    ("narrative.yaml", "of: proactive.rules.made}", "of: last.proactive.rules.made}", "上年"),
    ("narrative.yaml", "before: proactive.licensing", "before: proactive.licencing", "proactive.licensing"),
    ("narrative.yaml", "before: proactive.licensing.items_last_year", "before: proactive.central_procurement.amount", "不可比"),
    ("narrative.yaml", "before: proactive.licensing.items_last_year", "before: proactive.licensing.decisions / proactive.fees.items_change", "不可比"),
    ("narrative.yaml", "by: counts", "by: count", "counts"),
    ("narrative.yaml", 'more: "{name}增加', 'mor: "{name}增加', "“more”"),
    ("narrative.yaml", 'fewer: "{name}减少{n}', 'fewer: "{name}减少{m}', "known: n"),
    ("phrases.yaml", "of: text.ch_online", "of: text.ch_onlin", "text.ch_online"),
    ("phrases.yaml", "上年结转{requests.carried_in.total}件，", "上年结转{requests.caried_in.total}件，", "carried_in"),
    ("phrases.yaml", "公开率{(requests.granted.total + requests.partial.total) /", "公开率{requests.granted.total + requests.partial.total /", "加括号"),
    ("phrases.yaml", "{requests.results_total.total / (requests", "{requests.result_total.total / (requests", "results_total"),
    ("phrases.yaml", "last.requests.new_received.total = 0", "last.requests.new_recieved.total = 0", "new_received"),
    ("phrases.yaml", 'grow: "{name}同比增长{percent}"', 'grow: "{name}同比增长{percnt}"', "“percent”"),
    ("phrases.yaml", 'points_up: "{name}同比提高{points}', 'points_up: "{name}同比提高{percent}', "points"),
    ("phrases.yaml", "of: (requests.granted.total + requests.partial.total) / requests.results", "of: requests.granted.total + requests.partial.total / requests.results", "加括号"),
    ("phrases.yaml", 'partly: "从类别看，{base}中包括"', 'partly: "从类别看，{bases}中包括"', "“base”"),
    ("indicators.yaml", INTERVIEWS, "开展在线访谈{n}{m}次", "known: n"),
    ("indicators.yaml", "says_zero: 未收取信息处理费", 'says_zero: "未收取{n}"', "fee_collected"),
]  # fmt: skip


def copy_of(folder: Path, tmp_path: Path) -> Path:
    """A form's folder that an office might edit, with what it includes beside it."""
    own = tmp_path / folder.name
    shutil.copytree(folder, own)
    for shared in (folder.parent / "shared").glob("*.yaml"):
        shutil.copy(shared, own)
    return own


@pytest.mark.parametrize(
    ("file", "right", "typed", "told"), MISTAKES, ids=[f"{case[2]}" for case in MISTAKES]
)
def test_a_mistake_is_told_with_its_place(
    tmp_path: Path, file: str, right: str, typed: str, told: str
) -> None:
    folder = homes.form_folder("disclosure-2019")
    assert folder is not None
    own = copy_of(folder, tmp_path)
    text = (own / file).read_text(encoding="utf-8")
    assert right in text
    (own / file).write_text(text.replace(right, typed, 1), encoding="utf-8")
    with pytest.raises(FormError) as error:
        compile_narrative(load_yaml(own))
    (line,) = error.value.mistakes
    place, _, words = line.partition(": ")
    assert place.startswith(f"{file}:")
    assert told in words
    # The line is that of the sentence, a few lines above what was typed at the most.
    typed_at = text[: text.index(right)].count("\n") + 1
    assert 0 <= typed_at - int(place.partition(":")[2]) < 16


def test_an_alternative_that_can_never_be_reached_is_told(tmp_path: Path) -> None:
    folder = homes.form_folder("disclosure-2019")
    assert folder is not None
    own = copy_of(folder, tmp_path)
    text = (own / "phrases.yaml").read_text(encoding="utf-8")
    condition = "        - when: requests.carried_in.total = 0\n          says:"
    assert condition in text
    (own / "phrases.yaml").write_text(text.replace(condition, "        - says:"), encoding="utf-8")
    with pytest.raises(FormError, match="说不到"):
        compile_narrative(load_yaml(own))


SWAPPED = [
    # narrative.yaml of edition 2021; what is typed besides; what is told
    ("point: proactive.rules.issued", "point: proactive.rules.isued", "“proactive.rules.issued”"),
    ("          - use: disclosed\n", "          - {says: 好, by: counts}\n", "只用于 compare"),
    ("          - use: disclosed\n", "          - {says: 好, wording: {same: 好}}\n", "只用于 compare"),
    ("          - use: disclosed\n", "          - {list: [{name: 甲, of: text.desks}], partly: 包括}\n", "没有总数"),
    ("          - use: disclosed\n", "          - {says: 好, compare: [{name: 甲, of: text.desks}]}\n", "只写其一"),
    ("          - use: disclosed\n", "          - {compare: [{name: 甲, of: 1 + 2 / 3}]}\n", "加括号"),
    ("          - use: disclosed\n", "          - {compare: [{name: 甲, of: text.desks / 2}]}\n", "来自指标"),
    ("          - use: disclosed\n", "          - {compare: [{name: 甲, of: text.desks / text.columns / text.desks}]}\n", "不能是占比"),
    ("          - use: disclosed\n", "          - {compare: [{name: 甲, of: last.text.desks / text.columns}]}\n", "上年"),
    ("          - use: disclosed\n", "          - {compare: [{name: 甲, of: proactive.fees.amount / text.columns}]}\n", "不能相除"),
    ("          - use: disclosed\n", '          - {says: "{text.desks / proactive.fees.amount}"}\n', "不能相除"),
    ("          - use: disclosed\n", "          - {list: [{name: 甲, of: text.desks / text.columns}]}\n", "不能是占比"),
    ("          - use: disclosed\n", "          - {when: text.desks / text.columns > 1, says: 好}\n", "not understood"),
    ("          - use: disclosed\n", "          - {compare: [{name: 甲, off: text.desks}]}\n", "off"),
]  # fmt: skip


@pytest.mark.parametrize(("right", "typed", "told"), SWAPPED, ids=[case[1] for case in SWAPPED])
def test_a_sentence_that_cannot_be_is_told(
    tmp_path: Path, right: str, typed: str, told: str
) -> None:
    folder = homes.form_folder("disclosure-2021")
    assert folder is not None
    own = copy_of(folder, tmp_path)
    text = (own / "narrative.yaml").read_text(encoding="utf-8")
    assert right in text
    (own / "narrative.yaml").write_text(text.replace(right, typed, 1), encoding="utf-8")
    with pytest.raises(FormError) as error:
        compile_narrative(load_yaml(own))
    assert all(line.startswith("narrative.yaml:") for line in error.value.mistakes)
    assert any(told in line for line in error.value.mistakes)


def test_a_comparison_without_words_for_it_is_told(tmp_path: Path) -> None:
    folder = homes.form_folder("disclosure-2021")
    assert folder is not None
    own = copy_of(folder, tmp_path)
    text = (own / "phrases.yaml").read_text(encoding="utf-8")
    head, _, _ = text.partition("year_on_year:")
    (own / "phrases.yaml").write_text(head, encoding="utf-8")
    with pytest.raises(FormError, match="a comparison needs year_on_year"):
        compile_narrative(load_yaml(own))


def test_a_case_of_comparisons_that_is_misspelt_is_told(tmp_path: Path) -> None:
    folder = homes.form_folder("disclosure-2021")
    assert folder is not None
    own = copy_of(folder, tmp_path)
    text = (own / "phrases.yaml").read_text(encoding="utf-8")
    (own / "phrases.yaml").write_text(text.replace("  nearly:", "  neerly:"), encoding="utf-8")
    with pytest.raises(FormError) as error:
        load_yaml(own)
    missing, unknown = error.value.mistakes
    assert "nearly" in missing
    assert "“nearly”" in unknown


def test_all_mistakes_are_told_at_once(tmp_path: Path) -> None:
    folder = homes.form_folder("disclosure-2021")
    assert folder is not None
    own = copy_of(folder, tmp_path)
    text = (own / "narrative.yaml").read_text(encoding="utf-8")
    (own / "narrative.yaml").write_text(text.replace("{year}", "{jahr}"), encoding="utf-8")
    with pytest.raises(FormError) as error:
        compile_narrative(load_yaml(own))
    assert len(error.value.mistakes) >= 3


@pytest.mark.parametrize("edition", ["2019", "2021"])
def test_the_forms_themselves_are_understood(edition: str) -> None:
    plan = compile_narrative(form_of(edition))
    assert len(plan.parts) == len(form_of(edition).narrative.parts)
