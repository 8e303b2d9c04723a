"""The roster's sheet: its columns, how each may be headed, and what is to be filled in.

One truth for the reader and the writer of rosters.
"""

from typing import NamedTuple

SHEET = "名录"

# The categories that are offered; others are taken as they stand.
CATEGORIES = ("本级", "部门", "乡镇街道", "开发区", "区县", "公共企事业单位", "其他")


class Heading(NamedTuple):
    """A column of the roster: the field of a unit, its headings (the first is written), its help."""

    field: str
    titles: tuple[str, ...]
    width: float
    help: str

    @property
    def title(self) -> str:
        """The heading as it is written."""
        return self.titles[0]


HEADINGS = (
    Heading("name", ("单位名称", "名称", "单位全称", "name"), 34, "全称，与印章一致。必填"),
    Heading(
        "code",
        ("统一社会信用代码", "信用代码", "代码", "code"),
        22,
        "18位，系统据此识别工作簿；填错时会指出",
    ),
    Heading("short", ("简称", "short"), 20, "用于文件名；有几个时用顿号隔开"),
    Heading(
        "category", ("类别", "单位类别", "category"), 13, "按此分类小计；“本级”代表汇总单位自己"
    ),
    Heading("parent", ("上级单位", "主管单位", "parent"), 24, "名录中的名称或代码"),
    Heading("covers", ("代报单位", "covers"), 28, "本单位的数中已包含哪些单位；有几个时用顿号隔开"),
    Heading(
        "reports_via",
        ("经由单位", "报送渠道", "reports_via"),
        24,
        "通过哪个单位一并报送；填了就不单独收它的工作簿",
    ),
    Heading("contact", ("联系人", "contact"), 12, "催报时找谁"),
    Heading("phone", ("联系电话", "电话", "phone"), 16, "催报时用的电话"),
    Heading(
        "group", ("报送批次", "批次", "group"), 14, "与 xl2report.toml 中 [deadlines] 的名称一致"
    ),
    Heading("first_year", ("启用年度", "first_year"), 11, "从哪一年度起报送；空着表示一直"),
    Heading("last_year", ("停用年度", "last_year"), 11, "报送到哪一年度为止；空着表示没有"),
)

# A column for people, which nothing is read from.
REMARK = Heading("remark", ("备注", "说明", "remark"), 24, "随意填写，系统不读")
