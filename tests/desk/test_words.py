"""What a user reads besides findings: help, refusals, names of results, signs that a stream lacks."""

import ctypes
import re
import sys
from pathlib import Path
from types import SimpleNamespace

import pytest

import city
from command import clear
from command import xl2report as run
from xl2report.desk import language
from xl2report.desk.cli import COMMANDS

HAN = re.compile("[\u3400-\u9fff]")
# typer's own words, and kinds of values as Python knows them.
FOREIGN = re.compile(
    r"Usage|Options:|Arguments:|Commands:|Show this|required|default|env var|<\w+|x>="
)


@pytest.fixture
def home(tmp_path: Path) -> Path:
    city.put(tmp_path / "in", {"民政局.xlsx": city.book("civil_affairs")})
    return tmp_path


@pytest.mark.parametrize("command", ["", *COMMANDS])
def test_help_is_of_one_language_and_explains_each_option(command: str) -> None:
    asked = [command] * bool(command)
    chinese = run(*asked, "--help", COLUMNS="200")
    english = run(*asked, "--help", language="en", COLUMNS="200")

    assert (chinese.code, english.code) == (0, 0)
    assert chinese.out.startswith("用法：xl2report ")
    assert not FOREIGN.search(chinese.out)
    assert not HAN.search(english.out.replace("调整.xlsx", ""))
    assert "..." not in english.out.partition("Commands:")[2]  # no line of the list is cut short
    for text in (chinese.out, english.out):
        for line in re.findall(r"^  (?:-\w, )?--?[\w-]+.*", text, re.MULTILINE):
            name, _, said = line.strip().partition("  ")
            assert said.strip(), f"{command} {name}"
    # Names and what follows them stand in columns in both.
    starts = [
        re.findall(r"^  -.*?  +(?=\S)", text, re.MULTILINE) for text in (chinese.out, english.out)
    ]
    assert all(len({len(start) for start in one}) == 1 for one in starts)


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("check", "in", "--jobs", "x"), "--jobs 的值不对：'x' 不是整数"),
        (("check", "in", "--jobs", "0"), "--jobs 的值不对：0 小于 1"),
        (("template", "disclosure-2021", "--year", "今年", "-o", "a.xlsx"), "--year 的值不对：'今年' 不是整数"),
        (("status", "--today", "1月"), "--today 的值不对：'1月' 不是日期，应如 2022-01-20"),
        (("init", "a", "--form", "disclosure-2021", "--year", "1999", "--city", "市"),
         "disclosure-2021 适用于 2021 年度及以后，不适用于 1999 年度"),
        (("init", "in/民政局.xlsx", "--form", "disclosure-2021", "--year", "2021", "--city", "市"),
         "上级路径是文件，不是文件夹"),
        (("fill", "disclosure-2021", "in/民政局.xlsx", "-o", "a.xlsx"), "不是正确的 JSON"),
        (("import", "in/民政局.xlsx", "-o", "a.xlsx"), "而是工作簿或压缩包；要读的是已发布的报告"),
    ],
)  # fmt: skip
def test_a_refusal_is_chinese_throughout(home: Path, arguments: tuple[str, ...], said: str) -> None:
    message = clear(run(*arguments, cwd=home))
    assert said in message
    names = [*arguments, "民政局.xlsx", "xl2report", "--help", "JSON", "Word", ".docx"]
    for name in sorted(names, key=len, reverse=True):
        message = message.replace(name, "")
    assert not re.search("[A-Za-z]{3}", message)


@pytest.mark.parametrize(
    "arguments",
    [
        ("template", "disclosure-2020", "--year", "2020", "-o"),
        ("merge", "in", "--reporter", "市", "-o"),
        ("rescue", "in/民政局.xlsx", "-o"),
        ("import", "年报.docx", "-o"),
        ("fill", "disclosure-2019", "data.json", "-o"),
        ("check", "in", "--format", "xlsx", "-o"),
        ("check", "in", "--format", "html", "-o"),
        ("status", "in", "--format", "xlsx", "-o"),
    ],
)
def test_a_result_is_not_called_what_it_is_not(home: Path, arguments: tuple[str, ...]) -> None:
    for name in ("out.docx", "out", "out.txt"):
        assert f"请把 {name} 改为" in clear(run(*arguments, name, cwd=home))
        assert not (home / name).exists()


@pytest.mark.parametrize(
    "arguments",
    [
        ("check", "in", "--format", "json", "-o", "{}.json"),
        ("read", "in", "-o", "{}.json"),
        ("merge", "in", "--reporter", "市", "-o", "{}.xlsx"),
        ("check", "{}.xlsx"),
        ("run", "{}"),
        ("status", "{}"),
        ("report", "{}.xlsx", "-o", "a.docx"),
        ("report", "in/民政局.xlsx", "-o", "{}.docx"),
        ("import", "{}.docx", "-o", "a.xlsx"),
        ("proofread", "{}.docx"),
        ("template", "{}", "--year", "2020", "-o", "a.xlsx"),
        ("explain", "R301.x", "{}"),
    ],
)
def test_names_that_no_disk_takes_are_refused(home: Path, arguments: tuple[str, ...]) -> None:
    clear(run(*(one.format("长" * 300) for one in arguments), cwd=home))


@pytest.mark.parametrize(("encoding", "mark"), [("utf-8", "›"), ("gbk", ">"), ("ascii", ">")])
def test_places_can_be_read_in_every_code_page(tmp_path: Path, encoding: str, mark: str) -> None:
    # What a Windows pipe in code page 936 gets; `›` is not in it.
    city.put(tmp_path, {"book.xlsx": city.faulty("balance-broken")})
    ran = run("check", "book.xlsx", cwd=tmp_path, PYTHONIOENCODING=encoding)

    assert ran.code == 1
    assert ran.out.startswith(f"book.xlsx {mark} ")
    if encoding == "gbk":
        assert "book.xlsx > 三、申请办理 > D 列（自然人）" in ran.out
        assert "?" not in ran.out


@pytest.mark.parametrize(("menus", "tongue"), [(0x0804, "zh"), (0x0404, "zh"), (0x0409, "en")])
def test_windows_speaks_the_language_of_its_menus(
    monkeypatch: pytest.MonkeyPatch, menus: int, tongue: str
) -> None:
    for name in ("XL2REPORT_LANG", "LC_ALL", "LC_MESSAGES", "LANG"):
        monkeypatch.delenv(name, raising=False)
    assert language.language() == "en"

    kernel = SimpleNamespace(GetUserDefaultUILanguage=lambda: menus)
    monkeypatch.setattr(ctypes, "windll", SimpleNamespace(kernel32=kernel), raising=False)
    monkeypatch.setattr(sys, "platform", "win32")
    assert language.language() == tongue
    monkeypatch.setenv("XL2REPORT_LANG", "en")
    assert language.language() == "en"
