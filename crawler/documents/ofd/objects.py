"""What the objects of an OFD page draw, through layers, blocks, templates and composite units, to a page's layout."""

from __future__ import annotations

from collections import Counter

from lxml import etree

from archive.errors import UnreadableError
from crawler.documents.ofd.characters import Run, text_length, text_runs
from crawler.documents.ofd.parts import Resources
from crawler.documents.ofd.paths import path_length, path_rules
from crawler.documents.ofd.values import Matrix, is_near, numbers, unit_place
from crawler.documents.pages.layout import PageLayout, Piece, Rule

# Characters, objects and stretches of path on one page, by the time they take; the densest page has a quarter of it.
MOST_ON_PAGE = 100_000
_OBJECT = 3
_PATH_STRETCH = 10
# Blocks and composite units within each other; GB/T 42133 allows three blocks for the archive.
_DEEPEST = 50


class Drawing:
    """One page while it is drawn; `resources` are what its objects name.

    `pictures` are the resource numbers of the pictures on it and `picture_area` what they cover in square millimetres,
    `shape_count` says how many paths drew no ruled line, `lost_count` how many characters no run has a place for,
    `drawn_count` how much was drawn.
    """

    def __init__(self, resources: Resources) -> None:
        self._resources = resources
        self._runs: list[Run] = []
        self._rules: list[Rule] = []
        self._within: list[etree._Element] = []
        self.pictures: list[str] = []
        self.picture_area = 0.0
        self.shape_count = 0
        self.lost_count = 0
        self.drawn_count = 0

    def draw(self, holder: etree._Element, place: Matrix) -> None:
        """Draw every object in `holder`: a page's content, a layer, a block or a composite unit's content.

        Raises UnreadableError (`limit`) where objects are too many or too deep. In which order layers and templates
        cover each other does not matter to what they say.
        """
        if len(self._within) >= _DEEPEST:
            raise UnreadableError("limit", "Objects of the OFD lie too deep in each other; open it by hand.")
        self._within.append(holder)
        for unit in holder.iterchildren("*"):
            if unit.get("Visible") != "false":
                self._spend(_OBJECT)
                self._draw_unit(unit, place)
        self._within.pop()

    def layout(self, width: float, height: float) -> PageLayout:
        """What was drawn as a page of that size in points, turned so that most of its text stands upright."""
        turns: Counter[int] = Counter()
        for run in self._runs:
            turns[run.turn] += len(run.pieces)
        turn = turns.most_common(1)[0][0] if turns else 0
        pieces: list[Piece] = []
        for run in self._runs:
            pieces += run.pieces if run.turn == turn else (run.whole(),)
        page = PageLayout(width, height, tuple(pieces), tuple(self._rules))
        for _ in range(-turn % 4):
            page = _turned(page)
        return page

    def _draw_unit(self, unit: etree._Element, place: Matrix) -> None:
        kind = etree.QName(unit).localname
        if kind in ("Layer", "PageBlock"):
            self.draw(unit, place)
        elif kind == "TextObject":
            self._draw_text(unit, place)
        elif kind == "PathObject":
            self._draw_path(unit, place)
        elif kind == "ImageObject":
            self._draw_picture(unit)
        # The standard's own figures call the object as its resource is called.
        elif kind in ("CompositeObject", "CompositeGraphicUnit"):
            content = self._resources.units.get(unit.get("ResourceID", ""))
            # A unit that holds itself cannot be drawn to an end.
            if content is not None and content not in self._within:
                self.draw(content, unit_place(unit, place))

    def _draw_picture(self, unit: etree._Element) -> None:
        self.pictures.append(unit.get("ResourceID", ""))
        *_, width, height = numbers(unit.get("Boundary"), 4) or (0.0, 0.0)
        if is_near(width, height):
            self.picture_area += abs(width * height)

    def _draw_text(self, unit: etree._Element, place: Matrix) -> None:
        self._spend(text_length(unit))
        for run in text_runs(unit, place):
            self.lost_count += run.lost_count
            if run.pieces:
                self._runs.append(run)

    def _draw_path(self, unit: etree._Element, place: Matrix) -> None:
        self._spend(path_length(unit) // _PATH_STRETCH)
        before = len(self._rules)
        self._rules += path_rules(unit, place)
        if len(self._rules) == before:
            self.shape_count += 1

    def _spend(self, count: int) -> None:
        self.drawn_count += count
        if self.drawn_count > MOST_ON_PAGE:
            raise UnreadableError(
                "limit",
                f"A page of the OFD draws more than {MOST_ON_PAGE} characters and objects; open it by hand.",
            )


def _turned(page: PageLayout) -> PageLayout:
    """The page a quarter of a circle further, clockwise."""
    return PageLayout(
        page.height,
        page.width,
        tuple(Piece(p.text, page.height - p.bottom, p.x0, page.height - p.top, p.x1) for p in page.pieces),
        tuple(Rule(page.height - r.bottom, r.x0, page.height - r.top, r.x1) for r in page.rules),
    )
