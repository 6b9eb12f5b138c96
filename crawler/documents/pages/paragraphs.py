"""Lines to paragraphs: what was broken at the right margin is joined again, over page breaks too."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise

from crawler.documents.grid import join_lines
from crawler.documents.pages.typeset import TextLine

# In heights of a character: how far in a paragraph's first line begins at least and at most, and what still counts as one
# place.
_INDENT = 1.0
_DEEPEST_INDENT = 3.0
_SAME_PLACE = 0.5
# How much the sizes of lines of one paragraph differ at most, and from which distance on, in those of most lines and in
# heights, two lines are no longer of one.
_SAME_SIZE = 0.2
_WIDER = 1.4
_WIDER_THAN_HIGH = 1.8
# The longest that moves to the next line as a whole: a name in quotation marks.
_LONGEST_WORD = 6.0
# How many lines must begin or end alike to show a margin: so many and so large a share.
_FEWEST = 2
_SHARE = 0.1
# The share of a page between equal margins that its text fills at least.
_NARROWEST = 0.7
# The share of its width that text is indented at most.
_DEEPEST_BLOCK = 0.3
# The width of a Latin letter or a figure.
_NARROW = 0.55
# The dots of a table of contents, each of whose lines is full.
_LEADERS = re.compile(r"[.…·．]{3,}")
_SENTENCE_END = re.compile(r"[。！？；：!?;:]$")
_NUMBERED = re.compile(r"[（(]?(?:\d{1,2}|[一二三四五六七八九十]{1,3})[）).．、]")
_NOT_AT_START = frozenset("，。、；：！？）》〉」』】〕”’…—·％,.;:!?)%")
_NOT_AT_END = frozenset("（《〈「『【〔“‘(")
_NARROW_WORD = re.compile(r"[^\s\u2e80-\uffef]+")


@dataclass(frozen=True, slots=True)
class Margins:
    """Where the lines of a text begin and end, how far apart they follow each other, and how high most are.

    `is_indented` says whether paragraphs begin further in, as Chinese ones do.
    """

    left: float
    right: float
    pitch: float
    size: float
    is_indented: bool


def margins(lines: Sequence[TextLine], width: float) -> Margins:
    """The margins of the lines, at least one, on pages `width` wide."""
    size = Counter(round(line.size) for line in lines).most_common(1)[0][0] or 1
    left = _margin([line.x0 for line in lines], size)
    right = -_margin([-line.x1 for line in lines], size)
    full = sum(abs(line.x1 - right) < _INDENT * size for line in lines)
    if full <= max(_FEWEST, len(lines) * _SHARE) or right - left < (width - 2 * left) * _NARROWEST:
        # Too few or too short lines end alike to show it: pages leave as much right as left.
        right = max(right, width - left)
    pitches = Counter(round(below.top - line.top) for line, below in pairwise(lines) if below.top > line.top)
    pitch = pitches.most_common(1)[0][0] if pitches else 2 * size
    indented = sum(_INDENT < (line.x0 - left) / size < _DEEPEST_INDENT for line in lines)
    return Margins(left, right, pitch, size, indented > _FEWEST)


def paragraphs(lines: Iterable[TextLine], given: Margins) -> list[str]:
    """The text of the lines, a paragraph each; a line that comes above the one before it is on the next page."""
    texts: list[list[str]] = []
    before: TextLine | None = None
    for line in lines:
        if before is not None and _goes_on(texts[-1][0], before, line, given):
            texts[-1].append(line.text)
        else:
            texts.append([line.text])
        before = line
    return [join_lines(parts) for parts in texts]


def _margin(places: list[float], size: float) -> float:
    """The first place at which enough lines begin."""
    needed = max(_FEWEST, len(places) * _SHARE)
    ordered = sorted(places)
    for first, last in zip(ordered, ordered[int(needed) - 1 :], strict=False):
        if last - first <= _SAME_PLACE * size:
            return first
    return ordered[0]


def _goes_on(begun: str, line: TextLine, below: TextLine, given: Margins) -> bool:
    """Whether `below` goes on with the paragraph that `line` ends in and that began with `begun`."""
    size = max(line.size, below.size)
    if abs(line.size - below.size) > _SAME_SIZE * size or _LEADERS.search(line.text):
        return False
    if below.top - line.top > max(_WIDER * given.pitch, _WIDER_THAN_HIGH * size):
        return False
    room = (given.right - line.x1) / line.size if line.size else 0.0
    is_full = room < _width_of_first_word(below.text) + _SAME_PLACE
    is_new_number = bool(_NUMBERED.match(below.text))
    has_ended = bool(_SENTENCE_END.search(line.text))
    if below.x0 - given.left < _INDENT * size:
        # Where paragraphs are indented a line that is not goes on with one, even if the line above is a word too short.
        is_body = size <= given.size * (1 + _SAME_SIZE) and line.x0 - given.left < _DEEPEST_INDENT * size
        is_nearly_full = is_body and given.is_indented and not has_ended and room < _LONGEST_WORD
        return (is_full or is_nearly_full) and not (is_new_number and has_ended)
    if size > given.size * (1 + _SAME_SIZE):
        # A title set in the middle over two lines.
        return is_full and abs((below.x0 + below.x1) - (given.left + given.right)) < 2 * size
    # What stands further to the right is a signature.
    is_block = below.x0 - given.left < _DEEPEST_BLOCK * (given.right - given.left)
    is_hanging = bool(_NUMBERED.match(begun)) or abs(below.x0 - line.x0) < _SAME_PLACE * size
    return is_full and is_block and is_hanging and not is_new_number and not has_ended


def _width_of_first_word(text: str) -> float:
    """How much room what may not be broken at the beginning of a line takes, in heights of a character."""
    if (word := _NARROW_WORD.match(text)) is not None:
        return len(word[0]) * _NARROW
    count = 1
    while count < len(text) and text[count - 1] in _NOT_AT_END:
        count += 1
    while count < len(text) and text[count] in _NOT_AT_START:
        count += 1
    return float(count)
