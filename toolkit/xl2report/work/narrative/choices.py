"""Which of several sentences is said. A blank point makes a condition unknown, never false."""

from xl2report.form.language import Comparison
from xl2report.work.narrative.sentences import Body, Choice

Values = list[int | None]


def choose(choice: Choice, values: Values) -> Body | None:
    """What is said of alternatives: the first whose condition is true.

    One whose condition is not known ends the search: the last of them is said, which holds whatever
    the facts are and marks those that are missing. A sentence that stands alone is left out.
    """
    for option in choice.options:
        true = holds(option.when, values)
        if true:
            return option.body
        if true is None:
            last = choice.options[-1]
            return last.body if not choice.lone and holds(last.when, values) else None
    return None


def holds(conditions: tuple[Comparison, ...], values: Values) -> bool | None:
    """Whether all comparisons are true; None where a blank point leaves that open."""
    known: bool | None = True
    for comparison in conditions:
        left, right = comparison.left.value(values), comparison.right.value(values)
        if left is None or right is None:
            known = None
        elif not comparison.holds(left - right):
            return False
    return known
