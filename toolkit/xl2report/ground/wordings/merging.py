"""What only shows when several workbooks are seen together (M)."""

from xl2report.ground.wordings.model import Wording

MERGING: dict[str, Wording] = {
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
