"""Parts → the bytes of a workbook, packed as XlsxWriter packs them."""

import io
import zipfile
from collections.abc import Mapping

_LONG_AGO = (1980, 1, 1, 0, 0, 0)


def zipped(parts: Mapping[str, bytes]) -> bytes:
    """The parts in their order as a zip, alike from run to run."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", compression=zipfile.ZIP_DEFLATED) as archive:
        for name, data in parts.items():
            info = zipfile.ZipInfo(name, _LONG_AGO)
            info.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(info, data)
    return buffer.getvalue()


def unzipped(data: bytes, under: str = "") -> dict[str, bytes]:
    """The parts of a zip that we made, in their order; with `under` those whose names begin so, without it."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return {
            info.filename.removeprefix(under): archive.read(info)
            for info in archive.infolist()
            if info.filename.startswith(under)
        }
