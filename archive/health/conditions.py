"""The closed list of what can be wrong with an archive, and the words for each in two languages."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import Any, Literal

from archive.dates import BEIJING
from archive.vocabulary import read_yaml

Grade = Literal["well", "person", "broken"]
EXIT_CODES: dict[Grade, int] = {"well": 0, "person": 1, "broken": 2}
# The subject of a condition that is of no portal.
ARCHIVE = "archive"


@dataclass(frozen=True, slots=True)
class Words:
    """The same in two languages."""

    zh: str
    en: str

    def filled(self, **values: str | Words) -> Words:
        """These words with `{…}` filled in, each language with its own words where a value has both."""
        zh = {name: one.zh if isinstance(one, Words) else one for name, one in values.items()}
        en = {name: one.en if isinstance(one, Words) else one for name, one in values.items()}
        return Words(self.zh.format(**zh), self.en.format(**en))


@dataclass(frozen=True, slots=True)
class Condition:
    """One thing that is not well, of a portal or of the whole (`archive`), in words.

    `kind` is a key of `vocabulary/alarms.yml`; kinds of one `topic` are the same trouble in another form.
    """

    subject: str
    topic: str
    kind: str
    grade: Grade
    title: Words
    sentence: Words


def condition(kind: str, subject: str = ARCHIVE, **values: str | Words) -> Condition:
    """A condition of that kind with its sentences filled in; raises KeyError for a kind the vocabulary lacks."""
    stated = kinds()[kind]
    title = Words(**stated["title"]).filled(portal=subject, **values)
    sentence = Words(stated["zh"], stated["en"]).filled(portal=subject, **values)
    return Condition(subject, stated["topic"], kind, stated["grade"], title, sentence)


def worst(conditions: Sequence[Condition]) -> Grade:
    """The worst grade among `conditions`; `well` of none."""
    return max((one.grade for one in conditions), key=EXIT_CODES.__getitem__, default="well")


def spoken(moment: datetime | None) -> Words:
    """A moment in Beijing time, to the minute; “never” for None."""
    if moment is None:
        return Words(**_stated()["never"])
    told = f"{moment.astimezone(BEIJING):%Y-%m-%d %H:%M}"
    return Words(told, f"{told} Beijing time")


def kinds() -> dict[str, dict[str, Any]]:
    """Every kind of condition with its grade, topic and words."""
    stated: dict[str, dict[str, Any]] = _stated()["kinds"]
    return stated


def message_words(key: str) -> Words:
    """A part of a message, such as `line`, unfilled."""
    return Words(**_stated()["messages"][key])


def section_words(grade: str) -> Words:
    """The heading over conditions of one grade, or over those that are `fixed`."""
    return Words(**_stated()["messages"]["alarms"][grade])


@cache
def _stated() -> dict[str, Any]:
    stated: dict[str, Any] = read_yaml("alarms.yml")
    return stated
