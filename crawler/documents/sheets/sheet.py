"""A sheet of a workbook as places with text, rules and merged areas: what XLSX, XLS and delimited text share."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Collection, Mapping, Set
from dataclasses import dataclass

from archive.errors import UnreadableError

# Row and column, from 0.
Place = tuple[int, int]

# The last row and column that a workbook can have (ECMA-376 18.3.1.73 and 18.3.1.13; XLS has fewer).
LAST_ROW = 1_048_575
LAST_COLUMN = 16_383
# Over the whole workbook, places that are only ruled included: forms have hundreds, careless ones rule every row of a
# long sheet, and what has more was made to exhaust us.
MOST_PLACES = 300_000
MOST_MERGES = 30_000
# Records or tags, whatever they are for: a cell has some.
MOST_RECORDS = 1_500_000
MOST_SHEETS = 250
# A report has some tens of thousands; one string that a hundred thousand cells share would be gigabytes.
MOST_CHARACTERS = 5_000_000


@dataclass(frozen=True, slots=True)
class Area:
    """Rows and columns from `top` and `left` to `bottom` and `right`, both included."""

    top: int
    left: int
    bottom: int
    right: int


@dataclass(frozen=True, slots=True)
class Sheet:
    """One sheet: the text of places that have one, the places with a line at their left or right, merged areas.

    Text may have line breaks. A line above or below makes no table: titles and signatures are underlined, too.
    `uncalculated` is the number of formulas that were saved without a result.
    """

    name: str
    texts: Mapping[Place, str]
    ruled: Set[Place] = frozenset()
    merges: tuple[Area, ...] = ()
    hidden_rows: Collection[int] = ()
    hidden_columns: Collection[int] = ()
    uncalculated: int = 0


@dataclass(frozen=True, slots=True)
class Workbook:
    """The sheets that a workbook shows, in their order, and the names of those it hides."""

    sheets: tuple[Sheet, ...]
    hidden_sheets: tuple[str, ...] = ()
    has_pictures: bool = False


@dataclass(slots=True)
class Allowance:
    """How much of everything a workbook may still have; all its sheets share one."""

    records: int = MOST_RECORDS
    places: int = MOST_PLACES
    merges: int = MOST_MERGES
    characters: int = MOST_CHARACTERS

    def take_records(self, count: int) -> None:
        """Count records or tags; raises UnreadableError `limit` where there are too many."""
        self.records -= count
        if self.records < 0:
            raise _too_large(f"{MOST_RECORDS} records")

    def take(self, text: str) -> None:
        """Count a place and its text; raises UnreadableError `limit` where there are too many or too much."""
        self.places -= 1
        self.characters -= len(text)
        if self.places < 0:
            raise _too_large(f"{MOST_PLACES} cells")
        if self.characters < 0:
            raise _too_large(f"{MOST_CHARACTERS} characters")

    def take_merge(self) -> None:
        """Count a merged area; raises UnreadableError `limit` where there are too many."""
        self.merges -= 1
        if self.merges < 0:
            raise _too_large(f"{MOST_MERGES} merged cells")


def visible(sheet: Sheet) -> Sheet:
    """`sheet` as it looks: hidden rows and columns closed up; what is merged over some of them keeps its text."""
    if not sheet.hidden_rows and not sheet.hidden_columns:
        return sheet
    rows, columns = sorted(sheet.hidden_rows), sorted(sheet.hidden_columns)
    hidden_rows, hidden_columns = frozenset(rows), frozenset(columns)

    def closed(place: Place) -> Place:
        return place[0] - bisect_left(rows, place[0]), place[1] - bisect_left(columns, place[1])

    def is_seen(place: Place) -> bool:
        return place[0] not in hidden_rows and place[1] not in hidden_columns

    texts = {closed(place): text for place, text in sheet.texts.items() if is_seen(place)}
    merges = []
    for area in sheet.merges:
        top, left = closed((area.top, area.left))
        bottom, right = (edge - 1 for edge in closed((area.bottom + 1, area.right + 1)))
        if top <= bottom and left <= right:
            merges.append(Area(top, left, bottom, right))
            if text := sheet.texts.get((area.top, area.left)):
                texts[top, left] = text
    ruled = frozenset(closed(place) for place in sheet.ruled if is_seen(place))
    return Sheet(sheet.name, texts, ruled, tuple(merges))


def _too_large(bound: str) -> UnreadableError:
    return UnreadableError("limit", f"The workbook has more than {bound}; open it yourself.")
