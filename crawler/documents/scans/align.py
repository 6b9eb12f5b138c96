"""Scanned pages laid over each other: each lay a little elsewhere on the scanner, and a camera was nearer or farther."""

from __future__ import annotations

from collections.abc import Sequence

from crawler.documents.pages.lattice import Lattice, lattices
from crawler.documents.pages.layout import PageLayout, Piece, Rule

# By how much the same table may be larger on one page than on the next.
_MOST_GROWTH = 0.06


def aligned(pages: Sequence[PageLayout]) -> list[PageLayout]:
    """The pages, each moved and scaled so that its first table has the sides of the last table of the page before.

    Where that is one table, its columns then lie in line; where it is another, of about the same width, nothing is lost.
    """
    moved: list[PageLayout] = []
    for page in pages:
        upper = (
            max(lattices(moved[-1].rules), key=lambda table: table.rows[-1], default=None) if moved else None
        )
        lower = min(lattices(page.rules), key=lambda table: table.rows[0], default=None)
        moved.append(_laid_over(page, lower, upper) if upper and lower else page)
    return moved


def _laid_over(page: PageLayout, lower: Lattice, upper: Lattice) -> PageLayout:
    scale = (upper.columns[-1] - upper.columns[0]) / (lower.columns[-1] - lower.columns[0])
    if abs(scale - 1) > _MOST_GROWTH:
        return page
    shift = upper.columns[0] - lower.columns[0] * scale

    def places(part: Piece | Rule) -> tuple[float, float, float, float]:
        return part.x0 * scale + shift, part.top * scale, part.x1 * scale + shift, part.bottom * scale

    pieces = tuple(Piece(piece.text, *places(piece)) for piece in page.pieces)
    rules = tuple(Rule(*places(rule)) for rule in page.rules)
    return PageLayout(page.width, page.height * scale, pieces, rules)
