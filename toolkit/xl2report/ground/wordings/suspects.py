"""Why a cell is suspected, in words."""

# Why a cell is suspected, by the key that a search for suspects gives.
WHY: dict[str, tuple[str, str]] = {
    "transposed": ("相邻两位数字写颠倒了", "two neighbouring digits are transposed"),
    "dropped_digit": ("少写了一位数字", "a digit was dropped"),
    "doubled_digit": ("多写了一位重复的数字", "a digit was typed twice"),
    "digit": ("有一位数字写错了", "one digit is wrong"),
    "sign": ("正负号写反了", "the sign is the wrong way round"),
    "shifted_row": ("填错了一行", "the value belongs one row up or down"),
    "shifted_column": ("填错了一列", "the value belongs one column to the left or right"),
    "copied": ("与相邻格的数相同，可能重复填写", "the cell beside it says the same"),
    "swapped": ("与另一格的数填颠倒了", "the values of two cells are swapped"),
    "unit": ("元与万元混淆", "yuan and ten thousand yuan are confused"),
    "zeros": ("多写或少写了四个0", "four zeros too many or too few"),
    "last_year": ("与上年数衔接", "it agrees with last year's figures"),
    "narrative": ("与文字部分的数一致", "it agrees with the figures of the narrative"),
    "sum": ("", ""),
}

# What a suspicion says: (Chinese, English).
SAYS: dict[str, tuple[str, str]] = {
    "one": (
        "{place} 现为 {found}，若为 {suggested}{also}，相关关系均成立{why}",
        "{place} is {found}; with {suggested}{also} the relations around it hold{why}",
    ),
    "why": ("（{why}）", " ({why})"),
    "also": ("、{place} 为 {suggested}", ", {place} being {suggested},"),
    "others": ("且另外 {count} 格一并改正", " and {count} other cells corrected too,"),
    # How sure it is, above the changes or behind them.
    "other": ("其他改法：{change}", "Or: {change}"),
    "same": (
        "与上面是同一原因：{place} 改为 {suggested} 后，这里也就平衡",
        "the same cause as above: with {suggested} in {place} this holds too",
    ),
    "several": (
        "较可能的改法有 {count} 种，仅凭表内数字不能判断是哪一处，请对照台账核对：",
        "{count} changes are about as likely; the figures alone cannot tell which. In the records check:",
    ),
    "many": (
        "较可能的改法有 {count} 种，仅凭表内数字不能判断是哪一处，请对照台账核对，例如：",
        "{count} changes are about as likely; the figures alone cannot tell which. In the records check:",
    ),
    "open": (
        "可能的改法很多，仅凭表内数字不能判断是哪一处，请对照台账核对，例如：",
        "many changes are about as likely; the figures alone cannot tell which. In the records check:",
    ),
    "unsure": (
        "只改一处时如下，但也可能有几处同时填错，请对照台账核对：",
        "the smallest change is this, but several cells may be wrong together; check the records:",
    ),
    "everywhere": (
        "{much}才能平衡，无法逐格指出；请先整表核对，看是否错行、错列或粘贴了别的表",
        "{much} cells would have to change; see whether rows or columns are shifted or pasted",
    ),
    "at_least": ("至少要改 {cells} 格", "at least {cells}"),
    "much": ("要改很多格", "many"),
}
