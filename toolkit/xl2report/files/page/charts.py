"""A chart as inline SVG: drawn from its numbers, with each number on its bar and all of it in words.

Widths of text are reckoned on the safe side, so that no word is cut whatever the font.
"""

from math import ceil
from unicodedata import east_asian_width

from xl2report.files.page.looks import SCREEN_FONTS
from xl2report.files.page.text import html
from xl2report.work.charts import Chart

_WIDTH = 480  # a phone shows it at three quarters
_SIZE = 15  # of all text
_LINE = 21
_EDGE = 8
_BAR = 20
_GAP = 12
_PLOT = 190  # height of standing bars
# Each at least 3 : 1 against white and told apart in grey too.
_COLOURS = ("#1f5fa8", "#b3541e", "#2e7d4f", "#6b4aa0", "#5c6670")
_BLANK = "未填"
_MOST_LABEL = 12  # characters of a label in one line


def chart_svg(chart: Chart, look: str) -> str:
    """The chart; `look` are further attributes of the element."""
    ident = f"c-{html(chart.id)}"
    title = f"{chart.title}（{chart.unit}）" if chart.unit else chart.title
    head = _wrap(title, (_WIDTH - 2 * _EDGE) / (_SIZE + 1))
    top = _EDGE + len(head) * _LINE + _GAP
    inside, height = (_lying if chart.kind == "bar" else _standing)(chart, top)
    texts = "".join(
        _text(_WIDTH / 2, _EDGE + (number + 0.75) * _LINE, line, "middle", bold=True)
        for number, line in enumerate(head)
    )
    fonts = SCREEN_FONTS.replace('"', "'")
    return (
        f'<svg{look} role="img" aria-labelledby="{ident}-t {ident}-d" lang="zh-CN"'
        f' xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {_WIDTH} {height:g}"'
        f' font-family="{fonts}" font-size="{_SIZE}" fill="#1b1f24">\n'
        f'<title id="{ident}-t">{html(chart.title)}</title>\n'
        f'<desc id="{ident}-d">{html(chart.alt)}</desc>\n'
        f"{texts}{inside}</svg>\n"
    )


def _lying(chart: Chart, top: float) -> tuple[str, float]:
    """One bar a category, from the top down, and how high it all is."""
    values = chart.series[0].values if chart.series else ()
    labels = [_wrap(category, _MOST_LABEL) for category in chart.categories]
    left = _EDGE + max((_ems(line) for label in labels for line in label), default=0) * _SIZE + 8
    shown = [chart.show(value) or _BLANK for value in values]
    room = _WIDTH - _EDGE - left - max((_ems(text) for text in shown), default=0) * _SIZE - 12
    most = max((abs(value) for value in values if value is not None), default=0) or 1
    parts = []
    y = top
    for label, value, text in zip(labels, values, shown, strict=True):
        high = max(_BAR, len(label) * _LINE)
        middle = y + high / 2
        for number, line in enumerate(label):
            parts.append(
                _text(left - 8, middle + (number - len(label) / 2 + 0.75) * _LINE, line, "end")
            )
        length = round(room * abs(value or 0) / most, 1)
        if length:
            parts.append(_bar(left, middle - _BAR / 2, length, _BAR, 0))
        parts.append(_text(left + length + 6, middle + 0.25 * _LINE, text, "start"))
        y += high + _GAP
    parts.append(_axis(left, top - 4, left, y - _GAP + 4))
    return "".join(parts), y - _GAP + _EDGE + 4


def _standing(chart: Chart, top: float) -> tuple[str, float]:
    """Bars side by side for each category, a colour a series, and how high it all is."""
    groups = len(chart.categories) or 1
    step = (_WIDTH - 2 * _EDGE) / groups
    many = len(chart.series) or 1
    wide = min(56.0, (step - 2 * _GAP) / many)
    amounts = [value for one in chart.series for value in one.values]
    most = max((abs(value) for value in amounts if value is not None), default=0) or 1
    widest = max((_ems(chart.show(value) or _BLANK) for value in amounts), default=1.0)
    size = min(_SIZE, (wide - 2) / widest)
    legend, y = _legend(chart, top)
    base = y + _LINE + _PLOT
    parts = [legend]
    lowest = 0
    for at, category in enumerate(chart.categories):
        middle = _EDGE + (at + 0.5) * step
        for number, one in enumerate(chart.series):
            value = one.values[at]
            high = round(_PLOT * abs(value or 0) / most, 1)
            x = middle + (number - many / 2) * wide
            if high:
                parts.append(_bar(x + 2, base - high, wide - 4, high, number))
            shown = chart.show(value) or _BLANK
            parts.append(_text(x + wide / 2, base - high - 5, shown, "middle", size=size))
        lines = _wrap(category, max(2, step / _SIZE - 1))
        lowest = max(lowest, len(lines))
        for number, line in enumerate(lines):
            parts.append(_text(middle, base + (number + 0.9) * _LINE, line, "middle"))
    parts.append(_axis(_EDGE, base, _WIDTH - _EDGE, base))
    return "".join(parts), base + lowest * _LINE + _EDGE + 4


def _legend(chart: Chart, top: float) -> tuple[str, float]:
    """The names of the series, each beside its colour, in as many lines as they need."""
    parts = []
    x, y = float(_EDGE), top
    for number, one in enumerate(chart.series):
        if not one.name:
            continue
        wide = 22 + _ems(one.name) * _SIZE + 18
        if x > _EDGE and x + wide > _WIDTH - _EDGE:
            x, y = float(_EDGE), y + _LINE
        parts.append(_bar(x, y + 2, 14, 14, number))
        parts.append(_text(x + 20, y + 0.72 * _LINE, one.name, "start"))
        x += wide
    return "".join(parts), y + _LINE if parts else top


def _bar(x: float, y: float, wide: float, high: float, colour: int) -> str:
    fill = _COLOURS[colour % len(_COLOURS)]
    return f'<rect x="{x:.1f}" y="{y:.1f}" width="{wide:.1f}" height="{high:.1f}" fill="{fill}"/>\n'


def _axis(x: float, y: float, to_x: float, to_y: float) -> str:
    return f'<path d="M{x:.1f} {y:.1f}L{to_x:.1f} {to_y:.1f}" stroke="#4d5661" fill="none"/>\n'


def _text(
    x: float, y: float, text: str, anchor: str, *, bold: bool = False, size: float = _SIZE
) -> str:
    look = ' font-weight="bold"' if bold else ""
    look += f' font-size="{size:.1f}"' if size < _SIZE else ""
    return f'<text x="{x:.1f}" y="{y:.1f}" text-anchor="{anchor}"{look}>{html(text)}</text>\n'


def _ems(text: str) -> float:
    return sum(1.0 if east_asian_width(char) in "WFA" else 0.62 for char in text)


def _wrap(text: str, room: float) -> list[str]:
    """The text in lines of so many characters at most, as even as they come."""
    whole = _ems(text)
    if whole <= room:
        return [text]
    each = ceil(whole / ceil(whole / room))
    lines, line = [], ""
    for char in text:
        if line and _ems(line + char) > each:
            lines.append(line)
            line = ""
        line += char
    return [*lines, line]
