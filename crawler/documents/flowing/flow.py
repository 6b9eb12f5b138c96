"""What word processors' formats have in common: paragraphs and tables in reading order, to a document."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from archive.records import Document, Table
from archive.text import clean
from crawler.documents.flowing.edges import EdgeCell, grid_of_edges
from crawler.documents.grid import MOST_CELLS, join_lines

# A cell with more of them holds a document of its own, as in HTML.
_MOST_PARAGRAPHS = 8
_HEADING_LENGTH = 200


@dataclass(frozen=True, slots=True)
class FlowCell:
    """One cell: its paragraphs and tables and its edges in twips.

    `is_continued` where the cell above reaches down into it, `is_joined` where the cell before reaches over into it.
    """

    blocks: tuple[Block, ...]
    left: int
    right: int
    is_continued: bool = False
    is_joined: bool = False

    def text(self) -> str:
        """Its own paragraphs as one line; tables within it have theirs."""
        return join_lines(
            line for block in self.blocks if isinstance(block, str) for line in block.split("\n")
        )

    def holds_table(self) -> bool:
        """Whether a table lies within it."""
        return any(isinstance(block, FlowTable) for block in self.blocks)

    def lays_out(self) -> bool:
        """Whether it holds tables or many paragraphs: then its table only lays out the page."""
        paragraphs = sum(isinstance(block, str) and bool(clean(block)) for block in self.blocks)
        return paragraphs > _MOST_PARAGRAPHS or self.holds_table()


@dataclass(frozen=True, slots=True)
class FlowTable:
    """The rows of a table, each the cells it states from left to right; `caption` as the format marks one."""

    rows: tuple[tuple[FlowCell, ...], ...]
    caption: str = ""


# A paragraph, whose line breaks are those its author set, or a table.
Block = str | FlowTable


def numbered(label: str, paragraph: str) -> str:
    """A paragraph with what a list prints before it, an empty label where it prints nothing."""
    first, *others = paragraph.split("\n")
    return "\n".join([join_lines([label, first]) if label else first, *others])


def document_of(blocks: Iterable[Block], problem: str | None = None) -> Document:
    """The text and the tables of `blocks`; of tables within tables only the innermost, as in HTML."""
    writer = _Writer()
    writer.write(blocks)
    return Document("\n".join(writer.lines), tuple(writer.tables), problem=problem or writer.problem)


class _Writer:
    """Lines and tables as they come."""

    def __init__(self) -> None:
        self.lines: list[str] = []
        self.tables: list[Table] = []
        self.problem: str | None = None

    def write(self, blocks: Iterable[Block]) -> None:
        for block in blocks:
            if isinstance(block, FlowTable):
                self._write_table(block)
            else:
                self.lines.extend(filter(None, map(clean, block.split("\n"))))

    def _write_table(self, table: FlowTable) -> None:
        rows = [_joined(row) for row in table.rows]
        texts = [[cell.text() for cell in row] for row in rows]
        if rows and not any(cell.holds_table() for row in rows for cell in row):
            self._keep_grid(rows, texts, table.caption)
        for row, row_texts in zip(rows, texts, strict=True):
            if any(cell.lays_out() for cell in row):
                for cell in row:
                    self.write(cell.blocks)
                continue
            # A merged cell is written once, in the row where it begins.
            begun = (text for cell, text in zip(row, row_texts, strict=True) if text or not cell.is_continued)
            if line := "\t".join(begun).strip("\t"):
                self.lines.append(line)

    def _keep_grid(self, rows: list[list[FlowCell]], texts: list[list[str]], caption: str) -> None:
        grid = grid_of_edges(
            [
                [
                    EdgeCell(text, cell.left, cell.right, cell.is_continued)
                    for cell, text in zip(*row, strict=True)
                ]
                for row in zip(rows, texts, strict=True)
            ]
        )
        if len(grid) < len(rows):
            self.problem = f"The last rows of a table with more than {MOST_CELLS} cells are only in the text."
        heading = clean(self.lines[-1])[:_HEADING_LENGTH] if self.lines else ""
        self.tables.append(Table(grid, heading, caption))


def _joined(row: Iterable[FlowCell]) -> list[FlowCell]:
    """The row with each cell as wide as those it reaches over into."""
    cells: list[FlowCell] = []
    for cell in row:
        if cell.is_joined and cells:
            before = cells[-1]
            cells[-1] = replace(before, blocks=before.blocks + cell.blocks, right=cell.right)
        else:
            cells.append(cell)
    return cells
