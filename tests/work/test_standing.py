"""Which file counts, whatever else has come in."""

from collections.abc import Callable
from itertools import permutations

import pytest

from roster_samples import BUREAU, OFFICE, TOWN
from xl2report.ground.units import Register, Unit
from xl2report.work.standing import Arrival, Saved, settle

ROSTER = (OFFICE, BUREAU, TOWN)
FIRST = Arrival("民政局.xlsx", "a", BUREAU.name, BUREAU.code)
AGAIN = FIRST._replace(book="民政局（改）.xlsx", digest="b")
TIMES = {FIRST.book: Saved("2022-01-10", 0.0), AGAIN.book: Saved("2022-01-14", 0.0)}


def when(book: str) -> Saved:
    return TIMES[book]


def never(book: str) -> Saved:
    raise AssertionError(book)


def states(
    *arrivals: Arrival,
    roster: tuple[Unit, ...] = ROSTER,
    saved: Callable[[str], Saved] = when,
    chosen: tuple[str, ...] = (),
) -> list[tuple[str, str]]:
    register = Register(roster) if roster else None
    return [(place.standing, place.other) for place in settle(arrivals, register, saved, chosen)]


def test_one_workbook_of_a_unit_counts_and_its_date_is_not_asked_for() -> None:
    assert states(FIRST, saved=never) == [("counts", "")]


def test_the_same_bytes_count_once_under_the_plainest_name() -> None:
    copy = FIRST._replace(book="民政局 - 副本.xlsx")
    assert states(copy, FIRST, saved=never) == [("same_file", FIRST.book), ("counts", "")]


def test_the_later_version_counts() -> None:
    assert states(FIRST, AGAIN) == [("replaced", AGAIN.book), ("counts", "")]


def test_a_later_version_with_errors_does_not_push_out_a_valid_one() -> None:
    assert states(FIRST, AGAIN._replace(valid=False)) == [("counts", ""), ("replaced", FIRST.book)]


def test_of_versions_that_all_have_errors_the_latest_is_sent_back() -> None:
    both = (FIRST._replace(valid=False), AGAIN._replace(valid=False))
    assert states(*both) == [("replaced", AGAIN.book), ("counts", "")]


def test_where_nothing_tells_the_later_version_none_counts() -> None:
    assert states(FIRST, AGAIN, saved=lambda _: Saved("2022-01-10")) == [
        ("undecided", AGAIN.book),
        ("undecided", FIRST.book),
    ]


def test_a_version_of_another_year_is_no_version() -> None:
    alone = states(AGAIN._replace(fits=False))
    assert alone == [("wrong_year", "")]
    assert states(FIRST, AGAIN._replace(fits=False)) == [
        ("counts", ""), ("wrong_year", FIRST.book),
    ]  # fmt: skip


def test_who_is_on_no_roster_is_told_and_without_a_roster_everybody_counts() -> None:
    stranger = Arrival("x.xlsx", "x", "某协会")
    assert states(stranger) == [("unknown", "")]
    assert states(stranger, roster=()) == [("counts", "")]


@pytest.mark.parametrize(
    "roster",
    [
        (OFFICE, BUREAU._replace(covers="某某、城关镇"), TOWN),
        (OFFICE, BUREAU, TOWN._replace(reports_via="民政局")),
    ],
)
def test_a_unit_whose_figures_another_reports_is_not_added(roster: tuple[Unit, ...]) -> None:
    town = Arrival("城关镇.xlsx", "t", TOWN.name, TOWN.code)
    assert states(town, roster=roster) == [("covered", BUREAU.name)]


def test_an_unreadable_file_is_nothing_else() -> None:
    assert states(FIRST._replace(readable=False)) == [("unreadable", "")]


def test_a_unit_is_known_by_name_where_its_code_is_missing() -> None:
    unnamed = AGAIN._replace(code="", reporter="民政局")
    assert states(FIRST, unnamed) == [("replaced", AGAIN.book), ("counts", "")]


def test_the_order_of_the_files_changes_nothing() -> None:
    copy = AGAIN._replace(book="民政局 - 副本.xlsx", digest="a")
    arrivals = [FIRST, AGAIN, copy, Arrival("坏.xlsx", "z", readable=False)]
    expected = {place.book: place for place in settle(arrivals, Register(ROSTER), when)}
    for order in permutations(arrivals):
        assert {place.book: place for place in settle(order, Register(ROSTER), when)} == expected


def test_where_files_say_nothing_their_own_times_tell_unless_they_were_copied_together() -> None:
    hour = {FIRST.book: Saved("", 10_000.0), AGAIN.book: Saved("", 13_600.0)}
    assert states(FIRST, AGAIN, saved=hour.__getitem__)[0] == ("replaced", AGAIN.book)
    copied = {FIRST.book: Saved("", 10_000.0), AGAIN.book: Saved("", 10_000.5)}
    assert states(FIRST, AGAIN, saved=copied.__getitem__)[0] == ("undecided", AGAIN.book)


def test_what_somebody_has_chosen_counts_also_with_errors() -> None:
    older = FIRST._replace(valid=False)
    assert states(older, AGAIN, chosen=("a",)) == [("counts", ""), ("replaced", FIRST.book)]
    # Two choices are none.
    assert states(older, AGAIN, chosen=("a", "b"))[1] == ("counts", "")


def test_files_that_could_not_be_told_apart_are_not_the_same() -> None:
    one, other = FIRST._replace(digest=""), AGAIN._replace(digest="")
    assert states(one, other)[1] == ("counts", "")


def test_a_unit_that_took_over_a_code_is_found_in_its_own_years() -> None:
    before = BUREAU._replace(name="某市旧民政局", short="", last_year=2020)
    after = BUREAU._replace(first_year=2021)
    for year, name in ((2020, before.name), (2021, after.name)):
        unit = Register((before, after), year).find(BUREAU.code, "")
        assert unit is not None
        assert unit.name == name
