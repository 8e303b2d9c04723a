"""Where each number comes from, as Word comments on the numbers.

Knows claims and lines of text; `Comments` hands out the marks for a run and makes the parts.
"""

from collections.abc import Callable, Iterable
from datetime import UTC, datetime
from html import escape

from docx.opc.constants import CONTENT_TYPE, RELATIONSHIP_TYPE
from docx.opc.packuri import PackURI
from docx.opc.part import XmlPart
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls
from docx.parts.document import DocumentPart

from xl2report.files.document.text import clean, run_xml
from xl2report.work.narrative.story import Claim

Trace = Callable[[Claim], tuple[str, ...]]
AUTHOR = "xl2report"  # the tool speaks here, not the office
PEOPLE = "http://schemas.microsoft.com/office/2011/relationships/people"
PEOPLE_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.people+xml"
_W15 = 'xmlns:w15="http://schemas.microsoft.com/office/word/2012/wordml"'
_SIZE = 18  # half-points: 小五
# Direct, so that a comment is small whatever the base document's own style is.
_LOOK = (
    '<w:pPr><w:snapToGrid w:val="0"/><w:spacing w:before="0" w:after="0" w:line="240"'
    ' w:lineRule="auto"/><w:ind w:firstLineChars="0" w:firstLine="0"/><w:jc w:val="left"/></w:pPr>'
)
_MARK = "<w:r><w:annotationRef/></w:r>"


def comment_xml(number: int, lines: Iterable[str], year: int) -> str:
    """A `w:comment`; the report of a year is dated the first day of the next."""
    date = datetime(year + 1, 1, 1, tzinfo=UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    paragraphs = "".join(
        f"<w:p>{_LOOK}{'' if at else _MARK}{run_xml(_one_line(line), _SIZE)}</w:p>"
        for at, line in enumerate(lines)
    )
    return (
        f'<w:comment w:id="{number}" w:author="{escape(AUTHOR)}" w:initials="X"'
        f' w:date="{date}">{paragraphs}</w:comment>'
    )


def people_xml() -> str:
    """The part that names who wrote the comments."""
    return f'<w15:people {_W15}><w15:person w15:author="{escape(AUTHOR)}"/></w15:people>'


def _one_line(line: str) -> str:
    return clean(line).replace("\n", " ")


class Comments:
    """The comments of one document in the making; `trace` says what is told of a claim."""

    def __init__(self, trace: Trace, year: int) -> None:
        self._trace = trace
        self._year = year
        self._made: list[str] = []

    def around(self, claim: Claim, run: str) -> str:
        """The run with a comment on it alone; unchanged where nothing is told of the claim."""
        lines = self._trace(claim)
        if not run or not any(lines):
            return run
        number = len(self._made)
        self._made.append(comment_xml(number, lines, self._year))
        return (
            f'<w:commentRangeStart w:id="{number}"/>{run}<w:commentRangeEnd w:id="{number}"/>'
            f'<w:r><w:commentReference w:id="{number}"/></w:r>'
        )

    def attach(self, main: DocumentPart) -> None:
        """Puts the parts into the document's package; none where there is no comment."""
        if not self._made:
            return
        comments = f"<w:comments {nsdecls('w')}>{''.join(self._made)}</w:comments>"
        for name, content_type, kind, content in (
            ("comments", CONTENT_TYPE.WML_COMMENTS, RELATIONSHIP_TYPE.COMMENTS, comments),
            ("people", PEOPLE_TYPE, PEOPLE, people_xml()),
        ):
            where = PackURI(f"/word/{name}.xml")
            part = XmlPart(where, content_type, parse_xml(content), main.package)
            main.relate_to(part, kind)
