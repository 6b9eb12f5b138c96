"""What the report of one year must carry on from that of the year before."""

from __future__ import annotations

from collections.abc import Iterable

from archive.checks.stated import Stated
from archive.reports import Check, Figure, Verdict
from archive.vocabulary.forms import forms

_STOCKS = ("rules", "normative_documents")
_ITEMS = ("permit_items", "other_service_items", "penalty_items", "coercive_measure_items", "fee_items")


def check_years(before: Iterable[Figure], after: Iterable[Figure]) -> tuple[Check, ...]:
    """The identities between the reports of two years in a row on one bureau and one scope.

    XC: what was carried over is what came in. XV: documents in force are those of before, with the new and without the
    repealed. XI: items of before are those of the year before with their change. A pair of cells of which one is not a
    number is left out: nothing is known of it.
    """
    earlier, later = Stated(before), Stated(after)
    carried = [
        _check("XC", member.key, earlier.value("requests.carried_out", member.key),
               later.value("requests.carried_in", member.key), True)
        for member in forms().applicants
    ]  # fmt: skip
    stocks = [
        _check(
            "XV",
            f"proactive.{name}_in_force",
            _sum(
                earlier.value(f"proactive.{name}_in_force"),
                later.value(f"proactive.{name}_issued"),
                _negative(later.value(f"proactive.{name}_repealed")),
            ),
            later.value(f"proactive.{name}_in_force"),
            False,
        )
        for name in _STOCKS
    ]
    items = [
        _check(
            "XI",
            f"proactive.{name}",
            _sum(earlier.value(f"proactive.{name}_previous"), earlier.value(f"proactive.{name}_change")),
            later.value(f"proactive.{name}_previous"),
            False,
        )
        for name in _ITEMS
    ]
    return tuple(check for check in (*carried, *stocks, *items) if check is not None)


def _check(
    rule: str, subject: str, expected: int | float | None, actual: int | float | None, is_hard: bool
) -> Check | None:
    if expected is None or actual is None:
        return None
    verdict: Verdict = "pass" if abs(expected - actual) < 1e-6 else "fail"
    return Check(rule, subject, verdict, expected, actual, is_hard)


def _sum(*values: int | float | None) -> int | float | None:
    known = [value for value in values if value is not None]
    return sum(known) if len(known) == len(values) else None


def _negative(value: int | float | None) -> int | float | None:
    return None if value is None else -value
