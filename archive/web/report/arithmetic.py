"""The sums of a form as a reader can follow them: which cells are added, to what, and by how much that misses."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from archive.checks.report import DECISIONS
from archive.checks.rules import Rule, rules
from archive.checks.stated import Cell, Key, Stated
from archive.web.report.official_tables import applicant_words, indicator_words, outcome_words, row_words

# The two cells of a row that count items.
_HALVES = ("_previous", "_change")


# How two sides stand to each other, and the terms of the expected and of the actual side.
_Sides = tuple[str, tuple["Term", ...], tuple["Term", ...]]
_WordsOf = Callable[[Key], tuple[str, str]]


@dataclass(frozen=True, slots=True)
class Term:
    """One cell of a sum: its words, what is stated in it (None where it is empty), whether it is taken away, and whether
    it is a cell of the report of the year before."""

    key: Key
    zh: str
    en: str
    value: int | float | None
    is_negative: bool = False
    is_before: bool = False


@dataclass(frozen=True, slots=True)
class Sum:
    """One check that a reader is shown: the row of `check_result`, and the terms that give `expected` and `actual`.

    `number` counts them on the page, `keys` are the cells of this report that it is about. Terms are empty where they are
    not known to give what was computed.
    """

    number: int
    row: Any
    relation: str
    expected: tuple[Term, ...]
    actual: tuple[Term, ...]
    zh: str
    en: str
    keys: frozenset[Key]

    def shown(self, side: str) -> tuple[Term, ...]:
        """The terms of one side worth printing: all of two, and of more those that are not nought."""
        terms: tuple[Term, ...] = getattr(self, side)
        return terms if len(terms) <= 2 else tuple(term for term in terms if term.value != 0)

    @property
    def sign(self) -> str:
        """What marks it: a cross where it must hold and does not, a question where there is something to look at."""
        return "✗" if self.row["verdict"] == "fail" and self.row["is_hard"] else "?"

    @property
    def marked(self) -> frozenset[Key]:
        """The cells that bear its mark: those printed in its arithmetic."""
        shown = (*self.shown("expected"), *self.shown("actual"))
        return frozenset(term.key for term in shown if not term.is_before) or self.keys

    def noughts(self, side: str) -> int:
        """How many terms of a side are left out because they are nought."""
        return len(getattr(self, side)) - len(self.shown(side))


class Sums:
    """Builds the sums of one report from its checks, its figures, and those of the years before that they name."""

    def __init__(self, edition: str | None, stated: Stated, before: Mapping[int, Stated]) -> None:
        self._edition = edition
        self._stated = stated
        self._before = before
        self._rules = {(rule.id, rule.subject): rule for rule in rules()}

    def of(self, checks: Sequence[Any]) -> list[Sum]:
        """The sums of these rows of `check_result`, numbered from 1."""
        return [self._sum(number, row) for number, row in enumerate(checks, start=1)]

    def _sum(self, number: int, row: Any) -> Sum:
        rule = self._rules.get((row["rule"], row["subject"]))
        relation, expected, actual = (
            self._within(rule) if rule is not None else self._across(row["rule"], row["subject"], row)
        )
        keys = frozenset(term.key for term in (*expected, *actual) if not term.is_before)
        if not (_gives(expected, row["expected"]) and _gives(actual, row["actual"])):
            expected = actual = ()
        zh, en = self._subject(row["rule"], row["subject"])
        return Sum(number, row, relation, expected, actual, zh, en, keys)

    def _within(self, rule: Rule) -> _Sides:
        parts = [*rule.parts, *(key for key in rule.optional if self._stated.cell(key) is not None)]
        # Along a row the cells differ by applicant only.
        words = _of_applicant if rule.id == "ROW" else self._of_indicator
        return (
            rule.relation,
            tuple(self._term(key, words) for key in parts),
            tuple(self._term(key, words) for key in rule.totals),
        )

    def _across(self, rule: str, subject: str, row: Any) -> _Sides:
        """The rules whose cells `archive.checks` names in code: items of the form of 2019, and the year before."""
        if rule == "XI+":
            return "at_least", (), self._items(subject)
        if rule == "MIS":
            return "same", self._items(subject), (self._cell(DECISIONS[subject]),)
        earlier = self._before.get(row["before_revision_id"] or 0)
        if earlier is None:
            return "none", (), ()
        if rule == "XC":
            carried = self._cell("requests.carried_out", subject, earlier)
            return "equal", (carried,), (self._cell("requests.carried_in", subject),)
        if rule == "XI":
            return "equal", self._items(subject, earlier), (self._cell(f"{subject}_previous"),)
        stem = subject.removesuffix("_in_force")
        repealed = replace(self._cell(f"{stem}_repealed"), is_negative=True)
        terms = (self._cell(subject, earlier=earlier), self._cell(f"{stem}_issued"), repealed)
        return "equal", terms, (self._cell(subject),)

    def _items(self, stem: str, earlier: Stated | None = None) -> tuple[Term, ...]:
        return tuple(self._cell(f"{stem}{kind}", earlier=earlier) for kind in _HALVES)

    def _cell(self, indicator: str, dimension: str | None = None, earlier: Stated | None = None) -> Term:
        return self._term((indicator, dimension), self._of_indicator, earlier)

    def _term(self, key: Key, words: _WordsOf, earlier: Stated | None = None) -> Term:
        cell: Cell | None = (earlier or self._stated).cell(key)
        zh, en = words(key)
        return Term(key, zh, en, cell.value if cell else None, is_before=earlier is not None)

    def _of_indicator(self, key: Key) -> tuple[str, str]:
        return indicator_words(key[0], self._edition)

    def _subject(self, rule: str, subject: str) -> tuple[str, str]:
        """What a sum is about in words: an applicant, a row, or a group of outcomes; empty where the terms say it all."""
        if rule in ("BAL", "SUM", "XC"):
            return applicant_words(subject)
        if rule in ("XI", "XI+", "MIS"):
            return row_words(subject)
        return outcome_words(subject) if rule == "RL" else indicator_words(subject, self._edition)


def _of_applicant(key: Key) -> tuple[str, str]:
    return applicant_words(key[1])


def _gives(terms: tuple[Term, ...], result: int | float | None) -> bool:
    """Whether the terms give what the check computed, so that nothing is shown that was not computed."""
    if result is None or not terms:
        return True
    total = sum(-(term.value or 0) if term.is_negative else term.value or 0 for term in terms)
    return abs(total - result) < 1e-6
