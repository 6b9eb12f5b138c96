"""`alerts.db`: which conditions are known, what has been written to whom, and whether it arrived."""

from __future__ import annotations

import json
import uuid
from collections.abc import Iterable
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from sqlite_utils import Database
from sqlite_utils.migrations import Migrations

from archive.database import Connection, Row, connect, transaction
from archive.health.conditions import Condition
from archive.migrations import migrate

LEDGER_FILE = "alerts.db"
_SCHEMA = """
CREATE TABLE alarm (
  id INTEGER PRIMARY KEY,
  subject TEXT NOT NULL,
  topic TEXT NOT NULL,
  kind TEXT NOT NULL,
  title_zh TEXT NOT NULL,
  title_en TEXT NOT NULL,
  first_seen_at TEXT NOT NULL,
  last_seen_at TEXT NOT NULL,
  told_at TEXT,
  told_kind TEXT,
  told_count INTEGER NOT NULL DEFAULT 0,
  ended_at TEXT
) STRICT;
CREATE UNIQUE INDEX alarm_open ON alarm(subject, topic) WHERE ended_at IS NULL;
CREATE TABLE message (
  id INTEGER PRIMARY KEY,
  uuid TEXT NOT NULL UNIQUE,
  kind TEXT NOT NULL CHECK (kind IN ('alarm', 'search')),
  created_at TEXT NOT NULL,
  subject TEXT NOT NULL,
  text TEXT NOT NULL,
  details TEXT NOT NULL
) STRICT;
CREATE TABLE delivery (
  id INTEGER PRIMARY KEY,
  message_id INTEGER NOT NULL REFERENCES message(id),
  channel TEXT NOT NULL CHECK (channel IN ('email', 'webhook')),
  target TEXT NOT NULL,
  delivered_at TEXT,
  withdrawn_at TEXT,
  attempt_count INTEGER NOT NULL DEFAULT 0,
  last_error TEXT,
  UNIQUE (message_id, channel, target)
) STRICT;
CREATE TABLE saved_search (
  name TEXT PRIMARY KEY,
  definition TEXT NOT NULL,
  noted_at TEXT NOT NULL
) STRICT;
CREATE TABLE known_report (
  key TEXT PRIMARY KEY
) STRICT, WITHOUT ROWID;
"""

alerts = Migrations("alerts")


@alerts()
def m0001_alerts(db: Database) -> None:
    """Conditions, messages, their deliveries, and what saved searches have seen."""
    for statement in _SCHEMA.split(";\n"):
        if statement.strip():
            db.execute(statement)


@dataclass(frozen=True, slots=True)
class Target:
    """Where a message goes: an address by `email`, or the `webhook`, whose address is nowhere written down."""

    channel: str
    address: str


@dataclass(frozen=True, slots=True)
class Message:
    """What is told once; `details` is what a webhook gets. `id` is 0 until it is queued."""

    kind: str
    created_at: datetime
    subject: str
    text: str
    details: dict[str, Any]
    uuid: str = ""
    id: int = 0


@dataclass(frozen=True, slots=True)
class Delivery:
    """A message that has yet to reach one target."""

    id: int
    message: Message
    target: Target


@dataclass(frozen=True, slots=True)
class Alarm:
    """A condition that has been seen and not yet gone; `told_kind` is the form in which it was last told."""

    id: int
    subject: str
    topic: str
    kind: str
    title_zh: str
    title_en: str
    first_seen_at: datetime
    told_at: datetime | None
    told_kind: str | None
    told_count: int


class Ledger:
    """The open file; `close` it. Its writes belong inside `writing`."""

    def __init__(self, folder: Path) -> None:
        """Open or make `alerts.db` in `folder`; raises StoreError where it cannot be written or is damaged."""
        path = folder / LEDGER_FILE
        self._connection = connect(path)
        # It holds addresses of readers.
        path.chmod(0o600)
        migrate(self._connection, alerts)

    @property
    def connection(self) -> Connection:
        """The open connection, for what saved searches note of their own."""
        return self._connection

    def writing(self) -> AbstractContextManager[None]:
        """A transaction: all writes inside it are kept, or none; raises StoreError for a full disk."""
        return transaction(self._connection)

    def close(self) -> None:
        """Close the file."""
        self._connection.close()

    def open_alarms(self) -> list[Alarm]:
        """Every condition that was there when last looked."""
        rows = self._connection.execute("select * from alarm where ended_at is null order by id")
        return [
            Alarm(
                row["id"], row["subject"], row["topic"], row["kind"], row["title_zh"], row["title_en"],
                datetime.fromisoformat(row["first_seen_at"]),
                datetime.fromisoformat(row["told_at"]) if row["told_at"] else None,
                row["told_kind"], row["told_count"],
            )
            for row in rows
        ]  # fmt: skip

    def begin(self, condition: Condition, now: datetime) -> Alarm:
        """Note a condition that was not there before."""
        cursor = self._connection.execute(
            "insert into alarm (subject, topic, kind, title_zh, title_en, first_seen_at, last_seen_at) "
            "values (?,?,?,?,?,?,?)",
            (condition.subject, condition.topic, condition.kind, condition.title.zh, condition.title.en,
             now.isoformat(), now.isoformat()),
        )  # fmt: skip
        return Alarm(
            int(cursor.lastrowid or 0), condition.subject, condition.topic, condition.kind, condition.title.zh,
            condition.title.en, now, None, None, 0,
        )  # fmt: skip

    def seen(self, alarm: Alarm, condition: Condition, now: datetime) -> None:
        """Note that a condition is still there, in the form it has now."""
        self._connection.execute(
            "update alarm set last_seen_at = ?, kind = ?, title_zh = ?, title_en = ? where id = ?",
            (now.isoformat(), condition.kind, condition.title.zh, condition.title.en, alarm.id),
        )

    def told(self, alarm: Alarm, condition: Condition, now: datetime) -> None:
        """Note that a condition is told in a message of this moment."""
        self._connection.execute(
            "update alarm set told_at = ?, told_kind = ?, told_count = told_count + 1 where id = ?",
            (now.isoformat(), condition.kind, alarm.id),
        )

    def end(self, alarm: Alarm, now: datetime) -> None:
        """Note that a condition has gone."""
        self._connection.execute("update alarm set ended_at = ? where id = ?", (now.isoformat(), alarm.id))

    def queue(self, message: Message, targets: Iterable[Target]) -> None:
        """Keep a message until it has reached every target."""
        cursor = self._connection.execute(
            "insert into message (uuid, kind, created_at, subject, text, details) values (?,?,?,?,?,?)",
            (str(uuid.uuid4()), message.kind, message.created_at.isoformat(), message.subject, message.text,
             json.dumps(message.details, ensure_ascii=False)),
        )  # fmt: skip
        self._connection.executemany(
            "insert into delivery (message_id, channel, target) values (?,?,?)",
            [(cursor.lastrowid, target.channel, target.address) for target in dict.fromkeys(targets)],
        )

    def pending(self) -> list[Delivery]:
        """What has yet to arrive, the oldest first."""
        rows = self._connection.execute(
            "select m.*, d.id as delivery_id, d.channel, d.target from delivery d join message m on m.id = d.message_id "
            "where d.delivered_at is null and d.withdrawn_at is null order by d.id"
        )
        return [Delivery(r["delivery_id"], _message(r), Target(r["channel"], r["target"])) for r in rows]

    def delivered(self, delivery: Delivery, now: datetime) -> None:
        """Note that a message arrived, at once and for good."""
        with self.writing():
            self._connection.execute(
                "update delivery set delivered_at = ?, attempt_count = attempt_count + 1, last_error = null where id = ?",
                (now.isoformat(), delivery.id),
            )

    def failed(self, delivery: Delivery, why: str) -> None:
        """Note that a message did not arrive; it stays pending."""
        with self.writing():
            self._connection.execute(
                "update delivery set attempt_count = attempt_count + 1, last_error = ? where id = ?",
                (why, delivery.id),
            )

    def withdraw(self, delivery: Delivery, now: datetime) -> None:
        """Give up a message whose target the configuration no longer names."""
        with self.writing():
            self._connection.execute(
                "update delivery set withdrawn_at = ? where id = ?", (now.isoformat(), delivery.id)
            )

    def alarm_messages(self, limit: int) -> list[Message]:
        """The latest messages about the archive, newest first; those to readers are theirs alone."""
        rows = self._connection.execute(
            "select * from message where kind = 'alarm' order by id desc limit ?", (limit,)
        )
        return [_message(row) for row in rows]


def _message(row: Row) -> Message:
    return Message(
        row["kind"], datetime.fromisoformat(row["created_at"]), row["subject"], row["text"],
        json.loads(row["details"]), row["uuid"], row["id"],
    )  # fmt: skip
