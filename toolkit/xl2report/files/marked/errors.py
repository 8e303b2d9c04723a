"""Why a workbook cannot be marked: one exception, its reasons in both languages."""

import pyexpat
import struct
import zlib
from collections.abc import Iterator
from contextlib import contextmanager

from xl2report.files.reader.package import UnreadableBook
from xl2report.ground.wordings.model import Language
from xl2report.ground.wordings.workbooks import UNREADABLE

_WORDS = {
    "spelling": (
        "文件的写法特殊，无法在其中作标记",
        "The file is spelt in a way in which no marks can be set",
    ),
    "zip": (
        "文件的压缩方式特殊，无法在其中作标记",
        "The file is packed in a way in which no marks can be set",
    ),
    "changed": (
        "作标记会改变原有数据，已放弃",
        "Marking would change what stands in the workbook, so it was left alone",
    ),
    "sheet_names": (
        "已有名为“审核清单”的工作表",
        "There are sheets called 审核清单 already",
    ),
}

# What a file may make go wrong inside that nobody has thought of.
_STRANGE = (
    ValueError,
    LookupError,
    OverflowError,
    RecursionError,
    pyexpat.ExpatError,
    struct.error,
    zlib.error,
)


class CannotMark(Exception):
    """A workbook that cannot be marked without harm: a short stable reason, details for logs."""

    def __init__(self, reason: str, detail: str = "") -> None:
        super().__init__(reason, detail)
        self.reason = reason
        self.detail = detail

    def words(self, language: Language) -> str:
        """The reason as a person reads it."""
        found = _WORDS.get(self.reason) or UNREADABLE.get(self.reason) or UNREADABLE["malformed"]
        return found[0] if language == "zh" else found[1]


@contextmanager
def refusing() -> Iterator[None]:
    """Tell as CannotMark whatever a strangely spelt file makes go wrong inside."""
    try:
        yield
    except UnreadableBook as error:
        raise CannotMark(error.reason, error.detail) from error
    except _STRANGE as error:
        raise CannotMark("spelling", repr(error)) from error
