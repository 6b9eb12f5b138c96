"""The sentences of a report's prose, each as printed and as compared."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from archive.text import fold

_SHORTEST_WRAPPED = 20
_TERMINAL = "。！？；：!?;:"
_NUMBERED = re.compile(r"\s*(?:[（(]?[一二三四五六七八九十]{1,3}[）)、．.]|[（(]?\d{1,2}[）)、．.](?!\d))")
_SENTENCE = re.compile(r"[^。！？!?]+[。！？!?]?")


@dataclass(frozen=True, slots=True)
class Sentence:
    """One sentence, as it is printed and folded for comparing."""

    printed: str
    folded: str


def sentences(text: str) -> tuple[Sentence, ...]:
    """The sentences of a document's text; rows of tables, which have tabs, are none.

    Arguments: `text`, one paragraph a line. Returns them in order; a line that the width of a page cut goes on in the
    next. Raises nothing.
    """
    return tuple(sentence for paragraph in _paragraphs(text) for sentence in _split(paragraph))


def _split(paragraph: str) -> list[Sentence]:
    printed = _SENTENCE.findall(paragraph)
    folded = _SENTENCE.findall(fold(paragraph))
    if len(folded) != len(printed):
        folded = [fold(one) for one in printed]
    return [Sentence(*both) for both in zip(printed, folded, strict=True)]


def _paragraphs(text: str) -> Iterator[str]:
    gathered = ""
    for line in text.split("\n"):
        stripped = line.strip()
        if "\t" in line or not stripped:
            if gathered:
                yield gathered
            gathered = ""
        elif gathered and _goes_on(gathered, stripped):
            gathered += stripped
        else:
            if gathered:
                yield gathered
            gathered = stripped
    if gathered:
        yield gathered


def _goes_on(before: str, line: str) -> bool:
    return len(before) >= _SHORTEST_WRAPPED and before[-1] not in _TERMINAL and not _NUMBERED.match(line)
