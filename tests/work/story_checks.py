"""What must hold for every story, whatever the filing: told again from the text, by other means.

Formulas are evaluated and shares rounded by code of their own (`story_sums`: text, fractions and
`decimal`), and what is compared with last year is worked out anew; none of it by the package's.
"""

import re
from collections.abc import Iterator
from decimal import Decimal

from work.story_sums import Known, changes_of, known_of, points_in, printed_of, told_as
from xl2report.form.definition.model import Form
from xl2report.work.narrative.claims import claims_of
from xl2report.work.narrative.story import Claim, Paragraph, Story

# Digits that are words: the year, the law, the notice, the period, the note on rounding.
FIXED = re.compile(r"20\d\d年|第711号|〔20\d\d〕\d+号|1月1日|12月31日|等于100%")
NEVER = {
    "a zero with a share": r"(?<!\d)0件，占",
    "a share of zero": r"占0(\.0+)?%",
    "a growth of nothing": r"(增长|下降|提高|降低)0(\.0+)?(%|个)",
    "a fall to nothing": r"下降100(\.0+)?%",
    "one of one, all of it": r"共收到1件|共1件|的1件均|1件，均",
    "punctuation twice": r"[，。；、：]{2}|^[，。；、：]",
    "a sentence broken off": r"[，；、：]$",
    "an empty bracket": r"（）|\(\)|〔待填：?〕",
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
    "连续两年": ("requests.new_received.total", "last.requests.new_received.total"),
}
# Words that only a comparison with last year has.
CHANGE = re.compile("同比|较上年|与上年|增长|下降|提高|降低|增加|减少|持平")


def check_story(
    story: Story,
    form: Form,
    values: list[int | None],
    last: list[int | None] | None = None,
) -> None:
    """Every promise that needs no knowledge of the sentence; the caller's filing has no texts."""
    known = known_of(form, values, last)
    shares: list[tuple[str, ...]] = []
    marks: dict[str, None] = {}
    for paragraph in _paragraphs(story):
        for name, pattern in NEVER.items():
            assert not re.search(pattern, paragraph.text), (name, paragraph.text)
        _check_numbers(paragraph, form, known)
        for run in paragraph.runs:
            if run.missing:
                marks[run.text.removeprefix("〔待填：").removesuffix("〕")] = None
        for words, claims in sentences(paragraph):
            _check_words(words, claims, known)
        shares += _shares(paragraph)
    assert tuple(marks) == story.missing
    _check_shares(shares, story)
    _check_changes(story, form, known)
    claims = [run.claim for block in _paragraphs(story) for run in block.runs if run.claim]
    assert [(one.printed, one.points, one.formula) for one in claims_of(story)] == [
        (claim.printed, claim.points, claim.formula) for claim in claims
    ]
    assert all(one.printed in one.sentence for one in claims_of(story))


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


def _check_numbers(paragraph: Paragraph, form: Form, known: Known) -> None:
    """No digit without a claim, and each claim printed as its formula gives it."""
    texts = [run.text for run in paragraph.runs]
    for run, after in zip(paragraph.runs, [*texts[1:], ""], strict=True):
        claim = run.claim
        if run.missing:
            continue
        if claim is None:
            assert not re.search(r"[0-9]", FIXED.sub("", run.text)), run.text
            continue
        assert run.text == claim.printed
        assert all(known[point] is not None for point in claim.points), claim
        assert set(claim.points) == points_in(claim.formula, form), claim
        assert claim.printed == printed_of(claim.printed, after, claim.formula, form, known), claim


def _check_words(words: str, claims: list[Claim], known: Known) -> None:
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
    if "中包括" in words:
        total, *members = [int(claim.printed) for claim in claims]
        assert 0 < sum(members) < total, words


def _shares(paragraph: Paragraph) -> list[tuple[str, ...]]:
    """The shares of each list; a share that stands alone (办结率) is in none."""
    found: list[list[str]] = []
    before = ""
    for run in paragraph.runs:
        if run.claim and before.endswith("占"):
            found[-1].append(run.text)
        elif run.claim is None and "。" in run.text:
            found.append([])
        before = run.text
        if not found:
            found.append([])
    return [tuple(shares) for shares in found if shares]


def _check_shares(lists: list[tuple[str, ...]], story: Story) -> None:
    notes = [block for block in _paragraphs(story) if block.kind == "note"]
    decimals = {len(share.partition(".")[2]) for shares in lists for share in shares}
    assert len(decimals) <= 1, lists
    small = "不足" in "".join(share for shares in lists for share in shares)
    exact = all(
        sum(Decimal(share.rstrip("%")) for share in shares) == 100 for shares in lists if not small
    )
    assert len(notes) == (0 if exact and not small else 1), lists


def _check_changes(story: Story, form: Form, known: Known) -> None:
    """All that can be compared is compared, truly, and nothing else is."""
    told = "".join(paragraph.text for paragraph in _paragraphs(story))
    expected = [change for change in changes_of(form, known, story.year) if change]
    words = [told_as(change) for change in expected]
    for sentence in words:
        assert sentence in told, (sentence, told)
    found = len(CHANGE.findall(told))
    assert found == len(CHANGE.findall("".join(words))), (words, told)
