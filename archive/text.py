"""Text as readers see it and as names and labels are compared."""

from __future__ import annotations

import re
import unicodedata

# Zero-width characters and byte-order marks carry no text; portals are full of them. Marks of direction would turn round what
# stands beside them on a page.
_INVISIBLE = dict.fromkeys(
    [
        *map(ord, "\u200b\u200c\u200d\u200e\u200f\u2060\ufeff\u00ad\u061c"),
        *range(0x202A, 0x202F),
        *range(0x2066, 0x206A),
    ]
)
_SPACES = re.compile(r"\s+")
_HAN = re.compile(r"[\u3007\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U000323af]")


def clean(text: str) -> str:
    """`text` on one line: runs of any white space become one space, invisible characters go, width stays."""
    return _SPACES.sub(" ", text.translate(_INVISIBLE)).strip()


def fold(text: str) -> str:
    """`text` for comparing labels and names: NFKC, without any white space."""
    return _SPACES.sub("", unicodedata.normalize("NFKC", text.translate(_INVISIBLE)))


def lines(text: str) -> list[str]:
    """The non-empty lines of `text`, each cleaned."""
    return [line for line in map(clean, text.splitlines()) if line]


def han_count(text: str) -> int:
    """How many Han characters `text` has: what is lost when a parser loses text."""
    return len(_HAN.findall(text))
