"""A wording and what it counts: the rules that the patterns are made of."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

# What else the sentence, the paragraph or the heading must be about before the wording can be believed.
About = Literal[
    "anything", "requests", "received", "disputes", "disclosure", "items", "fees", "fee_cases", "fee_amount"
]
Count = tuple[str, str | None]


@dataclass(frozen=True, slots=True)
class Rule:
    """A wording and what it counts: `head` stands before the number, `tail` (where there is one) after it.

    `unit` is that of the indicator, `printed` every unit that reports print for it; `keyword` is in the wording of
    every match.
    """

    counts: tuple[Count, ...]
    unit: str
    printed: frozenset[str]
    keyword: str
    head: re.Pattern[str]
    tail: re.Pattern[str] | None = None
    about: About = "anything"


ITEMS = frozenset({"条", "则", "篇", "件", ""})
CASES = frozenset({"件", "条", "宗", "起", "份", "例", "件次", ""})
RESULTS = frozenset({"件", "宗", "起", "份", "例", "件次", ""})
DISPUTES = frozenset({"件", "宗", "起", "例", "次", ""})
TIMES = frozenset({"次", "期", "场", "场次"})
MONEY = frozenset({"元"})


def counted(count: Count, unit: str, printed: frozenset[str], keyword: str, head: str) -> Rule:
    """A rule for one count, whose wording `head` stands before the number.

    Arguments: as `Rule` names them, `head` as a pattern. Returns the rule. Raises `re.error` for a bad pattern.
    """
    return Rule((count,), unit, printed, keyword, re.compile(head))


def when_about(rule: Rule, about: About) -> Rule:
    """The same `rule`, believed only where the text is `about` something; returned as a new one, nothing is raised."""
    return Rule(rule.counts, rule.unit, rule.printed, rule.keyword, rule.head, rule.tail, about)


def number_first(rule: Rule, head: str, tail: str) -> Rule:
    """The same count with the number first: 12件予以公开.

    Arguments: the `rule`, and patterns for all that stands before the number and after it. Returns a new rule. Raises
    `re.error` for a bad pattern.
    """
    return Rule(
        rule.counts, rule.unit, rule.printed, rule.keyword, re.compile(head), re.compile(tail), rule.about
    )
