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
    "swapped": ("与另一格的数填颠倒了", "the values of two cells are swapped"),
    "unit": ("元与万元混淆", "yuan and ten thousand yuan are confused"),
    "last_year": ("与上年数衔接", "it agrees with last year's figures"),
    "narrative": ("与文字部分的数一致", "it agrees with the figures of the narrative"),
    "sum": ("", ""),
}
