"""The return note of one workbook as .docx, in the look of the report's base document.

Nothing is taken from the clock: deadline, contact, office and date are given, or left to fill in.
"""

import io
import zipfile
from datetime import UTC, datetime

import docx
from docx.document import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_COLOR_INDEX
from docx.oxml.ns import qn
from docx.shared import Pt
from docx.text.paragraph import Paragraph

from xl2report.files.notes.words import WORDS
from xl2report.ground.telling import Line, ToldBook
from xl2report.ground.wordings.model import Language

_KINDS = ("error", "warning", "explained", "information")
_CREATED = datetime(2000, 1, 1, tzinfo=UTC)
_CHARACTER = Pt(16)


def write_note(
    book: ToldBook,
    language: Language,
    base: bytes,
    *,
    deadline: str = "",
    contact: str = "",
    office: str = "",
    date: str = "",
) -> bytes:
    """The bytes of the note; `base` is a .docx with the report's styles, its text left out."""
    words = WORDS[language]
    note = _Note(docx.Document(io.BytesIO(base)), words)
    note.title(words["title"])
    note.line(words["to"].format(unit=book.unit or words["no_unit"]), indented=False)
    opening = words["opening"]
    if not book.counts.errors and book.counts.unassessable:
        opening = words["opening_open"]
    before, _, after = opening.partition("{deadline}")
    counts = book.counts._asdict()
    # What there is none of is not mentioned.
    found = [words[name].format(**counts) for name in ("errors", "warnings") if counts[name]]
    also = words["also"].format(**counts) if book.counts.explained else ""
    facts = {"book": book.book, "found": words["and"].join(found) + also, **counts}
    note.line(
        before.format(**facts), deadline or words["missing_deadline"], after, missing=not deadline
    )
    number = 0
    parts = [(kind, [line for line in book.lines if _kind(line) == kind]) for kind in _KINDS]
    for count, (kind, lines) in enumerate((one for one in parts if one[1]), 0):
        text = words["heading"].format(number=words["numbers"][count], text=words[kind])
        note.heading(text)
        for line in lines:
            number += 1
            note.finding(number, line)
    before, _, after = words["contact"].partition("{contact}")
    last = note.line(before, contact or words["missing_contact"], after, missing=not contact)
    # A signature alone on a page could be anybody's.
    last.paragraph_format.keep_with_next = True
    note.signed(office or words["missing_office"], missing=not office, first=True)
    note.signed(date or words["missing_date"], missing=not date)
    return note.close(words["title"], language)


def _kind(line: Line) -> str:
    """Under which heading a finding stands: its severity, or that it has been answered."""
    return "explained" if line.explained else line.severity


class _Note:
    """A note in the making, paragraph by paragraph."""

    def __init__(self, document: Document, words: dict[str, str]) -> None:
        self.document = document
        self.words = words
        body = document.element.body
        body[:] = [body.sectPr]

    def title(self, text: str) -> None:
        self.document.add_paragraph(text, "Title")

    def heading(self, text: str) -> None:
        self.document.add_paragraph(text, "Heading 1")

    def line(
        self,
        text: str,
        given: str = "",
        rest: str = "",
        *,
        missing: bool = False,
        indented: bool = True,
    ) -> Paragraph:
        """A paragraph; what is `given` in its midst is marked where it is missing."""
        paragraph = self.document.add_paragraph(text, "Body Text")
        # A file's name has no blanks to break at; spread over the line it would tear the words.
        paragraph.alignment = WD_ALIGN_PARAGRAPH.LEFT
        if given:
            run = paragraph.add_run(given)
            run.font.highlight_color = WD_COLOR_INDEX.YELLOW if missing else None
        if rest:
            paragraph.add_run(rest)
        if not indented:
            _unindented(paragraph)
        return paragraph

    def finding(self, number: int, line: Line) -> None:
        """The place; what stands and was expected; what to do; the unit's own words."""
        words = self.words
        head = self.line(words["item"].format(number=number))
        head.add_run(line.place).bold = True
        head.add_run(
            f"（{line.name} {line.code}）" if self.chinese else f" ({line.name}, {line.code})"
        )
        told = [head]
        for name in ("message", "remedy", "suspects", "explanation"):
            text = getattr(line, name)
            if text:
                first, *more = text.split("\n")
                told.append(self.line(words[name] + first))
                told.extend(self.line(rest) for rest in more)
        for paragraph in told[:-1]:
            paragraph.paragraph_format.keep_with_next = True
        for paragraph in told:
            paragraph.paragraph_format.keep_together = True

    @property
    def chinese(self) -> bool:
        """Whether the note is in Chinese."""
        return self.words is WORDS["zh"]

    def signed(self, text: str, *, missing: bool, first: bool = False) -> None:
        """A line of the signature, at the right, four characters from the margin."""
        paragraph = self.document.add_paragraph("", "Body Text")
        run = paragraph.add_run(text)
        run.font.highlight_color = WD_COLOR_INDEX.YELLOW if missing else None
        paragraph.alignment = WD_ALIGN_PARAGRAPH.RIGHT
        _unindented(paragraph)
        paragraph.paragraph_format.right_indent = _CHARACTER * 2
        if first:
            paragraph.paragraph_format.space_before = Pt(29)
            paragraph.paragraph_format.keep_with_next = True

    def close(self, title: str, language: Language) -> bytes:
        """The finished note."""
        properties = self.document.core_properties
        properties.title = title
        properties.author = properties.last_modified_by = ""
        properties.revision = 1
        properties.created = properties.modified = _CREATED
        properties.language = "zh-CN" if language == "zh" else "en"
        return _zipped(self.document)


def _unindented(paragraph: Paragraph) -> None:
    paragraph.paragraph_format.first_line_indent = Pt(0)
    # An indent counted in characters goes before one in points.
    for indent in paragraph._p.iter(qn("w:ind")):  # noqa: SLF001 - python-docx has no name for it
        indent.set(qn("w:firstLineChars"), "0")


def _zipped(document: Document) -> bytes:
    """The zip in a fixed order, without a clock or a machine."""
    saved, made = io.BytesIO(), io.BytesIO()
    document.save(saved)
    with zipfile.ZipFile(saved) as archive, zipfile.ZipFile(made, "w") as copy:
        names = archive.namelist()
        for name in sorted(names, key=lambda name: (name != "[Content_Types].xml", name)):
            entry = zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0))
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.create_system = 0
            copy.writestr(entry, archive.read(name))
    return made.getvalue()
