"""Sheets that were recognised one by one, put together to the document they are."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from archive.records import Document


def join_sheets(sheets: Sequence[Document | None]) -> Document:
    """One document of its sheets in order; None stands for a sheet of which nothing could be read, and is told."""
    read = [sheet for sheet in sheets if sheet is not None]
    problems = list(dict.fromkeys(sheet.problem for sheet in read if sheet.problem))
    if len(read) < len(sheets):
        problems.append(f"Of {len(sheets)} pictures {len(sheets) - len(read)} say nothing; compare them.")
    tables = tuple(
        replace(table, page=number)
        for number, sheet in enumerate(sheets, start=1)
        if sheet is not None
        for table in sheet.tables
    )
    text = "\n".join(sheet.text for sheet in read)
    return Document(text, tables, len(sheets), " ".join(problems) or None, "ocr")
