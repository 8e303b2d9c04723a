"""The phrase book of a form: how reports name its figures, read from `proof.yaml` beside the form.

A mistake in it is told with file, line and the nearest right word. YAML is read only when asked for.
"""

from functools import cached_property
from pathlib import Path
from typing import Any, NamedTuple

from xl2report.form.definition.errors import FormError, nearest
from xl2report.form.definition.model import Form
from xl2report.form.language import Expression, Mistake, Names, parse_expression

KINDS = (
    "objects",
    "acts",
    "results",
    "applicants",
    "channels",
    "outcomes",
    "stages",
    "documents",
)
WORDS = (
    "filler",
    "joins",
    "negation",
    "all",
    "each",
    "respectively",
    "among",
    "among_loose",
    "loose",
    "manner",
    "share",
    "rate",
    "closing_rate",
    "result_rate",
    "last",
    "rise",
    "fall",
    "level",
    "doubt",
    "task",
    "period",
    "foreign",
    "aside",
    "plan",
    "compare",
)
_BASES = (
    "received",
    "due",
    "closed",
    "carried_out",
    "review",
    "review_concluded",
    "suit",
    "suit_concluded",
)
_MEANING = ("when", "is", "wording", "weak", "most", "scope")


class Phrase(NamedTuple):
    """What a phrase is: its kind (`results`, `filler` …) and, for a name, its id."""

    kind: str
    id: str


class Formula(NamedTuple):
    """A figure of the tables: its text in the rule language, and the same as an expression."""

    text: str
    sum: Expression


class Base(NamedTuple):
    """What shares are of: a figure, and what its number `{n}` is called in both languages."""

    formula: Formula
    says: str
    says_en: str


class Meaning(NamedTuple):
    """What names together stand for.

    `formulas` are all right as they stand, `wording` right too but not what the words say first. A
    `weak` one is never wrong, only right or open; of a `most` one a smaller number may be a part;
    a `scope` one may be counted over another set, so it is asked about rather than called wrong.
    """

    formulas: tuple[Formula, ...]
    wording: tuple[Formula, ...] = ()
    weak: bool = False
    most: bool = False
    scope: bool = False


class Named(NamedTuple):
    """A part that a report should have: what it is called, and words by which it is known."""

    label: str
    label_en: str
    says: tuple[str, ...]


class Lexicon:
    """Phrases, and what they mean in points of one form.

    `duty` is what only governments must report, `subparts` are the parts of the overview.
    """

    def __init__(
        self,
        phrases: dict[str, Phrase],
        meanings: dict[frozenset[str], Meaning],
        bases: dict[str, Base],
        duty: Named | None = None,
        subparts: tuple[Named, ...] = (),
    ) -> None:
        self.duty = duty
        self.subparts = subparts
        self.phrases = phrases
        self.meanings = meanings
        self.bases = bases

    def phrase_at(self, text: str, at: int) -> str:
        """The longest phrase that stands at this place of a text; "" for none."""
        for phrase in self._by_start.get(text[at : at + 2], ()):
            if text.startswith(phrase, at):
                return phrase
        return text[at] if text[at] in self.phrases else ""

    @cached_property
    def _by_start(self) -> dict[str, list[str]]:
        """The phrases by their first two signs, the longest first; one pattern of all takes 10 ms to compile."""
        found: dict[str, list[str]] = {}
        for phrase in sorted(self.phrases, key=len, reverse=True):
            found.setdefault(phrase[:2], []).append(phrase)
        return found

    @cached_property
    def kinds(self) -> dict[str, str]:
        """The kind of each name, by its id."""
        return {phrase.id: phrase.kind for phrase in self.phrases.values() if phrase.id}

    def meaning(self, names: frozenset[str]) -> Meaning | None:
        """What these names together stand for; None where the phrase book does not say."""
        return self.meanings.get(names)


def read_lexicon(files: list[Path], form: Form) -> Lexicon:
    """The phrase book that these files make together. Raises FormError with every mistake found."""
    reader = _Reader(form)
    for file in files:
        reader.read(file)
    if reader.mistakes:
        raise FormError(reader.mistakes)
    return Lexicon(
        reader.phrases, reader.meanings, reader.bases, reader.duty, tuple(reader.subparts)
    )


class _Reader:
    def __init__(self, form: Form) -> None:
        self.names = Names(form)
        self.mistakes: list[str] = []
        self.phrases: dict[str, Phrase] = {}
        self.meanings: dict[frozenset[str], Meaning] = {}
        self.bases: dict[str, Base] = {}
        self.duty: Named | None = None
        self.subparts: list[Named] = []
        self.ids: set[str] = set()
        self.file = ""

    def read(self, file: Path) -> None:
        from ruamel.yaml import YAML
        from ruamel.yaml.error import MarkedYAMLError

        self.file = file.name
        try:
            data = YAML(typ="rt").load(file.read_text(encoding="utf-8-sig"))
        except MarkedYAMLError as error:
            mark = error.problem_mark or error.context_mark
            told = (error.problem or "YAML").splitlines()[0]
            raise FormError([f"{file.name}:{mark.line + 1 if mark else 1}: {told}"]) from None
        except UnicodeDecodeError:
            raise FormError([f"{file.name}:1: 应存为 UTF-8 save the file as UTF-8"]) from None
        if not isinstance(data, dict):
            raise FormError([f"{file.name}:1: 应为键值表 a mapping of keys is expected"])
        self._keys(data, ("names", "words", "points", "document", "bases"))
        for kind, named in self._mapping(data, "names", KINDS):
            for name, says in self._mapping(named, None, None):
                self.ids.add(name)
                self._phrases(named, name, says, Phrase(kind, name))
        for kind, says in self._mapping(data, "words", WORDS):
            self._phrases(data["words"], kind, says, Phrase(kind, ""))
        for at, entry in enumerate(data.get("points") or ()):
            self._point(data["points"], at, entry)
        for key, value in self._mapping(data, "document", ("duty", "subparts")):
            listed = value if isinstance(value, list) else [value]
            named = [self._named(one, self._line(data["document"], key), key) for one in listed]
            if key == "duty":
                self.duty = named[0] if named else None
            else:
                self.subparts.extend(one for one in named if one is not None)
        for name, entry in self._mapping(data, "bases", _BASES):
            self._base(name, entry, self._line(data["bases"], name))

    def _mapping(
        self,
        data: Any,  # noqa: ANN401 - YAML
        key: str | None,
        known: tuple[str, ...] | None,
    ) -> list[tuple[str, Any]]:
        inside = data.get(key) if key is not None else data
        if inside is None:
            return []
        if not isinstance(inside, dict):
            self.mistakes.append(
                f"{self._line(data, key)}: {key}: 应为键值表 a mapping is expected"
            )
            return []
        if known is not None:
            self._keys(inside, known)
        return [(str(name), value) for name, value in inside.items()]

    def _keys(self, data: Any, known: tuple[str, ...]) -> None:  # noqa: ANN401 - YAML
        for name in data:
            if name not in known:
                self.mistakes.append(
                    f"{self._line(data, name)}: {name}: 没有这个键 no such key{nearest(str(name), known)}"
                )

    def _phrases(self, data: Any, key: str, says: Any, meant: Phrase) -> None:  # noqa: ANN401 - YAML
        if not isinstance(says, list) or not all(isinstance(one, str) and one for one in says):
            self.mistakes.append(
                f"{self._line(data, key)}: {key}: 应为短语列表 a list of phrases is expected"
            )
            return
        for phrase in says:
            other = self.phrases.setdefault(phrase, meant)
            if other != meant:
                self.mistakes.append(
                    f"{self._line(data, key)}: {key}: “{phrase}”已是 is already {other.id or other.kind}"
                )

    def _point(self, data: Any, at: int, entry: Any) -> None:  # noqa: ANN401 - YAML
        line = f"{self.file}:{data.lc.item(at)[0] + 1}"
        if not isinstance(entry, dict) or "when" not in entry or "is" not in entry:
            self.mistakes.append(f"{line}: points: 应有 when 和 is when and is are expected")
            return
        self._keys(entry, _MEANING)
        when = entry["when"]
        for name in when:
            if name not in self.ids:
                self.mistakes.append(
                    f"{line}: points › when: 没有这个名称 no such name: {name}{nearest(str(name), self.ids)}"
                )
        self.meanings[frozenset(map(str, when))] = Meaning(
            self._formulas(entry["is"], line),
            self._formulas(entry.get("wording") or [], line),
            bool(entry.get("weak")),
            bool(entry.get("most")),
            bool(entry.get("scope")),
        )

    def _named(self, entry: Any, line: str, key: str) -> Named | None:  # noqa: ANN401 - YAML
        if not isinstance(entry, dict) or set(entry) != set(Named._fields):
            expected = ", ".join(Named._fields)
            self.mistakes.append(f"{line}: {key}: 应有 these keys are expected: {expected}")
            return None
        return Named(str(entry["label"]), str(entry["label_en"]), tuple(map(str, entry["says"])))

    def _base(self, name: str, entry: Any, line: str) -> None:  # noqa: ANN401 - YAML
        if not isinstance(entry, dict) or set(entry) != {"is", "says", "says_en"}:
            self.mistakes.append(f"{line}: {name}: 应有 these keys are expected: is, says, says_en")
            return
        says, says_en = str(entry["says"]), str(entry["says_en"])
        if "{n}" not in says or "{n}" not in says_en:
            self.mistakes.append(f"{line}: {name}: says, says_en 应含 should hold {{n}}")
            return
        formula = self._formula(str(entry["is"]), line)
        if formula is not None:
            self.bases[name] = Base(formula, says, says_en)

    def _formulas(self, texts: Any, line: str) -> tuple[Formula, ...]:  # noqa: ANN401 - YAML
        listed = [texts] if isinstance(texts, str) else list(texts)
        formulas = (self._formula(str(text), line) for text in listed)
        return tuple(formula for formula in formulas if formula is not None)

    def _formula(self, text: str, line: str) -> Formula | None:
        try:
            return Formula(text, parse_expression(text, self.names))
        except Mistake as mistake:
            self.mistakes.append(f"{line}: {mistake}")
            return None

    def _line(self, data: Any, key: str | None) -> str:  # noqa: ANN401 - YAML
        try:
            return f"{self.file}:{data.lc.key(key)[0] + 1}"
        except (KeyError, AttributeError, TypeError):
            return f"{self.file}:1"
