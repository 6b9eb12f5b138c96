"""What a report shows beside many others: text that repeats an earlier year's, amounts out of all proportion."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from statistics import median

from archive.quality.wording import finding, named
from archive.reports import Finding

# Rule Q-21: four fifths of the sentences, numbers and years masked.
_COPIED = 0.8
_TIMES = 100
_FEWEST_PEERS = 10


@dataclass(frozen=True, slots=True)
class CopiedText:
    """An earlier report of the same bureau that repeats: its year, the share of identical text, the longest passage."""

    year: int
    score: float
    passage: str


@dataclass(frozen=True, slots=True)
class Amount:
    """An amount of money as printed, with what other bodies of the kind state for the year, zeros left out."""

    indicator: str
    value: float
    raw: str
    peers: Sequence[float]


def findings_of_copies(copies: Sequence[CopiedText]) -> Iterator[Finding]:
    """The earlier years that a report repeats in most of its text (Q-21)."""
    for copy in copies:
        if copy.score >= _COPIED:
            share = round(copy.score * 100)
            yield finding("Q-21", str(copy.year), copy.passage, year=str(copy.year), share=share)


def findings_of_amounts(amounts: Sequence[Amount]) -> Iterator[Finding]:
    """Amounts a hundred times the median of ten or more bodies of the kind (Q-14)."""
    for amount in amounts:
        if len(amount.peers) < _FEWEST_PEERS:
            continue
        middle = median(amount.peers)
        if amount.value > _TIMES * middle:
            yield finding(
                "Q-14/peers",
                amount.indicator,
                amount.raw,
                name=named(amount.indicator),
                raw=amount.raw,
                median=middle,
                times=round(amount.value / middle),
            )
