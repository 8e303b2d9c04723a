"""Findings: one thing to tell a person about one book, worded by the table of codes."""

import re
from collections.abc import Sequence
from typing import NamedTuple

from xl2report.ground.points import Place
from xl2report.ground.wordings import CODES
from xl2report.ground.wordings.model import SEVERITY_NAMES, Counted, Language, Severity
from xl2report.ground.wordings.suspects import SAYS, WHY

# How many of a finding's suspects are told, and how many cells that change with one.
_SUSPECTS, _TOGETHER = 3, 3


class Suspect(NamedTuple):
    """A cell that is probably the wrong one, and the value under which the relations around it hold.

    `why` is a key of WHY, or words of their own; `also` are cells that have to change with it, each
    with its value.
    """

    place: str
    found: str
    suggested: str
    why: str
    also: tuple[tuple[str, str], ...] = ()

    def reason(self, language: Language) -> str:
        """Why it is suspected, in words; "" where there is no reason but the relations."""
        return WHY.get(self.why, (self.why, self.why))[language == "en"]

    def told(self, language: Language) -> str:
        """The suspicion as a sentence."""
        home = self.place.rpartition("!")[0] + "!"
        also = "".join(
            _says(
                "also",
                language,
                place=place.removeprefix(home).replace("!", " › "),
                suggested=value,
            )
            for place, value in self.also[:_TOGETHER]
        )
        if len(self.also) > _TOGETHER:
            also += _says("others", language, count=len(self.also) - _TOGETHER)
        why = self.reason(language)
        why = _says("why", language, why=why) if why else ""
        words = {
            "place": self.place.replace("!", " › "),
            "found": self.found,
            "also": also,
            "why": why,
        }
        return _says("one", language, suggested=self.suggested, **words)


class Doubt(NamedTuple):
    """How far suspects can be relied on.

    `alike` changes are about as likely as the first (`open`: or more); `sure` where it is far
    likelier than all others, `same` where an earlier finding has told it. `cells` is how many would
    have to change where they are too many to name any, `proven` whether fewer cannot do.
    """

    alike: int = 1
    sure: bool = True
    open: bool = False
    same: bool = False
    cells: int = 0
    proven: bool = True


NO_DOUBT = Doubt()


def _says(key: str, language: Language, **words: object) -> str:
    return SAYS[key][language == "en"].format(**words)


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


class Finding(NamedTuple):
    """One thing to tell a person about one book.

    `where` names the place in the sheet's own words, `where_en` the same with English ones between
    them (where there are any); `places` are its cells (`三、申请办理!D7`);
    `args` fill the wording; `left`, `right`, `difference` are numbers as people write them.
    `numbers` is a short fingerprint of all numbers that an `explanation` explains. An error that is
    `restatable` is a warning while it has one.
    """

    code: str
    book: str
    where: str
    places: tuple[str, ...] = ()
    args: dict[str, str] = {}  # noqa: RUF012 - never changed
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
    doubt: Doubt = NO_DOUBT
    restatable: bool = False

    @property
    def explained(self) -> bool:
        """Whether its explanation answers it: a warning's does, an error has to be corrected."""
        return bool(self.explanation) and self.level != "error"

    @property
    def level(self) -> Severity:
        """Its severity: its own (from a rule), else its code's; milder where it is restated."""
        if self.restatable and self.explanation and self.severity == "error":
            return "warning"
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

    def flowing(self, language: Language) -> str:
        """What stands there, its parts kept apart by semicolons instead of blanks."""
        return re.sub(" {4,}", "；" if language == "zh" else "; ", self.message(language))

    def brief(self, language: Language) -> str:
        """The place and what stands there, in one line."""
        mark, colon = ("；", "：") if language == "zh" else ("; ", ": ")
        said = mark.join(line.strip() for line in self.flowing(language).splitlines())
        place = self.place(language)
        return f"{place}{colon}{said}" if place else said

    def remedy(self, language: Language) -> str:
        """What to do."""
        wording = CODES[self.code]
        template = wording.remedy_zh if language == "zh" else wording.remedy_en
        return template.format(**self._words(language))

    def hints(self, language: Language) -> list[str]:
        """The likeliest suspects, the first few, and how far they can be relied on."""
        doubt = self.doubt
        if doubt.cells:
            much = _says("at_least" if doubt.proven else "much", language, cells=doubt.cells)
            return [_says("everywhere", language, much=much)]
        told = [one.told(language) for one in self.suspects[:_SUSPECTS]]
        if doubt.same:
            first = self.suspects[0]
            place = first.place.replace("!", " › ")
            return [_says("same", language, place=place, suggested=first.suggested)]
        if doubt.sure or not told:
            return told[:1]
        if doubt.alike == 1 and not doubt.open:
            others = [_says("other", language, change=change) for change in told[1:]]
            return [_says("unsure", language), told[0], *others]
        head = "open" if doubt.open else "many" if doubt.alike > len(told) else "several"
        return [
            _says(head, language, count=doubt.alike),
            *told[: _SUSPECTS if doubt.open else doubt.alike],
        ]

    def _words(self, language: Language) -> dict[str, str]:
        # An argument that is worded differently in English comes with a twin named `…_en`.
        # Only a warning that has a cell for it says where to explain it.
        words = {"explain": "", "where": self.place(language)}
        words |= {"left": self.left, "right": self.right}
        words |= {"difference": self.difference, **self.args}
        if language == "en":
            words |= {key[:-3]: value for key, value in words.items() if key.endswith("_en")}
            words = {key: Counted(value) for key, value in words.items()}
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
