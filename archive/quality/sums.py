"""Rules on the sums of the tables: those that must hold and do not, and those that hold where nothing makes them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cache

from archive.checks.report import DECISIONS
from archive.checks.rules import Rule as Identity
from archive.checks.rules import rules as identities
from archive.checks.stated import Key
from archive.quality.reading import TOTAL, Reading, printed
from archive.quality.wording import Words, fill, finding, joined, named, number, relation, word
from archive.reports import Check, Figure, Finding

# Comparisons of years are findings of their own.
_OF_THE_ARCHIVE = frozenset({"XC", "XV", "XI", "AGG"})
_LEAST = 1e-6
_PLUS, _EQUALS, _AT_MOST = Words(" + ", " + "), Words(" = ", " = "), Words(" ≤ ", " ≤ ")
_Terms = list[tuple[Words, Figure]]


def sums(reading: Reading) -> Iterator[Finding]:
    """Q-06: a sum of the form that must hold does not hold as printed.

    Arguments: `reading`. Returns a finding for every check that is hard and fails, its arithmetic spelled out, and with
    the repair that would make it hold. Raises nothing. 勾稽关系 printed in the forms of 2019 and 2021, and definitions.
    """
    for check in reading.checks:
        if check.verdict != "fail" or not check.is_hard or check.rule in _OF_THE_ARCHIVE:
            continue
        if check.rule == "XI+":
            yield from _below_nought(reading, check)
        elif check.expected is not None and check.actual is not None:
            yield _broken(reading, check, check.expected, check.actual)


def _broken(reading: Reading, check: Check, expected: int | float, actual: int | float) -> Finding:
    identity = _identities().get((check.rule, check.subject))
    parts = _terms(reading, (*identity.parts, *identity.optional)) if identity else []
    totals = _terms(reading, identity.totals) if identity else []
    is_at_most = identity is not None and identity.relation == "at_most"
    return finding(
        "Q-06",
        f"{check.rule} {check.subject}",
        "；".join(printed(figure) for _, figure in totals or parts) or check.subject,
        name=_name(check.subject),
        relation=relation("within" if is_at_most else check.rule),
        computed=_spelled(parts, expected),
        printed=_spelled(totals, actual),
        repair=word(f"repair_{check.repair}") if check.repair else word("nothing"),
    )


@cache
def _identities() -> dict[tuple[str, str], Identity]:
    return {(identity.id, identity.subject): identity for identity in identities()}


def _name(subject: str) -> Words:
    return joined((named(side) for side in subject.split(" ≤ ")), _AT_MOST)


def _terms(reading: Reading, keys: Sequence[Key]) -> _Terms:
    """The figures of some cells, under the names that tell them apart: of rows in one column, of columns in one row."""
    rows = {indicator for indicator, _ in keys}
    is_one_row = len(rows) == 1 and (len(keys) > 1 or keys[0][1] == TOTAL)
    found = []
    for indicator, dimension in keys:
        figure = reading.cell(indicator, dimension)
        if figure is not None and figure.value is not None:
            found.append((named(dimension if is_one_row and dimension else indicator), figure))
    return found


def _spelled(terms: _Terms, result: int | float) -> Words:
    """`a 3 + b 4 = 7`; the result alone where the parts are not known or would not give it."""
    plain = Words(number(result), number(result))
    if not terms or abs(sum(figure.value or 0 for _, figure in terms) - result) > _LEAST:
        return plain
    shown = [(name, figure) for name, figure in terms if figure.value] or terms[:1]
    spelled = joined((word("term", name=name, value=figure.value) for name, figure in shown), _PLUS)
    if len(shown) > 1:
        return joined([spelled, plain], _EQUALS)
    return fill(word("rest_nought"), part=spelled) if len(terms) > 1 else spelled


def _below_nought(reading: Reading, check: Check) -> Iterator[Finding]:
    cells = _items(reading, check.subject)
    if cells:
        evidence = "；".join(printed(cell) for cell in cells)
        previous, change = (cell.value for cell in cells)
        fields = {"name": named(check.subject), "previous": previous, "change": change, "left": check.actual}
        yield finding("Q-06/below_nought", f"{check.rule} {check.subject}", evidence, **fields)


def items(reading: Reading) -> Iterator[Finding]:
    """Q-13: items of the year before and their change add up to the number of decisions.

    Arguments: `reading`. Returns a finding for each check MIS that fails. Raises nothing. The form of 2019 counts items
    (项) in the first two cells and decisions (件) in the third.
    """
    for check in reading.checks:
        if check.rule != "MIS" or check.verdict != "fail":
            continue
        cells = _items(reading, check.subject)
        decisions = reading.cell(DECISIONS.get(check.subject, ""))
        if not cells or decisions is None:
            continue
        previous, change = (cell.value for cell in cells)
        fields = {"previous": previous, "change": change, "decisions": decisions.value}
        evidence = "；".join(printed(cell) for cell in (*cells, decisions))
        yield finding("Q-13", check.subject, evidence, name=named(check.subject), **fields)


def _items(reading: Reading, subject: str) -> tuple[Figure, ...]:
    """The cells of a row of items, those of the year before and their change; empty where one is not known."""
    cells = [reading.cell(f"{subject}_{column}") for column in ("previous", "change")]
    known = tuple(cell for cell in cells if cell is not None and cell.value is not None)
    return known if len(known) == len(cells) else ()
