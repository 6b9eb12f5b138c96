"""Bytes to text for Chinese sites, whose labels are often wrong: a header never wins over valid UTF-8."""

from __future__ import annotations

import codecs
import re
from dataclasses import dataclass
from functools import lru_cache

from archive.records import Snapshot

_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
# gb2312 and gbk are what pages say; GB18030, which contains both, is what they hold.
_NAMES = {
    "gb2312": "gb18030",
    "gbk": "gb18030",
    "utf8": "utf-8",
    "big5-hkscs": "big5hkscs",
    "big5": "big5hkscs",
}
_CHARSET = re.compile(rb"""charset\s*=\s*["']?\s*([a-zA-Z0-9_\-]+)""", re.IGNORECASE)
_HEAD_BYTES = 4096
# The commonest characters of administrative prose: a text decoded rightly is full of them.
_COMMON_GB = frozenset(
    "的一是在不了有和人这中大为上个国我以要他时来用们生到作地于出就分对成会可主发年动同工也能下过子说产种面而方后多定行学法所民得经"
)
_COMMON_BIG5 = frozenset(
    "的一是在不了有和人這中大為上個國我以要他時來用們生到作地於出就分對成會可主發年動同工也能下過子說產種面而方後多定行學法所民得經"
)


@dataclass(frozen=True, slots=True)
class Decoded:
    """Text, the encoding it was read with, and one sentence where a label said something else."""

    text: str
    encoding: str
    note: str | None = None


def declared_charset(content_type: str, body: bytes) -> str | None:
    """What the Content-Type header, or else the page's own head, says the encoding is; None where neither does."""
    matched = _CHARSET.search(content_type.encode("latin-1", "replace")) or _CHARSET.search(
        body[:_HEAD_BYTES]
    )
    return matched[1].decode("ascii").lower() if matched else None


def decoded(snapshot: Snapshot) -> Decoded:
    """The snapshot's text; the last few are remembered, because a page is looked at more than once."""
    return _remembered(_Key(snapshot))


class _Key:
    """A snapshot by its hash: comparing bodies would cost more than decoding them again."""

    def __init__(self, snapshot: Snapshot) -> None:
        self.snapshot = snapshot
        self._identity = (snapshot.sha256, snapshot.header("content-type"))

    def __hash__(self) -> int:
        return hash(self._identity)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Key) and other._identity == self._identity


@lru_cache(maxsize=4)
def _remembered(key: _Key) -> Decoded:
    body = key.snapshot.body
    return decode(body, declared_charset(key.snapshot.header("content-type"), body))


def decode(body: bytes, declared: str | None = None) -> Decoded:
    """Decode `body`: byte-order mark, then valid UTF-8, then whichever of GB18030 and Big5 reads as Chinese.

    `declared` is what header or page say; it decides only where the bytes do not. Bytes that fit nothing become
    U+FFFD, never an error.
    """
    for mark, encoding in _BOMS:
        if body.startswith(mark):
            return Decoded(body[len(mark) :].decode(encoding, "replace"), encoding)
    text = _utf8(body)
    if text is not None:
        return Decoded(text, "utf-8", _note(declared, "utf-8"))
    encoding = _best(body, declared)
    return Decoded(body.decode(encoding, "replace"), encoding, _note(declared, encoding))


def _utf8(body: bytes) -> str | None:
    try:
        return body.decode("utf-8")
    except UnicodeDecodeError as error:
        # A page cut off in the middle of a character is still UTF-8.
        if error.start >= len(body) - 3 and error.reason == "unexpected end of data":
            return body[: error.start].decode("utf-8")
    return None


def _best(body: bytes, declared: str | None) -> str:
    scores = {encoding: _score(body, encoding) for encoding in ("gb18030", "big5hkscs", "utf-8")}
    best = max(scores, key=lambda encoding: scores[encoding])
    stated = _NAMES.get(declared or "", declared or "")
    return stated if stated in scores and scores[stated] == scores[best] else best


def _score(body: bytes, encoding: str) -> float:
    """How much of the text is common Chinese, less what could not be decoded."""
    text = body.decode(encoding, "replace")
    common = _COMMON_BIG5 if encoding.startswith("big5") else _COMMON_GB
    wide = [c for c in text if ord(c) > 0x7F]
    if not wide:
        return 0.0
    wrong = sum(c == "\ufffd" or 0xE000 <= ord(c) <= 0xF8FF for c in wide)
    return (sum(c in common for c in wide) - 5 * wrong) / len(wide)


def _note(declared: str | None, used: str) -> str | None:
    stated = _NAMES.get(declared or "", declared or "")
    if not stated or stated == used or stated in ("ascii", "us-ascii"):
        return None
    return f"The page is declared as {declared} but its bytes are {used}."
