"""The 统一社会信用代码 (GB 32100-2015): 18 characters, the last of which checks the others."""

ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"
WEIGHTS = tuple(pow(3, place, 31) for place in range(17))


def check_digit(body: str) -> str:
    """The 18th character for the first 17; ValueError where one is not of the alphabet."""
    total = sum(ALPHABET.index(char) * weight for char, weight in zip(body, WEIGHTS, strict=True))
    return ALPHABET[(31 - total % 31) % 31]


def fault_of(code: str) -> tuple[str, str]:
    """Why a code is wrong, in Chinese and English; two empty strings for a right one."""
    if len(code) != 18:
        return f"有 {len(code)} 位，应为18位", f"has {len(code)} characters instead of 18"
    strange = next((char for char in code if char not in ALPHABET), "")
    if strange:
        return f"含有不该出现的字符“{strange}”", f"holds the character “{strange}”, which none has"
    expected = check_digit(code[:17])
    if expected != code[17]:
        # The right last character is not told: any of the 18 may be the mistyped one.
        return "校验码不符，有一位填错", "fails its check digit: one character is wrong"
    return "", ""
