"""What is generated from the form definitions is what a run makes of them now."""

import io
import zipfile
from pathlib import Path

import pytest

from xl2report.chain.artefacts import artefacts

TEMPLATES = Path(__file__).resolve().parents[1] / "workbook_templates"


def parts(data: bytes) -> list[tuple[str, bytes]]:
    """A zip's members in order, inflated; other data as one member."""
    if data[:2] != b"PK":
        return [("", data)]
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        return [(info.filename, package.read(info)) for info in package.infolist()]


@pytest.mark.parametrize("form", ["disclosure-2019", "disclosure-2021"])
def test_generated_files_are_current(form: str) -> None:
    made = artefacts(TEMPLATES / form)
    assert set(made) == {
        "form.compiled.json",
        "proof.compiled.json",
        "blank.xlsx",
        "blanks.zip",
        "base.docx",
    }
    for name, data in made.items():
        # Inflated, because another zlib may pack the same bytes otherwise.
        assert parts((TEMPLATES / form / name).read_bytes()) == parts(data), f"{name}: make forms"


@pytest.mark.parametrize("form", ["disclosure-2019", "disclosure-2021"])
def test_two_runs_give_the_same_bytes(form: str) -> None:
    assert artefacts(TEMPLATES / form) == artefacts(TEMPLATES / form)
