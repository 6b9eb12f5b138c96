"""One page of a list, and which page an address asks for."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Page:
    """So many rows of a list: which page of how many they are, and how many rows the list has."""

    rows: Sequence[Any]
    number: int
    last: int
    total: int

    @classmethod
    def of(cls, rows: Sequence[Any], number: int, size: int) -> Page:
        """That page of the list, or its last one where it has fewer."""
        last = last_page(len(rows), size)
        number = min(number, last)
        return cls(rows[(number - 1) * size : number * size], number, last, len(rows))


def last_page(total: int, size: int) -> int:
    """The number of the last page of so many rows; a list without rows has one page."""
    return max(-(-total // size), 1)


def page_number(arguments: Any) -> int:
    """The page that the parameters of a request ask for; what is no number is the first."""
    stated = arguments.get("page") or ""
    return max(int(stated[:9]), 1) if stated.isascii() and stated.isdigit() else 1
