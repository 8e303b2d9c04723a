"""`import`: a published report read into a workbook of the edition that its tables are of."""

from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from xl2report import __version__
from xl2report.chain.errors import CannotWork
from xl2report.chain.forms import all_plans
from xl2report.chain.outlet import refuse_inputs, write_whole
from xl2report.chain.template import LONGEST_NAME, written
from xl2report.ground.filing import Content, Stamp
from xl2report.ground.findings import Finding
from xl2report.ground.published import Published
from xl2report.work.imported.model import Imported

if TYPE_CHECKING:
    from xl2report.files.published.blocks import UnreadableDocument

_REFUSALS = {
    "empty": ("文件是空的", "the file is empty"),
    "too_large": (
        "文件过大或内容异常膨胀，为安全起见不读取",
        "it is too large, or swells when unpacked; not read for safety's sake",
    ),
    "encrypted": ("文件有密码，请先去掉密码", "it is encrypted; remove its password first"),
    "doc": (
        "这是旧版 Word（.doc、.wps）或 RTF 文件，请另存为 .docx；装有 LibreOffice 时可直接读取",
        "it is an old Word (.doc, .wps) or RTF file; save it as .docx, or have LibreOffice installed",
    ),
    "image": (
        "这是图片，请先用文字识别软件转换",
        "it is a picture; have its text recognised first",
    ),
    "scanned": (
        "PDF 中没有文字，可能是扫描件；请用文字识别软件转换后再导入",
        "the PDF holds no text, it is probably scanned; have its text recognised first",
    ),
    "no_pdf": (
        "读取 PDF 需要 pdfplumber，请安装：pip install xl2report[pdf]，或换用 .docx、网页",
        "reading PDF needs pdfplumber: pip install xl2report[pdf], or use .docx or the web page",
    ),
    "not_word": (
        "不是 Word 文档（.docx），而是工作簿或压缩包；要读的是已发布的报告",
        "it is no Word document (.docx) but a workbook or an archive; a published report is wanted",
    ),
    "malformed": ("文件内容不合格式", "its content is malformed"),
    "damaged": ("文件已损坏", "it is damaged"),
    "unknown": (
        "不是可读的格式；可用 .docx、.html、.txt、.md、.pdf",
        "it is of no kind that is read: .docx, .html, .txt, .md, .pdf",
    ),
}


# Seconds; LibreOffice takes three for a report.
_LONGEST_CONVERSION = 60.0
_BY_OFFICE = (
    "旧版 Word 或 RTF 文件，经 LibreOffice 转换后读取；请对照原文核对",
    "An old Word or RTF file, read after LibreOffice had converted it; compare it with the original",
)


class ImportedBook(NamedTuple):
    """The workbook written, the form chosen, what stands in it as `read` gives it, what is uncertain."""

    workbook: Path
    form: str
    year: int
    reporter: str
    read: int
    missing: tuple[str, ...]
    data: dict[str, Any]
    findings: tuple[Finding, ...]


def import_document(
    document: Path | str, output: Path | str, *, year: int | None = None, reporter: str = ""
) -> ImportedBook:
    """Write the workbook of a published report (.docx, .html, .txt, .md, .pdf).

    The edition is that of the report's tables. What is not certain is left blank and told; `year` and
    `reporter` go before what the title says. Raises CannotWork and FormError.
    """
    from xl2report.chain.read import as_data

    source, target = Path(document), Path(output)
    refuse_inputs(target, [source])
    found = imported(source, year=year, reporter=reporter)
    filing, plan = found.filing, found.plan
    if filing.year is None:
        chinese = f"{source.name} 没有写明报告年度，请用 --year 给出"
        raise CannotWork(chinese, f"{source.name} says no year; give it by --year")
    name = filing.reporter if len(filing.reporter) <= LONGEST_NAME else ""
    filing.reporter = name
    content = Content(
        cover={"reporter": name, "code": "", "year": str(filing.year)},
        values=tuple(filing.values),
        texts=dict(filing.texts),
    )
    stamp = Stamp(plan.form.id, filing.year, name, tool=__version__)
    write_whole(target, written(plan, stamp, content))
    typed = [number for number in range(len(filing.values)) if number not in plan.relations.fills]
    return ImportedBook(
        target,
        plan.form.id,
        filing.year,
        name,
        sum(filing.values[number] is not None for number in typed),
        tuple(plan.form.points[number].id for number in typed if number in filing.odd),
        as_data(filing, plan),
        found.findings,
    )


def imported(source: Path, *, year: int | None = None, reporter: str = "") -> Imported:
    """A published report as a filing, nothing written. Raises CannotWork and FormError."""
    from xl2report.work.imported.importing import import_published

    if year is not None and not 1990 <= year <= 2100:
        raise CannotWork(f"年度不对：{year}", f"No such year: {year}")
    if len(reporter) > LONGEST_NAME:
        chinese = f"单位名称过长（{len(reporter)} 字，最多 {LONGEST_NAME} 字）"
        raise CannotWork(chinese, f"A name of {len(reporter)} characters, {LONGEST_NAME} at most")
    document = open_document(source)
    found = import_published(document, all_plans(), year=year, reporter=reporter)
    if found is None:
        doubts = [*document.doubts, ("", "")][0]
        chinese = f"{source.name} 中没有找到任何报表的统计表。{doubts[0]}"
        english = f"No table of any form was found in {source.name}. {doubts[1]}".rstrip()
        raise CannotWork(chinese, english)
    return found


def open_document(source: Path) -> Published:
    """A published report as paragraphs and tables. Raises CannotWork for what cannot be read."""
    from xl2report.files.published.blocks import UnreadableDocument
    from xl2report.files.published.opening import LARGEST_FILE, read_published

    if source.is_dir():
        chinese = f"请给出一份文档，不是文件夹：{source}"
        raise CannotWork(chinese, f"One document is read at a time, not a folder: {source}")
    try:
        # One byte more than is read of any document, so that a giant is refused unread.
        with source.open("rb") as file:
            data = file.read(LARGEST_FILE + 1)
        try:
            return read_published(data, source.name)
        except UnreadableDocument as error:
            if error.reason != "doc":
                raise
            return _converted(data, source.name, error)
    except FileNotFoundError:
        raise CannotWork(f"找不到文件：{source}", f"No such file: {source}") from None
    except OSError as error:
        reason = error.strerror or type(error).__name__
        raise CannotWork(
            f"无法读取 {source}：{reason}", f"Cannot read {source}: {reason}"
        ) from None
    except UnreadableDocument as error:
        chinese, english = _REFUSALS.get(error.reason, _REFUSALS["unknown"])
        raise CannotWork(f"{source.name}：{chinese}", f"{source.name}: {english}") from None


def _converted(data: bytes, name: str, refused: "UnreadableDocument") -> Published:
    """An old Word document by way of LibreOffice, which is told. Raises the refusal where that fails."""
    from xl2report.files.pdf.office import PdfError, as_docx
    from xl2report.files.published.opening import read_published

    rtf = data.startswith(b"{\\rtf")
    # Of what else such a container may hold nothing is opened.
    if not rtf and "WordDocument".encode("utf-16-le") not in data:
        raise refused
    try:
        made = as_docx(data, ".rtf" if rtf else ".doc", limit=_LONGEST_CONVERSION)
    except PdfError:
        raise refused from None
    document = read_published(made, name)
    return document._replace(doubts=(*document.doubts, _BY_OFFICE))
