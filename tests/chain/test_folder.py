"""The work folder: made by `init`, read by everything that works in it."""

from datetime import date
from pathlib import Path

import pytest

from xl2report.chain.errors import CannotWork
from xl2report.chain.folder import SETTINGS, open_folder
from xl2report.chain.init import init
from xl2report.chain.roster import open_roster


def made(folder: Path, city: str = "某市") -> Path:
    init(folder, form="disclosure-2021", year=2025, city=city)
    return folder


def test_a_folder_is_made_and_read(tmp_path: Path) -> None:
    folder = open_folder(made(tmp_path / "2025"))

    assert (folder.city, folder.form, folder.year) == ("某市", "disclosure-2021", 2025)
    assert folder.deadline("") == folder.deadline("没有的批次") == date(2026, 1, 20)
    assert folder.returns.is_dir()
    assert folder.last == ()
    assert open_roster(folder.roster, folder.deadlines) == ((), ())


def test_a_name_with_signs_of_toml_stays_whole(tmp_path: Path) -> None:
    name = '某"市\\n\\'
    assert open_folder(made(tmp_path / "x", name)).city == name


def test_a_folder_is_not_made_twice(tmp_path: Path) -> None:
    settings = (made(tmp_path) / SETTINGS).read_bytes()
    with pytest.raises(CannotWork, match="is a work folder already"):
        made(tmp_path)
    assert (tmp_path / SETTINGS).read_bytes() == settings


def test_what_lies_there_stays(tmp_path: Path) -> None:
    (tmp_path / "roster.xlsx").write_bytes(b"mine")
    made(tmp_path)
    assert (tmp_path / "roster.xlsx").read_bytes() == b"mine"


@pytest.mark.parametrize(
    ("write", "said"),
    [
        ("city = 乳山", "写法有误"),
        ('city = "某市"\nform = "disclosure-2021"', "缺少 year"),
        ('city = "某市"\nform = "disclosure-2021"\nyear = "2025"', "year 应写成四位数字"),
        ('citi = "某市"', "是否应为 city"),
        ('city = "某市"\nform = "f"\nyear = 2025\n[deadlines]\n"全部" = "一月"', "应写成日期"),
    ],
)
def test_wrong_settings_are_told(tmp_path: Path, write: str, said: str) -> None:
    (tmp_path / SETTINGS).write_text(write, encoding="utf-8")
    with pytest.raises(CannotWork) as told:
        open_folder(tmp_path)
    assert said in told.value.chinese
    assert told.value.english


def test_another_folder_is_none(tmp_path: Path) -> None:
    with pytest.raises(CannotWork, match="is no work folder"):
        open_folder(tmp_path)


def test_notepads_mark_and_a_date_in_quotes_are_taken(tmp_path: Path) -> None:
    text = (
        'city = "某市"\nform = "disclosure-2021"\nyear = 2025\n[deadlines]\n"二" = "2026-02-01"\n'
    )
    (tmp_path / SETTINGS).write_bytes(text.encode("utf-8-sig"))
    assert open_folder(tmp_path).deadline("二") == date(2026, 2, 1)
