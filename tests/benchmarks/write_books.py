"""Workbooks full of random figures that are right, a process of its own.

    python write_books.py FOLDER FIRST LAST
    python write_books.py FOLDER FIRST LAST ORIGINALS

Writes the workbooks of these numbers through the template writer; with ORIGINALS (a folder made so)
as copies of its workbooks with another reporter, code and figure, which takes a tenth of the time.
Every number has its own reporter, and no two workbooks hold the same figures.
"""

import random
import sys
import zipfile
from pathlib import Path
from typing import Any

from xl2report.chain.fill import content_of
from xl2report.chain.forms import open_plan
from xl2report.files.template.writer import write_template
from xl2report.form.plan import Plan
from xl2report.ground.codes import check_digit

FORM, YEAR = "disclosure-2019", 2020
KINDS = ("natural_person", "business", "research", "public_welfare", "legal_service", "other_org")
SIGNS = "政府信息公开工作机关依法主动申请办理条例规定平台建设监督保障群众服务社会管理单位本年度按照要求，。"
# A figure in no relation and unlike any other, so that copies can be told apart by it.
MARK = "text.site_items"
MARKED = 70_000_000
NAME = 12


def book_name(number: int) -> str:
    return f"{number:05d}.xlsx"


def reporter(number: int) -> str:
    return f"示例市第{number:05d}号机关"


def code(number: int) -> str:
    body = f"11370000{number:09d}"
    return body + check_digit(body)


def figures(plan: Plan, dice: random.Random) -> dict[str, Any]:
    """A value for every typed point, so that every relation of the form holds."""
    values: dict[str, Any] = {
        point.id: dice.randint(0, 500)
        for number, point in enumerate(plan.form.points)
        if number not in plan.relations.fills
    }
    for row in ("rules", "normative_docs"):
        values[f"proactive.{row}.public_total"] = 500 + dice.randint(0, 500)
    for row in ("licensing", "other_services", "punishment", "coercion", "fees"):
        left = values[f"proactive.{row}.items_last_year"]
        values[f"proactive.{row}.items_change"] = dice.randint(-left, 50)
    values["proactive.central_procurement.projects"] = dice.randint(1, 50)
    values["proactive.central_procurement.amount"] = f"{dice.randint(1, 10**9) / 100:.2f}"
    outcomes = [row.id for row in plan.form.table("requests").rows][2:-2]
    for kind in KINDS:
        ended = sum(values[f"requests.{row}.{kind}"] for row in outcomes)
        begun = ended + values[f"requests.carried_out.{kind}"]
        carried = dice.randint(0, begun)
        values[f"requests.carried_in.{kind}"] = carried
        values[f"requests.new_received.{kind}"] = begun - carried
    # The channels add up to what was received; what repeats or follows other figures is zero.
    received = sum(values[f"requests.new_received.{kind}"] for kind in KINDS)
    zero = (
        *("ch_letter", "ch_inperson", "ch_fax", "ch_other", "extended", "supplemented"),
        *("fee_notices", "fee_charged", "fee_collected", "norm_docs_disclosed"),
    )
    values |= {f"text.{indicator}": 0 for indicator in zero} | {"text.ch_online": received}
    return values


def workbook(plan: Plan, number: int) -> bytes:
    dice = random.Random(number)  # noqa: S311 - figures to be read again
    content, stamp = content_of(
        plan,
        {
            "form": FORM,
            "year": YEAR,
            "reporter": {"name": reporter(number), "code": code(number)},
            "values": figures(plan, dice) | {MARK: MARKED + number},
            # With the reporter's name, so that copies have texts of their own.
            "texts": {
                text.id: reporter(number) + "".join(dice.choices(SIGNS, k=500 - NAME))
                for text in plan.form.texts
            },
            "cover": {
                "compiler": "张三",
                "reviewer": "李四",
                "officer": "王五",
                "phone": f"0631-{6_000_000 + number}",
                "date": "2021-01-20",
            },
        },
    )
    return write_template(plan.layout, stamp, content)


def copy_as(original: Path, number: int, target: Path) -> None:
    """The same workbook from another reporter, with one figure changed."""
    old = int(original.stem)
    changes = [
        (reporter(old).encode(), reporter(number).encode()),
        (code(old).encode(), code(number).encode()),
        (f"<v>{MARKED + old}</v>".encode(), f"<v>{MARKED + number}</v>".encode()),
    ]
    with (
        zipfile.ZipFile(original) as source,
        zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as copy,
    ):
        for member in source.infolist():
            data = source.read(member)
            for before, after in changes:
                data = data.replace(before, after)
            copy.writestr(member, data, zipfile.ZIP_DEFLATED)


def main(folder: Path, first: int, last: int, originals: Path | None = None) -> None:
    known = sorted(originals.iterdir()) if originals else []
    plan = open_plan(FORM)
    for number in range(first, last + 1):
        target = folder / book_name(number)
        if known:
            copy_as(known[(number - 1) % len(known)], number, target)
        else:
            target.write_bytes(workbook(plan, number))


if __name__ == "__main__":
    main(Path(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3]), *map(Path, sys.argv[4:]))
