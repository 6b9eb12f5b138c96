"""What the quality rules are called and how a finding is worded, as `vocabulary/quality.yml` states it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import cache
from typing import Any, Literal

from archive.reports import Finding
from archive.text import clean
from archive.vocabulary import read_yaml
from archive.vocabulary.forms import forms

Severity = Literal["high", "medium", "low"]
Needs = Literal["document", "archive", "none"]
_LONGEST_QUOTE = 160
_DECIMALS = 6


@dataclass(frozen=True, slots=True)
class Words:
    """The same words in both languages."""

    zh: str
    en: str


@dataclass(frozen=True, slots=True)
class Rule:
    """One quality rule: its names, how grave it is, what decides it, and its messages; "" is the first of them."""

    key: str
    severity: Severity
    needs: Needs
    name: Words
    messages: Mapping[str, Words]
    note: str = field(default="")


@cache
def rules() -> Mapping[str, Rule]:
    """Every quality rule by its key, Q-01 to Q-32."""
    return {key: _rule(key, entry) for key, entry in _stated()["rules"].items()}


def _rule(key: str, entry: dict[str, Any]) -> Rule:
    messages = {"": entry, **entry.get("variants", {})}
    return Rule(
        key,
        entry["severity"],
        entry["needs"],
        Words(entry["zh"], entry["en"]),
        {name: Words(message["message_zh"], message["message_en"]) for name, message in messages.items()},
        entry.get("note", ""),
    )


def finding(key: str, subject: str, evidence: str, **fields: object) -> Finding:
    """A finding of a rule, worded in both languages.

    Arguments: `key`, a rule or one of its variants (`Q-04/basis`); `subject` and `evidence` as `Finding` has them;
    `fields`, what fills in the message: text, numbers, days, or `Words`. Returns the finding. Raises KeyError for a
    rule, variant or field that is not there. Wording: `vocabulary/quality.yml`.
    """
    rule, _, variant = key.partition("/")
    message = rules()[rule].messages[variant]
    filled = fill(message, **fields)
    return Finding(rule, subject, filled.zh, filled.en, quoted(evidence))


def fill(template: Words, **fields: object) -> Words:
    """A template filled in: numbers without needless decimals, days as each language writes them."""
    both = {name: _words(value) for name, value in fields.items()}
    return Words(
        template.zh.format(**{name: value.zh for name, value in both.items()}),
        template.en.format(**{name: value.en for name, value in both.items()}),
    )


def _words(value: object) -> Words:
    if isinstance(value, Words):
        return value
    if isinstance(value, datetime):
        day = _words(value.date())
        return Words(f"{day.zh}{value:%H:%M}", f"{day.en}, {value:%H:%M}")
    if isinstance(value, date):
        return Words(f"{value.year}年{value.month}月{value.day}日", f"{value.day} {value:%B} {value.year}")
    text = number(value) if isinstance(value, int | float) else str(value)
    return Words(text, text)


def number(value: int | float) -> str:
    """A number as it is printed in a message: 12, 3.5, never 12.0 or 1e+16."""
    rounded = round(value, _DECIMALS)
    return str(int(rounded)) if rounded == int(rounded) else f"{rounded:.{_DECIMALS}f}".rstrip("0")


def word(key: str, **fields: object) -> Words:
    """One of the words that fill in messages, itself filled in. Raises KeyError where there is none of that key."""
    return fill(_both(_stated()["words"][key]), **fields)


def relation(rule: str) -> Words:
    """What a check recomputes, by the key of its rule."""
    stated = _stated()["relations"]
    return _both(stated.get(rule, stated["other"]))


def joined(several: Iterable[Words], between: Words | None = None) -> Words:
    """Several words in a row, with what stands between them in each language."""
    parts = list(several)
    mark = between or word("between")
    return Words(mark.zh.join(part.zh for part in parts), mark.en.join(part.en for part in parts))


def named(subject: str) -> Words:
    """The name of an indicator, of a kind of applicant or of a group of figures; the key itself where it has none."""
    indicator = forms().indicators.get(subject)
    if indicator is not None:
        return Words(indicator.zh, indicator.en)
    for member in forms().applicants:
        if member.key == subject:
            return Words(member.zh, member.en)
    group = _stated()["words"].get(f"group_{subject}")
    return _both(group) if group else Words(subject, subject)


def inner(text: str) -> str:
    """A quotation as it stands between the quotation marks of a message."""
    return quoted(text).rstrip("。").replace("“", "‘").replace("”", "’")


def quoted(text: str) -> str:
    """A quotation on one line, cut where it is longer than a reader needs."""
    line = clean(text)
    return line if len(line) <= _LONGEST_QUOTE else f"{line[:_LONGEST_QUOTE]}…"


@cache
def _stated() -> dict[str, Any]:
    stated: dict[str, Any] = read_yaml("quality.yml")
    return stated


def _both(entry: Mapping[str, str]) -> Words:
    return Words(entry["zh"], entry["en"])
