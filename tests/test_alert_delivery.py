"""How alerts arrive: by mail, by webhook and in a feed, each once, whatever fails on the way."""

from __future__ import annotations

import os
import subprocess
from datetime import timedelta
from pathlib import Path

import pytest

from tests.alert_nights import DAY, FIRST, HOOKED, MAILED, Nights
from tests.alert_servers import (
    PASSWORD,
    USER,
    MailServer,
    certificate,
    mail_server,
    with_password,
)
from tests.commands import COMMAND, ROOT, Outcome, wait_until

pytest_plugins = ["tests.alert_fixtures"]


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
