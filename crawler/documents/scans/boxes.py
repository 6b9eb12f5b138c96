"""Parts of a page and lines on it, in pixels."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Box:
    """An upright part of a page, in pixels; `x1` and `bottom` are the first that it does not cover."""

    x0: int
    top: int
    x1: int
    bottom: int

    @property
    def width(self) -> int:
        """From left to right."""
        return self.x1 - self.x0

    @property
    def height(self) -> int:
        """From top to bottom."""
        return self.bottom - self.top

    @property
    def centre(self) -> tuple[float, float]:
        """The point in its middle."""
        return (self.x0 + self.x1) / 2, (self.top + self.bottom) / 2

    def holds(self, point: tuple[float, float]) -> bool:
        """Whether a point lies within."""
        return self.x0 <= point[0] < self.x1 and self.top <= point[1] < self.bottom

    def common(self, other: Box) -> Box:
        """What both cover; where there is none, its width or height is not positive."""
        return Box(
            max(self.x0, other.x0),
            max(self.top, other.top),
            min(self.x1, other.x1),
            min(self.bottom, other.bottom),
        )

    def around(self, other: Box) -> Box:
        """The smallest that covers both."""
        return Box(
            min(self.x0, other.x0),
            min(self.top, other.top),
            max(self.x1, other.x1),
            max(self.bottom, other.bottom),
        )


@dataclass(frozen=True, slots=True)
class RuledLine:
    """A straight line in pixels: its place across, where it starts and ends, and between what it is thick.

    `drawn` is how much of its length is not holes.
    """

    place: float
    start: float
    end: float
    low: float
    high: float
    drawn: float

    @property
    def length(self) -> float:
        """From its start to its end."""
        return self.end - self.start

    def times(self, scale: float) -> RuledLine:
        """The same line on a page enlarged by `scale`."""
        values = (self.place, self.start, self.end, self.low, self.high, self.drawn)
        return RuledLine(*(value * scale for value in values))


@dataclass(frozen=True, slots=True)
class RuledLines:
    """The lines of one page: those across (whose place is y) and those down (whose place is x)."""

    across: tuple[RuledLine, ...] = ()
    down: tuple[RuledLine, ...] = ()
