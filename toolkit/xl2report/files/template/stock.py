"""Blank workbooks in stock: written once with the form, so that one for a unit needs no XlsxWriter.

One in stock was written for a name, a code and a year that nobody has. These stand as they are wherever
they were put, and are replaced by the unit's own; the bytes are those that the writer would give, which a test
holds. What would change more than that (a code that is wrong, a name of unusual signs) is left to the writer.
"""

import re
import zlib
from collections.abc import Callable
from datetime import date
from zipfile import BadZipFile

from xl2report.files.template.zipped import unzipped, zipped
from xl2report.ground.codes import check_digit, fault_of
from xl2report.ground.filing import Stamp

FILE = "blanks.zip"
_SOURCE = "source"
# Signs and a year of no unit; the code is a right one, because the cover says of each whether it is.
_NAME, _CODE, _YEAR = "\ue000\ue001\ue002", "Y" * 17 + check_digit("Y" * 17), 2987
# A workbook knows the years around its own, and days of them as Excel counts them.
_AROUND = range(-3, 5)
_EPOCH = date(1899, 12, 30)
_LAST_YEAR = 9000
# What XlsxWriter writes as it is, and takes for no number: letters, digits and Chinese, some of them Chinese.
_PLAIN = re.compile(r"(?=.*[\u4e00-\u9fff])(?:[^\W_]|[（）()·、\-])+")
_TEXTS = "xl/sharedStrings.xml"
_TEXT = re.compile(r"<si>.*?</si>", re.DOTALL)
# Which of them: for nobody in particular, for a name, for a name with its code.
_KINDS = {(False, False): "blank", (True, False): "named", (True, True): "coded"}


def make_stock(write: Callable[[int, str, str], bytes], source: str) -> bytes:
    """The stock of a form; `write` gives the workbook of a year, name and code, `source` what it is made from."""
    parts = {_SOURCE: source.encode()}
    for (named, coded), kind in _KINDS.items():
        data = write(_YEAR, _NAME if named else "", _CODE if coded else "")
        parts |= {f"{kind}/{name}": part for name, part in unzipped(data).items()}
    return zipped(parts)


class Stock:
    """The stock of a form, made from a `source`; each kind of it unpacked when it is first asked for."""

    def __init__(self, data: bytes, source: str) -> None:
        self._data = data
        self._source = source
        self._kinds: dict[str, dict[str, str]] = {}

    def write(self, stamp: Stamp) -> bytes | None:
        """The blank workbook of a stamp; None where the stock is of another source, or has nothing like it."""
        kind = _KINDS.get((bool(stamp.reporter), bool(stamp.code)))
        named = not stamp.reporter or _PLAIN.fullmatch(stamp.reporter)
        right = not stamp.code or not fault_of(stamp.code)[0]
        if not (kind and named and right) or stamp.year > _LAST_YEAR:
            return None
        parts = self._parts(kind)
        if not parts:
            return None
        words = _words(stamp)
        found = re.compile("|".join(words))
        own = {
            name: found.sub(lambda one: words[one[0]], part).encode()
            for name, part in parts.items()
        }
        texts = _TEXT.findall(own[_TEXTS].decode())
        # A text that stands there twice is written once.
        return zipped(own) if len(set(texts)) == len(texts) else None

    def _parts(self, kind: str) -> dict[str, str]:
        if kind not in self._kinds:
            try:
                right = unzipped(self._data, _SOURCE).get("") == self._source.encode()
                found = unzipped(self._data, f"{kind}/") if right else {}
            except (BadZipFile, zlib.error, EOFError):
                # Damaged: whoever has the stock can also write.
                found = {}
            self._kinds[kind] = {name: part.decode() for name, part in found.items()}
        return self._kinds[kind]


def _words(stamp: Stamp) -> dict[str, str]:
    """What stands in a workbook in stock, and what a unit's has there."""
    words = {_NAME: stamp.reporter, _CODE: stamp.code}
    for years in _AROUND:
        words[str(_YEAR + years)] = str(stamp.year + years)
        for day in ((1, 1), (12, 31)):
            words[_serial(_YEAR + years, day)] = _serial(stamp.year + years, day)
    return words


def _serial(year: int, day: tuple[int, int]) -> str:
    """A day as Excel counts it."""
    return str((date(year, *day) - _EPOCH).days)
