"""Free texts that stand as they stood last year, word for word or but for the years.

What is rightly the same every year is left out before they are compared: where to reach the office,
and that there was nothing. What is left of a text must be long enough to be no coincidence.
"""

import re
import unicodedata
from collections.abc import Iterator, Mapping

from xl2report.form.plan import Plan
from xl2report.ground.filing import Filing
from xl2report.ground.findings import Finding, spots_of
from xl2report.ground.packed import digest_of
from xl2report.work.continuity.model import LastYear, Print

_SENTENCE = re.compile(r"[^。！？!?；;\n]+")
# Where the office is and how it is reached; that there was nothing; by what law and form it is reported.
_SAME_EVERY_YEAR = re.compile(
    r"电话|传真|邮编|邮政编码|邮箱|地址|网址|https?:|www\.|联系"
    r"|未发生|未收到|未收取|未产生|没有|无其他|无需要|^无|不存在|统计期限|条例|通知.{0,40}(?:要求|编制)"
)
_YEAR = re.compile(r"20\d\d(?=年)")
_SHORTEST = 40
_QUOTED = 20


def prints_of(texts: Mapping[str, str], year: int) -> dict[str, Print]:
    """The fingerprints of the texts of a report on a year; those too short have none."""
    found = {name: _print(text, year) for name, text in texts.items() if len(text) >= _SHORTEST}
    return {name: one for name, one in found.items() if one.exact}


def _print(text: str, year: int) -> Print:
    sentences = list(_said(text))
    if sum(map(len, sentences)) < _SHORTEST:
        return Print()
    bare = "。".join(sentences)
    # 2020 in a report on 2020 is what 2021 is in one on 2021.
    relative = _YEAR.sub(lambda match: f"{int(match[0]) - year:+d}", bare)
    return Print(digest_of(bare), digest_of(relative))


def _said(text: str) -> Iterator[str]:
    """Its sentences without blanks and signs, those left out that may be the same every year."""
    for match in _SENTENCE.finditer(unicodedata.normalize("NFKC", text)):
        bare = "".join(char for char in match[0] if char.isalnum())
        if bare and not _SAME_EVERY_YEAR.search(match[0].strip()):
            yield bare


def on_passages(plan: Plan, filing: Filing, last: LastYear) -> list[Finding]:
    """A finding on each free text that is last year's."""
    if filing.year is None or not last.texts:
        return []
    now = prints_of(filing.texts, filing.year)
    found = []
    for item in plan.form.texts:
        this, then = now.get(item.id), last.texts.get(item.id)
        if this is None or then is None or this.apart_from_years == this.exact == 0:
            continue
        exact = this.exact == then.exact
        if not exact and this.apart_from_years != then.apart_from_years:
            continue
        cell = plan.layout.text_cells[item.id]
        sheet = plan.form.sheets.texts
        where = spots_of(sheet, [cell], item.label)
        said = " ".join(filing.texts[item.id].split())
        args = {
            "label": item.label,
            "year": str(last.year),
            "found": said[:_QUOTED] + ("…" if len(said) > _QUOTED else ""),
            "how": "完全相同" if exact else "只差年份",
            "how_en": "the same word for word as" if exact else "but for the years the same as",
        }
        places = (f"{sheet}!{cell}",)
        found.append(Finding("C407", filing.book, where.zh, places, args, where_en=where.en))
    return found
