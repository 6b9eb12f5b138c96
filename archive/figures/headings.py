"""What the headings of a form say that was run together into text: their order, their edition, columns that are not of the year."""

from __future__ import annotations

import re

from archive.figures.values import money_unit

# Headings of part three stand in the form's order, but that 总计 of the first line stands before organisations of the second.
_APPLICANTS = ("自然人", "商业企业", "科研机构", "社会公益组织", "法律服务机构")
_DISPUTES = ("行政复议", "直接起诉", "复议后起诉")
_TOTAL_FIRST = re.compile(r"[总合]计.{0,8}$")
_EDITIONS = {"f2019": ("新公开", "对外公开总", "上一年项目"), "f2021": ("本年制发", "本年废止", "现行有效")}
_OTHER_COLUMNS = re.compile(
    r"上年|去年|同期|同比|季度|本月|半年|20\d\d年[度数量]{0,3}20\d\d年|(?:历年|累计).{0,6}(?:本年|当年|年度)"
)
_SEQUENCE_NUMBER = re.compile(r"(?<!\d)\d{1,2}$")


def are_applicants_in_order(head: str) -> bool:
    """Whether the applicants that the text before part three names stand as in the form, the total not before them."""
    return _is_ascending(head, _APPLICANTS) and not _TOTAL_FIRST.search(head[: max(head.rfind("自然人"), 0)])


def are_disputes_in_order(head: str) -> bool:
    """Whether the kinds of dispute that the text before the figures of part four names stand as in the form."""
    return _is_ascending(head, _DISPUTES)


def edition_of_part_two(text: str) -> str | None:
    """The edition whose headings stand among the rows of part two; None where both do.

    The form of 2019 where neither does: it is the one whose headings say nothing of their own.
    """
    named = [edition for edition, words in _EDITIONS.items() if any(word in text for word in words)]
    return None if len(named) > 1 else "".join(named) or "f2019"


def has_only_the_year(head: str) -> bool:
    """Whether the text before a list names no column before that of the year, and no sequence numbers run into its figures."""
    return not _OTHER_COLUMNS.search(head) and not _SEQUENCE_NUMBER.search(head)


def stated_money_unit(before: str, label: str) -> str:
    """The unit of money a label states, or else the heading of its column, of which the last word is 金额."""
    heading = before[at:] if (at := before.rfind("金额")) >= 0 else ""
    return money_unit(label) or money_unit(heading)


def _is_ascending(head: str, words: tuple[str, ...]) -> bool:
    places = [place for word in words if (place := head.rfind(word)) >= 0]
    return places == sorted(places)
