"""This year beside last year, number by number: which case it is, and by how much."""

import pytest

from work.narrative_filings import filing_of, form_of, plan_of, values_of, words_of
from xl2report.work.narrative.changes import change_of_count, change_of_share
from xl2report.work.narrative.compose import compose
from xl2report.work.narrative.plan import compile_narrative
from xl2report.work.narrative.shares import show_rate, show_steps


@pytest.mark.parametrize(
    ("now", "was", "case", "size"),
    [
        (41, 36, "grow", "13.9"),
        (22, 31, "fall", "29.0"),
        (31, 19, "grow", "63.2"),
        (267, 263, "grow", "1.5"),
        (1500, 1477, "grow", "1.6"),
        (20, 20, "same", ""),
        (0, 0, "both_zero", ""),
        (5, 0, "from_zero", ""),
        (0, 5, "to_zero", ""),
        (0, 5000, "to_zero", ""),
        (22, 7, "more", ""),
        (2, 9, "fewer", ""),
        (15, 10, "grow", "50.0"),
        (10001, 10000, "nearly", ""),
        (10005, 10000, "grow", "0.1"),  # 0.05: halves go up
        (9996, 10000, "nearly", ""),
        (5, 10000, "fewer", ""),  # 99.95 would be printed as 100.0
        (6, 10000, "fall", "99.9"),
        (29, 10, "grow", "190.0"),
        (30, 10, "multiple", "200.0"),
        (10**18, 10**17, "multiple", "900.0"),
    ],
)
def test_each_case(now: int, was: int, case: str, size: str) -> None:
    change = change_of_count(now, was, decimals=1, small=10, multiple_from=200, by_counts=False)
    assert change.case == case
    assert not size or show_steps(change.size, 1) == size
    assert change.up == (now > was)


def test_counts_are_said_where_they_are_asked_for() -> None:
    told = [
        change_of_count(now, was, decimals=1, small=0, multiple_from=None, by_counts=True).case
        for now, was in ((30, 20), (20, 30), (20, 20), (0, 0), (0, 2), (2, 0))
    ]
    assert told == ["more", "fewer", "same", "both_zero", "to_zero", "from_zero"]


@pytest.mark.parametrize(
    ("now", "was", "case", "size"),
    [
        ((12, 20), (10, 20), "points_up", "10.0"),
        ((9, 20), (10, 20), "points_down", "5.0"),
        ((10, 20), (20, 40), "same", ""),
        ((1000, 2001), (10, 20), "nearly", ""),
        ((27, 53), (17, 84), "points_up", "30.7"),  # 30.7053: of the shares themselves, unrounded
        ((0, 20), (20, 20), "points_down", "100.0"),
    ],
)
def test_shares_differ_by_points(
    now: tuple[int, int], was: tuple[int, int], case: str, size: str
) -> None:
    change = change_of_share(now, was, decimals=1)
    assert change.case == case
    assert not size or show_steps(change.size, 1) == size


@pytest.mark.parametrize(
    ("part", "whole", "decimals", "printed"),
    [
        (0, 5, 2, "0%"),
        (5, 5, 2, "100%"),
        (53, 54, 2, "98.15%"),
        (999, 1000, 0, "超过99%"),
        (29999, 30000, 2, "超过99.99%"),
        (1, 30000, 2, "不足0.01%"),
    ],
)
def test_a_rate_never_looks_like_all_or_nothing(
    part: int, whole: int, decimals: int, printed: str
) -> None:
    assert show_rate(part, whole, decimals) == printed


def compared(now: str, then: str, **words: str) -> str:
    """What is said of the requests where the words for some cases are an office's own."""
    form = form_of("2021")
    rules = form.narrative.year_on_year
    assert rules is not None
    own = rules._replace(words=tuple({**dict(rules.words), **words}.items()))
    plan = compile_narrative(form._replace(narrative=form.narrative._replace(year_on_year=own)))
    filing = filing_of("2021", values_of("2021", now))
    last = filing_of("2021", values_of("2021", then)).values
    return words_of(compose(plan, filing, last=last), "（二）")[0]


def test_an_office_may_say_how_many_times() -> None:
    told = compared("new=35 out=35", "new=10 out=10", multiple="{name}为上年的{times}倍")
    assert "新收申请为上年的3.5倍。" in told
    told = compared("new=29 out=29", "new=10 out=10", multiple="{name}为上年的{times}倍")
    assert "新收申请同比增长190.0%。" in told


def test_a_case_without_words_is_not_mentioned() -> None:
    told = compared("new=20 granted=20", "new=20 granted=19", same="")
    assert "新收申请" not in told
    assert "办结申请同比增长5.3%。" in told


def test_last_years_number_may_be_named() -> None:
    told = compared("new=41 out=41", "new=36 out=36", grow="{name}由{was}{unit}增至{now}{unit}")
    assert "新收申请由36件增至41件。" in told


def test_what_last_year_does_not_tell_is_left_out_and_named() -> None:
    filing = filing_of("2021", values_of("2021", "new=30 granted=30 site_items=4"))
    last = filing_of("2021", values_of("2021", "new=? granted=20")).values
    story = compose(plan_of("2021"), filing, last=last)
    assert story.uncompared == ("政府网站公开信息", "新收申请")
    assert "新收申请" not in "".join(words_of(story, "（二）"))
    assert compose(plan_of("2021"), filing).uncompared == ()


def test_a_units_own_report_does_not_lack_what_only_the_city_tells() -> None:
    from xl2report.ground.filing import Stamp

    filing = filing_of("2019", values_of("2019", "site_items=4"))
    filing.stamp = Stamp("disclosure-2019", 2020, role="unit")
    assert "责任追究" not in compose(plan_of("2019"), filing).missing
    filing.stamp = Stamp("disclosure-2019", 2020, role="city")
    assert "责任追究" in compose(plan_of("2019"), filing).missing
