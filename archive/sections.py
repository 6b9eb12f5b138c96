"""The top-level sections of a report, from the numbered headings that stand on lines of their own."""

from __future__ import annotations

import re
from dataclasses import dataclass

from archive.reports import Section

_NUMERALS = "一二三四五六七八九十"
# 一、总体情况 — in either width of punctuation; a line with a tab is a row of a table, not a heading.
_HEADING = re.compile(rf"^\s*[lI|]?([{_NUMERALS}]{{1,3}})\s*[、.．,，]\s*([^\t]+)$")
# The six headings of the form are headings under any number and without one.
_STATUTORY = re.compile(
    r"^\s*(?:第?(\d{1,2}|[一二三四五六七八九十]{1,3})(?:部分)?\s*[、.．,，:：]?\s*)?"
    r"(总体情况|(?:行政机关)?主动公开政府信息情况|收到和处理政府信息公开申请情况|"
    r"(?:因)?政府信息公开(?:工作被申请)?行政复议、(?:提起)?行政诉讼情况|"
    r"(?:政府信息公开工作)?存在的主要问题(?:及|和)改进(?:情况|措施)|其他需要报告的事项)[。:：]?\s*$"
)
# Rows of the form that are numbered as sections are: one left blank has no tab that shows it to be a row.
_ROW = re.compile(r"(?:本年新收|上年结转)政府信息公开申请数量|结转下年度继续办理")
_LONGEST_HEADING = 60


def split_sections(text: str) -> tuple[Section, ...]:
    """The sections of a report's text in order; empty where it has no numbered headings.

    A heading whose number falls below the last one opens no section: annexes and quoted lists start again at 一,
    while bureaus that skip or repeat a number are common. A list of contents, headings with nothing below them,
    is dropped when the first of them comes again.
    """
    found: list[_Opened] = []
    for line in text.splitlines():
        opened = _statutory(line, found) or _open(line)
        if opened and found and opened.heading == found[0].heading and not any(one.body for one in found):
            found = []
        if opened and (not found or opened.value >= found[-1].value):
            found.append(opened)
        elif found:
            found[-1].body.append(line)
    return tuple(
        Section(ordinal, one.number, one.heading, "\n".join(one.body).strip())
        for ordinal, one in enumerate(found, start=1)
    )


@dataclass(slots=True)
class _Opened:
    """A section while its lines are gathered; `value` is what its number is worth."""

    value: int
    number: str
    heading: str
    body: list[str]


def _statutory(line: str, found: list[_Opened]) -> _Opened | None:
    """A heading of the form comes next in order, whatever number the bureau gave it."""
    matched = _STATUTORY.match(line)
    if matched is None or any(one.heading == matched[2] and one.body for one in found):
        return None
    last = found[-1].value if found else 0
    number = matched[1] or ""
    stated = int(number) if number.isdigit() else _value(number) if number else last
    return _Opened(max(stated, last), number, matched[2], [])


def _open(line: str) -> _Opened | None:
    matched = _HEADING.match(line)
    if matched is None:
        return None
    number, rest = matched.groups()
    if _ROW.fullmatch(rest.strip()):
        return None
    heading, stop, body = rest.strip().partition("。")
    if len(heading) > _LONGEST_HEADING or (stop and body and len(heading) > _LONGEST_HEADING // 2):
        return None
    return _Opened(_value(number), number, heading, [body] if body else [])


def _value(number: str) -> int:
    """The value of a numeral from 一 to 九十九."""
    tens, ten, ones = number.rpartition("十")
    if not ten:
        return _NUMERALS.index(number[-1]) + 1
    return (_NUMERALS.index(tens) + 1 if tens else 1) * 10 + (_NUMERALS.index(ones) + 1 if ones else 0)
