"""Tables without vertical lines: rows between horizontal rules, or figures that stand below each other.

Where a reader sees a table by its columns alone, the lines that are not drawn are put in and it is read as a ruled one.
What is not plainly a table stays text: a list, a signature or an address must never become one.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from crawler.documents.pages.lattice import lattices
from crawler.documents.pages.layout import Rule
from crawler.documents.pages.table_parts import TablePart, ruled_part
from crawler.documents.pages.typeset import TextLine, line_of

# In heights of a character: the gap that parts two columns, how far the figures of a column may be out of line, and how
# far the lines of a table follow each other at most.
_GUTTER = 1.2
_OUT_OF_LINE = 0.8
_FARTHEST = 3.5
# Shares of rows: with words across a gutter (headings of several columns) at most, with words in two columns and in any
# one column at least; and of a column's words, those that are figures.
_ACROSS = 0.25
_IN_TWO = 0.66
_IN_COLUMN = 0.5
_FIGURES = 0.66
_FEWEST_ROWS = 3
# In points: how far the ends of a table's rules lie apart at most, and how long they are at least.
_SAME_END = 4.0
_SHORTEST_RULE = 100.0
# More lines than a page has; what has more is no table.
_MOST_LINES = 300
_FIGURE = re.compile(r"[+\-]?[\d０-９][\d０-９.,，/]*[%％]?\w{0,3}|[-—－/]+")
# Leaders of a table of contents, and labels of an address.
_NO_CELL = re.compile(r"[.…·．]{4,}|[：:]$")


@dataclass(frozen=True, slots=True)
class _Row:
    """One row of text: its upper edge, its lines, and its words, each what stands before a wide gap."""

    top: float
    lines: tuple[TextLine, ...]
    words: tuple[TextLine, ...]


@dataclass(frozen=True, slots=True)
class _Region:
    """Rows that may be a table, and the box they lie in; what no rules mark has to have figures to be one."""

    rows: tuple[_Row, ...]
    left: float
    right: float
    bottom: float
    is_marked: bool


def column_parts(lines: Sequence[TextLine], rules: Sequence[Rule]) -> tuple[list[TablePart], list[TextLine]]:
    """The tables that the lines of a page form by their columns, and the lines that belong to none.

    `lines` are the text outside ruled tables from top to bottom, `rules` what is drawn there.
    """
    parts: list[TablePart] = []
    used: set[int] = set()
    if len(lines) <= _MOST_LINES:
        for region in (*_between_rules(lines, rules), *_below_each_other(lines)):
            own = {id(line) for row in region.rows for line in row.lines}
            if own.isdisjoint(used) and (part := _part(region)) is not None:
                parts.append(part)
                used |= own
    return parts, [line for line in lines if id(line) not in used]


def _part(region: _Region) -> TablePart | None:
    """The region as a table; None where it is none."""
    gutters = _gutters(region)
    if not gutters or len(region.rows) < 2 or not _is_in_columns(region, gutters):
        return None
    if not (region.is_marked or _has_figures(region, gutters)):
        return None
    pieces = [piece for row in region.rows for line in row.lines for piece in line.pieces]
    for lattice in lattices(_drawn(region, gutters)):
        inside, outside = lattice.sort_in(pieces)
        if not outside:
            return ruled_part(lattice, inside)
    return None


def _drawn(region: _Region, gutters: Sequence[float]) -> Iterator[Rule]:
    """The lines of the region as if they had been drawn: no gutter runs through a word."""
    edges = [row.top for row in region.rows] + [region.bottom]
    for edge in edges:
        yield Rule(region.left, edge, region.right, edge)
    for row, (top, bottom) in zip(region.rows, pairwise(edges), strict=True):
        for x in (region.left, *gutters, region.right):
            if not any(word.x0 < x < word.x1 for word in row.words):
                yield Rule(x, top, x, bottom)


def _row(top: float, lines: Sequence[TextLine]) -> _Row:
    return _Row(top, tuple(lines), tuple(word for line in lines for word in _words(line)))


def _words(line: TextLine) -> list[TextLine]:
    runs = [[line.pieces[0]]]
    for piece in line.pieces[1:]:
        if piece.x0 - runs[-1][-1].x1 > _GUTTER * line.size:
            runs.append([])
        runs[-1].append(piece)
    return [line] if len(runs) == 1 else [line_of(run) for run in runs]


def _between_rules(lines: Sequence[TextLine], rules: Sequence[Rule]) -> Iterator[_Region]:
    """What stands between three or more rules of one length: head and body, or a row between each two."""
    left = [
        rule for rule in rules if rule.x1 - rule.x0 >= _SHORTEST_RULE and rule.bottom - rule.top < _SAME_END
    ]
    if len(left) > _MOST_LINES:
        return
    while left:
        first, others, left = left[0], left[1:], []
        tops = [first.top]
        for rule in others:
            if abs(rule.x0 - first.x0) + abs(rule.x1 - first.x1) < 2 * _SAME_END:
                tops.append(rule.top)
            else:
                left.append(rule)
        bands = [
            (top, [line for line in lines if top <= (line.top + line.bottom) / 2 < bottom])
            for top, bottom in pairwise(sorted(tops))
            if bottom > top + _SAME_END
        ]
        if len(bands) > 1 and all(band for _, band in bands):
            rows = [_row(*bands[0])]
            for top, band in bands[1:]:
                rows += _rows(top, band, len(bands))
            yield _Region(tuple(rows), first.x0, first.x1, max(tops), is_marked=True)


def _rows(top: float, band: Sequence[TextLine], band_count: int) -> list[_Row]:
    """The rows of one band: each line of a table's body, or all of its lines where they only are a row's broken text."""
    if band_count > 2 and sum(map(_has_words, band)) < _FEWEST_ROWS:
        return [_row(top, band)]
    tops = [top, *(_between(upper, lower) for upper, lower in pairwise(band))]
    return [_row(own, [line]) for own, line in zip(tops, band, strict=True)]


def _below_each_other(lines: Sequence[TextLine]) -> Iterator[_Region]:
    """Runs of lines that each have several words."""
    run: list[TextLine] = []
    for line in [*lines, None]:
        if (
            line is not None
            and _has_words(line)
            and (not run or line.top - run[-1].bottom < _FARTHEST * line.size)
        ):
            run.append(line)
            continue
        if len(run) >= _FEWEST_ROWS:
            rows = [_row(_between(run[n - 1], own) if n else own.top, [own]) for n, own in enumerate(run)]
            left, right = min(own.x0 for own in run), max(own.x1 for own in run)
            yield _Region(tuple(rows), left, right, run[-1].bottom, is_marked=False)
        run = [line] if line is not None and _has_words(line) else []


def _has_words(line: TextLine) -> bool:
    words = list(_words(line))
    return len(words) > 1 and not any(_NO_CELL.search(word.text) for word in words)


def _between(upper: TextLine, lower: TextLine) -> float:
    return (upper.bottom + lower.top) / 2


def _gutters(region: _Region) -> list[float]:
    """The middles of the gaps that run down through nearly all rows."""
    size = max(word.size for row in region.rows for word in row.words)
    most = len(region.rows) * _ACROSS
    changes = sorted(
        change for row in region.rows for word in row.words for change in ((word.x0, 1), (word.x1, -1))
    )
    gutters: list[float] = []
    across, began = 0, None
    for x, change in changes:
        across += change
        if across <= most and began is None:
            began = x
        elif across > most and began is not None:
            if x - began > _GUTTER * size and began > changes[0][0]:
                gutters.append((began + x) / 2)
            began = None
    return gutters


def _columns(row: _Row, gutters: Sequence[float]) -> dict[int, list[TextLine]]:
    """The row's words that lie in one column, by its number."""
    columns: dict[int, list[TextLine]] = {}
    for word in row.words:
        if not any(word.x0 < gutter < word.x1 for gutter in gutters):
            columns.setdefault(sum(gutter < word.x0 for gutter in gutters), []).append(word)
    return columns


def _is_in_columns(region: _Region, gutters: Sequence[float]) -> bool:
    """Whether most rows have words in two columns, every column has one in most rows, and no figure shares its place.

    A column that has few is a head set to the left of its figures: they must not be taken for its neighbour's.
    """
    rows = [_columns(row, gutters) for row in region.rows]
    in_two = sum(len(row) > 1 for row in rows)
    fewest = min(sum(number in row for row in rows) for number in range(len(gutters) + 1))
    is_shared = any(
        len(words) > 1 and any(_FIGURE.fullmatch(word.text) for word in words)
        for row in rows
        for words in row.values()
    )
    return in_two >= len(rows) * _IN_TWO and fewest > len(rows) * _IN_COLUMN and not is_shared


def _has_figures(region: _Region, gutters: Sequence[float]) -> bool:
    """Whether a column after the first holds figures that stand in line."""
    rows = [_columns(row, gutters) for row in region.rows]
    for number in range(1, len(gutters) + 1):
        words = [row[number][0] for row in rows if number in row]
        figures = [word for word in words if _FIGURE.fullmatch(word.text)]
        # The head of the column is a word.
        if len(figures) >= max(_FEWEST_ROWS - 1, (len(words) - 1) * _FIGURES) and _stand_in_line(figures):
            return True
    return False


def _stand_in_line(words: Sequence[TextLine]) -> bool:
    reach = _OUT_OF_LINE * words[0].size
    places = (
        [word.x0 for word in words],
        [word.x1 for word in words],
        [(word.x0 + word.x1) / 2 for word in words],
    )
    return any(max(own) - min(own) <= reach for own in places)
