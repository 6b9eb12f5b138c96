"""Files of pictures to the grey pages they hold: images and PDF pages, at the resolution characters are read at."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any, TypeAlias

from archive.errors import UnreadableError
from crawler.documents.scans.picture_file import HEADER_ERRORS, check_size, frame_count, is_page, open_image

if TYPE_CHECKING:
    from numpy.typing import NDArray
    from PIL.Image import Image

    # Grey, 0 is black; rows from the top.
    Pixels: TypeAlias = NDArray[Any]

# 200 dots per inch across A4: more shows no more of a character, and costs time by the square.
_SHORT_SIDE = 1654
# A PDF page that is more oblong than A4, but no longer in points, is part of a page, and a longer one a strip of several.
_PART = 1200
_A4 = 1.414
# A page is not cut that is only a little longer than A4, nor one that need not be made smaller for its text to be found.
_STRIP, _LONGEST = 1.5, 2600
# In widths; a PDF page can state any size.
_LONGEST_PAGE = 20


def page_images(body: bytes) -> Iterator[Pixels]:
    """The pages of an image or a PDF, each only when it is asked for; a strip of several pages is cut between lines.

    Raises UnreadableError: `damaged` for what is no picture and no PDF or is cut short, `encrypted` for a PDF with a
    password, `limit` for a page with more pixels than a page of text needs.
    """
    for page in _pdf_pages(body) if _is_pdf(body) else _frames(body):
        yield from _sheets(page)


def _is_pdf(body: bytes) -> bool:
    return b"%PDF-" in body[:1024]


def _frames(body: bytes) -> Iterator[Pixels]:
    for number in range(frame_count(open_image(body))):
        # Opened anew for each: Pillow decodes a frame wrongly where others were looked at before it (its issue 9851).
        picture = open_image(body)
        try:
            if number:
                picture.seek(number)
            check_size(*picture.size)
            page = _grey(picture) if is_page(*picture.size) else None
        except HEADER_ERRORS as error:
            raise UnreadableError(
                "damaged",
                f"Picture {number + 1} of the file is cut short or broken; look at the original on the portal.",
            ) from error
        if page is not None:
            yield page


def _sheets(page: Pixels) -> Iterator[Pixels]:
    """A page as it is, a strip of several in pieces of about the shape of A4, each cut where it is emptiest."""
    tall = round(page.shape[1] * _A4)
    while page.shape[0] > max(tall * _STRIP, _LONGEST):
        # Rows of text vary from dot to dot, paper and the middle of a cell do not.
        cut = tall - int(page[tall // 2 : tall][::-1].std(axis=1).argmin())
        yield page[:cut]
        page = page[cut:]
    yield page


def _grey(picture: Image) -> Pixels:
    """The picture as a camera or scanner meant it: turned, on white, not larger than characters need."""
    import numpy as np
    from PIL import Image, ImageOps

    # A JPEG can be decoded at half its size and less.
    picture.draft("L", (_SHORT_SIDE, _SHORT_SIDE))
    turned = ImageOps.exif_transpose(picture)
    if turned.has_transparency_data:
        layers = turned.convert("RGBA")
        turned = Image.alpha_composite(Image.new("RGBA", layers.size, "white"), layers)
    grey = turned.convert("L")
    shrink = _SHORT_SIDE / min(grey.size)
    if shrink < 1:
        grey = grey.resize(_shape(grey.size, shrink), Image.Resampling.LANCZOS)
    return np.array(grey)


def _shape(size: tuple[int, int], scale: float) -> tuple[int, int]:
    return max(round(size[0] * scale), 1), max(round(size[1] * scale), 1)


def _open_pdf(body: bytes) -> Any:
    import pypdfium2

    try:
        return pypdfium2.PdfDocument(body)
    except pypdfium2.PdfiumError as error:
        if "password" in str(error).lower():
            raise UnreadableError(
                "encrypted", "The PDF needs a password; ask the bureau for one without."
            ) from error
        raise UnreadableError(
            "damaged", "The PDF is cut short or broken; look at the original on the portal."
        ) from error


def _pdf_pages(body: bytes) -> Iterator[Pixels]:
    import numpy as np
    import pypdfium2

    pdf = _open_pdf(body)
    try:
        for number in range(len(pdf)):
            try:
                page = pdf[number]
                bitmap = page.render(scale=_scale(*page.get_size()), grayscale=True)
                pixels = np.array(bitmap.to_numpy()).reshape(bitmap.height, bitmap.width)
                bitmap.close()
                page.close()
            except pypdfium2.PdfiumError as error:
                raise UnreadableError(
                    "damaged", f"Page {number + 1} of the PDF is broken; look at the original on the portal."
                ) from error
            yield pixels
    finally:
        pdf.close()


def _scale(width: float, height: float) -> float:
    """How many pixels a point of a PDF page gets."""
    longer = max(width, height)
    return _SHORT_SIDE / max(min(width, height), longer / (_A4 if longer <= _PART else _LONGEST_PAGE), 1)
