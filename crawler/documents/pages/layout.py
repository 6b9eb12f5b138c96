"""What a page shows, as pieces of text and ruled lines with their places: what PDF, OFD and scans have in common."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Piece:
    """A run of text on one line and its box, in points from the page's upper left corner, y downwards."""

    text: str
    x0: float
    top: float
    x1: float
    bottom: float


@dataclass(frozen=True, slots=True)
class Rule:
    """A drawn horizontal or vertical line (or thin filled rectangle), as its box in the same measure."""

    x0: float
    top: float
    x1: float
    bottom: float


@dataclass(frozen=True, slots=True)
class PageLayout:
    """One page: its size in points, its text in the order drawn, its ruled lines."""

    width: float
    height: float
    pieces: tuple[Piece, ...]
    rules: tuple[Rule, ...] = ()
