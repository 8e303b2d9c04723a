"""The contract of the command line: exit codes, what goes to stdout, JSON keys, clear refusals.

Every command runs as its users run it, in a process of its own.
"""

import hashlib
import io
import json
import os
import random
import re
import zipfile
from pathlib import Path

import pytest

import city
from command import clear
from command import xl2report as run
from small_form import write_small_form

HAN = re.compile("[\u3400-\u9fff]")
# A few units are a city too, and read faster than all fourteen.
SMALL_CITY = ("民政局.xlsx", "公安局.xlsx", "夏村镇.xlsx")
FINDING_KEYS = [
    "code", "severity", "rule", "point", "places", "where", "left", "right", "difference",
    "message", "remedy", "explanation", "explained", "void", "numbers", "suspects",
]  # fmt: skip


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A work folder: clean returns, faulty ones, a roster; commands run in it and change none of it."""
    folder = tmp_path_factory.mktemp("home")
    books = city.returns()
    city.put(folder / "clean", {name: books[name] for name in SMALL_CITY})
    city.put(folder / "faulty", {name: books[name] for name in SMALL_CITY[:2]})
    city.put(folder / "faulty", {"城区街道.xlsx": city.faulty("balance-broken")})
    (folder / "roster.xlsx").write_bytes(city.roster())
    city.put(folder, {"one.xlsx": city.book("civil_affairs"), "bad.xlsx": b"no workbook"})
    return folder


def fingerprint(folder: Path) -> dict[str, str]:
    return {
        path.relative_to(folder).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


# ---- exit codes, stdout and stderr ---------------------------------------------------------------


def test_every_command_says_0_when_all_is_well_and_changes_no_input(
    home: Path, tmp_path: Path
) -> None:
    before = fingerprint(home)
    (tmp_path / "d.json").write_text('{"year": 2020, "reporter": {"name": "甲"}}', encoding="utf-8")
    commands: list[tuple[object, ...]] = [
        ("--version",),
        ("--help",),
        ("forms",),
        ("forms", "disclosure-2021"),
        ("forms", "disclosure-2021", "--rules"),
        ("template", "disclosure-2021", "--year", 2025, "-o", tmp_path / "new" / "a.xlsx"),
        ("template", "disclosure-2020", "--year", 2020, "-o", tmp_path / "b.xlsx"),
        ("template", "disclosure-2019", "--year", 2020, "--roster", "roster.xlsx",
         "-o", tmp_path / "templates"),
        ("fill", "disclosure-2019", tmp_path / "d.json", "-o", tmp_path / "new2" / "f.xlsx"),
        ("read", "one.xlsx"),
        ("check", "clean"),
        ("merge", "clean", "-o", tmp_path / "new3" / "city.xlsx", "--reporter", "市"),
        ("report", "one.xlsx", "-o", tmp_path / "new4" / "r.docx"),
        ("run", "clean", "-o", tmp_path / "run"),
        ("clean", "-o", tmp_path / "short"),
    ]  # fmt: skip
    del commands[6]

    for arguments in commands:
        ran = run(*arguments, cwd=home)
        assert ran.code == 0, (arguments, ran)
    assert (tmp_path / "new" / "a.xlsx").is_file()
    assert len(list((tmp_path / "templates").iterdir())) == 14
    assert (tmp_path / "new4" / "r.docx").is_file()
    assert sorted(fingerprint(tmp_path / "short")) == sorted(fingerprint(tmp_path / "run"))
    assert fingerprint(home) == before


def test_errors_are_1_and_nothing_is_merged(home: Path, tmp_path: Path) -> None:
    target = tmp_path / "city.xlsx"
    for arguments in (
        ("check", "faulty"),
        (
            "read",
            "faulty/城区街道.xlsx",
            city.put(tmp_path, {"x.xlsx": city.faulty("word-for-zero")}),
        ),
        ("merge", "faulty", "-o", target, "--reporter", "市"),
        ("run", "faulty", "-o", tmp_path / "out"),
        ("report", "faulty/城区街道.xlsx", "-o", tmp_path / "r.docx"),
    ):
        assert run(*arguments, cwd=home).code == 1, arguments
    assert not target.exists()
    # What is told is told; nothing is added up.
    written = set(fingerprint(tmp_path / "out"))
    assert "审核意见/城区街道-审核意见.docx" in written
    assert {name for name in written if "/" not in name} == {"核对清单.html", "核对清单.xlsx"}
    # The report is written, as a draft.
    assert (tmp_path / "r.docx").is_file()


def test_force_merges_says_1_and_says_so(home: Path, tmp_path: Path) -> None:
    target = tmp_path / "city.xlsx"

    merged = run("merge", "faulty", "-o", target, "--reporter", "市", "--force", cwd=home)

    assert merged.code == 1
    assert target.is_file()
    assert "M506" in run("check", target).out


def test_warnings_alone_are_0(tmp_path: Path) -> None:
    city.put(tmp_path, {"x.xlsx": city.faulty("text-number")})

    checked = run("check", tmp_path)

    assert (checked.code, "E102" in checked.out) == (0, True)


def test_data_goes_to_stdout_and_all_else_to_stderr(home: Path, tmp_path: Path) -> None:
    read = run("read", "one.xlsx", cwd=home)
    made = run("template", "disclosure-2019", "--year", 2020, "-o", tmp_path / "a.xlsx")
    merged = run(
        "merge",
        "clean",
        "-o",
        tmp_path / "c.xlsx",
        "--reporter",
        "市",
        "--format",
        "json",
        cwd=home,
    )
    ran = run("run", "one.xlsx", "-o", tmp_path / "out", cwd=home)

    assert (read.err, bool(read.data)) == ("", True)
    assert (made.out, made.err.strip()) == ("", str(tmp_path / "a.xlsx"))
    assert merged.err.strip() == str(tmp_path / "c.xlsx")
    assert ".docx" in ran.err
    assert ".docx" not in ran.out


def test_run_takes_the_folder_it_stands_in(home: Path, tmp_path: Path) -> None:
    city.put(tmp_path, {"one.xlsx": (home / "one.xlsx").read_bytes()})

    assert run("run", cwd=tmp_path).code == 0
    # What it wrote is no return the next time.
    again = run("run", cwd=tmp_path)
    assert (again.code, "1 份工作簿" in again.out) == (0, True)


# ---- JSON --------------------------------------------------------------------------------------------


def test_read_json(home: Path) -> None:
    (book,) = run("read", "one.xlsx", cwd=home).data

    assert {
        "book",
        "form",
        "year",
        "reporter",
        "values",
        "texts",
        "explanations",
        "declarations",
    } <= (book.keys())
    unit = city.unit("civil_affairs")
    assert (book["book"], book["form"], book["year"]) == ("one.xlsx", "disclosure-2019", 2020)
    assert book["reporter"] == {"name": unit["name"], "code": unit["code"]}
    assert sorted(book["values"]) == sorted(city.plan().index)
    typed = book["values"]["proactive.other_services.decisions"]
    assert typed == {"value": "18342", "state": "number", "place": "二、主动公开!F11"}
    total = book["values"]["requests.granted.total"]
    assert total.keys() == {"value", "state", "place", "computed", "cached"}
    assert (total["computed"], total["cached"]) == (True, total["value"])
    assert book["declarations"].items() >= {"zero_report": False}.items()
    assert isinstance(book["declarations"]["blank_is_zero"], list)


def test_read_json_names_each_of_the_five_states(tmp_path: Path) -> None:
    workbook = city.book("civil_affairs")
    for point, write in (
        ("disputes.review.upheld", city.BLANK),
        ("disputes.review.corrected", city.text("无")),
        ("disputes.review.pending", city.number(0)),
    ):
        workbook = city.wrong(workbook, city.cell(point), write)
    label = city.text("五、其他")
    workbook = city.wrong(workbook, "三、申请办理!A7", label)
    city.put(tmp_path, {"x.xlsx": workbook})

    values = run("read", tmp_path).data[0]["values"]

    states = {point: (values[point]["state"], values[point]["value"]) for point in values}
    assert states["disputes.review.upheld"] == ("blank", None)
    assert states["disputes.review.corrected"] == ("text", None)
    assert states["disputes.review.pending"] == ("zero", "0")
    assert states["requests.new_received.natural_person"] == ("missing", None)
    assert states["proactive.other_services.decisions"] == ("number", "18342")
    assert set(dict(states.values())) == {"number", "zero", "blank", "text", "missing"}


def test_check_json(home: Path) -> None:
    checked = run("check", "faulty", "--format", "json", cwd=home)

    data = checked.data
    assert (checked.code, checked.err) == (1, "")
    assert data.keys() >= {"books", "relations"}
    assert data["relations"].keys() == {"holds", "broken", "unassessable"}
    assert data["relations"] == {"holds": 175, "broken": 2, "unassessable": 0}
    book = next(book for book in data["books"] if book["book"] == "城区街道.xlsx")
    assert list(book) == ["book", "reporter", "errors", "warnings", "explained", "findings"]
    assert (book["errors"], book["warnings"]) == (1, 0)
    (found,) = book["findings"]
    assert list(found) == FINDING_KEYS
    assert (found["code"], found["severity"]) == ("R301", "error")
    assert (found["rule"], found["point"]) == (
        "requests.balance", "requests.results_total.natural_person",
    )  # fmt: skip
    assert found["places"] == [
        "三、申请办理!D7",
        "三、申请办理!D8",
        "三、申请办理!D28",
        "三、申请办理!D29",
    ]
    assert (found["left"], found["right"], found["difference"]) == ("7", "8", "1")
    # The right cell (D19) is among those that mend the column, and so is what it should say.
    suspects = {(one["place"], one["found"], one["suggested"]) for one in found["suspects"]}
    assert ("三、申请办理!D19", "4", "3") in suspects


def test_merge_json_lists_reporters_with_their_state(home: Path, tmp_path: Path) -> None:
    city.put(tmp_path / "r", {
        "民政局.xlsx": city.book("civil_affairs"),
        "民政局2.xlsx": city.made(city.data("civil_affairs", text__desks=3)),
        "公安局.xlsx": city.faulty("negative-count"), "乳山口镇.xlsx": city.book("rushankou"),
        "财政局.xlsx": city.book("finance"),
    })  # fmt: skip

    merged = run(
        "merge", tmp_path / "r", "-o", tmp_path / "c.xlsx", "--reporter", "市",
        "--roster", home / "roster.xlsx", "--format", "json",
    )  # fmt: skip

    assert merged.code == 1
    assert merged.data.keys() >= {"reporters", "books", "relations"}
    states = {one["reporter"]: one["state"] for one in merged.data["reporters"]}
    assert all(one.keys() == {"reporter", "state"} for one in merged.data["reporters"])
    assert states["乳山市民政局"] == "duplicate"
    assert states["乳山市公安局"] == "returned"
    assert states["乳山市财政局"] == "accepted"
    assert states[city.unit("rushankou")["name"]] == "declared_zero"
    assert list(states.values()).count("missing") == 14 - 4


def test_merge_json_holds_what_adding_up_has_to_tell(tmp_path: Path) -> None:
    city.put(tmp_path / "r", {
        "办公室.xlsx": city.book("gov_office"),
        "财政局.xlsx": city.made(city.data("finance", text__meetings_exec=3)),
    })  # fmt: skip

    merged = run(
        "merge", tmp_path / "r", "-o", tmp_path / "c.xlsx", "--reporter", "市", "--format", "json"
    )

    assert (merged.code, [one["code"] for one in merged.data["batch"]]) == (0, ["M505"])


def test_json_loses_no_sign_where_stdout_knows_few(tmp_path: Path) -> None:
    data = city.data("police")
    data["texts"] = {"problems": "难字𠮷和😀"}
    city.put(tmp_path, {"x.xlsx": city.made(data)})

    read = run("read", tmp_path, PYTHONIOENCODING="gbk")

    assert read.data[0]["texts"] == {"problems": "难字𠮷和😀"}


def test_csv_tells_of_faults_like_json(home: Path, tmp_path: Path) -> None:
    city.put(tmp_path, {"x.xlsx": city.faulty("word-for-zero")})

    clean = run("read", "one.xlsx", "--format", "csv", cwd=home)
    faulty = run("read", tmp_path, "--format", "csv")
    bad = run("read", "one.xlsx", "bad.xlsx", "--format", "csv", cwd=home)

    assert clean.out.splitlines()[0].split(",")[:4] == ["book", "form", "year", "reporter"]
    assert len(clean.out.splitlines()) == 1 + len(city.plan().index)
    assert (clean.code, faulty.code, bad.code) == (0, 1, 2)
    assert "E101" in faulty.err
    assert "bad.xlsx" in bad.err


def test_a_result_goes_to_a_file_in_a_folder_that_is_not_there_yet(
    home: Path, tmp_path: Path
) -> None:
    for arguments in (("read", "one.xlsx"), ("check", "clean", "--format", "json")):
        target = tmp_path / "new" / f"{arguments[0]}.json"
        ran = run(*arguments, "-o", target, cwd=home)
        assert (ran.code, ran.out) == (0, "")
        assert json.loads(target.read_text(encoding="utf-8"))


# ---- languages --------------------------------------------------------------------------------------


def test_chinese_and_english(home: Path) -> None:
    chinese = run("check", "faulty", cwd=home)
    english = run("check", "faulty", cwd=home, language="en")

    assert "勾稽不平" in chinese.out
    assert "relation broken    error" in english.out
    assert "3 workbooks, 1 with errors; 1 error, " in english.out
    assert run("check", "nix", language="en").err == "No such file or folder: nix\n"
    assert run("check", "nix").err == "找不到文件或文件夹：nix\n"
    helped = run("--help", language="en")
    assert not HAN.search(helped.out.replace("政府信息公开工作年度报告", ""))


def test_the_locale_speaks_where_no_variable_does() -> None:
    for locale, said in (("zh_CN.UTF-8", "找不到"), ("en_US.UTF-8", "No such"), ("C", "No such")):
        ran = run("check", "nix", XL2REPORT_LANG="", LC_ALL=locale, LANG="")
        assert ran.err.startswith(said), locale


def test_codes_ids_and_keys_are_the_same_in_both_languages(home: Path) -> None:
    first, second = (
        run("check", "faulty", "--format", "json", cwd=home, language=language).data
        for language in ("zh", "en")
    )
    for book in (*first["books"], *second["books"]):
        for found in book["findings"]:
            found["message"] = found["remedy"] = found["where"] = ""
    assert first == second


# ---- refusals -----------------------------------------------------------------------------------------

WRONG_LINES: dict[str, tuple[tuple[object, ...], str]] = {
    "nothing at all": ((), "命令"),
    "unknown option": (("--force",), "--force"),
    "unknown command or path": (("chekc", "x"), "chekc"),
    "unknown option of a command": (("check", "clean", "--fix"), "--fix"),
    "missing path": (("check",), "PATH"),
    "missing option": (("template", "disclosure-2019", "-o", "x.xlsx"), "--year"),
    "missing output": (("merge", "clean", "--reporter", "市"), "-o"),
    "option without a value": (("check", "clean", "--roster"), "--roster"),
    "a word for a number": (
        ("template", "disclosure-2019", "--year", "今年", "-o", "x.xlsx"), "--year",
    ),
    "one argument too many": (("forms", "disclosure-2019", "x"), "x"),
    "unknown form": (
        ("template", "disclosure-2020", "--year", 2020, "-o", "x.xlsx"), "disclosure-2020",
    ),
    "unknown form of forms": (("forms", "nix"), "nix"),
    "a year the edition does not cover": (
        ("template", "disclosure-2019", "--year", 2021, "-o", "x.xlsx"), "2021",
    ),
    "unknown format": (("read", "one.xlsx", "--format", "xml"), "xml"),
    "unknown format of check": (("check", "one.xlsx", "--format", "csv"), "csv"),
    "no such path": (("read", "nix.xlsx"), "nix.xlsx"),
    "a folder without workbooks": (("check", "empty"), "empty"),
    "no such roster": (("check", "clean", "--roster", "nix.xlsx"), "nix.xlsx"),
    "a roster that is none": (("check", "clean", "--roster", "one.xlsx"), "one.xlsx"),
    "an unreadable roster": (("check", "clean", "--roster", "bad.xlsx"), "bad.xlsx"),
    "no such data": (("fill", "disclosure-2019", "nix.json", "-o", "x.xlsx"), "nix.json"),
    "data that are no JSON": (("fill", "disclosure-2019", "bad.xlsx", "-o", "x.xlsx"), "bad.xlsx"),
    "a report of a folder of several": (("report", "clean", "-o", "x.docx"), "report"),
    "a report of another kind": (("report", "one.xlsx", "-o", "x.xlsx"), "x.xlsx"),
    "a report of no workbook": (("report", "bad.xlsx", "-o", "x.docx"), "bad.xlsx"),
    "a style that is no document": (
        ("report", "one.xlsx", "-o", "x.docx", "--style", "bad.xlsx"), "bad.xlsx",
    ),
    "results into the folder of the returns": (("run", "clean", "-o", "clean"), "clean"),
    "a result below a file": (("report", "one.xlsx", "-o", "bad.xlsx/x.docx"), "bad.xlsx"),
    "a result in the place of a folder": (
        ("template", "disclosure-2019", "--year", 2020, "-o", "clean"), "clean",
    ),
    "a name too long": (
        ("template", "disclosure-2019", "--year", 2020, "--reporter", "长" * 300, "-o", "x.xlsx"),
        "300",
    ),
}  # fmt: skip


@pytest.mark.parametrize("wrong", WRONG_LINES)
def test_a_wrong_command_line_is_refused_in_one_clear_line(wrong: str, home: Path) -> None:
    arguments, named = WRONG_LINES[wrong]
    (home / "empty").mkdir(exist_ok=True)
    before = fingerprint(home)

    message = clear(run(*arguments, cwd=home))

    assert named in message
    assert HAN.search(message)
    assert fingerprint(home) == before


OUTPUTS_THAT_ARE_INPUTS: list[tuple[object, ...]] = [
    ("merge", "clean", "-o", "clean/民政局.xlsx", "--reporter", "市"),
    ("merge", "clean", "-o", "roster.xlsx", "--reporter", "市", "--roster", "roster.xlsx"),
    ("check", "one.xlsx", "-o", "one.xlsx"),
    ("check", "clean", "--roster", "roster.xlsx", "-o", "roster.xlsx"),
    ("check", "clean", "--last", "one.xlsx", "-o", "one.xlsx"),
    ("read", "one.xlsx", "-o", "./clean/../one.xlsx"),
    ("read", "clean", "--format", "csv", "-o", "clean/民政局.xlsx"),
    ("fill", "disclosure-2019", "bad.xlsx", "-o", "bad.xlsx"),
]


@pytest.mark.parametrize("arguments", OUTPUTS_THAT_ARE_INPUTS, ids=lambda line: ascii(line[0]))
def test_no_result_replaces_an_input(arguments: tuple[object, ...], home: Path) -> None:
    before = fingerprint(home)

    assert "也是输入文件" in clear(run(*arguments, cwd=home))

    assert fingerprint(home) == before


def zipped(**files: bytes) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as package:
        for name, content in files.items():
            package.writestr(name, content)
    return out.getvalue()


def docx() -> bytes:
    kinds = b'<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>'
    return zipped(**{"[Content_Types].xml": kinds, "word/document.xml": b"<document/>"})


UNREADABLE = {
    "empty": (b"", "空"),
    "docx": (docx(), "Word"),
    "pdf": (b"%PDF-1.7\n" + bytes(200), "PDF"),
    "zip": (zipped(**{"returns/a.xlsx": b"PK"}), "压缩包"),
    "xls": (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(504), ".xls"),
    "picture": (b"\x89PNG\r\n\x1a\n" + bytes(64), "图片"),
    "truncated": (city.book("police")[:4000], "不完整"),
    "random": (random.Random(7).randbytes(5000), "不是 Excel"),  # noqa: S311 - no secret
    "text": ("单位名称,数量\n民政局,1\n".encode("gbk"), "不是 Excel"),
}


@pytest.mark.parametrize("kind", UNREADABLE)
def test_what_cannot_be_read_is_told_by_its_kind(kind: str, tmp_path: Path) -> None:
    content, said = UNREADABLE[kind]
    city.put(tmp_path, {"民政局.xlsx": content})

    ran = run("check", "民政局.xlsx", cwd=tmp_path)

    assert (ran.code, "Traceback" in ran.err) == (2, False)
    first, message, remedy = ran.err.rstrip("\n").splitlines()
    assert first.startswith("民政局.xlsx    W201 ")
    assert said in message
    assert remedy
    assert (tmp_path / "民政局.xlsx").read_bytes() == content


def test_an_unreadable_workbook_stops_every_command_that_needs_it(tmp_path: Path) -> None:
    city.put(tmp_path / "r", {"a.xlsx": UNREADABLE["random"][0], "b.xlsx": city.book("police")})
    for arguments in (
        ("read", "r"),
        ("check", "r", "--format", "json"),
        ("merge", "r", "-o", "c.xlsx", "--reporter", "市"),
        ("run", "r", "-o", "out"),
        ("report", "r/a.xlsx", "-o", "x.docx"),
    ):
        ran = run(*arguments, cwd=tmp_path)
        assert (ran.code, "Traceback" in ran.err, "a.xlsx" in ran.err + ran.out) == (2, False, True)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["out", "r"]
    written = set(fingerprint(tmp_path / "out"))
    assert "审核意见/a-审核意见.docx" in written
    assert {name for name in written if "/" not in name} == {"核对清单.html", "核对清单.xlsx"}


def test_a_workbook_that_may_not_be_read(tmp_path: Path) -> None:
    # A folder stands where a file was named last, and reads like a file without permission.
    (tmp_path / "gone.xlsx").symlink_to(tmp_path / "nowhere.xlsx")

    assert "gone.xlsx" in clear(run("check", tmp_path / "gone.xlsx"))


@pytest.mark.skipif(os.geteuid() == 0, reason="nothing is read-only to root")
def test_a_target_that_is_read_only(home: Path, tmp_path: Path) -> None:
    (tmp_path / "locked").mkdir(mode=0o500)

    ran = run("report", "one.xlsx", "-o", tmp_path / "locked" / "r.docx", cwd=home)

    assert "没有写权限" in clear(ran)


BROKEN_FORMS = {
    "no yaml": "form: [",
    "unknown key": "form: small\nfrom: x\n",
    "empty": "",
    "a list": "- a\n",
    "not text": "\x00\x01",
}


@pytest.mark.parametrize("broken", BROKEN_FORMS)
def test_a_broken_form_is_told_with_its_file_and_line(broken: str, tmp_path: Path) -> None:
    folder = write_small_form(tmp_path / "small")
    (folder / "form.yaml").write_text(BROKEN_FORMS[broken], encoding="utf-8")

    ran = run("forms", "small", XL2REPORT_FORMS=str(tmp_path))

    assert (ran.code, ran.out) == (2, "")
    first, *mistakes = ran.err.splitlines()
    assert first == "报表定义有误："
    assert mistakes
    assert all(re.match(r"\S*form\.yaml(:\d+)?: ", line) for line in mistakes), mistakes


def test_findings_come_in_the_same_order_on_every_run(tmp_path: Path) -> None:
    workbook = city.book("civil_affairs")
    for sheet in ("二、主动公开", "三、申请办理", "四、复议诉讼"):
        for row in (41, 43, 45):
            workbook = city.wrong(workbook, f"{sheet}!C{row}", city.number(row))
    city.put(tmp_path, {"x.xlsx": workbook})

    first, second = (run("check", tmp_path, PYTHONHASHSEED=str(seed)) for seed in (1, 2))

    assert first == second
    assert re.findall("C([0-9]+) ", first.out) == ["41", "43", "45"] * 3


@pytest.mark.parametrize(
    ("word", "meant"),
    [("chekc", "check"), ("reprot", "report"), ("Merge", "merge"), ("temlate", "template")],
)
def test_a_mistyped_command_is_told_with_the_one_that_was_meant(
    word: str, meant: str, tmp_path: Path
) -> None:
    said = clear(run(word, "returns", cwd=tmp_path))
    assert f"xl2report {meant}？" in said
    assert word in said
    english = clear(run(word, "returns", cwd=tmp_path, language="en"))
    assert f"Did you mean xl2report {meant}?" in english
    # What is there under that name is a folder of returns, whatever it is called.
    (tmp_path / word).mkdir()
    assert "xl2report check" not in clear(run(word, cwd=tmp_path))
    assert "没有找到工作簿" in clear(run(word, cwd=tmp_path))


def test_a_path_that_is_not_there_and_like_no_command_is_told_as_a_path(tmp_path: Path) -> None:
    assert clear(run("回收", cwd=tmp_path)) == "找不到文件或文件夹：回收"
