"""Findings: one thing to tell a person, and the one table of codes and wordings.

A code is never reused. Letters: W workbook, E entry, R relation, U unassessable, N narrative
text and explanations, M merge. The
wording says what stands there, what was expected, and what to do; both languages are complete.
Knows no form and no file; labels and sentences of a form come in as arguments.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Literal, NamedTuple

from xl2report.ground.points import Place

Severity = Literal["error", "warning", "information"]
Language = Literal["zh", "en"]


_SUSPECTS = 3


class Wording(NamedTuple):
    """A code's severity, its name, what it says and what to do, in Chinese and English."""

    severity: Severity
    name_zh: str
    name_en: str
    says_zh: str
    says_en: str
    remedy_zh: str
    remedy_en: str


# Why a cell is suspected, by the key that a search for suspects gives.
WHY: dict[str, tuple[str, str]] = {
    "transposed": ("相邻两位数字写颠倒了", "two neighbouring digits are transposed"),
    "dropped_digit": ("少写了一位数字", "a digit was dropped"),
    "doubled_digit": ("多写了一位重复的数字", "a digit was typed twice"),
    "digit": ("有一位数字写错了", "one digit is wrong"),
    "sign": ("正负号写反了", "the sign is the wrong way round"),
    "shifted_row": ("填错了一行", "the value belongs one row up or down"),
    "shifted_column": ("填错了一列", "the value belongs one column to the left or right"),
    "swapped": ("与另一格的数填颠倒了", "the values of two cells are swapped"),
    "unit": ("元与万元混淆", "yuan and ten thousand yuan are confused"),
    "last_year": ("与上年数衔接", "it agrees with last year's figures"),
    "narrative": ("与文字部分的数一致", "it agrees with the figures of the narrative"),
    "sum": ("", ""),
}


class Suspect(NamedTuple):
    """A cell that is probably the wrong one, and the value under which all relations hold.

    `why` is a key of WHY, or words of their own.
    """

    place: str
    found: str
    suggested: str
    why: str

    def reason(self, language: Language) -> str:
        """Why it is suspected, in words; "" where there is no reason but the relations."""
        return WHY.get(self.why, (self.why, self.why))[language == "en"]

    def told(self, language: Language) -> str:
        """The suspicion as a sentence."""
        place = self.place.replace("!", " › ")
        why = self.reason(language)
        if language == "zh":
            said = f"{place} 现为 {self.found}，若为 {self.suggested}，各关系均成立。{why}"
        else:
            said = f"{place} is {self.found}; with {self.suggested} all relations hold. {why}"
        return said.strip()


class Where(NamedTuple):
    """A place in the sheet's own words, with what joins them in Chinese and in English."""

    zh: str
    en: str


def spots_of(sheet: str, spots: Sequence[str], label: str = "", most: int = 4) -> Where:
    """`三、申请办理 › D7（标签）`; of many cells the first `most`."""
    more = len(spots) > most
    chinese = f"{sheet} › {'、'.join(spots[:most])}{' 等' if more else ''}"
    english = f"{sheet} › {', '.join(spots[:most])}{' and more' if more else ''}"
    return Where(
        chinese + (f"（{label}）" if label else ""), english + (f" ({label})" if label else "")
    )


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing to tell a person about one book.

    `where` names the place in the sheet's own words, `where_en` the same with English ones between
    them (where there are any); `places` are its cells (`三、申请办理!D7`);
    `args` fill the wording; `left`, `right`, `difference` are numbers as people write them.
    `numbers` is a short fingerprint of all numbers that an `explanation` explains.
    """

    code: str
    book: str
    where: str
    places: tuple[str, ...] = ()
    args: dict[str, str] = field(default_factory=dict)
    severity: Severity | None = None
    rule: str = ""
    point: str = ""
    left: str = ""
    right: str = ""
    difference: str = ""
    explanation: str = ""
    suspects: tuple[Suspect, ...] = ()
    where_en: str = ""
    numbers: str = ""

    @property
    def explained(self) -> bool:
        """Whether its explanation answers it: a warning's does, an error has to be corrected."""
        return bool(self.explanation) and self.level != "error"

    @property
    def level(self) -> Severity:
        """Its severity: its own (from a rule), else its code's."""
        return self.severity or CODES[self.code].severity

    def name(self, language: Language) -> str:
        """The short name of its code."""
        return CODES[self.code].name_zh if language == "zh" else CODES[self.code].name_en

    def place(self, language: Language) -> str:
        """The place in the sheet's own words."""
        return self.where if language == "zh" else self.where_en or self.where

    def message(self, language: Language) -> str:
        """What stands there and what was expected."""
        wording = CODES[self.code]
        template = wording.says_zh if language == "zh" else wording.says_en
        words = self._words(language)
        # Many cells with one slip are told by the first of them, and then counted.
        alike = f"\n{words['alike']}" if "alike" in words else ""
        return template.format(**words) + alike

    def remedy(self, language: Language) -> str:
        """What to do."""
        wording = CODES[self.code]
        template = wording.remedy_zh if language == "zh" else wording.remedy_en
        return template.format(**self._words(language))

    def hints(self, language: Language) -> list[str]:
        """The likeliest suspects, the first few; how many more are as good."""
        told = [one.told(language) for one in self.suspects[:_SUSPECTS]]
        if more := len(self.suspects) - len(told):
            also = (
                f"另有 {more} 种改法同样可能"
                if language == "zh"
                else f"other changes as likely: {more}"
            )
            told.append(also)
        return told

    def _words(self, language: Language) -> dict[str, str]:
        # An argument that is worded differently in English comes with a twin named `…_en`.
        words = {"where": self.place(language), "left": self.left, "right": self.right}
        words |= {"difference": self.difference, **self.args}
        if language == "en":
            words |= {key[:-3]: value for key, value in words.items() if key.endswith("_en")}
        words["cells"] = ("、" if language == "zh" else ", ").join(_by_sheet(self.places))
        return words


def _by_sheet(places: tuple[str, ...]) -> list[str]:
    """Cells as a remedy names them: with their sheet where it is another than the first one's."""
    home = places[0].rpartition("!")[0] if places else ""
    return [
        place if "!" in place and place.rpartition("!")[0] != home else place.rpartition("!")[2]
        for place in places
    ]


SEVERITY_NAMES: dict[Severity, tuple[str, str]] = {
    "error": ("错误", "error"),
    "warning": ("提示", "warning"),
    "information": ("说明", "information"),
}


def place_of(book: str, sheet: str, cell: str = "") -> str:
    """A place inside a book as JSON carries it."""
    return Place(book, sheet, cell).in_book


CODES: dict[str, Wording] = {
    "W201": Wording(
        "error",
        "无法读取",
        "cannot be read",
        "{reason}",
        "{reason}",
        "请在 Excel 或 WPS 中打开原工作簿，另存为 .xlsx 后重新报送",
        "Open the original workbook in Excel or WPS, save it as .xlsx and send it again",
    ),
    "W202": Wording(
        "error",
        "不是本报表",
        "not this form",
        "工作簿中没有报表标识，不是由本系统生成的模板",
        "The workbook carries no stamp of a form: it was not made from a template of this toolkit",
        "请使用下发的模板填报",
        "Fill in the template that was sent out",
    ),
    "W203": Wording(
        "error",
        "报表版本不符",
        "wrong form",
        "这是 {found}，应为 {expected}",
        "This is {found}, expected is {expected}",
        "请把数据填入 {expected} 的模板后重新报送",
        "Enter the figures in the template of {expected} and send it again",
    ),
    "W204": Wording(
        "error",
        "年度不符",
        "wrong year",
        "{what}为 {found} 年，应为 {expected} 年",
        "{what} says {found}, expected is {expected}",
        "请核对报告年度：填错的改正 {cells}；用错模板的，改用 {expected} 年度模板",
        "Check the year: correct {cells}, or use the template of {expected}",
    ),
    "W205": Wording(
        "error",
        "填报单位不符",
        "wrong reporter",
        "{what}为“{found}”，模板是发给“{expected}”的",
        "{what} is “{found}”, but the template was issued to “{expected}”",
        "请核对是否用了别的单位的文件；单位更名的，请向汇总单位索取新模板",
        "Check whether another unit's file was used; after a change of name ask for a new template",
    ),
    "W206": Wording(
        "error",
        "缺少工作表",
        "sheet missing",
        "找不到工作表“{sheet}”，其中 {count} 个指标无法读取",
        "There is no sheet “{sheet}”; {count} points cannot be read",
        "请恢复工作表的原名，或把数据填入新的模板",
        "Give the sheet its original name back, or enter the figures in a fresh template",
    ),
    "W207": Wording(
        "error",
        "表格被改动",
        "table altered",
        "{label}处应为“{expected}”，现为“{found}”，有关 {count} 个单元格的数据不予采信",
        "At {label} stands “{found}”, expected is “{expected}”; {count} cells are not believed",
        "请恢复原来的项目名称和位置，或把数据填入新的模板",
        "Restore the original label and position, or enter the figures in a fresh template",
    ),
    "W208": Wording(
        "warning",
        "表外数字",
        "number outside the form",
        "表格以外的单元格中有数字 {found}，没有计入任何指标",
        "Outside the table stands the number {found}; it counts towards nothing",
        "如属填错位置，请移到表内；不需要的请删除",
        "Move it into the table if it was entered in the wrong place, or delete it",
    ),
    "W209": Wording(
        "information",
        "多余工作表",
        "extra sheet",
        "另有工作表“{sheet}”，没有读取",
        "There is one more sheet, “{sheet}”, which is not read",
        "无需处理；其中如有应报数据，请填入报表",
        "Nothing to do, unless figures for the report stand there",
    ),
    "W210": Wording(
        "error",
        "未知报表",
        "unknown form",
        "报表标识为“{found}”，没有安装这个版本",
        "The stamp says “{found}”, which is not installed",
        "请升级本软件，或检查报表定义的位置",
        "Upgrade this software, or check where the form definitions lie",
    ),
    "W214": Wording(
        "warning",
        "不是 .xlsx",
        "not .xlsx",
        "从 {kind} 文件读取，公式和锁定没有核对",
        "Read from a {kind} file; formulas and locks could not be checked",
        "下次请另存为 .xlsx 后报送",
        "Save it as .xlsx next time",
    ),
    "W212": Wording(
        "warning",
        "工作表改名",
        "sheet found under another name",
        "没有工作表“{expected}”，已按内容认出“{sheet}”并读取",
        "There is no sheet “{expected}”; “{sheet}” was recognised by its contents and read",
        "请恢复工作表的原名“{expected}”",
        "Give the sheet its original name “{expected}” back",
    ),
    "W213": Wording(
        "warning",
        "行列移动",
        "rows or columns moved",
        "行或列有增删或移动，{count} 个单元格已在新位置找到，按新位置读取",
        "Rows or columns were moved; {count} cells were found again and read at their new places",
        "请核对 {cells}；可用 xl2report rescue 把数据转入新的模板",
        "Check {cells}; xl2report rescue puts the figures into a fresh template",
    ),
    "E101": Wording(
        "error",
        "不是数字",
        "not a number",
        "填的是“{found}”，应为数字（{unit}）",
        "“{found}” stands there, expected is a number ({unit})",
        "没有发生的请填 0，有数量的请只填数字",
        "Enter 0 if there was none, otherwise the bare number",
    ),
    "E102": Wording(
        "warning",
        "文本型数字",
        "number stored as text",
        "“{found}”是文本，已按 {value} 读取；表内公式不计算文本",
        "“{found}” is text, read as {value}; the workbook's own formulas ignore it",
        "请把单元格改为数值 {value}",
        "Enter {value} as a number",
    ),
    "E103": Wording(
        "warning",
        "含全角字符或空格",
        "full-width signs or spaces",
        "“{found}”含全角字符、空格或分隔符，已按 {value} 读取；表内公式不计算文本",
        "“{found}” holds full-width signs, spaces or separators, read as {value}; formulas ignore it",
        "请用半角数字重新填写 {value}",
        "Enter {value} in plain digits",
    ),
    "E104": Wording(
        "warning",
        "数字后带单位",
        "unit typed behind the number",
        "“{found}”带有单位，已按 {value} 读取；表内公式不计算文本",
        "“{found}” carries its unit, read as {value}; the workbook's own formulas ignore it",
        "请只填数字 {value}",
        "Enter only the number {value}",
    ),
    "E105": Wording(
        "error",
        "计量单位不符",
        "wrong unit",
        "“{found}”的单位与本栏的“{unit}”不同，无法确定数值",
        "The unit of “{found}” is not this column's “{unit}”, so the value is uncertain",
        "请换算为“{unit}”后只填数字",
        "Convert it to {unit} and enter only the number",
    ),
    "E106": Wording(
        "error",
        "负数",
        "negative",
        "填的是 {found}，本栏不能为负",
        "{found} stands there, this column cannot be negative",
        "请核对后填写 0 或正数",
        "Check it and enter 0 or a positive number",
    ),
    "E107": Wording(
        "error",
        "小数位数不符",
        "too many decimals",
        "填的是 {found}，本栏{allowed}",
        "{found} stands there, this column takes {allowed}",
        "请核对后填写，不要自行四舍五入掩盖差错",
        "Check the figure; do not round an error away",
    ),
    "E108": Wording(
        "error",
        "空白",
        "blank",
        "有 {count} 个单元格没有填写，也没有声明空白为 0；因此 {relations} 条关系无法核对",
        "{count} cells are blank and blanks are not declared zero; {relations} relations cannot be checked",
        "请补填；确实都是 0 的，可在 {declare} 选“是”",
        "Fill them in; if all of them are 0, choose 是 in {declare}",
    ),
    "E109": Wording(
        "error",
        "错误值",
        "error value",
        "单元格是错误值 {found}",
        "The cell holds the error value {found}",
        "请直接填写数字",
        "Enter the number itself",
    ),
    "E110": Wording(
        "error",
        "逻辑值",
        "logical value",
        "填的是逻辑值 {found}，应为数字（{unit}）",
        "The logical value {found} stands there, expected is a number ({unit})",
        "请填写数字",
        "Enter a number",
    ),
    "E111": Wording(
        "warning",
        "输入格中有公式",
        "formula in an input cell",
        "填的是公式 ={formula}，已按其结果 {value} 读取",
        "The formula ={formula} stands there, read as its result {value}",
        "请改为数字 {value}，以免复制或移动后变化",
        "Enter the number {value}, so that it cannot change by copying",
    ),
    "E112": Wording(
        "error",
        "公式没有结果",
        "formula without a result",
        "填的是公式 ={formula}，没有计算结果",
        "The formula ={formula} stands there without a result",
        "请直接填写数字",
        "Enter the number itself",
    ),
    "E113": Wording(
        "error",
        "日期",
        "date",
        "填的是日期 {found}，应为数字（{unit}）",
        "The date {found} stands there, expected is a number ({unit})",
        "请重新填写数字",
        "Enter the number again",
    ),
    "E120": Wording(
        "error",
        "未填单位名称",
        "reporter missing",
        "封面没有填写填报单位",
        "The cover names no reporter",
        "请在 {cells} 填写单位全称",
        "Enter the unit's full name in {cells}",
    ),
    "E121": Wording(
        "warning",
        "未填信用代码",
        "code missing",
        "封面没有填写统一社会信用代码",
        "The cover has no unified social credit code",
        "请在 {cells} 填写18位代码",
        "Enter the 18-character code in {cells}",
    ),
    "E122": Wording(
        "error",
        "信用代码有误",
        "wrong code",
        "统一社会信用代码“{found}”{fault}",
        "The unified social credit code “{found}” {fault}",
        "请对照法人证书改正 {cells}",
        "Correct {cells} after the unit's certificate",
    ),
    "E123": Wording(
        "error",
        "未填年度",
        "year missing",
        "封面的报告年度为“{found}”，应为四位数字的年份",
        "The cover's year is “{found}”, expected is a year of four digits",
        "请在 {cells} 填写报告年度",
        "Enter the year in {cells}",
    ),
    "E124": Wording(
        "error",
        "零报告与数据矛盾",
        "nil return with figures",
        "封面确认零报告，但有 {count} 个指标不为 0，如 {example}",
        "The cover declares a nil return, but {count} points are not zero, such as {example}",
        "请核对：确为零报告的改正数据，否则取消零报告确认",
        "Check it: correct the figures, or take the declaration back",
    ),
    "E125": Wording(
        "error",
        "全部为零未确认",
        "all zero, not declared",
        "各表全部为 0，封面没有确认零报告",
        "All tables are zero, and the cover does not declare a nil return",
        "请核对台账；确实全部为 0 的，在封面 {cells} 选“是”",
        "Check the register; if all is zero indeed, choose 是 in {cells}",
    ),
    "E126": Wording(
        "error",
        "零报告没有数据",
        "nil return left blank",
        "封面确认零报告，但各表空白且没有声明空白为 0",
        "The cover declares a nil return, but the tables are blank and not declared zero",
        "请在各表填 0，或在 {declare} 选“是”",
        "Enter 0 in the tables, or choose 是 in {declare}",
    ),
    "E127": Wording(
        "error",
        "是否选项有误",
        "not yes or no",
        "填的是“{found}”，只能选“是”或“否”",
        "“{found}” stands there, only 是 or 否 can be chosen",
        "请从下拉列表中选择",
        "Choose from the list",
    ),
    "R301": Wording(
        "error",
        "勾稽不平",
        "relation broken",
        "{left_words}        {right_words}        差 {difference}\n{says}（{source}）",
        "{left_words}        {right_words}        difference {difference}\n{says} ({source})",
        "请核对 {cells}",
        "Check {cells}",
    ),
    "R302": Wording(
        "error",
        "大小关系不符",
        "order broken",
        "{left_words}        {right_words}{gap}\n{says}（{source}）",
        "{left_words}        {right_words}{gap}\n{says} ({source})",
        "请核对 {cells}；确有原因的，在“校验”表说明",
        "Check {cells}; if there is a reason, explain it on the sheet of checks",
    ),
    "R303": Wording(
        "error",
        "合计被改写且不等",
        "total typed over and wrong",
        "填的是 {left}，按各项计算应为 {right}，差 {difference}\n{says}（{source}）",
        "{left} was typed, the sum is {right}, difference {difference}\n{says} ({source})",
        "请核对 {cells}：各项无误的，把合计恢复为公式",
        "Check {cells}; if the items are right, restore the formula",
    ),
    "R304": Wording(
        "warning",
        "合计被改写",
        "total typed over",
        "合计公式被改写为数字（{count} 处），数值与计算结果相同",
        "The formula was replaced by a number in {count} cells; the values equal the sums",
        "请从模板恢复公式，以免修改后不再更新",
        "Restore the formula from the template, so that it follows later changes",
    ),
    "R305": Wording(
        "warning",
        "合计未更新",
        "total out of date",
        "合计显示为 {left}，按各项计算应为 {right}（共 {count} 处），已按计算结果采用",
        "The total shows {left}, the sum is {right} ({count} cells); the sum is used",
        "请在 Excel 或 WPS 中按 F9 重新计算并保存",
        "Press F9 in Excel or WPS to recalculate, and save",
    ),
    "R306": Wording(
        "information",
        "合计没有结果",
        "totals without a result",
        "{count} 个合计没有计算结果或被清空，已按各项重新计算",
        "{count} totals have no result or were cleared; they were computed from their items",
        "无需处理",
        "Nothing to do",
    ),
    "R307": Wording(
        "warning",
        "合计公式被改动",
        "formula altered",
        "合计公式被改为 ={formula}，已按各项重新计算为 {right}",
        "The formula was changed to ={formula}; the sum of the items, {right}, is used",
        "请从模板恢复公式",
        "Restore the formula from the template",
    ),
    "U401": Wording(
        "error",
        "无法核对",
        "cannot be checked",
        "{count} 条关系因数据没有填写而无法核对，如：{says}（{source}）",
        "{count} relations cannot be checked because figures are blank, such as: {says} ({source})",
        "请补填 {cells}",
        "Fill in {cells}",
    ),
    "N601": Wording(
        "warning",
        "年份可疑",
        "year in doubt",
        "文中写有“{found}”，报告年度是 {expected} 年",
        "The text says “{found}”, but the report is on {expected}",
        "请核对 {cells}：沿用以前文稿的，改为本年度的内容",
        "Check {cells}: if an earlier text was used again, bring it up to date",
    ),
    "N602": Wording(
        "warning",
        "文中有其他单位",
        "another unit in the text",
        "文中写有“{found}”，“{other}”是名录中的另一个单位",
        "The text says “{found}”; “{other}” is another unit of the roster",
        "请核对 {cells} 是否用了别的单位的文稿",
        "Check whether another unit's text was used in {cells}",
    ),
    "N603": Wording(
        "warning",
        "文字雷同",
        "same text",
        "“{label}”与{others}的相同：“{found}”",
        "“{label}” is the same as that of {others}: “{found}”",
        "请核对 {cells} 是否用了别的单位的文稿",
        "Check whether another unit's text was used in {cells}",
    ),
    "N604": Wording(
        "warning",
        "分项之和不符",
        "parts do not add up",
        "文中“{found}”，其中各项之和为 {sum}，与 {whole} 相差 {gap}",
        "The text says “{found}”; its parts add up to {sum}, which is {gap} from {whole}",
        "请核对 {cells}；分项没有列全的，写作“其中包括”",
        "Check {cells}; if not all parts are listed, let the text say so",
    ),
    "N610": Wording(
        "warning",
        "说明已失效",
        "explanation void",
        "说明“{found}”是对 {then} 写的，现在是 {now}",
        "The explanation “{found}” was written on {then}, now the figures are {now}",
        "请核对现在的数字，确有原因的在“校验”表重新说明",
        "Check the present figures; if there is a reason, explain them anew on the sheet of checks",
    ),
    "M501": Wording(
        "error",
        "同一单位报送多份",
        "sent more than once",
        "“{reporter}”有 {count} 份工作簿：{books}",
        "“{reporter}” has sent {count} workbooks: {books}",
        "请只保留应采用的一份",
        "Keep the one that counts",
    ),
    "M502": Wording(
        "warning",
        "数据雷同",
        "same figures",
        "与“{other}”的数据完全相同",
        "The figures are the same as those of “{other}”",
        "请核对是否用了别的单位的文件",
        "Check whether another unit's file was used",
    ),
    "M503": Wording(
        "error",
        "不在名录",
        "not on the roster",
        "“{reporter}”（{code}）不在名录中",
        "“{reporter}” ({code}) is not on the roster",
        "请核对单位名称和代码，或补充名录",
        "Check name and code, or add the unit to the roster",
    ),
    "M504": Wording(
        "warning",
        "未报送",
        "missing",
        "名录中的“{reporter}”没有报送",
        "“{reporter}” of the roster has not sent a workbook",
        "请催报",
        "Send a reminder",
    ),
    "M505": Wording(
        "warning",
        "市级指标有多个填报单位",
        "city figure given by several",
        "“{label}”由市级统一填写，但 {reporters} 都填了，市级汇总表留空",
        "“{label}” is the city's own figure, but {reporters} all gave it; it is left blank",
        "请在市级汇总表中核定填写",
        "Settle the figure and enter it in the city's workbook",
    ),
    "M506": Wording(
        "error",
        "强制汇总",
        "merged by force",
        "汇总时有 {count} 处错误没有改正",
        "{count} errors stood when this workbook was merged",
        "请退回有关单位改正后重新汇总",
        "Have the units correct them and merge again",
    ),
}

# Why a file could not be read at all (the reader's reasons), in both languages.
UNREADABLE: dict[str, tuple[str, str]] = {
    "encrypted": (
        "工作簿设有打开密码（可用 --password 给出）",
        "The workbook is protected by a password (which --password can give)",
    ),
    "wrong_password": (
        "给出的密码打不开这个工作簿",
        "The password given does not open this workbook",
    ),
    "not_zip": ("文件不是 Excel 工作簿（.xlsx）", "The file is not an Excel workbook (.xlsx)"),
    "xls": ("这是旧版 .xls 或 WPS .et 格式", "This is the old .xls or the WPS .et format"),
    "ods": ("这是 .ods 格式", "This is an .ods file"),
    "xlsb": ("这是 .xlsb 格式", "This is an .xlsb file"),
    "docx": ("这是 Word 文档，不是工作簿", "This is a Word document, not a workbook"),
    "pdf": ("这是 PDF 文件，不是工作簿", "This is a PDF file, not a workbook"),
    "image": ("这是图片，不是工作簿", "This is a picture, not a workbook"),
    "empty": ("文件是空的", "The file is empty"),
    "truncated": (
        "文件不完整，可能传输中断",
        "The file is incomplete, perhaps cut off in transfer",
    ),
    "zip_bomb": ("文件内容异常膨胀，已拒绝", "The file swells abnormally and was refused"),
    "too_large": ("文件过大，已拒绝", "The file is too large and was refused"),
    "duplicate_member": (
        "文件内部有重复部件，已拒绝",
        "The file holds a part twice and was refused",
    ),
    "doctype": ("文件含有不允许的定义，已拒绝", "The file holds definitions that are not allowed"),
    "malformed": ("文件内部已损坏", "The file is damaged inside"),
    "no_sheets": ("工作簿中没有工作表", "The workbook has no sheets"),
    "no_sheet": ("工作簿缺少工作表", "The workbook lacks a sheet"),
    "zip": ("这是压缩包，不是工作簿", "This is an archive, not a workbook"),
    "unreadable": ("无法打开文件", "The file cannot be opened"),
}
