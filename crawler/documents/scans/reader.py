"""Pictures of pages to text and tables, by recognising their characters (the optional extra `ocr`)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from importlib.util import find_spec
from itertools import islice

from archive.errors import UnreadableError
from archive.records import Document, Table
from crawler.documents.pages.assembly import read_pages
from crawler.documents.scans.align import aligned
from crawler.documents.scans.grey_pages import page_images
from crawler.documents.scans.page import read_page
from crawler.documents.scans.sums import sums

_NEEDED = ("rapidocr", "onnxruntime", "cv2", "numpy", "PIL", "pypdfium2")
# A report has some dozens of pages, and each costs seconds.
_MOST_PAGES = 40
# So many failed sums show what is wrong; the rest are counted.
_MOST_NAMED = 3


def is_available() -> bool:
    """Whether what the extra `ocr` installs is there."""
    return all(find_spec(name) is not None for name in _NEEDED)


def read_scan(body: bytes) -> Document:
    """The text and tables of an image or of a PDF of images, recognised.

    `problem` always says that the characters were recognised, which sums of the statutory tables do not hold, and how
    many figures stand as U+FFFD because they were not read with certainty: nothing is ever corrected by guess.
    Raises UnreadableError: `damaged`, `encrypted`, `limit`, and `empty` where no text is found.
    """
    images = page_images(body)
    pages = [read_page(image) for image in islice(images, _MOST_PAGES)]
    is_cut = next(images, None) is not None
    document = read_pages(aligned([page.layout for page in pages]))
    if not document.text:
        raise UnreadableError(
            "empty", "No text was recognised in the picture; look at the original on the portal."
        )
    tables = tuple(replace(table, source="ocr") for table in document.tables)
    clauses = [
        "Characters were recognised by OCR",
        *_sum_clauses(tables),
        *_figure_clauses(sum(page.doubtful_count for page in pages)),
        *([f"only the first {_MOST_PAGES} pages were read"] if is_cut else []),
    ]
    problem = " ".join(filter(None, [document.problem, "; ".join(clauses) + "."]))
    return replace(document, tables=tables, problem=problem)


def _sum_clauses(tables: Sequence[Table]) -> Iterator[str]:
    checked = sums(tables)
    failed = [found.sentence() for found in checked if not found.holds]
    if failed:
        more = f", and {len(failed) - _MOST_NAMED} more" if len(failed) > _MOST_NAMED else ""
        named = ", ".join(failed[:_MOST_NAMED])
        yield f"of {len(checked)} sums of its tables {len(failed)} do not hold ({named}{more})"
    elif checked:
        yield f"all {len(checked)} sums of its tables hold"


def _figure_clauses(count: int) -> Iterator[str]:
    if count:
        yield f"{count} figures were not read with certainty and stand as \ufffd, so look at the snapshot"
