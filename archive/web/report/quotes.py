"""Where the sentences that findings quote stand in a text, so that a page can lead to them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Piece:
    """A run of a line; `anchor` where it is a sentence that is quoted elsewhere on the page."""

    text: str
    anchor: str = ""


class Quotes:
    """The first place of each quoted sentence in the lines of a text; each anchor is given out once."""

    def __init__(self, text: str, quoted: Iterable[str | None]) -> None:
        wanted = dict.fromkeys(quote for quote in quoted if quote)
        self.anchors: dict[str, str] = {}
        self._places: dict[str, list[tuple[int, int, str]]] = defaultdict(list)
        lines = [line for line in text.splitlines() if "\t" not in line] if wanted else []
        for quote in wanted:
            line = next((line for line in lines if quote in line), None)
            if line is not None:
                self.anchors[quote] = self._place(line, line.index(quote), quote)

    def pieces(self, line: str) -> list[Piece]:
        """The line cut at the sentences quoted, which carry their anchors the first time it is asked for."""
        pieces, at = [], 0
        for start, end, anchor in sorted(self._places.pop(line, ())):
            pieces += [Piece(line[at:start]), Piece(line[start:end], anchor)]
            at = end
        return [piece for piece in (*pieces, Piece(line[at:])) if piece.text]

    def _place(self, line: str, start: int, quote: str) -> str:
        """Note a sentence; one that overlaps another is led to by the other's anchor."""
        end = start + len(quote)
        for other_start, other_end, anchor in self._places[line]:
            if start < other_end and other_start < end:
                return anchor
        anchor = f"q{len(self.anchors) + 1}"
        self._places[line].append((start, end, anchor))
        return anchor
