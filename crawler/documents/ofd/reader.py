"""OFD documents (GB/T 33190-2016): what their pages draw, to text and tables."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from archive.errors import UnreadableError
from archive.records import Document
from crawler.documents.ofd.characters import UNKNOWN
from crawler.documents.ofd.pages import DrawnPage, drawn_pages, page_count
from crawler.documents.ofd.parts import OfdPackage
from crawler.documents.pages.assembly import read_pages

# Of the characters, the share without meaning from which on only their shapes can be read.
_MOST_UNKNOWN_SHARE = 0.3
# How many names a sentence lists.
_NAMED = 3


def read_ofd(body: bytes) -> Document:
    """The text and tables of an OFD file: all its documents in turn, each in its current version.

    Templates are part of every page that names them; annotations (stamps, watermarks) and what stands aslant are not
    text, and attached files are only named. Raises UnreadableError: `encrypted`, `damaged` where no page can be read,
    `scan` where pages hold pictures of text or glyphs without meaning, `empty` where they hold nothing, `limit` beyond
    what a page or a package may have.
    """
    package = OfdPackage(body)
    pages = drawn_pages(package)
    document = read_pages([page.layout for page in pages])
    _refuse_unreadable(package, pages, document)
    count = page_count(package)
    losses = "; ".join(_losses(package, pages, count))
    own = f"The OFD was not read whole: {losses}; compare it with the original." if losses else None
    return replace(document, pages=count, problem=" ".join(filter(None, (own, document.problem))) or None)


def images(body: bytes) -> tuple[bytes, ...]:
    """The pictures on the pages of an OFD file in their order, each once: what a scanned file is recognised from.

    Raises UnreadableError as read_ofd does for what it cannot open.
    """
    package = OfdPackage(body)
    names = dict.fromkeys(name for page in drawn_pages(package) for name in page.pictures)
    return tuple(package.read(name) for name in names)


def _refuse_unreadable(package: OfdPackage, pages: list[DrawnPage], document: Document) -> None:
    character_count = sum(len(page.layout.pieces) for page in pages if not page.is_picture)
    has_picture = any(page.is_picture for page in pages)
    if _unknown_count(pages) > _MOST_UNKNOWN_SHARE * character_count or (has_picture and not character_count):
        raise UnreadableError(
            "scan", "The OFD holds pictures or shapes of text, not text; it has to be read by OCR or by eye."
        )
    if document.text:
        return
    if package.unread:
        raise next(iter(package.unread.values()))
    if any(page.lost_count for page in pages):
        raise UnreadableError("damaged", "All text of the OFD lies off its pages or aslant; open it by hand.")
    raise UnreadableError(
        "empty", "The OFD holds no text and no picture; look at the original on the portal."
    )


def _unknown_count(pages: list[DrawnPage]) -> int:
    return sum(piece.text.count(UNKNOWN) for page in pages for piece in page.layout.pieces)


def _losses(package: OfdPackage, pages: list[DrawnPage], count: int) -> Iterator[str]:
    attached = [f"the attached file {name} was left closed" for name in package.attached()]
    pictures = [f"page {number} is a picture" for number, page in enumerate(pages, 1) if page.is_picture]
    if len(pages) < count:
        yield f"only the first {len(pages)} of {count} pages were read"
    for names in ([f"part {name} cannot be read" for name in package.unread], pictures, attached):
        yield from names[:_NAMED]
        if len(names) > _NAMED:
            yield f"{len(names) - _NAMED} more like it"
    if lost := sum(page.lost_count for page in pages):
        yield f"{lost} characters lie off their pages or aslant"
    if unknown := _unknown_count(pages):
        yield f"{unknown} characters have no meaning and stand as {UNKNOWN}"
