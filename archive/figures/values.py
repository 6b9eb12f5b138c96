"""What stands in a cell: a number, zero, nothing, a stroke, words, or something that cannot be read for certain."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from decimal import Decimal

from archive.reports import ValueState
from archive.text import clean, fold

# A character that was recognised in a scan without certainty.
_UNREADABLE = "\ufffd"
_STROKES = frozenset("/\\-—–―─_")
_DIGITS = r"[0-9]{1,3}(?:,[0-9]{3})+|[0-9]+"
_NUMBER = re.compile(
    rf"(?P<sign>[+\-−]|增加|增长|增|减少|减)?(?P<digits>(?:{_DIGITS})(?:\.[0-9]+)?|\.[0-9]+)"
    r"(?P<scale>[百千]?万|[百千亿])?(?P<unit>元|件|项|条|次|篇|个|人次|人|起|宗|份|期)?"
)
# What nearly every cell holds, known without looking further.
_PLAIN = re.compile(r"0|[1-9][0-9]{0,8}")
# Letters and the numeral that are typed for a zero and can be nothing else among digits.
_TYPED_ZERO = re.compile(r"[0-9Oo〇,.]+")
# Full width is another way to print a digit; ①, ² and º are marks of notes, and would be digits of the number once folded.
_FULL_WIDTH = range(0xFF00, 0xFFF0)
_ZEROS = str.maketrans("Oo〇", "000")
_MINUS = frozenset({"-", "−", "减", "减少"})
_SCALES = {
    "": Decimal(1),
    "百": Decimal(100),
    "千": Decimal(1_000),
    "万": Decimal(10_000),
    "百万": Decimal(1_000_000),
    "千万": Decimal(10_000_000),
    "亿": Decimal(100_000_000),
}
# What a unit of money is worth in yuan.
MONEY = {f"{scale}元": factor for scale, factor in _SCALES.items()}
# Other money, and tens of thousands, are found to be nothing that can be converted.
_MONEY_UNIT = re.compile(r"[美欧港日澳]?[十百千]?[万亿]?元(?<![单多公]元)")
# 23 and 4 in one cell are not 234, and 1 . 5 is no number either.
_APART = re.compile(r"[\d.,]\s+[\d.,]")
_RUN_TOGETHER = re.compile(r"0,?[0-9]")
# No body of government has done anything so often, or spent so many yuan; digits that long belong to several cells, or are
# a telephone number (11).
_MOST_DIGITS = 10
_MOST_DIGITS_OF_MONEY = 13


@dataclass(frozen=True, slots=True)
class Value:
    """A cell as read: `number` is in the unit asked for, None unless `state` is number or zero."""

    state: ValueState
    number: int | float | None = None


def read_value(raw: str, unit: str, printed_unit: str = "") -> Value:
    """The value of one cell whose indicator is counted in `unit`; `printed_unit` is what its header states.

    Money printed in another unit is converted (2601.95万元 is 26019500 in 元). A number that is not certain, two in one
    cell, digits run together, a mark of a note among them, money where items are counted, is `unreadable`; it is never
    guessed.
    """
    if unit not in MONEY and _PLAIN.fullmatch(raw):
        return Value("zero" if raw == "0" else "number", int(raw))
    text = clean(unicodedata.normalize("NFKC", raw)).replace("，", ",")
    if not text:
        return Value("blank")
    if _UNREADABLE in text or _APART.search(text) or _has_marks(raw):
        return Value("unreadable")
    text = text.replace(" ", "")
    if set(text) <= _STROKES:
        return Value("slash")
    if _TYPED_ZERO.fullmatch(text):
        text = text.translate(_ZEROS)
    matched = _NUMBER.fullmatch(text)
    if matched is None:
        return Value("unreadable" if re.search(r"\d", text) and not _has_words(text) else "text")
    if _RUN_TOGETHER.match(matched["digits"]) or _is_too_long(matched["digits"], unit):
        return Value("unreadable")
    return _value(matched, unit, printed_unit)


def money_unit(*texts: str) -> str:
    """The unit of money that labels, headings or lines above a table state (元, 万元, …).

    Empty where they state none; where they state several, all of them, which is a unit nothing can be read in.
    """
    stated = {unit for text in texts if "元" in text for unit in _MONEY_UNIT.findall(fold(text))}
    return "".join(sorted(stated))


def _has_marks(raw: str) -> bool:
    return not raw.isascii() and any(
        re.search("[0-9Oo]", unicodedata.normalize("NFKC", mark))
        for mark in raw
        if not mark.isascii() and ord(mark) not in _FULL_WIDTH
    )


def _is_too_long(digits: str, unit: str) -> bool:
    whole = digits.split(".")[0].replace(",", "")
    return len(whole) > (_MOST_DIGITS_OF_MONEY if unit in MONEY else _MOST_DIGITS)


def _has_words(text: str) -> bool:
    return bool(re.search(r"[一-鿿]", text))


def _value(matched: re.Match[str], unit: str, printed_unit: str) -> Value:
    number = Decimal(matched["digits"].replace(",", "")) * _SCALES[matched["scale"] or ""]
    is_money = unit in MONEY
    if matched["unit"] and (matched["unit"] == "元") != is_money:
        return Value("unreadable")
    if is_money:
        # 3.5万 under a header of 万元 is the unit said twice, not 35,000万元.
        stated = "元" if matched["scale"] or matched["unit"] else printed_unit or unit
        if stated not in MONEY:
            return Value("unreadable")
        number = number * MONEY[stated] / MONEY[unit]
    if matched["sign"] in _MINUS:
        number = -number
    return Value("number" if number else "zero", plain(number))


def plain(number: Decimal) -> int | float:
    """A number as rows hold it: whole ones as integers."""
    return int(number) if number == number.to_integral_value() else float(number)
