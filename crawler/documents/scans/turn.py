"""Pages as they were laid on the scanner, turned until their text stands upright and level."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from crawler.documents.scans.boxes import Box
from crawler.documents.scans.engine import read_lines

if TYPE_CHECKING:
    from crawler.documents.scans.grey_pages import Pixels

# In degrees: what a feeder or a hand does; a page that is turned more was meant to be.
_MOST_SLANT = 3.0
_COARSE, _FINE = 0.1, 0.02
_LEVEL_WIDTH = 620
# Text that stands upright is read with more certainty than this.
_UPRIGHT_SCORE = 0.8
_ASKED = 4


def level(page: Pixels) -> Pixels:
    """The page turned by up to 3 degrees, so that its lines of text and ruled lines lie level."""
    import cv2
    import numpy as np

    scale = _LEVEL_WIDTH / min(page.shape)
    small = 255 - cv2.resize(page, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA)

    def sharpness(angle: float) -> float:
        rows = _rotated(small, angle, 0).sum(axis=1, dtype=np.int64)
        return float((np.diff(rows) ** 2).sum())

    coarse = max(np.arange(-_MOST_SLANT, _MOST_SLANT + _COARSE, _COARSE), key=sharpness)
    angle = float(max(np.arange(coarse - _COARSE, coarse + _COARSE, _FINE), key=sharpness))
    paper = int(np.median(page))
    return page if abs(angle) < _FINE else _rotated(page, angle, paper)


def _rotated(page: Pixels, angle: float, paper: int) -> Pixels:
    import cv2

    height, width = page.shape
    matrix = cv2.getRotationMatrix2D((width / 2, height / 2), angle, 1.0)
    return cv2.warpAffine(page, matrix, (width, height), flags=cv2.INTER_CUBIC, borderValue=paper)


def quarters(page: Pixels, found: Sequence[Box]) -> int:
    """By how many quarters the page has to be turned anticlockwise for the text in `found` to stand upright."""
    import numpy as np

    if not found:
        return 0
    # A digit alone has no direction.
    tall, wide = (
        sum(box.height > box.width * 2 for box in found),
        sum(box.width > box.height * 2 for box in found),
    )
    asked = sorted(found, key=lambda box: -max(box.width, box.height))[:_ASKED]
    lines = [page[box.top : box.bottom, box.x0 : box.x1] for box in asked]
    turns = [1, 3] if tall > wide else [0, 2]
    for turn in turns:
        readings = read_lines([np.rot90(line, turn) for line in lines])
        if sum(reading.score for reading in readings) >= _UPRIGHT_SCORE * len(readings):
            return turn
    return turns[0]
