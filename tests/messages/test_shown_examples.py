"""The examples that `explain CODE` shows are those held beside this file; `--update-messages` copies them."""

import json
from pathlib import Path

import pytest

from xl2report.chain import explain
from xl2report.ground.wordings import CODES

HERE = Path(__file__).resolve().parent
FILE = Path(explain.__file__).with_name("examples.json")


def test_each_code_has_its_example(request: pytest.FixtureRequest) -> None:
    texts = {
        code: [
            (HERE / name).read_text(encoding="utf-8").rstrip("\n")
            for name in (f"{code}.txt", f"{code}.en.txt")
        ]
        for code in sorted(CODES)
        if (HERE / f"{code}.en.txt").is_file()  # that each code has both, `test_messages` demands
    }
    written = json.dumps(texts, ensure_ascii=False, indent=1) + "\n"
    if request.config.getoption("--update-messages"):
        FILE.write_text(written, encoding="utf-8", newline="\n")
    assert FILE.read_text(encoding="utf-8") == written
