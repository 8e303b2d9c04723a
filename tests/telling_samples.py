"""Tellings for the rooms that lay them out: the nasty texts a clerk or a file name can hold."""

from xl2report.ground.telling import Counts, Line, Telling, ToldBook

NASTY = (
    "<script>alert(1)</script>",
    '=cmd|"/c calc"!A1',
    "甲 & 乙 <b>“引”</b> '号' \"双\"",
    "+1-2@3",
    "</script><!-- ]]> {{ x }} {shown} %s",
    "第一行\n第二行",
)


def line(number: int = 0, *, unit: str = "民政局", book: str = "民政局.xlsx") -> Line:
    """A finding whose every text is one of the nasty ones."""
    said = [NASTY[(number + step) % len(NASTY)] for step in range(5)]
    return Line(
        unit=unit,
        book=book,
        place=said[0],
        message=said[1],
        remedy=said[2],
        suspects=said[3],
        severity=("error", "warning", "information")[number % 3],
        level=("错误", "提示（已说明）" if number % 6 == 1 else "提示", "说明")[number % 3],
        code=f"E10{number % 3 + 1}",
        name="类型",
        explanation=said[4],
        explained=number % 6 == 1,
    )


def told_book(unit: str = "民政局", book: str = "民政局.xlsx", count: int = 6) -> ToldBook:
    lines = tuple(line(number, unit=unit, book=book) for number in range(count))
    levels = [
        sum(one.severity == level for one in lines) for level in ("error", "warning", "information")
    ]
    return ToldBook(
        book,
        unit,
        "returned",
        Counts(levels[0], levels[1], sum(one.explained for one in lines), levels[2], 40, 2, 1),
        lines,
    )


def sample(language: str = "zh") -> Telling:
    """Two faulty units (one of a nasty name), one good one, one that has sent nothing."""
    books = (
        told_book(),
        told_book(NASTY[0], "=坏 & <名>.xlsx", 3),
        ToldBook("夏村镇.xlsx", "夏村镇", "accepted", Counts(0, 0, 0, 0, 52, 0, 0), ()),
        ToldBook(
            "", "财政局", "missing", Counts(0, 1, 1, 0, 0, 0, 0), (line(1, unit="财政局", book=""),)
        ),
    )
    sums = [sum(book.counts[key] for book in books) for key in range(7)]
    return Telling("zh" if language == "zh" else "en", books, (), Counts(*sums))


def nothing() -> Telling:
    book = ToldBook("夏村镇.xlsx", "夏村镇", "accepted", Counts(0, 0, 0, 0, 52, 0, 0), ())
    return Telling("zh", (book,), (), book.counts)
