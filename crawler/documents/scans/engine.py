"""Characters from pixels, by RapidOCR: where a page has text, and what a line of it says."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from archive.errors import UnreadableError
from crawler.documents.scans.boxes import Box

if TYPE_CHECKING:
    from crawler.documents.scans.grey_pages import Pixels

# More only make each other wait.
_THREADS = 2
# Text is found on a page no larger than this, which bounds memory; it is read from the page as it is.
_LONGEST_SIDE = 1760


@dataclass(frozen=True, slots=True)
class Reading:
    """What a line was recognised as, and how sure of its characters the model is on the whole, from 0 to 1."""

    text: str
    score: float


def find_text(page: Pixels) -> list[Box]:
    """The upright boxes around the lines of text of a page."""
    import cv2

    scale = min(_LONGEST_SIDE / max(page.shape), 1.0)
    small = cv2.resize(page, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA) if scale < 1 else page
    engine = _engine()
    with _bounded():
        found = engine(_coloured(small), use_det=True, use_cls=False, use_rec=False)
    if found.boxes is None:
        return []
    corners = found.boxes / scale
    lows, highs = corners.min(axis=1).astype(int).tolist(), corners.max(axis=1).astype(int).tolist()
    return [Box(*low, *high) for low, high in zip(lows, highs, strict=True)]


def read_lines(lines: Sequence[Pixels]) -> list[Reading]:
    """What each picture of one line of text says."""
    if not lines:
        return []
    engine = _engine()
    with _bounded():
        found = engine.recognize_txt([_coloured(line) for line in lines])
    return [Reading(text, float(score)) for text, score in zip(found.txts, found.scores, strict=True)]


@contextmanager
def _bounded() -> Iterator[None]:
    """What the engine cannot do within the memory of its process is a page's fault, and not a program's."""
    from rapidocr.inference_engine.onnxruntime import ONNXRuntimeError

    try:
        yield
    except (ONNXRuntimeError, MemoryError) as error:
        sentence = "Recognising a page would take more memory than a document may; open it yourself."
        raise UnreadableError("limit", sentence) from error


@lru_cache(maxsize=1)
def _engine() -> Any:
    from rapidocr import RapidOCR

    return RapidOCR(
        params={
            "Global.log_level": "critical",
            # A digit alone needs no more room than this, and costs half as much as with the usual 320.
            "Rec.rec_img_shape": [3, 48, 160],
            # Pages are scaled above; lines must not be.
            "Global.use_preprocess_img": False,
            # What is unsure is kept and said to be.
            "Global.text_score": 0.0,
            "EngineConfig.onnxruntime.intra_op_num_threads": _THREADS,
            "EngineConfig.onnxruntime.inter_op_num_threads": 1,
        }
    )


def _coloured(page: Pixels) -> Any:
    import cv2

    return cv2.cvtColor(page, cv2.COLOR_GRAY2BGR)
