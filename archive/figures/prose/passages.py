"""The prose of a report: rows of tables and flattened forms left out, hard-wrapped lines joined, spaces gone."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass

# Marks in the folded text: 一、, （一）, 1. or a heading's end, and a bracket that was left out.
CHAPTER, ITEM, POINT, NOTE = "\ue001", "\ue002", "\ue004", "\ue003"
_BREAK = re.compile(r"\s*\n\s*")
_SHORTEST_WRAPPED = 20
_TERMINAL = "。！？；：!?;:"
_NUMBERED = re.compile(
    r"\s*(?:[（(]?[一二三四五六七八九十]{1,3}[）)、．.]|[（(]?\d{1,2}[）)、．.](?!\d)|[①-⑳])"
)
# 参加培训 4 / 次，提高了水平: a number is not parted from its unit by a paragraph.
_NUMBER_ENDS = re.compile(r"[\u4e00-\u9fff]\s*\d{1,7}$")
_UNIT_BEGINS = re.compile(
    r"\s*(?:[条件次起元期场宗例份]|万[条元])[，。；、,;]\s*[\u4e00-\u9fff]|\s*[条件次起元期场宗例份][。；]\s*$"
)
_TITLE = re.compile(r"报\s*告\s*$")
# A line that is a cell of a table: a number, a unit or both.
_CELL = re.compile(r"[\d,.，．\s]*[万条件次元起个人篇份项]{0,3}\s*")
_PAGE_NUMBER = re.compile(r"[\s\-—－–·]*\d{1,3}[\s\-—－–·]*")
# Column heads and captions of the forms (国办发〔2014〕32号, 国办公开办函〔2019〕60号, 〔2021〕30号 and the Shanghai annex):
# where a form was flattened into a line it begins with one of them.
_FLATTENED = re.compile(
    r"信息内容(?:本年|上一年)|本年新制作数量|本年新公开数量|对外公开总数量|本年制发件数|本年处理决定数量|勾稽关系"
    r"|指标名称|统计指标|计量单位|(?<=[度位数量])历年累计(?=主动)|[数量](?:条|件|次|元|人|个|篇)\d+(?:其中|\d\.|[（(])"
)
# One pass over the folded text, the first that fits: each becomes a mark or nothing.
_REWRITTEN = re.compile(
    r"(?P<chapter>(?:(?<=^)|(?<=[。;:\]\s]))[一二三四五六七八九十]{1,3}、)"
    r"|(?P<item>[(][一二三四五六七八九十]{1,3}[)])"
    r"|(?P<point>[(]\d{1,2}[)]|(?:(?<=^)|(?<=[。;:,]))\d{1,2}[.、](?!\d))"
    r"|(?P<title>《[^《》]{0,60}》)"
    r"|(?P<once>[(][^()]{0,30}计\d+条[)])"
    r"|(?P<bracket>[(][^()\d]{0,60}[)])"
    r"|(?P<quote>[“”\"‘’])"
    r"|(?P<heading_end>(?<=情况|方面|事项|数量|措施)\s(?=\S))"
    r"|(?P<digits>(?<=\d)\s(?=\d))"
    r"|(?P<space>\s)"
)
_TELLING = re.compile(r"备案|累计|历年|不含|不包括|计划|预计|上年|去年|往年|纠|撤销|约|全[省市县区]")
_GAZETTE = re.compile(r"(?:政府|政务)公报》")
_COUNTED = "条件次起元期宗例份"


@dataclass(slots=True)
class Passage:
    """One paragraph: its folded text, and for each character the offset in `given` it was read from."""

    text: str
    offsets: list[int]
    given: str

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Where characters `start` to `end` of the folded text stand in the text as given."""
        while end > start + 1 and self.text[end - 1] == NOTE:
            end -= 1
        return self.offsets[start], self.offsets[end - 1] + 1

    def quote(self, start: int, end: int) -> str:
        """Characters `start` to `end` of the folded text as they are printed, on one line; nothing is raised."""
        first, last = self.span(start, end)
        return _BREAK.sub("", self.given[first:last])


def passages(text: str) -> Iterator[Passage]:
    """The paragraphs of prose in a document's text, in order.

    Arguments: `text`, one paragraph a line, rows of tables with tabs. Returns each paragraph folded (NFKC, no spaces),
    what was wrapped put together again. Raises nothing. The dirt is that of reports copied out of PDF and Word files.
    """
    lines: list[tuple[int, str]] = []
    for start, line in _lines(text):
        if "\t" in line:
            yield from _closed(lines, text)
            lines = []
        elif line.strip():
            if lines and _PAGE_NUMBER.fullmatch(line):
                continue
            if lines and not _goes_on(lines[-1][1], line):
                yield from _closed(lines, text)
                lines = []
            lines.append((start, line))
    yield from _closed(lines, text)


def _lines(text: str) -> Iterator[tuple[int, str]]:
    start = 0
    for line in text.split("\n"):
        yield start, line
        start += len(line) + 1


def _goes_on(line: str, following: str) -> bool:
    """Whether a line was cut by the width of a page and not by the end of a paragraph."""
    stripped = line.strip()
    if _NUMBER_ENDS.search(stripped) and _UNIT_BEGINS.match(following):
        return True
    if len(stripped) < _SHORTEST_WRAPPED or stripped[-1] in _TERMINAL:
        return False
    return not (_TITLE.search(stripped) or _NUMBERED.match(following) or _CELL.fullmatch(following))


def _closed(lines: list[tuple[int, str]], given: str) -> Iterator[Passage]:
    if not lines:
        return
    folded: list[str] = []
    offsets: list[int] = []
    for start, line in lines:
        place = start + len(line) - len(line.lstrip())
        printed = line.strip()
        plain = printed.translate(_FOLDING)
        folded.append(plain)
        if len(plain) == len(printed):
            offsets.extend(range(place, place + len(printed)))
        else:
            offsets.extend(place + n for n, c in enumerate(printed) for _ in _FOLDING[ord(c)])
    passage = _rewritten(Passage("".join(folded), offsets, given))
    yield from _without_forms(passage)


def _without_forms(passage: Passage) -> Iterator[Passage]:
    """The sentences before a form that was flattened into the line, and those after it, if no other follows."""
    flattened = list(_FLATTENED.finditer(passage.text))
    if not flattened:
        yield passage
        return
    before = passage.text.rfind("。", 0, flattened[0].start()) + 1
    after = passage.text.find("。", flattened[-1].end()) + 1 or len(passage.text)
    for part in (slice(before), slice(after, None)):
        if passage.text[part]:
            yield Passage(passage.text[part], passage.offsets[part], passage.given)


class _Folding(dict[int, str]):
    """Each character folded, worked out once; a circled number is the mark of a list and no number."""

    def __missing__(self, code: int) -> str:
        character = chr(code)
        folded = unicodedata.normalize("NFKC", character)
        if "①" <= character <= "⑳":
            folded = POINT
        elif folded.isspace() or unicodedata.category(character) == "Cf":
            folded = " "
        return self.setdefault(code, folded)


_FOLDING = _Folding()


def _rewritten(passage: Passage) -> Passage:
    text, offsets = passage.text, passage.offsets
    parts: list[str] = []
    places: list[int] = []
    last = 0
    for matched in _REWRITTEN.finditer(text):
        parts.append(text[last : matched.start()])
        places.extend(offsets[last : matched.start()])
        instead = _instead(matched)
        parts.append(instead)
        places.extend(offsets[matched.start()] for _ in instead)
        last = matched.end()
    return Passage("".join(parts) + text[last:], places + offsets[last:], passage.given)


def _instead(matched: re.Match[str]) -> str:
    kind = matched.lastgroup
    if kind == "chapter":
        return CHAPTER
    if kind == "item":
        return ITEM
    if kind in ("point", "heading_end"):
        return POINT
    if kind == "title":
        # The gazette of a government is a channel, other titles are of documents.
        return "公报" if _GAZETTE.search(matched[0]) else "《》"
    if kind == "digits":
        return " "
    if kind != "bracket":
        return ""
    # 12件（均已答复） says nothing else of the twelve; 40件（备案） does.
    follows_count = matched.start() > 0 and matched.string[matched.start() - 1] in _COUNTED
    return "" if follows_count and not _TELLING.search(matched[0]) else NOTE
