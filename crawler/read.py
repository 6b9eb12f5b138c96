"""Picks the family for a page."""

from __future__ import annotations

from archive.records import Document, ListPage, ParsedReport, Problem, Snapshot
from crawler.cms import FAMILIES
from crawler.decode import decoded
from crawler.documents.html import read_html


def read_list(snapshot: Snapshot, family: str) -> ListPage:
    """Read a list page with its family; raises ReadError where it has no rows."""
    return FAMILIES[family].parse_list(snapshot)


def read_report(snapshot: Snapshot, family: str) -> ParsedReport:
    """Read a report page with its family; raises ReadError where it has no body."""
    page = FAMILIES[family].parse_report(snapshot)
    document = read_html(page.body_html)
    return ParsedReport(page.title, document, page.witnesses, page.attachments, _problems(snapshot, document))


def _problems(snapshot: Snapshot, document: Document) -> tuple[Problem, ...]:
    note = decoded(snapshot).note
    found = []
    if note:
        found.append(Problem("encoding", note))
    if document.problem:
        found.append(Problem("text_lost", document.problem))
    return tuple(found)
