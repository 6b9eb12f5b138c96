"""`cundang alerts`: what persists is told once, again every three days, and once more when it has gone; nothing is lost."""

from __future__ import annotations

import os
import re
import shutil
import stat
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from lxml import etree

from archive.alerts.config import load_config
from archive.conditions import EXIT_CODES, kinds
from archive.lock import Lock
from tests.alert_servers import (
    PASSWORD,
    USER,
    Hook,
    MailServer,
    certificate,
    mail_server,
    webhook,
    with_password,
)
from tests.commands import COMMAND, ROOT, Outcome, cundang, rows, wait_until
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


@pytest.fixture
def nights(tmp_path: Path) -> Iterator[Nights]:
    ledger = RunRows(tmp_path / "data", "shanbei")
    with mail_server() as mail, webhook() as hook:
        yield Nights(ledger, mail, hook)
    ledger.close()


def test_without_a_configuration_there_is_nothing_to_do(nights: Nights) -> None:
    outcome = nights.night(0, "failed")
    assert outcome == Outcome(0, f"Nothing to do: there is no {nights.data / 'alerts.yml'}.\n")
    assert not (nights.data / "alerts.db").exists()


def test_what_persists_is_told_on_the_second_night_then_every_third_and_once_when_it_has_gone(
    nights: Nights,
) -> None:
    nights.configure(MAILED)
    told = []
    nights.night(-1)
    for number in range(10):
        outcome = nights.night(number, "blocked" if number < 8 else "complete")
        assert outcome.code == 0, outcome.said
        told.append(len(nights.subjects))
    # Blocked from night 0 to 7, told on 1, 4 and 7; from night 3 on also stale, told on 4 and 7; gone on 8.
    assert told == [0, 1, 1, 1, 2, 2, 2, 3, 4, 4]
    assert nights.subjects[0] == "[存档 Cundang] shanbei市：采集受阻 · shanbei: crawl blocked"
    assert nights.subjects[3].startswith("[存档 Cundang] 已不再出现：")


def test_a_message_is_in_both_languages_with_cause_first_day_and_count(nights: Nights) -> None:
    nights.configure(MAILED)
    nights.night(0, "blocked")
    nights.night(1, "blocked")
    ((to, mail),) = nights.mail.mails
    text = mail.get_content()
    assert (to, mail["From"], mail["Auto-Submitted"]) == (
        "keeper@archive.example",
        "night@archive.example",
        "auto-generated",
    )
    zh, _, en = text.partition("----")
    assert "需要有人处理\n- shanbei市：采集受阻。最近连续2次采集受阻（原因代码：timeout）。" in zh
    assert "首次发现：2026-03-10 10:00；第1次通知" in zh
    assert "Needs a person\n- shanbei: crawl blocked. Crawls blocked in a row: 2 (timeout)." in en
    assert "(first seen 2026-03-10 10:00 Beijing time; told 1)" in en


def test_one_bad_night_among_good_ones_is_not_told(nights: Nights) -> None:
    nights.configure(MAILED)
    for number in range(6):
        assert nights.night(number, "blocked" if number % 2 else "complete").code == 0
    assert nights.subjects == []


def test_two_looks_in_one_night_are_one_night(nights: Nights) -> None:
    nights.configure(MAILED)
    nights.night(0, "failed")
    nights.alerts(FIRST + timedelta(hours=17))
    assert nights.subjects == []


def test_what_is_broken_is_told_at_once_and_by_a_look_of_its_own(nights: Nights) -> None:
    nights.configure(MAILED)
    nights.night(0)
    assert nights.alerts(FIRST + timedelta(hours=37)).code == 0
    assert nights.subjects == ["[存档 Cundang] 采集已停止 · No crawl has begun"]


def test_the_subject_names_the_worst_and_counts_the_rest(nights: Nights) -> None:
    nights.configure(MAILED)
    nights.night(0, "failed")
    nights.alerts(FIRST + 2 * DAY)
    assert nights.subjects == ["[存档 Cundang] 采集已停止等2项 · No crawl has begun and 1 more"]


def test_another_form_of_the_same_trouble_is_told_without_waiting(nights: Nights) -> None:
    nights.configure(MAILED)
    nights.night(-1)
    nights.night(0, "partial")
    nights.night(1, "blocked")
    nights.night(2, "failed")
    assert [subject.rpartition("shanbei: ")[2] for subject in nights.subjects] == [
        "crawl blocked",
        "crawl failed",
    ]


def test_a_muted_condition_is_silent_until_the_mute_ends_which_is_said(nights: Nights) -> None:
    nights.configure(
        f"{MAILED}mute:\n- {{portal: shanbei, kind: failed, reason: moves house, until: 2026-03-12}}\n"
    )
    for number in range(3):
        outcome = nights.night(number, "failed")
        assert "mute" not in outcome.said
    assert nights.subjects == []
    outcome = nights.night(3, "failed")
    assert "The mute of shanbei failed (moves house) ended on 2026-03-12 and is ignored.\n" in outcome.said
    assert len(nights.subjects) == 1


def test_a_mute_is_for_one_portal_and_one_kind(nights: Nights) -> None:
    nights.configure(
        f"{MAILED}mute:\n- {{portal: shanbei, kind: partial, reason: r, until: 2027-01-31}}\n"
        "- {portal: hexi, kind: failed, reason: r, until: 2027-01-31}\n"
    )
    nights.night(0, "failed")
    nights.night(1, "failed")
    assert len(nights.subjects) == 1


def test_what_could_not_be_mailed_is_said_kept_and_mailed_once(nights: Nights) -> None:
    nights.configure(MAILED + HOOKED)
    nights.night(0, "failed")
    broken = nights.night(1, "failed", CUNDANG_SMTP_PORT="1")
    assert broken.code == 1
    assert "Not delivered to keeper@archive.example: the mail server cannot be used (" in broken.said
    assert len(nights.hook.posts) == 1
    mended = nights.alerts(FIRST + DAY + timedelta(minutes=5))
    assert (mended.code, len(nights.subjects)) == (0, 1)
    assert nights.alerts(FIRST + DAY + timedelta(minutes=10)).code == 0
    assert (len(nights.subjects), len(nights.hook.posts)) == (1, 1)


def test_a_refused_recipient_does_not_cost_another_the_mail_nor_send_it_twice(nights: Nights) -> None:
    nights.configure(MAILED.replace("[keeper", "[gone@archive.example, keeper"))
    nights.mail.refused.add("gone@archive.example")
    nights.night(0, "failed")
    for _ in range(2):
        outcome = nights.alerts(FIRST + DAY)
        assert outcome.code == 1
        assert (
            "Not delivered to gone@archive.example: the mail server refused it (550 no such user here)"
            in outcome.said
        )
    assert [to for to, _ in nights.mail.mails] == ["keeper@archive.example"]
    nights.configure(MAILED)
    withdrawn = nights.alerts(FIRST + DAY)
    assert withdrawn.code == 0
    assert "Withdrawn from gone@archive.example, which alerts.yml no longer names" in withdrawn.said


def test_a_dead_mail_server_is_asked_once_a_run(nights: Nights) -> None:
    nights.configure(MAILED.replace("[keeper", "[second@archive.example, keeper"))
    nights.night(0, "failed")
    outcome = nights.night(1, "failed", CUNDANG_SMTP_STARTTLS="yes")
    assert outcome.code == 1
    assert outcome.said.count("Not delivered to") == 2
    assert nights.mail.connections == 1


def encrypted(nights: Nights, mail: MailServer, trusted: Path, **environment: str) -> Outcome:
    nights.configure(MAILED)
    nights.crawl(0, "failed")
    known = {**mail.environment, "SSL_CERT_FILE": str(trusted), "CUNDANG_SMTP_USER": USER}
    known |= {"CUNDANG_SMTP_PASSWORD": PASSWORD, "CUNDANG_SMTP_STARTTLS": "yes", **environment}
    nights.alerts(FIRST, **known)
    return nights.alerts(FIRST + DAY, **known)


def test_mail_goes_out_over_starttls_with_a_password(nights: Nights, tmp_path: Path) -> None:
    context, trusted = certificate(tmp_path)
    options = {"tls_context": context, "require_starttls": True}
    with mail_server(authenticator=with_password, auth_required=True, **options) as mail:
        assert encrypted(nights, mail, trusted).code == 0
        assert len(mail.mails) == 1


@pytest.mark.filterwarnings("ignore:Requiring AUTH while not requiring TLS")
def test_mail_goes_out_over_tls_from_the_first_byte(nights: Nights, tmp_path: Path) -> None:
    context, trusted = certificate(tmp_path)
    options = {"authenticator": with_password, "auth_required": True, "auth_require_tls": False}
    with mail_server(ssl_context=context, **options) as mail:
        assert encrypted(nights, mail, trusted, CUNDANG_SMTP_STARTTLS="ssl").code == 0
        assert len(mail.mails) == 1


@pytest.mark.parametrize(
    ("environment", "said"),
    [
        ({"SSL_CERT_FILE": os.devnull}, "the mail server cannot be used ("),
        ({"CUNDANG_SMTP_PASSWORD": "hunter2"}, "the mail server refused the user or the password"),
        ({"CUNDANG_SMTP_PASSWORD": "pässword"}, "characters that SMTP cannot carry"),
    ],
)
def test_a_server_that_cannot_be_trusted_or_does_not_trust_us_gets_no_mail(
    nights: Nights, tmp_path: Path, environment: dict[str, str], said: str
) -> None:
    context, trusted = certificate(tmp_path)
    with mail_server(authenticator=with_password, auth_required=True, tls_context=context) as mail:
        outcome = encrypted(nights, mail, trusted, **environment)
        assert outcome.code == 1
        assert said in outcome.said
        assert mail.mails == []
        assert not any(secret in outcome.said for secret in (PASSWORD, "hunter2", "pässword"))


def test_a_server_without_encryption_gets_no_mail_unless_that_is_said(nights: Nights) -> None:
    nights.configure(MAILED)
    nights.night(0, "failed")
    assert nights.night(1, "failed", CUNDANG_SMTP_STARTTLS="yes").code == 1
    assert nights.mail.mails == []


def test_a_webhook_gets_the_alerts_one_by_one_and_the_token(nights: Nights) -> None:
    nights.configure(HOOKED)
    nights.night(0, "failed")
    nights.night(1, "failed", CUNDANG_WEBHOOK_TOKEN="t0ken")  # noqa: S106 an invented one
    (posted,) = nights.hook.posts
    (alert,) = posted["alerts"]
    assert nights.hook.headers[0]["authorization"] == "Bearer t0ken"
    assert nights.hook.headers[0]["idempotency-key"] == posted["id"]
    assert posted["subject"] == "[存档 Cundang] shanbei市：采集失败 · shanbei: crawl failed"
    assert {name: alert[name] for name in ("portal", "kind", "grade", "state", "times")} == {
        "portal": "shanbei",
        "kind": "failed",
        "grade": "person",
        "state": "new",
        "times": 1,
    }


def test_a_kill_before_the_arrival_is_noted_loses_nothing_and_repeats_it_under_the_same_id(
    nights: Nights,
) -> None:
    nights.configure(HOOKED)
    nights.night(0, "failed")
    nights.hook.answers.clear()
    now = (FIRST + DAY).isoformat()
    environment = {**os.environ, "CUNDANG_NOW": now, "CUNDANG_WEBHOOK_URL": nights.hook.url}
    process = subprocess.Popen([*COMMAND, "alerts", "--data", nights.data], cwd=ROOT, env=environment)
    wait_until(lambda: bool(nights.hook.posts))
    process.kill()
    process.wait()
    nights.hook.answers.set()
    for _ in range(2):
        assert nights.alerts(FIRST + DAY).code == 0
    first, second = nights.hook.posts
    assert first == second


@pytest.mark.parametrize("status", [302, 307, 400, 404, 500])
def test_only_a_2xx_is_an_arrival_and_the_next_try_has_the_same_id(nights: Nights, status: int) -> None:
    nights.configure(HOOKED)
    nights.night(0, "failed")
    nights.hook.status = status
    outcome = nights.night(1, "failed")
    assert (outcome.code, len(nights.hook.posts)) == (1, 1)
    assert f"Not delivered to the webhook: the webhook answered {status};" in outcome.said
    nights.hook.status = 200
    assert nights.alerts(FIRST + DAY).code == 0
    first, second = nights.hook.posts
    assert first == second


def test_the_address_of_the_webhook_is_written_down_nowhere(nights: Nights) -> None:
    nights.configure(HOOKED)
    nights.night(0, "failed")
    outcomes = [nights.night(1, "failed", CUNDANG_WEBHOOK_URL="http://127.0.0.1:1/s3cr3t-path")]
    outcomes.append(nights.alerts(FIRST + DAY))
    assert [outcome.code for outcome in outcomes] == [1, 0]
    assert not any("s3cr3t" in outcome.said for outcome in outcomes)
    files = [path for path in nights.data.rglob("*") if path.is_file()]
    assert [path.name for path in files if b"s3cr3t" in path.read_bytes()] == []


def test_the_feed_holds_every_message_newest_first_under_ids_that_stay(nights: Nights) -> None:
    nights.configure("site_url: https://archive.example.org/\n")
    nights.night(0)
    assert nights.feed() == []
    nights.night(1, "failed")
    nights.night(2, "failed")
    before = (nights.data / "public" / "alerts.atom").read_text(encoding="utf-8")
    nights.night(3)
    assert nights.feed() == [
        "[存档 Cundang] 已不再出现：shanbei市：采集失败 · no longer seen: shanbei: crawl failed",
        "[存档 Cundang] shanbei市：采集失败 · shanbei: crawl failed",
    ]
    after = (nights.data / "public" / "alerts.atom").read_text(encoding="utf-8")
    entry = before[before.index("<entry>") : before.index("</entry>")]
    assert "urn:uuid:" in entry
    assert entry in after
    assert "https://archive.example.org/alerts.atom" in after
    assert sorted(path.name for path in (nights.data / "public").iterdir()) == ["alerts.atom", "archive.db"]


def test_while_the_archive_cannot_be_read_nothing_is_taken_for_gone(nights: Nights, tmp_path: Path) -> None:
    nights.configure(MAILED)
    nights.night(0, "failed")
    nights.night(1, "failed")
    nights.ledger.close()
    kept = shutil.copy(nights.data / "archive.db", tmp_path / "kept.db")
    for name in ("archive.db-wal", "archive.db-shm"):
        (nights.data / name).unlink(missing_ok=True)
    (nights.data / "archive.db").write_bytes(b"\xa5" * 8192)
    nights.alerts(FIRST + DAY + timedelta(hours=1))
    shutil.copy(kept, nights.data / "archive.db")
    nights.alerts(FIRST + DAY + timedelta(hours=2))
    assert [subject.removeprefix("[存档 Cundang] ") for subject in nights.subjects] == [
        "shanbei市：采集失败 · shanbei: crawl failed",
        "存档数据库无法读取 · The archive's database cannot be read",
        "已不再出现：存档数据库无法读取 · no longer seen: The archive's database cannot be read",
    ]


def test_what_is_broken_is_told_although_nothing_can_be_noted(nights: Nights) -> None:
    nights.configure(MAILED)
    nights.night(0)
    (nights.data / "alerts.db").write_bytes(b"\xa5" * 8192)
    outcome = nights.night(1, "failed")
    assert outcome.code == 2
    assert "alerts.db" in outcome.said
    assert nights.subjects == ["[存档 Cundang] 无法记录已发出的通知 · What is told cannot be noted"]


def test_a_clock_that_jumped_back_silences_nothing(nights: Nights) -> None:
    nights.configure(MAILED)
    nights.night(40, "failed")
    nights.night(41, "failed")
    nights.ledger.execute("delete from crawl_run")
    nights.night(1, "failed")
    nights.night(2, "failed")
    assert len(nights.subjects) == 2


def test_a_second_run_at_the_same_time_leaves_with_3(nights: Nights) -> None:
    nights.configure(MAILED)
    nights.night(0, "failed")
    lock = Lock(nights.data, "alerts.lock")
    try:
        outcome = nights.night(1, "failed")
    finally:
        lock.release()
    assert (outcome.code, nights.subjects) == (3, [])


def test_a_crawl_that_works_does_not_keep_alerts_waiting(nights: Nights) -> None:
    nights.configure(MAILED)
    lock = Lock(nights.data)
    try:
        assert nights.night(0).code == 0
    finally:
        lock.release()


def test_the_addresses_are_for_the_owner_alone(nights: Nights) -> None:
    nights.configure(MAILED)
    nights.night(0)
    mode = (nights.data / "alerts.db").stat().st_mode
    assert stat.S_IMODE(mode) == 0o600
    assert rows(nights.data / "alerts.db", "select count(*) from pragma_table_list where type = 'table' and "
                "strict = 0 and name not like '%sqlite%'") == [(0,)]  # fmt: skip


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("emial:\n  to: []\n", "the file has the unknown key emial"),
        ("email:\n  from: a@b.example\n  cc: [x@y.example]\n", "email has the unknown key cc"),
        ("email:\n  to: [a@b.example]\n", "email lacks from"),
        ('email:\n  from: "a@b.example\\nBcc: x@y.example"\n', "email.from must be a plain address"),
        ("email:\n  from: Night <a@b.example>\n", "email.from must be a plain address"),
        ("email:\n  from: a@b.example\n  to: keeper@c.example\n", "email.to must be a list"),
        ("mute:\n- {portal: p, kind: failed, until: 2027-01-31}\n", "mute[1] lacks reason"),
        ("mute:\n- {portal: p, kind: failed, reason: r}\n", "mute[1] lacks until"),
        ("mute:\n- {portal: p, kind: late, reason: r, until: 2027-01-31}\n", "mute[1].kind must be one of"),
        ("mute:\n- {portal: p, kind: failed, reason: r, until: soon}\n", "mute[1].until must be a day"),
        ("mute: []\nmute: []\n", "is not YAML in line 1 (mute is stated twice)"),
        ("email: [\n", "is not YAML in line 2"),
        ("just words\n", "the file must be a mapping"),
        ("site_url: https://u:p@archive.example\n", "site_url must be the address of the site"),
        (
            "webhook:\n  url_env: https://hooks.example/T0\n",
            "webhook.url_env must name an environment variable",
        ),
    ],
)
def test_a_wrong_configuration_is_one_sentence_and_2(nights: Nights, text: str, said: str) -> None:
    nights.configure(text)
    outcome = nights.night(0)
    assert outcome.code == 2
    assert said in outcome.said
    assert len(outcome.said.splitlines()) == 1
    assert not (nights.data / "alerts.db").exists()


@pytest.mark.parametrize(
    ("text", "variable"),
    [
        ("email:\n  from: a@b.example\n  password: hunter2\n", "CUNDANG_SMTP_PASSWORD"),
        ("email:\n  from: a@b.example\n  user: hunter2\n", "CUNDANG_SMTP_USER"),
        ("webhook:\n  url: https://hooks.example/hunter2\n", "CUNDANG_WEBHOOK_URL"),
        ("webhook:\n  url_env: CUNDANG_WEBHOOK_URL\n  token: hunter2\n", "CUNDANG_WEBHOOK_TOKEN"),
        ("password: hunter2\n", "CUNDANG_SMTP_PASSWORD"),
    ],
)
def test_a_secret_in_the_file_is_refused_and_not_repeated(nights: Nights, text: str, variable: str) -> None:
    nights.configure(text)
    outcome = nights.night(0)
    assert outcome.code == 2
    assert f"comes from the environment only ({variable}), never from a file" in outcome.said
    assert "hunter2" not in outcome.said


@pytest.mark.parametrize(
    ("environment", "said"),
    [
        ({"CUNDANG_SMTP_HOST": ""}, "CUNDANG_SMTP_HOST is not set"),
        ({"CUNDANG_SMTP_PORT": "smtp"}, "CUNDANG_SMTP_PORT must be a port number"),
        ({"CUNDANG_SMTP_STARTTLS": "true"}, "CUNDANG_SMTP_STARTTLS must be yes, no or ssl"),
        (
            {"CUNDANG_SMTP_HOST": "mail.example", "CUNDANG_SMTP_USER": "u"},
            "would send the password in the clear",
        ),
        ({"CUNDANG_WEBHOOK_URL": ""}, "CUNDANG_WEBHOOK_URL is not set"),
        ({"CUNDANG_WEBHOOK_URL": "file:///etc/passwd"}, "CUNDANG_WEBHOOK_URL is not set to an http or https"),
        (
            {"CUNDANG_WEBHOOK_URL": "http://hooks.example/", "CUNDANG_WEBHOOK_TOKEN": "t"},
            "would send CUNDANG_WEBHOOK_TOKEN in the clear",
        ),
    ],
)
def test_a_wrong_environment_is_one_sentence_and_2(
    nights: Nights, environment: dict[str, str], said: str
) -> None:
    nights.configure(MAILED + HOOKED)
    outcome = nights.night(0, **environment)
    assert outcome.code == 2
    assert said in outcome.said
    assert nights.mail.mails == []


def test_another_file_may_be_named_and_must_then_be_there(nights: Nights, tmp_path: Path) -> None:
    other = tmp_path / "other.yml"
    assert nights.alerts(FIRST, "--config", other).code == 2
    other.write_text("{}", encoding="utf-8")
    assert nights.alerts(FIRST, "--config", other).code == 0


def test_the_example_configuration_is_accepted_with_every_part_of_it(nights: Nights) -> None:
    example = (ROOT / "scripts" / "alerts.example.yml").read_text(encoding="utf-8")
    nights.configure(example)
    assert nights.night(0).code == 0
    nights.configure(re.sub(r"^# ?(?=(  |webhook|mute|searches))", "", example, flags=re.MULTILINE))
    loaded = load_config(nights.data / "alerts.yml")
    assert (len(loaded.mutes), len(loaded.searches), loaded.webhook_variable) == (1, 1, "CUNDANG_WEBHOOK_URL")


def test_every_kind_of_condition_is_explained() -> None:
    page = (ROOT / "docs" / "alerts.md").read_text(encoding="utf-8")
    table = page.partition("| kind | of |")[2].partition("\n\n")[0]
    explained = {kind: int(code) for line in table.splitlines()[2:] for kinds_, _, code in [line.split("|")[1:4]]
                 for kind in re.findall(r"`(\w+)`", kinds_)}  # fmt: skip
    assert explained == {kind: EXIT_CODES[stated["grade"]] for kind, stated in kinds().items()}
