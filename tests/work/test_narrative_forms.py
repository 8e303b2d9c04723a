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
    ("narrative.yaml", "when: requests.results_total.total > 0", "when: last.requests.granted.total > 0", "上年"),
    ("phrases.yaml", "of: text.ch_online", "of: text.ch_onlin", "text.ch_online"),
    ("phrases.yaml", "上年结转{requests.carried_in.total}件，", "上年结转{requests.caried_in.total}件，", "carried_in"),
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


def test_all_mistakes_are_told_at_once(tmp_path: Path) -> None:
    folder = homes.form_folder("disclosure-2021")
    assert folder is not None
    own = copy_of(folder, tmp_path)
    text = (own / "narrative.yaml").read_text(encoding="utf-8")
    (own / "narrative.yaml").write_text(text.replace("{year}", "{jahr}"), encoding="utf-8")
    with pytest.raises(FormError) as error:
        compile_narrative(load_yaml(own))
    assert len(error.value.mistakes) >= 4


@pytest.mark.parametrize("edition", ["2019", "2021"])
def test_the_forms_themselves_are_understood(edition: str) -> None:
    plan = compile_narrative(form_of(edition))
    assert len(plan.parts) == len(form_of(edition).narrative.parts)
