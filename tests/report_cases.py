"""Reports in folders: `tests/reports/<edition>/<case>/body.*` beside the figures a person reads in it, `expected.json`."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

from archive.authors import choose_author
from archive.figures.reader import Figures, read_figures
from archive.records import Document, Origin, ParsedReport
from archive.report_types import report_year
from archive.reports import Figure
from archive.vocabulary import gazetteer
from tests.imported import parsed

REPORTS = Path(__file__).parent / "reports"
APPLICANTS = ("natural", "biz", "research", "ngo", "legal", "other", "total")
OUTCOMES = ("upheld", "corrected", "other", "pending", "total")
Answer = int | float | str


@dataclass
class Score:
    """How the figures read of some reports compare with those a person reads in them; each list names its figures."""

    expected_count: int = 0
    exact_count: int = 0
    wrong: list[str] = field(default_factory=list)
    missed: list[str] = field(default_factory=list)
    misnamed: list[str] = field(default_factory=list)

    @property
    def exactness(self) -> float:
        """Share of the expected figures that were read exactly, state included."""
        return self.exact_count / self.expected_count if self.expected_count else 0.0

    def add(self, name: str, wanted: Answer | None, got: Answer | None) -> None:
        """Compare one figure: a number where there is another, or none, is wrong; another word for none is misnamed."""
        if wanted is not None:
            self.expected_count += 1
        if wanted == got:
            self.exact_count += 1
        elif isinstance(got, int | float):
            self.wrong.append(f"{name}: {got}, not {wanted}")
        elif isinstance(wanted, int | float):
            self.missed.append(f"{name}: {got}, not {wanted}")
        else:
            self.misnamed.append(f"{name}: {got}, not {wanted}")


def cases() -> list[Path]:
    """The bodies of every case."""
    return sorted(REPORTS.glob("*/*/body.*"))


@cache
def parsed_case(body: Path) -> ParsedReport:
    """A case as the archive takes it in."""
    return parsed(body)


def read_case(body: Path) -> Figures:
    """The figures of a case."""
    report = parsed_case(body)
    return read_figures(report.document, year_of(report), names_of(report))


def names_of(report: ParsedReport) -> list[str]:
    """What the author of a report is called, as the archive tells its sentences."""
    author = choose_author(report, Origin(), date(2026, 1, 1), gazetteer())
    names = (author.bureau.name_then, author.bureau.name, author.raw) if author.bureau else ()
    return [name for name in names if name]


def year_of(report: ParsedReport) -> int | None:
    """The year a report is on."""
    return report_year(report.title, report.document.text)[0]


def expected(body: Path) -> dict[str, Any]:
    """What stands beside a body."""
    stated: dict[str, Any] = json.loads(body.with_name("expected.json").read_text(encoding="utf-8"))
    return stated


def score_cells(body: Path, figures: Iterable[Figure], score: Score) -> None:
    """Compare every cell of a case."""
    wanted = expected_cells(expected(body))
    conflicts = set(expected(body).get("conflict", ()))
    got: dict[str, Answer] = {}
    for figure in figures:
        if figure.cell and figure.cell not in conflicts:
            name = figure.cell if figure.cell not in got else f"{figure.cell} again"
            got[name] = answer(figure)
    for cell in {**wanted, **got}:
        score.add(f"{_name(body)} {cell}", wanted.get(cell), got.get(cell))


def score_prose(body: Path, figures: Iterable[Figure], score: Score) -> None:
    """Compare every figure that the sentences of a case state; two of one key count as two."""
    wanted = sorted(_key(stated) for stated in expected(body).get("prose", ()))
    got = sorted(
        (figure.indicator, figure.dimension or "", figure.value or 0)
        for figure in figures
        if figure.source == "prose"
    )
    for key in sorted({*wanted, *got}):
        for is_wanted, is_got in _pairs(wanted.count(key), got.count(key)):
            name = f"{_name(body)} {key[0]} {key[1]}"
            score.add(name, key[2] if is_wanted else None, key[2] if is_got else None)


def _pairs(wanted: int, got: int) -> Iterator[tuple[bool, bool]]:
    for number in range(max(wanted, got)):
        yield number < wanted, number < got


def _key(stated: dict[str, Any]) -> tuple[str, str, int | float]:
    return stated["indicator"], stated.get("dimension") or "", stated["value"]


def expected_cells(stated: dict[str, Any]) -> dict[str, Answer]:
    """The cells of an `expected.json`, its rows spelled out."""
    found: dict[str, Answer] = dict(stated.get("cells", {}))
    for row, values in stated.get("rows", {}).items():
        names = OUTCOMES if len(values) == len(OUTCOMES) else APPLICANTS
        joint = "_" if len(values) == len(OUTCOMES) else "__"
        found |= {f"{row}{joint}{name}": value for name, value in zip(names, values, strict=True)}
    return found


def answer(figure: Figure) -> Answer:
    """A figure as `expected.json` states it: its number, or the word for what stands in its place."""
    return figure.value if figure.value is not None else figure.value_state


def document_of(body: Path) -> Document:
    """What is read of a case before its figures."""
    return parsed_case(body).document


def _name(body: Path) -> str:
    return f"{body.parent.parent.name}/{body.parent.name}"
