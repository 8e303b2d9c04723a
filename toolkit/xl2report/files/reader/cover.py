"""The cover of a workbook: who reports, for which year, and what is declared."""

from collections.abc import Mapping

from xl2report.files.reader.book import Sheet
from xl2report.form.definition.model import CoverField
from xl2report.form.plan import Plan
from xl2report.ground.codes import fault_of
from xl2report.ground.filing import Filing
from xl2report.ground.findings import Finding, spots_of


def read_cover(
    sheet: Sheet,
    plan: Plan,
    filing: Filing,
    findings: list[Finding],
    spots: Mapping[str, str],
    *,
    date1904: bool = False,
) -> None:
    """Put the cover's answers into the filing; tell what is missing, wrong, or another unit's.

    `spots` are the cells of the answers; a field that has none was refused, which has been told.
    """
    switches = set()
    for field in plan.form.cover:
        spot = spots.get(field.id)
        if spot is None:
            filing.cover[field.id] = ""
            continue
        cell = sheet.cell(spot)
        text = ((cell[1] or "") if cell else "").strip("\u3000 \u00a0\t\r\n")
        if field.kind == "date" and cell is not None and cell[0] == "n":
            text = _iso_date(text, date1904=date1904)
        filing.cover[field.id] = text
        if field.kind == "yes_no" and _yes(field, text, spot, sheet.name, plan, filing, findings):
            if field.switch:
                switches.add(field.id)
            elif field.id == "zero_report":
                filing.zero_report = True
    filing.switches = frozenset(switches)
    _reporter(sheet.name, plan, filing, findings, spots)
    _code(sheet.name, plan, filing, findings, spots)
    _year(sheet.name, plan, filing, findings, spots)


def _iso_date(serial: str, *, date1904: bool) -> str:
    """A date that an office program stores as days since its epoch; what is none stays as it is."""
    from datetime import date, timedelta

    try:
        epoch = date(1904, 1, 1) if date1904 else date(1899, 12, 30)
        return (epoch + timedelta(days=int(float(serial)))).isoformat()
    except (ValueError, OverflowError):
        return serial


def _yes(
    field: CoverField,
    text: str,
    spot: str,
    sheet: str,
    plan: Plan,
    filing: Filing,
    findings: list[Finding],
) -> bool:
    yes, no = plan.form.words["yes_word"], plan.form.words["no_word"]
    if text not in {"", yes, no}:
        where = spots_of(sheet, [spot], field.label)
        place = (f"{sheet}!{spot}",)
        found = {"found": text[:20]}
        findings.append(Finding("E127", filing.book, where.zh, place, found, where_en=where.en))
    return text == yes


def _told(
    code: str,
    field: str,
    sheet: str,
    plan: Plan,
    filing: Filing,
    args: dict[str, str],
    spots: Mapping[str, str],
) -> Finding:
    spot = spots[field]
    label = next(item.label for item in plan.form.cover if item.id == field)
    where = spots_of(sheet, [spot], label)
    args = {"what": label, **args}
    return Finding(code, filing.book, where.zh, (f"{sheet}!{spot}",), args, where_en=where.en)


def _reporter(
    sheet: str, plan: Plan, filing: Filing, findings: list[Finding], spots: Mapping[str, str]
) -> None:
    if "reporter" not in spots:
        return
    filing.reporter = filing.cover["reporter"]
    stamp = filing.stamp
    if not filing.reporter:
        findings.append(_told("E120", "reporter", sheet, plan, filing, {}, spots))
    elif stamp is not None and stamp.reporter and stamp.reporter != filing.reporter:
        args = {"found": filing.reporter, "expected": stamp.reporter}
        findings.append(_told("W205", "reporter", sheet, plan, filing, args, spots))


def _code(
    sheet: str, plan: Plan, filing: Filing, findings: list[Finding], spots: Mapping[str, str]
) -> None:
    if "code" not in spots:
        return
    filing.code = filing.cover["code"].upper()
    stamp = filing.stamp
    if not filing.code:
        findings.append(_told("E121", "code", sheet, plan, filing, {}, spots))
        return
    fault, fault_en = fault_of(filing.code)
    if fault:
        args = {"found": filing.code, "fault": fault, "fault_en": fault_en}
        findings.append(_told("E122", "code", sheet, plan, filing, args, spots))
    elif stamp is not None and stamp.code and stamp.code != filing.code:
        args = {"found": filing.code, "expected": stamp.code}
        told = _told("W205", "code", sheet, plan, filing, args, spots)
        if findings and findings[-1].code == "W205":
            # Another unit's file has both its name and its code: one cause, one finding.
            first = findings.pop()
            told = first._replace(places=(*first.places, *told.places))
        findings.append(told)


def _year(
    sheet: str, plan: Plan, filing: Filing, findings: list[Finding], spots: Mapping[str, str]
) -> None:
    if "year" not in plan.layout.cover_cells:
        filing.year = filing.stamp.year if filing.stamp else None
        return
    if "year" not in spots:
        return
    answer = filing.cover["year"]
    text = answer.removesuffix("年").removesuffix(".0").rstrip()
    if not (text.isascii() and text.isdigit() and len(text) == 4):
        findings.append(_told("E123", "year", sheet, plan, filing, {"found": answer[:20]}, spots))
        return
    filing.year = int(text)
    stamp = filing.stamp
    if stamp is not None and stamp.year != filing.year:
        args = {"found": text, "expected": str(stamp.year)}
        findings.append(_told("W204", "year", sheet, plan, filing, args, spots))
