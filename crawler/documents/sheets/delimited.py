"""Text with a delimiter between its cells (CSV, TSV), and how to tell it from prose."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from itertools import islice

from archive.errors import UnreadableError
from archive.records import Document
from archive.text import clean
from crawler.decode import decode
from crawler.documents.grid import MOST_CELLS
from crawler.documents.sheets.sheet import Place, Sheet
from crawler.documents.sheets.tables import lay_out

# The full-width comma is none: it is what Chinese prose is written with.
_DELIMITERS = ("\t", ",", ";")
# Two rows alike may be chance.
_FEWEST_ROWS = 3
_SAMPLE_ROWS = 50
_SENTENCE_ENDS = ("。", "；", "！", "？", ".", ";", "!", "?")
# A table of MOST_CELLS takes no more; guessing the encoding takes seconds above it.
_MOST_BYTES = 5_000_000
# A quotation mark that is never closed makes one cell of all that follows. The csv module has a limit too, one for the
# whole process, which whoever else reads CSV in it may have raised.
_LONGEST_CELL = 131_072


def is_delimited(text: str) -> bool:
    """Whether `text`, or the beginning of it, is a table: three rows or more, all of the same two cells or more.

    A column that is always blank is an indent, and rows that end in full stops are sentences.
    """
    return _delimiter(text) is not None


def read_delimited(body: bytes) -> Document:
    """The table in a CSV or TSV file, read as a sheet is: a line above it is its heading.

    Raises UnreadableError: `limit` for more than a report has, `empty`, `damaged` where its rows cannot be told apart.
    """
    if len(body) > _MOST_BYTES:
        raise UnreadableError(
            "limit", f"The text is longer than {_MOST_BYTES} bytes; open the file yourself."
        )
    text = decode(body).text
    texts: dict[Place, str] = {}
    count = 0
    try:
        for number, row in enumerate(_rows(text, _delimiter(text) or _DELIMITERS[0])):
            count += len(row)
            if count > MOST_CELLS:
                raise UnreadableError(
                    "limit", f"The text has more than {MOST_CELLS} cells; open the file yourself."
                )
            texts.update(((number, column), cell) for column, cell in enumerate(row) if clean(cell))
    except csv.Error as error:
        raise UnreadableError(
            "damaged", f"The rows of the text cannot be told apart ({error}); open the file yourself."
        ) from error
    lines, tables = lay_out(Sheet("", texts))
    if not lines:
        raise UnreadableError("empty", "The file holds no text; look at the original on the portal.")
    return Document("\n".join(lines), tuple(tables))


def _delimiter(text: str) -> str | None:
    return next((delimiter for delimiter in _DELIMITERS if _is_table(text, delimiter)), None)


def _is_table(text: str, delimiter: str) -> bool:
    try:
        rows = [row for row in islice(_rows(text, delimiter), _SAMPLE_ROWS) if any(map(clean, row))]
    except csv.Error:
        return False
    # The beginning of a text may end within a row.
    if len(rows) > _FEWEST_ROWS and not text.endswith("\n"):
        rows.pop()
    if len(rows) < _FEWEST_ROWS or len({len(row) for row in rows}) > 1:
        return False
    filled = sum(any(map(clean, column)) for column in zip(*rows, strict=True))
    sentences = sum(clean(row[-1]).endswith(_SENTENCE_ENDS) for row in rows)
    return filled > 1 and sentences * 2 < len(rows)


def _rows(text: str, delimiter: str) -> Iterator[list[str]]:
    for row in csv.reader(io.StringIO(text, newline=""), delimiter=delimiter):
        if max(map(len, row), default=0) > _LONGEST_CELL:
            raise csv.Error(f"a cell is longer than {_LONGEST_CELL} characters")
        yield row
