"""One report as page and as file: whether a file carries it, which source is the better, and where they differ."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from archive.reports import Report
from archive.text import fold, han_count

# Texts are compared by runs of this many characters: long enough that two reports share few by chance.
_RUN = 8
_SAME_REPORT = 0.5
# A page that says “详见附件” in a sentence or two, beside a file that holds the report.
_STUB_SHARE = 0.5
_NUMBER = re.compile(r"\d+(?:\.\d+)?")
# A cell that is no label: a number, one of the signs that stand for none, or nothing.
_VALUE = re.compile(r"(?:[-+]?\d+(?:\.\d+)?|[/-]|)")
_SENTENCE_END = re.compile(r"[。；;\n]")
_MOST_DIFFERENCES = 20


@dataclass(frozen=True, slots=True)
class Source:
    """One document of a report: its text, a paragraph or a table's row a line, and what it is."""

    text: str
    has_form: bool
    is_page: bool
    is_ocr: bool

    @classmethod
    def of_file(cls, report: Report, is_ocr: bool) -> Source:
        """A file that a page links to, read as `report`."""
        return cls(report.text, report.form_edition is not None, False, is_ocr)


def is_stub(text: str, beside: str) -> bool:
    """Whether `text` only leads to the other: it has less than half as many Chinese characters."""
    return han_count(text) < _STUB_SHARE * han_count(beside)


def is_same_report(page_text: str, file_text: str) -> bool:
    """Whether one text repeats the other: half of the shorter one's runs of characters stand in the longer."""
    shorter, longer = sorted((_runs(page_text), _runs(file_text)), key=len)
    return bool(shorter) and len(shorter & longer) >= _SAME_REPORT * len(shorter)


def best(sources: Iterable[Source]) -> Source:
    """The source to believe: whole, with the statutory tables, not recognised by OCR, the page, the longest, in this order."""
    found = list(sources)
    longest = max((source.text for source in found), key=han_count)

    def rank(source: Source) -> tuple[bool, bool, bool, bool, int]:
        is_whole = not is_stub(source.text, longest)
        return is_whole, source.has_form, not source.is_ocr, source.is_page, han_count(source.text)

    return max(found, key=rank)


def differences(page: Source, file: Source) -> tuple[str, ...]:
    """Every number that two sources of one report print differently, in words, at most twenty.

    Compared are table rows of the same labels and sentences of the same words. A source that is a stub, or was
    recognised by OCR, or lacks the tables, contradicts nothing.
    """
    if page.is_ocr or file.is_ocr:
        return ()
    theirs = {statement.words: statement for statement in _statements(file.text)}
    found = []
    for ours in _statements(page.text):
        other = theirs.get(ours.words)
        if other is not None and other.numbers != ours.numbers:
            found.append(f"the page prints “{ours.printed}”, the file “{other.printed}”")
    return tuple(found[:_MOST_DIFFERENCES])


@dataclass(frozen=True, slots=True)
class _Statement:
    """What a sentence or a table's row says: its words with the numbers taken out, the numbers, and both together."""

    words: str
    numbers: tuple[str, ...]
    printed: str


def _statements(text: str) -> list[_Statement]:
    """What a text says with numbers in it, and says once: what is said twice in the same words could be matched wrongly."""
    found = [
        statement
        for line in text.splitlines()
        for statement in ([_row(line)] if "\t" in line else map(_sentence, _SENTENCE_END.split(line)))
        if any(statement.numbers) and han_count(statement.words) > 1
    ]
    count = Counter(statement.words for statement in found)
    return [statement for statement in found if count[statement.words] == 1]


def _row(line: str) -> _Statement:
    """The labels of a table's row, and its other cells without the blank ones at its end, which not all formats keep."""
    cells = [fold(cell).replace(",", "") for cell in line.split("\t")]
    labels = "·".join(cell for cell in cells if not _VALUE.fullmatch(cell))
    values = [cell for cell in cells if _VALUE.fullmatch(cell)]
    while values and not values[-1]:
        values.pop()
    shown = " ".join(value or "（空）" for value in values)
    return _Statement(labels, tuple(values), f"{labels}：{shown}")


def _sentence(part: str) -> _Statement:
    folded = fold(part)
    return _Statement(_NUMBER.sub("#", folded), tuple(_NUMBER.findall(folded)), folded)


def _runs(text: str) -> set[str]:
    folded = fold(text)
    return {folded[at : at + _RUN] for at in range(len(folded) - _RUN + 1)}
