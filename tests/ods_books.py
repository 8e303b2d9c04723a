"""A workbook's cells as an .ods file, made without an office program: values only, all sheets."""

from xml.sax.saxutils import escape

from files.reader_books import zipped
from xl2report.files.reader.book import Cell, Sheet, open_book
from xl2report.ground.points import address, split_address

_NAMES = "".join(
    f' xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"'
    for name in ("office", "table", "text")
)


def ods(workbook: bytes) -> bytes:
    """The workbook as .ods."""
    book = open_book(workbook)
    tables = "".join(_table(book.sheet(info.name)) for info in book.sheets)
    content = (
        f"<office:document-content{_NAMES}><office:body><office:spreadsheet>{tables}"
        "</office:spreadsheet></office:body></office:document-content>"
    )
    return ods_of(content)


def ods_of(content: str | bytes) -> bytes:
    """An .ods file with this content."""
    kind = "application/vnd.oasis.opendocument.spreadsheet"
    entries = "".join(
        f'<m:file-entry m:full-path="{path}" m:media-type="{media}"/>'
        for path, media in (("/", kind), ("content.xml", "text/xml"))
    )
    space = "urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"
    manifest = f'<m:manifest xmlns:m="{space}">{entries}</m:manifest>'
    return zipped({"mimetype": kind, "META-INF/manifest.xml": manifest, "content.xml": content})


def _table(sheet: Sheet) -> str:
    places = [split_address(spot) for spot in sheet.cells]
    rows, columns = (max(part, default=0) for part in zip(*places, strict=True))
    lines = "".join(
        "<table:table-row>"
        + "".join(_cell(sheet.cells.get(address(row, column))) for column in range(1, columns + 1))
        + "</table:table-row>"
        for row in range(1, rows + 1)
    )
    return f'<table:table table:name="{escape(sheet.name)}">{lines}</table:table>'


def _cell(cell: Cell | None) -> str:
    kind, text, _ = cell or ("", "", None)
    if not text:
        return "<table:table-cell/>"
    if kind == "n":
        return f'<table:table-cell office:value-type="float" office:value="{text}"/>'
    lines = "".join(f"<text:p>{escape(line)}</text:p>" for line in text.split("\n"))
    return f'<table:table-cell office:value-type="string">{lines}</table:table-cell>'
