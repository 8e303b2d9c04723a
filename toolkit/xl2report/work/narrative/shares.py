"""Lists and shares: which members are said, of which whole, at which precision. Integers only.

A share is the correctly rounded one or it is not printed; where rounded shares cannot add up to
100 %, that is said and nothing is bent.
"""

from collections.abc import Iterable
from typing import NamedTuple

from xl2report.work.narrative.sentences import Listing, Member, Values, Whole

Parts = tuple[tuple[int, ...], int]
FINEST = 2


class Weighed(NamedTuple):
    """A list beside a filing's values: the members to be said and the whole they make up.

    `whole` is None where the members make up none, or that cannot be known. `unsaid` are the
    members without a value that are not marked one by one; `incomplete` tells that the others fall
    short of every whole, so that something must stand there. `within` is a whole of which the
    members are openly only a part.
    """

    listing: Listing
    members: tuple[tuple[Member, int | None], ...]
    whole: Whole | None
    total: int
    unsaid: tuple[Member, ...]
    incomplete: bool
    within: Whole | None = None

    @property
    def single(self) -> bool:
        """Whether one member is the whole, and the list has words for that."""
        return self.whole is not None and len(self.members) == 1

    @property
    def parts(self) -> tuple[int, ...]:
        """The members' amounts if they are said with their shares, else nothing."""
        if self.whole is None or self.single or not self.listing.share:
            return ()
        return tuple(amount or 0 for _, amount in self.members)


def weigh(listing: Listing, values: Values) -> Weighed:
    """What of a list there is to say.

    Members of value zero are left out. A blank optional indicator is left out too; any other blank
    member stays, to be marked.
    """
    amounts = [(member, member.number.value(values)) for member in listing.members]
    blank = [member for member, amount in amounts if amount is None]
    unsaid = tuple(member for member in blank if not member.required)
    said = tuple(
        (member, amount)
        for member, amount in amounts
        if amount or (amount is None and member.required)
    )
    bases = [whole.number.value(values) for whole in listing.wholes]
    whole, total = None, sum(amount for _, amount in said if amount)
    if total > 0 and len(unsaid) == len(blank) and all(amount and amount > 0 for _, amount in said):
        whole = next((listing.wholes[at] for at, base in enumerate(bases) if base == total), None)
    # Blanks are no zeros, unless the members known leave no room for them in any of the wholes.
    if blank and any(base is None or base > total for base in bases):
        whole = None
    if len(said) == 1 and (blank or not (listing.one if total == 1 else listing.all)):
        whole = None
    known = [base for base in bases if base is not None]
    incomplete = bool(unsaid and known) and min(known) > total
    within = None
    if listing.partly and whole is None and all(amount and amount > 0 for _, amount in said):
        incomplete = False
        above = (at for at, base in enumerate(bases) if base is not None and base > total > 0)
        within = next((listing.wholes[at] for at in above), None)
    return Weighed(listing, said, whole, total, unsaid, incomplete, within)


def precision(lists: Iterable[Parts], rates: Iterable[tuple[int, int]] = ()) -> tuple[int, bool]:
    """The decimals for all shares of a report, and whether rounding has to be owned up to.

    The fewest decimals, up to two, at which the correctly rounded parts of every list add up to
    100 % and none of them is rounded to 0 %; of these the fewest at which no single rate is
    rounded to 0 % or 100 % either, where there is one.
    """
    known, single = list(lists), list(rates)
    closing = [
        decimals
        for decimals in range(FINEST + 1)
        if all(_closes(parts, whole, decimals) for parts, whole in known)
    ]
    for decimals in closing:
        if not any(_blurred(part, whole, decimals) for part, whole in single):
            return decimals, False
    return (closing[-1], False) if closing else (FINEST, True)


def _closes(parts: tuple[int, ...], whole: int, decimals: int) -> bool:
    full = 100 * 10**decimals
    rounded = [round_half_up(part * full, whole) for part in parts]
    return sum(rounded) == full and min(rounded) > 0


def _blurred(part: int, whole: int, decimals: int) -> bool:
    """Whether a part that is neither nothing nor the whole would be printed as if it were."""
    full = 100 * 10**decimals
    return 0 < part < whole and not 0 < round_half_up(part * full, whole) < full


def round_half_up(numerator: int, denominator: int) -> int:
    """The nearest whole number to a fraction that is not negative; halves go up."""
    return (2 * numerator + denominator) // (2 * denominator)


def show_share(part: int, whole: int, decimals: int) -> str:
    """`47.17%`, trailing zeros kept; a part too small to show is `不足0.01%`, never 0."""
    steps = round_half_up(part * 100 * 10**decimals, whole)
    below = "不足" if part and not steps else ""
    return f"{below}{show_steps(steps or 1 if part else 0, decimals)}%"


def show_rate(part: int, whole: int, decimals: int) -> str:
    """A share that stands alone: as `show_share`, and one that is not quite all never 100 %."""
    if part == whole:
        return "100%"
    if not part:
        return "0%"
    full = 100 * 10**decimals
    if round_half_up(part * full, whole) == full:
        return f"超过{show_steps(full - 1, decimals)}%"
    return show_share(part, whole, decimals)


def show_steps(steps: int, decimals: int) -> str:
    """Whole steps with their decimal point, trailing zeros kept: 2900 of 2 decimals is 29.00."""
    digits = str(steps).rjust(decimals + 1, "0")
    point = f".{digits[-decimals:]}" if decimals else ""
    return f"{digits[: len(digits) - decimals]}{point}"
