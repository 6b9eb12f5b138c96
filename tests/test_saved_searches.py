"""Saved searches: a reader is mailed what is new and matches, once, with what is needed to go and read it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from email.message import EmailMessage
from pathlib import Path

import pytest

from archive.database import connect
from archive.publish import publish
from tests.alert_servers import MailServer, mail_server
from tests.commands import Outcome, cundang, rows
from tests.filed import Filed, page

FIRST = datetime(2026, 3, 10, 2, 0, tzinfo=UTC)
FOREST, SALT = "洛阳市偃师区林业局", "洛阳市偃师区盐业局"
CONFIG = """\
site_url: https://archive.example.org
email:
  from: night@archive.example
searches:
- name: forests
  query: 退耕还林
  to: [reader@paper.example]
"""


class Readers:
    """An archive that grows by a report a night, and the mail server that its readers' mail goes through."""

    def __init__(self, data: Path, mail: MailServer) -> None:
        self.data = data
        self.mail = mail
        self._filed = Filed(data)
        self._night = 0

    def configure(self, text: str) -> None:
        (self.data / "alerts.yml").write_text(text, encoding="utf-8")

    def file(self, bureau: str, year: int, text: str) -> None:
        self._filed.add(f"{bureau}{year}.html", page(bureau, year, text))

    def publish(self) -> None:
        publish(self.data)

    def alerts(self, **environment: str) -> Outcome:
        """The next night's `cundang alerts`."""
        self._night += 1
        now = FIRST + self._night * timedelta(days=1)
        known = {**self.mail.environment, "CUNDANG_NOW": now.isoformat(), **environment}
        return cundang("alerts", "--data", self.data, **known)

    @property
    def mails(self) -> list[tuple[str, EmailMessage]]:
        """Mail to readers: the archive's own alerts go to nobody here."""
        return self.mail.mails


@pytest.fixture
def readers(tmp_path: Path) -> Iterator[Readers]:
    with mail_server() as mail:
        made = Readers(tmp_path / "data", mail)
        made.file(FOREST, 2022, "本年完成退耕还林一千亩。")
        made.publish()
        made.configure(CONFIG)
        yield made


def test_the_first_run_takes_note_and_the_next_mails_what_is_new_and_matches(readers: Readers) -> None:
    assert readers.alerts().code == 0
    readers.file(FOREST, 2023, "本年完成退耕还林两千亩。")
    readers.file(SALT, 2023, "照常公开。")
    readers.publish()
    assert readers.alerts().code == 0
    ((to, mail),) = readers.mails
    assert to == "reader@paper.example"
    assert mail["Subject"] == "[存档 Cundang] “forests”有1份新报告 · “forests”: 1 new"
    zh, _, en = mail.get_content().partition("----")
    line = f"- {FOREST}2023年政府信息公开工作年度报告｜{FOREST}｜2023年度｜公布日期：页面未载"
    assert line in zh
    assert f"| {FOREST} | for 2023 | published on a day the page does not state" in en
    key = rows(
        readers.data / "archive.db",
        "select key from report where report_year = 2023 and bureau like '%林业局'",
    )
    assert "410381" in str(key[0][0])
    assert (
        "  https://archive.example.org/-/report/410381-%E6%9E%97%E4%B8%9A%E5%B1%80-disclosure_annual-2023"
        in zh
    )
    assert SALT not in mail.get_content()
    assert "管理员" in zh
    assert readers.alerts().code == 0
    assert len(readers.mails) == 1


def test_what_was_found_before_it_was_published_is_mailed_once_it_is(readers: Readers) -> None:
    readers.alerts()
    readers.file(FOREST, 2023, "本年完成退耕还林两千亩。")
    readers.alerts()
    assert readers.mails == []
    readers.publish()
    readers.alerts()
    assert len(readers.mails) == 1


def test_a_new_revision_of_a_known_report_is_no_new_report(readers: Readers) -> None:
    readers.file(SALT, 2022, "照常公开。")
    readers.publish()
    readers.alerts()
    readers.file(SALT, 2022, "照常公开，另有退耕还林。")
    readers.publish()
    readers.alerts()
    assert readers.mails == []


def test_filters_narrow_a_search_and_may_stand_alone(readers: Readers) -> None:
    search = "- name: {0}\n  filters: {1}\n  to: [{0}@paper.example]\n"
    readers.configure(
        CONFIG
        + search.format("salt", f"{{bureau: {SALT}, year: 2023, kind: disclosure_annual}}")
        + search.format("place", "{place: 洛阳市偃师区}")
        + search.format("year", "{year: 1999}")
    )
    readers.alerts()
    readers.file(SALT, 2023, "照常公开。")
    readers.publish()
    readers.alerts()
    assert [to for to, _ in readers.mails] == ["salt@paper.example", "place@paper.example"]


def test_a_search_that_was_changed_takes_note_anew(readers: Readers) -> None:
    readers.alerts()
    readers.configure(CONFIG.replace("退耕还林", "照常公开"))
    readers.file(SALT, 2023, "照常公开。")
    readers.publish()
    readers.alerts()
    assert readers.mails == []
    readers.file(SALT, 2024, "照常公开。")
    readers.publish()
    readers.alerts()
    assert len(readers.mails) == 1


@pytest.mark.parametrize(
    ("query", "said"),
    [
        ('"\\u200b"', "has no word to search for; correct its query in alerts.yml."),
        ("林" * 201, "has more than 200 characters; shorten its query in alerts.yml."),
    ],
)
def test_a_query_that_cannot_be_searched_for_is_said_and_stops_no_other(
    readers: Readers, query: str, said: str
) -> None:
    bad = f"- name: odd\n  query: {query}\n  to: [odd@paper.example]\n"
    readers.configure(CONFIG.replace("searches:\n", f"searches:\n{bad}"))
    assert readers.alerts().code == 1
    readers.file(FOREST, 2023, "本年完成退耕还林两千亩。")
    readers.publish()
    outcome = readers.alerts()
    assert outcome.code == 1
    assert f"The search “odd” {said}\n" in outcome.said
    assert [to for to, _ in readers.mails] == ["reader@paper.example"]


def test_mail_to_a_reader_that_fails_is_sent_the_next_time_and_once(readers: Readers) -> None:
    readers.alerts()
    readers.file(FOREST, 2023, "本年完成退耕还林两千亩。")
    readers.publish()
    assert readers.alerts(CUNDANG_SMTP_PORT="1").code == 1
    assert readers.alerts().code == 0
    assert readers.alerts().code == 0
    assert len(readers.mails) == 1


def test_addresses_and_searches_stay_out_of_what_is_served(readers: Readers) -> None:
    readers.alerts()
    readers.file(FOREST, 2023, "本年完成退耕还林两千亩。")
    readers.publish()
    readers.alerts()
    assert len(readers.mails) == 1
    public = [path for path in (readers.data / "public").iterdir() if b"paper.example" in path.read_bytes()]
    assert public == []
    assert "forests" not in (readers.data / "public" / "alerts.atom").read_text(encoding="utf-8")
    assert b"paper.example" not in (readers.data / "archive.db").read_bytes()


def test_before_anything_is_published_no_search_is_run_and_none_is_lost(readers: Readers) -> None:
    readers.alerts()
    published = readers.data / "public" / "archive.db"
    published.unlink()
    readers.file(FOREST, 2023, "本年完成退耕还林两千亩。")
    outcome = readers.alerts()
    assert outcome.code == 1
    assert f"No saved search was run: {published} is not there yet; run `cundang publish`." in outcome.said
    readers.publish()
    readers.alerts()
    assert len(readers.mails) == 1


def test_a_damaged_copy_or_an_older_index_costs_no_reader_a_report(readers: Readers) -> None:
    readers.alerts()
    published = readers.data / "public" / "archive.db"
    readers.file(FOREST, 2023, "本年完成退耕还林两千亩。")
    published.write_bytes(b"\xa5" * 8192)
    assert "cannot be read" in readers.alerts().said
    readers.publish()
    connection = connect(published)
    connection.execute("update archive_state set value = 'old' where name = 'search_normaliser'")
    connection.close()
    assert "is of an older program" in readers.alerts().said
    readers.publish()
    readers.alerts()
    assert len(readers.mails) == 1


def test_a_long_list_is_cut_with_a_link_to_the_rest(readers: Readers) -> None:
    readers.alerts()
    readers.file(FOREST, 2023, "本年完成退耕还林两千亩。")
    readers.publish()
    connection = connect(readers.data / "public" / "archive.db")
    connection.execute("pragma foreign_keys = off")
    names = [r[1] for r in connection.execute("pragma table_info(report)") if r[1] not in ("id", "key")]
    for number in range(120):
        connection.execute(
            f"insert into report (key, {', '.join(names)}) select ?, {', '.join(names)} from report where id = 1",  # noqa: S608
            (f"k{number}",),
        )
    connection.close()
    readers.configure(CONFIG.replace("query: 退耕还林", "filters: {year: 2022}"))
    cundang("alerts", "--data", readers.data, **readers.mail.environment)
    connection = connect(readers.data / "alerts.db")
    connection.execute("delete from known_report")
    connection.close()
    readers.alerts()
    ((_, mail),) = readers.mails
    assert "121份新报告" in mail["Subject"]
    assert mail.get_content().count("/-/report/") == 200
    assert "另有21份：https://archive.example.org/-/search?q=" in mail.get_content()


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("site_url: https://archive.example.org\n", "", "searches need `email.from`"),
        ("email:\n  from: night@archive.example\n", "", "searches need `email.from`"),
        ("  query: 退耕还林\n", "", "searches[1] names neither a query nor a filter"),
        ("  query: 退耕还林\n", "  filters: {town: x}\n", "searches[1].filters has the unknown key town"),
        ("  query: 退耕还林\n", "  filters: {year: twenty}\n", "searches[1].filters.year must be a year"),
        ("  query: 退耕还林\n", "  filters: {kind: gossip}\n", "searches[1].filters.kind must be one of"),
        ("  query: 退耕还林\n", "  query: 2023\n", "searches[1].query must be text; put it in quotes"),
        ("[reader@paper.example]", "[]", "searches[1].to must name at least one address"),
        ("[reader@paper.example]", "[reader]", "searches[1].to[1] must be a plain address"),
    ],
)
def test_a_wrong_search_is_one_sentence_and_2(readers: Readers, old: str, new: str, said: str) -> None:
    assert old in CONFIG
    readers.configure(CONFIG.replace(old, new))
    outcome = readers.alerts()
    assert (outcome.code, len(outcome.said.splitlines())) == (2, 1)
    assert said in outcome.said


def test_two_searches_of_one_name_are_refused(readers: Readers) -> None:
    readers.configure(CONFIG + CONFIG.partition("searches:\n")[2])
    assert "searches has the same name twice" in readers.alerts().said
