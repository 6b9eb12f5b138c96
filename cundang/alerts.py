"""`cundang alerts`: tells whom `alerts.yml` names what is not well, what is well again, and what their searches found."""

from __future__ import annotations

import os
import uuid
from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from pathlib import Path

from archive.alerts import mail, webhook
from archive.alerts.config import CONFIG_FILE, Config, load_config
from archive.alerts.feed import LENGTH, write_feed
from archive.alerts.ledger import Ledger, Message, Target
from archive.alerts.letters import about_alarms
from archive.alerts.outbox import Channels, DeliveryError, dispatch
from archive.alerts.searches import Searched, search_for_news
from archive.alerts.watch import News, State, expired, observe
from archive.errors import StoreError
from archive.health.conditions import condition
from archive.health.judgement import Health
from archive.lock import Lock
from archive.publish import PUBLIC_FILE
from crawler.clock import Clock
from cundang.health import examine

WEBHOOK = Target("webhook", "webhook")
_LOCK_FILE = "alerts.lock"
_STATES: tuple[State, ...] = ("new", "changed", "again", "fixed")


def run(data: Path, portals_folder: Path, config_file: Path | None) -> int:
    """Observe, write, deliver; returns 0 where nothing is left undelivered, 1 otherwise.

    Raises BadInputError for a configuration that cannot be used, StoreError where `alerts.db` cannot be written: what
    is broken is then told all the same, without a note of it.
    """
    path = config_file or data / CONFIG_FILE
    if config_file is None and not path.exists():
        print(f"Nothing to do: there is no {path}.")
        return 0
    config = load_config(path)
    channels = _channels(config, os.environ)
    if not data.is_dir():
        raise StoreError(f"The folder {data} does not exist; check --data.")
    now = Clock.of(os.environ.get("CUNDANG_NOW")).now()
    health = examine(data, portals_folder, now)
    lock = Lock(data, _LOCK_FILE)
    try:
        return _run(data, config, channels, health)
    except StoreError as error:
        _tell_unnoted(config, channels, health, str(error))
        raise
    finally:
        lock.release()


def _run(data: Path, config: Config, channels: Channels, health: Health) -> int:
    now = health.checked_at
    for mute in expired(config.mutes, now):
        print(f"The mute of {mute.portal} {mute.kind} ({mute.reason}) ended on {mute.until} and is ignored.")
    ledger = Ledger(data)
    try:
        with ledger.writing():
            news = observe(ledger, health, config.mutes, now)
            if news:
                ledger.queue(about_alarms(news, now), _alarm_targets(config))
        searched = _searched(ledger, data, config, now)
        done = dispatch(ledger, channels, now)
        messages = ledger.alarm_messages(LENGTH)
    finally:
        ledger.close()
    unwritten = _write_feed(data, messages, config, now)
    for line in (*searched.faults, *done.withdrawn, *done.failures, *unwritten):
        print(line)
    print(
        f"{_told(news)}. Searches with news: {searched.message_count}. Messages delivered: {done.delivered_count}."
    )
    return 1 if searched.faults or done.failures or unwritten else 0


def _searched(ledger: Ledger, data: Path, config: Config, now: datetime) -> Searched:
    if not config.searches or config.site_url is None:
        return Searched(0, ())
    return search_for_news(ledger, data / PUBLIC_FILE, config.searches, config.site_url, now)


def _told(news: list[News]) -> str:
    counts = {state: sum(one.state == state for one in news) for state in _STATES}
    told = counts["new"] + counts["changed"]
    return f"Alerts: {told} new, {counts['again']} repeated, {counts['fixed']} no longer so"


def _alarm_targets(config: Config) -> list[Target]:
    addresses = config.email.to if config.email else ()
    return [Target("email", one) for one in addresses] + ([WEBHOOK] if config.webhook_variable else [])


def _channels(config: Config, environment: Mapping[str, str]) -> Channels:
    senders = {}
    if config.email is not None:
        server, sender = mail.server_from(environment), config.email.sender
        senders["email"] = lambda message, to: mail.send(server, mail.compose(message, sender, to))
    if config.webhook_variable is not None:
        hook = webhook.webhook_from(environment, config.webhook_variable)
        senders["webhook"] = lambda message, _: webhook.post(hook, message)
    readers = [Target("email", one) for search in config.searches for one in search.to]
    return Channels(senders, frozenset([*_alarm_targets(config), *readers]))


def _write_feed(data: Path, messages: list[Message], config: Config, now: datetime) -> list[str]:
    """The feed is a picture of what was told: one that cannot be written must not have it told again."""
    try:
        write_feed(data, messages, config.site_url, now)
    except StoreError as error:
        return [str(error)]
    return []


def _tell_unnoted(config: Config, channels: Channels, health: Health, fault: str) -> None:
    """Send what is broken although nothing can be noted: one message a night too many is better than none."""
    broken = [condition("unnoted", fault=fault), *(one for one in health.conditions if one.grade == "broken")]
    now = health.checked_at
    news = [News(one.subject, one.kind, one.grade, "new", one.title, one.sentence, now, 1) for one in broken]
    message = replace(about_alarms(news, now), uuid=str(uuid.uuid4()))
    for target in _alarm_targets(config):
        try:
            channels.senders[target.channel](message, target.address)
        except DeliveryError as error:
            print(f"Not delivered by {target.channel}: {error}.")
