"""CSV that does nothing in a spreadsheet: no cell of any is a formula; and that Excel opens, with a byte order mark.

Datasette's has no mark, and Excel then takes UTF-8 for the local code page. Who needs every sign as published asks for JSON.
"""

from __future__ import annotations

import codecs
import re
from typing import Any
from urllib.parse import parse_qs

from archive.web.language import Application

# In the address of a CSV: put the mark in front. Scripts that ask for CSV get it without.
MARK = "_excel"
# What a spreadsheet takes for the beginning of a formula (OWASP, CSV injection), in both widths.
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
# A number, or the stroke that stands for none, computes nothing.
_HARMLESS = re.compile(r"[+-]?\d+(,\d{3})*(\.\d+)?(e[+-]?\d+)?%?|[-－]+", re.IGNORECASE | re.ASCII)
# Datasette says text/csv of a file to save and text/plain of one to look at; an error page is neither.
_CSV = (b"text/csv", b"text/plain")
# A cell as Python's `csv` writes it, which every CSV here was written by; an empty one needs nothing. The reader of that
# module would refuse the text of a report as longer than its limit, which is one for the whole process.
_CELL = re.compile(r'"(?:[^"]++|"")*+"|[^,\r\n]++')


def with_mark(application: Application) -> Application:
    """The application, with every CSV made safe for spreadsheets, and a mark in front where its address asks for one."""

    async def answer(scope: Any, receive: Any, send: Any) -> None:
        if not scope.get("path", "").endswith(".csv"):
            await application(scope, receive, send)
            return
        is_marked = MARK in parse_qs(scope.get("query_string", b"").decode("latin-1"))
        await application(scope, receive, _harmless(send, codecs.BOM_UTF8 if is_marked else b""))

    return answer


def neutralised(text: str) -> str:
    """The text of a cell, with an apostrophe before what a spreadsheet would take for a formula."""
    return f"'{text}" if _is_risky(text) else text


class Neutraliser:
    """Neutralises a CSV as it passes, row by row, whatever pieces it comes in."""

    def __init__(self) -> None:
        self._decoder = codecs.getincrementaldecoder("utf-8")("replace")
        self._text = ""
        self._is_quoted = False

    def passed(self, piece: bytes, is_last: bool) -> bytes:
        """The rows that are whole with this piece, each formula neutralised; what is not whole waits for the next."""
        text = self._decoder.decode(piece, is_last)
        end = 0
        for found in re.finditer('["\n]', text):
            if found[0] == '"':
                self._is_quoted = not self._is_quoted
            elif not self._is_quoted:
                end = found.end()
        end = len(text) if is_last else end
        whole, self._text = (self._text + text[:end], text[end:]) if end else ("", self._text + text)
        if is_last:
            whole, self._text = whole or self._text, ""
        return _CELL.sub(_neutralised_cell, whole).encode()


def _is_risky(text: str) -> bool:
    return text.startswith(_FORMULA) and not _HARMLESS.fullmatch(text)


def _neutralised_cell(found: re.Match[str]) -> str:
    cell = found[0]
    if cell.startswith('"'):
        return f"\"'{cell[1:]}" if _is_risky(cell[1:-1]) else cell
    return neutralised(cell)


def most_rows(datasette: Any) -> int | None:
    """How many rows a CSV of a table holds; None where it holds all: a public site streams none, and sends one page at once."""
    return None if datasette.setting("allow_csv_stream") else datasette.setting("max_returned_rows")


def whole(datasette: Any) -> dict[str, str]:
    """The parameters under which the CSV of a table holds as many rows as it may."""
    return {"_stream": "on"} if most_rows(datasette) is None else {"_size": "max"}


def _harmless(send: Any, mark: bytes) -> Any:
    neutraliser: Neutraliser | None = None

    async def send_harmless(message: Any) -> None:
        nonlocal neutraliser, mark
        if message["type"] == "http.response.start":
            if dict(message["headers"]).get(b"content-type", b"").startswith(_CSV):
                neutraliser = Neutraliser()
                kept = [pair for pair in message["headers"] if pair[0].lower() != b"content-length"]
                message = {**message, "headers": kept}
        elif neutraliser is not None:
            rows = neutraliser.passed(message.get("body", b""), not message.get("more_body", False))
            message = {**message, "body": mark + rows}
            mark = b""
        await send(message)

    return send_harmless
