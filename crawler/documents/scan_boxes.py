"""Parts of a page in pixels."""

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

    def wider(self, by: int) -> Box:
        """The same with `by` more on the left and on the right."""
        return Box(self.x0 - by, self.top, self.x1 + by, self.bottom)
