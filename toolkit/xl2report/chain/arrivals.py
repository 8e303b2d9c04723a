"""Which of the files that came in counts: what was read of them, settled and worded."""

from collections.abc import Iterable, Mapping
from datetime import date
from itertools import repeat
from pathlib import Path
from typing import NamedTuple

from xl2report.chain.books import BookFile, read_books
from xl2report.chain.reports import BookReport, Ledger, Reports
from xl2report.form.plan import Plan
from xl2report.ground.filing import Filing
from xl2report.ground.findings import Finding
from xl2report.ground.packed import Numbers, digest_of, repeated
from xl2report.ground.units import Register, Unit
from xl2report.work.standing import Arrival, Saved, Settled, settle

# How many of the points that differ are named.
_NAMED = 3
# What takes a file out of the count, and leaves its unit's other one.
_ASIDE = frozenset({"same_file", "replaced", "covered"})


class Decision(NamedTuple):
    """Somebody's word that a file counts: for which bytes, whose, when, and why."""

    digest: str
    book: str
    by: str
    at: str
    why: str


class Arrivals(NamedTuple):
    """What became of the files: those set aside, and what is to be told of these and of the others."""

    aside: tuple[Settled, ...]
    told: tuple[Finding, ...]
    found: tuple[Finding, ...]


def arrivals_of(
    ledger: Ledger,
    roster: tuple[Unit, ...],
    year: int | None,
    form: str,
    books: Iterable[BookFile],
    chosen: Iterable[Decision] = (),
) -> Arrivals:
    """Every file's standing; `told` are findings on files set aside, `found` on those that count."""
    if not roster and not _several(ledger):
        return Arrivals((), (), ())
    register = Register(roster, year) if roster else None
    decided = {one.digest: one for one in chosen}
    looks = _Looks(books)
    settled = settle(_arrivals(ledger, year, form), register, looks.saved, decided)
    aside: list[Settled] = []
    told: list[Finding] = []
    found: list[Finding] = []
    counting = {one.other for one in settled if one.standing == "replaced"}
    # Where those lie that count instead; ten thousand names are not unpacked for nothing.
    names = enumerate(ledger.reports.books if counting else ())
    places = {book: number for number, book in names if book in counting}
    for number, one in enumerate(settled):
        if one.standing in _ASIDE or (one.standing == "wrong_year" and one.other):
            aside.append(one)
            told.append(_told(one, ledger, number, places, looks, decided))
        elif one.standing == "counts":
            decision = decided.get(ledger.reports.files[number]) if decided else None
            if decision is not None and one.book in counting:
                at = decision.at[:16].replace("T", " ")
                args = {"by": decision.by, "at": at, "why": decision.why, "file": one.book}
                found.append(Finding("M527", one.book, "", args=args))
            if one.unit is not None and not one.unit.there(year):
                found.append(_not_due(one.book, one.unit, year))
    return Arrivals(tuple(aside), tuple(told), tuple(found))


def standing_of(book: BookReport) -> str:
    """What a file is, by what was found of it."""
    codes = {one.code for one in book.findings}
    if codes & {"W201", "W202", "M524"}:
        return "unreadable"
    if "M501" in codes:
        return "undecided"
    if codes & {"W203", "W204"}:
        return "wrong_year"
    return "unknown" if "M503" in codes else "counts"


def units_of(ledger: Ledger, roster: tuple[Unit, ...], year: int | None) -> dict[str, str]:
    """The unit that each file is from; without a roster whoever the file says."""
    register = Register(roster, year)
    found: dict[str, str] = {}
    for sender in ledger.senders:
        unit = register.find(sender.code, sender.reporter)
        if unit is not None or not roster:
            found[sender.book] = unit.name if unit is not None else sender.reporter or sender.book
    return found


def _several(ledger: Ledger) -> bool:
    """Whether a unit or a file may be there more than once; of ten thousand that are not, nothing is kept."""
    reports = ledger.reports
    whose = Numbers("Q", map(digest_of, map(_whose, range(len(reports)), repeat(reports))))
    bytes_ = Numbers("Q", (digest_of(one) if one else 0 for one in reports.files))
    return bool(repeated(whose) or repeated(bytes_))


def _whose(number: int, reports: Reports) -> str:
    sender = reports.sender(number)
    who = (sender.code or sender.reporter) if sender is not None else ""
    return who or reports.books[number]


def _arrivals(ledger: Ledger, year: int | None, form: str) -> Iterable[Arrival]:
    reports = ledger.reports
    for number, report in enumerate(reports):
        sender = reports.sender(number)
        digest = reports.files[number]
        if sender is None:
            yield Arrival(report.book, digest, readable=False)
            continue
        # A book that says no year is of none that would be wrong.
        fits = sender.form == form and (not year or not sender.year or sender.year == year)
        valid = not report.unassessable and not report.count("error")
        yield Arrival(report.book, digest, sender.reporter, sender.code, True, fits, valid)


def _unknown(year: int | None) -> tuple[int | None, ...]:
    """A book that says no year is of none that would be wrong."""
    return (year,) if year is None else ()


def _told(
    one: Settled,
    ledger: Ledger,
    number: int,
    places: Mapping[str, int],
    looks: "_Looks",
    decided: Mapping[str, Decision],
) -> Finding:
    name = one.unit.name if one.unit is not None else ledger.reports[number].reporter
    args = {"reporter": name, "other": one.other}
    if one.standing == "same_file":
        return Finding("M520", one.book, "", args=args)
    if one.standing == "covered":
        return Finding("M522", one.book, "", args=args)
    if one.standing == "wrong_year":
        sender = ledger.reports.sender(number)
        year, form = (sender.year, sender.form) if sender is not None else (None, "")
        return Finding("M526", one.book, "", args={**args, "year": str(year or "—"), "form": form})
    other = places[one.other]
    by_hand = ledger.reports.files[other] in decided
    why, why_en = looks.why(one.book, one.other, by_hand=by_hand)
    mine, theirs = (ledger.reports[at].count("error") for at in (number, other))
    if mine and not theirs and not by_hand:
        why, why_en = "这一份有错误", "this one has errors"
    change, change_en = looks.change(one.book, one.other)
    words = {"why": why, "why_en": why_en, "change": change, "change_en": change_en}
    words["file"] = one.book
    return Finding("M521", one.book, "", args={**args, **words})


def _not_due(book: str, unit: Unit, year: int | None) -> Finding:
    first, last = unit.first_year, unit.last_year
    begins = first is not None and (year or 0) < first
    args = {
        "reporter": unit.name,
        "year": str(year),
        "span": f"{first} 年启用" if begins else f"{last} 年停用",
        "span_en": f"it begins in {first}" if begins else f"its last year is {last}",
    }
    return Finding("M525", book, "", args=args)


class _Looks:
    """Looks once more into the few files of which a unit has sent several."""

    def __init__(self, books: Iterable[BookFile]) -> None:
        self._books = books
        self._by_name: dict[str, BookFile] = {}
        self._known: dict[str, tuple[Filing | None, Plan | None, Saved]] = {}

    def saved(self, book: str) -> Saved:
        """When a file was saved: as it says itself, else its cover's date; and the file's own time."""
        return self._look(book)[2]

    def _look(self, name: str) -> tuple[Filing | None, Plan | None, Saved]:
        if name not in self._known:
            self._by_name = self._by_name or {one.name: one for one in self._books}
            book = self._by_name.get(name)
            self._known[name] = (None, None, Saved()) if book is None else _look(book)
        return self._known[name]

    def why(self, book: str, other: str, *, by_hand: bool) -> tuple[str, str]:
        """Why the other one counts."""
        if by_hand:
            return "经办人指定", "by decision"
        mine, theirs = self.saved(book), self.saved(other)
        if mine.said != theirs.said:
            day = theirs.said.replace("T", " ").removesuffix("Z")[:16]
            return f"{day} 保存", f"saved {day}"
        return "文件时间较晚", "the later file"

    def change(self, book: str, other: str) -> tuple[str, str]:
        """How the one that counts differs: the first few points, how many; from → to."""
        (mine, plan, _), (theirs, other_plan, _) = self._look(book), self._look(other)
        if mine is None or theirs is None or plan is None or other_plan is None:
            return "两份无法比较", "The two cannot be compared"
        if plan.form.id != other_plan.form.id:
            return "两份的报表版本不同", "They are of different editions of the form"
        named = [
            (point.label, f"{_shown(plan, at, one)} → {_shown(plan, at, two)}")
            for at, (point, one, two) in enumerate(
                zip(plan.form.points, mine.values, theirs.values, strict=True)
            )
            if one != two and at not in plan.relations.fills
        ]
        texts = sum(
            mine.texts.get(text.id, "") != theirs.texts.get(text.id, "") for text in plan.form.texts
        )
        if not named and not texts:
            return "两份的数据和文字相同", "Figures and texts of the two are the same"
        parts, parts_en = [], []
        if named:
            shown = "；".join(f"{label} {change}" for label, change in named[:_NAMED])
            parts.append(f"有 {len(named)} 个数不同：{shown}{'等' * (len(named) > _NAMED)}")
            more = ", …" * (len(named) > _NAMED)
            figures = "1 figure differs" if len(named) == 1 else f"{len(named)} figures differ"
            parts_en.append(f"{figures}: {shown.replace('；', '; ')}{more}")
        if texts:
            parts.append(f"有 {texts} 段文字不同")
            parts_en.append("1 text differs" if texts == 1 else f"{texts} texts differ")
        return "；".join(parts), "; ".join(parts_en)


def _shown(plan: Plan, at: int, value: int | None) -> str:
    return "—" if value is None else plan.form.points[at].measure.show(value)


def _look(book: BookFile) -> tuple[Filing | None, Plan | None, Saved]:
    from xl2report.files.reader.saved import saved_at

    reading = next(iter(read_books([book])))
    if reading.filing is None:
        return None, None, Saved()
    path = Path(book.folder, book.name)
    try:
        said, time = saved_at(path.read_bytes()), path.stat().st_mtime
    except OSError:
        return None, None, Saved()
    return reading.filing, reading.plan, Saved(said or _day(reading.filing), time)


def _day(filing: Filing) -> str:
    """The date of the cover as `2022-01-14`; "" for what is no date."""
    typed = filing.cover.get("date", "").strip()
    plain = typed.replace("年", "-").replace("月", "-").removesuffix("日").replace("/", "-")
    try:
        return date(*map(int, plain.split("-"))).isoformat() if plain.count("-") == 2 else ""
    except ValueError:
        return ""
