"""The name a server gives a file in Content-Disposition, in every encoding that Chinese servers use for it."""

from __future__ import annotations

import re
from email.errors import HeaderParseError
from email.header import decode_header, make_header
from urllib.parse import unquote_to_bytes

from archive.text import clean, han_count
from crawler.decode import decode

_EXTENDED = re.compile(rb"filename\*\s*=\s*\"?([\w-]*)'[^']*'([^;\"]+)", re.IGNORECASE)
_PLAIN = re.compile(rb"filename\s*=\s*(?:\"((?:[^\"\\]|\\.)*)\"|([^;]+))", re.IGNORECASE)


def file_name(header: str) -> str:
    """The file's name by a Content-Disposition header (its bytes as latin-1), without folders; empty where it has none.

    RFC 6266's `filename*` wins; `filename` may be raw UTF-8 or GBK, percent-encoded, an RFC 2047 word, or UTF-8 that
    was taken for latin-1 and encoded again.
    """
    raw = header.encode("latin-1", "replace")
    extended, plain = _EXTENDED.search(raw), _PLAIN.search(raw)
    if extended:
        name = _decoded(unquote_to_bytes(extended[2].strip()), extended[1].decode("ascii"))
    elif plain:
        name = _plain(plain[1] if plain[1] is not None else plain[2])
    else:
        return ""
    return clean(re.split(r"[\\/]", name)[-1])


def _plain(value: bytes) -> str:
    value = value.strip().replace(b'\\"', b'"')
    if value.startswith(b"=?"):
        try:
            return str(make_header(decode_header(value.decode("ascii", "replace"))))
        except (HeaderParseError, LookupError, UnicodeDecodeError):
            return ""
    if value.isascii() and b"%" in value:
        value = unquote_to_bytes(value)
    return _once(decode(value).text)


def _once(name: str) -> str:
    """The name behind UTF-8 or GBK that was taken for latin-1 on its way; the name itself where it was not."""
    try:
        inner = decode(name.encode("latin-1")).text
    except UnicodeEncodeError:
        return name
    return inner if han_count(inner) else name


def _decoded(value: bytes, charset: str) -> str:
    try:
        return value.decode(charset or "utf-8")
    except (LookupError, UnicodeDecodeError):
        return decode(value).text
