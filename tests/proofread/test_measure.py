"""Consistent reports draw no finding; numbers put wrong are told. The full run is `measure.py`."""

import pytest

from proofread.measure import SOURCES, measure

# So much of what is put wrong is told; of the held-out texts nobody looked at what is missed.
LEAST = {"own": 0.95, "styles": 0.97, "styles_learned": 0.94, "styles_held_out": 0.90}


@pytest.mark.parametrize("source", SOURCES)
def test_no_false_alarm_and_most_slips_are_told(source: str) -> None:
    got = measure(source, 1)
    assert got.alarms == []
    assert got.wrong > 100
    assert got.told / got.wrong >= LEAST[source]
