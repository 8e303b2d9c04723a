"""The words of a return note in Chinese and English; what findings say comes with them."""

from xl2report.ground.wordings.model import Language

WORDS: dict[Language, dict[str, str]] = {
    "zh": {
        "title": "审核意见",
        "to": "{unit}：",
        "opening": (
            "你单位报送的工作簿“{book}”已审核，发现{found}（全部列在下面），现退回修改。请在原工作簿中改正，于{deadline}前重新报送。"
        ),
        "opening_open": (
            "你单位报送的工作簿“{book}”已审核，有 {unassessable} 条勾稽关系无法核对，"
            "现退回补充。请在原工作簿中补齐，于{deadline}前重新报送。"
        ),
        "error": "须改正的错误",
        "errors": "错误 {errors} 处",
        "warnings": "提示 {warnings} 处",
        "and": "、",
        "also": "（其中已说明 {explained} 处）",
        "warning": "请核实的提示",
        "explained": "已说明的提示",
        "information": "说明",
        "numbers": "一二三四",
        "heading": "{number}、{text}",
        "item": "{number}．",
        "place": "位置：",
        "message": "现状与应有：",
        "remedy": "处理办法：",
        "suspects": "疑似：",
        "explanation": "单位说明：",
        "contact": "联系人及电话：{contact}",
        "office": "{office}",
        "date": "{date}",
        "no_unit": "填报单位",
        "missing_deadline": "〔待填：期限〕",
        "missing_contact": "〔待填：联系人及电话〕",
        "missing_office": "〔待填：审核单位〕",
        "missing_date": "〔待填：日期〕",
    },
    "en": {
        "title": "Return note",
        "to": "To {unit}:",
        "opening": (
            "Your workbook “{book}” has been checked. {found}; all are listed below. Please correct them in that workbook and send it again by {deadline}."
        ),
        "opening_open": (
            "Your workbook “{book}” has been checked. Relations that cannot be checked: "
            "{unassessable}. Please complete the workbook and send it again by {deadline}."
        ),
        "error": "Errors to correct",
        "errors": "Errors: {errors}",
        "warnings": "warnings: {warnings}",
        "and": "; ",
        "also": " ({explained} explained)",
        "warning": "Warnings to verify",
        "explained": "Warnings explained",
        "information": "Notes",
        "numbers": "ABCD",
        "heading": "{number}. {text}",
        "item": "{number}. ",
        "place": "Place: ",
        "message": "What stands there and was expected: ",
        "remedy": "What to do: ",
        "suspects": "Probably: ",
        "explanation": "The unit explains: ",
        "contact": "Contact: {contact}",
        "office": "{office}",
        "date": "{date}",
        "no_unit": "the reporter",
        "missing_deadline": "〔to fill in: date〕",
        "missing_contact": "〔to fill in: name and telephone〕",
        "missing_office": "〔to fill in: office〕",
        "missing_date": "〔to fill in: date〕",
    },
}
