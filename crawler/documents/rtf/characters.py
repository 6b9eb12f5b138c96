"""Bytes of an RTF file to characters: the code pages of its fonts, RTF 1.9.1, "Font table"."""

from __future__ import annotations

import codecs
import re

from crawler.documents.flowing.symbols import symbol

# The code page that a font's \fcharset stands for.
_CODE_PAGES = {
    77: 10000, 128: 932, 129: 949, 130: 1361, 134: 936, 136: 950, 161: 1253, 162: 1254, 163: 1258, 177: 1255,
    178: 1256, 186: 1257, 204: 1251, 222: 874, 238: 1250, 255: 437,
}  # fmt: skip
_SYMBOL = 2
# Where Word keeps the characters of symbol fonts.
SYMBOL_CODES = range(0xF000, 0xF100)
_CODECS = {936: "gb18030", 950: "big5hkscs", 65001: "utf-8", 10000: "mac_roman", 10008: "gb18030"}
# Written where a file does not state its code page: the files come from Chinese offices.
_USUAL_PAGE = 936
_WESTERN = "cp1252"
_DOUBLE_BYTE_PAGES = (932, 936, 949, 950)
_FIRST_BYTES = bytes(range(0x81, 0xFF))

# One token: word and number, code of a byte, symbol, brace, text; none of them for a line end.
TOKEN = re.compile(
    rb"\\([a-zA-Z]{1,32})(-?[0-9]{1,10})? ?"
    rb"|\\'([0-9a-fA-F]{2})"
    rb"|\\([^a-zA-Z])"
    rb"|([{}])"
    rb"|([^\\{}\r\n]+)"
    rb"|[\r\n]+|\\",
    re.DOTALL,
)
# Pictures are many lines of such digits.
DIGITS = re.compile(rb"[0-9a-fA-F\r\n]*")


def paired(text: str) -> str:
    """`text` with each pair of surrogates as the one character it is."""
    return text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")


class Fonts:
    """The code pages of a file and its fonts, filled while its font table is read; `usual` is the font of plain text."""

    def __init__(self) -> None:
        self.page = _USUAL_PAGE
        self.usual = 0
        self._pages: dict[int, int] = {}
        self._symbols: set[int] = set()

    def note(self, font: int, charset: int) -> None:
        """Font number `font` has the character set `charset`."""
        if charset == _SYMBOL:
            self._symbols.add(font)
        elif charset in _CODE_PAGES:
            self._pages[font] = _CODE_PAGES[charset]

    def is_cut(self, written: bytes) -> bool:
        """Whether `written` ends between the two bytes of a character.

        Some programs write Chinese as it is: then the second byte may look like a backslash or a brace.
        """
        if self.page not in _DOUBLE_BYTE_PAGES:
            return False
        return (len(written) - len(written.rstrip(_FIRST_BYTES))) % 2 == 1

    def decode(self, written: bytes, font: int) -> str:
        """`written` in that font as text; what fits no code page becomes U+FFFD.

        Fonts of western charset are read in the file's own code page first: Chinese programs write Chinese in them.
        """
        if written.isascii() and font not in self._symbols:
            return written.decode("ascii")
        if font in self._symbols:
            return "".join(symbol(SYMBOL_CODES[byte]) if byte > 0x20 else " " for byte in written)
        page = self._pages.get(font)
        if page is not None:
            return written.decode(_codec(page), "replace")
        try:
            return written.decode(_codec(self.page))
        except UnicodeDecodeError:
            return written.decode(_WESTERN, "replace")


def _codec(page: int) -> str:
    name = _CODECS.get(page, f"cp{page}")
    try:
        return codecs.lookup(name).name
    except LookupError:
        return _WESTERN
