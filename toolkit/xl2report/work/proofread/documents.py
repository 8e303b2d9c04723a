"""What a document as a whole should say: years, notices, who reports, the parts that belong in it."""

import re
from collections.abc import Iterator, Sequence

from xl2report.form.claims.lexicon import Lexicon, Named
from xl2report.form.claims.segments import Sentence, opens, sentences_of
from xl2report.form.definition.model import Form
from xl2report.ground.findings import Finding
from xl2report.ground.published import Paragraph, Published

_PERIOD = re.compile(r"(20[0-9]{2})年1月1日[^0-9。；]{0,6}(?:(20[0-9]{2})年)?12月31日")
_NOTICE = re.compile(r"国办公开办函〔(20[0-9]{2})〕([0-9]+)号")
_GOVERNMENT = re.compile(r"(?:人民政府|[市县区州省镇乡旗盟])$")
_OPENS_YEAR = re.compile(
    r"^(?:[（(][一二三四五六七八九十]+[）)][^，。0-9]{0,16}[。：:]?)?(20[0-9]{2})年度?，"
)
_OTHER_YEAR = re.compile(r"20[0-9]{2}年")


_OVERVIEW = {"overview", "proactive", "requests", "management", "platform", "supervision"}


def document_findings(
    document: Published, form: Form, lexicon: Lexicon | None, year: int | None, reporter: str
) -> list[Finding]:
    """Findings on the document as a whole; `year` and `reporter` are the report's own."""
    paragraphs = document.paragraphs
    sentences = list(sentences_of([one.text for one in paragraphs]))
    found = list(_scope(document.name, sentences, paragraphs, reporter))
    found.extend(_notices(document.name, form, sentences, paragraphs))
    if year is not None:
        found.extend(_periods(document.name, sentences, paragraphs, year))
        found.extend(_years(document.name, sentences, paragraphs, year))
    if not paragraphs or lexicon is None:
        return found
    found.extend(_missing(document.name, sentences, lexicon.subparts))
    duty = lexicon.duty
    if duty is not None and _GOVERNMENT.search(reporter):
        said = any(word in one.plain for one in sentences for word in duty.says)
        if not said:
            args = {"label": duty.label, "label_en": duty.label_en}
            found.append(Finding("T812", document.name, "", args=args))
    return found


def _at(
    code: str, name: str, sentence: Sentence, paragraphs: Sequence[Paragraph], found: str,
    right: str = "", **args: str,
) -> Finding:  # fmt: skip
    place = paragraphs[sentence.paragraph].place
    return Finding(
        code,
        name,
        place,
        (place,),
        {"found": found, **args},
        right=right,
        where_en=english(place),
    )


def english(place: str) -> str:
    """`第12段` is paragraph 12."""
    return re.sub(r"^第([0-9]+)段$", r"paragraph \1", place)


def _scope(
    name: str, sentences: Sequence[Sentence], paragraphs: Sequence[Paragraph], reporter: str
) -> Iterator[Finding]:
    """A government's report that says it was made from its office's own work."""
    if not reporter.endswith("人民政府"):
        return
    pattern = re.compile(
        rf"(?:按照|根据|结合)[^。；，]*{re.escape(reporter)}办公[室厅][^。；，]*(?:实际|情况)[^。；，]*"
    )
    for sentence in sentences:
        if match := pattern.search(sentence.plain):
            yield _at("T811", name, sentence, paragraphs, _short(match.group()), reporter=reporter)
            return


def _short(words: str) -> str:
    return words if len(words) <= 40 else words[:40] + "…"


def _notices(
    name: str, form: Form, sentences: Sequence[Sentence], paragraphs: Sequence[Paragraph]
) -> Iterator[Finding]:
    own = _NOTICE.search(form.notice)
    if own is None:
        return
    cited = [
        (match.group(), sentence)
        for sentence in sentences
        for match in _NOTICE.finditer(sentence.plain)
        if match[2] in {"60", "30"}
    ]
    # A text that cites both knows the one in force.
    if cited and all(words != own.group() for words, _ in cited):
        yield _at("T815", name, cited[0][1], paragraphs, cited[0][0], expected=form.notice)


def _periods(
    name: str, sentences: Sequence[Sentence], paragraphs: Sequence[Paragraph], year: int
) -> Iterator[Finding]:
    for sentence in sentences:
        for match in _PERIOD.finditer(sentence.plain):
            if {match[1], match[2] or match[1]} != {str(year)}:
                yield _at("T821", name, sentence, paragraphs, match.group(), right=str(year))
                return


def _years(
    name: str, sentences: Sequence[Sentence], paragraphs: Sequence[Paragraph], year: int
) -> Iterator[Finding]:
    """The first sentence of the overview that opens with an earlier year, as last year's text would."""
    for sentence in sentences:
        if sentence.topic in {"", "problems", "other"}:
            continue
        match = _OPENS_YEAR.match(sentence.plain)
        if match is None or int(match[1]) >= year:
            continue
        if len(_OTHER_YEAR.findall(sentence.plain)) == 1 and int(match[1]) >= year - 3:
            found = _short(sentence.plain[match.start(1) :])
            yield _at("T814", name, sentence, paragraphs, found, right=str(year))
            return


def _missing(
    name: str, sentences: Sequence[Sentence], subparts: Sequence[Named]
) -> Iterator[Finding]:
    """Sub-parts of the overview that no heading names, where headings name at least two."""
    heads = [one.plain for one in sentences if one.heading and (opens(one.plain) or (1,))[0] == 2]
    overview = [one.plain for one in sentences if one.topic in _OVERVIEW]
    named = [part for part in subparts if any(word in head for head in heads for word in part.says)]
    if len(named) < 2:
        return
    gone = [
        part
        for part in subparts
        if part not in named and not any(part.says[0] in text for text in overview)
    ]
    if gone:
        args = {
            "found": "、".join(part.label for part in gone),
            "found_en": ", ".join(part.label_en for part in gone),
        }
        yield Finding("T813", name, "", args=args)
