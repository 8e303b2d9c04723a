"""Where the phrase book of a form lies: its YAML in the homes, compiled beside the form."""

from pathlib import Path

from xl2report.form import homes
from xl2report.form.claims import compiled
from xl2report.form.claims.lexicon import Lexicon, read_lexicon
from xl2report.form.definition.model import Form

SHARED = "proof.yaml"
_READ: dict[tuple[Path, str], Lexicon | None] = {}


def phrase_files(folder: Path, form_id: str) -> list[Path]:
    """The YAML files of a form's phrase book, the shared one first; none for a form without its own."""
    own = homes.shared_file(folder, f"proof-{form_id}.yaml")
    shared = homes.shared_file(folder, SHARED)
    return [file for file in (shared, own) if file is not None] if own is not None else []


def stamp_of(folder: Path, files: list[Path]) -> str:
    """The fingerprint of a phrase book: of its own files and of the form's, which orders the points."""
    return compiled.fingerprint([*homes.source_files(folder), *files])


def lexicon_of(form: Form) -> Lexicon | None:
    """The phrase book of a form: compiled if that is current, else from its YAML, fully checked.

    None for a form that has none. Raises FormError.
    """
    folder = homes.form_folder(form.id)
    if folder is None:
        return None
    key = (folder.resolve(), form.id)
    if key not in _READ:
        files = phrase_files(folder, form.id)
        _READ[key] = _read(folder, files, form) if files else None
    return _READ[key]


def _read(folder: Path, files: list[Path], form: Form) -> Lexicon:
    made = folder / compiled.FILE
    if made.is_file():
        text = made.read_text(encoding="utf-8", errors="replace")
        lexicon = compiled.from_json(text, stamp_of(folder, files))
        if lexicon is not None:
            return lexicon
    return read_lexicon(files, form)
