"""The compiled form: the same form, believed only while its source is byte for byte the same."""

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from small_form import write_small_form
from xl2report.chain.forms import load_form
from xl2report.form import homes
from xl2report.form.definition import compiled
from xl2report.form.definition.errors import FormError
from xl2report.form.definition.loader import load_yaml

EDITIONS = ("disclosure-2019", "disclosure-2021")


@pytest.fixture
def small(tmp_path: Path) -> Path:
    """A small form with its own copy of the include, and compiled."""
    folder = write_small_form(tmp_path / "small")
    shared = homes.shared_file(folder, "cover.yaml")
    assert shared is not None
    shutil.copy(shared, folder / "cover.yaml")
    compile_in(folder)
    return folder


def compile_in(folder: Path) -> None:
    stamp = compiled.fingerprint(homes.source_files(folder))
    text = compiled.to_json(load_yaml(folder), stamp)
    (folder / compiled.FILE).write_text(text, encoding="utf-8")


def retitle(folder: Path) -> None:
    """Change the compiled form's title, so that it shows whether it was believed."""
    file = folder / compiled.FILE
    text = file.read_text(encoding="utf-8")
    file.write_text(text.replace("商业年报", "编译过的"), encoding="utf-8")


@pytest.mark.parametrize("form_id", EDITIONS)
def test_a_form_comes_back_as_it_was(form_id: str) -> None:
    folder = homes.form_folder(form_id)
    assert folder is not None
    form = load_yaml(folder)
    again = compiled.from_json(compiled.to_json(form, "stamp"), "stamp")
    assert again == form
    assert repr(again) == repr(form)  # and of the same classes: named tuples equal plain ones
    assert again is not form
    hash(again.points)  # tuples came back as tuples
    assert compiled.to_json(form, "stamp") == compiled.to_json(again, "stamp")


def test_the_compiled_form_is_used(small: Path) -> None:
    retitle(small)
    assert load_form(small).title == "编译过的"


@pytest.mark.parametrize("name", ["form.yaml", "cover.yaml"])
@pytest.mark.parametrize("change", ["same length", "one byte more"])
def test_a_changed_source_is_not_believed(small: Path, name: str, change: str) -> None:
    retitle(small)
    file = small / name
    data = file.read_bytes()
    data = data[:-1] + b" " if change == "same length" else data + b"\n"
    assert data != file.read_bytes()
    file.write_bytes(data)
    assert load_form(small).title == "商业年报"


@pytest.mark.parametrize(
    "written",
    [
        "include: [cover.yaml]",
        "include: ['cover.yaml']",
        'include: [ "cover.yaml" ]  # the shared ones',
        "include:\n  - cover.yaml",
        "include:\n- 'cover.yaml'",
        "include: [\n  cover.yaml,\n]",
    ],
)
def test_an_include_is_watched_however_it_is_written(small: Path, written: str) -> None:
    file = small / "form.yaml"
    text = file.read_text(encoding="utf-8").replace("include: [cover.yaml]", written)
    file.write_text(text, encoding="utf-8")
    assert [path.name for path in homes.source_files(small)] == ["form.yaml", "cover.yaml"]
    compile_in(small)
    retitle(small)
    assert load_form(small).title == "编译过的"
    (small / "cover.yaml").write_bytes((small / "cover.yaml").read_bytes() + b"\n")
    assert load_form(small).title == "商业年报"


def test_an_include_that_is_gone_is_told(small: Path) -> None:
    text = (small / "form.yaml").read_text(encoding="utf-8")
    (small / "cover.yaml").rename(small / "rest.yaml")
    text = text.replace("[cover.yaml]", "[rest.yaml]")
    (small / "form.yaml").write_text(text, encoding="utf-8")
    compile_in(small)
    (small / "rest.yaml").unlink()
    with pytest.raises(FormError, match=r"rest\.yaml"):
        load_form(small)


@pytest.mark.parametrize(
    "text",
    ["", "{", "[]", "null", '{"form": 1}', '{"source": "STAMP", "form": null}',
     '{"source": "STAMP", "form": ["Form", "x"]}', '{"source": "STAMP", "form": ["Gone", 1]}'],
)  # fmt: skip
def test_a_damaged_compiled_form_is_left_aside(small: Path, text: str) -> None:
    stamp = compiled.fingerprint(homes.source_files(small))
    (small / compiled.FILE).write_text(text.replace("STAMP", stamp), encoding="utf-8")
    assert load_form(small).title == "商业年报"


START = """
import sys
from xl2report.chain.forms import open_plan
open_plan("disclosure-2019"), open_plan("disclosure-2021")
print(sorted({"ruamel", "pydantic"} & {name.partition(".")[0] for name in sys.modules}))
"""


def test_starting_reads_no_yaml() -> None:
    """The shipped compiled forms are current, so that neither ruamel nor pydantic is imported."""
    run = subprocess.run([sys.executable, "-c", START], capture_output=True, text=True, check=True)
    assert run.stdout.strip() == "[]"
