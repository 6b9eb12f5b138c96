"""The words of every message: Chinese first, then English, plain text, the worst thing in the subject."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from urllib.parse import quote, urlencode

from archive.alerts.config import SavedSearch
from archive.alerts.ledger import Message
from archive.alerts.watch import News
from archive.health.conditions import Words, message_words, section_words, spoken

_RULE = "\n\n----\n\n"
# A mail is read on a telephone; the rest is one link away.
LONGEST_LIST = 100


@dataclass(frozen=True, slots=True)
class Hit:
    """A report that is new to a saved search."""

    key: str
    title: str
    bureau: str
    report_year: int
    published_on: str | None


def about_alarms(news: Sequence[News], now: datetime) -> Message:
    """One message about everything that is to be told now, which must be something."""
    parts = [
        (grade, [one for one in news if _section(one) == grade]) for grade in ("broken", "person", "fixed")
    ]
    parts = [(grade, members) for grade, members in parts if members]
    first = parts[0][1][0]
    words = message_words("fixed_subject" if first.state == "fixed" else "subject").filled(title=first.title)
    texts = [_text(parts, language) for language in ("zh", "en")]
    details: dict[str, Any] = {"alerts": [_details(one) for _, members in parts for one in members]}
    return Message("alarm", now, _subject(words, len(news)), _RULE.join(texts), details)


def about_hits(search: SavedSearch, hits: Sequence[Hit], site_url: str, now: datetime) -> Message:
    """One message about the reports that are new to a search, which must be some."""
    shown = hits[:LONGEST_LIST]
    link = f"{site_url}/-/search?{urlencode({'q': search.query, 'sort': 'newest'})}"
    values = {
        "name": search.name,
        "count": str(len(hits)),
        "others": str(len(hits) - len(shown)),
        "link": link,
    }
    heading, ending = message_words("found").filled(**values), message_words("found_end").filled(**values)
    more = message_words("found_more").filled(**values) if len(hits) > len(shown) else Words("", "")
    lines = [_hit(hit, site_url) for hit in shown]
    zh = [heading.zh, "", *(line.zh for line in lines), more.zh, "", ending.zh]
    en = [heading.en, "", *(line.en for line in lines), more.en, "", ending.en]
    subject = message_words("found_subject").filled(**values)
    text = _RULE.join(("\n".join(zh), "\n".join(en)))
    return Message("search", now, _subject(subject, 1), text, {})


def _section(one: News) -> str:
    return "fixed" if one.state == "fixed" else one.grade


def _subject(words: Words, count: int) -> str:
    more = (
        message_words("more").filled(count=str(count), others=str(count - 1)) if count > 1 else Words("", "")
    )
    said = f"{message_words('sender').zh} {words.zh}{more.zh} · {words.en} {more.en}"
    # Names come from portal files: a line break among them would begin another header.
    return " ".join(said.split())


def _text(parts: Sequence[tuple[str, Sequence[News]]], language: str) -> str:
    return "\n\n".join("\n".join(_part(grade, members, language)) for grade, members in parts)


def _part(grade: str, members: Sequence[News], language: str) -> Iterator[str]:
    yield str(getattr(section_words(grade), language))
    for one in members:
        values: dict[str, str | Words] = {
            "title": one.title,
            "since": spoken(one.first_seen_at),
            "times": str(one.times),
        }
        words = message_words("fixed_line")
        if one.sentence is not None:
            words = message_words("line")
            values["sentence"] = Words(one.sentence.zh, one.sentence.en)
        yield " ".join(str(getattr(words.filled(**values), language)).split())


def _details(one: News) -> dict[str, Any]:
    said = one.sentence or one.title
    return {
        "portal": one.subject, "kind": one.kind, "grade": one.grade, "state": one.state,
        "first_seen_at": one.first_seen_at.isoformat(), "times": one.times, "zh": said.zh, "en": said.en,
    }  # fmt: skip


def _hit(hit: Hit, site_url: str) -> Words:
    line = message_words("found_line").filled(
        title=hit.title, bureau=hit.bureau, year=str(hit.report_year), published=hit.published_on or message_words("no_day"),
    )  # fmt: skip
    link = f"\n  {site_url}/-/report/{quote(hit.key)}"
    return Words(f"- {line.zh}{link}", f"- {line.en}{link}")
