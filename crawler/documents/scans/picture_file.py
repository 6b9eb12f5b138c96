"""Pictures as files: whether one can be opened and is large enough for a page; its text is read from its pixels."""

from __future__ import annotations

import struct
import warnings
from io import BytesIO
from typing import TYPE_CHECKING, NoReturn

from archive.errors import UnreadableError

if TYPE_CHECKING:
    from PIL.Image import Image

_FORMATS = ("PNG", "JPEG", "GIF", "BMP", "TIFF", "WEBP")
# A page of A3 at 500 dpi; a header can state any number, and its pixels would have to be held.
_MOST_PIXELS = 60_000_000
# Icons, buttons and seals: no page of text can be read from fewer.
_SHORTEST_SIDE = 200
_FEWEST_PIXELS = 200 * 400
# A report has some dozens of pages; what states more frames is a film, or a chain without an end.
_MOST_FRAMES = 100
# Pillow's readers of headers raise whatever the bytes lead them to.
HEADER_ERRORS = (
    EOFError,
    IndexError,
    KeyError,
    OSError,
    OverflowError,
    SyntaxError,
    TypeError,
    ValueError,
    struct.error,
)


def read_image(body: bytes) -> NoReturn:
    """Say what a picture is without recognising its characters: it has none that a program could read as text.

    Raises UnreadableError: `scan` for a picture that may be a page or several, `empty` for one that is too small to
    be one, `limit` for one that is too large to be held, `damaged` for what is no picture.
    """
    picture = open_image(body)
    width, height = picture.size
    if not is_page(width, height):
        raise UnreadableError(
            "empty",
            f"The file is a picture too small to hold a page ({width} × {height} pixels); nothing is missing.",
        )
    count = frame_count(picture)
    pages = "a picture" if count == 1 else f"{count} pictures"
    raise UnreadableError(
        "scan", f"The file is {pages} of text; install the extra `ocr` and run `cundang reparse`."
    )


def open_image(body: bytes) -> Image:
    """The picture in `body`, its header read and no pixel decoded; raises UnreadableError (`damaged`, `limit`)."""
    from PIL import Image

    try:
        with warnings.catch_warnings():
            # Doubts about metadata; what they say of the size is decided below.
            warnings.simplefilter("ignore")
            picture = Image.open(BytesIO(body), formats=_FORMATS)
    except Image.DecompressionBombError as error:
        raise UnreadableError("limit", f"{error}; open the file yourself.") from error
    except (
        OSError,
        ValueError,
        SyntaxError,
        TypeError,
        KeyError,
        IndexError,
        OverflowError,
        EOFError,
    ) as error:
        raise UnreadableError(
            "damaged", "The picture is cut short or broken; look at the original on the portal."
        ) from error
    check_size(*picture.size)
    return picture


def is_page(width: int, height: int) -> bool:
    """Whether a picture of this size may hold a page of text, and not only an icon."""
    return min(width, height) >= _SHORTEST_SIDE and width * height >= _FEWEST_PIXELS


def check_size(width: int, height: int) -> None:
    """Raises UnreadableError (`limit`) for more pixels than a page of text needs."""
    if width * height > _MOST_PIXELS:
        raise UnreadableError(
            "limit",
            f"The picture has {width} × {height} pixels, more than a page of text needs; open it yourself.",
        )


def frame_count(picture: Image) -> int:
    """How many pages a TIFF has, at most _MOST_FRAMES; other formats have one, and the frames of a GIF are a film."""
    if picture.format != "TIFF":
        return 1
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        for number in range(1, _MOST_FRAMES):
            try:
                picture.seek(number)
            except HEADER_ERRORS:
                return number
    return _MOST_FRAMES
