"""One report as the quality rules look at it: its words folded once, its table figures by what they say."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property

from archive.quality.sentences import Sentence, sentences
from archive.reports import Check, Figure, Report
from archive.text import fold
from archive.vocabulary.forms import forms

TOTAL = "total"
_FORMS_PARTS = frozenset({"proactive", "requests", "disputes"})


@dataclass(frozen=True)
class Reading:
    """A report with its figures and checks."""

    report: Report
    figures: Sequence[Figure]
    checks: Sequence[Check]

    @cached_property
    def folded(self) -> str:
        """All words of the text, folded: its prose, then the rows of its tables."""
        rows = "\n".join(line for line in self.report.text.split("\n") if "\t" in line)
        return "".join(sentence.folded for sentence in self.sentences) + fold(rows)

    @cached_property
    def sentences(self) -> tuple[Sentence, ...]:
        """The sentences of its prose."""
        return sentences(self.report.text)

    @cached_property
    def year(self) -> int:
        """The year reported on; 0, before every rule, where it is not known."""
        return self.report.report_year or 0

    @cached_property
    def tabled(self) -> tuple[Figure, ...]:
        """The figures of its tables."""
        return tuple(figure for figure in self.figures if figure.source != "prose")

    @cached_property
    def stated(self) -> tuple[Figure, ...]:
        """The figures of its sentences."""
        return tuple(figure for figure in self.figures if figure.source == "prose")

    @cached_property
    def statutory(self) -> tuple[Figure, ...]:
        """The table figures of parts two to four of the forms of 2019 and 2021."""
        indicators = forms().indicators
        return tuple(
            figure
            for figure in self.tabled
            if figure.indicator in indicators and indicators[figure.indicator].part in _FORMS_PARTS
        )

    @cached_property
    def is_recognised(self) -> bool:
        """Whether its tables were recognised in pictures, where a missing table may be one that was not recognised."""
        return any(table.source == "ocr" for table in self.report.tables) or any(
            figure.source == "ocr" for figure in self.figures
        )

    @cached_property
    def _cells(self) -> dict[tuple[str, str | None], Figure | None]:
        cells: dict[tuple[str, str | None], Figure | None] = {}
        for figure in self.tabled:
            key = (figure.indicator, figure.dimension)
            known = cells.setdefault(key, figure)
            if known is None or (known.value, known.value_state) != (figure.value, figure.value_state):
                # Printed twice and differently: nothing can be said against either.
                cells[key] = None
        return cells

    def cell(self, indicator: str, dimension: str | None = None) -> Figure | None:
        """The one table figure of an indicator, of its total where it is divided; None where there is none, or two."""
        known = forms().indicators.get(indicator)
        if dimension is None and known is not None and known.dimension:
            dimension = TOTAL
        return self._cells.get((indicator, dimension))

    def number(self, indicator: str, dimension: str | None = None) -> int | float | None:
        """The number in that cell; None where it is blank, not a number, not readable, or stated twice."""
        figure = self.cell(indicator, dimension)
        return figure.value if figure and figure.value_state in ("number", "zero") else None

    def numbers(
        self, indicators: Iterable[str], dimension: str | None = None
    ) -> tuple[int | float, ...] | None:
        """The numbers of several cells, or None where any of them is not known."""
        found = []
        for indicator in indicators:
            value = self.number(indicator, dimension)
            if value is None:
                return None
            found.append(value)
        return tuple(found)


def printed(figure: Figure) -> str:
    """A table figure as evidence: its labels and what is printed."""
    return f"{figure.evidence.removesuffix(' × ')}：{figure.value_raw}"
