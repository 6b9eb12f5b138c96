"""Reports that a page shows as a row of pictures, one for each sheet: put together once the last of them is read."""

from __future__ import annotations

import re

from archive.records import Document, ParsedReport
from crawler.documents.scans.joined import join_sheets

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
        sheets = [read[picture] for picture in pictures]
        return join_sheets(sheets) if sum(sheet is not None for sheet in sheets) > 1 else None
