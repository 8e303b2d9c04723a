"""Where each number comes from, as notes at the end of the page, with links there and back.

Knows claims and lines of text. The page's words stay as they are: the number of a note is made by the
style sheet, so that nobody copies it with the number.
"""

from collections.abc import Callable

from xl2report.files.page.text import clean, html
from xl2report.work.narrative.story import Claim

Trace = Callable[[Claim], tuple[str, ...]]
HEADING = "数字来源"


class Notes:
    """The notes of one page in the making; `trace` says what is told of a claim."""

    def __init__(self, trace: Trace) -> None:
        self._trace = trace
        self._made: list[str] = []

    def around(self, claim: Claim, text: str) -> str:
        """The number as a link to its note; unchanged where nothing is told of the claim."""
        lines = [line for line in map(_one_line, self._trace(claim)) if line]
        if not text or not lines:
            return text
        number = len(self._made) + 1
        first, *more = lines
        told = "".join(f"<li>{html(line)}</li>" for line in more)
        back = f'<a class="back" href="#n-{number}" aria-label="回到正文第{number}个数">↩</a>'
        self._made.append(
            f'<li id="o-{number}"><p>{html(first)} {back}</p>{f"<ul>{told}</ul>" if told else ""}</li>\n'
        )
        return (
            f'<a class="number" id="n-{number}" href="#o-{number}" data-note="{number}">{text}</a>'
        )

    def section(self) -> str:
        """All notes; nothing where there is none."""
        if not self._made:
            return ""
        return f'<footer class="origins">\n<h2>{HEADING}</h2>\n<ol>\n{"".join(self._made)}</ol>\n</footer>\n'


def _one_line(line: str) -> str:
    return clean(line).replace("\n", " ").strip()
