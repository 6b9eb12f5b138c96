"""The statutory tables as the form of each edition prints them: headings, rows and columns, and which cell stands where."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from archive.checks.stated import Key
from archive.vocabulary import read_yaml
from archive.vocabulary.forms import forms

# Words of the form itself that belong to no indicator.
_FRAME = "frame"


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading of rows or columns: its words, over how many columns and rows it reaches, and what it is a heading of."""

    zh: str
    en: str = ""
    columns: int = 1
    rows: int = 1
    scope: str = "col"


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a table: its headings, the unit where it prints one, and its cells by indicator and dimension.

    `columns` is over how many columns the last cell reaches.
    """

    headings: tuple[Heading, ...]
    cells: tuple[Key, ...] = ()
    unit: str = ""
    columns: int = 1


@dataclass(frozen=True, slots=True)
class OfficialTable:
    """One table of an edition: the part of the form it is, its heading lines, and the lines below them."""

    part: str
    zh: str
    en: str
    head: tuple[Line, ...]
    body: tuple[Line, ...]

    @property
    def keys(self) -> frozenset[Key]:
        """Every cell it has."""
        return frozenset(key for line in self.body for key in line.cells)


@dataclass(frozen=True, slots=True)
class _Node:
    """A row (or, in part four, a column) of the layout with what stands under it; `indicator` empty for a group."""

    zh: str
    en: str
    indicator: str
    under: tuple[_Node, ...]

    @property
    def leaves(self) -> int:
        return sum(node.leaves for node in self.under) or 1

    @property
    def depth(self) -> int:
        return 1 + max((node.depth for node in self.under), default=0)


@cache
def official_tables(edition: str | None) -> tuple[OfficialTable, ...]:
    """The tables of an edition in the order of the form; none for None.

    The local annexes of 2008–2013 have no national layout: all their rows are listed in the order of the vocabulary.
    """
    layout = _layout()
    if edition in ("f2019", "f2021"):
        return (
            _proactive(layout, edition),
            _requests(layout, edition),
            _disputes(layout, edition),
        )
    if edition == "f2014":
        rows = [(row["label"], row.get("indicator", ""), row.get("en", "")) for row in layout["statistics"]]
        return (_listed(layout, "statistics", rows),)
    if edition == "f2008":
        return (_listed(layout, "annex", [(i.zh, i.key, i.en) for i in forms().of_part("annex")]),)
    return ()


def applicant_words(dimension: str | None) -> tuple[str, str]:
    """The words of an applicant in Chinese and English; empty for what is none."""
    return next(((each.zh, each.en) for each in forms().applicants if each.key == dimension), ("", ""))


def indicator_words(indicator: str, edition: str | None) -> tuple[str, str]:
    """The words of an indicator in Chinese and English, as its row is headed where the form prints a list of rows.

    Empty for what is no indicator.
    """
    known = forms().indicators.get(indicator)
    if known is None:
        return "", ""
    for table in official_tables(edition):
        if table.part in ("requests", "statistics") and table.part == known.part:
            for line in table.body:
                if line.cells and line.cells[0][0] == indicator:
                    return line.headings[-1].zh, known.en
    return known.zh, known.en


@cache
def _layout() -> dict[str, Any]:
    stated: dict[str, Any] = read_yaml("form_layout.yml")
    return stated


def row_words(stem: str) -> tuple[str, str]:
    """The words that the cells of one row of part two begin with: `proactive.penalty_items` is 行政处罚, whatever is counted.

    Empty where there is no such row.
    """
    for block in _layout()["proactive"]:
        for label, keys in block["rows"].items():
            if keys[0].startswith(f"{stem}_"):
                return label, forms().indicators[keys[0]].en.partition(":")[0]
    return "", ""


def outcome_words(group: str) -> tuple[str, str]:
    """The words of a group of outcomes of disputes, `litigation_direct`; empty where there is none."""
    total = forms().indicators.get(f"{group}.total")
    return (total.zh.removesuffix("总计"), total.en.partition(":")[0]) if total else ("", "")


def _proactive(layout: dict[str, Any], edition: str) -> OfficialTable:
    blocks = [block for block in layout["proactive"] if block["edition"] == edition]
    width = max(len(block["columns"]) for block in blocks)
    subject, english = layout[_FRAME]["subject"], layout["english"]

    def heading(label: str, columns: int = 1, scope: str = "col") -> Heading:
        return Heading(label, english[label], columns=columns, scope=scope)

    lines: list[Line] = []
    for block in blocks:
        *before, last = block["columns"]
        reach = width - len(before)
        columns = (*map(heading, before), heading(last, reach))
        lines.append(Line((heading(block["heading"], width + 1, "rowgroup"),)))
        lines.append(Line((Heading(subject["zh"], subject["en"]), *columns)))
        for label, keys in block["rows"].items():
            cells = tuple((key, None) for key in keys)
            lines.append(Line((heading(label, scope="row"),), cells, columns=width - len(keys) + 1))
    return _table("proactive", (), lines)


def _requests(layout: dict[str, Any], edition: str) -> OfficialTable:
    frame, applicants = layout[_FRAME], forms().applicants
    nodes = _nodes(layout["requests"], edition)
    width = max(node.depth for node in nodes)
    who, organisations = frame["applicants"], frame["organisations"]
    first, *middle, last = [Heading(member.zh, member.en) for member in applicants]
    head = (
        Line(
            (
                Heading(frame["balance"]["zh"], frame["balance"]["en"], columns=width, rows=3),
                _over(who, len(applicants)),
            )
        ),
        Line((_down(first), _over(organisations, len(middle)), _down(last))),
        Line(tuple(middle)),
    )
    members = [member.key for member in applicants]
    return _table("requests", head, _rows(nodes, width, members, ()))


def _rows(
    nodes: Sequence[_Node], width: int, members: Sequence[str], before: tuple[Heading, ...]
) -> list[Line]:
    """The lines of a tree of rows; a group's heading stands in the first line of what is under it."""
    lines: list[Line] = []
    for at, node in enumerate(nodes):
        started = before if at == 0 else ()
        if node.under:
            group = Heading(node.zh, node.en, rows=node.leaves, scope="rowgroup")
            lines += _rows(node.under, width - 1, members, (*started, group))
        else:
            row = Heading(node.zh, node.en, columns=width, scope="row")
            lines.append(Line((*started, row), tuple((node.indicator, member) for member in members)))
    return lines


def _disputes(layout: dict[str, Any], edition: str) -> OfficialTable:
    nodes = _nodes(layout["disputes"], edition)
    height = max(node.depth for node in nodes)
    head: list[list[Heading]] = [[] for _ in range(height)]
    _columns(nodes, head, 0)
    line = Line((), tuple((leaf.indicator, None) for leaf in _leaves(nodes)))
    return _table("disputes", tuple(Line(tuple(headings)) for headings in head), [line])


def _columns(nodes: Sequence[_Node], head: list[list[Heading]], level: int) -> None:
    """Put a tree of columns into the heading lines; what has fewer levels under it reaches down, as the form prints it."""
    for node in nodes:
        rows = len(head) - level - node.depth + 1
        scope = "colgroup" if node.under else "col"
        head[level].append(Heading(node.zh, node.en, columns=node.leaves, rows=rows, scope=scope))
        _columns(node.under, head, level + rows)


def _leaves(nodes: Sequence[_Node]) -> list[_Node]:
    return [leaf for node in nodes for leaf in (_leaves(node.under) if node.under else [node])]


def _listed(layout: dict[str, Any], part: str, rows: list[tuple[str, str, str]]) -> OfficialTable:
    frame, known = layout[_FRAME], forms().indicators
    head = Line(tuple(Heading(frame[name]["zh"], frame[name]["en"]) for name in ("row", "unit", "number")))
    lines = [
        Line((Heading(label, known[key].en, scope="row"),), ((key, None),), known[key].unit)
        if key
        else Line((Heading(label, en, columns=3, scope="rowgroup"),))
        for label, key, en in rows
    ]
    return _table(part, (head,), lines)


def _table(part: str, head: tuple[Line, ...], lines: Sequence[Line]) -> OfficialTable:
    named = next(stated for stated in forms().parts if stated.key == part)
    return OfficialTable(part, named.zh, named.en, head, tuple(lines))


def _nodes(entries: list[dict[str, Any]], edition: str) -> tuple[_Node, ...]:
    """The rows that an edition has; a group with nothing under it is none."""
    known = forms().indicators
    found = []
    for entry in entries:
        under = _nodes(entry.get("rows", []), edition)
        indicator = entry.get("indicator", "")
        if under or (indicator and edition in known[indicator].cells):
            words = entry.get("en") or known[indicator].en
            found.append(_Node(entry["label"], words, indicator, under))
    return tuple(found)


def _over(words: dict[str, str], columns: int) -> Heading:
    return Heading(words["zh"], words["en"], columns=columns, scope="colgroup")


def _down(heading: Heading) -> Heading:
    return Heading(heading.zh, heading.en, rows=2)
