"""Numbers with the unit they count, in Arabic or Chinese figures."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

_HAN_DIGITS = {**{c: n for n, c in enumerate("零一二三四五六七八九")}, "〇": 0, "○": 0, "两": 2}
_HAN_TENS = {"十": 10, "百": 100, "千": 1000}
_MULTIPLES = {"万": 10_000, "亿": 100_000_000}
_QUANTITY = re.compile(
    r"(?P<about>约|大约|近|将近|逾|超过|超)?"
    r"(?P<number>(?<!\d)(?:\d{1,3}(?:,\d{3}){1,4}(?!\d)|\d{1,12}(?:\.\d{1,6})?)|[零〇○一二两三四五六七八九十百千]{1,12})(?P<times>[万亿]?)"
    r"(?P<more>[余多])?(?P<unit>件次|场次|[条件次起元期场宗例份则篇笔])"
    r"(?P<around>左右|以上|上下)?(?![龙性])"
    # 申请数为零 names no unit; only nought can do without.
    r"|(?<=为)(?P<nought>零|0)(?![\d.,%]|[\u4e00-\u9fff])"
)
# 数十条, 几百件: how many is not said.
_VAGUE = re.compile(r"[数几上成第\d.,\-~—至/]$")
# 12件: a digit, a dash or 第 before it makes it part of something else.
_PART = re.compile(r"[第\d.,\-~—%/]$| $")
_LEFT = 2


@dataclass(frozen=True, slots=True)
class Quantity:
    """A number and its unit as they stand in a folded text, `start` to `end`; nought without a unit has unit ""."""

    start: int
    end: int
    value: int | float
    unit: str
    is_approximate: bool


def quantities(text: str, start: int = 0, end: int | None = None) -> Iterator[Quantity]:
    """The numbers between `start` and `end` of `text` that count something, from left to right.

    Arguments: `text`, folded; the place of a clause in it. Returns each with its value, 万 and 亿 worked out; a number that is part of an article
    (第三十六条), of a range or of a vague count (数十条) is left out. Raises nothing. After GB/T 15835—2011.
    """
    for matched in _QUANTITY.finditer(text, start, len(text) if end is None else end):
        before = text[max(matched.start() - _LEFT, start) : matched.start()]
        if matched["nought"]:
            yield Quantity(matched.start(), matched.end(), 0, "", False)
            continue
        is_round_han = matched["number"][0] in _HAN_TENS
        if (_VAGUE if is_round_han else _PART).search(before):
            continue
        value = _value(matched["number"])
        if value is None:
            continue
        approximate = any(matched[name] for name in ("about", "more", "around"))
        unit = matched["unit"]
        yield Quantity(matched.start(), matched.end(), _times(value, matched["times"]), unit, approximate)


def _times(value: int | float, multiple: str) -> int | float:
    product = value * _MULTIPLES.get(multiple, 1)
    rounded = round(product, 2)
    return int(rounded) if rounded == int(rounded) else rounded


def _value(number: str) -> int | float | None:
    """What the figures are worth, None for a run of them that is no number (一二百)."""
    if number[0].isdigit():
        plain = number.replace(",", "")
        return float(plain) if "." in plain else int(plain)
    if not any(c in _HAN_TENS for c in number):
        return _HAN_DIGITS[number] if len(number) == 1 else None
    return _han_value(number)


def _han_value(number: str) -> int | None:
    total, digit, last = 0, None, 10_000
    for character in number:
        if character in _HAN_TENS:
            ten = _HAN_TENS[character]
            if ten >= last:
                return None
            total += (1 if digit is None else digit) * ten
            digit, last = None, ten
        elif digit:
            return None
        else:
            digit = _HAN_DIGITS[character]
    if digit and last > 10 and "零" not in number and "〇" not in number:
        # 一百二 is short for 120, and 一千二 for 1200.
        return total + digit * last // 10
    return total + (digit or 0)
