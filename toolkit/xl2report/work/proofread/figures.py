"""The figures that claims are judged by, and numbers as people write them. Exact, no float."""

from dataclasses import dataclass
from fractions import Fraction

from xl2report.form.claims.lexicon import Formula, Lexicon
from xl2report.form.plan import Plan


@dataclass(frozen=True)
class Figures:
    """The figures that claims are judged by, in the order of the form's points; None is unknown.

    `year` is the year that they are of, where that is known.
    """

    plan: Plan
    lexicon: Lexicon
    values: list[int | None]
    source: str = "tables"
    year: int | None = None

    def of(self, formula: Formula) -> Fraction | None:
        """The value of a formula in its unit of measure; None where a part of it is unknown."""
        steps = formula.sum.value(self.values)
        if steps is None:
            return None
        return Fraction(steps, 10 ** self.decimals(formula))

    def decimals(self, formula: Formula) -> int:
        """How many decimals the measure of a formula has."""
        return self.plan.form.points[formula.sum.terms[0].point].measure.decimals

    def unit(self, formula: Formula) -> str:
        """The unit of measure of a formula."""
        return self.plan.form.points[formula.sum.terms[0].point].measure.unit

    def base(self, name: str) -> Fraction | None:
        """One of the phrase book's bases."""
        base = self.lexicon.bases.get(name)
        return self.of(base.formula) if base is not None else None


def shown(value: Fraction) -> str:
    """A number as people write it."""
    if value.denominator == 1:
        return str(value.numerator)
    whole, part = divmod(abs(value) * 10**6, 10**6)
    digits = f"{int(part):06d}".rstrip("0")
    return f"{'-' if value < 0 else ''}{int(whole)}.{digits}" if digits else str(int(whole))


def rounded(value: Fraction, decimals: int) -> str:
    """A number rounded half up, with all its decimals."""
    return _with_decimals(int(abs(value) * 10**decimals + Fraction(1, 2)), decimals)


def truncated(value: Fraction, decimals: int) -> str:
    """A number cut off after its decimals."""
    return _with_decimals(int(abs(value) * 10**decimals), decimals)


def _with_decimals(steps: int, decimals: int) -> str:
    digits = str(steps).rjust(decimals + 1, "0")
    return f"{digits[:-decimals]}.{digits[-decimals:]}" if decimals else digits
