"""What the marks in a marked copy are known by: its list, its notes' author, its fills' colours.

Whoever marks and whoever reads must agree on these, also after another program has saved the
workbook: such programs renumber styles and rename parts, but keep sheet names, texts and colours.
"""

# The list of findings; where a clerk has a sheet of that name, the second name.
LIST_SHEET = "审核清单"
OTHER_LIST_SHEET = "审核清单_xl2report"
LIST_SHEETS = (LIST_SHEET, OTHER_LIST_SHEET)
# What makes a sheet of that name the list: a hidden cell that begins with the marker.
LIST_CELL = "Z1"
LIST_MARKER = "xl2report.marks"

# The part in which a copy carries its list; any program that saves the copy names it anew.
LIST_PART = "xl/worksheets/xl2report_list.xml"
# A workbook of findings over all units says of itself what it is: a property of the document.
LISTING_PROPERTY = "xl2report.listing"

AUTHOR = "xl2report"
# How a note begins, in both languages: programs that drop authors keep this.
NOTE_HEADS = {"zh": "xl2report 审核意见", "en": "xl2report review"}

# The fills: red, green and the first blue. Colours that people pick have 255 for the red of a light
# red or yellow; the 254 is ours. The blue counts on by the number of the fill that was there before,
# so that a mark says by its colour alone what to put back.
ERROR_FILL = (0xFE, 0xA9, 0xA0)
WARNING_FILL = (0xFE, 0xD9, 0x60)
MOST_FILLS = 64


def is_marked_copy(parts: tuple[frozenset[str], bytes]) -> bool:
    """Whether a workbook, by its parts' names, is a marked copy that no program has saved since."""
    return LIST_PART in parts[0]


def is_listing(parts: tuple[frozenset[str], bytes]) -> bool:
    """Whether a workbook, by its own properties, is a list of findings."""
    return f'"{LISTING_PROPERTY}"'.encode() in parts[1]


def fill_colour(mark: tuple[int, int, int], before: int) -> str:
    """The colour of a mark, as `RRGGBB`, over the fill of this number."""
    red, green, blue = mark
    return f"{red:02X}{green:02X}{blue + before:02X}"


def fill_before(colour: str) -> int | None:
    """The number of the fill a mark was put over, from its colour; None for any other colour."""
    for red, green, blue in (ERROR_FILL, WARNING_FILL):
        if colour[:4].upper() == f"{red:02X}{green:02X}":
            before = int(colour[4:], 16) - blue
            return before if 0 <= before < MOST_FILLS else None
    return None
