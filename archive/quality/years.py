"""What the reports of a bureau show beside each other: gaps, broken chains, jumps, and versions of one report."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from math import log

from archive.checks.stated import Stated
from archive.figures.folded import FoldedText
from archive.quality.wording import finding, named
from archive.reports import Check, Figure, Finding

# A factor of five, where it is about something: 1 and 6 requests are no jump.
_JUMP = log(5)
_LEAST_TO_JUMP = 20
_WATCHED = (
    ("requests.received", "total"),
    ("requests.results_total", "total"),
    ("reconsideration.total", None),
    ("litigation_direct.total", None),
    ("litigation_after_reconsideration.total", None),
    ("proactive.permits", None),
    ("proactive.penalties", None),
    ("proactive.coercive_measures", None),
    ("proactive.fees", None),
)
_GROWTH = re.compile(
    r"(?:收到|受理|新收|办理)[^。;]{0,20}申请[^。;\d]{0,8}(?P<now>\d+)[件条宗][^。;\d]{0,10}"
    r"(?:同比|比上年|较上年|比去年|较去年)(?P<way>增长|增加|上升|下降|减少)(?P<percent>\d+(?:\.\d+)?)%"
)


@dataclass(frozen=True, slots=True)
class YearReport:
    """One report as far as years are compared; `versions`: when, and at which address, its different texts first came."""

    year: int
    edition: str | None
    text: str
    versions: Sequence[tuple[datetime, str | None]]
    figures: Sequence[Figure]


def findings_of_years(
    earlier: YearReport | None, later: YearReport, checks: Sequence[Check] | None
) -> tuple[Finding, ...]:
    """What a report shows beside the one before it in the archive.

    `checks` are those between the two years, None where they are not on years in a row or count different bodies'
    activity: then only gaps and versions are found. Rules Q-02, Q-07, Q-12, Q-16, Q-20, Q-32.
    """
    found = list(_versions(later))
    if earlier is not None:
        found += _gap(earlier, later)
    if earlier is not None and checks is not None:
        found += [*_chain(earlier, later, checks), *_stock(earlier, later, checks), *_jumps(earlier, later)]
        found += _growth(earlier, later)
    return tuple(found)


def _versions(report: YearReport) -> Iterator[Finding]:
    if len(report.versions) < 2:
        return
    (first, first_url), *_, (last, last_url) = report.versions
    if first_url == last_url:
        yield finding("Q-32", "", "", first=first, second=last)
    else:
        yield finding("Q-32/addresses", "", "", first=first_url, second=last_url)


def _gap(earlier: YearReport, later: YearReport) -> Iterator[Finding]:
    for year in range(earlier.year + 1, later.year):
        yield finding("Q-02", str(year), "", before=str(earlier.year), after=str(later.year), year=str(year))


def _chain(earlier: YearReport, later: YearReport, checks: Sequence[Check]) -> Iterator[Finding]:
    for check in checks:
        if check.rule == "XC" and check.verdict == "fail":
            yield finding(
                "Q-07",
                check.subject,
                "",
                name=named(check.subject),
                before=str(earlier.year),
                year=str(later.year),
                carried_out=check.expected,
                carried_in=check.actual,
            )


def _stock(earlier: YearReport, later: YearReport, checks: Sequence[Check]) -> Iterator[Finding]:
    before, after = Stated(earlier.figures), Stated(later.figures)
    for check in checks:
        if check.rule != "XV" or check.verdict != "fail":
            continue
        row = check.subject.removesuffix("_in_force")
        yield finding(
            "Q-16",
            check.subject,
            "",
            name=named(check.subject),
            before=str(earlier.year),
            year=str(later.year),
            last=before.value(check.subject),
            issued=after.value(f"{row}_issued"),
            repealed=after.value(f"{row}_repealed"),
            expected=check.expected,
            printed=check.actual,
        )


def _jumps(earlier: YearReport, later: YearReport) -> Iterator[Finding]:
    """Figures five times those of the year before, or a fifth; not where the form and with it the meaning changed."""
    if earlier.edition != later.edition:
        return
    before, after = Stated(earlier.figures), Stated(later.figures)
    for indicator, dimension in _WATCHED:
        last, now = before.value(indicator, dimension), after.value(indicator, dimension)
        if not last or not now or max(last, now) < _LEAST_TO_JUMP or abs(log(now / last)) <= _JUMP:
            continue
        yield finding(
            "Q-20",
            indicator,
            "",
            name=named(indicator),
            before=str(earlier.year),
            year=str(later.year),
            last=last,
            now=now,
        )


def _growth(earlier: YearReport, later: YearReport) -> Iterator[Finding]:
    """A change in requests received that the sentence states in per cent, against the figures of both years."""
    last = Stated(earlier.figures).value("requests.received", "total")
    now = Stated(later.figures).value("requests.received", "total")
    text = FoldedText(later.text)
    for matched in _GROWTH.finditer(text.text):
        # The sentence may count another body than the table does.
        if not last or now != int(matched["now"]):
            continue
        sign = -1 if matched["way"] in ("下降", "减少") else 1
        share = (now - last) / last * 100
        decimals = len(matched["percent"].partition(".")[2])
        # Rounded or cut off at its last digit.
        if abs(sign * float(matched["percent"]) - share) >= 10.0**-decimals:
            yield finding(
                "Q-12/growth",
                "requests.received",
                text.printed(matched.start(), matched.end()),
                stated=f"{'-' if sign < 0 else '+'}{matched['percent']}",
                before=str(earlier.year),
                last=last,
                now=now,
                share=f"{share:+.2f}",
            )
