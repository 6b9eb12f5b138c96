"""Digits of several cells that ran together: cut where only one way of cutting makes the row add up, else not at all."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence

Cells = tuple[str, ...]

_RUN = re.compile(r"[\d\s]+")
# Steps of trying: a run of digits that takes more can be cut in so many ways that none is proved.
_MOST_STEPS = 300_000
_MOST_DIGITS = 9


class _TooManyWays(Exception):
    """More ways to cut than are worth trying; the digits stay as they are printed."""


def cut(printed: str, count: int, agrees: Callable[[Cells], bool]) -> Cells | None:
    """The only way to cut `printed` into `count` whole numbers for which `agrees`; None where there is none or more than one.

    White space is always a border, digits may be one anywhere; no number begins with a zero but zero itself.
    """
    if not _RUN.fullmatch(printed):
        return None
    found: Cells | None = None
    try:
        for way in _ways(printed.split(), count, [_MOST_STEPS]):
            if agrees(way):
                if found is not None:
                    return None
                found = way
    except _TooManyWays:
        return None
    return found


def _ways(pieces: Sequence[str], count: int, steps: list[int]) -> Iterator[Cells]:
    """Every way to have `count` numbers of all the pieces in order; `steps` holds how many are left to try."""
    steps[0] -= 1
    if steps[0] < 0:
        raise _TooManyWays
    if not pieces:
        if count == 0:
            yield ()
        return
    piece, rest = pieces[0], pieces[1:]
    left = sum(map(len, rest))
    if not len(pieces) <= count <= len(piece) + left <= count * _MOST_DIGITS:
        return
    for length in range(1, len(piece) + 1):
        if length > 1 and (piece[0] == "0" or length > _MOST_DIGITS):
            break
        remaining = [piece[length:], *rest] if length < len(piece) else rest
        for way in _ways(remaining, count - 1, steps):
            yield (piece[:length], *way)


def row_adds_up(way: Cells) -> bool:
    """Whether the last number is the sum of those before it."""
    return sum(map(int, way[:-1])) == int(way[-1])


def outcomes_add_up(way: Cells) -> bool:
    """Whether of every five numbers, the outcomes of one kind of dispute, the last is the sum of the others."""
    return all(row_adds_up(way[at : at + 5]) for at in range(0, len(way), 5))
