"""The control words of an RTF file, followed one by one: RTF 1.9.1."""

from __future__ import annotations

from dataclasses import replace

from archive.errors import UnreadableError
from crawler.documents.flowing.flow import Block
from crawler.documents.flowing.symbols import symbol
from crawler.documents.rtf.characters import DIGITS, SYMBOL_CODES, TOKEN, Fonts
from crawler.documents.rtf.group import Group
from crawler.documents.rtf.tables import RowDefinition, Story

# A report takes some twenty thousand.
_MOST_TOKENS = 300_000

_SIGNS = {
    "tab": " ", "line": "\n", "page": "\n", "column": "\n", "emdash": "—", "endash": "–", "lquote": "‘", "rquote": "’",
    "ldblquote": "“", "rdblquote": "”", "bullet": "•", "emspace": " ", "enspace": " ", "qmspace": " ",
}  # fmt: skip
_SYMBOLS = {b"~": " ", b"_": "-", b"\\": "\\", b"{": "{", b"}": "}", b"\t": " "}
_ROW_WORDS = frozenset(("trowd", "trleft", "cellx", "clmgf", "clmrg", "clvmgf", "clvmrg"))
# Groups that hold no text of the document; those marked \* are left out unless they are known below.
_NO_TEXT = frozenset(
    (
        "colortbl", "stylesheet", "info", "pict", "header", "headerl", "headerr", "headerf", "footer", "footerl",
        "footerr", "footerf", "ftnsep", "ftnsepc", "ftncn", "aftnsep", "aftnsepc", "aftncn", "fldinst", "xe", "rxe",
        "tc", "tcn", "sp", "shprslt", "nonesttables", "nonshppict", "objdata", "filetbl", "listtable", "bkmkstart",
    )
)  # fmt: skip
_KNOWN_STARRED = frozenset(("nesttableprops", "shpinst", "do", "shppict"))
_BOXES = frozenset(("shptxt", "dptxbxtext"))
_LABELS = frozenset(("listtext", "pntext"))
_GROUPS = _BOXES | _LABELS | {"fonttbl", "footnote"}
_ENDS = frozenset(("par", "sect", "cell", "nestcell", "row", "nestrow"))


class Reader:
    """Goes through a file token by token; `picture_count` counts the pictures met.

    Raises UnreadableError with `limit` beyond _MOST_TOKENS.
    """

    def __init__(self) -> None:
        self.picture_count = 0
        self._fonts = Fonts()
        # The row that was defined last: what lies around a table within it is no table of its own.
        self._row = RowDefinition()
        self._notes: list[Block] = []
        self._outer: list[Group] = []
        self._group = Group(Story())
        self._bytes = bytearray()
        # How many characters still stand for the Unicode character before them.
        self._fallback = 0
        self._is_starred = False

    def read(self, body: bytes) -> bool:
        """Take in the whole file; False where it ends within a group."""
        position = body.index(b"{")
        for _ in range(_MOST_TOKENS):
            if self._group.is_left_out and (digits := DIGITS.match(body, position)):
                position = digits.end()
            token = TOKEN.match(body, position)
            if token is None:
                break
            position = token.end()
            if token.lastindex is None:
                # Line ends mean nothing, not even between the two bytes of a character.
                continue
            word, number, code, symbol, brace, text = token.groups()
            if text:
                if body[position : position + 1] in (b"\\", b"{", b"}") and self._fonts.is_cut(text):
                    position += 1
                self._take_bytes(body[token.start() : position])
                continue
            if code:
                self._take_bytes(bytes([int(code, 16)]))
                continue
            self._flush()
            if word == b"bin":
                position += max(int(number or 0), 0)
            elif word:
                self._take_word(word.decode("ascii"), number)
            elif symbol:
                self._take_symbol(symbol)
            elif brace == b"{":
                self._open()
            elif brace and self._close():
                return True
        else:
            raise UnreadableError("limit", f"The file has more than {_MOST_TOKENS} tokens; open it by hand.")
        self._flush()
        return False

    def blocks(self) -> list[Block]:
        """What was read so far: the text, then its notes."""
        root = self._outer[0] if self._outer else self._group
        return root.story.finish() + self._notes

    def _open(self) -> None:
        self._outer.append(self._group)
        self._group = replace(self._group)
        self._fallback = 0

    def _close(self) -> bool:
        """End a group; True where it is the file's own."""
        ended, self._group = self._group, self._outer.pop()
        self._fallback = 0
        if ended.story is not self._group.story:
            blocks = ended.story.finish()
            if ended.is_note:
                self._notes += blocks
            else:
                self._group.story.add_box(blocks)
        return not self._outer

    def _take_bytes(self, written: bytes) -> None:
        self._bytes += written[self._fallback :]
        self._fallback = max(self._fallback - len(written), 0)

    def _flush(self) -> None:
        """Write the bytes that have come together, in the font they are set in."""
        if self._bytes:
            self._write(self._fonts.decode(bytes(self._bytes), self._group.font))
            self._bytes.clear()

    def _write(self, text: str) -> None:
        group = self._group
        if group.is_label and group.is_shown():
            group.story.write_label(text)
        elif group.is_shown():
            group.story.write(text)

    def _take_symbol(self, symbol: bytes) -> None:
        if symbol == b"*":
            self._is_starred = True
        elif symbol in (b"\n", b"\r"):
            self._take_word("par", None)
        elif self._fallback:
            self._fallback -= 1
        elif symbol in _SYMBOLS:
            self._write(_SYMBOLS[symbol])

    def _take_word(self, word: str, number: bytes | None) -> None:
        starred, self._is_starred = self._is_starred, False
        group = self._group
        if word == "pict":
            self.picture_count += not group.is_left_out
        if word in _NO_TEXT or (starred and word not in _KNOWN_STARRED):
            group.is_left_out = True
        if group.is_left_out:
            return
        value = int(number or 0)
        if word == "u":
            self._take_unicode(value)
        elif word in _SIGNS:
            if self._fallback:
                self._fallback -= 1
            else:
                self._write(_SIGNS[word])
        elif word in _ROW_WORDS:
            group.story.has_open_row |= word == "trowd"
            self._row.note(word, value)
        elif word in _ENDS:
            self._end(word)
        elif word in _GROUPS:
            self._begin(word)
        else:
            self._set(word, 1 if number is None else value)

    def _take_unicode(self, number: int) -> None:
        """A unit of UTF-16, stated as a signed number, with characters after it for readers without Unicode."""
        code = number % 0x10000
        self._write(symbol(code) if code in SYMBOL_CODES else chr(code))
        self._fallback = self._group.fallback_length

    def _end(self, word: str) -> None:
        group = self._group
        story = group.story
        match word:
            case "par" | "sect":
                story.end_paragraph(group.table_level())
            case "cell":
                story.end_cell(1)
            case "nestcell":
                story.end_cell(max(group.level, 2))
            case "row":
                story.end_row(1, self._row)
                story.has_open_row = False
            case "nestrow":
                story.end_row(max(group.level, 2), self._row)

    def _set(self, word: str, value: int) -> None:
        """Words of the file as a whole; what they are not holds for the rest of the group."""
        match word:
            case "ansicpg":
                self._fonts.page = value
            case "deff":
                self._fonts.usual = self._group.font = value
            case "plain":
                self._group.change(word, value)
                self._group.font = self._fonts.usual
            case "fcharset" if self._group.is_font_table:
                self._fonts.note(self._group.font, value)
            case _:
                self._group.change(word, value)

    def _begin(self, word: str) -> None:
        """Words that say what their group holds."""
        group = self._group
        if word == "fonttbl":
            group.is_font_table = True
        elif word in _LABELS:
            group.is_label = True
        else:
            group.story, group.is_note = Story(), word == "footnote"
            group.level, group.is_in_table = 0, False
