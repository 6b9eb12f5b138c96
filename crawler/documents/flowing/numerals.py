"""Numbers as lists print them: 一, （1）, ①, a, IV: ECMA-376 part 1, 17.18.59."""

from __future__ import annotations

from collections.abc import Callable

_FULL_WIDTH = str.maketrans("0123456789", "０１２３４５６７８９")
_ROMAN = (
    (1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"), (50, "l"), (40, "xl"), (10, "x"),
    (9, "ix"), (5, "v"), (4, "iv"), (1, "i"),
)  # fmt: skip
_MOST_ROMAN = 3999
# Word repeats a letter after z; beyond this the number is no longer one.
_MOST_LETTERS = 780
_CIRCLED = "①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳"
_BRACKETED = "⑴⑵⑶⑷⑸⑹⑺⑻⑼⑽⑾⑿⒀⒁⒂⒃⒄⒅⒆⒇"
_DOTTED = "⒈⒉⒊⒋⒌⒍⒎⒏⒐⒑⒒⒓⒔⒕⒖⒗⒘⒙⒚⒛"
_CIRCLED_HAN = "㊀㊁㊂㊃㊄㊅㊆㊇㊈㊉"
_STEMS = "甲乙丙丁戊己庚辛壬癸"
_BRANCHES = "子丑寅卯辰巳午未申酉戌亥"


def numeral(number: int, form: str) -> str:
    """`number` in the numFmt `form`; in decimal where the form is unknown or has no sign for it, as Word does."""
    written = _FORMS[form](number) if form in _FORMS else ""
    return str(number) if written == "" and form != "none" else written


def _from(signs: str) -> Callable[[int], str]:
    return lambda number: signs[number - 1] if 1 <= number <= len(signs) else ""


def _roman(number: int) -> str:
    if not 1 <= number <= _MOST_ROMAN:
        return ""
    written = ""
    for value, sign in _ROMAN:
        written += sign * (number // value)
        number %= value
    return written


def _letter(number: int) -> str:
    if not 1 <= number <= _MOST_LETTERS:
        return ""
    return chr(ord("a") + (number - 1) % 26) * ((number - 1) // 26 + 1)


def _counted(digits: str, units: str) -> Callable[[int], str]:
    """Numbers as they are spoken: 二十一, 一百零五; for some thousands, more no list has."""

    def written(number: int) -> str:
        if not 1 <= number <= 9999:
            return digits[0] if number == 0 else ""
        spoken = ""
        for power in range(3, -1, -1):
            digit = number // 10**power % 10
            if digit:
                spoken += digits[digit] + (units[power - 1] if power else "")
            elif spoken and number % 10**power and not spoken.endswith(digits[0]):
                spoken += digits[0]
        return spoken

    return written


def _counting(number: int) -> str:
    spoken = _counted("零一二三四五六七八九", "十百千")(number)
    return spoken[1:] if spoken.startswith("一十") else spoken


def _digit_by_digit(number: int) -> str:
    return "".join("〇一二三四五六七八九"[int(digit)] for digit in str(number)) if number >= 0 else ""


_FORMS: dict[str, Callable[[int], str]] = {
    "none": lambda number: "",
    "decimalZero": lambda number: f"{number:02d}",
    "decimalFullWidth": lambda number: str(number).translate(_FULL_WIDTH),
    "decimalFullWidth2": lambda number: str(number).translate(_FULL_WIDTH),
    "decimalEnclosedCircle": _from(_CIRCLED),
    "decimalEnclosedCircleChinese": _from(_CIRCLED),
    "decimalEnclosedParen": _from(_BRACKETED),
    "decimalEnclosedFullstop": _from(_DOTTED),
    "ideographEnclosedCircle": _from(_CIRCLED_HAN),
    "ideographTraditional": _from(_STEMS),
    "ideographZodiac": _from(_BRANCHES),
    "lowerLetter": _letter,
    "upperLetter": lambda number: _letter(number).upper(),
    "lowerRoman": _roman,
    "upperRoman": lambda number: _roman(number).upper(),
    "chineseCounting": _counting,
    "chineseCountingThousand": _counting,
    "japaneseCounting": _counting,
    "taiwaneseCounting": _counting,
    "taiwaneseCountingThousand": _counting,
    "ideographDigital": _digit_by_digit,
    "japaneseDigitalTenThousand": _digit_by_digit,
    "taiwaneseDigital": _digit_by_digit,
    "chineseLegalSimplified": _counted("零壹贰叁肆伍陆柒捌玖", "拾佰仟"),
    "ideographLegalTraditional": _counted("零壹貳參肆伍陸柒捌玖", "拾佰仟"),
}
