"""The sentences of a paragraph and their clauses, each under the heading it stands below."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import lru_cache

from archive.figures.prose.passages import CHAPTER, ITEM, POINT, Passage
from archive.figures.prose.quantities import quantities

_LONGEST_HEADING = 40
_SENTENCE = re.compile(f"([{CHAPTER}{ITEM}{POINT}]?)([^。!?{CHAPTER}{ITEM}{POINT}]+)")
# 、 parts clauses only after a count: 自然人80件、商业企业1件.
_SEPARATOR = re.compile(
    r",(?!(?<=\d,)\d{3}(?!\d))|[;()]|:(?!\d|零)|(?<=[\d零一二两三四五六七八九十百千万余多][条件次起元期场宗例份])、"
    r"|(?<=情况)(?=(?:19|20)\d\d年)"
)
_PLANS = re.compile(
    r"打算|下一步|下阶段|存在.{0,8}(?:问题|不足)|改进|工作计划|努力方向|工作安排|问题与?和?建议|今后"
)

_PART = re.compile(r"情况|事项|概述")


@lru_cache(maxsize=256)
def _are_plans(text: str) -> bool:
    return bool(_PLANS.search(text))


@dataclass(frozen=True, slots=True)
class Headings:
    """The chapter and the item that a sentence stands under, "" where there is none."""

    chapter: str = ""
    item: str = ""

    @property
    def text(self) -> str:
        """Both headings as one text, the wider first; nothing is raised."""
        return f"{self.chapter} {self.item}"

    @property
    def are_plans(self) -> bool:
        """Whether what stands below tells of shortcomings and plans, as part five of the form does."""
        return _are_plans(self.text)


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence: its paragraph, where it stands in it, and the headings above."""

    passage: Passage
    start: int
    end: int
    headings: Headings

    def clauses(self) -> list[tuple[int, int]]:
        """Its clauses as `(start, end)` in the paragraph, in order; nothing is raised."""
        return list(_clauses(self.passage.text, self.start, self.end))

    def text_of(self, clause: tuple[int, int]) -> str:
        """The folded text of one of its clauses, given as `(start, end)`; nothing is raised."""
        return self.passage.text[clause[0] : clause[1]]


def sentences(passage: Passage, above: Headings) -> Iterator[Sentence]:
    """The sentences of a paragraph, headings among them.

    Arguments: `passage`, and the headings `above` it. Returns each sentence under the headings in force after it.
    Raises nothing. Headings are numbered 一、 and （一） as the form prints them (国办公开办函〔2021〕30号), or stand alone.
    """
    headings = above
    if _is_heading(passage.text) and passage.text[-1] not in ",;:":
        headings = _standing_alone(headings, passage.text)
    for matched in _SENTENCE.finditer(passage.text):
        mark, words = matched.groups()
        if mark and mark != POINT:
            headings = _under(mark, headings, words)
        yield Sentence(passage, matched.start(2), matched.end(2), headings)


def _is_heading(text: str) -> bool:
    return 0 < len(text) <= _LONGEST_HEADING and not re.search(r"[。,;]|\d", text)


def _standing_alone(headings: Headings, words: str) -> Headings:
    """A heading without a number opens a chapter; among plans only one that opens another part of the form does."""
    if headings.are_plans and not _PART.search(words):
        return replace(headings, item=words)
    return _under("", headings, words)


def _under(mark: str, headings: Headings, words: str) -> Headings:
    if mark == ITEM:
        is_heading = len(words) <= _LONGEST_HEADING and not any(quantities(words))
        return replace(headings, item=words if is_heading else "")
    words = re.split(r"[,:]", words, maxsplit=1)[0] if mark else words.lstrip(CHAPTER + ITEM + POINT)
    return Headings(words[:_LONGEST_HEADING])


def _clauses(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    for separator in _SEPARATOR.finditer(text, start, end):
        if separator.start() > start:
            yield start, separator.start()
        start = separator.end()
    if end > start:
        yield start, end
