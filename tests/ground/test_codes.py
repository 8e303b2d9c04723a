"""The 统一社会信用代码: held against a second implementation and against codes in use."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from xl2report.ground.codes import ALPHABET, check_digit, fault_of

# GB 32100-2015, table 1: the values of the characters; I, O, S, V and Z are left out.
VALUE = {char: number for number, char in enumerate("0123456789")}
VALUE |= dict(zip("ABCDEFGH", range(10, 18), strict=True))
VALUE |= dict(zip("JKLMN", range(18, 23), strict=True))
VALUE |= dict(zip("PQR", range(23, 26), strict=True))
VALUE |= dict(zip("TU", range(26, 28), strict=True))
VALUE |= dict(zip("WXY", range(28, 31), strict=True))

# The city of Rushan (its index numbers begin with it) and two companies everybody knows.
IN_USE = ("11371083004227827M", "9144030071526726XG", "914403001922038216")

bodies = st.text(ALPHABET, min_size=17, max_size=17)


def whole_sum(code: str) -> int:
    """Zero for a right code: the weights run 1, 3, 9 … 3^16, the check character counts once."""
    weight, total = 1, 0
    for char in code[:17]:
        total = (total + VALUE[char] * weight) % 31
        weight = weight * 3 % 31
    return (total + VALUE[code[17]]) % 31


@pytest.mark.parametrize("code", IN_USE)
def test_codes_in_use_are_right(code: str) -> None:
    assert whole_sum(code) == 0
    assert fault_of(code) == ("", "")


def test_the_alphabet_is_the_standards() -> None:
    assert dict(zip(ALPHABET, range(31), strict=True)) == VALUE


@given(bodies)
def test_the_check_digit_is_the_standards(body: str) -> None:
    code = body + check_digit(body)
    assert whole_sum(code) == 0
    assert fault_of(code) == ("", "")


@given(bodies, st.integers(0, 17))
def test_every_change_of_one_character_is_told(body: str, place: int) -> None:
    code = body + check_digit(body)
    for char in ALPHABET:
        changed = code[:place] + char + code[place + 1 :]
        assert (fault_of(changed) == ("", "")) == (changed == code)


@pytest.mark.parametrize(
    ("code", "chinese", "english"),
    [
        ("", "有 0 位", "has 0 characters"),
        ("11371083004227827", "有 17 位", "has 17 characters"),
        ("11371083004227827MM", "有 19 位", "has 19 characters"),
        ("1137108300422782OM", "“O”", "“O”"),
        ("11371083004227827m", "“m”", "“m”"),
        ("１1371083004227827M", "“１”", "“１”"),
        ("11371083004227828M", "校验码不符", "fails its check digit"),
    ],
)
def test_a_wrong_code_is_told_in_both_languages(code: str, chinese: str, english: str) -> None:
    found = fault_of(code)
    assert chinese in found[0]
    assert english in found[1]
    assert "M" not in found[0].replace("“m”", "")  # the right character is not given away
