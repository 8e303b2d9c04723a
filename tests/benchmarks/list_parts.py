"""Which parts of a workbook `check` reads, by watching it, a process of its own.

    python list_parts.py FOLDER PARTS

Checks every workbook of the folder with the reader's two doors to a part watched, and writes the
parts' names, one a line. Ends with an error where workbooks of the folder differ in them, or where
the form would be read from YAML in every process because what is compiled is not current.
"""

import sys
from pathlib import Path
from unittest.mock import patch

from xl2report.chain.check import check
from xl2report.files.reader.package import Package
from xl2report.form import homes
from xl2report.form.definition import compiled

FORM = "disclosure-2019"


def parts_of(book: Path) -> set[str]:
    """The parts that checking one workbook reads."""
    with (
        patch.object(Package, "read", autospec=True, side_effect=Package.read) as read,
        patch.object(Package, "made", autospec=True, side_effect=Package.made) as made,
    ):
        report = check([book])
    if not report.clean:
        raise SystemExit(f"{book.name}: {report.findings}")
    calls = [*read.call_args_list, *made.call_args_list]
    return {call.args[1].lower() for call in calls}


def demand_compiled() -> None:
    folder = homes.form_folder(FORM)
    if folder is None:
        raise SystemExit(f"no form {FORM}")
    stamp = compiled.fingerprint(homes.source_files(folder))
    text = (folder / compiled.FILE).read_text(encoding="utf-8")
    if compiled.from_json(text, stamp) is None:
        raise SystemExit(f"{folder / compiled.FILE} is not current: make forms")


def main(folder: Path, target: Path) -> None:
    demand_compiled()
    found = {frozenset(parts_of(book)) for book in sorted(folder.iterdir())}
    if len(found) != 1:
        raise SystemExit(f"workbooks of {folder} are read in different parts: {found}")
    target.write_text("".join(f"{part}\n" for part in sorted(*found)), encoding="utf-8")


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
