"""Workbooks and findings for the tests of marked copies."""

import io
import zipfile
from collections.abc import Callable
from functools import cache

import openpyxl
from openpyxl.comments import Comment

import city
from xl2report.chain.forms import find_plan
from xl2report.files.marked.writer import mark_copy
from xl2report.files.reader.book import open_book
from xl2report.files.reader.cells import Cell
from xl2report.files.reader.tables import read_filing
from xl2report.ground.findings import Finding, Suspect
from xl2report.ground.marks import LIST_SHEETS
from xl2report.work.assess.findings import assess

REQUESTS, PROACTIVE, DISPUTES = "三、申请办理", "二、主动公开", "四、复议诉讼"
NAME = "民政局.xlsx"
NASTY = "=1+1\n+cmd|' /C calc'!A0 <b>&\"'_x0041_\x00\x0b]]>"


def finding(code: str, *places: str, **more: str) -> Finding:
    """A finding at some places, with whatever its wording needs."""
    words = {
        "found": "无", "unit": "件", "value": "12", "count": "3", "relations": "2", "declare": "J3",
        "left_words": "一 51 + 二 2 = 53", "right_words": "三（七）51 + 四 1 = 52", "gap": "",
        "says": "第一项加第二项之和，等于第三项加第四项之和", "source": "表三表头附注",
        "sheet": "附表", "other": "教育局.xlsx",
    }  # fmt: skip
    return Finding(code, NAME, " › ".join(places[:1]), tuple(places), words | more, difference="1")


FINDINGS = (
    finding("W209", "附表"),
    finding("R301", f"{REQUESTS}!D7:D8", f"{REQUESTS}!D28", f"{REQUESTS}!D29"),
    finding("E108", f"{REQUESTS}!E11:G13"),
    finding("E101", f"{DISPUTES}!A7", found=NASTY),
    finding("E102", f"{PROACTIVE}!B10"),
    finding("W208", f"{REQUESTS}!L39"),
    finding("W208", f"{REQUESTS}!AB70"),
    finding("M502"),
)
SUSPECTED = Finding(
    "R303", NAME, f"{REQUESTS} › J9", (f"{REQUESTS}!J9",), {"says": "总计", "source": "表三"},
    left="3", right="2", difference="1", suspects=(Suspect(f"{REQUESTS}!E9", "1", "2", "只此一格"),),
)  # fmt: skip


@cache
def returned() -> bytes:
    """A filled workbook as a clerk returns it."""
    return city.book(city.units()[0]["id"])


@cache
def marked() -> bytes:
    """Its marked copy."""
    return mark_copy(returned(), FINDINGS, "zh")


def members(data: bytes) -> dict[str, tuple[bytes, bytes]]:
    """For each part its content, and all that lies in the file for it but the next one's place."""
    found = {}
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        infos = sorted(package.infolist(), key=lambda info: info.header_offset)
        for info, following in zip(infos, [*infos[1:], None], strict=True):
            end = following.header_offset if following else package.start_dir
            found[info.filename] = package.read(info), data[info.header_offset : end]
    return found


def parts(data: bytes) -> dict[str, bytes]:
    return {name: content for name, (content, _) in members(data).items()}


def part(data: bytes, sheet: str) -> bytes:
    """The part of a sheet."""
    name = next(info.part for info in open_book(data).sheets if info.name == sheet)
    return {key.lower(): content for key, content in parts(data).items()}[name]


def with_parts(data: bytes, **changed: Callable[[bytes], bytes | str]) -> bytes:
    """The file with some parts rewritten, named by their last step without its extension."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as package:
        for name, content in parts(data).items():
            stem = name.rpartition("/")[2].partition(".")[0]
            change = changed.get(stem) if not name.endswith(".rels") else None
            package.writestr(name, change(content) if change else content)
    return out.getvalue()


def cells(data: bytes) -> dict[str, dict[str, Cell]]:
    """What stands in each sheet but the list."""
    book = open_book(data)
    return {
        info.name: dict(book.sheet(info.name).cells)
        for info in book.sheets
        if info.name not in LIST_SHEETS
    }


def told(data: bytes) -> list[Finding]:
    """The findings on a workbook."""
    filing, found = read_filing(data, NAME, find_plan)
    if filing is None:
        return found
    plan = find_plan(filing.form)
    assert plan is not None
    return list(assess(plan, filing, found).findings)


def with_notes(data: bytes, sheet: str, **notes: str) -> bytes:
    """The workbook with notes of the clerk's, as openpyxl saves it."""
    book = openpyxl.load_workbook(io.BytesIO(data))
    for spot, text in notes.items():
        book[sheet][spot].comment = Comment(text, "张三")
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def resaved(data: bytes) -> bytes:
    """The workbook as openpyxl saves it."""
    book = openpyxl.load_workbook(io.BytesIO(data))
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()
