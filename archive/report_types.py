"""What a document is, and which year it reports on, from what it prints."""

from __future__ import annotations

import re
from functools import cache

from archive.text import fold, lines
from archive.vocabulary import report_types

_ZERO = "〇○◯零Oo0Ο"
_NUMERALS = {**dict.fromkeys(_ZERO, "0"), **{c: str(n) for n, c in enumerate("一二三四五六七八九", start=1)}}
_TITLE_YEAR = re.compile(
    rf"(?<!\d)(20[0-4]\d)(?=年|度|-20|政府|政务|信息|\)(?!\d*号))|(二[一二三四五六七八九{_ZERO}]{{3}})年"
)
# 2020年公布的2019年度报告: the year of publication is named first.
_PUBLISHED_YEAR = re.compile(r"20\d\d年(?:公布|发布|编制)的?")
_PERIOD = re.compile(
    r"(?:统计|数据|所列|期限|时限|时间|起止|自|从)[^。]{0,20}?(20\d\d)年1月1日起?(?:至|到|—|-|~)+(?:(20\d\d)年)?12月31日"
)
_HEADING = re.compile(r"(?:公开|报告|年度).{0,12}(?:报告|年报)$")
_LONGEST_HEADING = 60


def classify(title: str, head: str) -> str:
    """The document's type, a key of vocabulary/report_types.yml.

    `head` is the beginning of its text; it decides only where the title is no more than a date or “详见附件”.
    """
    folded = fold(title)
    found = _by_words(folded)
    if found != "other" or len(folded) > 12:
        return found
    return _by_words(fold(head)[:80])


def report_year(title: str, text: str) -> tuple[int | None, str]:
    """The year a report describes, and the words that state it.

    The title's year; where the title has none, that of the heading over the text, then the period its figures
    cover (统计期限); else None, because the year published is not the year reported.
    """
    for heading in (title, *_headings(text)):
        named = _TITLE_YEAR.search(_PUBLISHED_YEAR.sub("", fold(heading)))
        if named:
            return _as_year(named[1] or named[2]), named[0]
    period = _PERIOD.search(fold(text))
    if period and period[2] in (None, period[1]):
        return int(period[1]), period[0]
    return None, ""


def _headings(text: str) -> list[str]:
    """The first lines of the text that read like a report's title, a title broken into two lines put together."""
    first, second = ([*lines(text)[:2], "", ""])[:2]
    return [
        heading
        for heading in (first, first + second)
        if len(heading) <= _LONGEST_HEADING and _HEADING.search(fold(heading))
    ]


def _by_words(folded: str) -> str:
    for kind, patterns in _patterns().items():
        wanted, unwanted = patterns
        if wanted.search(folded) and not (unwanted and unwanted.search(folded)):
            return kind
    return "other"


@cache
def _patterns() -> dict[str, tuple[re.Pattern[str], re.Pattern[str] | None]]:
    return {
        kind: (re.compile(stated["title"]), re.compile(stated["not"]) if "not" in stated else None)
        for kind, stated in report_types().items()
        if stated["title"]
    }


def _as_year(text: str) -> int:
    return int("".join(_NUMERALS.get(c, c) for c in text))
