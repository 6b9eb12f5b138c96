"""The identities within one report, each with a verdict, what it should give and what is printed."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from archive.checks.rules import Rule, rules
from archive.checks.stated import Cell, Stated
from archive.reports import Check, Figure, PrintedRow, Repair, Verdict

# The table and the row, and the column of its value, None where it has one in each.
LocalRow = tuple[tuple[int, int], int | None]

_ITEMS = ("permit_items", "other_service_items", "penalty_items", "coercive_measure_items", "fee_items")
# The decisions that stand in the same row as the items, in the form of 2019.
DECISIONS = {
    "proactive.permit_items": "proactive.permits",
    "proactive.other_service_items": "proactive.other_services",
    "proactive.penalty_items": "proactive.penalties",
    "proactive.coercive_measure_items": "proactive.coercive_measures",
}
# Requests closed and answered are counted at different moments, and may differ a little.
_NEAR = 0.05
# Fewer items than this may well have brought exactly one decision each.
_FEWEST_MISREAD = 20


def check_report(figures: Iterable[Figure], rows: Iterable[PrintedRow] = ()) -> tuple[Check, ...]:
    """Every identity whose cells the tables of a report have, in the order of the forms.

    A printed total that is blank gives `blank`, as do blank parts that could be what is missing; a cell that is
    unreadable or holds words, parts that are all blank, and a row of the bureau's own among the parts (in `rows`) give
    `not_applicable`. Where blank cells counted as nothing make a sum hold, it passes and says so; where the row read one
    column to the right does, it says so.
    """
    stated = Stated(figures)
    local = [((row.table, row.row), row.column) for row in rows if row.kind == "unknown"]
    found = [check for rule in rules() if (check := _check(rule, stated, local)) is not None]
    return (*_name_shifts(found), *_items(stated))


def _name_shifts(checks: Sequence[Check]) -> list[Check]:
    """Name the repair where two columns beside each other miss by the same, one too much and one too little.

    A row whose figures stand one column beside their own breaks both columns so.
    """
    named = list(checks)
    for at in range(len(checks) - 1):
        left, right = checks[at], checks[at + 1]
        if (
            left.rule == right.rule
            and left.rule in ("BAL", "SUM")
            and "total" not in (left.subject, right.subject)
        ):
            gaps = [_gap(left), _gap(right)]
            if gaps[0] and gaps[0] == -gaps[1]:
                named[at] = replace(left, repair="column_shift")
                named[at + 1] = replace(right, repair="column_shift")
    return named


def _gap(check: Check) -> int | float:
    if check.verdict != "fail" or check.expected is None or check.actual is None:
        return 0
    return check.actual - check.expected


def _check(rule: Rule, stated: Stated, local: Sequence[LocalRow]) -> Check | None:
    named = [stated.cell(key) for key in rule.parts]
    optional = [cell for key in rule.optional if (cell := stated.cell(key)) is not None]
    totals = [stated.cell(key) for key in rule.totals]
    if any(map(stated.is_contradicted, (*rule.parts, *rule.totals, *rule.optional))):
        return _verdict(rule, "not_applicable")
    if not any(named) or not any(totals):
        return None
    parts = [*named, *optional]
    if rule.optional and not optional:
        return _verdict(rule, "not_applicable")
    if None in parts or None in totals or _is_amid(local, stated, rule):
        return _verdict(rule, "not_applicable")
    return _judge(rule, [cell for cell in parts if cell], [cell for cell in totals if cell])


def _is_amid(local: Sequence[LocalRow], stated: Stated, rule: Rule) -> bool:
    """Whether a row that the form does not have stands among those that are added down a column: it may be one of them.

    A bureau adds its own row between those of the form, or at their end.
    """
    if rule.id == "BAL":
        # It adds nothing down a column: what comes in is compared with what becomes of it.
        return False
    places = [place for key in (*rule.parts, *rule.totals) if (place := stated.place(key)) is not None]
    for (table, row), column in local:
        rows = [at[:2] for at in places if column in (None, at[2])]
        if len(set(rows)) > 2 and min(rows) < (table, row) <= (max(rows)[0], max(rows)[1] + 1):
            return True
    return False


def _judge(rule: Rule, parts: Sequence[Cell], totals: Sequence[Cell]) -> Check:
    if not all(cell.is_number or cell.is_empty for cell in (*parts, *totals)):
        return _verdict(rule, "not_applicable")
    if all(cell.is_empty for cell in totals):
        is_shifted = rule.id == "ROW" and _holds_shifted(parts)
        is_empty = all(cell.is_empty for cell in parts)
        expected = None if is_empty else _total(parts)
        return _verdict(rule, "blank", expected, None, "column_shift" if is_shifted else None)
    if all(cell.is_empty for cell in parts):
        return _verdict(rule, "not_applicable", None, _total(totals))
    expected, actual = _total(parts), _total(totals)
    has_blanks = any(cell.is_empty for cell in (*parts, *totals))
    if _holds(rule, expected, actual):
        return _verdict(rule, "pass", expected, actual, "blank_as_zero" if has_blanks else None)
    # What stands in a blank cell is not known, so nothing is proved to be wrong.
    return _verdict(rule, "blank" if has_blanks else "fail", expected, actual)


def _holds(rule: Rule, expected: int | float, actual: int | float) -> bool:
    if rule.relation == "at_most":
        return expected <= actual
    if rule.relation == "near":
        return abs(expected - actual) <= max(1, _NEAR * max(expected, actual))
    return abs(expected - actual) < 1e-6


def _holds_shifted(parts: Sequence[Cell]) -> bool:
    """Whether a row without a total adds up when its cells are read one column further right: the last is the total."""
    *before, last = parts
    return last.is_number and any(cell.is_number for cell in before) and _total(before) == last.value


def _total(cells: Iterable[Cell]) -> int | float:
    return sum(cell.value for cell in cells if cell.value is not None)


def _items(stated: Stated) -> list[Check]:
    """The form of 2019: items can only change to some number, and are not decisions."""
    found = []
    for name in _ITEMS:
        before = stated.value(f"proactive.{name}_previous")
        change = stated.value(f"proactive.{name}_change")
        if before is None or change is None:
            continue
        left = before + change
        found.append(Check("XI+", f"proactive.{name}", "pass" if left >= 0 else "fail", 0, left))
        printed_beside = DECISIONS.get(f"proactive.{name}")
        decisions = stated.value(printed_beside) if printed_beside else None
        if decisions is not None:
            is_misread = before >= _FEWEST_MISREAD and left == decisions
            verdict: Verdict = "fail" if is_misread else "pass"
            found.append(Check("MIS", f"proactive.{name}", verdict, left, decisions, is_hard=False))
    return found


def _verdict(
    rule: Rule,
    verdict: Verdict,
    expected: int | float | None = None,
    actual: int | float | None = None,
    repair: Repair | None = None,
) -> Check:
    return Check(rule.id, rule.subject, verdict, expected, actual, rule.is_hard, repair)
