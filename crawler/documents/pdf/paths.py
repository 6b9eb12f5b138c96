"""What a PDF page draws beside its text: lines, areas and pictures (ISO 32000-1, 8.5 and 8.10)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from ctypes import byref, c_float, c_int, c_uint
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Any

import pypdfium2.raw as pdfium

from crawler.documents.pages.layout import Rule
from crawler.documents.pdf.view import AS_IT_IS, Box, Matrix, Point, View, around, box_of, moved, times

# In points: a filled rectangle or a stroke up to this is a line, what is thicker an area.
_THIN = 3.0
# A form has some hundreds of lines; what draws more than this is no form, and its further objects are left out.
MOST_OBJECTS = 20_000
_MOST_POINTS = 2_000
_MOST_GROUNDS = 20
# A letter drawn as a shape has more corners than this, a frame has fewer.
_SIMPLE = 12
# Forms within forms, as deep as generators nest them; one that holds itself would go on for ever.
_DEEPEST = 8
_WHITE = (250, 250, 250)

Colour = tuple[int, int, int]


@dataclass(frozen=True, slots=True)
class _Mark:
    """A line or an area with its colour, in page coordinates."""

    box: Box
    colour: Colour

    @property
    def is_white(self) -> bool:
        return all(own >= white for own, white in zip(self.colour, _WHITE, strict=True))

    def lies_on(self, ground: _Mark) -> bool:
        """Whether it shows because `ground` is under all of it."""
        left, bottom, right, top = ground.box
        return (
            self.colour != ground.colour
            and left - 1 <= self.box[0]
            and bottom - 1 <= self.box[1]
            and self.box[2] <= right + 1
            and self.box[3] <= top + 1
        )


@dataclass(slots=True)
class Drawing:
    """What was drawn on one page: lines and areas, and in square points how much of it pictures cover.

    `shape_count` is how many paths have as many corners as letters drawn as shapes.
    """

    lines: list[_Mark] = field(default_factory=list)
    areas: list[_Mark] = field(default_factory=list)
    object_count: int = 0
    picture_area: float = 0.0
    shape_count: int = 0

    def rules(self, view: View) -> tuple[Rule, ...]:
        """The lines a reader sees, and the edges of areas that are laid on another: cells on a dark table."""
        grounds = sorted(
            (area for area in self.areas if not area.is_white), key=lambda area: _size(area.box), reverse=True
        )[:_MOST_GROUNDS]
        seen = [line.box for line in self.lines if not line.is_white or any(line.lies_on(g) for g in grounds)]
        for area in self.areas:
            if any(area.lies_on(ground) for ground in grounds):
                seen += _edges(area.box)
        return tuple(Rule(*view.box(box)) for box in seen)


def read_drawing(page: Any) -> Drawing:
    """Everything but the text of a page, up to MOST_OBJECTS objects.

    `page` is an open page handle of pdfium, which the caller holds.
    """
    drawing = Drawing()
    for number in range(pdfium.FPDFPage_CountObjects(page)):
        if drawing.object_count >= MOST_OBJECTS:
            break
        _add(drawing, pdfium.FPDFPage_GetObject(page, number), AS_IT_IS, 0)
    return drawing


def _add(drawing: Drawing, shown: Any, matrix: Matrix, depth: int) -> None:
    drawing.object_count += 1
    kind = pdfium.FPDFPageObj_GetType(shown)
    if kind == pdfium.FPDF_PAGEOBJ_PATH:
        _add_path(drawing, shown, matrix)
    elif kind == pdfium.FPDF_PAGEOBJ_IMAGE:
        box = around(_bounds(shown), matrix)
        # Some printers draw every line as a stretched dot.
        if _is_thin(box):
            drawing.lines.append(_Mark(box, (0, 0, 0)))
        drawing.picture_area += _size(box)
    elif kind == pdfium.FPDF_PAGEOBJ_FORM and depth < _DEEPEST:
        within = times(_matrix(shown), matrix)
        for number in range(max(pdfium.FPDFFormObj_CountObjects(shown), 0)):
            if drawing.object_count >= MOST_OBJECTS:
                break
            _add(drawing, pdfium.FPDFFormObj_GetObject(shown, number), within, depth + 1)


def _add_path(drawing: Drawing, path: Any, matrix: Matrix) -> None:
    fill, stroke = c_int(), c_int()
    pdfium.FPDFPath_GetDrawMode(path, byref(fill), byref(stroke))
    ask = pdfium.FPDFPageObj_GetStrokeColor if stroke.value else pdfium.FPDFPageObj_GetFillColor
    colour = _colour(path, ask)
    if colour is None or not (fill.value or stroke.value):
        return
    bounds, clip = around(_bounds(path), matrix), _clip(path, matrix)
    count = pdfium.FPDFPath_CountSegments(path)
    # Nearly all are single lines and rectangles, whose bounds say everything.
    if _is_thin(bounds):
        _keep(drawing.lines, _Mark(bounds, colour), clip)
    elif count <= (5 if not stroke.value else 2):
        _keep(drawing.areas, _Mark(bounds, colour), clip)
    elif count <= _MOST_POINTS:
        drawing.shape_count += count > _SIMPLE
        subpaths = list(_subpaths(path, count, times(_matrix(path), matrix)))
        for box in _strokes(subpaths) if stroke.value else _fills(subpaths):
            _keep(drawing.lines if _is_thin(box) else drawing.areas, _Mark(box, colour), clip)


def _keep(marks: list[_Mark], mark: _Mark, clip: Box | None) -> None:
    left, bottom, right, top = mark.box
    if clip is not None:
        left, bottom, right, top = (
            max(left, clip[0]),
            max(bottom, clip[1]),
            min(right, clip[2]),
            min(top, clip[3]),
        )
    if left <= right and bottom <= top:
        marks.append(_Mark((left, bottom, right, top), mark.colour))


def _subpaths(path: Any, count: int, matrix: Matrix) -> Iterator[list[Point]]:
    """The corners of each part of a path; a curve ends a part, since it is no line."""
    points: list[Point] = []
    for number in range(count):
        segment = pdfium.FPDFPath_GetPathSegment(path, number)
        if pdfium.FPDFPathSegment_GetType(segment) != pdfium.FPDF_SEGMENT_LINETO:
            yield points
            points = []
        points.append(moved(_point(segment), matrix))
        if pdfium.FPDFPathSegment_GetClose(segment):
            points.append(points[0])
    yield points


def _strokes(subpaths: Iterable[list[Point]]) -> Iterator[Box]:
    """The straight stretches that run along or down the page."""
    for points in subpaths:
        for (x0, y0), (x1, y1) in pairwise(points):
            if abs(x1 - x0) <= 1 or abs(y1 - y0) <= 1:
                yield min(x0, x1), min(y0, y1), max(x0, x1), max(y0, y1)


def _fills(subpaths: Iterable[list[Point]]) -> Iterator[Box]:
    """The filled rectangles; one cut out of another leaves only its edges."""
    outer: Box | None = None
    for points in subpaths:
        if len(points) < 4:
            continue
        box = box_of(points)
        if outer is not None and all(
            abs(own - other) <= _THIN for own, other in zip(box, outer, strict=True)
        ):
            yield from _edges(outer)
            outer = None
            continue
        if outer is not None:
            yield outer
        outer = box
    if outer is not None:
        yield outer


def _edges(box: Box) -> tuple[Box, Box, Box, Box]:
    left, bottom, right, top = box
    return (
        (left, bottom, right, bottom),
        (left, top, right, top),
        (left, bottom, left, top),
        (right, bottom, right, top),
    )


def _is_thin(box: Box) -> bool:
    return min(box[2] - box[0], box[3] - box[1]) <= _THIN


def _size(box: Box) -> float:
    return (box[2] - box[0]) * (box[3] - box[1])


def _bounds(shown: Any) -> Box:
    left, bottom, right, top = c_float(), c_float(), c_float(), c_float()
    pdfium.FPDFPageObj_GetBounds(shown, byref(left), byref(bottom), byref(right), byref(top))
    return left.value, bottom.value, right.value, top.value


def _matrix(shown: Any) -> Matrix:
    matrix = pdfium.FS_MATRIX()
    if not pdfium.FPDFPageObj_GetMatrix(shown, byref(matrix)):
        return AS_IT_IS
    return matrix.a, matrix.b, matrix.c, matrix.d, matrix.e, matrix.f


def _colour(path: Any, ask: Any) -> Colour | None:
    """Its colour, None where it is wholly transparent; black where it has a pattern instead."""
    red, green, blue, opacity = c_uint(), c_uint(), c_uint(), c_uint(255)
    ask(path, byref(red), byref(green), byref(blue), byref(opacity))
    return (red.value, green.value, blue.value) if opacity.value else None


def _clip(path: Any, matrix: Matrix) -> Box | None:
    """The box of the clipping path that is set for this object."""
    clip = pdfium.FPDFPageObj_GetClipPath(path)
    if not clip or pdfium.FPDFClipPath_CountPaths(clip) < 1:
        return None
    count = min(pdfium.FPDFClipPath_CountPathSegments(clip, 0), _MOST_POINTS)
    points = [_point(pdfium.FPDFClipPath_GetPathSegment(clip, 0, number)) for number in range(count)]
    return around(box_of(points), matrix) if points else None


def _point(segment: Any) -> Point:
    x, y = c_float(), c_float()
    pdfium.FPDFPathSegment_GetPoint(segment, byref(x), byref(y))
    return x.value, y.value
