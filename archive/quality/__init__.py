"""What a reader should know about a report before quoting it, by the rules of `vocabulary/quality.yml`."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from archive.quality.amounts import disputes, money, other_outcomes, rules_of_law, values
from archive.quality.dating import publication, years
from archive.quality.emptiness import disclosed, noughts
from archive.quality.form import accountability, edition, tables
from archive.quality.lists import fees, parts, shares
from archive.quality.reading import Reading
from archive.quality.residue import strangers, template
from archive.quality.skeleton import parts as parts_of_report
from archive.quality.statements import numbers, outcomes
from archive.quality.sums import items, sums
from archive.quality.wording import Rule, Words, finding, rules, word
from archive.reports import Check, Figure, Finding, Report

__all__ = ["Rule", "Words", "finding", "findings", "rules", "word"]

# The law and the forms that the rules rest on are those of one type of report.
_TYPE = "disclosure_annual"
_RULES: tuple[Callable[[Reading], Iterator[Finding]], ...] = (
    publication,
    years,
    edition,
    tables,
    sums,
    numbers,
    outcomes,
    parts,
    shares,
    items,
    money,
    rules_of_law,
    noughts,
    disclosed,
    strangers,
    template,
    parts_of_report,
    disputes,
    other_outcomes,
    values,
    fees,
    accountability,
)


def findings(report: Report, figures: Sequence[Figure], checks: Sequence[Check]) -> tuple[Finding, ...]:
    """What the report itself shows: every finding of the rules that one document decides, in order of the rules.

    Arguments: `report`, the `figures` read from it and the `checks` recomputed from those. Returns the findings, none for
    a report of another type; a rule that something is not known for finds nothing. Raises nothing. Rules:
    `vocabulary/quality.yml`, `needs: document`.
    """
    if report.report_type != _TYPE:
        return ()
    reading = Reading(report, figures, checks)
    found = [one for rule in _RULES for one in rule(reading)]
    return tuple(sorted(found, key=lambda one: one.rule))
