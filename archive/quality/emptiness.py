"""Rules on nothing: tables all nought, tables all blank, nought items disclosed beside a list of what was."""

from __future__ import annotations

import re
from collections.abc import Iterator

from archive.quality.reading import Reading, printed
from archive.quality.wording import finding, inner, named
from archive.reports import Figure, Finding

_FEWEST_NOUGHTS = 100
_FEWEST_BLANKS = 50
_DISCLOSED = ("disclosure.items", "disclosure.website", "statistics.disclosed", "statistics.channel_website")
_INTRODUCED = re.compile(r"以下|下列|如下")
# 在门户网站上公开了以下内容：甲、乙、丙 — said of what was done, not of what is to be done.
_LISTED = re.compile(
    r"(?P<before>[^。;]{0,60}?网[^。;]{0,15}?)(?:公开|公布|发布)了[^。:、]{0,10}(?:以下|下列|如下)[^。:、]{0,8}:(?P<list>[^。;]+)"
)
_TO_BE_DONE = re.compile(r"应当|应该|将|拟|计划|可以|范围|上年|去年")
_FEWEST_ENTRIES = 2


def noughts(reading: Reading) -> Iterator[Finding]:
    """Q-17: every number of the tables is nought; Q-18: every cell is blank.

    Arguments: `reading`. Returns at most one finding. Raises nothing. From 100 noughts or 50 blanks on, and only where
    every cell was read.
    """
    cells = reading.tabled
    states = {figure.value_state for figure in cells}
    if states == {"blank"} and len(cells) >= _FEWEST_BLANKS:
        yield finding("Q-18", "tables", reading.report.title, count=len(cells))
    if not states <= {"zero", "number", "blank", "slash"}:
        return
    noughts = [figure for figure in cells if figure.value == 0]
    if len(noughts) >= _FEWEST_NOUGHTS and not any(figure.value for figure in cells):
        yield finding("Q-17", "tables", reading.report.title, count=len(noughts))


def disclosed(reading: Reading) -> Iterator[Finding]:
    """Q-19: nought items disclosed, or nought on the website, beside a sentence that lists what was put on it.

    Arguments: `reading`. Returns at most one finding. Raises nothing. Only a list introduced as what was disclosed.
    """
    zero = _zero(reading)
    if zero is None or not _INTRODUCED.search(reading.folded):
        return
    for sentence in reading.sentences:
        introduced = _INTRODUCED.search(sentence.folded)
        matched = _LISTED.search(sentence.folded) if introduced else None
        if matched is None or _TO_BE_DONE.search(matched["before"]):
            continue
        if matched["list"].count("、") >= _FEWEST_ENTRIES:
            said = zero.evidence if zero.source == "prose" else printed(zero)
            fields = {"name": named(zero.indicator), "zero": inner(said), "quote": inner(sentence.printed)}
            yield finding("Q-19", zero.indicator, f"{said}／{sentence.printed}", **fields)
            return


def _zero(reading: Reading) -> Figure | None:
    """The figure that says nought; the website's own before that of all ways together."""
    found = {
        figure.indicator: figure
        for figure in reading.figures
        if figure.value_state == "zero" and not figure.is_approximate
    }
    website, whole = found.get("disclosure.website"), found.get("disclosure.items")
    return website or whole or next((found[key] for key in _DISCLOSED if key in found), None)
