"""A story as HTML: one self-contained page, or a fragment that is pasted into a website's editor.

Nothing is loaded from anywhere and nothing runs. All text is escaped; the same story gives the same
text.
"""

from base64 import b64encode
from collections.abc import Iterable, Iterator
from functools import partial
from hashlib import sha256

from xl2report.files.page.charts import chart_svg
from xl2report.files.page.looks import INLINE, page_style
from xl2report.files.page.origins import Notes
from xl2report.files.page.tables import Dress, table_html
from xl2report.files.page.text import clean, html
from xl2report.work.charts import Chart
from xl2report.work.narrative.story import Paragraph, Run, Story, StoryTable
from xl2report.work.origins import Origins, origin_lines

_DRAFT = "草稿"
_TAGS = {"title": "h1", "heading1": "h2", "heading2": "h3"}


def write_page(story: Story, charts: Iterable[Chart] = (), *, trace: Origins | None = None) -> str:
    """The report as a page of its own: for the screen, for a phone, and for A4 paper.

    With `trace`, each number leads to a note at the end that says where it comes from.
    """
    classes = _Classes()
    notes = Notes(partial(origin_lines, origins=trace or {})) if trace else None
    blocks = "".join(_blocks(story, tuple(charts), classes.dress, notes))
    origins = notes.section() if notes is not None else ""
    draft = f"{_DRAFT}：{clean(story.draft)}" if story.draft else ""
    style = page_style(draft.replace("\n", "；"), classes.rules(), traced=bool(origins))
    policy = f"default-src 'none'; style-src 'sha256-{_mark(style)}'; base-uri 'none'; form-action 'none'"
    banner = (
        f'<header class="draft"><p><strong>{_DRAFT}</strong>：{html(story.draft)}</p></header>\n'
        f'<div class="watermark" aria-hidden="true">{_DRAFT}</div>\n'
        if story.draft
        else ""
    )
    return (
        f'<!doctype html>\n<html lang="{html(story.language)}">\n<head>\n<meta charset="utf-8">\n'
        f'<meta http-equiv="Content-Security-Policy" content="{policy}">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f"<title>{html(draft and f'{_DRAFT} ')}{html(story.title)}</title>\n"
        f"<style>{style}</style>\n</head>\n<body>\n{banner}<main>\n{blocks}</main>\n{origins}</body>\n</html>\n"
    )


def write_fragment(story: Story, charts: Iterable[Chart] = ()) -> str:
    """The report to be pasted into an editor: no style sheet, no class, no script."""
    draft = f"<p{_inline('draft', '')}><strong>{_DRAFT}</strong>：{html(story.draft)}</p>\n"
    blocks = "".join(_blocks(story, tuple(charts), _inline))
    return (
        f'<div lang="{html(story.language)}"{_inline("all", "")}>\n'
        f"{draft if story.draft else ''}{blocks}</div>\n"
    )


def _blocks(
    story: Story, charts: tuple[Chart, ...], dress: Dress, notes: Notes | None = None
) -> Iterator[str]:
    """Title, headings, paragraphs and tables in order; a wide table with its heading on its own page."""
    blocks = story.blocks
    if not any(isinstance(block, Paragraph) and block.kind == "title" for block in blocks):
        blocks = (Paragraph("title", (Run(story.title),)), *blocks)
    told: list[Chart] = []
    held = ""
    breaks = (story.author, f"{story.year}年")
    for block, following in zip(blocks, (*blocks[1:], None), strict=True):
        if isinstance(block, Paragraph):
            text = "".join(_paragraphs(block, dress, notes))
            if block.kind == "title":
                text = _broken(text, breaks)
            wide = isinstance(following, StoryTable) and following.landscape
            held, text = (text, "") if wide and block.kind in _TAGS else ("", text)
            yield text
            continue
        text = held + table_html(block, dress)
        held = ""
        # A page of its own is a matter of paper, which a fragment is not made for.
        yield f"<div{dress('wide', '')}>\n{text}</div>\n" if block.landscape else text
        own = [chart for chart in charts if chart.table == block.id]
        told += own
        yield from (_figure(chart, dress) for chart in own)
    yield from (_figure(chart, dress) for chart in charts if chart not in told)


def _paragraphs(block: Paragraph, dress: Dress, notes: Notes | None) -> Iterator[str]:
    """A block as elements; a line break begins a new paragraph, as in the document."""
    tag = _TAGS.get(block.kind, "p")
    look = dress("p note" if block.kind == "note" else tag, "")
    lines: list[list[str]] = [[]]
    for run in block.runs:
        for number, part in enumerate(clean(run.text).split("\n")):
            if number and tag == "p":
                lines.append([])
            elif number:
                lines[-1].append(" ")
            if part:
                text = html(part)
                if notes is not None and run.claim is not None:
                    text = notes.around(run.claim, text)
                lines[-1].append(f"<mark{dress('mark', '')}>{text}</mark>" if run.missing else text)
    for line in lines:
        inside = "".join(line)
        if inside.strip():
            yield f"<{tag}{look}>{inside}</{tag}>\n"


def _broken(title: str, parts: Iterable[str]) -> str:
    """The title, which breaks only behind whole parts of it."""
    for part in map(html, parts):
        if part:
            title = title.replace(part, f"{part}<wbr>", 1)
    return title


def _figure(chart: Chart, dress: Dress) -> str:
    return f"<figure{dress('figure', '')}>\n{chart_svg(chart, dress('svg', ''))}</figure>\n"


class _Classes:
    """The page's way of dressing: classes, and a rule of its own for each width."""

    def __init__(self) -> None:
        self.widths: dict[str, str] = {}

    def dress(self, look: str, own: str) -> str:
        names = [_CLASSES[look]] if look in _CLASSES else []
        if own:
            names.append(self.widths.setdefault(own, f"w{len(self.widths) + 1}"))
        return f' class="{" ".join(names)}"' if names else ""

    def rules(self) -> str:
        """The rules of the widths."""
        return "".join(f".{name} {{ {own}; }}\n" for own, name in self.widths.items())


# What the style sheet of the page knows by class; the others by their tag.
_CLASSES = {
    "p note": "note", "note": "note", "side": "side", "scroll": "scroll", "name": "name",
    "wide": "wide", "dense": "dense",
}  # fmt: skip


def _inline(look: str, own: str) -> str:
    style = INLINE.get(look, "") + (f"{own};" if own else "")
    return f' style="{style}"' if style else ""


def _mark(style: str) -> str:
    return b64encode(sha256(style.encode()).digest()).decode()
