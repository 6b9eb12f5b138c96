"""PDF files with a text layer to text and tables, by pdfium."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

import pypdfium2
import pypdfium2.raw as pdfium

from archive.errors import UnreadableError
from archive.records import Document
from crawler.documents.pages.assembly import read_pages
from crawler.documents.pages.edges import edge_of
from crawler.documents.pages.layout import PageLayout
from crawler.documents.pdf.characters import MOST_CHARACTERS, PageText, read_characters
from crawler.documents.pdf.paths import MOST_OBJECTS, Drawing, read_drawing
from crawler.documents.pdf.view import View

# Reports have 5 to 60 pages of some 1,500 characters and 1,000 drawn objects; compilations of a year's have some hundreds.
MOST_PAGES = 300
_MOST_CHARACTERS = 15 * MOST_CHARACTERS
_MOST_OBJECTS = 20 * MOST_OBJECTS
# A page with pictures on so large a share of it or drawn in so many shapes, and with no more text than a page number has
# between its upper and its lower edge, is a scan or letters turned into shapes.
_FEWEST_CHARACTERS = 12
_PICTURE_SHARE = 0.3
_MOST_SHAPES = 200
# Of the characters, the share without meaning from which on only their shapes can be read.
_MOST_UNKNOWN_SHARE = 0.3
_MOST_NAMED = 10


@dataclass(frozen=True, slots=True)
class _Sheet:
    """One page as read, and what there is to say of it."""

    layout: PageLayout
    object_count: int
    unknown_count: int
    is_drawn: bool
    is_unseen: bool
    is_cut: bool

    @property
    def is_picture(self) -> bool:
        """Whether it shows text, if any, only as a picture."""
        height = self.layout.height
        body = sum(not edge_of(height, piece.top, piece.bottom) for piece in self.layout.pieces)
        return self.is_drawn and body < _FEWEST_CHARACTERS


def read_pdf(body: bytes) -> Document:
    """The text layer of a PDF file and its tables (ISO 32000-1).

    Raises UnreadableError: `encrypted` where it cannot be opened without a password, `damaged` where it cannot be opened
    or none of its pages, `scan` where it holds pictures of text or fonts without meaning, `empty` where it holds nothing.
    `problem` names pages that are pictures, that could not be opened or were left out, and text that is in doubt.
    """
    file = _opened(body)
    sheets: list[_Sheet | None] = []
    try:
        page_count = len(file)
        characters = objects = 0
        while len(sheets) < min(page_count, MOST_PAGES):
            sheet = _read(file, len(sheets))
            sheets.append(sheet)
            if sheet is not None:
                characters += len(sheet.layout.pieces)
                objects += sheet.object_count
            if characters > _MOST_CHARACTERS or objects > _MOST_OBJECTS:
                break
    finally:
        file.close()
    blank = PageLayout(0, 0, ())
    document = read_pages([sheet.layout if sheet else blank for sheet in sheets])
    _refuse_unreadable([sheet for sheet in sheets if sheet is not None], document)
    problems = [document.problem, *_problems(sheets, page_count)]
    return replace(document, pages=page_count, problem=" ".join(filter(None, problems)) or None)


def _opened(body: bytes) -> pypdfium2.PdfDocument:
    try:
        return pypdfium2.PdfDocument(body)
    except pypdfium2.PdfiumError as error:
        if error.err_code in (pdfium.FPDF_ERR_PASSWORD, pdfium.FPDF_ERR_SECURITY):
            raise UnreadableError(
                "encrypted", "The PDF file needs a password; ask the bureau for one without."
            ) from error
        raise UnreadableError(
            "damaged", "The PDF file is cut short or broken; fetch it again or ask the bureau for it."
        ) from error


def _read(file: pypdfium2.PdfDocument, number: int) -> _Sheet | None:
    """One page; None where it cannot be opened."""
    try:
        page = file[number]
    except pypdfium2.PdfiumError:
        return None
    # Both handles are held while anything of them is used: pdfium frees a page with its last reference.
    try:
        text_page = page.get_textpage()
        try:
            left, bottom, right, top = page.get_bbox()
            view = View(left, bottom, right, top, max(pdfium.FPDFPage_GetRotation(page), 0))
            drawing = read_drawing(page)
            text = read_characters(text_page, view)
            return _Sheet(
                PageLayout(*text.view.size, text.pieces, drawing.rules(text.view)),
                drawing.object_count,
                text.unknown_count,
                _is_drawn(text, drawing),
                text.is_unseen,
                text.is_cut or drawing.object_count >= MOST_OBJECTS,
            )
        finally:
            text_page.close()
    except pypdfium2.PdfiumError:
        return None
    finally:
        page.close()


def _is_drawn(text: PageText, drawing: Drawing) -> bool:
    width, height = text.view.size
    if not text.pieces:
        return drawing.picture_area > 0 or drawing.shape_count > 0
    return drawing.picture_area > _PICTURE_SHARE * width * height or drawing.shape_count > _MOST_SHAPES


def _refuse_unreadable(sheets: Sequence[_Sheet], document: Document) -> None:
    if not sheets:
        raise UnreadableError(
            "damaged", "No page of the PDF file can be opened; fetch it again or ask the bureau for it."
        )
    drawn = [sheet for sheet in sheets if sheet.is_drawn]
    if drawn and (not document.text or all(sheet.is_picture or not sheet.layout.pieces for sheet in sheets)):
        raise UnreadableError("scan", "The PDF file holds only pictures; it has to be read by OCR or by eye.")
    if not document.text:
        raise UnreadableError("empty", "The PDF file holds no text; look at the original on the portal.")
    characters = sum(len(sheet.layout.pieces) for sheet in sheets)
    unknown = sum(sheet.unknown_count for sheet in sheets)
    if unknown > _MOST_UNKNOWN_SHARE * characters:
        raise UnreadableError(
            "scan",
            f"Of {characters} characters of the PDF file {unknown} have no meaning; read it by OCR or by eye.",
        )


def _problems(sheets: Sequence[_Sheet | None], page_count: int) -> Iterator[str]:
    """A sentence for everything that was lost or is in doubt."""
    numbered = list(enumerate(sheets, 1))
    if len(sheets) < page_count:
        yield f"Only the first {len(sheets)} of {page_count} pages were read; see the others by eye."
    if broken := [number for number, sheet in numbered if sheet is None]:
        yield f"Pages that cannot be opened: {_named(broken)}; ask the bureau for a whole copy."
    if pictures := [number for number, sheet in numbered if sheet and sheet.is_picture]:
        yield f"Pages that are pictures: {_named(pictures)}; read them by OCR or by eye."
    if unseen := [number for number, sheet in numbered if sheet and sheet.is_unseen]:
        yield f"Pages whose text a scanner recognised: {_named(unseen)}; compare it with their pictures."
    if unknown := sum(sheet.unknown_count for sheet in sheets if sheet):
        yield f"Characters whose font gives them no meaning: {unknown}, shown as \ufffd; see them by eye."
    if cut := [number for number, sheet in numbered if sheet and sheet.is_cut]:
        yield f"Pages with too much on them to be read whole: {_named(cut)}; see them by eye."


def _named(pages: Sequence[int]) -> str:
    return ", ".join(map(str, pages[:_MOST_NAMED])) + (" …" if len(pages) > _MOST_NAMED else "")
