"""Numbers of a workbook as a person sees them: 12 and not 12.0, 12.5% and not 0.125, 2023年1月20日 and not 44946."""

from __future__ import annotations

import math
import re
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from decimal import ROUND_HALF_UP, Decimal
from functools import lru_cache
from itertools import takewhile

GENERAL = "General"
# What a workbook that counts days from 1904 adds to them (ECMA-376 18.17.4.1).
DAYS_TO_1904 = 1462
# ECMA-376 18.8.30: formats that workbooks know by number alone. Of dates, what a Chinese system shows.
_BUILT_IN = {
    1: "0", 2: "0.00", 3: "#,##0", 4: "#,##0.00", 9: "0%", 10: "0.00%", 14: "yyyy/m/d", 15: "d-mmm-yy", 16: "d-mmm",
    17: "mmm-yy", 18: "h:mm AM/PM", 19: "h:mm:ss AM/PM", 20: "h:mm", 21: "h:mm:ss", 22: "yyyy/m/d h:mm",
    27: 'yyyy"年"m"月"', 28: 'm"月"d"日"', 29: 'm"月"d"日"', 30: "m-d-yy", 31: 'yyyy"年"m"月"d"日"',
    32: 'h"时"mm"分"', 33: 'h"时"mm"分"ss"秒"', 36: 'yyyy"年"m"月"', 37: "#,##0", 38: "#,##0", 39: "#,##0.00",
    40: "#,##0.00", 45: "mm:ss", 50: 'yyyy"年"m"月"', 51: 'm"月"d"日"', 52: 'yyyy"年"m"月"', 53: 'm"月"d"日"',
    54: 'm"月"d"日"', 57: 'yyyy"年"m"月"', 58: 'm"月"d"日"',
}  # fmt: skip
_TOKEN = re.compile(
    r'"(?P<quoted>[^"]*)"|[\\!](?P<escaped>.)|\[\$(?P<currency>[^\]-]*)[^\]]*\]'
    r"|(?P<unseen>_.|\*.|\[(?:Color ?\d+|Black|Blue|Cyan|Green|Magenta|Red|White|Yellow)\])"
    r"|(?P<elapsed>\[[hms]+\])|(?P<odd>\[[^\]]*\])|(?P<general>General)"
    r"|(?P<number>[#0?][#0?,]*(?:\.[#0?]*,*)?)|(?P<date>y+|m+|d+|h+|s+)|(?P<odd_date>AM/PM|aaaa?|上午/下午)|(?P<text>.)",
    re.IGNORECASE | re.DOTALL,
)
# No format is longer (ECMA-376 18.8.30); no number has more figures to show.
_LONGEST_CODE = 255
_MOST_DECIMALS = 10
_WHOLE_BELOW = 1e15
# The first day after 9999-12-31, the last a workbook can show.
_DATES_BELOW = 2_958_466

_NUMBERS = ("number", "general")
_PARTS = frozenset(("yyyy", "yy", "y", "mm", "m", "dd", "d", "hh", "h", "ss", "s"))
_FOLLOWED = frozenset(("date", "quoted", "escaped", "currency", "text"))

_Tokens = tuple[tuple[str, str], ...]


def built_in(number: int) -> str:
    """The code of a format that workbooks know by its number."""
    return _BUILT_IN.get(number, GENERAL)


def shown(value: float, code: str, extra_days: int = 0) -> str:
    """`value` as the number format `code` prints it.

    Followed are the first section of formats with one number (its thousands, decimals, per cent, the text around it)
    and of dates in figures. A date in any other form is printed as ISO 8601, any other number plainly with up to 15
    figures. Sections that replace zeros are not followed: zero is not blank. `extra_days` are added to dates.
    """
    if not math.isfinite(value):
        return str(value)
    if code == GENERAL:
        return _plain(value)
    tokens = _tokens(code)
    kinds = {kind for kind, _ in tokens}
    if "elapsed" not in kinds and kinds & {"date", "odd_date"}:
        return _date(value, extra_days, tokens)
    numbers = [text for kind, text in tokens if kind in _NUMBERS]
    if len(numbers) != 1 or kinds & {"elapsed", "odd"} or not _can_print(value, numbers[0]):
        return _plain(value)
    scaled = Decimal(f"{abs(value):.15g}") * (100 if ("text", "%") in tokens else 1)
    pieces = [_number(scaled, text) if kind in _NUMBERS else text for kind, text in tokens]
    return ("-" if value < 0 else "") + "".join(pieces)


@lru_cache(maxsize=256)
def _tokens(code: str) -> _Tokens:
    """The first section of a format, less what only colours or pads."""
    matches = takewhile(lambda match: match[0] != ";", _TOKEN.finditer(code[:_LONGEST_CODE]))
    named = ((match.lastgroup or "", match) for match in matches)
    return tuple((kind, match[kind]) for kind, match in named if kind not in ("", "unseen"))


def _can_print(value: float, placeholder: str) -> bool:
    # A comma at the end divides by a thousand, which is for the reader of a chart.
    is_scaled = placeholder.endswith((",", ",."))
    decimals = placeholder.partition(".")[2]
    return not is_scaled and len(decimals) <= _MOST_DECIMALS and abs(value) < _WHOLE_BELOW


def _plain(value: float) -> str:
    if abs(value) < _WHOLE_BELOW and value == int(value):
        return str(int(value))
    return f"{value:.15G}"


def _number(value: Decimal, placeholder: str) -> str:
    if placeholder.lower() == GENERAL.lower():
        return _plain(float(value))
    whole, _, decimals = placeholder.partition(".")
    rounded = value.quantize(Decimal(1).scaleb(-len(decimals)), ROUND_HALF_UP)
    before, _, after = f"{rounded:,f}".partition(".")
    if "," not in whole:
        before = before.replace(",", "").zfill(whole.count("0"))
    # 0 prints a figure in any case, # and ? only one that counts.
    needed = decimals.rfind("0") + 1
    after = after[:needed] + after[needed:].rstrip("0")
    return f"{before}.{after}" if after else before


def _date(value: float, extra_days: int, tokens: _Tokens) -> str:
    days = value + extra_days
    parts = [text.lower() for kind, text in tokens if kind == "date"]
    # There is no day 0, only a zero in a cell that was to hold a date.
    if not 0 <= days < _DATES_BELOW or (days < 1 and any(part[0] in "yd" for part in parts)):
        return _plain(value)
    # Workbooks count a 29th of February 1900 that never was, because Lotus 1-2-3 did.
    first = date(1899, 12, 30 if days >= 60 else 31)
    moment = datetime.combine(first, time()) + timedelta(seconds=round(days * 86400))
    if not all(kind in _FOLLOWED for kind, _ in tokens) or not all(part in _PARTS for part in parts):
        return _iso(moment, value)
    figures = iter(_figures(moment, parts))
    return "".join(next(figures) if kind == "date" else text for kind, text in tokens)


def _figures(moment: datetime, parts: list[str]) -> Iterator[str]:
    around = ["", *parts, ""]
    for before, part, after in zip(around, parts, around[2:], strict=True):
        # m is a month but after hours and before seconds.
        letter = "minute" if part[0] == "m" and (before[:1] == "h" or after[:1] == "s") else part[0]
        value = {
            "y": moment.year, "m": moment.month, "d": moment.day, "h": moment.hour, "minute": moment.minute,
            "s": moment.second,
        }[letter]  # fmt: skip
        yield f"{value % 100:02}" if part in ("y", "yy") else f"{value:0{len(part)}}"


def _iso(moment: datetime, value: float) -> str:
    if value < 1:
        return moment.strftime("%H:%M:%S")
    return moment.strftime("%Y-%m-%d" if value == int(value) else "%Y-%m-%d %H:%M:%S")
