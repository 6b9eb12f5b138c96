"""A file as a report: what it says of itself by heading and name, and what the page that links to it states."""

from __future__ import annotations

import re
from dataclasses import dataclass

from archive.records import Document, Link, ParsedReport, Problem, ReadFile, Reading, Witness
from archive.report_types import classify
from archive.text import clean, fold

_REPORT_LINE = re.compile(r"(?:报告|年报|报表|总结)$")
_YEAR_FIRST = re.compile(r"^(?:20\d\d|二[〇○零Oo0一二三四五六七八九]{3})")
_LABEL = re.compile(r"^标\s?题\s?[:：]\s*")
_ENDING = re.compile(r"\.[A-Za-z0-9]{1,5}$")
_TITLE_LINES = 6
_LONGEST_TITLE = 80


@dataclass(frozen=True, slots=True)
class FileReport:
    """A file as `normalise` takes it, and the row that leads to it: for an attachment, the page's own title and day.

    `is_titled` where the file itself, by its heading or name, says that it is a report of the type asked for.
    """

    parsed: ParsedReport
    link: Link | None
    is_titled: bool


def file_report(reading: Reading, file: ReadFile, document: Document) -> FileReport:
    """The report that `file`, whose `document` could be read, makes together with the page that links to it."""
    name = file_name(reading, file)
    heading, above = _heading(document.text.splitlines())
    stem = clean(_ENDING.sub("", name))
    own = next((title for title in (heading, stem) if _is_of_type(title, reading)), "")
    page_title = reading.page.title if reading.page else ""
    witnesses = reading.page.witnesses if reading.page else ()
    parsed = ParsedReport(
        own or page_title or heading or stem,
        document,
        (*above, *_stated_elsewhere(stem, page_title), *witnesses),
        problems=_problems(document),
    )
    link = Link(reading.capture.parent_url or "", page_title) if reading.page else reading.link
    return FileReport(parsed, link, bool(own))


def file_name(reading: Reading, file: ReadFile) -> str:
    """The name of a file: within its archive, or as its page shows it, or as its server calls it; empty without any."""
    if file.name:
        return file.name
    links = reading.page.attachments if reading.page else ()
    shown = next((link.name for link in links if link.url == reading.capture.url), "")
    return shown or reading.file_name


def _is_of_type(title: str, reading: Reading) -> bool:
    return bool(title) and classify(title, "") == reading.origin.report_type


def _stated_elsewhere(stem: str, page_title: str) -> tuple[Witness, ...]:
    found = (Witness("title", "attachment_name", stem), Witness("title", "page_title", page_title))
    return tuple(witness for witness in found if witness.raw)


def _heading(text_lines: list[str]) -> tuple[str, tuple[Witness, ...]]:
    """A document's title: its first line that ends like a report's, with the bureau's line above it."""
    for number, line in enumerate(text_lines[:_TITLE_LINES]):
        if _REPORT_LINE.search(fold(line)) and len(line) <= _LONGEST_TITLE:
            above = text_lines[number - 1] if number else ""
            if above and _YEAR_FIRST.match(fold(line)) and len(above) <= _LONGEST_TITLE // 2:
                return fold(above + line), (Witness("bureau", "heading", clean(above)),)
            return _LABEL.sub("", clean(line)), ()
    return _LABEL.sub("", clean(text_lines[0]))[:_LONGEST_TITLE] if text_lines else "", ()


def _problems(document: Document) -> tuple[Problem, ...]:
    return (Problem("text_lost", document.problem),) if document.problem else ()
