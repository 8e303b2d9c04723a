"""Consistent reports draw no finding; numbers put wrong are told. The full run is `measure.py`."""

import pytest

from proofread.measure import measure


@pytest.mark.parametrize(("source", "least"), [("own", 0.7), ("styles", 0.95)])
def test_no_false_alarm_and_most_slips_are_told(source: str, least: float) -> None:
    got = measure(source, 2)
    assert got.alarms == []
    assert got.wrong > 100
    assert got.told / got.wrong >= least
