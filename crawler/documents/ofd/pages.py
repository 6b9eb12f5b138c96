"""The pages of an OFD file, one after another over all its documents, as they are drawn (GB/T 33190-2016, 7.5 to 7.7)."""

from __future__ import annotations

from dataclasses import dataclass

from crawler.documents.grid import MOST_CELLS
from crawler.documents.ofd.objects import Drawing
from crawler.documents.ofd.parts import OfdPackage, Part, Resources
from crawler.documents.ofd.values import Matrix, is_near, numbers
from crawler.documents.pages.layout import PageLayout

_Box = tuple[float, float, float, float]

# Reports have 5 to 60 pages; a file may name one part as 100,000 pages.
MOST_PAGES = 300
# Characters, objects and stretches of path of one file, as for one page.
MOST_DRAWN = 300_000
_POINTS = 72 / 25.4
# A4, in millimetres, where no size is stated.
_SHEET: _Box = (0.0, 0.0, 210.0, 297.0)
# A page whose only text can be a page number, with pictures on so large a share of it or drawn in so many shapes, is a
# scan, or letters turned into shapes.
_FEWEST_CHARACTERS = 12
_PICTURE_SHARE = 0.3
_MOST_SHAPES = 200
# With more, no table is read. Each takes as long as so many characters.
_MOST_SQUARES = MOST_CELLS // 10
_SQUARE = 2


@dataclass(frozen=True, slots=True)
class DrawnPage:
    """One page: its layout, the parts that hold its pictures, and whether it is only a picture of text.

    `lost_count` says how many characters no run of text has a place for, `drawn_count` how much was drawn.
    """

    layout: PageLayout
    pictures: tuple[str, ...] = ()
    is_picture: bool = False
    lost_count: int = 0
    drawn_count: int = 0


def page_count(package: OfdPackage) -> int:
    """How many pages the documents of the file name."""
    return sum(
        len(pages.findall("{*}Page")) for root in package.documents for pages in root.children("Pages")
    )


def drawn_pages(package: OfdPackage) -> list[DrawnPage]:
    """The pages, up to MOST_PAGES and MOST_DRAWN; one that cannot be read is empty, and its part in `package.unread`.

    Raises UnreadableError (`limit`) where one page draws more than a page may.
    """
    drawn: list[DrawnPage] = []
    count = 0
    for root in package.documents:
        document = _Document(package, root)
        locations = (
            page.get("BaseLoc") for pages in root.children("Pages") for page in pages.iterchildren("{*}Page")
        )
        for location in locations:
            if len(drawn) >= MOST_PAGES or count > MOST_DRAWN:
                return drawn
            drawn.append(document.draw(location))
            count += drawn[-1].drawn_count
    return drawn


class _Document:
    """One document of the file: what its objects name, its templates and the size of its pages."""

    def __init__(self, package: OfdPackage, root: Part) -> None:
        self._package = package
        self._root = root
        common = root.child("CommonData") or root
        self._resources = package.resources(common, "PublicRes", "DocumentRes")
        self._area = _area(common.child("PageArea")) or _SHEET
        self._locations = {one.get("ID"): one.get("BaseLoc") for one in common.children("TemplatePage")}
        self._templates: dict[str | None, Part | None] = {}

    def draw(self, location: str | None) -> DrawnPage:
        """The page at `location` with its templates, whether they lie behind or before it."""
        page = self._package.part(location, self._root.name)
        left, top, width, height = (page and _area(page.child("Area"))) or self._area
        place = Matrix(_POINTS, 0.0, 0.0, _POINTS, -left * _POINTS, -top * _POINTS)
        if page is None:
            return DrawnPage(PageLayout(width * _POINTS, height * _POINTS, ()))
        resources = self._resources.with_own(self._package.resources(page, "PageRes"))
        drawing = Drawing(resources)
        templates = [self._template(one.get("TemplateID")) for one in page.children("Template")]
        for part in (*templates, page):
            content = part and part.child("Content")
            if content is not None:
                drawing.draw(content.root, place)
        layout = drawing.layout(width * _POINTS, height * _POINTS)
        return DrawnPage(
            layout,
            self._picture_parts(drawing, resources),
            _is_picture(layout, drawing, width * height),
            drawing.lost_count,
            drawing.drawn_count + _SQUARE * _square_count(layout),
        )

    def _picture_parts(self, drawing: Drawing, resources: Resources) -> tuple[str, ...]:
        files = [resources.pictures[n] for n in dict.fromkeys(drawing.pictures) if n in resources.pictures]
        names = [self._package.find(file.root.text, file.name) for file in files]
        return tuple(name for name in names if name is not None)

    def _template(self, number: str | None) -> Part | None:
        if number not in self._templates:
            self._templates[number] = self._package.part(self._locations.get(number), self._root.name)
        return self._templates[number]


def _is_picture(layout: PageLayout, drawing: Drawing, paper: float) -> bool:
    if not layout.pieces:
        return bool(drawing.pictures or drawing.shape_count)
    return len(layout.pieces) < _FEWEST_CHARACTERS and (
        drawing.picture_area > _PICTURE_SHARE * paper or drawing.shape_count > _MOST_SHAPES
    )


def _square_count(layout: PageLayout) -> int:
    """How many squares the lines of a page may part: what a table costs, however few lines it is drawn with."""
    levels = {round(rule.top) for rule in layout.rules}
    places = {round(rule.x0) for rule in layout.rules}
    return min(len(levels) * len(places), _MOST_SQUARES)


def _area(holder: Part | None) -> _Box | None:
    """The paper's box as an area states it, None where there is none to draw on."""
    stated = holder and holder.child("PhysicalBox")
    box = numbers(stated.root.text, 4) if stated is not None else []
    if len(box) < 4 or not is_near(*box) or min(box[2:]) <= 0:
        return None
    return box[0], box[1], box[2], box[3]
