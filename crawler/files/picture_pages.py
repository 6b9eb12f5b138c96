"""Reports that a page shows as a row of pictures, one for each sheet: put together once the last of them is read."""

from __future__ import annotations

import re
from dataclasses import replace

from archive.records import Document, ParsedReport

_PICTURE = re.compile(r"\.(?:png|jpe?g|gif|bmp|tiff?|webp)(?:\?|$)", re.IGNORECASE)


class PicturePages:
    """What was read so far of the pictures of each page."""

    def __init__(self) -> None:
        self._read: dict[str, dict[str, Document | None]] = {}

    def complete(
        self, page: ParsedReport, page_url: str, url: str, document: Document | None
    ) -> Document | None:
        """Take what the picture at `url` said, None for nothing; the whole report if that was the last of several.

        The sheets follow each other as the page shows them, whatever the order in which they came.
        """
        read = self._read.setdefault(page_url, {})
        read[url] = document
        pictures = [link.url for link in page.attachments if _PICTURE.search(link.url)]
        if not all(picture in read for picture in pictures):
            return None
        sheets = [sheet for sheet in map(read.get, pictures) if sheet is not None]
        return _joined(sheets, len(pictures)) if len(sheets) > 1 else None


def _joined(sheets: list[Document], picture_count: int) -> Document:
    problems = list(dict.fromkeys(sheet.problem for sheet in sheets if sheet.problem))
    if len(sheets) < picture_count:
        problems.append(
            f"Of {picture_count} pictures {picture_count - len(sheets)} say nothing; compare them."
        )
    tables = tuple(
        replace(table, page=number) for number, sheet in enumerate(sheets, start=1) for table in sheet.tables
    )
    text = "\n".join(sheet.text for sheet in sheets)
    return Document(text, tables, len(sheets), " ".join(problems) or None, "ocr")
