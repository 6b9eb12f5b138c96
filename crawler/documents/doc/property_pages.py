"""Properties by place in the stream: pages of them, and the table of the pages ([MS-DOC] 2.4.6, FKPs and PlcBtes)."""

from __future__ import annotations

import struct
from bisect import bisect_right
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import pairwise

from crawler.documents.doc.header import CHARACTER_PAGES, PARAGRAPH_PAGES, WordFile

_PAGE_BYTES = 512
_PAGE_NUMBER = 0x3FFFFF


@dataclass(frozen=True, slots=True)
class Run:
    """Bytes `start` to `end` of the stream have the same properties, stated by `properties`."""

    start: int
    end: int
    properties: bytes


_NO_RUN = Run(0, 0, b"")


class Pages:
    """The runs of a whole document, found by place; pages are read when they are asked for."""

    def __init__(
        self, word: WordFile, part: int, entry_bytes: int, read: Callable[[bytes, int], bytes]
    ) -> None:
        self._main = word.main
        self._entry_bytes = entry_bytes
        self._read = read
        self._known: dict[int, tuple[Run, ...]] = {}
        numbers = sorted((self._first_place(number), number) for number in _numbers(word, part))
        self._starts = [start for start, _ in numbers]
        self._numbers = [number for _, number in numbers]

    def at(self, place: int) -> Run:
        """The run that `place` is in; one without properties where no page has it."""
        index = bisect_right(self._starts, place) - 1
        if index < 0:
            return _NO_RUN
        runs = self._page(self._numbers[index])
        index = bisect_right(runs, place, key=lambda run: run.start) - 1
        return runs[index] if index >= 0 and place < runs[index].end else _NO_RUN

    def between(self, start: int, end: int) -> Iterator[Run]:
        """The runs that have a byte from `start` up to `end`."""
        first = max(bisect_right(self._starts, start) - 1, 0)
        for number in self._numbers[first : bisect_right(self._starts, end)]:
            for run in self._page(number):
                if run.start < end and start < run.end:
                    yield run

    def _first_place(self, number: int) -> int:
        start = number * _PAGE_BYTES
        return int.from_bytes(self._main[start : start + 4], "little")

    def _page(self, number: int) -> tuple[Run, ...]:
        if number not in self._known:
            start = number * _PAGE_BYTES
            self._known[number] = tuple(self._runs(self._main[start : start + _PAGE_BYTES]))
        return self._known[number]

    def _runs(self, page: bytes) -> Iterator[Run]:
        count = page[-1]
        entries = 4 * (count + 1)
        if entries + count * self._entry_bytes >= _PAGE_BYTES:
            return
        places = struct.unpack_from(f"<{count + 1}I", page)
        for index, (start, end) in enumerate(pairwise(places)):
            offset = 2 * page[entries + index * self._entry_bytes]
            yield Run(start, end, self._read(page, offset) if offset else b"")


def paragraph_pages(word: WordFile) -> Pages:
    """The pages of what paragraphs have: their style, then their modifiers ([MS-DOC] 2.9.174)."""
    generation = word.generation
    return Pages(word, PARAGRAPH_PAGES, generation.entry_bytes, generation.paragraph_properties)


def character_pages(word: WordFile) -> Pages:
    """The pages of what characters have: their modifiers ([MS-DOC] 2.9.33)."""
    return Pages(word, CHARACTER_PAGES, 1, lambda page, at: page[at + 1 : at + 1 + page[at]])


def _numbers(word: WordFile, part: int) -> set[int]:
    """The numbers of the pages that lie within the stream; each once, however often the table names it."""
    table = word.part(part)
    size = word.generation.page_number_bytes
    count = (len(table) - 4) // (4 + size)
    stated = table[4 * (count + 1) :] if count > 0 else b""
    numbers = (
        int.from_bytes(stated[at : at + size], "little") for at in range(0, len(stated) - size + 1, size)
    )
    found = {number & _PAGE_NUMBER for number in numbers}
    found.update(word.generation.further_pages(word.main, part, len(found)))
    most = len(word.main) // _PAGE_BYTES
    return {number for number in found if number < most}
