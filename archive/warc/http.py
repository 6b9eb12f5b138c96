"""The block of a response record: status line, headers and body, as an archive writes them and as a stranger's file has them."""

from __future__ import annotations

import re
import zlib
from collections.abc import Callable
from dataclasses import dataclass
from http import HTTPStatus

import brotli

from archive.warc.container import LARGEST_BODY

Headers = tuple[tuple[str, str], ...]

# Bodies are kept decoded, so what these headers say is no longer true of the bytes that follow them: other archives
# rename them in the same way.
_OF_TRANSFER = ("content-encoding", "content-length", "transfer-encoding")
_ORIGINAL = "x-archive-orig-"
_END_OF_HEAD = re.compile(rb"\r?\n\r?\n")
_STATUS_LINE = re.compile(rb"HTTP/\d(?:\.\d)? +(\d{3})\b[^\r\n]*\r?\n?")
_CHUNK_SIZE = re.compile(rb"([0-9a-fA-F]{1,8})[^\r\n]{0,200}\r\n")


@dataclass(frozen=True, slots=True)
class Response:
    """What an HTTP block says; header names are lower case, `body` is as it stands in the block."""

    status: int
    headers: Headers
    body: bytes


class TooLargeError(Exception):
    """A body would be larger, decoded, than a crawl keeps."""


def head_of(status: int, headers: Headers, byte_count: int) -> bytes:
    """Status line and headers of an answer whose decoded body has `byte_count` bytes, with the empty line after them."""
    reason = next((known.phrase for known in HTTPStatus if known == status), "")
    lines = [f"HTTP/1.1 {status} {reason}"]
    lines += [f"{_renamed(name)}: {value}" for name, value in headers]
    lines.append(f"Content-Length: {byte_count}")
    # Headers are kept as Latin-1, in which every byte a server can send is one character.
    encoded = [re.sub(r"[\r\n]", " ", line).encode("latin-1", "replace") for line in lines]
    return b"\r\n".join([*encoded, b"", b""])


def headers_of(head: bytes) -> Headers:
    """The headers that `head_of` was given, read back from what it wrote."""
    lines = head.decode("latin-1").split("\r\n")[1:-3]
    pairs = [line.split(": ", 1) for line in lines]
    return tuple((_restored(pair[0]), pair[1] if len(pair) > 1 else "") for pair in pairs)


def parsed(block: bytes) -> Response | None:
    """The answer in the block of a response record; None where it is no HTTP."""
    match = _STATUS_LINE.match(block)
    if match is None:
        return None
    end = _END_OF_HEAD.search(block)
    head, body = (block[: end.start()], block[end.end() :]) if end else (block, b"")
    headers: list[tuple[str, str]] = []
    for line in head[match.end() :].decode("latin-1").replace("\r\n", "\n").split("\n"):
        name, colon, value = line.partition(":")
        if line[:1] in (" ", "\t") and headers:
            headers[-1] = (headers[-1][0], f"{headers[-1][1]} {line.strip(' ')}")
        elif colon:
            headers.append((name.strip(" \t").lower(), value.strip(" \t")))
    return Response(int(match[1]), tuple(headers), body)


def decoded_body(response: Response) -> bytes:
    """The body as a browser is given it: chunks joined, compression undone; as it stands where it does not follow its headers.

    Raises TooLargeError for more than a crawl would keep.
    """
    stated = dict(response.headers)
    body = response.body
    if "chunked" in stated.get("transfer-encoding", "").lower():
        body = _joined(body)
    for coding in reversed(stated.get("content-encoding", "").lower().replace(" ", "").split(",")):
        if coding in _DECODERS:
            body = _DECODERS[coding](body)
    return body


def _renamed(name: str) -> str:
    return f"{_ORIGINAL}{name}" if name in _OF_TRANSFER else name


def _restored(name: str) -> str:
    original = name.removeprefix(_ORIGINAL)
    return original if original in _OF_TRANSFER else name


def _joined(body: bytes) -> bytes:
    """The chunks of a body in one; many tools keep the header and join the chunks, so a body that has none is left alone."""
    chunks: list[bytes] = []
    at = 0
    while match := _CHUNK_SIZE.match(body, at):
        size = int(match[1], 16)
        if size == 0:
            return b"".join(chunks)
        chunks.append(body[match.end() : match.end() + size])
        at = match.end() + size + 2
    return b"".join(chunks) if chunks and at >= len(body) else body


def _inflated(window: int) -> Callable[[bytes], bytes]:
    def inflate(body: bytes) -> bytes:
        stream = zlib.decompressobj(window)
        try:
            decoded = stream.decompress(body, LARGEST_BODY + 1)
        except zlib.error:
            # Many tools keep the header of a body that they have decoded.
            return body
        if len(decoded) > LARGEST_BODY:
            raise TooLargeError
        return decoded

    return inflate


def _deflated(body: bytes) -> bytes:
    # Servers send `deflate` with and without the wrapper that the standard asks for.
    wrapped = _inflated(zlib.MAX_WBITS)(body)
    return wrapped if wrapped != body else _inflated(-zlib.MAX_WBITS)(body)


def _unbrotlied(body: bytes) -> bytes:
    stream = brotli.Decompressor()
    try:
        decoded: bytes = stream.process(body, output_buffer_limit=LARGEST_BODY)
        while not stream.can_accept_more_data() and not stream.is_finished():
            if len(decoded) > LARGEST_BODY:
                raise TooLargeError
            decoded += stream.process(b"", output_buffer_limit=LARGEST_BODY)
    except brotli.error:
        return body
    if len(decoded) > LARGEST_BODY:
        raise TooLargeError
    return decoded


_DECODERS: dict[str, Callable[[bytes], bytes]] = {
    "gzip": _inflated(zlib.MAX_WBITS | 16),
    "x-gzip": _inflated(zlib.MAX_WBITS | 16),
    "deflate": _deflated,
    "br": _unbrotlied,
}
