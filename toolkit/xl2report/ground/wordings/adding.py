"""What is told of adding up: the office's adjustments (M511 and on), what may be counted twice (M531 and on)."""

from xl2report.ground.wordings.model import Wording

ADDING: dict[str, Wording] = {
    "M511": Wording(
        "error",
        "调整的指标不明",
        "adjustment of an unknown point",
        "调整表第 {line} 行的指标“{found}”不在本报表中，这一项没有计入。相近的有：{near}",
        "Row {line} of the adjustments names “{found}”, which is no point of this form; it is not"
        " applied. Close to it: {near}",
        "请改为表中的名称（init 建立的调整表中列有全部名称）、数据编号，或写成“工作表!单元格”",
        "Give the label as printed (the blank made by init lists them all), the id, or the cell as SHEET!D7",
    ),
    "M512": Wording(
        "error",
        "合计不能直接调整",
        "adjustment of a total",
        "调整表第 {line} 行要调整的“{label}”由其他各项计算得出，这一项没有计入",
        "Row {line} of the adjustments is on “{label}”, which is computed from others; it is not applied",
        "请调整组成它的各项",
        "Adjust the items it is the sum of",
    ),
    "M513": Wording(
        "error",
        "调整数不是数字",
        "adjustment without a number",
        "调整表第 {line} 行的调整数是“{found}”，不是可以加上的数，这一项没有计入",
        "Row {line} of the adjustments has “{found}” for its amount, which cannot be added; it is not applied",
        "请填写数字，增加为正，减少为负，如 -2",
        "Enter a number: positive to add, negative to take off, such as -2",
    ),
    "M514": Wording(
        "error",
        "调整缺少理由或经办人",
        "adjustment without reason or author",
        "调整表第 {line} 行没有填“{what}”，这一项没有计入",
        "Row {line} of the adjustments has no {what}; it is not applied",
        "每一项调整都要写明理由和经办人",
        "Each adjustment needs its reason and its author",
    ),
    "M516": Wording(
        "error",
        "这一指标不是相加得出的",
        "adjustment of what is not added up",
        "调整表第 {line} 行的“{label}”不由各单位的数相加得出，这一项没有计入",
        "Row {line} of the adjustments is on “{label}”, which is not a sum of the units' figures; it is not applied",
        "请在市级汇总表中直接填写这一指标",
        "Enter this figure in the city's workbook itself",
    ),
    "M517": Wording(
        "error",
        "调整后为负数",
        "adjustment below zero",
        "调整表第 {line} 行：“{label}”各单位合计 {left}，调整 {found} 后小于 0，这一项没有计入",
        "Row {line} of the adjustments: “{label}” comes to {left}, with {found} it would be below 0;"
        " it is not applied",
        "请核对调整数",
        "Check the amount",
    ),
    "M518": Wording(
        "warning",
        "调整涉及的单位没有报送",
        "adjustment for somebody unknown",
        "调整表第 {line} 行涉及的单位“{found}”不在已汇总的单位中，这一项已计入",
        "Row {line} of the adjustments concerns “{found}”, who is not among those added up; it is applied",
        "请核对单位名称",
        "Check the unit's name",
    ),
    "M531": Wording(
        "warning",
        "政府与其办公室是否重复",
        "government and its office",
        "“{reporter}”和“{other}”都报了数，同一件申请、同一份文件是否两家都计了？",
        "Both “{reporter}” and “{other}” report figures: is any case or document counted in both?",
        "请与两家核对；已重复的，请退回一家更正，或在“调整.xlsx”中登记扣减",
        "Ask both; if so, send one back to be corrected, or book an adjustment",
    ),
    "M532": Wording(
        "warning",
        "上下级是否重复",
        "parent and subordinate",
        "“{reporter}”和上级单位“{other}”的“{table}”完全相同，是否同一批数两家都报了？",
        "“{reporter}” and its parent “{other}” have the same figures in “{table}”: did both count them?",
        "请与两家核对；已重复的，请退回一家更正，或在“调整.xlsx”中登记扣减",
        "Ask both; if so, send one back to be corrected, or book an adjustment",
    ),
    "M533": Wording(
        "warning",
        "共同事项是否重复",
        "joint cases",
        "“{reporter}”和“{other}”的“{table}”完全相同，是否共同被告的同一案件、联合发文的同一文件两家都计了？",
        "“{reporter}” and “{other}” have the same figures in “{table}”: are they co-defendants of one"
        " suit, or did both count one joint document?",
        "请与两家核对；已重复的，请退回一家更正，或在“调整.xlsx”中登记扣减",
        "Ask both; if so, send one back to be corrected, or book an adjustment",
    ),
}
