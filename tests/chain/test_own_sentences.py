"""An office's own sentences beside its work, and last year's values across a change of edition."""

from pathlib import Path

import pytest

from work.narrative_filings import filing_of, values_of, words_of
from xl2report.chain import forms
from xl2report.chain.earlier import in_order_of
from xl2report.chain.errors import CannotWork
from xl2report.chain.forms import open_plan
from xl2report.chain.sentences import narrative_of
from xl2report.form.definition.errors import FormError
from xl2report.work.narrative.compose import compose
from xl2report.work.narrative.plan import compile_narrative

FORM = "disclosure-2021"
OWN_PHRASE = """\
phrases:
  received:
    - says: "本年收到申请{requests.new_received.total}件。"
"""


def told(own: Path | None, heading: str, facts: str = "new=3 granted=3") -> list[str]:
    plan = narrative_of(open_plan(FORM), own)
    return words_of(compose(plan, filing_of("2021", values_of("2021", facts))), heading)


def test_without_own_sentences_the_forms_are_said(tmp_path: Path) -> None:
    plan = open_plan(FORM)
    assert narrative_of(plan) == narrative_of(plan, tmp_path) == compile_narrative(plan.form)


def test_one_phrase_of_an_office_replaces_the_forms(tmp_path: Path) -> None:
    (tmp_path / "phrases.yaml").write_text(OWN_PHRASE, encoding="utf-8")
    (first, *_) = told(tmp_path, "（二）")
    assert first == "本年收到申请3件。从申请人看，新收的3件均为自然人申请。"
    assert told(tmp_path / "phrases.yaml", "（二）")[0] == first
    assert told(None, "（二）")[0] != first


def test_the_compiled_form_does_not_hide_a_changed_sentence(tmp_path: Path) -> None:
    file = tmp_path / "phrases.yaml"
    file.write_text(OWN_PHRASE, encoding="utf-8")
    assert told(tmp_path, "（二）")[0].startswith("本年收到申请3件。")
    file.write_text(OWN_PHRASE.replace("本年收到", "全年收到"), encoding="utf-8")
    assert told(tmp_path, "（二）")[0].startswith("全年收到申请3件。")
    file.unlink()
    assert told(tmp_path, "（二）")[0].startswith("2024年，政府信息公开申请新收3件")


def test_a_title_and_the_words_of_comparisons_may_be_an_offices(tmp_path: Path) -> None:
    (tmp_path / "narrative.yaml").write_text(
        'narrative:\n  title: "{reporter}{year}年度政务公开年报"\n'
        'year_on_year:\n  grow: "{name}较上年上升{percent}"\n',
        encoding="utf-8",
    )
    plan = narrative_of(open_plan(FORM), tmp_path)
    filing = filing_of("2021", values_of("2021", "new=41 out=41"))
    last = filing_of("2021", values_of("2021", "new=36 out=36")).values
    story = compose(plan, filing, last=last)
    assert story.title == "某县人民政府2024年度政务公开年报"
    assert "新收申请较上年上升13.9%。" in words_of(story, "（二）")[0]


def test_own_parts_replace_the_whole_plan_of_the_report(tmp_path: Path) -> None:
    (tmp_path / "narrative.yaml").write_text(
        "narrative:\n  parts:\n    - heading: 一、申请\n      paragraphs:\n        - - use: mine\n",
        encoding="utf-8",
    )
    (tmp_path / "phrases.yaml").write_text(
        OWN_PHRASE.replace("received:", "mine:"), encoding="utf-8"
    )
    assert told(tmp_path, "一、") == ["本年收到申请3件。"]
    assert told(tmp_path, "（二）") == []


MISTAKES = [
    ("phrases.yaml", OWN_PHRASE.replace("received:", "recieved:"), ":2", "“received”"),
    ("phrases.yaml", OWN_PHRASE.replace("new_received.total", "new_recieved.total"), ":3", "new_received"),
    ("phrases.yaml", OWN_PHRASE.replace("says:", "say:"), ":3", "“says”"),
    ("phrases.yaml", "phrases:\n  received:\n    - use: received\n", ":3", "received → received"),
    ("phrases.yaml", "phrases:\n  received:\n    - use: fees\n  fees:\n    - use: received\n", ":", "uses itself"),
    ("phrases.yaml", "phrases:\n  fees: []\n  fees: []\n", ":3", "duplicate key"),
    ("phrases.yaml", "phrases: [1]\n", ":1", "mapping"),
    ("phrases.yaml", "phrase:\n  a: []\n", ":1", "“phrases”"),
    ("phrases.yaml", "indicators:\n  - {id: a}\n", ":1", "only sentences"),
    ("phrases.yaml", "phrases：\n", ":1", "full-width"),
    ("phrases.yaml", "", ":1", "mapping"),
    ("narrative.yaml", "narrative:\n  titel: 年报\n", ":2", "“title”"),
    ("narrative.yaml", 'narrative:\n  title: "{yaer}年报"\n', ":1", "“year”"),
    ("narrative.yaml", "year_on_year:\n  small_base: ten\n", ":2", "small_base"),
]  # fmt: skip


@pytest.mark.parametrize(("file", "text", "line", "words"), MISTAKES, ids=[m[1] for m in MISTAKES])
def test_a_mistake_in_them_is_told_with_folder_file_and_line(
    tmp_path: Path, file: str, text: str, line: str, words: str
) -> None:
    folder = tmp_path / "县政府办"
    folder.mkdir()
    (folder / file).write_text(text, encoding="utf-8")
    with pytest.raises(FormError) as error:
        narrative_of(open_plan(FORM), folder)
    (mistake, *_) = error.value.mistakes
    assert mistake.startswith(f"县政府办/{file}{line}")
    assert words in mistake


def test_no_such_file_or_folder(tmp_path: Path) -> None:
    with pytest.raises(CannotWork, match="No such file or folder"):
        narrative_of(open_plan(FORM), tmp_path / "句子")


# ------------------------------------------------------------------------- a change of edition


def test_what_the_editions_share_is_put_in_order() -> None:
    old, new = open_plan("disclosure-2019"), forms.open_plan(FORM)
    facts = "new=31 old=2 licences=120 fines=3 review_upheld=4 rules_made=5 docs_made=6 docs_all=70 other=2"
    values = filing_of("2019", values_of("2019", facts)).values
    found = dict(
        zip((point.id for point in new.form.points), in_order_of(new, values, old), strict=True)
    )
    assert found["requests.new_received.total"] == 31
    assert found["proactive.licensing.decisions"] == 120
    assert found["disputes.review.upheld"] == 4
    # 制发 was 新制作; what the notice narrowed, counted otherwise or asked anew has no last year.
    assert found["proactive.rules.issued"] == 5
    for point in (
        "proactive.normative_docs.issued",
        "proactive.normative_docs.in_force",
        "proactive.rules.repealed",
        "proactive.fees.amount",
        "requests.other_misc.total",
    ):
        assert found[point] is None, point
    assert in_order_of(old, values, old) == values


def test_the_first_report_of_an_edition_says_what_is_counted_anew() -> None:
    old, new = open_plan("disclosure-2019"), open_plan(FORM)
    values = filing_of("2019", values_of("2019", "new=31 out=31 docs_made=6 docs_all=70")).values
    filing = filing_of("2021", values_of("2021", "new=62 out=62 docs_made=5 docs_all=9"), year=2021)
    story = compose(narrative_of(new), filing, last=in_order_of(new, values, old))
    assert "新收申请同比增长100.0%。" in words_of(story, "（二）")[0]
    assert words_of(story, "（三）")[0].endswith(
        "制发行政规范性文件、现行有效行政规范性文件统计口径调整，不与上年比较。"
    )
    assert story.uncompared == ()
