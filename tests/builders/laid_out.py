"""Pages laid out by hand: pieces of text, ruled lines and the cells between them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from archive.records import Document
from crawler.documents.grid import is_wide
from crawler.documents.pages.layout import PageLayout, Piece, Rule

WIDTH, HEIGHT = 595.0, 842.0
SIZE = 12.0
XS = (72.0, 200.0, 300.0, 400.0)
PROSE = "本站围绕桑苗繁育养蚕技术和茧丝价格主动公开政府信息并在法定期限内答复全部申请工作人员全年参加培训两次"


def words(x: float, top: float, text: str, size: float = SIZE) -> list[Piece]:
    """A line of single characters, as PDF readers give them."""
    pieces = []
    for character in text:
        width = size if is_wide(character) else size / 2
        if not character.isspace():
            pieces.append(Piece(character, x, top, x + width, top + size))
        x += width
    return pieces


def lines(*texts: str, left: float = 72.0, top: float = 120.0, pitch: float = 20.0) -> list[Piece]:
    return [piece for n, text in enumerate(texts) for piece in words(left, top + n * pitch, text)]


def across(y: float, x0: float, x1: float) -> Rule:
    return Rule(x0, y - 0.25, x1, y + 0.25)


def down(x: float, top: float, bottom: float) -> Rule:
    return Rule(x - 0.25, top, x + 0.25, bottom)


def ruled(xs: Sequence[float], ys: Sequence[float]) -> list[Rule]:
    return [across(y, xs[0], xs[-1]) for y in ys] + [down(x, ys[0], ys[-1]) for x in xs]


def filled(xs: Sequence[float], ys: Sequence[float], rows: Sequence[Sequence[str]]) -> list[Piece]:
    """The texts of a grid, each near the upper left corner of its place; a line break begins a line."""
    return [
        piece
        for y, row in zip(ys, rows, strict=False)
        for x, text in zip(xs, row, strict=False)
        for n, line in enumerate(text.split("\n"))
        for piece in words(x + 4, y + 3 + n * 14, line)
    ]


def page(pieces: Iterable[Piece] = (), rules: Iterable[Rule] = ()) -> PageLayout:
    return PageLayout(WIDTH, HEIGHT, tuple(pieces), tuple(rules))


def rows(document: Document, number: int = 0) -> list[list[str]]:
    return [list(row) for row in document.tables[number].rows]
