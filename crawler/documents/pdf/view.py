"""Where a PDF page's own coordinates fall on the page as a reader sees it (ISO 32000-1, 7.7.3.3 and 8.3)."""

from __future__ import annotations

from dataclasses import dataclass

Point = tuple[float, float]
Box = tuple[float, float, float, float]
Matrix = tuple[float, float, float, float, float, float]
AS_IT_IS: Matrix = (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)


@dataclass(frozen=True, slots=True)
class View:
    """The visible box of a page in its own coordinates (y upwards) and by how many quarters it is turned clockwise."""

    left: float
    bottom: float
    right: float
    top: float
    quarters: int = 0

    @property
    def size(self) -> tuple[float, float]:
        """Width and height as seen."""
        width, height = self.right - self.left, self.top - self.bottom
        return (height, width) if self.quarters % 2 else (width, height)

    def box(self, box: Box) -> Box:
        """A box of the page as x0, top, x1, bottom from the upper left corner as seen."""
        left, bottom, right, top = box
        if self.quarters == 0:
            return left - self.left, self.top - top, right - self.left, self.top - bottom
        if self.quarters == 1:
            return bottom - self.bottom, left - self.left, top - self.bottom, right - self.left
        if self.quarters == 2:
            return self.right - right, bottom - self.bottom, self.right - left, top - self.bottom
        return self.top - top, self.right - right, self.top - bottom, self.right - left


def moved(point: Point, matrix: Matrix) -> Point:
    """Where `matrix` puts a point."""
    x, y = point
    a, b, c, d, e, f = matrix
    return a * x + c * y + e, b * x + d * y + f


def times(first: Matrix, then: Matrix) -> Matrix:
    """One matrix for two, the inner one applied first."""
    a, b, c, d, e, f = first
    across, up, right, over, *_ = then
    return (
        a * across + b * right,
        a * up + b * over,
        c * across + d * right,
        c * up + d * over,
        *moved((e, f), then),
    )


def around(box: Box, matrix: Matrix) -> Box:
    """The upright box around a box that `matrix` moved."""
    if matrix == AS_IT_IS:
        return box
    left, bottom, right, top = box
    corners = [
        moved(corner, matrix) for corner in ((left, bottom), (left, top), (right, bottom), (right, top))
    ]
    return box_of(corners)


def box_of(points: list[Point]) -> Box:
    """The upright box around points."""
    across, up = [x for x, _ in points], [y for _, y in points]
    return min(across), min(up), max(across), max(up)
