"""An office's own Word file, its marked places filled in from the report.

docxtpl would do the same through Jinja and python-docx. It is not used: braces and angle brackets of
the clerks' texts are template code to Jinja, and python-docx writes every part anew.
"""

from collections.abc import Mapping, Sequence
from difflib import get_close_matches

from docx.oxml.ns import qn
from lxml import etree

from xl2report.files.document.office.blocks import Blocks
from xl2report.files.document.office.comments import comment_runs
from xl2report.files.document.office.draft import mark_every_page
from xl2report.files.document.office.errors import OfficeError
from xl2report.files.document.office.marks import Found, ParagraphText, Piece, paragraphs
from xl2report.files.document.office.package import OfficePackage
from xl2report.files.document.package import DocumentError, refusing_damage
from xl2report.work.narrative.story import Claim, Paragraph, Run
from xl2report.work.origins import Origins
from xl2report.work.placeholders import Placeholder

__all__ = ["OfficeError", "fill_office", "marks_in"]

_SHOWN = 24  # characters of a paragraph that tell where a mark stands


def fill_office(
    office: bytes,
    places: Mapping[str, Placeholder],
    *,
    year: int,
    draft: str = "",
    trace: Origins | None = None,
) -> bytes:
    """The office's .docx with every `{{mark}}` replaced by what `places` has for it.

    A mark is replaced in the look of its first run, wherever it stands: text, tables, headers,
    footers, notes, text boxes. A part, a table or a chart takes the place of the paragraph that holds its mark
    alone. With a `draft` reason every page says 草稿; with `trace` each number that was put in carries
    a comment. Parts without a mark are copied byte for byte. Raises OfficeError (`chinese`,
    `english`) for an unknown or unfinished mark, a misplaced part, a file that is no .docx.
    """
    try:
        with refusing_damage():
            return _filled(office, places, year, draft, trace or {})
    except OfficeError:
        raise
    except DocumentError as error:
        english = "The file is damaged, or a table of the report cannot be set in it."
        raise OfficeError(str(error), english) from error


def marks_in(office: bytes) -> frozenset[str]:
    """The names of the marks in a file. Raises OfficeError."""
    package = OfficePackage(office)
    return frozenset(
        mark.name
        for part in package.typed_parts()
        for element in paragraphs(package.xml(part))
        for mark in ParagraphText(element).marks()
    )


def _filled(
    office: bytes, places: Mapping[str, Placeholder], year: int, draft: str, trace: Origins
) -> bytes:
    package = OfficePackage(office)
    if package.xml(package.main).tag != qn("w:document"):
        raise OfficeError(
            "是“严格 Open XML”格式。请在 Word 或 WPS 中另存为普通的 .docx 文件。",
            "It is a Strict Open XML document. Save it as a plain .docx file in Word or WPS.",
        )
    filling = _Filling(package, places)
    names = list(package.typed_parts())
    texts = {name: filling.texts(name) for name in names}
    filling.refuse_unknown(texts)
    for name in names:
        filling.fill(name, texts[name])
    if trace:
        comment_runs(package, filling.claims, trace, year)
    if draft:
        mark_every_page(package, draft)
    return package.to_bytes()


class _Filling:
    """One file being filled in."""

    def __init__(self, package: OfficePackage, places: Mapping[str, Placeholder]) -> None:
        self.package = package
        self.places = places
        self.blocks = Blocks(package)
        # The runs of the main part that show a number, for comments on them.
        self.claims: list[tuple[Claim, etree._Element]] = []

    def texts(self, name: str) -> list[ParagraphText]:
        """The paragraphs of a part in which a mark is begun."""
        found = map(ParagraphText, paragraphs(self.package.xml(name)))
        return [text for text in found if text.marks() or text.unfinished()]

    def refuse_unknown(self, texts: Mapping[str, list[ParagraphText]]) -> None:
        """All that is wrong with the marks in one message, before anything is changed."""
        wrong: list[tuple[str, str]] = []
        count = 0
        for part, found in texts.items():
            for text in found:
                place, place_en = _place(part == self.package.main, text)
                if text.unfinished():
                    wrong.append((f"{place}标记没有写完整", f"{place_en} an unfinished mark"))
                for mark in text.marks():
                    count += 1
                    if mark.name not in self.places:
                        wrong.append(self._unknown(mark.name, place, place_en))
        if not count and not wrong:
            wrong.append(("文件中没有标记，什么也填不进去", "there is no mark to be filled in"))
        if wrong:
            words = [name for name, place in self.places.items() if place.mark.kind != "number"]
            numbers = [name for name, place in self.places.items() if place.mark.kind == "number"]
            some = numbers[0] if numbers else ""
            raise OfficeError(
                f"{'；'.join(dict.fromkeys(part for part, _ in wrong))}。"
                f"可用的标记：{'、'.join(words)}；数字 {len(numbers)} 个，如 {some}",
                f"{'; '.join(dict.fromkeys(part for _, part in wrong))}. "
                f"Known marks: {', '.join(words)}; {len(numbers)} numbers such as {some}",
            )

    def _unknown(self, name: str, place: str, place_en: str) -> tuple[str, str]:
        near = get_close_matches(name, self.places, n=1, cutoff=0.6)
        chinese = f"{place}没有这个标记：{{{{{name}}}}}"
        english = f"{place_en} no such mark: {{{{{name}}}}}"
        if near:
            chinese += f"，是否应为 {{{{{near[0]}}}}}"
            english += f" (did you mean {{{{{near[0]}}}}}?)"
        return chinese, english

    def fill(self, part: str, texts: list[ParagraphText]) -> None:
        """Replaces the marks of one part."""
        for text in texts:
            marks = text.marks()
            alone = len(marks) == 1 and text.text.strip() == text.text[slice(*marks[0][1:])]
            for mark in reversed(marks):
                place = self.places[mark.name]
                if place.mark.kind in ("words", "number"):
                    self._inline(part, text, mark, place.runs)
                elif alone:
                    self._refuse_chart(part, text, place)
                    shown = self.blocks.instead(text, mark, place.blocks)
                    if part == self.package.main:
                        self.claims.extend(shown)
                else:
                    self._inline(
                        part, text, mark, _one_line(part == self.package.main, text, place)
                    )
        if texts:
            self.package.changed(part)

    def _refuse_chart(self, part: str, text: ParagraphText, place: Placeholder) -> None:
        """A chart stands in the text itself, or in a table there: Word shows none elsewhere."""
        boxed = any(True for _ in text.element.iterancestors(qn("w:txbxContent")))
        if place.mark.kind == "chart" and (part != self.package.main or boxed):
            where, where_en = _place(part == self.package.main, text)
            name = f"{{{{{place.mark.name}}}}}"
            raise OfficeError(
                f"{where}图表 {name} 只能放在正文中",
                f"{where_en} {name} can only stand in the text",
            )

    def _inline(self, part: str, text: ParagraphText, mark: Found, runs: Sequence[Run]) -> None:
        # A line of a header cannot be broken in two; within a sentence neither.
        shown = [run for run in runs if run.text]
        pieces = [Piece(run.text.replace("\n", " "), run.missing) for run in shown]
        made = text.replace(mark, pieces)
        if part == self.package.main:
            pairs = zip(shown, made, strict=True)
            self.claims.extend((run.claim, new) for run, new in pairs if run.claim is not None)


def _one_line(is_main: bool, text: ParagraphText, place: Placeholder) -> tuple[Run, ...]:  # noqa: FBT001 - yes or no
    """The runs of a part that is one paragraph, which may stand within another."""
    if len(place.blocks) == 1 and isinstance(place.blocks[0], Paragraph):
        return place.blocks[0].runs
    if not place.blocks:
        return ()
    where, where_en = _place(is_main, text)
    name = f"{{{{{place.mark.name}}}}}"
    raise OfficeError(
        f"{where}标记 {name} 代表多段文字、表格或图表，须独占一段",
        f"{where_en} {name} stands for several paragraphs, a table or a chart; give it a paragraph of its own",
    )


def _place(is_main: bool, text: ParagraphText) -> tuple[str, str]:  # noqa: FBT001 - yes or no
    """Where a paragraph is, in words, and how it begins."""
    element = text.element
    kinds = {qn("w:hdr"): ("页眉", "header"), qn("w:ftr"): ("页脚", "footer")}
    place = ("正文", "text") if is_main else ("注释", "note")
    for above in element.iterancestors():
        if above.tag == qn("w:txbxContent"):
            place = ("文本框", "text box")
            break
        if above.tag == qn("w:tc"):
            place = ("表格", "table")
            break
        place = kinds.get(above.tag, place)
    words = " ".join(text.text.split())
    shown = f"{words[:_SHOWN]}…" if len(words) > _SHOWN else words
    return f"{place[0]}“{shown}”：", f"{place[1]} “{shown}”:"
