"""Typed text → steps: a table of cases, one line each, and what must hold for any number."""

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from xl2report.ground.numbers import Typed, steps_of, typed_steps
from xl2report.ground.points import Measure

COUNT = Measure("件", 0, signed=False)
CHANGE = Measure("项", 0, signed=True)
YUAN = Measure("元", 2, signed=False)
WAN = Measure("万元", 6, signed=False)
PEOPLE = Measure("人次", 0, signed=False)
MEASURES = (COUNT, CHANGE, YUAN, WAN, PEOPLE, Measure("元", 2, signed=True), Measure("", 3, True))

# What is typed, in which cell; the steps, what was cleaned, what is wrong with it.
TYPED: list[tuple[str, Measure, int | None, str, str]] = [
    ("51", COUNT, 51, "", ""),
    ("0", COUNT, 0, "", ""),
    ("007", COUNT, 7, "", ""),
    # full-width and invisible characters
    ("１２", COUNT, 12, "wide", ""),
    ("１２．５０", YUAN, 1250, "wide", ""),
    ("１，２３４", COUNT, 1234, "wide", ""),
    ("＋５", CHANGE, 5, "wide", ""),
    (" 12 ", COUNT, 12, "padded", ""),
    ("\u00a012", COUNT, 12, "padded", ""),
    ("12\u3000", COUNT, 12, "padded", ""),
    ("1\u200b2", COUNT, 12, "padded", ""),
    ("\ufeff12", COUNT, 12, "padded", ""),
    ("\u202a12\u202c", COUNT, None, "", "text"),
    ("'12", COUNT, 12, "padded", ""),
    ("12\n", COUNT, 12, "padded", ""),
    # two numbers in one cell, or one over two lines
    ("1 2", COUNT, None, "padded", "text"),
    ("1\n2", COUNT, None, "padded", "text"),
    ("１\u3000２", COUNT, None, "padded", "text"),
    # thousands separators, in right and in wrong places
    ("1,234", COUNT, 1234, "padded", ""),
    ("1,234,567", COUNT, 1234567, "padded", ""),
    ("1,234.50", YUAN, 123450, "padded", ""),
    ("-1,234", CHANGE, -1234, "padded", ""),
    ("12,34", COUNT, None, "", "text"),
    ("1,2345", COUNT, None, "", "text"),
    ("1234,567", COUNT, None, "", "text"),
    (",123", COUNT, None, "", "text"),
    ("123,", COUNT, None, "", "text"),
    ("1,,234", COUNT, None, "", "text"),
    ("1.234,5", YUAN, None, "", "text"),
    ("1、2", COUNT, None, "", "text"),
    # units: the cell's own, one that counts the same, another
    ("12件", COUNT, 12, "unit", ""),
    ("12 件", COUNT, 12, "unit", ""),
    ("１２件", COUNT, 12, "unit", ""),
    ("12项", COUNT, 12, "unit", ""),
    ("12个", COUNT, 12, "unit", ""),
    ("+3项", CHANGE, 3, "unit", ""),
    ("251000元", YUAN, 25100000, "unit", ""),
    ("1,234元", YUAN, 123400, "unit", ""),
    ("27.948692万元", WAN, 27948692, "unit", ""),
    ("5人次", PEOPLE, 5, "unit", ""),
    ("12公里", Measure("公里", 1, signed=False), 120, "unit", ""),
    ("5次", PEOPLE, None, "unit", "unit"),
    ("5人次", COUNT, None, "unit", "unit"),
    ("12人", COUNT, None, "unit", "unit"),
    ("12元", COUNT, None, "unit", "unit"),
    ("12元", WAN, None, "unit", "unit"),
    ("2000万", YUAN, None, "unit", "unit"),
    ("2000万元", YUAN, None, "unit", "unit"),
    ("2000万", WAN, None, "unit", "unit"),
    ("3亿", WAN, None, "unit", "unit"),
    ("3亿元", YUAN, None, "unit", "unit"),
    ("3千", COUNT, None, "unit", "unit"),
    ("12件件", COUNT, None, "unit", "text"),
    ("件", COUNT, None, "unit", "text"),
    ("件12", COUNT, None, "", "text"),
    # signs: every minus that an input method or a web page gives
    ("+1", COUNT, 1, "", ""),
    ("-1", CHANGE, -1, "", ""),
    ("－1", CHANGE, -1, "wide", ""),
    ("\u22121", CHANGE, -1, "wide", ""),
    ("﹣1", CHANGE, -1, "wide", ""),
    ("-1", COUNT, -1, "", "negative"),
    ("\u22121", COUNT, -1, "wide", "negative"),
    ("-0", COUNT, 0, "", ""),
    ("--1", CHANGE, None, "", "text"),
    ("+-1", CHANGE, None, "", "text"),
    ("1-", CHANGE, None, "", "text"),
    ("(5)", CHANGE, None, "", "text"),
    # words and marks that are no number, and above all are not zero
    ("", COUNT, None, "", "text"),
    ("   ", COUNT, None, "padded", "text"),
    ("无", COUNT, None, "", "text"),
    ("/", COUNT, None, "", "text"),
    ("／", COUNT, None, "", "text"),
    ("—", COUNT, None, "", "text"),
    ("——", COUNT, None, "", "text"),
    ("-", COUNT, None, "", "text"),
    ("+", COUNT, None, "", "text"),
    ("零", COUNT, None, "", "text"),
    ("三", COUNT, None, "", "text"),
    ("①", COUNT, None, "", "text"),
    ("²", COUNT, None, "", "text"),
    ("٣", COUNT, None, "", "text"),
    ("约30", COUNT, None, "", "text"),
    ("约30件", COUNT, None, "unit", "text"),
    ("30余件", COUNT, None, "unit", "text"),
    ("1-3", COUNT, None, "", "text"),
    ("1～3", COUNT, None, "", "text"),
    ("1/2", COUNT, None, "", "text"),
    ("2+3", COUNT, None, "", "text"),
    ("=2+3", COUNT, None, "", "text"),
    ("50%", COUNT, None, "", "text"),
    ("50％", COUNT, None, "wide", "text"),
    ("2021-01-20", COUNT, None, "", "text"),
    ("2021/1/20", COUNT, None, "", "text"),
    ("2021年1月", COUNT, None, "", "text"),
    ("12:30", COUNT, None, "", "text"),
    ("#N/A", COUNT, None, "", "text"),
    ("1E+5", COUNT, None, "", "text"),
    ("0x1F", COUNT, None, "", "text"),
    ("1_000", COUNT, None, "", "text"),
    ("NaN", COUNT, None, "", "text"),
    ("inf", COUNT, None, "", "text"),
    # decimals
    ("1.0", COUNT, 1, "", ""),
    ("1.5", COUNT, None, "", "decimals"),
    ("1.005", YUAN, None, "", "decimals"),
    ("1.2300", YUAN, 123, "", ""),
    ("1.", YUAN, None, "", "text"),
    (".5", YUAN, None, "", "text"),
    ("1.2.3", YUAN, None, "", "text"),
    ("0.0000001", WAN, None, "", "decimals"),
    # exactly, or not at all: typed text has no 15 digits of Excel
    ("1234567890123.456", YUAN, None, "", "decimals"),
    ("123456789.1234567", WAN, None, "", "decimals"),
    ("1234567890123456.78", YUAN, 123456789012345678, "", ""),
    ("1" * 30, COUNT, int("1" * 30), "", ""),
    ("1" * 31, COUNT, None, "", "text"),
    ("9" * 400, COUNT, None, "", "text"),
]

# What a number cell stores.
STORED: list[tuple[str, Measure, int | None, str]] = [
    ("51", COUNT, 51, ""),
    ("51", YUAN, 5100, ""),
    ("0", COUNT, 0, ""),
    ("-0", COUNT, 0, ""),
    ("1.0", COUNT, 1, ""),
    ("12.000000000000002", COUNT, 12, ""),
    ("11.999999999999998", COUNT, 12, ""),
    ("0.30000000000000004", YUAN, 30, ""),
    ("0.1", COUNT, None, "decimals"),
    ("27.948692", WAN, 27948692, ""),
    ("27.948692000000001", WAN, 27948692, ""),
    ("27.9486921", WAN, None, "decimals"),
    ("1571896163", YUAN, 157189616300, ""),
    ("1.005", YUAN, None, "decimals"),
    ("1E+5", COUNT, 100000, ""),
    ("1.5e3", COUNT, 1500, ""),
    ("1E-5", COUNT, None, "decimals"),
    ("1E-7", WAN, None, "decimals"),
    ("-3", CHANGE, -3, ""),
    ("-3", COUNT, -3, "negative"),
    ("999999999999999", COUNT, 999999999999999, ""),
    ("1234567890123456", COUNT, 1234567890123456, ""),
    ("12345678901234567890123456789012345", COUNT, 12345678901234567890123456789012345, ""),
    ("1" * 300, COUNT, None, "text"),
    ("1e400", COUNT, None, "text"),
    ("1E-400", COUNT, None, "text"),
    ("NaN", COUNT, None, "text"),
    ("inf", COUNT, None, "text"),
    ("-Infinity", COUNT, None, "text"),
    ("1_000", COUNT, None, "text"),
    ("１２", COUNT, None, "text"),
    (" 12 ", COUNT, None, "text"),
    ("", COUNT, None, "text"),
    ("1,234", COUNT, None, "text"),
]


@pytest.mark.parametrize(
    ("text", "measure", "steps", "how", "fault"),
    TYPED,
    ids=[f"{text[:20]!r} {measure.unit}" for text, measure, *_ in TYPED],
)
def test_typed_text_reads(
    text: str, measure: Measure, steps: int | None, how: str, fault: str
) -> None:
    assert typed_steps(text, measure) == Typed(steps, how, fault)


@pytest.mark.parametrize(
    ("text", "measure", "steps", "fault"),
    STORED,
    ids=[f"{text[:20]!r} {measure.unit}" for text, measure, *_ in STORED],
)
def test_stored_number_reads(text: str, measure: Measure, steps: int | None, fault: str) -> None:
    assert steps_of(text, measure) == Typed(steps, "", fault)


measures = st.sampled_from(MEASURES)
any_steps = st.one_of(
    st.integers(-1000, 1000), st.integers(-(10**15) + 1, 10**15 - 1), st.integers(-(10**24), 10**24)
)


@given(measures, any_steps, st.booleans())
@example(YUAN, 12345678901234567, False)  # seventeen digits were once rounded to fifteen
def test_what_is_shown_reads_back(measure: Measure, steps: int, sign: bool) -> None:  # noqa: FBT001
    shown = measure.show(steps, sign=sign)
    found = typed_steps(shown, measure)
    assert (found.steps, found.how) == (steps, "")
    assert found.fault == ("negative" if steps < 0 and not measure.signed else "")
    assert typed_steps(f"{shown}{measure.unit}", measure).steps == steps


@given(measures, st.integers(-(10**15) + 1, 10**15 - 1))
def test_a_stored_double_reads_as_excel_shows_it(measure: Measure, steps: int) -> None:
    stored = format(steps / 10**measure.decimals, ".17g")
    assert steps_of(stored, measure).steps == steps
    assert steps_of(measure.show(steps), measure).steps == steps


@given(measures, st.integers(0, 10**12), st.integers(1, 9))
def test_one_decimal_too_many_is_never_rounded(measure: Measure, steps: int, last: int) -> None:
    whole, part = divmod(steps, 10**measure.decimals)
    digits = str(part).rjust(measure.decimals, "0") if measure.decimals else ""
    assert typed_steps(f"{whole}.{digits}{last}", measure) == Typed(None, "", "decimals")


@given(measures, st.integers(0, 10**18))
def test_separators_in_their_places_change_nothing(measure: Measure, steps: int) -> None:
    whole = steps // 10**measure.decimals
    plain = typed_steps(str(whole), measure).steps
    assert typed_steps(f"{whole:,}", measure).steps == plain


@given(st.text(max_size=12), measures)
def test_any_text_ends_in_a_value_or_a_fault(text: str, measure: Measure) -> None:
    for found in (typed_steps(text, measure), steps_of(text, measure)):
        assert (found.steps is None) == (found.fault in {"text", "unit", "decimals"})


@given(measures, any_steps)
def test_shown_numbers_are_plain(measure: Measure, steps: int) -> None:
    shown = measure.show(steps)
    assert "," not in shown
    assert not shown.startswith("+")
    if "." in shown:
        assert len(shown.partition(".")[2]) <= measure.decimals
        assert not shown.endswith(("0", "."))
    assert measure.show(steps, sign=True) == ("+" if measure.signed and steps > 0 else "") + shown
