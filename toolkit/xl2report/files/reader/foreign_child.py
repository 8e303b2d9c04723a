"""A process of its own that does what could take ours with it: calamine's reading, decryption.

    python foreign_child.py read|decrypt

stdin: the length of the password in bytes as decimal digits and a line end, the password, the file.
stdout of `read`: JSON, the sheets in order as [name, state, {address: [kind, text]}]; of `decrypt`:
the file. Exit codes: 3 a password is needed, 4 it is a wrong one, 5 the file cannot be read,
6 a library is not installed. calamine allocates the whole rectangle about the cells of a sheet and
aborts where memory does not suffice (tafia/calamine#693): hence the limits, and the process.
Imports nothing of xl2report, so that starting it costs little.
"""

import io
import json
import sys
from datetime import date, datetime, time, timedelta
from importlib import import_module
from typing import Any

NEEDS_PASSWORD, WRONG_PASSWORD, UNREADABLE, NOT_INSTALLED = 3, 4, 5, 6

# The first record of the workbook's stream in BIFF8, which is 20 bytes long.
_FIRST = b"\x09\x08\x10\0\0\x06\x05\0"
LIBRARIES = {"read": "python_calamine", "decrypt": "msoffcrypto"}
# A filled form takes 60 MB of addresses, 15 MB of memory and a twentieth of a second.
MEMORY = 160 << 20
SECONDS = {"read": 1, "decrypt": 10}


def main() -> int:
    """Do one piece of work and say by the exit code how it went."""
    work = sys.argv[1]
    length = int(sys.stdin.buffer.readline())
    password = sys.stdin.buffer.read(length).decode()
    data = sys.stdin.buffer.read()
    try:
        library = import_module(LIBRARIES[work])
    except ImportError:
        return NOT_INSTALLED
    _limit(work)
    if work == "decrypt":
        return _decrypt(library, data, password)
    return _read(library, data)


def _limit(work: str) -> None:
    """Hold memory and time where the system knows how; the parent's clock is there everywhere."""
    try:
        import resource
    except ImportError:
        return
    if work == "read":
        resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS[work], SECONDS[work]))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def _read(library: Any, data: bytes) -> int:  # noqa: ANN401 - a module
    try:
        book = library.CalamineWorkbook.from_filelike(io.BytesIO(data))
        sheets = [
            [about.name, str(about.visible).rpartition(".")[2], _cells(book, about.name)]
            for about in book.sheets_metadata
            if str(about.typ).endswith("WorkSheet")
        ]
    except library.PasswordError:
        return NEEDS_PASSWORD
    except (library.CalamineError, MemoryError, OSError, ValueError) as error:
        return NEEDS_PASSWORD if "assword" in str(error) or _is_locked(data) else UNREADABLE
    sys.stdout.write(json.dumps(sheets))
    return 0


def _is_locked(data: bytes) -> bool:
    """Whether an .xls says behind its first record that all that follows is encrypted."""
    at = data.find(_FIRST) + len(_FIRST) + 12
    if at < len(_FIRST) + 12:
        return False
    if data[at : at + 2] == b"\x86\0":  # write protection
        at += 4
    return data[at : at + 2] == b"\x2f\0"


def _cells(book: Any, name: str) -> dict[str, list[str]]:  # noqa: ANN401 - calamine has no types
    sheet = book.get_sheet_by_name(name)
    top, left = sheet.start or (0, 0)
    return {
        f"{_letters(column)}{row}": spelt(value)
        for row, line in enumerate(sheet.to_python(skip_empty_area=True), top + 1)
        for column, value in enumerate(line, left + 1)
        if value != ""
    }


def _letters(column: int) -> str:
    letters = ""
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


def spelt(value: object) -> list[str]:
    """The kind and text of a value, as the reader of .xlsx has them."""
    if isinstance(value, bool):
        return ["b", str(int(value))]
    if isinstance(value, float) and value.is_integer() and abs(value) < 1e15:
        return ["n", str(int(value))]
    if isinstance(value, int | float):
        return ["n", repr(value)]
    if isinstance(value, datetime) and value.time() == time():
        return ["d", value.date().isoformat()]
    if isinstance(value, date | time):
        return ["d", value.isoformat()]
    if isinstance(value, timedelta):
        return ["d", str(value)]
    return ["s", str(value)]


def _decrypt(library: Any, data: bytes, password: str) -> int:  # noqa: ANN401 - a module
    out = io.BytesIO()
    try:
        file = library.OfficeFile(io.BytesIO(data))
        if not file.is_encrypted():
            return UNREADABLE
        file.load_key(password=password, verify_password=True)
        file.decrypt(out)
    except library.exceptions.InvalidKeyError:
        return WRONG_PASSWORD
    except Exception:  # noqa: BLE001 - whatever a damaged file makes the library stumble over
        return UNREADABLE
    sys.stdout.buffer.write(out.getvalue())
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
