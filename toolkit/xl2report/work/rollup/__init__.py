"""Filings → one total, and what shows of those who sent them. Knows plans and filings; no file."""

from xl2report.ground.units import Unit
from xl2report.work.rollup.adding import Total, roll_up
from xl2report.work.rollup.kept import Giver, Sender, Share, sender_of
from xl2report.work.rollup.senders import compare_senders, unit_of, year_of

__all__ = [
    "Giver",
    "Sender",
    "Share",
    "Total",
    "Unit",
    "compare_senders",
    "roll_up",
    "sender_of",
    "unit_of",
    "year_of",
]
