"""`cundang alerts`: what persists is told once, again every three days, and once more when it has gone; nothing is lost."""

from __future__ import annotations

from datetime import timedelta

from tests.alert_nights import DAY, FIRST, MAILED, Nights
from tests.commands import Outcome

pytest_plugins = ["tests.alert_fixtures"]


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
