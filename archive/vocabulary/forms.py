"""The statutory forms: every indicator, the cells of each edition that answer it, and how its rows and columns are printed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from typing import Any

from archive.vocabulary import read_yaml

PROSE = "prose"


@dataclass(frozen=True, slots=True)
class Member:
    """One value of a dimension: its key, how cell keys spell it, and its words."""

    key: str
    cell: str
    zh: str
    en: str
    labels: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Indicator:
    """One question of the forms, as `indicators.yml` states it.

    `cells` maps an edition (or `prose`) to its cell key; with a `dimension` that is the row's, to which two
    underscores and the member's spelling are added. `sums` are the alternatives of table figures that a sentence about
    it can be compared with.
    """

    key: str
    zh: str
    en: str
    unit: str
    part: str
    cells: Mapping[str, str]
    labels: tuple[str, ...] = ()
    columns: tuple[str, ...] = ()
    under: str | None = None
    dimension: str | None = None
    sums: tuple[tuple[str, ...], ...] = field(default=())


@dataclass(frozen=True, slots=True)
class Part:
    """One part of a report, with its words."""

    key: str
    zh: str
    en: str


@dataclass(frozen=True, slots=True)
class Forms:
    """Everything `indicators.yml` states, by key and in its order."""

    indicators: Mapping[str, Indicator]
    applicants: tuple[Member, ...]
    parts: tuple[Part, ...]

    def of_part(self, part: str) -> list[Indicator]:
        """The indicators of one part, in the order of the form."""
        return [indicator for indicator in self.indicators.values() if indicator.part == part]

    def by_row_and_column(self, part: str) -> dict[tuple[str, str], Indicator]:
        """The indicators of one part by the label of their row and the heading of their column."""
        return {
            (label, column): indicator
            for indicator in self.of_part(part)
            for label in indicator.labels
            for column in indicator.columns
        }


@cache
def forms() -> Forms:
    """The forms that come with the project."""
    stated = read_yaml("indicators.yml")
    members = stated["dimensions"]["applicant"]["members"]
    return Forms(
        {key: _indicator(key, entry) for key, entry in stated["indicators"].items()},
        tuple(
            Member(key, entry["cell"], entry["zh"], entry["en"], tuple(entry["labels"]))
            for key, entry in members.items()
        ),
        tuple(Part(key, entry["zh"], entry["en"]) for key, entry in stated["parts"].items()),
    )


def _indicator(key: str, entry: dict[str, Any]) -> Indicator:
    tuples = {name: tuple(value) for name, value in entry.items() if isinstance(value, list)}
    sums = tuple(map(tuple, entry.get("sums", ())))
    return Indicator(key, **{**entry, **tuples, "sums": sums})


def cell_key(row: str, member: Member) -> str:
    """The cell of a divided indicator's row for one member: `s3_new` and `natural` give `s3_new__natural`."""
    return f"{row}__{member.cell}"
