"""The paragraphs and tables of an RTF text, put together as its control words end them: RTF 1.9.1, table definitions."""

from __future__ import annotations

from dataclasses import dataclass

from crawler.documents.flowing.flow import Block, FlowCell, numbered
from crawler.documents.flowing.open_tables import OpenTables
from crawler.documents.rtf.characters import paired

# What a column is taken to be where no \cellx states its edge: one inch.
_COLUMN = 1440


@dataclass(frozen=True, slots=True)
class _Edge:
    right: int
    is_continued: bool
    is_joined: bool


class RowDefinition:
    """The cells of a row as \\trowd, \\cellx and the words between them define them; it holds until the next \\trowd."""

    def __init__(self) -> None:
        self._left = 0
        self._edges: list[_Edge] = []
        self._marks: set[str] = set()

    def note(self, word: str, number: int) -> None:
        """Take in one control word."""
        if word == "trowd":
            self._left, self._edges = 0, []
            self._marks.clear()
        elif word == "trleft":
            self._left = number
        elif word == "cellx":
            self._edges.append(_Edge(number, "clvmrg" in self._marks, "clmrg" in self._marks))
            self._marks.clear()
        else:
            self._marks.add(word)

    def place(self, cells: list[tuple[Block, ...]]) -> tuple[FlowCell, ...]:
        """The cells of one row with their edges; each beyond those defined is an inch wide."""
        placed: list[FlowCell] = []
        left = self._left
        for number, blocks in enumerate(cells):
            defined = number < len(self._edges)
            edge = (
                self._edges[number] if defined else _Edge(left + _COLUMN, is_continued=False, is_joined=False)
            )
            right = max(edge.right, left + 1)
            placed.append(FlowCell(blocks, left, right, edge.is_continued, edge.is_joined))
            left = right
        return tuple(placed)


class Story:
    """A text as its control words end its paragraphs, cells and rows.

    `has_open_row` from a row's definition to its end: some programs do not say again that its cells lie in a table.
    Levels are those of OpenTables.
    """

    def __init__(self) -> None:
        self.has_open_row = False
        self._tables = OpenTables()
        self._pieces: list[str] = []
        self._label: list[str] = []
        self._boxes: list[Block] = []

    def write(self, text: str) -> None:
        """Add text to the paragraph."""
        self._pieces.append(text)

    def write_label(self, text: str) -> None:
        """Add text to the number that is printed before the paragraph."""
        self._label.append(text)

    def add_box(self, blocks: list[Block]) -> None:
        """Let the blocks of a text box follow the paragraph it is anchored to."""
        self._boxes += blocks

    def end_paragraph(self, level: int) -> None:
        """End the paragraph, which lies in a cell of that level; deeper tables end before it."""
        label = paired("".join(self._label))
        text = paired("".join(self._pieces))
        # Signs of the symbol fonts before a paragraph are bullets, no numbers.
        if any(character.isalnum() for character in label):
            text = numbered(label, text)
        for block in (text, *self._boxes):
            self._tables.add(block, level)
        self._pieces, self._label, self._boxes = [], [], []

    def end_cell(self, level: int) -> None:
        """End the paragraph and the cell of that level."""
        self.end_paragraph(level)
        self._tables.end_cell(level)

    def end_row(self, level: int, definition: RowDefinition) -> None:
        """End the row of that level, whose cells are as `definition` has them by now."""
        if self._pieces:
            self.end_cell(level)
        self._tables.end_row(level, definition.place)

    def finish(self) -> list[Block]:
        """Everything written."""
        if self._pieces or self._label or self._boxes:
            self.end_paragraph(0)
        return self._tables.finish()
