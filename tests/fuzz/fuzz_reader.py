"""Started by `make fuzz`: coverage-guided fuzzing of the reader, for as long as it is given.

    python tests/fuzz/fuzz_reader.py [SECONDS] [FOLDER]

Needs `pip install atheris` (Linux; not in requirements.lock, no other test uses it). An input is a
byte that chooses a part of a workbook and the part's new content; a first byte of 255 is a whole file.
So mutations reach the parsers of XML and not only the checksums of the zip. Whatever the bytes,
`read_filing` must return; anything raised is a crash, and its input stays in the folder.
"""

import io
import sys
import tempfile
import zipfile
import zlib
from pathlib import Path

import atheris

with atheris.instrument_imports(include=["xl2report"]):
    from xl2report.chain.forms import find_plan
    from xl2report.chain.merge import merge
    from xl2report.files.reader.tables import read_filing

HERE = Path(__file__).resolve().parent
SAMPLE = HERE.parents[1] / "samples" / "rushan-2020"
WHOLE = 255
SECONDS = 600


def parts_of(workbook: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(workbook)) as package:
        return {name: package.read(name) for name in package.namelist()}


def stored(parts: dict[str, bytes]) -> bytes:
    """A workbook of these parts; stored, as packing would take most of the time."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_STORED) as package:
        for name, part in parts.items():
            package.writestr(name, part)
    return out.getvalue()


def seeds(
    folder: Path, books: list[Path], cities: list[Path]
) -> list[tuple[str, dict[str, bytes]]]:
    """The seed corpus: each part of the first book and of the first city by itself, and all books whole."""
    folder.mkdir(parents=True, exist_ok=True)
    known: list[tuple[str, dict[str, bytes]]] = []
    for base in (parts_of(one.read_bytes()) for one in (books[0], cities[0])):
        for name, part in base.items():
            (folder / f"part-{len(known)}").write_bytes(bytes([len(known)]) + part)
            known.append((name, base))
    for book in (*books, *cities):
        data = book.read_bytes()
        (folder / f"whole-{zlib.crc32(data):08x}").write_bytes(bytes([WHOLE]) + data)
    return known


def main() -> None:
    seconds = int(sys.argv[1]) if len(sys.argv) > 1 else SECONDS
    folder = Path(sys.argv[2]) if len(sys.argv) > 2 else Path(tempfile.mkdtemp(prefix="xl2report-"))
    books = [
        *sorted((SAMPLE / "returns").glob("*.xlsx"))[:2],
        *sorted(SAMPLE.glob("faulty/*.xlsx")),
    ]
    city = folder / "city.xlsx"
    folder.mkdir(parents=True, exist_ok=True)
    merge([SAMPLE / "returns"], city, reporter="乳山市人民政府", force=True)
    known = seeds(folder / "corpus", books, [city])

    def once(data: bytes) -> None:
        if not data:
            return
        if data[0] < len(known):
            name, base = known[data[0]]
            book = stored({**base, name: data[1:]})
        else:
            book = data[1:]
        read_filing(book, "fuzz.xlsx", find_plan)

    options = [
        sys.argv[0],
        str(folder / "corpus"),
        f"-artifact_prefix={folder}/",
        f"-max_total_time={seconds}",
        "-max_len=120000",
        "-timeout=5",
        "-rss_limit_mb=1024",
        "-print_final_stats=1",
    ]
    atheris.Setup(options, once)
    atheris.Fuzz()


if __name__ == "__main__":
    main()
