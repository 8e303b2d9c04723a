"""Which of several sentences is said. A blank point makes a condition unknown, never false.

Of last year a sentence is said only where last year is known: without it such an alternative does
not come into question, and the others do.
"""

from xl2report.form.language import Comparison
from xl2report.work.narrative.sentences import Body, Choice, Number, Plain, Rate, Values


def choose(choice: Choice, values: Values, last: Values | None = None) -> Body | None:
    """What is said of alternatives: the first whose condition is true.

    One whose condition is not known ends the search: the last of them is said, which holds whatever
    the facts are and marks those that are missing. A sentence that stands alone is left out.
    """
    for option in choice.options:
        if not _sayable(option.body, values, last):
            continue
        true = holds(option.when, values, last)
        if true:
            return option.body
        if true is None:
            final = choice.options[-1]
            said = not choice.lone and _sayable(final.body, values, last)
            return final.body if said and holds(final.when, values, last) else None
    return None


def holds(
    conditions: tuple[Comparison, ...], values: Values, last: Values | None = None
) -> bool | None:
    """Whether all comparisons are true; None where a blank point leaves that open."""
    known: bool | None = True
    for comparison in conditions:
        left, right = comparison.left.value(values, last), comparison.right.value(values, last)
        if left is None or right is None:
            sides = (comparison.left, comparison.right)
            if any(term.last for side in sides for term in side.terms):
                return False
            known = None
        elif not comparison.holds(left - right):
            return False
    return known


def _sayable(body: Body, values: Values, last: Values | None) -> bool:
    """Whether nothing of last year is unknown in plain words, and every share in them is one."""
    if not isinstance(body, Plain):
        return True
    for piece in body.words:
        if isinstance(piece, Number) and piece.of_last_year and piece.value(values, last) is None:
            return False
        if isinstance(piece, Rate) and piece.value(values, last) is None:
            return False
    return True
