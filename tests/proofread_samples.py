"""For each code of the proofreader: a finished report that earns it."""

from collections.abc import Callable
from pathlib import Path

import city
from finished_reports import FACTS, TRUE, last_page, page, with_sentence
from xl2report.chain.fill import fill
from xl2report.chain.proofread import proofread
from xl2report.ground.findings import Finding

Make = Callable[[Path], list[Finding]]


def _of(text: str) -> Make:
    def make(folder: Path) -> list[Finding]:
        path = folder / "报告.html"
        path.write_text(text, encoding="utf-8")
        return list(proofread(path).findings)

    return make


def _said(sentence: str) -> Make:
    """A report that is right but for one sentence more."""
    return _of(page(with_sentence(sentence)))


def _changed(old: str, new: str) -> Make:
    """A report that is right but for some words in their place."""
    return _of(page([one.replace(old, new) for one in TRUE]))


def _against(text: str, **values: int) -> Make:
    def make(folder: Path) -> list[Finding]:
        path = folder / "报告.html"
        path.write_text(text, encoding="utf-8")
        data = {
            "form": "disclosure-2021",
            "year": 2024,
            "reporter": {"name": "某市人民政府", "code": ""},
            "values": {
                point.id: 0
                for number, point in enumerate(city.later_plan().form.points)
                if point.table != "text" and number not in city.later_plan().relations.fills
            }
            | FACTS
            | {key.replace("__", "."): value for key, value in values.items()},
            "texts": {},
            "declarations": {},
        }
        book = folder / "某市.xlsx"
        fill("disclosure-2021", data, book)
        return list(proofread(path, against=book).findings)

    return make


def _since(sentence: str) -> Make:
    """A report that is right but for one sentence more, beside last year's: 8 came in, 7 were closed."""

    def make(folder: Path) -> list[Finding]:
        path, last = folder / "报告.html", folder / "上年.html"
        path.write_text(page(with_sentence(sentence)), encoding="utf-8")
        last.write_text(last_page(), encoding="utf-8")
        return list(proofread(path, last=last).findings)

    return make


SAMPLES: dict[str, Make] = {
    "T801": _changed("办结8件", "办结9件"),
    "T802": _against(page(tables=("requests", "disputes")), proactive__normative_docs__in_force=31),
    "T803": _changed("占25.0%", "占26.0%"),
    "T804": _of(
        page(
            [
                one.replace("无法提供2件，占25.0%", "无法提供2件，占25.0%，部分公开占12%")
                for one in TRUE
            ]
        )
    ),
    "T805": _said("公开信息100条，其中概况类20条、动态类60条、目录类15条。"),
    "T806": _said("政府信息公开行政复议3件，均为结果维持。"),
    "T807": _of(
        page(
            [
                one.replace(
                    "新收政府信息公开申请10件，上年结转1件，办结8件，结转下年度3件。",
                    "新收政府信息公开申请10件，均已按时办结。",
                )
                for one in TRUE
            ]
        )
    ),
    "T808": _changed("新收政府信息公开申请10件", "受理政府信息公开申请11件"),
    "T809": _said("结转下年度3件，占27%。"),
    "T810": _of(
        page(
            [one.replace("2021〕30号", "2019〕60号") for one in TRUE if "规范性文件" not in one]
            + ["（一）主动公开。网站公开规范性文件4件。"],
            facts={
                "proactive.normative_docs.made": 8,
                "proactive.normative_docs.disclosed": 8,
                "proactive.normative_docs.public_total": 9,
                **{key: value for key, value in FACTS.items() if key.startswith("requests")},
            },
            form="disclosure-2019",
        ).replace("2024", "2020")
    ),
    "T811": _of(page(["按照2024年某市人民政府办公室政府信息公开工作实际编制。", *TRUE])),
    "T812": _changed("未发生责任追究情形", "加强培训"),
    "T813": _of(page([one for one in TRUE if not one.startswith("（四）")])),
    "T814": _changed(
        "（三）政府信息管理。及时更新目录。", "（三）政府信息管理。2022年，及时更新目录。"
    ),
    "T815": _changed("国办公开办函〔2021〕30号", "国办公开办函〔2019〕60号"),
    "T816": _of(page(printed={"requests.granted.total": "", "requests.partial.total": ""})),
    "T817": _against(
        page(printed={"proactive.licensing.decisions": "56"}), proactive__licensing__decisions=55
    ),
    "T818": _said("上年收到政府信息公开申请40件，2024年新收政府信息公开申请10件，下降85%。"),
    "T819": _of(page(printed={"requests.granted.total": "5"})),
    "T820": _of(page(tables=("proactive", "requests"))),
    "T822": _since("收到政府信息公开申请10件，同比增长20%。"),
    "T823": _since("2023年收到政府信息公开申请9件。"),
    "T821": _changed("2024年1月1日至2024年12月31日", "2023年1月1日至2023年12月31日"),
}
BESIDES: dict[str, frozenset[str]] = {
    # Where the document's table has the figure, the cell itself is told of.
    "T802": frozenset({"T820"}),
}
