"""A small form that is complete enough for every command: three rows, one rule, one sentence.

Its cover, guide and words come from the shipped `shared/cover.yaml`. Write it to `HOME/small` and
set XL2REPORT_FORMS=HOME, and every command knows it as `small`.
"""

from pathlib import Path

HEAD = """\
form: small
edition: "2020"
title: 商业年报
title_en: Yearly report on shops
notice: 商字〔2020〕1号
years: {first: 2020}
include: [cover.yaml]
"""
TABLES = """\
tables:
  - id: shops
    sheet: 一、商店
    title: 一、商店情况
    source: 商字〔2020〕1号
    heading_rows: 1
    widths: [20, 14, 14]
    rows:
      - {id: north, label: 北区}
      - {id: south, label: 南区}
      - {id: whole, label: 合计}
    columns:
      - {id: number, label: 商店数, unit: 个}
      - {id: sales, label: 销售额（万元）, unit: 万元, type: amount, decimals: 2}
    grid:
      - [{header: 区}, {column: number}, {column: sales}]
      - [{row: north}, {values: north}]
      - [{row: south}, {values: south}]
      - [{row: whole}, {values: whole}]
"""
RULES = """\
rules:
  - id: shops.whole
    table: shops
    each: column
    fills: whole = north + south
    says: 合计等于北区与南区之和
    says_en: The whole is north and south together
    source: 表一栏目
"""
TEXTS = """\
sections:
  - {id: life, label: 经营情况}
indicators:
  - {id: markets, section: life, label: 早市, unit: 场, agg: sum, says: "举办早市{n}场"}
texts:
  - {id: remarks, section: life, label: 说明}
"""
NARRATIVE = """\
narrative:
  title: "{reporter}{year}年{title}"
  missing: 〔待填：{what}〕
  draft: 尚有{errors}处错误未改正
  draft_forced: 强制汇总形成，汇总时有{errors}处错误未改正
  rounding: 注：因四舍五入，分项占比之和可能不等于100%。
  parts:
    - heading: 一、商店
      paragraphs:
        - - says: "{year}年共有商店{shops.whole.number}个。"
      table: shops
"""
BLOCKS = {"head": HEAD, "tables": TABLES, "rules": RULES, "texts": TEXTS, "narrative": NARRATIVE}


def write_small_form(folder: Path, **changes: str) -> Path:
    """Write the form into the folder, which is made and given back.

    A change replaces a whole block: head, tables, rules, texts or narrative; "" leaves it out.
    """
    unknown = changes.keys() - BLOCKS.keys()
    if unknown:
        raise ValueError(f"no such block: {unknown}")
    folder.mkdir(parents=True, exist_ok=True)
    text = "".join((BLOCKS | changes).values())
    (folder / "form.yaml").write_text(text, encoding="utf-8")
    return folder
