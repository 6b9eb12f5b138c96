"""One report in every format gives the same tables, cell for cell, and the same words."""

from __future__ import annotations

import pytest

from archive.records import Document
from archive.text import fold
from crawler.documents.readers import read_document, read_files
from tests.document_cases import same_report

PAGED = ("pdf",)
SHEETS = ("xls", "xlsx")


def read(kind: str) -> Document:
    (file,) = read_files(same_report()[kind], read_document)
    assert file.document is not None, file.sentence
    return file.document


@pytest.mark.parametrize("kind", [kind for kind in same_report() if kind != "html"])
def test_every_format_gives_the_tables_of_the_page_cell_for_cell(kind: str) -> None:
    page, document = read("html"), read(kind)
    assert [len(table.rows) for table in page.tables] == [14, 28, 4]
    for ours, theirs in zip(page.tables, document.tables, strict=True):
        assert theirs.rows == ours.rows


@pytest.mark.parametrize("kind", [kind for kind in same_report() if kind not in ("html", *SHEETS)])
def test_every_format_gives_the_text_of_the_page_line_for_line(kind: str) -> None:
    ours, theirs = read("html").text.splitlines(), read(kind).text.splitlines()
    assert [fold(line) for line in theirs] == [fold(line) for line in ours]


@pytest.mark.parametrize("kind", [kind for kind in same_report() if kind != "html"])
def test_every_table_stands_under_the_heading_of_the_page(kind: str) -> None:
    headings = [table.heading for table in read("html").tables]
    assert [table.heading for table in read(kind).tables] == headings
