"""One filing speaking: templates become runs, every number a claim, what is missing a mark.

Knows the words of the plan and the values; not the order of the report.
"""

from collections.abc import Mapping
from typing import TypeAlias

from xl2report.ground.filing import Filing
from xl2report.work.narrative.changes import Change, change_of_count, change_of_share
from xl2report.work.narrative.sentences import (
    Beside,
    Clause,
    Clauses,
    Comparing,
    Listing,
    Member,
    Number,
    Plain,
    Plan,
    Rate,
    Template,
    Values,
    Word,
)
from xl2report.work.narrative.shares import (
    Weighed,
    round_half_up,
    show_rate,
    show_share,
    show_steps,
)
from xl2report.work.narrative.story import Claim, Run

Said: TypeAlias = Plain | Clauses | Weighed | Comparing
Words: TypeAlias = Mapping[str, tuple[Run, ...]]
Runs: TypeAlias = tuple[Run, ...]


class Speaker:
    """A filing's words; collects what is missing in the order in which it is printed.

    `decimals` are those of all shares. `uncompared` are the names of what last year's report, though
    it is there, does not tell.
    """

    def __init__(self, plan: Plan, filing: Filing, last: Values | None) -> None:
        self.plan = plan
        self.values: Values = filing.values
        self.last = last
        self.year = filing.year or 0
        self.unit = filing.stamp is not None and filing.stamp.role == "unit" and not filing.parts
        self.missing: dict[str, None] = {}
        self.uncompared: dict[str, None] = {}
        self.decimals = 0
        year = str(filing.year) if filing.year is not None else ""
        cover = {"year": year, "reporter": filing.reporter.strip()}
        self.words: dict[str, Runs] = {
            **{word: (Run(text),) for word, text in plan.fixed.items()},
            **{word: (Run(text),) for word, text in cover.items() if text},
        }
        self.asked = {word: plan.asked[word] for word, text in cover.items() if not text}

    def said(self, said: Said) -> Runs:
        """A sentence's runs; none where there is nothing to say."""
        if isinstance(said, Plain):
            return self.runs(said.words)
        if isinstance(said, Clauses):
            return self.clauses(said)
        return self.comparing(said) if isinstance(said, Comparing) else self.listing(said)

    def clauses(self, said: Clauses) -> Runs:
        """The clauses of a section's indicators, those of zeros as they are worded."""
        clauses = [self.clause(clause) for clause in said.members]
        return self.sentence(self.runs(said.opens), clauses, said)

    def clause(self, clause: Clause) -> Runs:
        """One indicator's clause; a blank one is left out or marked."""
        value = clause.number.value(self.values)
        if value == 0:
            return self.runs(clause.says_zero)
        if value is None and (clause.optional or (clause.city_only and self.unit)):
            return ()
        return self.runs(clause.says, {"n": self.number(clause.number, clause.label)})

    def listing(self, said: Weighed) -> Runs:
        """A list with the whole that its members make up, if they do."""
        listing, opens = said.listing, said.listing.opens
        words: dict[str, Runs] = {}
        whole = said.whole or said.within
        if whole is not None:
            words["n"] = self.number(whole.number)
            words["base"] = self.runs(whole.says, words)
        if said.within is not None:
            opens = listing.partly
        elif whole is None and Word("base") in opens:
            # Without a base the opening ends where the base would be named.
            opens = opens[: opens.index(Word("base"))]
        if said.single:
            words["name"] = (Run(said.members[0][0].name),)
            all_of_one = listing.one if said.total == 1 else listing.all
            return (*self.runs(all_of_one, words), *self.runs(listing.closes))
        members = [self.member(said, *member) for member in said.members]
        if said.incomplete:
            members.append(self.mark("、".join(member.name for member in said.unsaid)))
        return self.sentence(self.runs(opens, words), members, listing)

    def member(self, said: Weighed, member: Member, amount: int | None) -> Runs:
        """One member of a list, with its share where the members make up a whole."""
        words = {"name": (Run(member.name),), "n": self.number(member.number, member.label)}
        runs = self.runs(said.listing.each, words)
        if said.whole is None or amount is None or not said.parts:
            return runs
        rate = Rate(member.number, said.whole.number)
        share = _claimed(show_share(amount, said.total, self.decimals), rate.points, rate.formula)
        return (*runs, *self.runs(said.listing.share, {"share": share}))

    def comparing(self, said: Comparing) -> Runs:
        """The numbers that can be compared with last year's; what cannot is left out.

        Of several numbers those that are zero in both years are left out too.
        """
        if self.last is None and all(_of_last_year(member) for member in said.members):
            return ()
        told, redefined = [], []
        for member in said.members:
            if member.since and self.year <= member.since and self.last is not None:
                if member.now.value(self.values) not in {None, 0}:
                    redefined.append(member.name)
                continue
            change = self.change(said, member)
            if change is not None and (change.case != "both_zero" or len(said.members) == 1):
                told.append(self.changed(said, member, change))
        if redefined:
            names = (Run("、".join(redefined)),)
            told.append(self.runs(said.words["redefined"], {"names": names}))
        return self.sentence(self.runs(said.opens), told, said)

    def change(self, said: Comparing, member: Beside) -> Change | None:
        """How a number has changed; None where either year is blank or cannot be compared."""
        now, was = member.now.value(self.values), member.before.value(self.values, self.last)
        if now and was is None and self.last is not None:
            self.uncompared[member.name] = None
        if isinstance(now, tuple) and isinstance(was, tuple):
            if min(now[1], was[1]) < said.small_base:
                return None
            return change_of_share(now, was, decimals=said.decimals)
        if not isinstance(now, int) or not isinstance(was, int) or now < 0 or was < 0:
            return None
        counted = isinstance(member.now, Number) and not member.now.measure.decimals
        return change_of_count(
            now,
            was,
            decimals=said.decimals,
            small=said.small_base if counted else 0,
            multiple_from=said.multiple_from if said.words["multiple"] else None,
            by_counts=said.by_counts,
        )

    def changed(self, said: Comparing, member: Beside, change: Change) -> Runs:
        """The words for a change, its numbers claimed."""
        now, was = member.now, member.before
        points = tuple(dict.fromkeys((*now.points, *was.points)))
        words: dict[str, Runs] = {"name": (Run(member.name),)}
        if isinstance(now, Number) and isinstance(was, Number):
            more, less = (now, was) if change.up else (was, now)
            gap = f"{more.grouped} - {less.grouped}"
            this, then = now.value(self.values) or 0, was.value(self.values, self.last) or 0
            words["n"] = _claimed(now.measure.show(abs(this - then)), points, gap)
            words["unit"] = (Run(now.measure.unit),)
            words["now"], words["was"] = self.number(now), self.number(was)
            percent = f"{show_steps(change.size, said.decimals)}%"
            words["percent"] = _claimed(percent, points, f"({gap}) / {was.grouped}")
            if then:
                times = show_steps(round_half_up(this * 10, then), 1)
                words["times"] = _claimed(times, points, f"{now.grouped} / {was.grouped}")
        else:
            more_formula, less_formula = now.formula, was.formula
            if not change.up:
                more_formula, less_formula = less_formula, more_formula
            size = show_steps(change.size, said.decimals)
            words["points"] = _claimed(size, points, f"({more_formula}) - ({less_formula})")
        return self.runs(said.words[change.case], words)

    def sentence(
        self, opens: Runs, members: list[Runs], ends: Clauses | Listing | Comparing
    ) -> Runs:
        """Members joined between opening and close; nothing without members."""
        members = [member for member in members if member]
        if not members:
            return ()
        joined = list(members[0])
        for member in members[1:]:
            joined += (Run(ends.joins), *member)
        return (*opens, *joined, *self.runs(ends.closes))

    def runs(self, template: Template, words: Words | None = None) -> Runs:
        """A template's runs: its words put in, its numbers claimed, what is missing marked."""
        known = {**self.words, **(words or {})}
        runs: list[Run] = []
        for piece in template:
            if isinstance(piece, str):
                runs.append(Run(piece))
            elif isinstance(piece, Number):
                runs.extend(self.number(piece))
            elif isinstance(piece, Rate):
                runs.extend(self.rate(piece))
            elif piece.name in known:
                runs.extend(known[piece.name])
            else:
                runs.extend(self.mark(self.asked[piece.name]))
        return tuple(runs)

    def number(self, number: Number, label: str = "") -> Runs:
        """A number with its claim, or the mark of what it lacks."""
        value = number.value(self.values, self.last)
        if value is None:
            return self.mark(label or self.blanks(number))
        return _claimed(number.measure.show(value), number.points, number.formula)

    def rate(self, rate: Rate) -> Runs:
        """A share with its claim, or the mark of what it lacks."""
        value = rate.value(self.values, self.last)
        if value is None:
            return self.mark(self.blanks(rate.part) or self.blanks(rate.whole) or rate.formula)
        return _claimed(show_rate(*value, self.decimals), rate.points, rate.formula)

    def blanks(self, number: Number) -> str:
        """The labels of the points that leave a number without value."""
        labels = [
            self.plan.points[term.point].label
            for term in number.expression.terms
            if not term.last and self.values[term.point] is None
        ]
        return "、".join(dict.fromkeys(labels))

    def mark(self, label: str) -> Runs:
        """The mark of a missing fact, which is listed."""
        self.missing[label] = None
        marks = self.plan.missing
        text = "".join(label if isinstance(piece, Word) else str(piece) for piece in marks)
        return (Run(text, missing=True),)


def _claimed(printed: str, points: tuple[str, ...], formula: str) -> Runs:
    return (Run(printed, Claim(printed, points, formula)),)


def _of_last_year(member: Beside) -> bool:
    return member.before.of_last_year
