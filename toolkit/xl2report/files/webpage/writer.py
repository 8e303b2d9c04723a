"""The list of findings as one page of HTML: filters, a view for print and for a phone.

Nothing is loaded from anywhere; the policy in its head lets no script or style run but its own, by
their fingerprints. All text is escaped. Without JavaScript the whole list is there, unfiltered.
"""

from base64 import b64encode
from collections.abc import Iterable
from hashlib import sha256
from html import escape

from xl2report.files.webpage.looks import SCRIPT, STYLE
from xl2report.files.webpage.words import WORDS
from xl2report.ground.telling import Line, Telling, ToldBook

_ORDER = ("error", "warning", "explained", "information")
_SUMS = ("errors", "warnings", "explained", "notes", "holds", "broken", "unassessable")


def write_page(telling: Telling) -> str:
    """The page; the same telling gives the same text."""
    words = {key: escape(text) for key, text in WORDS[telling.language].items()}
    head = (
        f'<!DOCTYPE html>\n<html lang="{words["lang"]}">\n<head>\n<meta charset="utf-8">\n'
        f'<meta http-equiv="Content-Security-Policy" content="{_policy()}">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        '<meta name="referrer" content="no-referrer">\n'
        f"<title>{words['title']}</title>\n<style>{STYLE}</style>\n</head>\n<body>\n<main>\n"
        f"<h1>{words['title']}</h1>\n"
    )
    parts = [head, _sums(telling, words)]
    if telling.lines:
        parts.append(_filters(telling, words))
        parts.append(_findings(telling.lines, words))
    else:
        parts.append(f'<p class="clean">{words["none"]}</p>\n')
    parts.append(_units(telling, words))
    parts.append("</main>\n")
    if telling.lines:
        parts.append(f"<script>{SCRIPT}</script>\n")
    parts.append("</body>\n</html>\n")
    return "".join(parts)


def _policy() -> str:
    def mark(text: str) -> str:
        return b64encode(sha256(text.encode()).digest()).decode()

    return (
        f"default-src 'none'; script-src 'sha256-{mark(SCRIPT)}'; style-src 'sha256-{mark(STYLE)}'; "
        "base-uri 'none'; form-action 'none'"
    )


def _sums(telling: Telling, words: dict[str, str]) -> str:
    given = [
        ("books", sum(bool(book.book) for book in telling.books)),
        ("faulty", len(telling.faulty)),
        *zip(_SUMS, telling.counts, strict=True),
    ]
    bad = {"faulty", "errors", "broken", "unassessable"}
    items = "".join(
        f'<div class="{"bad" if name in bad and count else "good"}">'
        f"<dt>{words[name]}</dt><dd>{count}</dd></div>"
        for name, count in given
    )
    return f'<dl class="sums" aria-label="{words["sums"]}">{items}</dl>\n'


def _filters(telling: Telling, words: dict[str, str]) -> str:
    lines = telling.lines
    units = dict.fromkeys((_unit(line), _unit(line) or words["no_unit"]) for line in lines)
    severities = sorted(
        {(_severity(line), line.level) for line in lines}, key=lambda one: _ORDER.index(one[0])
    )
    codes = sorted({(line.code, f"{line.code} {line.name}") for line in lines})
    # A unit without a name is chosen by a blank, which no name can be.
    unit_choices = [(value or " ", text) for value, text in units]
    return (
        f'<form class="filters" hidden aria-label="{words["filters"]}">'
        + _choice("unit", words["unit"], unit_choices, words["all"])
        + _choice("severity", words["level"], severities, words["all"])
        + _choice("code", words["code"], codes, words["all"])
        + f'<label>{words["search"]}<input name="text" type="search" autocomplete="off"></label>'
        f'<button type="reset">{words["clear"]}</button>'
        f'<button type="button" class="print">{words["print"]}</button>'
        f'<output data-said="{words["shown"]}" aria-live="polite"></output></form>\n'
    )


def _choice(name: str, label: str, choices: Iterable[tuple[str, str]], everything: str) -> str:
    options = "".join(
        f'<option value="{escape(value)}">{escape(text)}</option>' for value, text in choices
    )
    return (
        f'<label>{label}<select name="{name}"><option value="">{everything}</option>'
        f"{options}</select></label>"
    )


def _findings(lines: list[Line], words: dict[str, str]) -> str:
    heads = ("unit", "place", "message", "remedy", "level", "code")
    rows = "".join(_row(line, words) for line in lines)
    nothing = f'<tr class="nothing" hidden><td colspan="{len(heads)}">{words["nothing"]}</td></tr>'
    return _table("findings", words["findings"], heads, f"{rows}{nothing}\n", words)


def _row(line: Line, words: dict[str, str]) -> str:
    message, remedy = _said(line.message), _said(line.remedy)
    if line.explanation:
        message += _said(line.explanation, words["unit_explains"])
    if line.suspects:
        remedy += _said(line.suspects, words["suspected"])
    unit = line.unit or line.book or words["no_unit"]
    file = f'<span class="file">{escape(line.book)}</span>' if line.unit and line.book else ""
    who = unit if unit == words["no_unit"] else escape(unit)
    return (
        f'<tr class="{line.severity}" data-unit="{escape(_unit(line) or " ")}" '
        f'data-severity="{_severity(line)}" data-code="{escape(line.code)}">'
        f'<th scope="row" class="unit">{who}{file}</th>'
        + _cell("place", words["place"], _said(line.place) if line.place else "")
        + _cell("message", words["message"], message)
        + _cell("remedy", words["remedy"], remedy)
        + _cell("level", words["level"], f'<span class="mark">{escape(line.level)}</span>')
        + _cell("code", words["code"], f"{escape(line.code)} {escape(line.name)}")
        + "</tr>\n"
    )


def _severity(line: Line) -> str:
    """What a line is filtered by: its severity, or that it has been answered."""
    return "explained" if line.explained else line.severity


def _unit(line: Line) -> str:
    return (line.unit or line.book).strip()


def _said(text: str, before: str = "") -> str:
    return f"<p>{before}{escape(text)}</p>"


def _cell(name: str, label: str, inside: str) -> str:
    shown = f' data-label="{label}"' if inside else ""
    return f'<td class="{name}"{shown}>{inside}</td>'


def _units(telling: Telling, words: dict[str, str]) -> str:
    heads = ("unit", "verdict", *_SUMS)
    rows = "".join(_unit_row(book, telling, words) for book in telling.books)
    return _table("units", words["units"], heads, rows, words)


def _unit_row(book: ToldBook, telling: Telling, words: dict[str, str]) -> str:
    verdict = escape(book.verdict(telling.language))
    file = f'<span class="file">{escape(book.book)}</span>' if book.unit and book.book else ""
    counts = "".join(
        f'<td class="number{"" if count else " none"}" data-label="{words[name]}">{count}</td>'
        for name, count in zip(_SUMS, book.counts, strict=True)
    )
    return (
        f'<tr><th scope="row" class="unit">{escape(book.unit or book.book)}{file}</th>'
        f'<td class="verdict {"good" if book.good else "bad"}">{verdict}</td>{counts}</tr>\n'
    )


def _table(name: str, caption: str, heads: Iterable[str], rows: str, words: dict[str, str]) -> str:
    cells = "".join(f'<th scope="col" class="{head}">{words[head]}</th>' for head in heads)
    return (
        f'<table class="{name}">\n<caption>{caption}</caption>\n<thead><tr>{cells}</tr></thead>\n'
        f"<tbody>\n{rows}</tbody>\n</table>\n"
    )
