"""What commands print and write: data to stdout or a file, everything else to stderr."""

import codecs
import os
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING

from xl2report.chain.errors import CannotWork
from xl2report.desk.language import LANGUAGE, say

if TYPE_CHECKING:
    from xl2report.chain.report import Reported

Progress = Callable[[int, int], None]


def demand(given: str, known: tuple[str, ...]) -> None:
    """Raise CannotWork for a format that is not known."""
    if given not in known:
        listed = ", ".join(known)
        raise CannotWork(f"没有格式 {given}，可用：{listed}", f"No format {given}; known: {listed}")


def demand_file(format_: str, output: Path | None) -> None:
    """Raise CannotWork where a workbook or a page is asked for and no file that can hold it is named."""
    if format_ not in {"xlsx", "html"}:
        return
    if output is None:
        chinese = f"--format {format_} 需要用 -o 指定文件，如 -o 核对清单.{format_}"
        raise CannotWork(chinese, f"--format {format_} needs a file: -o findings.{format_}")

    demand_ending(output, *([".xlsx"] if format_ == "xlsx" else [".html", ".htm"]))


def demand_ending(output: Path, *endings: str) -> None:
    """Raise CannotWork where a result, a workbook unless told otherwise, would not be called one."""
    from xl2report.chain.outlet import demand_ending as demanded

    demanded(output, *(endings or (".xlsx",)))


def put(path: Path | None, text: str, *, mark: bool = False) -> None:
    """Data to a file, whole or not at all, or to stdout."""
    if path is None:
        sys.stdout.write(text if text.endswith("\n") else text + "\n")
        return
    from xl2report.chain.outlet import write_whole

    write_whole(
        path,
        (text + "\n" if not text.endswith("\n") else text).encode("utf-8-sig" if mark else "utf-8"),
    )


def put_lines(path: Path | None, text: Iterator[str], *, mark: bool = False) -> None:
    """Text in pieces that end with a line, to a file, whole or not at all, or to stdout."""
    if path is None:
        sys.stdout.writelines(text)
        return
    from xl2report.chain.outlet import write_whole

    pieces = (piece.encode() for piece in text)
    write_whole(path, chain([codecs.BOM_UTF8] if mark else [], pieces))


def put_bytes(path: Path, data: bytes) -> None:
    """Data to a file, whole or not at all."""
    from xl2report.chain.outlet import write_whole

    write_whole(path, data)


def put_json(path: Path | None, data: object) -> None:
    """Data as JSON; signs that stdout cannot show are escaped, never lost."""
    from xl2report.desk import show

    put_chunks(path, lambda ascii_only: iter([show.as_json(data, ascii_only=ascii_only)]))


def put_chunks(path: Path | None, text: Callable[[bool], Iterator[str]]) -> None:
    """JSON text in pieces to a file, or to stdout: escaped where that cannot show Chinese."""
    if path is None:
        narrow = (sys.stdout.encoding or "").lower().replace("-", "") not in {"utf8", "gb18030"}
        sys.stdout.writelines(text(narrow and not fits(text(False))))
        sys.stdout.write("\n")
        return
    from xl2report.chain.outlet import write_whole

    write_whole(path, (piece.encode() for piece in chain(text(False), ["\n"])))


def fits(text: Iterator[str]) -> bool:
    """Whether stdout can show all of a text."""
    try:
        for piece in text:
            piece.encode(sys.stdout.encoding)
    except UnicodeEncodeError:
        return False
    return True


def keep_inputs(output: Path | None, paths: list[Path], roster: Path | None = None) -> None:
    """Raise CannotWork where the result would replace a workbook that is read."""
    if output is None:
        return
    from xl2report.chain.books import find_books
    from xl2report.chain.outlet import refuse_inputs

    if os.path.exists(output):  # noqa: PTH110 - a name that is too long is not there
        inputs = (book.place for book in find_books(paths))
        refuse_inputs(output, chain([roster] if roster else [], inputs))


def tell(text: str) -> None:
    """Everything that is not data, to stderr."""
    sys.stderr.write(text + "\n")


def told(missing: tuple[str, ...], draft: str) -> None:
    """Say what the report still lacks and why it is a draft."""
    if missing:
        tell(say("报告待填：", "Still missing in the report: ") + say("、", ", ").join(missing))
    if draft:
        tell(draft)


def told_beside(reported: "Reported") -> None:
    """Say what a report was made from, what it does not compare, and what contradicts its tables."""
    from xl2report.desk.show import finding_text

    english = LANGUAGE == "en"
    for line in reported.taken:
        tell(line[english])
    for finding in reported.warnings:
        tell(f"{finding.code} {finding.book} {finding.message(LANGUAGE)}".replace("  ", " "))
    if reported.uncompared:
        names = say("、", ", ").join(reported.uncompared)
        tell(say("没有与上年比较：", "Not compared with last year: ") + names)
    for finding in reported.contradictions:
        tell(finding_text(finding) + "\n")


@contextmanager
def progress_bar(doing: str = "") -> Iterator[Progress | None]:
    """A progress bar on a terminal, nothing elsewhere; `doing` is what it says."""
    if not sys.stderr.isatty():
        yield None
        return
    from rich.console import Console
    from rich.progress import Progress as Bar

    with Bar(console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task(doing or say("读取工作簿", "Reading workbooks"), total=None)
        yield lambda done, total: bar.update(task, completed=done, total=total)
