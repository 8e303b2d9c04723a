"""The overview as one page of HTML: nothing is loaded from anywhere, and no script runs.

All text is escaped; the policy in its head lets no style apply but its own, by its fingerprint.
"""

from base64 import b64encode
from collections.abc import Iterable, Sequence
from hashlib import sha256
from html import escape
from urllib.parse import quote

from xl2report.files.overview.looks import COLOURS, STYLE
from xl2report.files.overview.words import WORDS
from xl2report.ground.progress import STAGES, STANDINGS, FileLine, Progress, RuleLine, UnitLine
from xl2report.ground.wordings.model import Language


def write_overview(progress: Progress, language: Language, returns: str = "") -> str:
    """The page; the same progress gives the same text. `returns` is the way to the files' folder."""
    return _Page(progress, language, returns).whole()


class _Page:
    def __init__(self, progress: Progress, language: Language, returns: str) -> None:
        self.progress = progress
        self.language = language
        self.english = language == "en"
        self.returns = returns
        self.words = {key: escape(text) for key, text in WORDS[language].items()}

    def whole(self) -> str:
        words, now = self.words, self.progress
        title = words["title"].format(city=escape(now.city), year=now.year)
        shown = words["as_of"].format(form=escape(now.form), today=escape(now.today))
        mark = b64encode(sha256(STYLE.encode()).digest()).decode()
        policy = (
            f"default-src 'none'; style-src 'sha256-{mark}'; base-uri 'none'; form-action 'none'"
        )
        return "".join(
            [
                (
                    f'<!DOCTYPE html>\n<html lang="{words["lang"]}">\n<head>\n<meta charset="utf-8">\n'
                    f'<meta http-equiv="Content-Security-Policy" content="{policy}">\n'
                    '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
                    '<meta name="referrer" content="no-referrer">\n'
                    f"<title>{title}</title>\n<style>{STYLE}</style>\n</head>\n<body>\n<main>\n"
                    f'<h1>{title}</h1>\n<p class="date">{shown}</p>\n'
                ),
                self._sums(),
                self._notes(),
                self._bars(),
                self._reminders(),
                self._units(),
                self._strangers(),
                self._rules(),
                self._questions(),
                "</main>\n</body>\n</html>\n",
            ]
        )

    def _sums(self) -> str:
        now = self.progress
        given = [("", self.words["due"], len(now.units))]
        given += [(stage, STAGES[stage][self.english], now.count(stage)) for stage in STAGES]
        given.append(("late", self.words["late"], now.late))
        bad = {"missing", "returned", "late"}
        items = "".join(
            f'<div class="{"bad" if name in bad and count else "good"}">'
            f"<dt>{label}</dt><dd>{count}</dd></div>"
            for name, label, count in given
        )
        return f'<dl class="sums">{items}</dl>\n'

    def _notes(self) -> str:
        if not self.progress.notes:
            return ""
        items = "".join(
            f'<li class="{one.severity}">{self.words[one.severity]}：'
            f"{escape(one.words[self.english])}</li>\n"
            for one in self.progress.notes
        )
        return f'<h2>{self.words["notes"]}</h2>\n<ul class="notes">\n{items}</ul>\n'

    # ---- charts ---------------------------------------------------------------------------------

    def _bars(self) -> str:
        now = self.progress
        rows = [self._bar(self.words["all"], "", now.units)]
        for key in ("category", "group"):
            groups: dict[str, list[UnitLine]] = {}
            for unit in now.units:
                groups.setdefault(getattr(unit, key), []).append(unit)
            if len(groups) > 1 or (key == "group" and next(iter(groups), "")):
                for name, units in groups.items():
                    days = sorted({unit.deadline for unit in units if unit.deadline})
                    until = "、".join(days) if key == "group" else ""
                    label = escape(name) or self.words["none_group"]
                    rows.append(self._bar(f"{self.words[key]} · {label}", until, units))
        heads = [self.words["progress"], *(names[self.english] for names in STAGES.values())]
        head = "".join(f'<th scope="col">{name}</th>' for name in [self.words["scope"], *heads])
        key = "".join(
            f"<li>{_dot(stage)}{names[self.english]}</li>" for stage, names in STAGES.items()
        )
        return (
            f'<h2>{self.words["progress"]}</h2>\n<table class="bars">\n<thead><tr>{head}</tr></thead>\n'
            f'<tbody>\n{"".join(rows)}</tbody>\n</table>\n<ul class="key">{key}</ul>\n'
        )

    def _bar(self, label: str, until: str, units: Sequence[UnitLine]) -> str:
        counts = {stage: sum(unit.stage == stage for unit in units) for stage in STAGES}
        parts, at = [], 0
        for stage, count in counts.items():
            if count:
                parts.append(
                    f'<rect x="{at}" y="0" width="{count}" height="1" fill="{COLOURS[stage]}"/>'
                    + (
                        f'<rect x="{at}" y="0" width="{len(units) / 250:.3f}" height="1" fill="#fff"/>'
                        if at
                        else ""
                    )
                )
                at += count
        told = ", ".join(
            f"{STAGES[stage][self.english]} {count}" for stage, count in counts.items() if count
        )
        more = f' <span class="soft">{self.words["deadline"]} {until}</span>' if until else ""
        cells = "".join(
            f'<td class="number" data-label="{STAGES[stage][self.english]}">{count}</td>'
            for stage, count in counts.items()
        )
        return (
            f'<tr><th scope="row">{label}{more}</th><td class="bar"><svg role="img" aria-label="{told}"'
            f' viewBox="0 0 {max(1, len(units))} 1" preserveAspectRatio="none">{"".join(parts)}</svg></td>'
            f"{cells}</tr>\n"
        )

    # ---- tables ---------------------------------------------------------------------------------

    def _reminders(self) -> str:
        head = f"<h2>{self.words['reminders']}</h2>\n"
        if not self.progress.reminders:
            return f'{head}<p class="hint">{self.words["no_reminders"]}</p>\n'
        rows = "".join(self._reminder(unit) for unit in self.progress.reminders)
        heads = ("unit", "group", "deadline", "stage", "todo", "contact", "phone")
        return head + self._table("reminders", heads, rows)

    def _reminder(self, unit: UnitLine) -> str:
        if unit.stage == "missing":
            todo = self.words["send"]
        elif unit.state == "duplicate":
            todo = self.words["decide"]
        else:
            todo = self.words["correct"].format(count=unit.errors)
        details = "".join(f'<p class="soft">{escape(one[self.english])}</p>' for one in unit.todo)
        return (
            f'<tr><th scope="row">{escape(unit.unit)}</th>'
            + self._cell("group", escape(unit.group))
            + self._cell("deadline", escape(unit.deadline) + self._late(unit), "day")
            + self._cell("stage", self._stage(unit))
            + self._cell("todo", f"<p>{todo}</p>{details}")
            + self._cell("contact", escape(unit.contact))
            + self._cell("phone", escape(unit.phone), "phone")
            + "</tr>\n"
        )

    def _late(self, unit: UnitLine) -> str:
        if not unit.late:
            return ""
        words = self.words["day_late" if unit.late == 1 else "days_late"]
        return f' <span class="late">{words.format(days=unit.late)}</span>'

    def _stage(self, unit: UnitLine) -> str:
        name = escape(unit.stage_name(self.language))
        return f'<span class="stage">{_dot(unit.stage)}{name}</span>'

    def _units(self) -> str:
        heads = ("unit", "category", "stage", "received", "errors", "warnings", "book", "files")
        rows = "".join(
            f'<tr><th scope="row">{escape(unit.unit)}</th>'
            + self._cell("category", escape(unit.category))
            + self._cell("stage", self._stage(unit))
            + self._cell("received", escape(unit.received) + self._late(unit), "day")
            + self._cell("errors", str(unit.errors) if unit.book else "", "number")
            + self._cell("warnings", str(unit.warnings) if unit.book else "", "number")
            + self._cell("book", self._link(unit.book))
            + self._cell("files", "".join(map(self._file, unit.files)))
            + "</tr>\n"
            for unit in self.progress.units
        )
        return f"<h2>{self.words['units']}</h2>\n" + self._table("units", heads, rows)

    def _file(self, one: FileLine) -> str:
        standing = escape(STANDINGS[one.standing][self.english])
        return f'<p>{self._link(one.book)} <span class="soft">{standing}</span></p>'

    def _strangers(self) -> str:
        if not self.progress.strangers:
            return ""
        rows = "".join(
            f'<tr><th scope="row">{self._link(one.book)}</th>'
            + self._cell("standing", escape(STANDINGS[one.standing][self.english]))
            + self._cell("unit", escape(one.unit))
            + self._cell("other", escape(one.other))
            + self._cell("received", escape(one.received), "day")
            + "</tr>\n"
            for one in self.progress.strangers
        )
        heads = ("file", "standing", "unit", "other", "received")
        return f"<h2>{self.words['strangers']}</h2>\n" + self._table("strangers", heads, rows)

    def _rules(self) -> str:
        head = f"<h2>{self.words['rules']}</h2>\n"
        if not self.progress.rules:
            return f'{head}<p class="hint">{self.words["no_rules"]}</p>\n'
        most = max(one.units for one in self.progress.rules)
        rows = "".join(self._rule(one, most) for one in self.progress.rules)
        heads = ("kind", "level", "units_count", "share", "times")
        return head + self._table("rules", heads, rows)

    def _rule(self, one: RuleLine, most: int) -> str:
        says = f'<p class="soft">{escape(one.says[self.english])}</p>' if any(one.says) else ""
        colour = {"error": COLOURS["missing"], "warning": COLOURS["received"]}[one.severity]
        return (
            f'<tr><th scope="row">{escape(one.code)} {escape(one.name[self.english])}{says}</th>'
            + self._cell("level", self.words[one.severity])
            + self._cell("units_count", str(one.units), "number")
            + f'<td class="thin"><svg aria-hidden="true" viewBox="0 0 {most} 1" preserveAspectRatio="none">'
            f'<rect x="0" y="0" width="{one.units}" height="1" fill="{colour}"/></svg></td>'
            + self._cell("times", str(one.times), "number")
            + "</tr>\n"
        )

    def _questions(self) -> str:
        words = self.words
        head = f'<h2>{words["questions"]}</h2>\n<p class="hint">{words["questions_note"]}</p>\n'
        if not self.progress.questions:
            return f'{head}<p class="hint">{words["no_questions"]}</p>\n'
        rows = "".join(
            f'<tr><th scope="row">{escape(one.unit)}</th>'
            + self._cell("category", escape(one.kind))
            + self._cell("question", escape(one.asks[self.english]))
            + "</tr>\n"
            for one in self.progress.questions
        )
        return head + self._table("questions", ("unit", "category", "question"), rows)

    # ---- pieces ---------------------------------------------------------------------------------

    def _table(self, name: str, heads: Iterable[str], rows: str) -> str:
        cells = "".join(f'<th scope="col">{self.words[head]}</th>' for head in heads)
        return f'<table class="{name}">\n<thead><tr>{cells}</tr></thead>\n<tbody>\n{rows}</tbody>\n</table>\n'

    def _cell(self, label: str, inside: str, kind: str = "") -> str:
        shown = f' data-label="{self.words[label]}"' if inside else ""
        looks = f' class="{kind}"' if kind else ""
        return f"<td{looks}{shown}>{inside}</td>"

    def _link(self, book: str) -> str:
        if not book:
            return ""
        if not self.returns:
            return escape(book)
        # Half of a sign, in a name that is no UTF-8, is no part of any address.
        name = quote(f"{self.returns}/{book}", safe="/", errors="replace")
        return f'<a href="{escape("./" + name)}">{escape(book)}</a>'


def _dot(stage: str) -> str:
    return (
        '<svg aria-hidden="true" viewBox="0 0 2 2">'
        f'<circle cx="1" cy="1" r="1" fill="{COLOURS[stage]}"/></svg>'
    )
