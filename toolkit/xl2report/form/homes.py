"""Where form definitions live: in the installed package, in a checkout, or where an office says.

The one room that knows all homes. Knows folders and names, and of a form's YAML only its includes.
"""

import os
import re
from pathlib import Path

_PACKAGE = Path(__file__).resolve().parents[1]
# An office's own forms: folders separated as in PATH, searched before the forms that travel along.
ENVIRONMENT = "XL2REPORT_FORMS"
_OWN = (_PACKAGE / "_templates", _PACKAGE.parents[1] / "workbook_templates")


def homes() -> list[Path]:
    """The folders that hold form folders, those of the office first."""
    named = [Path(part) for part in os.environ.get(ENVIRONMENT, "").split(os.pathsep) if part]
    own = next((home for home in _OWN if home.is_dir()), None)
    return [home for home in (*named, own) if home is not None]


def form_folder(form_id: str) -> Path | None:
    """The folder of a form, by its id or given as a path to the folder itself; None if unknown."""
    direct = Path(form_id)
    if ("/" in form_id or os.sep in form_id) and (direct / "form.yaml").is_file():
        return direct
    for home in homes():
        folder = home / form_id
        if (folder / "form.yaml").is_file():
            return folder
    return None


def form_ids() -> list[str]:
    """The ids of all forms to be found, sorted; an office's form hides a home form of its name."""
    found = {
        folder.name
        for home in homes()
        if home.is_dir()
        for folder in home.iterdir()
        if (folder / "form.yaml").is_file()
    }
    return sorted(found)


def shared_file(folder: Path, name: str) -> Path | None:
    """A file that a form includes: beside it, or in the `shared` folder of a home; None if nowhere."""
    for base in (folder, *(home / "shared" for home in homes())):
        if (base / name).is_file():
            return base / name
    return None


def source_files(folder: Path) -> list[Path]:
    """`form.yaml` and every file it includes, without reading them as YAML."""
    own = folder / "form.yaml"
    text = own.read_text(encoding="utf-8", errors="replace")
    block = re.search(r"^include:([ \t]*\[[^\]]*\]|(?:[^\n]*\n *- [^\n]*)+)", text, re.MULTILINE)
    names = re.findall(r"[^\s\[\],\"'-][^\s\[\],\"']*", block.group(1)) if block else []
    files = [shared_file(folder, name) for name in names if name]
    return [own, *(file for file in files if file is not None)]
