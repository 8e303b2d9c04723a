"""Findings: one thing to tell a person about one book, worded by the table of codes."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from xl2report.ground.points import Place
from xl2report.ground.wordings import CODES
from xl2report.ground.wordings.model import SEVERITY_NAMES, Language, Severity
from xl2report.ground.wordings.suspects import WHY

# How many of a finding's suspects are told; the rest are counted.
_SUSPECTS = 3


class Suspect(NamedTuple):
    """A cell that is probably the wrong one, and the value under which all relations hold.

    `why` is a key of WHY, or words of their own.
    """

    place: str
    found: str
    suggested: str
    why: str

    def reason(self, language: Language) -> str:
        """Why it is suspected, in words; "" where there is no reason but the relations."""
        return WHY.get(self.why, (self.why, self.why))[language == "en"]

    def told(self, language: Language) -> str:
        """The suspicion as a sentence."""
        place = self.place.replace("!", " › ")
        why = self.reason(language)
        if language == "zh":
            said = f"{place} 现为 {self.found}，若为 {self.suggested}，各关系均成立。{why}"
        else:
            said = f"{place} is {self.found}; with {self.suggested} all relations hold. {why}"
        return said.strip()


class Where(NamedTuple):
    """A place in the sheet's own words, with what joins them in Chinese and in English."""

    zh: str
    en: str


def spots_of(sheet: str, spots: Sequence[str], label: str = "", most: int = 4) -> Where:
    """`三、申请办理 › D7（标签）`; of many cells the first `most`."""
    more = len(spots) > most
    chinese = f"{sheet} › {'、'.join(spots[:most])}{' 等' if more else ''}"
    english = f"{sheet} › {', '.join(spots[:most])}{' and more' if more else ''}"
    return Where(
        chinese + (f"（{label}）" if label else ""), english + (f" ({label})" if label else "")
    )


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing to tell a person about one book.

    `where` names the place in the sheet's own words, `where_en` the same with English ones between
    them (where there are any); `places` are its cells (`三、申请办理!D7`);
    `args` fill the wording; `left`, `right`, `difference` are numbers as people write them.
    `numbers` is a short fingerprint of all numbers that an `explanation` explains.
    """

    code: str
    book: str
    where: str
    places: tuple[str, ...] = ()
    args: dict[str, str] = field(default_factory=dict)
    severity: Severity | None = None
    rule: str = ""
    point: str = ""
    left: str = ""
    right: str = ""
    difference: str = ""
    explanation: str = ""
    suspects: tuple[Suspect, ...] = ()
    where_en: str = ""
    numbers: str = ""

    @property
    def explained(self) -> bool:
        """Whether its explanation answers it: a warning's does, an error has to be corrected."""
        return bool(self.explanation) and self.level != "error"

    @property
    def level(self) -> Severity:
        """Its severity: its own (from a rule), else its code's."""
        return self.severity or CODES[self.code].severity

    def name(self, language: Language) -> str:
        """The short name of its code."""
        return CODES[self.code].name_zh if language == "zh" else CODES[self.code].name_en

    def severity_name(self, language: Language) -> str:
        """Its severity as a word; of a warning that the unit has answered it says so."""
        name = SEVERITY_NAMES[self.level][language == "en"]
        if not self.explained:
            return name
        return f"{name}（已说明）" if language == "zh" else f"{name} (explained)"

    def place(self, language: Language) -> str:
        """The place in the sheet's own words."""
        return self.where if language == "zh" else self.where_en or self.where

    def message(self, language: Language) -> str:
        """What stands there and what was expected."""
        wording = CODES[self.code]
        template = wording.says_zh if language == "zh" else wording.says_en
        words = self._words(language)
        # Many cells with one slip are told by the first of them, and then counted.
        alike = f"\n{words['alike']}" if "alike" in words else ""
        return template.format(**words) + alike

    def remedy(self, language: Language) -> str:
        """What to do."""
        wording = CODES[self.code]
        template = wording.remedy_zh if language == "zh" else wording.remedy_en
        return template.format(**self._words(language))

    def hints(self, language: Language) -> list[str]:
        """The likeliest suspects, the first few; how many more are as good."""
        told = [one.told(language) for one in self.suspects[:_SUSPECTS]]
        if more := len(self.suspects) - len(told):
            also = (
                f"另有 {more} 种改法同样可能"
                if language == "zh"
                else f"other changes as likely: {more}"
            )
            told.append(also)
        return told

    def _words(self, language: Language) -> dict[str, str]:
        # An argument that is worded differently in English comes with a twin named `…_en`.
        # Only a warning that has a cell for it says where to explain it.
        words = {"explain": "", "where": self.place(language)}
        words |= {"left": self.left, "right": self.right}
        words |= {"difference": self.difference, **self.args}
        if language == "en":
            words |= {key[:-3]: value for key, value in words.items() if key.endswith("_en")}
        words["cells"] = ("、" if language == "zh" else ", ").join(_by_sheet(self.places))
        return words


def _by_sheet(places: tuple[str, ...]) -> list[str]:
    """Cells as a remedy names them: with their sheet where it is another than the first one's."""
    home = places[0].rpartition("!")[0] if places else ""
    return [
        place if "!" in place and place.rpartition("!")[0] != home else place.rpartition("!")[2]
        for place in places
    ]


def place_of(book: str, sheet: str, cell: str = "") -> str:
    """A place inside a book as JSON carries it."""
    return Place(book, sheet, cell).in_book
