"""Rule Q-24: the parts of the report, those that are missing, out of order or empty."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise

from archive.quality.form import FIRST_YEAR_OF_SIX_PARTS, prescribed
from archive.quality.reading import Reading
from archive.quality.wording import Words, finding, joined, quoted, word
from archive.reports import Finding, Section
from archive.text import fold, han_count

# The headings of the form, and words without which a report has no such part under any heading.
_STATUTORY = {
    1: re.compile(r"总体情况"),
    2: re.compile(r"主动公开政府信息情况"),
    3: re.compile(r"收到和处理政府信息公开申请情况"),
    4: re.compile(r"行政复议、?(?:提起)?行政诉讼(?:的)?情况"),
    5: re.compile(r"主要问题(?:及|和|与|以及)?改进"),
    6: re.compile(r"其他(?:需要)?报告(?:的)?事项"),
}
_ANYWHERE = {
    1: re.compile(r"总体|概述|概况|基本情况|综述"),
    2: re.compile(r"主动公开"),
    3: re.compile(r"申请"),
    4: re.compile(r"复议|诉讼"),
    5: re.compile(r"问题|不足|改进"),
    6: re.compile(r"其[他它](?:需要|应当|有关|重要|报告|事项|情况|说明)|需要(?:报告|说明)"),
}
# The older reports had parts much like the other three.
_ONLY_SINCE_2019 = (1, 3, 6)
_ENOUGH_HEADINGS = 4
_FEWEST_SECTIONS = 3
_SHORTEST_TEXT = 10
_SEMICOLON = Words("；", "; ")
_NUMERALS = "一二三四五六七八九十"


def parts(reading: Reading) -> Iterator[Finding]:
    """Q-24: parts missing, out of order, or empty; before 2019 a number left out; after, a report in the older parts.

    Arguments: `reading`. Returns its findings. Raises nothing. Six parts: 国办公开办函〔2019〕60号 and 〔2021〕30号.
    A heading lost from a file is no missing part: words of it must be nowhere in the text.
    """
    sections = reading.report.sections
    if not reading.year or not sections:
        return
    if reading.year < FIRST_YEAR_OF_SIX_PARTS:
        yield from _jumps(reading)
        return
    found = [(part, section) for section in sections if (part := _part(section))]
    if len({part for part, _ in found}) >= _ENOUGH_HEADINGS:
        yield from _missing(reading, {part for part, _ in found})
        yield from _order(found)
    elif _is_older(reading, found):
        printed = (f"{section.number}、{section.heading}" for section in sections)
        headings = joined((Words(heading, heading) for heading in printed), _SEMICOLON)
        fields = {"year": reading.year, "headings": headings, "due": prescribed(reading.year)}
        yield finding("Q-24/older", "parts", headings.zh, **fields)
    yield from _problems(sections)


def _part(section: Section) -> int | None:
    heading = fold(section.heading)
    return next((part for part, pattern in _STATUTORY.items() if pattern.search(heading)), None)


def _missing(reading: Reading, found: set[int]) -> Iterator[Finding]:
    absent = [
        part
        for part, pattern in _ANYWHERE.items()
        if part not in found and not pattern.search(reading.folded)
    ]
    if absent:
        evidence = "；".join(section.heading for section in reading.report.sections)
        yield finding(
            "Q-24", "missing", evidence, missing=joined((word(f"part_{part}") for part in absent), _SEMICOLON)
        )


def _order(found: list[tuple[int, Section]]) -> Iterator[Finding]:
    for (before, first), (after, second) in pairwise(found):
        if after < before:
            evidence = f"{first.heading}；{second.heading}"
            yield finding("Q-24/order", "order", evidence, first=first.heading, second=second.heading)
            return


def _is_older(reading: Reading, found: list[tuple[int, Section]]) -> bool:
    if reading.report.form_edition or reading.statutory:
        return False
    if len(reading.report.sections) < _FEWEST_SECTIONS or len(found) >= _FEWEST_SECTIONS:
        return False
    return not any(_STATUTORY[part].search(reading.folded) for part in _ONLY_SINCE_2019)


def _problems(sections: tuple[Section, ...]) -> Iterator[Finding]:
    """Part five says nothing; one that is last may be cut off, and a heading may be printed twice."""
    named = [section for section in sections[:-1] if _part(section) == 5]
    if not named or any("问题" in section.heading and section not in named for section in sections):
        return
    longest = max(named, key=lambda section: len(section.text))
    text = fold(longest.text)
    if han_count(text) >= _SHORTEST_TEXT:
        return
    heading = longest.heading
    if text:
        quote = quoted(longest.text)
        yield finding("Q-24/empty", "problems", f"{heading}：{quote}", heading=heading, quote=quote)
    else:
        yield finding("Q-24/nothing", "problems", heading, heading=heading)


def _jumps(reading: Reading) -> Iterator[Finding]:
    sections = reading.report.sections
    for before, after in pairwise(sections):
        start, end = _value(before.number), _value(after.number)
        if not start or not end or end - start < 2:
            continue
        skipped = [_NUMERALS[value - 1] for value in range(start + 1, end)]
        # A heading that runs into its paragraph, or lost its line, is there all the same.
        if any(re.search(rf"{numeral}[、.,]", reading.folded) for numeral in skipped):
            continue
        numbers = {"before": before.number, "after": after.number}
        yield finding("Q-24/jump", "numbers", f"{before.heading}；{after.heading}", **numbers)
        return


def _value(number: str) -> int:
    return _NUMERALS.index(number) + 1 if len(number) == 1 and number in _NUMERALS else 0
