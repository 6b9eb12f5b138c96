"""The numbers that Word prints before paragraphs (一、（一）1.) without having them in the text: ECMA-376 part 1, 17.9."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from lxml import etree

from crawler.documents.containers.xml import attribute, local_name
from crawler.documents.flowing.numerals import numeral

_LEVEL_NUMBER = re.compile(r"%([1-9])")
_WITHOUT_NUMBER = "bullet"
# 17.9.3: a list has nine levels.
_LEVELS = range(9)
# Word takes some thirty characters; a longer pattern would be printed before every paragraph.
_LONGEST_PATTERN = 100
# Styles are based on a few others; some files have them go round in circles.
_DEEPEST_STYLE = 50


@dataclass(frozen=True, slots=True)
class _Level:
    """One level of a list: `text` is its pattern (`第%1章`), `restart` the level after which it begins anew."""

    start: int
    form: str
    text: str
    restart: int | None
    is_decimal: bool
    style: str


@dataclass(slots=True)
class _List:
    """A list as paragraphs name it: the abstract list it counts in, and what it states anew of its levels."""

    abstract: str
    levels: dict[int, _Level] = field(default_factory=dict)
    starts: dict[int, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class _Style:
    base: str
    number: str | None
    level: int | None


class Numbering:
    """Counts the numbered paragraphs of a document, which must be given in their order.

    `styles` and `numbering` are the roots of the parts of these names, None where the document has none.
    """

    def __init__(self, styles: etree._Element | None, numbering: etree._Element | None) -> None:
        self._styles: dict[str, _Style] = {}
        self._default_style = ""
        self._lists: dict[str, _List] = {}
        self._abstracts: dict[str, dict[int, _Level]] = {}
        self._style_links: dict[str, str] = {}
        self._counts: dict[str, dict[int, int]] = {}
        self._begun: set[tuple[str, int]] = set()
        if styles is not None:
            self._read_styles(styles)
        if numbering is not None:
            self._read_lists(numbering)

    def label(self, paragraph: etree._Element) -> str:
        """What Word prints before this paragraph; empty where it is not numbered, or only has a bullet."""
        place = self._place(_child(paragraph, "pPr"))
        if place is None:
            return ""
        number, at = place
        stated = self._lists[number]
        abstract = self._followed(stated.abstract)
        levels = self._abstracts.get(abstract, {}) | stated.levels
        if at not in levels:
            return ""
        # Lists that count in one abstract list go on counting where the other left off, unless they state a start.
        counts = self._counts.setdefault(abstract, {})
        if at in stated.starts and (number, at) not in self._begun:
            counts.pop(at, None)
        self._begun.add((number, at))
        counts[at] = counts.get(at, stated.starts.get(at, levels[at].start) - 1) + 1
        for deeper in [deeper for deeper in counts if deeper > at]:
            restart = levels[deeper].restart if deeper in levels else None
            if restart is None or at < restart:
                del counts[deeper]
        return _printed(levels, at, counts)

    def _place(self, properties: etree._Element | None) -> tuple[str, int] | None:
        """The list and level of a paragraph, as it or its style states them; list 0 means none (17.9.18)."""
        if properties is None and not self._default_style:
            return None
        number, level = _stated(properties)
        style = attribute(_child(properties, "pStyle"), "val") or self._default_style
        for _ in range(_DEEPEST_STYLE):
            found = self._styles.get(style)
            if number is not None or found is None:
                break
            number = found.number
            level = found.level if level is None else level
            if number is not None and level is None:
                level = self._level_of_style(number, style)
            style = found.base
        return (number, level or 0) if number in self._lists else None

    def _level_of_style(self, number: str, style: str) -> int | None:
        if number not in self._lists:
            return None
        levels = self._abstracts.get(self._followed(self._lists[number].abstract), {})
        return next((at for at, level in levels.items() if level.style == style), None)

    def _followed(self, abstract: str) -> str:
        """The abstract list that has the levels: one may refer to another by a style's name (17.9.21)."""
        style = self._styles.get(self._style_links.get(abstract, ""))
        if style is None or style.number not in self._lists:
            return abstract
        return self._lists[style.number].abstract

    def _read_styles(self, styles: etree._Element) -> None:
        for style in _children(styles, "style"):
            name = attribute(style, "styleId")
            number, level = _stated(_child(style, "pPr"))
            self._styles[name] = _Style(attribute(_child(style, "basedOn"), "val"), number, level)
            if attribute(style, "type") == "paragraph" and attribute(style, "default") in ("1", "true", "on"):
                self._default_style = name

    def _read_lists(self, numbering: etree._Element) -> None:
        for abstract in _children(numbering, "abstractNum"):
            name = attribute(abstract, "abstractNumId")
            self._abstracts[name] = _levels(abstract)
            self._style_links[name] = attribute(_child(abstract, "numStyleLink"), "val")
        for stated in _children(numbering, "num"):
            listed = _List(attribute(_child(stated, "abstractNumId"), "val"))
            for override in _children(stated, "lvlOverride"):
                listed.levels.update(_levels(override))
                start = _whole(attribute(_child(override, "startOverride"), "val"))
                if start is not None:
                    listed.starts[_whole(attribute(override, "ilvl")) or 0] = start
            self._lists[attribute(stated, "numId")] = listed


def _stated(properties: etree._Element | None) -> tuple[str | None, int | None]:
    """The list and the level that properties state themselves."""
    stated = _child(properties, "numPr")
    return (
        attribute(_child(stated, "numId"), "val") or None,
        _whole(attribute(_child(stated, "ilvl"), "val")),
    )


def _levels(stated: etree._Element) -> dict[int, _Level]:
    levels: dict[int, _Level] = {}
    for level in _children(stated, "lvl"):
        at = _whole(attribute(level, "ilvl")) or 0
        if at in _LEVELS:
            levels[at] = _level(level)
    return levels


def _level(level: etree._Element) -> _Level:
    start = _whole(attribute(_child(level, "start"), "val"))
    return _Level(
        start=0 if start is None else start,
        form=attribute(_child(level, "numFmt"), "val") or "decimal",
        text=attribute(_child(level, "lvlText"), "val")[:_LONGEST_PATTERN],
        restart=_whole(attribute(_child(level, "lvlRestart"), "val")),
        is_decimal=_child(level, "isLgl") is not None,
        style=attribute(_child(level, "pStyle"), "val"),
    )


def _printed(levels: dict[int, _Level], at: int, counts: dict[int, int]) -> str:
    level = levels[at]
    if level.form == _WITHOUT_NUMBER:
        return ""

    def number(place: re.Match[str]) -> str:
        named = int(place[1]) - 1
        if named not in levels:
            return ""
        form = "decimal" if level.is_decimal else levels[named].form
        return numeral(counts.get(named, levels[named].start), form)

    return _LEVEL_NUMBER.sub(number, level.text)


def _children(parent: etree._Element | None, name: str) -> Iterator[etree._Element]:
    return (child for child in (parent if parent is not None else ()) if local_name(child) == name)


def _child(parent: etree._Element | None, name: str) -> etree._Element | None:
    return next(_children(parent, name), None)


def _whole(stated: str) -> int | None:
    return int(stated) if stated.isascii() and stated.isdigit() and len(stated) < 10 else None
