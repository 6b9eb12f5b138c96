"""What holds within a pair of braces of an RTF file, and is as before after it: RTF 1.9.1, "Groups"."""

from __future__ import annotations

from dataclasses import dataclass

from crawler.documents.rtf.tables import Story

# Word itself stops at far fewer tables within tables.
_DEEPEST_TABLE = 20


@dataclass(slots=True)
class Group:
    """Where a group's text goes, and how it is to be read.

    `level` is what \\itap states, `fallback_length` what \\uc states: how many characters follow a Unicode character for
    readers without Unicode.
    """

    story: Story
    font: int = 0
    fallback_length: int = 1
    level: int = 0
    is_in_table: bool = False
    is_left_out: bool = False
    is_hidden: bool = False
    is_deleted: bool = False
    is_label: bool = False
    is_note: bool = False
    is_font_table: bool = False

    def table_level(self) -> int:
        """How many tables the paragraph lies in."""
        return max(self.level, 1) if self.is_in_table else int(self.story.has_open_row)

    def is_shown(self) -> bool:
        """Whether its text is text of the document."""
        return not (self.is_left_out or self.is_hidden or self.is_deleted or self.is_font_table)

    def change(self, word: str, value: int) -> None:
        """Take in one control word; one without a number has the value 1."""
        match word:
            case "v":
                self.is_hidden = value != 0
            case "deleted":
                self.is_deleted = value != 0
            case "intbl":
                self.is_in_table = value != 0
            case "itap":
                self.level = min(max(value, 0), _DEEPEST_TABLE)
            case "pard":
                self.level, self.is_in_table = 0, False
            case "plain":
                self.is_hidden, self.is_deleted = False, False
            case "uc":
                self.fallback_length = max(value, 0)
            case "f":
                self.font = value
