"""What must hold for every story, whatever the filing: told again from the text, by other means.

Formulas are evaluated and shares rounded by code of their own (text and `decimal`), not by the
package's.
"""

import re
from collections.abc import Iterator
from decimal import ROUND_HALF_UP, Decimal

from xl2report.form.definition.model import Form
from xl2report.work.narrative.story import Claim, Paragraph, Run, Story

# Digits that are words: the year, the law, the notice, the period, the note on rounding.
FIXED = re.compile(r"20\d\d年|第711号|〔20\d\d〕\d+号|1月1日|12月31日|等于100%")
NEVER = {
    "a zero with a share": r"(?<!\d)0件，占",
    "a share of zero": r"占0(\.0+)?%",
    "punctuation twice": r"[，。；、：]{2}|^[，。；、：]",
    "a sentence broken off": r"[，；、：]$",
    "an empty bracket": r"（）|〔待填：?〕",
    "a brace": r"[{}]",
    "None": "None",
}
# A sentence that denies something, and the points that must be known to be zero.
DENIALS = {
    "未收到政府信息公开申请": ("requests.new_received.total", "requests.carried_in.total"),
    "未新收": ("requests.new_received.total",),
    "无上年结转": ("requests.carried_in.total",),
    "无结转下年度": ("requests.carried_out.total",),
    "已办结": ("requests.carried_out.total",),
    "尚未办结": ("requests.results_total.total",),
    "引起的行政复议、行政诉讼。": (
        "disputes.review.total",
        "disputes.suit_direct.total",
        "disputes.suit_after_review.total",
    ),
    "未发生因政府信息公开工作引起的行政复议。": ("disputes.review.total",),
    "未发生因政府信息公开工作引起的行政诉讼。": (
        "disputes.suit_direct.total",
        "disputes.suit_after_review.total",
    ),
    "责任的情形": ("text.accountability",),
    "未发出": ("text.fee_notices",),
    "未收取": ("text.fee_collected",),
}


def check_story(story: Story, form: Form, values: list[int | None]) -> None:
    """Every promise that needs no knowledge of the sentence; the caller's filing has no texts."""
    known = {point.id: value for point, value in zip(form.points, values, strict=True)}
    shares: list[tuple[str, ...]] = []
    marks: dict[str, None] = {}
    for paragraph in _paragraphs(story):
        for name, pattern in NEVER.items():
            assert not re.search(pattern, paragraph.text), (name, paragraph.text)
        for run in paragraph.runs:
            _check_run(run, form, known)
            if run.missing:
                marks[run.text.removeprefix("〔待填：").removesuffix("〕")] = None
        for words, claims in sentences(paragraph):
            _check_words(words, claims, known)
            shares.append(tuple(claim.printed for claim in claims if "%" in claim.printed))
    assert tuple(marks) == story.missing
    _check_shares([found for found in shares if found], story)


def _paragraphs(story: Story) -> Iterator[Paragraph]:
    return (block for block in story.blocks if isinstance(block, Paragraph))


def sentences(paragraph: Paragraph) -> Iterator[tuple[str, list[Claim]]]:
    """The sentences of a paragraph, each with the claims that stand in it."""
    words, claims = "", []
    for run in paragraph.runs:
        if run.claim or run.missing:
            words += run.text
            claims += [run.claim] if run.claim else []
            continue
        head, *tails = run.text.split("。")
        words += head
        for tail in tails:
            yield f"{words}。", claims
            words, claims = tail, []
    if words:
        yield words, claims


def _check_run(run: Run, form: Form, known: dict[str, int | None]) -> None:
    if run.missing:
        return
    if run.claim is None:
        assert not re.search(r"[0-9]", FIXED.sub("", run.text)), run.text
        return
    claim = run.claim
    assert run.text == claim.printed
    assert all(known[point] is not None for point in claim.points), claim
    assert claim.printed == evaluated(claim, form, known)


def evaluated(claim: Claim, form: Form, known: dict[str, int | None]) -> str:
    """The number as the claim's formula gives it, printed as the claim is."""
    sides = [side.strip(" ()") if "sum(" not in side else side for side in claim.formula.split("/")]
    amounts = [_amount(side, form, known) for side in sides]
    if len(amounts) == 1:
        decimals = next(p.measure.decimals for p in form.points if p.id == claim.points[0])
        exact = Decimal(amounts[0]).scaleb(-decimals)
        return f"{exact.normalize():f}" if exact else "0"
    part, whole = (Decimal(amount) for amount in amounts)
    if claim.printed.startswith("不足"):
        assert 0 < part / whole * 100 < Decimal("0.005")
        return "不足0.01%"
    decimals = len(claim.printed.partition(".")[2].rstrip("%"))
    step = Decimal(1).scaleb(-decimals)
    return f"{(part * 100 / whole).quantize(step, ROUND_HALF_UP)}%"


def _amount(formula: str, form: Form, known: dict[str, int | None]) -> int:
    spans = re.sub(r"sum\(([^:]+):([^)]+)\)", lambda at: _span(at[1], at[2], form), formula)
    bare = spans.strip(" ()")
    assert re.fullmatch(r"[a-z_.]+( \+ [a-z_.]+)*", bare), formula
    return sum(known[point] or 0 for point in bare.split(" + "))


def _span(first: str, last: str, form: Form) -> str:
    ids = [point.id for point in form.points]
    row, column = first.rsplit(".", 1)
    if last.startswith(f"{row}."):
        return " + ".join(ids[ids.index(first) : ids.index(last) + 1])
    down = [point for point in ids if point.rsplit(".", 1)[-1] == column]
    return " + ".join(down[down.index(first) : down.index(last) + 1])


def _check_words(words: str, claims: list[Claim], known: dict[str, int | None]) -> None:
    for denial, points in DENIALS.items():
        if denial in words:
            assert all(known[point] == 0 for point in points), (words, points)
    if re.search("均|全部|其中|分别|共有|共收", words):
        assert claims, words
        assert claims[0].printed != "1", words
    if "其中" in words:
        total, *members = [int(claim.printed) for claim in claims]
        assert len(members) > 1, words
        assert sum(members) == total, words


def _check_shares(lists: list[tuple[str, ...]], story: Story) -> None:
    notes = [block for block in _paragraphs(story) if block.kind == "note"]
    decimals = {len(share.partition(".")[2]) for shares in lists for share in shares}
    assert len(decimals) <= 1, lists
    small = "不足" in "".join(share for shares in lists for share in shares)
    exact = all(
        sum(Decimal(share.rstrip("%")) for share in shares) == 100 for shares in lists if not small
    )
    assert len(notes) == (0 if exact and not small else 1), lists
