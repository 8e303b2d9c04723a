"""What sentences claim: a table of cases, one line a case, and what the grammar must never do."""

import random
import re
from functools import cache
from pathlib import Path

import pytest

from xl2report.chain.forms import open_plan
from xl2report.form.claims.lexicon import Lexicon
from xl2report.form.claims.model import (
    Claim,
    Closing,
    Context,
    Count,
    Growth,
    Parts,
    Same,
    Share,
    Unread,
)
from xl2report.form.claims.numbers import numbers_in
from xl2report.form.claims.opening import lexicon_of
from xl2report.form.claims.reading import claims_of
from xl2report.form.claims.text import ready

CASES = Path(__file__).parent / "cases.txt"


@cache
def lexicon(form: str = "disclosure-2021") -> Lexicon:
    found = lexicon_of(open_plan(form).form)
    assert found is not None
    return found


def claimed(text: str, topic: str = "requests", reporter: str = "某某区人民政府") -> list[Claim]:
    context = Context(2023, reporter, topic)  # type: ignore[arg-type]
    return claims_of([text], lexicon(), context)


def word(claim: Claim) -> str:
    """A claim as the table of cases writes it."""
    if isinstance(claim, Count):
        assert claim.meaning is not None
        marks: list[str] = [claim.open, claim.number.bound if claim.number else "exact"]
        marks += ["weak"] * claim.meaning.weak + ["asked"] * claim.meaning.scope
        told = f"{'+'.join(sorted(claim.names))}={claim.shown}{'(incl)' if claim.including else ''}"
        return told + "".join(f"~{mark}" for mark in marks if mark not in {"", "exact"})
    if isinstance(claim, Share):
        of = str(claim.part)
        if claim.part is None:
            assert claim.meaning is not None
            of = claim.meaning.formulas[0].text
        return f"%{claim.number.words}@{of}{f'~{claim.open}' if claim.open else ''}"
    if isinstance(claim, Same):
        return f"all:{claim.part.text}"
    if isinstance(claim, Closing):
        return f"closed:{claim.number.words if claim.number else 'all'}"
    if isinstance(claim, Growth):
        both = f"({claim.was.words}>{claim.now[0].words})" if claim.was and claim.now else ""
        return f"{'+' if claim.rises else '-'}{claim.number.words}{claim.number.unit}{both}"
    if isinstance(claim, Parts):
        return f"parts:{claim.whole}/{len(claim.parts)}/{claim.kind}"
    return f"?{claim.number.words}"


def lines() -> list[tuple[str, str]]:
    text = CASES.read_text(encoding="utf-8").splitlines()
    told = [line.split(" =>") for line in text if not line.startswith("#")]
    return [(parts[0], parts[1].strip()) for parts in told if len(parts) == 2]


def test_there_are_many_cases() -> None:
    assert len(lines()) >= 120


@pytest.mark.parametrize(("sentence", "expected"), lines())
def test_a_sentence_claims_just_this(sentence: str, expected: str) -> None:
    assert " ".join(map(word, claimed(sentence))) == expected


@pytest.mark.parametrize(("sentence", "expected"), lines())
def test_width_and_spaces_change_nothing(sentence: str, expected: str) -> None:
    wide = str.maketrans("0123456789%,;:()", "０１２３４５６７８９％，；：（）")
    spaced = " ".join(sentence.translate(wide)) if "“" not in sentence else sentence
    assert " ".join(map(word, claimed(spaced))) == expected


def test_every_number_is_listed_once() -> None:
    for sentence, _ in lines():
        spots = [
            (claim.spot.start, claim.spot.end)
            for claim in claimed(sentence)
            if isinstance(claim, Count | Share | Growth | Unread) and getattr(claim, "number", None)
        ]
        numbers = [
            one for one in numbers_in(ready(sentence).plain) if one.kind not in {"year", "other"}
        ]
        rates = sum(
            isinstance(one, Closing) and one.number is not None for one in claimed(sentence)
        )
        assert len(spots) + rates == len(numbers), sentence
        assert len(set(spots)) == len(spots), sentence


def test_a_quote_is_the_printed_words() -> None:
    text = "共受理政府信息公开申请 １,２３４ 件，依法依规答复54件。"
    quotes = [claim.spot.quote for claim in claimed(text)]
    assert quotes == ["共受理政府信息公开申请１,２３４件", "依法依规答复54件"]
    assert all(
        "".join(text[claim.spot.start : claim.spot.end].split()) == claim.spot.quote
        for claim in claimed(text)
    )


@pytest.mark.parametrize(
    ("sentence", "topic"),
    [
        ("予以公开5件，不予公开3件。", "proactive"),
        ("办结45件，答复45件。", "supervision"),
        ("收到申请20件。", "platform"),
        ("自然人12件。", "management"),
        ("办结率100%。", "proactive"),
    ],
)
def test_elsewhere_nothing_is_taken_for_a_request(sentence: str, topic: str) -> None:
    assert not any(isinstance(claim, Count | Closing) for claim in claimed(sentence, topic))


def test_the_part_is_followed_by_its_headings() -> None:
    text = [
        "一、总体情况",
        "（一）主动公开。办结留言5件。",
        "（二）依申请公开。办结5件。",
        "（三）平台建设。办结6件。",
    ]
    counts = [one for one in claims_of(text, lexicon(), Context(2023)) if isinstance(one, Count)]
    assert [(one.spot.paragraph, int(one.value)) for one in counts] == [(2, 5)]


def test_problems_and_plans_are_not_judged() -> None:
    text = ["五、存在的主要问题及改进情况", "答复政府信息公开申请5件。"]
    claims = claims_of(text, lexicon(), Context(2023))
    assert [claim.open for claim in claims if isinstance(claim, Count)] == ["plan"]


def test_a_department_does_not_speak_for_the_city() -> None:
    (claim,) = claimed("全市收到政府信息公开申请50件。", reporter="某市财政局")
    assert isinstance(claim, Count)
    assert claim.open == "unit"
    (claim,) = claimed("市财政局收到政府信息公开申请50件。", reporter="某市财政局")
    assert isinstance(claim, Count)
    assert claim.open == ""


@pytest.mark.parametrize(
    ("printed", "value", "bound"),
    [
        ("1,234件", 1234, "exact"), ("１２３４件", 1234, "exact"), ("十二件", 12, "exact"),
        ("两件", 2, "exact"), ("二百零五件", 205, "exact"), ("三十余件", 30, "least"),
        ("15.8万条", 158000, "rounded"), ("近2.4万人次", 24000, "most"), ("1.3万余条", 13000, "least"),
        ("超过60件", 60, "least"), ("不足5件", 5, "most"), ("约40件", 40, "about"),
        ("40件左右", 40, "about"), ("2亿元", 200000000, "rounded"),
    ],
)  # fmt: skip
def test_numbers(printed: str, value: int, bound: str) -> None:
    (number,) = numbers_in(ready(printed).plain)
    assert (int(number.value), str(number.bound)) == (value, bound)


@pytest.mark.parametrize(
    "printed",
    [
        "国务院令第711号", "国办公开办函〔2021〕30号", "2023年1月1日至12月31日", "第二十条第（一）项",
        "电话0631—6663072", "www.rushan.gov.cn", "胜利街78号", "《民营经济32条》", "“8+4”政策", "12345热线",
        "一是加强", "（二）依申请公开", "微信QQ123456",
    ],
)  # fmt: skip
def test_what_counts_nothing_is_no_claim(printed: str) -> None:
    assert claimed(printed) == []


def test_any_text_is_read_without_a_fault() -> None:
    chance = random.Random(7)  # noqa: S311 - repeatable, not secret
    signs = "".join(sentence for sentence, _ in lines())
    pieces = [
        *lexicon().phrases,
        *"0123456789",
        "12件",
        "3.5%",
        "，",
        "。",
        "（",
        "）",
        "、",
        "其中",
        "\n",
        " ",
    ]
    for _ in range(400):
        text = "".join(chance.choice(pieces) for _ in range(chance.randint(0, 40)))
        text += "".join(chance.choice(signs) for _ in range(20))
        for claim in claimed(text):
            assert 0 <= claim.spot.start < claim.spot.end <= len(text)
            assert re.sub(r"\s", "", claim.spot.quote)


def test_what_is_too_long_for_a_sentence_is_listed_and_left() -> None:
    claims = claimed("收到政府信息公开申请1件，" * 2000)
    assert len(claims) == 2000
    assert all(isinstance(claim, Unread) for claim in claims)
