"""The top-level sections of a report, from the numbered headings that stand on lines of their own."""

from __future__ import annotations

import re

from archive.records import Section

_NUMERALS = "一二三四五六七八九十"
# 一、总体情况 — in either width of punctuation; a line with a tab is a row of a table, not a heading.
_HEADING = re.compile(rf"^\s*([{_NUMERALS}]{{1,3}})\s*[、.．,，]\s*([^\t]+)$")
_LONGEST_HEADING = 60


def split_sections(text: str) -> tuple[Section, ...]:
    """The sections of a report's text in order; empty where it has no numbered headings.

    A heading whose number falls below the last one opens no section: annexes and quoted lists start again at 一,
    while bureaus that skip or repeat a number are common.
    """
    found: list[tuple[int, str, str, list[str]]] = []
    for line in text.splitlines():
        opened = _open(line)
        if opened and (not found or opened[0] >= found[-1][0]):
            found.append(opened)
        elif found:
            found[-1][3].append(line)
    return tuple(
        Section(ordinal, number, heading, "\n".join(body).strip())
        for ordinal, (_, number, heading, body) in enumerate(found, start=1)
    )


def _open(line: str) -> tuple[int, str, str, list[str]] | None:
    matched = _HEADING.match(line)
    if matched is None:
        return None
    number, rest = matched.groups()
    heading, stop, body = rest.strip().partition("。")
    if len(heading) > _LONGEST_HEADING or (stop and body and len(heading) > _LONGEST_HEADING // 2):
        return None
    return _value(number), number, heading, [body] if body else []


def _value(number: str) -> int:
    """The value of a numeral from 一 to 九十九."""
    tens, ten, ones = number.rpartition("十")
    if not ten:
        return _NUMERALS.index(number[-1]) + 1
    return (_NUMERALS.index(tens) + 1 if tens else 1) * 10 + (_NUMERALS.index(ones) + 1 if ones else 0)
