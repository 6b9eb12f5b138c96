"""A text without white space and in one width, that still knows where each of its characters is printed."""

from __future__ import annotations

import unicodedata


class FoldedText:
    """`text` is the folded text; offsets lead from it back to the text as given."""

    def __init__(self, given: str) -> None:
        self._given = given
        characters: list[str] = []
        self._offsets: list[int] = []
        for offset, character in enumerate(given):
            if not character.isspace():
                plain = unicodedata.normalize("NFKC", character)
                characters.append(plain)
                self._offsets += [offset] * len(plain)
        self.text = "".join(characters).replace("其它", "其他")

    def offset(self, place: int) -> int:
        """Where the character at `place` of the folded text is printed; the end of the text for the place behind it."""
        return self._offsets[place] if place < len(self._offsets) else len(self._given)

    def printed(self, start: int, end: int) -> str:
        """What is printed from `start` up to `end` of the folded text, white space included."""
        return self._given[self.offset(start) : self.offset(end - 1) + 1] if end > start else ""
