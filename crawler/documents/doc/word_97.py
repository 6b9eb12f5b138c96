"""How Word 97 and later write their files ([MS-DOC])."""

from __future__ import annotations

from crawler.documents.doc.header import Generation
from crawler.documents.doc.modifiers import modifiers


def _paragraph_properties(page: bytes, at: int) -> bytes:
    """[MS-DOC] 2.9.175: the length counts words and includes itself, unless it is zero and another follows."""
    if page[at]:
        return page[at + 1 : at + 2 * page[at]]
    return page[at + 2 : at + 2 + 2 * page[at + 1]]


WORD_97 = Generation(
    lengths_at=0x4C,
    parts_at=0x9A,
    page_number_bytes=4,
    entry_bytes=13,
    cell_bytes=20,
    modifiers=modifiers,
    paragraph_properties=_paragraph_properties,
    further_pages=lambda main, part, count: (),
)
