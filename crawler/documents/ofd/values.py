"""What an OFD writes as text: numbers, runs of steps, boxes and matrices (GB/T 33190-2016, 7.3 and 8.5)."""

from __future__ import annotations

import math
from dataclasses import dataclass

from lxml import etree

# No page reaches so far (35 m); what is drawn beyond, or at no number at all, was never meant to be seen.
FURTHEST = 100_000.0
_UNCHANGED = (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)


@dataclass(frozen=True, slots=True)
class Matrix:
    """An affine change of place: x' = a·x + c·y + e, y' = b·x + d·y + f."""

    a: float = 1.0
    b: float = 0.0
    c: float = 0.0
    d: float = 1.0
    e: float = 0.0
    f: float = 0.0

    def at(self, x: float, y: float) -> tuple[float, float]:
        """Where the point lands."""
        return self.a * x + self.c * y + self.e, self.b * x + self.d * y + self.f

    def along(self, x: float, y: float) -> tuple[float, float]:
        """What becomes of a step."""
        return self.a * x + self.c * y, self.b * x + self.d * y

    def then(self, outer: Matrix) -> Matrix:
        """This change followed by `outer`."""
        return Matrix(*outer.along(self.a, self.b), *outer.along(self.c, self.d), *outer.at(self.e, self.f))


def numbers(text: str | None, most: int) -> list[float]:
    """The first `most` numbers of `text`; NaN stands for a word that is none, so that what it places is misplaced."""
    return [_number(word) for word in (text or "").split(None, most)[:most]]


def number(text: str | None, default: float) -> float:
    """The number that `text` states, `default` where there is no text."""
    return _number(text) if text else default


def steps(text: str | None, most: int) -> list[float]:
    """The first `most` steps of a DeltaX or DeltaY; `g n v` stands for n steps of v (GB/T 33190, 11.3)."""
    words = iter((text or "").split(None, 3 * most))
    found: list[float] = []
    for word in words:
        if len(found) >= most:
            break
        if word.casefold() == "g":
            count, step = _number(next(words, "")), _number(next(words, ""))
            found += [step] * (int(min(count, most - len(found))) if count > 0 else 0)
        else:
            found.append(_number(word))
    return found


def unit_place(unit: etree._Element, outer: Matrix) -> Matrix:
    """From the space of a graphic unit to where `outer` leads: its CTM, then its Boundary's corner (8.5).

    A unit without a Boundary stands at the corner of what holds it.
    """
    a, b, c, d, e, f = stated if len(stated := numbers(unit.get("CTM"), 6)) == 6 else _UNCHANGED
    x, y = corner if len(corner := numbers(unit.get("Boundary"), 2)) == 2 else (0.0, 0.0)
    return Matrix(a, b, c, d, e + x, f + y).then(outer)


def is_near(*places: float) -> bool:
    """Whether all are numbers that a page can reach."""
    return all(abs(place) <= FURTHEST for place in places)


def _number(word: str) -> float:
    try:
        return float(word)
    except ValueError:
        return math.nan
