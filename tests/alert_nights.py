"""An archive whose nights a test plays, and the servers its alerts go to."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from lxml import etree

from tests.alert_servers import (
    Hook,
    MailServer,
)
from tests.commands import Outcome, cundang
from tests.run_rows import RunRows

FIRST = datetime(2026, 3, 10, 2, 0, tzinfo=UTC)
DAY = timedelta(days=1)
MAILED = "email:\n  from: night@archive.example\n  to: [keeper@archive.example]\n"
HOOKED = "webhook:\n  url_env: CUNDANG_WEBHOOK_URL\n"
ATOM = {"a": "http://www.w3.org/2005/Atom"}


@dataclass
class Nights:
    """An archive of one portal, whose nights a test plays, and the servers its alerts go to."""

    ledger: RunRows
    mail: MailServer
    hook: Hook

    @property
    def data(self) -> Path:
        return self.ledger.data

    def configure(self, text: str) -> None:
        (self.data / "alerts.yml").write_text(text, encoding="utf-8")

    def night(self, number: int, outcome: str = "complete", **environment: str) -> Outcome:
        """The crawl of a night, and `cundang alerts` after it."""
        self.crawl(number, outcome)
        return self.alerts(FIRST + number * DAY, **environment)

    def crawl(self, number: int, outcome: str = "complete") -> None:
        began = FIRST + number * DAY - timedelta(hours=2)
        self.ledger.run("shanbei", began, outcome, cause="timeout", message="The list could not be fetched.")
        self.ledger.published(began + timedelta(hours=1))

    def alerts(self, now: datetime, *options: str | Path, **environment: str) -> Outcome:
        known = {"CUNDANG_WEBHOOK_URL": self.hook.url, **self.mail.environment, **environment}
        return cundang("alerts", "--data", self.data, *options, **{"CUNDANG_NOW": now.isoformat(), **known})

    @property
    def subjects(self) -> list[str]:
        return [str(mail["Subject"]) for _, mail in self.mail.mails]

    def feed(self) -> list[str]:
        root = etree.parse(self.data / "public" / "alerts.atom").getroot()
        return [str(title) for title in root.xpath("a:entry/a:title/text()", namespaces=ATOM)]
