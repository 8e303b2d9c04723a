"""What stands in free texts and explanations (N)."""

from xl2report.ground.wordings.model import Wording

TEXTS: dict[str, Wording] = {
    "N601": Wording(
        "warning",
        "年份可疑",
        "year in doubt",
        "文中写有“{found}”，报告年度是 {expected} 年",
        "The text says “{found}”, but the report is on {expected}",
        "请核对 {cells}：沿用以前文稿的，改为本年度的内容{explain}",
        "Check {cells}: if an earlier text was used again, bring it up to date{explain}",
    ),
    "N602": Wording(
        "warning",
        "文中有其他单位",
        "another unit in the text",
        "文中写有“{found}”，“{other}”是名录中的另一个单位",
        "The text says “{found}”; “{other}” is another unit of the roster",
        "请核对 {cells} 是否用了别的单位的文稿{explain}",
        "Check whether another unit's text was used in {cells}{explain}",
    ),
    "N603": Wording(
        "warning",
        "文字雷同",
        "same text",
        "“{label}”与{others}的相同：“{found}”",
        "“{label}” is the same as that of {others}: “{found}”",
        "请核对 {cells} 是否用了别的单位的文稿{explain}",
        "Check whether another unit's text was used in {cells}{explain}",
    ),
    "N604": Wording(
        "warning",
        "分项之和不符",
        "parts do not add up",
        "文中“{found}”，其中各项之和为 {sum}，与 {whole} 相差 {gap}",
        "The text says “{found}”; its parts add up to {sum}, which is {gap} from {whole}",
        "请核对 {cells}；分项没有列全的，写作“其中包括”{explain}",
        "Check {cells}; if not all parts are listed, let the text say so{explain}",
    ),
    "N605": Wording(
        "warning",
        "文字与表不符",
        "text differs from table",
        "文中“{found}”，而 {table} 为 {value}",
        "The text says “{found}”, but {table} is {value}",
        "请核对 {cells}，改正其中有误的一处{explain}",
        "Check {cells} and correct whichever is wrong{explain}",
    ),
    "N610": Wording(
        "warning",
        "说明已失效",
        "explanation void",
        "说明“{found}”是对 {then} 写的，现在是 {now}",
        "The explanation “{found}” was written on {then}, now the figures are {now}",
        "请核对现在的数字{explain}",
        "Check the present figures{explain}",
    ),
    "N611": Wording(
        "warning",
        "文字说明已失效",
        "explanation of a text void",
        "说明“{found}”是对修改前的文字写的，文字后来改变了",
        "The explanation “{found}” was written on an earlier wording, and the text has changed since",
        "请核对 {cells} 现在的文字{explain}",
        "Check the present text in {cells}{explain}",
    ),
}
