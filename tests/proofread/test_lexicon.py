"""The phrase book: every mistake in it is told with file, line and the nearest right word."""

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from finished_reports import page
from xl2report.chain.forms import open_plan
from xl2report.form import homes
from xl2report.form.claims import compiled
from xl2report.form.claims.lexicon import KINDS, read_lexicon
from xl2report.form.claims.opening import lexicon_of, phrase_files
from xl2report.form.definition.errors import FormError

FORM = open_plan("disclosure-2021").form
GOOD = """\
names:
  objects:
    request: [政府信息公开申请]
  acts:
    received: [收到]
points:
  - {when: [received, request], is: requests.new_received.total}
bases:
  received: {is: requests.new_received.total, says: "新收 {n} 件", says_en: "the {n} received"}
"""


def mistakes(folder: Path, text: str) -> tuple[str, ...]:
    file = folder / "proof.yaml"
    file.write_text(text, encoding="utf-8")
    with pytest.raises(FormError) as caught:
        read_lexicon([file], FORM)
    return caught.value.mistakes


def test_a_small_one_is_read(tmp_path: Path) -> None:
    (tmp_path / "proof.yaml").write_text(GOOD, encoding="utf-8")
    book = read_lexicon([tmp_path / "proof.yaml"], FORM)
    meaning = book.meaning(frozenset({"received", "request"}))
    assert meaning is not None
    assert meaning.formulas[0].text == "requests.new_received.total"
    assert book.kinds == {"request": "objects", "received": "acts"}


@pytest.mark.parametrize(
    ("old", "new", "line", "word"),
    [
        ("  acts:", "  actz:", 4, "acts"),
        ("[收到]", "收到", 5, "list of phrases"),
        ("[收到]", "[政府信息公开申请]", 5, "is already request"),
        ("is: requests.new_received.total", "is: requests.new_recieved.total", 7, "requests.new_received.total"),
        ("is: requests", "iss: requests", 7, "when and is"),
        ("[received, request]", "[recieved, request]", 7, "received"),
        ("  received: {is", "  recieved: {is", 9, "received"),
        ("{is: requests.new_received.total, says", "{says", 9, "is, says, says_en"),
        ("新收 {n} 件", "新收若干件", 9, "{n}"),
        ("is: requests.new_received.total", "is: requests.new_received.total +", 7, "expected name"),
        ("names:", "nouns:", 1, "names"),
    ],
)  # fmt: skip
def test_a_mistake_is_told_by_its_line(
    tmp_path: Path, old: str, new: str, line: int, word: str
) -> None:
    (first, *_) = mistakes(tmp_path, GOOD.replace(old, new, 1))
    assert first.startswith(f"proof.yaml:{line}: ")
    assert word in first


def test_what_is_no_yaml_is_told(tmp_path: Path) -> None:
    (told,) = mistakes(tmp_path, "names: [")
    assert told.startswith("proof.yaml:")


@pytest.mark.parametrize("form", ["disclosure-2019", "disclosure-2021"])
def test_both_editions_have_one_and_every_name_means_something(form: str) -> None:
    plan = open_plan(form)
    book = lexicon_of(plan.form)
    assert book is not None
    assert set(book.kinds.values()) == set(KINDS)
    used = {name for names in book.meanings for name in names}
    # What only the other edition has.
    other = {
        "public_total",
        "year_end",
        "services",
        "repealed",
        "in_force",
        "fee",
        "other_no_correction",
        "other_fee_unpaid",
    }
    assert set(book.kinds) - used <= other
    rows = {point.row for point in plan.form.points if point.table == "requests"}
    told = {
        plan.form.points[term.point].row
        for meaning in book.meanings.values()
        for formula in meaning.formulas
        for term in formula.sum.terms
        if plan.form.points[term.point].table == "requests"
    }
    assert told == rows


def test_a_form_without_a_phrase_book_has_none(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XL2REPORT_FORMS", str(tmp_path))
    assert lexicon_of(FORM._replace(id="absent")) is None


def test_the_parts_of_a_document_are_checked(tmp_path: Path) -> None:
    (told,) = mistakes(tmp_path, GOOD + "document:\n  duty: {label: 甲, says: [甲]}\n")
    assert told.startswith("proof.yaml:11: duty: ")
    assert "label_en" in told


@pytest.mark.parametrize("form", ["disclosure-2019", "disclosure-2021"])
def test_the_compiled_one_is_the_written_one(form: str) -> None:
    plan = open_plan(form)
    folder = homes.form_folder(form)
    assert folder is not None
    files = phrase_files(folder, form)
    written = read_lexicon(files, plan.form)
    made = compiled.from_json(compiled.to_json(written, "x"), "x")
    assert made is not None
    for name in ("phrases", "meanings", "bases", "duty", "subparts", "kinds"):
        assert getattr(made, name) == getattr(written, name), name
    assert list(made.phrases) == list(written.phrases)
    assert compiled.from_json(compiled.to_json(written, "x"), "y") is None


@pytest.mark.parametrize(
    "text", ["", "[]", "{}", '{"source": "x"}', '{"source": "x", "phrases": 1}']
)
def test_what_is_no_compiled_one_is_not_believed(text: str) -> None:
    assert compiled.from_json(text, "x") is None


@pytest.mark.parametrize("name", ["shared/proof.yaml", "shared/proof-disclosure-2021.yaml"])
def test_an_edited_one_is_not_hidden_by_the_compiled_one(
    name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    home = tmp_path / "forms"
    shutil.copytree(homes.homes()[-1], home)
    monkeypatch.setenv("XL2REPORT_FORMS", str(home))
    file = home / name
    text = file.read_text(encoding="utf-8")
    added = "names:\n  acts:\n    received: [领到]\n"
    if name.endswith("proof.yaml"):
        text = text.replace("received: [", "received: [领到, ", 1)
    else:
        text = added + text
    file.write_text(text, encoding="utf-8")
    book = lexicon_of(FORM)
    assert book is not None
    assert "领到" in book.phrases
    assert "收到" in book.phrases


def test_proofreading_reads_no_yaml(tmp_path: Path) -> None:
    path = tmp_path / "报告.html"
    path.write_text(page(), encoding="utf-8")
    code = (
        "import sys\n"
        "from xl2report.chain.proofread import proofread\n"
        f"found = proofread({str(path)!r})\n"
        "assert found.claims\n"
        "sys.exit(', '.join(one for one in ('ruamel.yaml', 'pydantic') if one in sys.modules) or 0)\n"
    )
    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert (ran.returncode, ran.stderr) == (0, "")
