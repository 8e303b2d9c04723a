"""The narrative of a form as it is written down → the frozen Narrative: phrases put in, choices numbered.

Knows which kinds of sentence there are and that names must be known; not what words mean.
"""

from xl2report.form.definition import model, schema
from xl2report.form.definition.errors import FormError, nearest
from xl2report.form.definition.source import Path_, Source


class Sentences:
    """Builds the narrative; what is wrong is added to the mistakes of the whole form."""

    def __init__(self, source: Source, keys: schema.FormKeys, mistakes: list[str]) -> None:
        self.source = source
        self.keys = keys
        self.mistakes = mistakes
        self.used: set[str] = set()
        self.within: list[str] = []

    def wrong(self, path: Path_, words: str) -> None:
        """Tell a mistake with its place."""
        self.mistakes.append(self.source.told(path, words))

    def narrative(self) -> model.Narrative:
        """The narrative of the form. Raises FormError if anything of the form is wrong."""
        keys = self.keys.narrative
        parts = []
        for number, part in enumerate(keys.parts):
            paragraphs = []
            for place, paragraph in enumerate(part.paragraphs):
                path: Path_ = ("narrative", "parts", number, "paragraphs", place)
                sentences: list[model.Sentence] = []
                for index, sentence in enumerate(paragraph):
                    sentences.extend(self._sentence((*path, index), sentence, ""))
                paragraphs.append(tuple(sentences))
            parts.append(
                model.Part(part.heading, part.level, tuple(paragraphs), part.text, part.table)
            )
        for name in self.source.added:
            if name not in self.used:
                others = [known for known in self.keys.phrases if known != name]
                words = f"没有句子用到 no sentence uses this{nearest(name, others)}"
                self.wrong(("phrases", name), words)
        if self.mistakes:
            raise FormError(self.mistakes)
        return model.Narrative(
            keys.title,
            tuple(parts),
            keys.missing,
            keys.draft,
            keys.draft_forced,
            keys.rounding,
            self.source.where(("narrative",)),
            self._year_on_year(),
            tuple(model.Earlier(item.point, item.was) for item in keys.earlier),
        )

    def _year_on_year(self) -> model.YearOnYear | None:
        keys = self.keys.year_on_year
        if keys is None:
            return None
        numbers = ("decimals", "small_base", "multiple_from")
        words = keys.model_dump(exclude=set(numbers))
        return model.YearOnYear(
            keys.decimals,
            keys.small_base,
            keys.multiple_from,
            tuple((str(key), str(text)) for key, text in words.items()),
            self.source.where(("year_on_year",)),
        )

    def _sentence(
        self, path: Path_, keys: schema.SentenceKeys, choice: str
    ) -> list[model.Sentence]:
        if keys.when and (keys.choose is not None or keys.use is not None):
            self.wrong((*path, "when"), "choose、use 不能带 when: choose and use take no condition")
        if choice and keys.use is not None:
            self.wrong((*path, "use"), "choose 之内不能用 use: no use within a choose")
        if keys.choose is not None:
            found = []
            for index, option in enumerate(keys.choose):
                name = choice or ".".join(map(str, path))
                found.extend(self._sentence((*path, "choose", index), option, name))
            return found
        if keys.use is not None:
            phrases = self.keys.phrases
            if keys.use not in phrases:
                self.wrong(
                    (*path, "use"),
                    f"没有这句 no such phrase: {keys.use}{nearest(keys.use, phrases)}",
                )
                return []
            if keys.use in self.within:
                chain = " → ".join([*self.within, keys.use])
                self.wrong((*path, "use"), f"句子引用了自己 a phrase uses itself: {chain}")
                return []
            self.used.add(keys.use)
            self.within.append(keys.use)
            shared = phrases[keys.use]
            parts = [
                self._sentence(("phrases", keys.use, index), sentence, "")
                for index, sentence in enumerate(shared)
            ]
            self.within.pop()
            return [sentence for part in parts for sentence in part]
        kinds = (keys.says, keys.items, keys.indicators, keys.compare)
        if sum(part is not None for part in kinds) != 1:
            words = (
                "says、list、indicators、compare、choose、use 只写其一 write exactly one of them"
            )
            self.wrong(path, words)
        sections = [section.id for section in self.keys.sections]
        if keys.indicators is not None and keys.indicators not in sections:
            self.wrong(
                (*path, "indicators"),
                f"没有这一部分 no such section: {keys.indicators}{nearest(keys.indicators, sections)}",
            )
        return [
            model.Sentence(
                keys.when,
                choice,
                keys.says or "",
                tuple(model.Item(item.name, item.of) for item in keys.items or ()),
                keys.indicators or "",
                keys.opens,
                tuple(model.Base(base.of, base.says) for base in keys.bases),
                keys.each,
                keys.share,
                keys.all,
                keys.one,
                keys.joins or ("；" if keys.share else "，"),
                keys.closes,
                self.source.where(path),
                tuple(
                    model.Compared(item.name, item.of, item.before, item.since)
                    for item in keys.compare or ()
                ),
                keys.by == "counts",
                tuple(keys.wording.items()),
                keys.partly,
            )
        ]
