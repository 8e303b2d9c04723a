"""The shape of a `form.yaml`, key by key: what may stand where. Imported only to read YAML."""

from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

Id = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_]*$")]
DottedId = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_.]*$")]
FormId = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9-]*$")]
Words = Annotated[str, StringConstraints(min_length=1)]
# Excel allows 31 characters in a sheet's name and none of these signs.
SheetName = Annotated[str, StringConstraints(pattern=r"^[^\[\]:*?/\\']{1,31}$")]


class Keys(BaseModel):
    """A mapping whose keys are all known."""

    model_config = ConfigDict(extra="forbid")


class RowKeys(Keys):
    id: Id
    label: Words
    mark: str = ""


class ColumnKeys(Keys):
    id: Id
    label: Words
    unit: str = ""
    type: Literal["count", "signed", "amount"] = "count"
    decimals: int = Field(default=0, ge=0, le=6)


class CellKeys(Keys):
    """One cell of a grid row: exactly one of the first eight keys, and its spans."""

    caption: Words | None = None
    header: Words | None = None
    note: Words | None = None
    group: Words | None = None
    row: Id | None = None
    column: Id | None = None
    value: DottedId | None = None
    values: Id | None = None
    down: int = Field(default=1, ge=1)
    across: int = Field(default=1, ge=1)


class TableKeys(Keys):
    id: Id
    sheet: SheetName
    title: Words
    source: str = ""
    landscape: bool = False
    heading_rows: int = Field(default=1, ge=0)
    widths: list[float]
    rows: list[RowKeys]
    columns: list[ColumnKeys]
    grid: list[list[CellKeys]]


class RuleKeys(Keys):
    id: DottedId
    table: Id
    each: Literal["row", "column", "once"] = "once"
    fills: Words | None = None
    holds: Words | None = None
    given: str = ""
    switch: str = ""
    if_given: Literal["", "all", "any"] = ""
    rows: list[Id] = []
    columns: list[Id] = []
    severity: Literal["error", "warning", "information"] = "error"
    restatable: bool = False
    says: Words
    says_en: Words
    source: Words


class SectionKeys(Keys):
    id: Id
    label: Words


class IndicatorKeys(Keys):
    id: Id
    section: Id
    label: Words
    unit: Words
    decimals: int = Field(default=0, ge=0, le=6)
    agg: Literal["sum", "max", "none", "city_only", "manual"]
    says: Words
    says_zero: str = ""
    optional: bool = True
    help: str = ""


class TextKeys(Keys):
    id: Id
    section: Id
    label: Words
    help: str = ""
    optional: bool = True


class CoverKeys(Keys):
    id: Id
    label: Words
    kind: Literal["name", "code", "year", "person", "phone", "date", "yes_no"]
    help: str = ""
    switch: bool = False


class SheetsKeys(Keys):
    guide: SheetName
    cover: SheetName
    texts: SheetName
    checks: SheetName
    contributions: SheetName


class ItemKeys(Keys):
    name: Words
    of: Words


class BaseKeys(Keys):
    of: Words
    says: str = ""


class ComparedKeys(Keys):
    name: Words
    of: Words
    before: str = ""
    since: int = 0


class SentenceKeys(Keys):
    """A sentence: one of says, list, indicators, compare; `choose`, alternatives; `use`, a phrase."""

    when: str = ""
    says: str | None = None
    items: "list[ItemKeys] | None" = Field(default=None, alias="list")
    indicators: Id | None = None
    compare: list[ComparedKeys] | None = None
    choose: "list[SentenceKeys] | None" = None
    use: str | None = None
    opens: str = ""
    partly: str = ""
    bases: "list[BaseKeys]" = []
    each: str = "{name}{n}"
    share: str = ""
    all: str = ""
    one: str = ""
    joins: str = ""
    closes: str = "。"
    by: Literal["percent", "counts"] = "percent"
    wording: dict[str, str] = {}


class YearOnYearKeys(Keys):
    """The words for each case of a comparison; "" leaves the case out."""

    decimals: int = Field(default=1, ge=0, le=2)
    small_base: int = Field(default=10, ge=0)
    multiple_from: int = Field(default=200, ge=100)
    grow: str
    fall: str
    multiple: str = ""
    same: str
    nearly: str
    both_zero: str
    from_zero: str
    to_zero: str
    more: str
    fewer: str
    points_up: str
    points_down: str
    redefined: str


class EarlierKeys(Keys):
    point: DottedId
    was: DottedId


class PartKeys(Keys):
    heading: str = ""
    level: Literal[0, 1, 2] = 1
    paragraphs: list[list[SentenceKeys]] = []
    text: str = ""
    table: str = ""


class NarrativeKeys(Keys):
    title: Words
    missing: Words
    draft: Words
    draft_forced: Words
    rounding: Words
    earlier: list[EarlierKeys] = []
    parts: list[PartKeys]


class ChartKeys(Keys):
    id: Id
    kind: Literal["parts", "trend"]
    title: Words
    items: "list[ItemKeys]" = Field(alias="list", min_length=1)


class YearKeys(Keys):
    first: int
    last: int | None = None


class FormKeys(Keys):
    form: FormId
    edition: Words
    title: Words
    title_en: Words
    notice: Words
    years: YearKeys
    source: str = ""
    include: list[str] = []
    sheets: SheetsKeys
    cover: list[CoverKeys]
    guide: list[Words]
    words: dict[Id, Words]
    tables: list[TableKeys]
    rules: list[RuleKeys]
    phrases: dict[Id, list[SentenceKeys]] = {}
    year_on_year: YearOnYearKeys | None = None
    sections: list[SectionKeys] = []
    indicators: list[IndicatorKeys] = []
    texts: list[TextKeys] = []
    narrative: NarrativeKeys
    charts: list[ChartKeys] = []
