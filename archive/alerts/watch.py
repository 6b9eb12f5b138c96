"""Which conditions are to be told now: those that persist, again every three days, and once more when they have gone."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal

from archive.alerts.config import Mute
from archive.alerts.ledger import Alarm, Ledger
from archive.dates import BEIJING
from archive.health.conditions import Condition, Grade, Words, kinds
from archive.health.judgement import CLOCK_TOLERANCE, Health

# Two nights end a day apart, give or take some hours; a look at noon belongs to the night before it.
NIGHT = timedelta(hours=18)
# Three days, less what a night may end earlier than the one before.
REPEAT_AFTER = timedelta(days=3) - timedelta(hours=6)

State = Literal["new", "changed", "again", "fixed"]


@dataclass(frozen=True, slots=True)
class News:
    """One condition to be told: `sentence` is None for one that has gone; `times` counts this telling."""

    subject: str
    kind: str
    grade: Grade
    state: State
    title: Words
    sentence: Words | None
    first_seen_at: datetime
    times: int


def observe(ledger: Ledger, health: Health, mutes: Sequence[Mute], now: datetime) -> list[News]:
    """Compare what is not well with what was known, note both, and return what is to be told, the worst first.

    A muted condition is noted and not told. While the archive cannot be read nothing is taken for gone. Call it
    inside `Ledger.writing`, together with the queueing of what it returns.
    """
    known = {(alarm.subject, alarm.topic): alarm for alarm in ledger.open_alarms()}
    news = []
    for condition in health.conditions:
        alarm = known.pop((condition.subject, condition.topic), None) or ledger.begin(condition, now)
        ledger.seen(alarm, condition, now)
        state = _due(alarm, condition, now)
        if state is not None and not _is_muted(condition, mutes, now):
            ledger.told(alarm, condition, now)
            news.append(_told(alarm, condition, state))
    if health.facts.is_readable:
        for alarm in known.values():
            ledger.end(alarm, now)
            news += [_gone(alarm)] if alarm.told_at else []
    return news


def expired(mutes: Sequence[Mute], now: datetime) -> list[Mute]:
    """The mutes whose last day is over."""
    return [mute for mute in mutes if mute.until < now.astimezone(BEIJING).date()]


def _due(alarm: Alarm, condition: Condition, now: datetime) -> State | None:
    """Why a condition is to be told now, None where it is not; a clock that went back never silences one."""
    if alarm.told_at is None:
        persists = not _is_within(NIGHT, alarm.first_seen_at, now)
        return "new" if persists or condition.grade == "broken" else None
    if condition.kind != alarm.told_kind:
        return "changed"
    return None if _is_within(REPEAT_AFTER, alarm.told_at, now) else "again"


def _is_within(span: timedelta, since: datetime, now: datetime) -> bool:
    return since - CLOCK_TOLERANCE <= now < since + span


def _is_muted(condition: Condition, mutes: Sequence[Mute], now: datetime) -> bool:
    ended = expired(mutes, now)
    return any(
        (mute.portal, mute.kind) == (condition.subject, condition.kind) for mute in mutes if mute not in ended
    )


def _told(alarm: Alarm, condition: Condition, state: State) -> News:
    return News(
        condition.subject, condition.kind, condition.grade, state, condition.title, condition.sentence,
        alarm.first_seen_at, alarm.told_count + 1,
    )  # fmt: skip


def _gone(alarm: Alarm) -> News:
    grade: Grade = kinds()[alarm.kind]["grade"]
    title = Words(alarm.title_zh, alarm.title_en)
    return News(alarm.subject, alarm.kind, grade, "fixed", title, None, alarm.first_seen_at, alarm.told_count)
