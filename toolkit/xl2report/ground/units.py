"""A reporting unit as the roster names it. Knows no file and no form."""

from typing import NamedTuple

# The category of the roster whose unit speaks for the city itself.
OWN_LEVEL = "本级"


class Unit(NamedTuple):
    """A reporter on the roster."""

    name: str
    code: str = ""
    short: str = ""
    category: str = ""
