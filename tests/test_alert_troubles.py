"""Alerts in bad company: a broken archive, a clock set back, two at once, wrong configurations and secrets in files."""

from __future__ import annotations

import re
import shutil
import stat
from datetime import timedelta
from pathlib import Path

import pytest

from archive.alerts.config import load_config
from archive.health.conditions import EXIT_CODES, kinds
from archive.lock import Lock
from tests.alert_nights import DAY, FIRST, HOOKED, MAILED, Nights
from tests.commands import ROOT, rows

pytest_plugins = ["tests.alert_fixtures"]


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
