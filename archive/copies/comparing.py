"""Two reports side by side: how much of the shorter one stands in the other, and the longest passages in both."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from archive.copies.masking import Sentence, sentences
from archive.text import han_count

MOST_PASSAGES = 3
LEAST_PASSAGE_HAN = 20
# A heading may stand inside a passage, a table or a paragraph of the form may not.
_WIDEST_GAP = 45
# A sentence that stands more often than this is a refrain: no run is looked for from each of its places, which in a
# text of nothing else would take minutes.
_MOST_PLACES = 20


@dataclass(frozen=True, slots=True)
class Passage:
    """One run of sentences that both reports have, masked: its place in either text, and its words in the first."""

    start_a: int
    end_a: int
    start_b: int
    end_b: int
    words: str


@dataclass(frozen=True, slots=True)
class Similarity:
    """`score` is the share of identical masked sentences in the shorter report, 0 to 1; `passages` the longest first."""

    score: float
    passages: tuple[Passage, ...]


def compare(text_a: str, text_b: str, names_a: Iterable[str], names_b: Iterable[str]) -> Similarity:
    """How alike two reports are once numbers, years and names are masked, and the passages that show it.

    `names_a` and `names_b` are the names of either bureau and its places (see `masked`). The score is counted in
    characters of masked sentences and does not mind their order; from 0.8 on two reports of successive years count as
    copied (rule Q-21). Passages are at most three, do not overlap, and have 20 Han characters or more.
    """
    first, second = sentences(text_a, names_a), sentences(text_b, names_b)
    passages = tuple(
        Passage(
            start_a := first[i].start,
            end_a := first[i + count - 1].end,
            second[j].start,
            second[j + count - 1].end,
            text_a[start_a:end_a],
        )
        for i, j, count in _longest(first, second)
    )
    return Similarity(_score(first, second), passages)


def _score(first: list[Sentence], second: list[Sentence]) -> float:
    of_a, of_b = (Counter(one.masked for one in found) for found in (first, second))
    shorter = min(_length(of_a), _length(of_b))
    return _length(of_a & of_b) / shorter if shorter else 0.0


def _length(counted: Counter[str]) -> int:
    return sum(len(masked) * count for masked, count in counted.items())


def _longest(first: list[Sentence], second: list[Sentence]) -> list[tuple[int, int, int]]:
    """The longest runs that overlap no longer one in either text: where each starts, and its count of sentences."""
    weighed = sorted(
        (-sum(han_count(one.masked) for one in first[i : i + count]), i, j, count)
        for i, j, count in _runs(first, second)
    )
    taken: list[tuple[int, int, int]] = []
    for weight, i, j, count in weighed:
        if -weight < LEAST_PASSAGE_HAN or len(taken) == MOST_PASSAGES:
            break
        if all((i >= a + n or a >= i + count) and (j >= b + n or b >= j + count) for a, b, n in taken):
            taken.append((i, j, count))
    return taken


def _runs(first: list[Sentence], second: list[Sentence]) -> Iterator[tuple[int, int, int]]:
    """Every run of equal sentences that cannot be made longer and has more than refrains in it."""
    places: dict[str, list[int]] = defaultdict(list)
    for j, one in enumerate(second):
        places[one.masked].append(j)
    often = Counter(one.masked for one in first)
    # By how far the places of a run lie apart: where the last such run ended.
    ended: dict[int, int] = {}
    for i, one in enumerate(first):
        found = places.get(one.masked, [])
        if max(often[one.masked], len(found)) > _MOST_PLACES:
            continue
        for j in found:
            if i < ended.get(i - j, 0):
                continue
            start, end = i, i + 1
            while _goes_on(first, second, start, start - i + j):
                start -= 1
            while _goes_on(first, second, end, end - i + j):
                end += 1
            ended[i - j] = end
            yield start, start - i + j, end - start


def _goes_on(first: list[Sentence], second: list[Sentence], i: int, j: int) -> bool:
    """Whether the sentences at `i` and `j` are equal and follow equal ones without a gap."""
    return (
        0 < i < len(first)
        and 0 < j < len(second)
        and first[i].masked == second[j].masked
        and first[i - 1].masked == second[j - 1].masked
        and first[i].start - first[i - 1].end <= _WIDEST_GAP
        and second[j].start - second[j - 1].end <= _WIDEST_GAP
    )
